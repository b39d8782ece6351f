"""The gate between a language model and the archive: an offer passes only if the text itself says it.

1 the quotation stands in the text, code point for code point, inside one sentence; 2 the person is one whom our rules see named;
3 the act is said by words of our vocabulary inside the quotation, and is bound to the person by our rules or by being the only one a
sentence of one name can speak of; 4 the modality is the one our rules find in the whole sentence, whatever the quotation leaves out;
5 every other value is one our own readers find in the quotation, the only one of its kind there. What passes is taken from the text,
never from the offer.
"""

import msgspec

from muniment.document import acts, charges, courts, places, rules
from muniment.document.clauses import clauses
from muniment.document.dates import DateMention
from muniment.document.extraction import Act, Extraction, Person
from muniment.document.linking import typed
from muniment.document.offers import Offer
from muniment.document.parts import Place, Seen, Trigger
from muniment.document.sentences import Sentence, sentences
from muniment.document.view import view
from muniment.model.errors import MunimentError

SHORTEST = 12
"""Characters of a quotation that is no whole name."""
MANY = 8
"""A quotation that stands more often than this is none of anything."""
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\u200c": " "})
_FINDERS = {"place": places.find, "court": courts.find, "charge": charges.find}


class Passed(msgspec.Struct, frozen=True):
    """What the text says of an offer: whom, and an age or an act with its fields, all in the text's own words and places."""

    person: str
    span: tuple[int, int]
    act: Act | None = None
    age: int | None = None


class GateError(MunimentError):
    """Why an offer does not pass."""


class Gate:
    """Judges offers about one text, beside what the rules found in it."""

    def __init__(self, text: str, found: Extraction, rule: str) -> None:
        self.text, self.found, self.rule = text, found, rule
        self.folded = view(text)
        self.lines = tuple(line for line in sentences(self.folded.text) if line.kind != "noise")
        self.names = rules.named(self.folded.text, self.lines)
        self.dates = rules.dated(self.folded.text, self.lines, rules.day(found.document.date))

    def judge(self, offer: Offer) -> Passed:
        """What passes of an offer: all of it, or nothing.

        Raises:
            GateError: the first reason against it.
        """
        if (offer.age is None) == (offer.act is None):
            raise GateError("it says not one thing: an age, or an act")
        if offer.act is None and any((offer.modality, offer.date, offer.place, offer.court, offer.charge)):
            raise GateError("it gives particulars of no act")
        said = [self._said(offer, span) for span in self._spans(offer)]
        if any((one.act, one.age) and _bare(one) != _bare(said[0]) for one in said):
            raise GateError("the quotation stands more than once and does not say the same each time")
        return said[0]

    def _spans(self, offer: Offer) -> list[tuple[int, int]]:
        if len(offer.quote) < SHORTEST:
            raise GateError("the quotation is too short")
        spans: list[tuple[int, int]] = []
        at = self.text.find(offer.quote)
        while at >= 0 and len(spans) <= MANY:
            if self.text.endswith(offer.before, 0, at):
                spans.append((at, at + len(offer.quote)))
            at = self.text.find(offer.quote, at + 1)
        if not spans:
            raise GateError("the quotation does not stand in the text")
        if len(spans) > MANY:
            raise GateError("the quotation stands too often in the text")
        return spans

    def _said(self, offer: Offer, span: tuple[int, int]) -> Passed:
        line = self._line(span)
        view_ = _Quoted(self, line, span)
        person = view_.person(offer.person)
        if offer.age is not None:
            return Passed(person.name, view_.raw(person.start, person.reach or person.end), age=view_.age(person, offer.age))
        return Passed(person.name, view_.raw(person.start, person.end), act=view_.act(person, offer))

    def _line(self, span: tuple[int, int]) -> Sentence:
        for line in self.lines:
            start, end = self.folded.raw(line.start, line.end)
            if start <= span[0] and span[1] <= end:
                return next((c for c in clauses(self.folded.text, line) if _holds(self.folded.raw(c.start, c.end), span)), line)
        raise GateError("the quotation is not of one sentence")


