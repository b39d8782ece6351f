"""The doors of `link`: the register, one entry with all that is said of it, judgements, lists."""

from __future__ import annotations

import msgspec

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.link import Held, candidates, origins, register, values
from muniment.model.claim import Claim
from muniment.model.entry import Entry
from muniment.model.errors import BadInputError, UnknownError
from muniment.model.evidence import Evidence
from muniment.model.judgement import Judgement
from muniment.model.name import Name
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

    def claims_about(self, id: str) -> tuple[Claim, ...]:
        """Claims about one act or mention."""
        return tuple(claim for claim in self.claims if claim.about == id)

    def origins(self, claims: tuple[Claim, ...]) -> frozenset[str]:
        """The independent origins behind some of these claims."""
        known = {source.id: source for source in self.sources}
        return origins(claims, known, {item.id: item.source for item in self.documents})


class Register(msgspec.Struct, frozen=True):
    """The register as it stands for this reader."""

    entries: tuple[Entry, ...]
    records: dict[str, Record]
    claims: dict[str, Claim]

    def of_record(self, id: str) -> Entry | None:
        """The entry that holds a record."""
        return next((entry for entry in self.entries if id in entry.records), None)

    def claims_of(self, entry: Entry) -> tuple[Claim, ...]:
        """Every claim of the entry's records, rejected ones left out."""
        ids = [claim for record in entry.records for claim in self.records[record].claims]
        found = (self.claims[id] for id in ids if id in self.claims)
        return tuple(claim for claim in found if claim.standing.state != "rejected")


def whole_register(desk: Desk) -> Register:
    """Records with an accepted name, grouped by the judgements made between them."""
    claims = {claim.id: claim for claim in desk.find(Claim)}
    records = {r.id: r for r in desk.find(Record) if any(_names_someone(claims.get(id)) for id in r.claims)}
    return Register(register(records.values(), desk.find(Judgement)), records, claims)


def _names_someone(claim: Claim | None) -> bool:
    return claim is not None and claim.property == "name" and claim.standing.state == "accepted"


@door("people", noun="entry", permission="register.see")
def people(desk: Desk) -> tuple[Person, ...]:
    """The people in the register, earliest first."""
    held = whole_register(desk)
    sources = tuple(desk.find(Source))
    documents = {item.id: item for item in desk.find(Evidence)}
    return tuple(_person(held, entry, sources, documents, ()) for entry in held.entries if entry.about == "person")


@door("person", noun="entry", permission="register.see")
def person(desk: Desk, *, id: str) -> Person:
    """One person: every value with the claims, sources and records that give it."""
    held = whole_register(desk)
    entry = next((e for e in held.entries if id == e.id or id in e.records), None)
    if entry is None:
        raise UnknownError(f"There is no entry {id} here.", advice="Check the identifier with “muniment people”.")
    desk.archive.viewed(desk.agent, entry.id)
    judgements = tuple(j for j in desk.find(Judgement) if {j.left, j.right} & set(entry.records))
    documents = {item.id: item for item in desk.find(Evidence)}
    return _person(held, entry, tuple(desk.find(Source)), documents, judgements)


def _person(
    held: Register, entry: Entry, sources: tuple[Source, ...], documents: dict[str, Evidence], judgements: tuple[Judgement, ...]
) -> Person:  # fmt: skip
    claims = held.claims_of(entry)
    named = [c.value for c in claims if c.property in ("name", "alias") and isinstance(c.value, Name)]
    accepted = [c.value for c in claims if _names_someone(c) and isinstance(c.value, Name)]
    names = tuple({name.text: name for name in (*accepted, *named)}.values())
    said = tuple(c for c in claims if not c.about.startswith("cl-") and c.standing.state == "accepted")
    return Person(
        entry, names, tuple(held.records[r] for r in entry.records), claims, values(said), judgements, sources,
        tuple(documents[e] for e in dict.fromkeys(c.evidence for c in claims) if e in documents),
    )  # fmt: skip


@door("link", noun="record", permission="record.see")
def link(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Pairs of records that may be one person and do not stand in one entry yet, for someone to judge."""
    held = whole_register(desk)
    judged = [(j.left, j.right) for j in desk.find(Judgement) if j.answer is not None]
    names = {
        r.id: [c.value.text for id in r.claims if (c := held.claims.get(id)) and isinstance(c.value, Name)]
        for r in held.records.values()
        if r.about == "person"
    }
    together = {record: entry.id for entry in held.entries for record in entry.records}
    return tuple((left, right) for left, right in candidates(names, judged) if together[left] != together[right])


@door("judge", noun="judgement", permission="record.judge", ledger=("record.judged",))
def judge(desk: Desk, *, left: str, right: str, answer: Sameness | None, reason: str) -> Judgement:
    """Say whether two records are the same person, with a reason. Reversible: judge again, or give no answer."""
    if left == right:
        raise BadInputError("A record is always the same as itself.", advice="Name two records.")
    first, second = sorted((desk.get(left, Record).id, desk.get(right, Record).id))
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
