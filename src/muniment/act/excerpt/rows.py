"""Rows: a claim, a record or a person as cells of plain words, under columns that never change their meaning."""

from __future__ import annotations

from collections.abc import Sequence

from muniment.act.excerpt.told import Person, Told, place, quote, words
from muniment.model.when import When

Row = tuple[str, ...]
CLAIM = (
    "claim", "version", "state", "reviewed_by", "reviewed_on", "modality", "stated_by", "entry", "name", "about", "act", "property",
    "value", "earliest", "latest", "words", "credibility", "exculpatory", "coerced", "proposed_by", "evidence", "sha256", "invented",
    "text", "where", "quote",
)  # fmt: skip
TOLD = (
    "name", "alias", "father_name", "sex", "age", "age_at_arrest", "birth", "occupation", "role", "status", "affiliation", "prison", "condition",
)  # fmt: skip
PERSON = ("entry", "about", *TOLD, "acts", "states", "records", "evidence", "claims")
RECORD = ("record", "entry", "list", "key", "row", *PERSON[1:])
BESIDE = " | "
"""Between values that stand side by side: a contradiction is told, never solved."""


class Reviewers:
    """Who reviewed, in words that hold in one excerpt alone: the same person is `reviewer-1` throughout it, and elsewhere another."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, told: Told) -> tuple[str, ...]:
        """Those whose decision on this claim still holds."""
        return tuple(self._known.setdefault(by, f"reviewer-{len(self._known) + 1}") for by in told.claim.standing.current())


def reviewed_on(told: Told) -> str:
    """The day of the last decision; empty where nobody decided."""
    days = [reading.at for reading in told.claim.standing.readings if reading.answer]
    return max(days).date().isoformat() if days else ""


def claim_row(told: Told, reviewers: Reviewers) -> Row:
    """One claim."""
    claim, item = told.claim, told.item
    when = claim.value if isinstance(claim.value, When) else None
    texts = BESIDE.join(dict.fromkeys(passage.text or "" for passage in told.passages))
    return (
        claim.id, str(claim.version), claim.standing.state, BESIDE.join(reviewers.of(told)), reviewed_on(told), claim.modality,
        " <- ".join(voice.name for voice in claim.stated_by), told.entry, told.name, claim.about, words(told.act.value) if told.act else "",
        f"{claim.property}: {claim.field}" if claim.field else claim.property, words(claim.value), (when.earliest or "") if when else "", (when.latest or "") if when else "",
        (when.words or "") if when else "", claim.credibility, _yes(claim.is_exculpatory), _yes(claim.is_coerced), claim.rule or "",
        item.id, item.sha256, _yes(item.invented), texts, BESIDE.join(place(w) for p in told.passages for w in p.where), quote(told),
    )  # fmt: skip


def person_row(person: Person) -> Row:
    """One entry of the register, each value once, as its sources give it."""
    return (person.id, *_described(person))


def record_row(record: Person, entry: str) -> Row:
    """One record, as one source or list gives it."""
    (one,) = record.records
    return (record.id, entry, one.list or "", one.key or "", "" if one.row is None else str(one.row), *_described(record))


def _described(person: Person) -> Row:
    of: dict[str, dict[str, None]] = {}
    for told in person.told:
        if not told.claim.about.startswith("cl-"):
            of.setdefault(told.claim.property, {})[_said(told)] = None
    return (
        person.about, *(BESIDE.join(of.get(name, ())) for name in TOLD), BESIDE.join(_acts(person.told)), _each(person, "state"),
        BESIDE.join(record.id for record in person.records), _each(person, "item"), str(len(person.told)),
    )  # fmt: skip


def _acts(told: Sequence[Told]) -> list[str]:
    """Each act with its modality and the dates given for it."""
    dates: dict[str, dict[str, None]] = {}
    for one in told:
        if one.act and isinstance(one.claim.value, When):
            dates.setdefault(one.act.id, {})[words(one.claim.value)] = None
    acts = [one for one in told if one.claim.property == "act"]
    return [" ".join(filter(None, (_said(one, always=True), " / ".join(dates.get(one.claim.id, ()))))) for one in acts]


def _said(told: Told, *, always: bool = False) -> str:
    """A value, with its modality where it was not plainly asserted, and marked where nobody reviewed it."""
    modality = told.claim.modality if always or told.claim.modality != "asserted" else ""
    mark = "(proposed)" if told.claim.standing.state != "accepted" else ""
    return " ".join(filter(None, (f"{modality}:" if modality else "", words(told.claim.value), mark)))


def _each(person: Person, what: str) -> str:
    found = (told.item.id if what == "item" else told.claim.standing.state for told in person.told)
    return BESIDE.join(dict.fromkeys(found))


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""
