"""The doors of forms: what they ask, and filling one in. Every field becomes a claim on a passage, and nothing else is kept.

Where the words of a document say it, the claims stand on those words. Where a person knows it, what they write is sealed as a note
first, with its source and custody, and each claim stands on its line of that note.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from muniment.archive.acts import Acting
from muniment.archive.desk import Desk
from muniment.archive.doors import DOORS, door
from muniment.archive.second_reader import is_read_twice
from muniment.document.form import Answers, Field, Filled, Form, blank, filled, forms, note
from muniment.document.form import form as named
from muniment.model.canonical import digest
from muniment.model.claim import Claim, Voice
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.model.evidence import Evidence
from muniment.model.noun import Compartment, Count
from muniment.model.passage import Passage, Stretch, Whole
from muniment.model.record import Record
from muniment.model.standing import Reading, Standing
from muniment.model.terms import Modality
from muniment.preserve.intake import Incoming
from muniment.protect.roles import allows

FormName = Annotated[str, msgspec.Meta(max_length=48)]
BELONGS = "The form was filled in about this entry."


class Filling(msgspec.Struct, frozen=True):
    """What a form became: the item its claims rest on, what they are about, and the record they made or joined."""

    form: str
    evidence: str
    about: str
    claims: tuple[str, ...]
    record: str | None = None


class Ground(msgspec.Struct, frozen=True):
    """Where the claims will stand: the item, and the passage of each answer (one for all, or one each)."""

    evidence: str
    compartment: Compartment
    passages: tuple[Passage, ...]
    text: DerivedText | None = None

    def passage(self, number: int) -> str:
        """The passage of an answer."""
        return self.passages[min(number, len(self.passages) - 1)].id


class Marks(msgspec.Struct, frozen=True):
    """What is true of every claim of one filling."""

    modality: Modality
    is_coerced: bool
    is_exculpatory: bool
    speaker: str


@door("forms", noun="claim", permission="claim.see")
def forms_(desk: Desk) -> tuple[Form, ...]:  # noqa: ARG001 - a door has a desk
    """The forms: what each asks, field by field, in English and Persian."""
    return tuple(forms().values())


@door("form-blank", noun="claim", permission="claim.see")
def blank_(desk: Desk, *, form: FormName) -> str:  # noqa: ARG001 - a door has a desk
    """Print a blank form as TOML, to be filled in and given back to `form fill`."""
    return blank(named(form))


@door("form-fill", noun="claim", permission="claim.make", ledger=("form.filled",))
def fill(
    desk: Desk, *, form: FormName, answers: Answers, evidence: str | None = None, text: str | None = None, start: Count = 0, end: Count = 0,
    about: str | None = None, person: str | None = None, source: str | None = None, compartment: Compartment | None = None,
    speaker: str = "", modality: Modality = "asserted", is_coerced: bool = False, is_exculpatory: bool = False,
) -> Filling:  # fmt: skip
    """Fill in a form: each field becomes a claim, in your name.

    The claims stand on the words of a text, on a whole item, or, without either, on the lines of a note that is sealed for them.
    `about` is a mention or an act they are about; `person` an entry that the note's person is judged to be.
    """
    asked = named(form)
    said = filled(asked, answers)
    _complete(asked, said, about)
    if about is not None:
        _known(desk, about)
    joins = _entry_record(desk, asked, person)
    marks = Marks(modality, is_coerced, is_exculpatory, speaker.strip())
    item = _item(desk, evidence, text)
    _of_this_document(desk, item, about)
    written = note(asked, said, f"Filled in by {desk.agent.name}, {desk.archive.now():%Y-%m-%d %H:%M:%S}Z")
    sealed = item or _sealed(desk, asked, written[0], source, compartment or asked.compartment)
    with desk.act("form.filled") as act:
        ground = _lines(act, sealed, written) if item is None else _place(desk, act, item, text, (start, end))
        if ground.text is not None:
            act.add(ground.text)
        act.add(*ground.passages)
        made, thing = _claims(desk, act, asked, said, ground, about, marks)
        act.add(*made)
        record = _into_record(desk, act, asked, made, thing)
    if record and joins and record != joins:
        DOORS["judge"].through(desk, {"left": record, "right": joins, "answer": "same", "reason": BELONGS})
    return Filling(form, sealed.id, thing, tuple(claim.id for claim in made), record)


def _complete(asked: Form, said: tuple[Filled, ...], about: str | None) -> None:
    """Whether there is something for the fields to be about.

    Raises:
        BadInputError: what the form begins with is missing, or it is given twice.
    """
    parts = {one.field.part for one in said}
    is_act = about is not None and about.startswith("cl-")
    if asked.begins == "statement" and about is None:
        raise BadInputError(f"The form “{asked.name}” is about an act, a person or an event.", advice="Name it in “about”.")
    if asked.begins == "act" and about is None and "person" not in parts:
        raise BadInputError("An act needs the person it was done to.", advice="Fill in “victim”, or name a person or an act in “about”.")
    if about is not None and "person" in parts:
        raise BadInputError("The form is about somebody already.", advice="Leave “victim” empty.")
    if asked.begins == "act" and is_act and "head" in parts:
        raise BadInputError(
            "The form is about an act that is written down already.", advice="Leave “type” empty, or name the person in “about”."
        )
    needs = asked.head is not None and not (asked.begins == "act" and is_act) and not (asked.begins in ("person", "event") and about)
    if needs and "head" not in parts and asked.head is not None:
        raise BadInputError(f"“{asked.head.name}” is missing.", advice="The other fields are about it.")


def _known(desk: Desk, about: str) -> None:
    """What a form may stand on: an act or another claim, or a mention of somebody.

    Raises:
        UnknownError: there is none, or not for this person.
    """
    if about.startswith("cl-"):
        desk.get(about, Claim)
    elif not desk.about([about], Claim):
        raise UnknownError(f"There is no mention and no act {about} here.", advice="Leave it out to begin a new mention.")


def _of_this_document(desk: Desk, item: Evidence | None, about: str | None) -> None:
    """A mention belongs to one document: what another says of the same person is another record."""
    if about is None or about.startswith("cl-"):
        return
    if item is None or not any(claim.evidence == item.id for claim in desk.about([about], Claim)):
        raise BadInputError(f"{about} is a mention in another document.", advice="Begin a new one, and name the entry in “person”.")


def _entry_record(desk: Desk, asked: Form, person: str | None) -> str | None:
    """The record that stands for the entry named.

    Raises:
        BadInputError: this form begins no record.
        RefusedError: this person may not say who is who.
    """
    if person is None:
        return None
    if asked.begins not in ("person", "act", "event"):
        raise BadInputError(f"The form “{asked.name}” begins no record.", advice="Leave “person” out.")
    if not allows(desk.agent.roles, "record.judge"):
        raise RefusedError("You may not say which records are one person.", advice="Leave “person” out: somebody else will judge it.")
    return desk.through("record.judge").get(f"re-{person[3:]}", Record).id


def _item(desk: Desk, evidence: str | None, text: str | None) -> Evidence | None:
    if text is not None:
        derived = desk.get(text, DerivedText)
        if evidence is not None and derived.evidence != evidence:
            raise BadInputError(f"{text} is not a text of {evidence}.", advice="Name one of them.")
        return desk.get(derived.evidence, Evidence)
    return desk.get(evidence, Evidence) if evidence is not None else None


def _sealed(desk: Desk, asked: Form, body: str, source: str | None, compartment: Compartment) -> Evidence:
    """What was written on the form, sealed as a note of its own."""
    name = f"{asked.name}-{digest(body.encode())[:8]}.txt"
    given = {"files": [Incoming(name, data=body.encode())], "source": source, "compartment": compartment, "title": asked.en,
             "note": f"a form filled in by {desk.agent.name}"}  # fmt: skip
    (receipt,) = DOORS["take-in"].through(desk, given)
    if receipt.id is None:
        raise BadInputError(f"The note could not be sealed: {receipt.reason}", advice="Nothing was stored.")
    return desk.get(receipt.id, Evidence)


def _lines(act: Acting, item: Evidence, note: tuple[str, tuple[tuple[int, int], ...]]) -> Ground:
    """The lines of a note that was sealed just now, with the text they stand in."""
    body, places = note
    text = DerivedText(id=act.new("tx"), made_by=act.agent.id, made_at=act.at, compartment=item.compartment, evidence=item.id,
                       how="transcript", tool=f"typed by {act.agent.name}", body=body, pages=((0, len(body)),))  # fmt: skip
    return Ground(item.id, item.compartment, tuple(_passage(act, item, text, place) for place in places), text)


def _place(desk: Desk, act: Acting, item: Evidence, text: str | None, span: tuple[int, int]) -> Ground:
    """The words selected in a text, or the whole item."""
    if text is None:
        return Ground(item.id, item.compartment, (_passage(act, item, None, (0, 0)),))
    derived, (start, end) = desk.get(text, DerivedText), span
    if not 0 <= start < end <= len(derived.body):
        raise BadInputError(f"The passage {start}-{end} is outside the text (0-{len(derived.body)}).")
    return Ground(item.id, derived.compartment, (_passage(act, item, derived, span),))


def _passage(act: Acting, item: Evidence, text: DerivedText | None, span: tuple[int, int]) -> Passage:
    start, end = span
    where = Stretch(start=start, end=end, quote=text.body[start:end]) if text else Whole()
    return Passage(id=act.new("pa"), made_by=act.agent.id, made_at=act.at, compartment=item.compartment, evidence=item.id,
                   text=text.id if text else None, where=(where,))  # fmt: skip


def _claims(
    desk: Desk, act: Acting, asked: Form, said: tuple[Filled, ...], ground: Ground, about: str | None, marks: Marks
) -> tuple[tuple[Claim, ...], str]:  # fmt: skip
    """The claims, each after what it is about, and what the form as a whole is about."""
    base = about or act.new("me")
    heads = [(n, one) for n, one in enumerate(said) if one.field.part == "head"]
    first = [(n, one) for n, one in enumerate(said) if one.field.part == "person"]
    rest = [(n, one) for n, one in enumerate(said) if one.field.part == "rest"]
    made = [_claim(desk, act, one, base, ground, n, marks) for n, one in (*first, *heads)]
    is_under = asked.begins in ("act", "statement") and bool(heads)
    thing = made[-1].id if is_under else base
    made += [_claim(desk, act, one, thing, ground, n, marks) for n, one in rest]
    return tuple(made), thing


def _claim(desk: Desk, act: Acting, one: Filled, about: str, ground: Ground, number: int, marks: Marks) -> Claim:
    field: Field = one.field
    made = Claim(
        id=act.new("cl"), made_by=act.agent.id, made_at=act.at, compartment=ground.compartment, evidence=ground.evidence, about=about,
        property=field.says, value=one.value, modality=marks.modality, passages=(ground.passage(number),),
        stated_by=(Voice(name=marks.speaker),) if marks.speaker else (), is_coerced=marks.is_coerced and field.part != "person", is_exculpatory=marks.is_exculpatory,
        field=field.name if field.is_named else msgspec.UNSET,
    )  # fmt: skip
    decision = Reading(act.agent.id, act.at, "accepted")
    standing = Standing().read(decision, is_read_twice=is_read_twice(desk.archive, made))
    return msgspec.structs.replace(made, standing=standing)


def _into_record(desk: Desk, act: Acting, asked: Form, made: tuple[Claim, ...], thing: str) -> str | None:
    """The claims join the record of their mention in this document; a new mention begins one where somebody or an event is named."""
    mention = made[0].about
    ids = tuple(claim.id for claim in made)
    known = desk.resting_on(made[0].evidence, Record)
    held = next((r for r in known if mention in r.mentions or mention in r.claims or thing in r.mentions), None)
    if held is not None:
        act.change(held, held.version, claims=(*held.claims, *ids))
        return held.id
    if not any(claim.property == "name" for claim in made):
        return None
    record = Record(id=act.new("re"), made_by=act.agent.id, made_at=act.at, compartment=made[0].compartment, evidence=made[0].evidence,
                    about="event" if asked.begins == "event" else "person", mentions=(mention,), claims=ids)  # fmt: skip
    act.add(record)
    return record.id
