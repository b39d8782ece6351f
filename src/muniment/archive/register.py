"""Reading the register: all of it, or only what stands round some entries. Both give the same entries.

The register is a pure function of records and judgements, so that the entry of one record is found by following its *same*
judgements alone: a page about one person reads that person, however many stand in the archive. Only records with an accepted
name are in it, and only what this reader may see.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import msgspec

from muniment.archive.desk import Desk
from muniment.link import register
from muniment.model.claim import Claim
from muniment.model.entry import Entry
from muniment.model.errors import UnknownError
from muniment.model.evidence import Evidence
from muniment.model.judgement import Judgement
from muniment.model.noun import HIDDEN
from muniment.model.record import Record
from muniment.model.source import Source


class Register(msgspec.Struct, frozen=True, dict=True):
    """The register, or a part of it, as it stands for this reader."""

    entries: tuple[Entry, ...]
    records: dict[str, Record]
    claims: dict[str, Claim]

    @cached_property
    def _about(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for claim in self.claims.values():
            found.setdefault(claim.about, []).append(claim.id)
        return found

    def claims_of(self, entry: Entry) -> tuple[Claim, ...]:
        """Every claim of the entry's records, rejected ones left out; a record's own first, then what was said later."""
        records = [self.records[id] for id in entry.records]
        found = dict.fromkeys(id for record in records for id in record.claims if id in self.claims)
        waiting = [*(m for record in records for m in record.mentions), *found]
        while waiting:
            later = [id for id in self._about.get(waiting.pop(), ()) if id not in found]
            found |= dict.fromkeys(later)
            waiting += later
        return tuple(claim for id in found if (claim := self.claims[id]).standing.state != "rejected")


def whole_register(desk: Desk) -> Register:
    """All entries with all claims. Linear in the archive: for what needs everybody, never for one person's page."""
    claims = {claim.id: claim for claim in desk.find(Claim)}
    names = [claim for claim in claims.values() if names_someone(claim)]
    records = _named(desk.find(Record), names)
    return Register(register(records.values(), desk.find(Judgement)), records, claims)


def all_entries(desk: Desk) -> Register:
    """All entries, with their records and the accepted names alone. Linear in records, and reads no other claim."""
    names = [c for c in claims_of_property(desk, "name") if names_someone(c)]
    records = _named(desk.find(Record), names)
    return Register(register(records.values(), desk.find(Judgement)), records, {c.id: c for c in names})


def part(desk: Desk, ids: Iterable[str]) -> Register:
    """The entries that these ids (of entries, or of records) stand for, with their records and claims, and nothing else.

    Raises:
        UnknownError: one of them is not in the register, or not for this reader.
    """
    wanted = ["re-" + id[3:] for id in ids]
    held = _part(desk, wanted)
    for id in wanted:
        if id not in held.records:
            raise UnknownError(f"There is no entry en-{id[3:]} here.", advice="Check the identifier with “muniment people”.")
    return held


def spoken_of(desk: Desk, about: Iterable[str]) -> Register:
    """The entries of those whom claims about these mentions and acts speak of, and nothing else; who is not in the register is not
    in it. Asks as many questions for one as for many."""
    shelf, things = desk.archive.shelf, set(about)
    acts = _seen(desk, shelf.many(sorted(id for id in things if id.startswith("cl-"))))
    mentions = {id for id in things if not id.startswith("cl-")} | {act.about for act in acts.values()}
    beside = desk.about(mentions, Claim)  # a record lists its name at least
    found = shelf.resting_on_any([claim.id for claim in beside], kind="record")
    return _part(desk, [r.id for r in found if isinstance(r, Record) and not mentions.isdisjoint(r.mentions)])


