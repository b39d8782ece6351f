"""From what the rules found to proposed nouns: passages, claims and a record for each person mentioned.

Nothing here decides: every claim is `proposed`, names its rule, and sits on the exact words. An act's date, place, court and
charges are claims about the act. Where a derived text is marked `order_uncertain` or `ocr`, no number or date is proposed.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec

from muniment.document.extraction import RULESET, Act, Attribution, Extraction, Person, Quantity, Recommendation
from muniment.model.claim import FORMS, Asked, Claim, Content, Number, Said, Voice, Words
from muniment.model.claim import Act as ActValue
from muniment.model.claim import Quantity as QuantityValue
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError
from muniment.model.name import Name
from muniment.model.passage import Passage, Stretch
from muniment.model.place import Place
from muniment.model.record import Record
from muniment.model.shelf import NewId
from muniment.model.terms import Modality, Property
from muniment.model.text import plain
from muniment.model.when import When, WhenError

DOUBTFUL = frozenset({"order_uncertain", "ocr"})
Span = tuple[int, int]


class Proposal(msgspec.Struct, frozen=True):
    """Nouns to be stored together: passages first, then claims (acts before what is said about them), then records."""

    passages: tuple[Passage, ...]
    claims: tuple[Claim, ...]
    records: tuple[Record, ...]


class _Maker:
    """Makes nouns that all rest on one derived text."""

    def __init__(self, text: DerivedText, maker: str, at: datetime, new_id: NewId, attributions: tuple[Attribution, ...]) -> None:
        self.text, self.maker, self.at, self.new_id = text, maker, at, new_id
        self.attributions = attributions
        self.passages: dict[Span, Passage] = {}
        self.claims: list[Claim] = []
        self.records: list[Record] = []
        self.is_doubtful = bool(DOUBTFUL & set(text.flags))

    def passage(self, span: Span) -> str:
        if span not in self.passages:
            start, end = span
            where = Stretch(start=start, end=end, quote=self.text.body[start:end])
            self.passages[span] = Passage(
                id=self.new_id("pa"), made_by=self.maker, made_at=self.at, compartment=self.text.compartment,
                evidence=self.text.evidence, text=self.text.id, where=(where,),
            )  # fmt: skip
        return self.passages[span].id

    def claim(
        self, about: str, name: Property, value: Content | None, span: Span, rule: str, modality: Modality = "asserted"
    ) -> Claim | None:
        if value is None or (self.is_doubtful and isinstance(value, Number | QuantityValue | When)):
            return None
        made = Claim(
            id=self.new_id("cl"), made_by=self.maker, made_at=self.at, compartment=self.text.compartment,
            evidence=self.text.evidence, about=about, value=value, stated_by=self._voices(span),
            passages=(self.passage(span),), rule=f"{rule} {RULESET}", property=name, modality=modality,
        )  # fmt: skip
        self.claims.append(made)
        return made

    def _voices(self, span: Span) -> tuple[Voice, ...]:
        """Who is said to say this: the innermost speech around it first."""
        around = [a for a in self.attributions if a.span[0] <= span[0] and span[1] <= a.span[1]]
        around.sort(key=lambda a: a.span[1] - a.span[0])
        return tuple({a.speaker: Voice(name=a.speaker) for a in around}.values())


def propose(extraction: Extraction, text: DerivedText, *, maker: str, at: datetime, new_id: NewId) -> Proposal:
    """Proposed passages, claims and records for what was extracted from a derived text."""
    make = _Maker(text, maker, at, new_id, extraction.attributions)
    for person in extraction.people:
        _person(make, person)
    for quantity in extraction.quantities:
        _quantity(make, quantity)
    for asked in extraction.recommendations:
        _recommendation(make, asked)
    for speech in extraction.attributions:
        _speech(make, speech)
    return Proposal(tuple(make.passages.values()), tuple(make.claims), tuple(make.records))


def _person(make: _Maker, person: Person) -> None:
    mention, first = make.new_id("me"), len(make.claims)
    rule = person.rule or "person"
    make.claim(mention, "name", Name(text=person.name), person.span, rule)
    for alias in person.aliases:
        make.claim(mention, "alias", Name(text=alias), person.span, rule)
    if person.age is not None:
        make.claim(mention, "age", Number(n=person.age), person.age_span or person.span, rule)
    if person.age_at_arrest is not None:
        make.claim(mention, "age_at_arrest", Number(n=person.age_at_arrest), person.age_span or person.span, rule)
    if person.occupation:
        make.claim(mention, "occupation", Words(text=person.occupation), person.span, rule)
    make.claim(mention, "role", Words(text=person.role), person.span, rule)
    if person.status:
        make.claim(mention, "status", Words(text=person.status), person.status_span or person.span, rule)
    for act in person.acts:
        _act(make, mention, act)
    make.records.append(
        Record(id=make.new_id("re"), made_by=make.maker, made_at=make.at, compartment=make.text.compartment,
               evidence=make.text.evidence, mentions=(mention,), claims=tuple(c.id for c in make.claims[first:]))
    )  # fmt: skip


def _act(make: _Maker, mention: str, act: Act) -> None:
    done = make.claim(mention, "act", msgspec.convert({"is": "act", "type": act.type}, ActValue), act.span, act.rule,
                      msgspec.convert(act.modality, Modality))  # fmt: skip
    if done is None:
        return
    if act.date:
        make.claim(done.id, "date", _when(act.date, act.date_words), act.date_span or act.span, act.rule)
    if act.place:
        make.claim(done.id, "place", Place(words=act.place), act.place_span or act.span, act.rule)
    if act.court:
        make.claim(done.id, "court", Words(text=act.court), act.court_span or act.span, act.rule)
    for i, charge in enumerate(act.charges):
        span = act.charge_spans[i] if i < len(act.charge_spans) else act.span
        make.claim(done.id, "charge", Words(text=charge), span, act.rule)


def _when(value: str, words: str | None) -> When | None:
    try:
        return msgspec.structs.replace(When.parse(value), words=words or value)
    except WhenError:
        return None


def _quantity(make: _Maker, found: Quantity) -> None:
    value = msgspec.convert(
        {"is": "quantity", "subject": found.subject, "comparator": found.comparator, "number": found.number, "period": found.period},
        QuantityValue,
    )
    make.claim(make.new_id("me"), "quantity", value, found.span, found.rule)


def _recommendation(make: _Maker, found: Recommendation) -> None:
    make.claim(make.new_id("me"), "recommendation", Asked(addressee=found.addressee, action=found.action), found.span, found.rule)


def _speech(make: _Maker, found: Attribution) -> None:
    said = Said(speaker=found.speaker, words=found.quote, is_quote=found.kind == "quote")
    make.claim(make.new_id("me"), "statement", said, found.span, found.rule)


def content(name: str, words: str) -> Content:
    """The value that typed words make for a property, in the first form that it takes.

    Raises:
        BadInputError: the words do not fit the property.
    """
    text, form = words.strip(), FORMS.get(name, (None,))[0]
    if not text:
        raise BadInputError(f"“{name}” was left empty.", advice="Type the value as the source puts it.")
    if form not in TYPED:
        raise BadInputError(f"“{name}” is not typed as one value.", advice="It is proposed when the item is read.")
    return TYPED[form](text)


def _number(text: str) -> Number:
    digits = plain(text)
    if not digits.isdecimal():
        raise BadInputError(f"“{text}” is not a whole number.", advice="Type a whole number.")
    return Number(n=int(digits))


def _deed(text: str) -> ActValue:
    try:
        return msgspec.convert({"is": "act", "type": plain(text).lower().replace(" ", "_")}, ActValue)
    except msgspec.ValidationError as exc:
        raise BadInputError(
            f"“{text}” is not an act this archive has a word for.", advice="Such as arrest, transfer, death_sentence."
        ) from exc


TYPED: dict[type[Content], Callable[[str], Content]] = {
    Name: lambda text: Name(text=text), Place: lambda text: Place(words=text), Words: lambda text: Words(text=text),
    When: When.parse, Number: _number, ActValue: _deed,
}  # fmt: skip
"""How typed words become a value of a form."""
