"""The doors of `link`: the register, one entry with all that is said of it, judgements, lists."""

from __future__ import annotations

from itertools import combinations

import msgspec

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.register import Register, all_entries, following, items_of, names_someone, part, sources_of, spoken_of, voices_of
from muniment.link import SINGLE, Held, candidates, origins, values
from muniment.model.claim import Claim
from muniment.model.entry import Entry
from muniment.model.errors import BadInputError
from muniment.model.evidence import Evidence
from muniment.model.judgement import Judgement
from muniment.model.name import Name
from muniment.model.noun import HIDDEN, Limit
from muniment.model.record import Record
from muniment.model.source import Source
from muniment.model.terms import Sameness


class Person(msgspec.Struct, frozen=True):
    """One register entry with what stands under it: records, claims, sources, and what they come to."""

    entry: Entry
    names: tuple[Name, ...]
    records: tuple[Record, ...]
    claims: tuple[Claim, ...]
    held: tuple[Held, ...]
    judgements: tuple[Judgement, ...]
    sources: tuple[Source, ...]
    documents: tuple[Evidence, ...]

    @property
    def name(self) -> Name | None:
        """A name to head the page with: the first accepted one, as written."""
        return self.names[0] if self.names else None

    def origins(self, claims: tuple[Claim, ...]) -> frozenset[str]:
        """The independent origins behind some of these claims."""
        known = {source.id: source for source in self.sources}
        return origins(claims, known, {item.id: item.source for item in self.documents})


@door("people", noun="entry", permission="register.see")
def people(desk: Desk, *, after: str | None = None, limit: Limit | None = None) -> tuple[Person, ...]:
    """The people in the register, earliest first; `after` is the last entry seen."""
    held = following(desk, after, limit).held
    documents = items_of(desk, held.claims.values())
    sources = sources_of(desk, voices_of(held.claims.values(), documents))
    return tuple(_person(held, entry, sources, documents, ()) for entry in held.entries)


@door("person", noun="entry", permission="register.see")
def person(desk: Desk, *, id: str) -> Person:
    """One person: every value with the claims, sources and records that give it."""
    held = part(desk, [id])
    entry = held.entries[0]
    desk.archive.viewed(desk.agent, entry.id)
    found = {j.id: j for record in entry.records for j in desk.resting_on(record, Judgement)}
    documents = items_of(desk, held.claims.values())
    sources = sources_of(desk, voices_of(held.claims.values(), documents))
    return _person(held, entry, sources, documents, tuple(found.values()))


def _person(
    held: Register, entry: Entry, sources: tuple[Source, ...], documents: tuple[Evidence, ...], judgements: tuple[Judgement, ...]
) -> Person:  # fmt: skip
    claims = held.claims_of(entry)
    named = [c.value for c in claims if c.property in ("name", "alias") and isinstance(c.value, Name)]
    accepted = [c.value for c in claims if names_someone(c) and isinstance(c.value, Name)]
    names = tuple({name.text: name for name in (*accepted, *named)}.values())
    places = {claim.evidence for claim in claims}
    return Person(
        entry, names, tuple(held.records[r] for r in entry.records), claims, values(_accepted(claims)), judgements, sources,
        tuple(item for item in documents if item.id in places),
    )  # fmt: skip


@door("link", noun="record", permission="record.see")
def link(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Pairs of records that may be one person and do not stand in one entry yet, for someone to judge."""
    held = all_entries(desk)
    names: dict[str, list[str]] = {r.id: [] for r in held.records.values() if r.about == "person"}
    of = {about: r.id for r in held.records.values() if r.id in names for about in (*r.claims, *r.mentions)}
    for claim in held.claims.values():
        record = of.get(claim.id) or of.get(claim.about)
        if record and isinstance(claim.value, Name):
            names[record].append(claim.value.text)
    return tuple(candidates(names, judged(desk, held)))


def judged(desk: Desk, held: Register) -> list[tuple[str, str]]:
    """Pairs that need nobody any more: decided by someone, or within one entry already."""
    decided = [(j.left, j.right) for j in desk.find(Judgement) if j.answer is not None]
    return decided + [pair for entry in held.entries for pair in combinations(entry.records, 2)]


def contested(desk: Desk) -> int:
    """How many entries hold values that exclude each other. Reads those alone that could: one thing said twice of one mention, or
    several records judged the same."""
    shelf, levels = desk.archive.shelf, desk.compartments
    about = set(shelf.doubled("claim", sorted(SINGLE), state="accepted", compartments=levels))
    if HIDDEN in levels:  # what is sealed has no columns to be looked up by
        about |= {claim.about for claim in shelf.find("claim", compartments=(HIDDEN,)) if isinstance(claim, Claim)}
    same = shelf.lookup("state", "same", kind="judgement", compartments=levels)
    same += shelf.find("judgement", compartments=(HIDDEN,)) if HIDDEN in levels else []
    joined = shelf.many([id for j in same if isinstance(j, Judgement) for id in (j.left, j.right)])
    about |= {mention for record in joined if isinstance(record, Record) for mention in record.mentions}
    held = spoken_of(desk, about)
    return sum(any(value.is_contested for value in values(_accepted(held.claims_of(entry)))) for entry in held.entries)


def _accepted(claims: tuple[Claim, ...]) -> list[Claim]:
    """What is accepted of a person themself, the details of acts left out."""
    return [claim for claim in claims if claim.standing.state == "accepted" and not claim.about.startswith("cl-")]


@door("judge", noun="judgement", permission="record.judge", ledger=("record.judged",))
def judge(desk: Desk, *, left: str, right: str, answer: Sameness | None, reason: str) -> Judgement:
    """Say whether two records are the same person, with a reason. Reversible: judge again, or give no answer."""
    if left == right:
        raise BadInputError("A record is always the same as itself.", advice="Name two records.")
    one, other = desk.get(left, Record), desk.get(right, Record)
    if one.about != other.about:
        raise BadInputError(f"One record is of {one.about}, the other of {other.about}.", advice="Nothing was stored.")
    first, second = sorted((one.id, other.id))
    if not reason.strip():
        raise BadInputError("A judgement needs a reason in words.")
    known = next((j for j in desk.resting_on(first, Judgement) if {j.left, j.right} == {first, second}), None)
    with desk.act("record.judged") as act:
        if known is not None:
            return act.change(known, known.version, answer=answer, reason=reason)
        made = Judgement(id=act.new("ju"), made_by=act.agent.id, made_at=act.at, left=first, right=second,
                         answer=answer, reason=reason)  # fmt: skip
        act.add(made)
    return made