def _part(desk: Desk, first: Iterable[str]) -> Register:
    """These records with all that *same* judgements tie to them, as far as they are in the register."""
    records: dict[str, Record] = {}
    judgements: dict[str, Judgement] = {}
    waiting, asked = set(first), set[str]()
    while waiting:
        asked |= waiting
        found = [n for n in desk.archive.shelf.many(sorted(waiting)) if isinstance(n, Record) and desk.sees(n)]
        fresh = _named(found, [claim for claim in claims_under(desk, found).values() if names_someone(claim)])
        records |= fresh
        between = desk.archive.shelf.resting_on_any(list(fresh), kind="judgement")
        judgements |= {j.id: j for j in between if isinstance(j, Judgement) and desk.sees(j)}
        waiting = {id for j in judgements.values() if j.answer == "same" for id in (j.left, j.right)} - asked
    return Register(register(records.values(), judgements.values()), records, claims_under(desk, records.values()))


class Window(msgspec.Struct, frozen=True):
    """Some people of the register, with their claims. `last` is where the next window goes on, None at the end."""

    held: Register
    last: str | None
    count: int
    """How many people there are in all."""


def following(desk: Desk, after: str | None, limit: int | None) -> Window:
    """The next `limit` people after an entry."""
    held = all_entries(desk)
    people = [entry for entry in held.entries if entry.about == "person"]
    start = next((i for i, entry in enumerate(people, 1) if entry.id == after), 0) if after else 0
    shown = tuple(people[start:] if limit is None else people[start : start + limit])
    records = {id: held.records[id] for entry in shown for id in entry.records}
    last = shown[-1].id if shown and start + len(shown) < len(people) else None
    return Window(Register(shown, records, claims_under(desk, records.values())), last, len(people))


def claims_under(desk: Desk, records: Iterable[Record]) -> dict[str, Claim]:
    """The claims of these records: those they list, those made later about their mentions, and the details of their acts.

    In the order they came, as `whole_register` has them: which name of a person stands first must not depend on the question.
    """
    held = list(records)
    found = _seen(desk, desk.archive.shelf.many([claim for record in held for claim in record.claims]))
    waiting = [*(m for record in held for m in record.mentions), *found]
    while waiting:
        said = {claim.id: claim for claim in desk.about(waiting, Claim)}
        waiting = [id for id in said if id not in found]
        found |= said
    return {id: found[id] for id in desk.archive.shelf.as_they_came(found)}


def claims_of_property(desk: Desk, name: str) -> list[Claim]:
    """Every claim of one property that this reader may see."""
    found = desk.archive.shelf.lookup("tag", name, kind="claim", compartments=desk.compartments)
    if HIDDEN in desk.compartments:  # what is sealed has no columns to be looked up by
        found += desk.archive.shelf.find("claim", compartments=(HIDDEN,))
    return [desk.shown(noun) for noun in found if isinstance(noun, Claim) and noun.property == name]


def items_of(desk: Desk, claims: Iterable[Claim]) -> tuple[Evidence, ...]:
    """The evidence that these claims stand in, each once, in their order."""
    return tuple(desk.those((claim.evidence for claim in claims), Evidence).values())


def voices_of(claims: Iterable[Claim], items: Iterable[Evidence]) -> set[str]:
    """The sources that speak in these claims, and those that stand behind these items."""
    spoken = {voice.source for claim in claims for voice in claim.stated_by}
    return {id for id in (*spoken, *(item.source for item in items)) if id}


def sources_of(desk: Desk, ids: Iterable[str]) -> tuple[Source, ...]:
    """These sources and all that they derive from."""
    found: dict[str, Source] = {}
    waiting = set(ids)
    while waiting:
        found |= desk.those(sorted(waiting), Source)
        waiting = {above for source in found.values() for above in source.derived_from} - set(found) - waiting
    return tuple(found.values())


def names_someone(claim: Claim | None) -> bool:
    """Whether this is an accepted name: what brings a record into the register."""
    return claim is not None and claim.property == "name" and claim.standing.state == "accepted"


def _named(records: Iterable[Record], names: Iterable[Claim]) -> dict[str, Record]:
    said = {about for claim in names for about in (claim.id, claim.about)}
    return {record.id: record for record in records if not said.isdisjoint((*record.claims, *record.mentions))}


def _seen(desk: Desk, nouns: Iterable[object]) -> dict[str, Claim]:
    return {noun.id: desk.shown(noun) for noun in nouns if isinstance(noun, Claim) and desk.sees(noun)}