class _Quoted:
    """A quotation in its sentence. Offsets are in the folded text, spans in the raw one."""

    def __init__(self, gate: Gate, line: Sentence, span: tuple[int, int]) -> None:
        self.gate, self.line, self.span = gate, line, span
        self.said = gate.folded.text[line.start : line.end].replace("\n", " ")
        whole = next(one for one in gate.lines if one.start <= line.start and line.end <= one.end)
        self.names = tuple(s for s in gate.names[whole.start] if line.start <= s.start and s.end <= line.end)
        self.dates = tuple(d for d in gate.dates[whole.start] if line.start <= d.start and d.end <= line.end)
        self.triggers = acts.triggers(self.said, line.language)

    def raw(self, start: int, end: int) -> tuple[int, int]:
        return self.gate.folded.raw(start, end)

    def quotes(self, start: int, end: int) -> bool:
        return _holds(self.span, self.raw(start, end))

    def person(self, name: str) -> Seen:
        """The mention meant: letter for letter a name that our rules see inside the quotation."""
        wanted = name.translate(_LETTERS)
        for seen in self.names:
            words = self.gate.text[slice(*self.raw(seen.start, seen.end))]
            if self.quotes(seen.start, seen.end) and wanted in (" ".join(words.split()).translate(_LETTERS), words.translate(_LETTERS)):
                return seen
        raise GateError("the quotation names no such person")

    def age(self, person: Seen, age: int) -> int:
        if person.age != age or not self.quotes(person.start, max(person.end, person.reach)):
            raise GateError("the quotation gives this person no such age")
        return age

    def act(self, person: Seen, offer: Offer) -> Act:
        trigger = self._trigger(person, offer)
        modality = offer.modality or trigger.modality
        if (offer.act, modality) not in typed(trigger.type, trigger.modality):
            raise GateError(f"the sentence says it otherwise: {trigger.modality}")
        assert offer.act is not None
        span = self.raw(self.line.start + trigger.start, self.line.start + trigger.end)
        fields: dict[str, object] = {}
        for name in ("date", "place", "court", "charge"):
            if (value := getattr(offer, name)) is not None:
                fields |= self._field(person, name, value, trigger)
        return msgspec.convert(
            {"type": offer.act, "modality": modality, "quote": self.gate.text[slice(*span)], "span": span, "rule": self.gate.rule, **fields}, Act
        )  # fmt: skip

    def _trigger(self, person: Seen, offer: Offer) -> Trigger:
        risk = offer.act == "execution_risk"
        fit = [t for t in self.triggers if t.type == offer.act or (risk and t.type == "execution" and t.modality == "planned")]
        fit = [t for t in fit if self.quotes(self.line.start + t.start, self.line.start + t.end)]
        if not fit:
            raise GateError("no words of the quotation say this act")
        if len({t.modality for t in fit}) > 1:
            raise GateError("the sentence says this act in more than one way")
        if not self._bound(person, fit[0], offer):
            raise GateError("nothing in the sentence binds this act to this person alone")
        return fit[0]

    def _bound(self, person: Seen, trigger: Trigger, offer: Offer) -> bool:
        """Whether our rules bind the act to the person, or the sentence has nobody else and its grammar fits."""
        span = self.raw(self.line.start + trigger.start, self.line.start + trigger.end)
        if any(a.type == offer.act and a.span == span for p in self._known(person) for a in p.acts):
            return True
        return (
            len({s.start for s in self.names}) == 1
            and person.bearing == "neutral"
            and not person.possessive
            and all(p.role == "subject" for p in self._known(person))
            and self._fits(person, trigger)
        )

    def _known(self, person: Seen) -> list[Person]:
        """Whom our rules take this mention for; nobody where it could be two."""
        known = [p for p in self.gate.found.people if person.name in (p.name, *p.aliases) or person.full == p.name]
        return known if len(known) == 1 else []

    def _fits(self, person: Seen, trigger: Trigger) -> bool:
        """The one it is done to stands directly before the words in the passive, or directly after them as their object."""
        at, end = self.line.start + trigger.start, self.line.start + trigger.end
        if self.line.language != "en" or len(self.triggers) > 1:
            return False
        if trigger.form == "verb":
            return self.gate.folded.text[max(person.end, person.reach) : at].strip(" ,)") in ("", "was", "has been", "had been")
        between = self.gate.folded.text[end : person.start]
        return (trigger.form == "active" and between == " ") or (trigger.form == "noun" and between == " of ")

    def _field(self, person: Seen, name: str, value: str, trigger: Trigger) -> dict[str, object]:
        if len({t.type for t in self.triggers}) > 1 and not self._linked(person, name, value, trigger):
            raise GateError(f"the sentence tells several acts, and the {name} is bound to none of them")
        if name == "date":
            return self._date(value)
        found = [Place(p.start + self.line.start, p.end + self.line.start, p.text) for p in _FINDERS[name](self.said, self.line.language)]
        if len(found) != 1 and not self._linked(person, name, value, trigger):
            raise GateError(f"the sentence gives not one {name}")
        for one in found:
            span = self.raw(one.start, one.end)
            words = " ".join(self.gate.text[slice(*span)].split())
            if _holds(self.span, span) and words.translate(_LETTERS) == value.translate(_LETTERS):
                return {"charges": (words,), "charge_spans": (span,)} if name == "charge" else {name: words, f"{name}_span": span}
        raise GateError(f"the quotation gives no such {name}")

    def _date(self, value: str) -> dict[str, object]:
        quoted: list[DateMention] = [d for d in self.dates if self.quotes(d.start, d.end)]
        if len(self.dates) != 1 or not quoted:
            raise GateError("the quotation gives not one date")
        if quoted[0].value != value:
            raise GateError("the date does not follow from the quotation")
        span = self.raw(quoted[0].start, quoted[0].end)
        return {"date": value, "date_span": span, "date_words": " ".join(self.gate.text[slice(*span)].split())}

    def _linked(self, person: Seen, name: str, value: str, trigger: Trigger) -> bool:
        """Whether our rules link this value to this act of this person."""
        span = self.raw(self.line.start + trigger.start, self.line.start + trigger.end)
        told = [a for p in self._known(person) for a in p.acts if a.span == span]
        return any(value in (a.charges if name == "charge" else (getattr(a, name),)) for a in told)


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _bare(one: Passed) -> object:
    act = one.act
    return one.person, one.age, act and (act.type, act.modality, act.date, act.place, act.court, act.charges)
