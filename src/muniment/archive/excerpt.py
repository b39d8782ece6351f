"""The door for excerpts: claims, records or people as a file for other programs, as far as they may leave.

 1 the head of the ledger is signed, and everything is looked through once: what may leave, what is held back and why;
 2 that it leaves is ledgered, with the digest of the list of what leaves, and each item's chain of custody says so;
 3 only then are the bytes made, window by window, never held whole and never laid on a disk.

Nothing of a sealed identity leaves, nor what a provider's condition binds, nor what is told of a person who was not asked or did not
agree to this purpose, nor words that name such a person. Of what is sealed not even the number is told.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal, TypeVar

import msgspec
from msgspec.structs import replace

from muniment.act import excerpt as made
from muniment.act.excerpt import told as telling
from muniment.act.excerpt.workbook import fits
from muniment.archive.custody import chained, custody
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.register import Register, all_entries, claims_of_property, claims_under, part
from muniment.archive.witnesses import unalarmed
from muniment.document.extraction import RULESET
from muniment.model.claim import Claim
from muniment.model.consent import Condition, Consent
from muniment.model.entry import Entry
from muniment.model.errors import BadInputError, ChangedError, RefusedError
from muniment.model.evidence import Evidence
from muniment.model.noun import HIDDEN, Moment
from muniment.model.passage import Passage
from muniment.model.record import Record
from muniment.model.terms import Purpose
from muniment.protect.consent import RecipientKind, permits

T = TypeVar("T")
Form = Literal["csv", "xlsx", "jsonl", "jsonld", "ftm"]
What = Literal["claims", "records", "people"]
Use = Literal["count", "submit", "share-with-state", "publication", "prosecution", "sanctions"]
USES: dict[str, tuple[RecipientKind, tuple[Purpose, ...]]] = {
    "count": ("partner", ("count",)),
    "submit": ("un-confidential", ("submit", "name-in-letter")),
    "share-with-state": ("state", ("share-with-state",)),
    "publication": ("public", ("publication", "name-in-public")),
    "prosecution": ("court", ("prosecution",)),
    "sanctions": ("partner", ("sanctions",)),
}
"""What an excerpt is for -> who reads it, and all that a person must have agreed to."""
MEDIA: dict[str, tuple[str, str]] = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "jsonl": ("jsonl", "application/jsonl"),
    "jsonld": ("jsonld", "application/ld+json"),
    "ftm": ("ftm.json", "application/jsonl"),
}
ONLY: dict[str, What] = {"jsonld": "claims", "ftm": "people"}
"""Forms that hold one thing alone."""
NAMELESS = ("quantity", "recommendation", "statement")
"""Properties that may be said of nobody in the register; anything else of somebody who is not there is held back."""
CLAIMS, ENTRIES = 500, 200
"""How much is held at a time."""


class Excerpt(msgspec.Struct, frozen=True):
    """An excerpt on its way out. Whoever takes the parts takes them once, to the end: a last part that fails means that it is void."""

    name: str
    media_type: str
    manifest: made.Manifest
    parts: Iterator[bytes]


class Outward(Desk, frozen=True):
    """The same desk facing outward: what is sealed does not exist."""

    @property
    def compartments(self) -> tuple[str, ...]:
        """Those whose things may leave."""
        return tuple(c for c in super().compartments if c != HIDDEN)


@door("excerpt", noun="excerpt", permission="excerpt.make", ledger=("excerpt.made",))
def excerpt(
    desk: Desk, *, form: Form, purpose: Use, reason: str, of: What | None = None, evidence: str | None = None, person: str | None = None,
    proposed: bool = False,
) -> Excerpt:  # fmt: skip
    """Claims, records or people as CSV, XLSX, JSON Lines, JSON-LD or FollowTheMoney, as far as consents and conditions let them leave."""
    what = of or ONLY.get(form, "claims")
    if what != ONLY.get(form, what):
        raise BadInputError(f"The form {form} holds {ONLY[form]}, not {what}.", advice="Choose another form.")
    if not reason.strip():
        raise BadInputError("An excerpt leaves the archive for a reason.", advice="Give it in words; name nobody.")
    unalarmed(desk.archive)
    desk.archive.log()  # (1)
    outward = Outward(desk.archive, desk.agent, desk.permission)
    asked = _Asked(what, evidence, person, ("accepted", "proposed") if proposed else ("accepted",))
    _there(outward, asked)
    leaving = _Leaving(desk, outward, asked, purpose)
    first = _Tally()
    for _ in first.over(leaving.things()):
        pass
    if not first.rows:
        raise RefusedError("Nothing of this may leave.", missing=tuple(f"{why}: {n}" for why, n in sorted(leaving.withheld.items())),
                           advice="Ask those it is about, and record the answers with “muniment consent”.")  # fmt: skip
    columns = _columns(what)
    if form == "xlsx":
        fits(first.rows, _rows(leaving, what))
    manifest = _manifest(desk, leaving, asked, purpose, first)
    _ledger(desk, first, f"{reason.strip()}; {what} as {form} for {purpose}, {first.rows} rows, {first.digest}")  # (2)
    again = _Tally()
    parts = _formed(form, manifest, columns, leaving, again)  # (3)
    ending, media = MEDIA[form]
    return Excerpt(f"{what}-{manifest.size}.{ending}", media, manifest, _same(parts, first, again))


class _Asked(msgspec.Struct, frozen=True):
    """What was asked for."""

    what: What
    evidence: str | None
    person: str | None
    states: tuple[str, ...]


class _Tally:
    """Counts what passes, and takes the digest of its list: an identifier and a version a line."""

    def __init__(self) -> None:
        self.rows, self.items, self._sha256 = 0, set[str](), hashlib.sha256()

    def over(self, things: Iterable[made.Told | made.Person]) -> Iterator[made.Told | made.Person]:
        """The same things, counted."""
        for thing in things:
            self.rows += 1
            for told in (thing,) if isinstance(thing, made.Told) else thing.told:
                self.items.add(told.item.id)
                self._sha256.update(f"{told.claim.id} {told.claim.version}\n".encode())
            yield thing

    @property
    def digest(self) -> str:
        return self._sha256.hexdigest()


class _Leaving:
    """What may leave, window by window, and how much was held back."""

    def __init__(self, desk: Desk, outward: Desk, asked: _Asked, purpose: Use) -> None:
        self.desk, self.asked = outward, asked
        self.withheld: Counter[str] = Counter()
        recipient, purposes = USES[purpose]
        now = desk.archive.now()
        held = all_entries(outward)
        bound = permits((), desk.find(Condition), purposes[0], recipient, now).checks
        self._bound = {check.where for check in bound if check.verdict == "failed" and check.where}
        consents: dict[str, list[Consent]] = {}
        for consent in desk.find(Consent):
            for id in consent.about:
                consents.setdefault(id, []).append(consent)
        self.entries = {entry.id: entry for entry in held.entries}
        self._why = {entry.id: _why(entry, consents, recipient, purposes, now) for entry in held.entries}
        self._of = {mention: entry.id for entry in held.entries for id in entry.records for mention in held.records[id].mentions}
        named = [c for c in held.claims.values() if c.about in self._of and c.evidence not in self._bound]
        self.names = {self._of[c.about]: telling.words(c.value) for c in reversed(named)}  # the earliest that may leave
        self._items = {entry.id: {held.records[id].evidence for id in entry.records} for entry in held.entries}
        self._naming = self._named(desk)

    def _named(self, desk: Desk) -> made.Naming:
        """The names of everyone who did not agree, in the register or not, reviewed or not, and of who is sealed as well."""
        said = [c for name in ("name", "alias") for c in claims_of_property(desk, name) if c.standing.state != "rejected"]
        named = [(self._why.get(self._of.get(c.about, ""), "unknown"), c.standing.state, telling.words(c.value)) for c in said]
        free = [name for why, state, name in named if not why and state == "accepted"]
        return made.Naming((name for why, _, name in named if why), free)

    def things(self) -> Iterator[made.Told | made.Person]:
        """Claims, or people or records with theirs, in the order they came."""
        self.withheld.clear()
        if self.asked.what == "claims":
            for window in self._windows():
                yield from self._told(window)
            return
        for entries in _some(self._entries(), ENTRIES):
            yield from self._people(entries)

    def _entries(self) -> Iterator[Entry]:
        wanted = None if self.asked.person is None else part(self.desk, [self.asked.person]).entries[0].id
        for entry in self.entries.values():
            if wanted in (None, entry.id) and (self.asked.evidence is None or self.asked.evidence in self._items[entry.id]):
                if why := self._why[entry.id]:
                    self.withheld[why] += 1
                else:
                    yield entry

    def _windows(self) -> Iterator[Sequence[Claim]]:
        if self.asked.person is not None:
            held = part(self.desk, [self.asked.person])
            yield from _some(held.claims_of(held.entries[0]), CLAIMS)
            return
        yield from self.desk.windows(Claim, CLAIMS)

    def _people(self, entries: Sequence[Entry]) -> Iterator[made.Person]:
        found = self.desk.archive.shelf.many([id for entry in entries for id in entry.records])
        records = {r.id: r for r in found if isinstance(r, Record)}
        held = Register(tuple(entries), records, claims_under(self.desk, records.values()))
        for entry in entries:
            parts = [entry] if self.asked.what == "people" else [replace(entry, records=(id,)) for id in entry.records]
            for one in parts:
                if told := tuple(self._told(held.claims_of(one))):
                    id = entry.id if self.asked.what == "people" else one.records[0]
                    yield made.Person(id, entry.about, told, tuple(records[id] for id in one.records))

    def entry_of(self, told: made.Told) -> str:
        """The register's entry of whom this claim is about; empty where there is none."""
        return self._of.get(told.act.about if told.act else told.claim.about, "")

    def _told(self, claims: Iterable[Claim]) -> Iterator[made.Told]:
        """Those of these claims that were asked for and may leave."""
        wanted = [c for c in claims if c.standing.state in self.asked.states and self.asked.evidence in (None, c.evidence)]
        ids = [id for c in wanted for id in (*c.passages, c.evidence, c.about)]
        beside = {noun.id: noun for noun in self.desk.archive.shelf.many(ids) if self.desk.sees(noun)}
        for claim in wanted:
            item, act = beside.get(claim.evidence), beside.get(claim.about)
            passages = tuple(p for id in claim.passages if isinstance(p := beside.get(id), Passage))
            if not isinstance(item, Evidence) or item.withdrawn or not passages:
                continue
            told = made.Told(claim, item, passages, act=act if isinstance(act, Claim) else None)
            if told.act and told.act.standing.state not in self.asked.states:
                continue  # a detail of an act that does not leave
            entry = self.entry_of(told)
            told = replace(told, entry=entry, name=self.names.get(entry, "") if entry else "")
            if why := self._held_back(told):
                self.withheld[why] += 1
            else:
                yield told

    def _held_back(self, told: made.Told) -> str:
        """Why a claim stays here; empty where it may leave."""
        if told.item.id in self._bound:
            return "a condition of the provider"
        if told.entry and (why := self._why[told.entry]):
            return why
        if not told.entry and told.claim.property not in NAMELESS:
            return "nobody of the register"
        return "it names somebody who is held back" if self._naming.names(telling.spoken(told)) else ""


def _why(entry: Entry, consents: dict[str, list[Consent]], recipient: RecipientKind, purposes: tuple[Purpose, ...], now: Moment) -> str:
    """Why what is told of a person stays here. A consent holds for the person, whichever of the records it was recorded for."""
    if entry.about != "person":
        return ""
    mine = list({c.id: c for id in entry.records for c in consents.get(f"en-{id[3:]}", ())}.values())
    if all(permits(mine, (), purpose, recipient, now).answer == "passed" for purpose in purposes):
        return ""
    asked = {answer.purpose for consent in mine for answer in consent.answers}
    return "not agreed" if asked >= set(purposes) else "never asked"


def _there(desk: Desk, asked: _Asked) -> None:
    """What was named exists for this person, outside of what is sealed."""
    if asked.evidence is not None:
        desk.get(asked.evidence, Evidence)
    if asked.person is not None:
        part(desk, [asked.person])


def _columns(what: What) -> tuple[str, ...]:
    return {"claims": made.CLAIM, "records": made.RECORD, "people": made.PERSON}[what]


def _rows(leaving: _Leaving, what: What, tally: _Tally | None = None) -> Iterator[tuple[str, ...]]:
    reviewers = made.Reviewers()
    for thing in (tally or _Tally()).over(leaving.things()):
        if isinstance(thing, made.Told):
            yield made.claim_row(thing, reviewers)
        else:
            yield made.person_row(thing) if what == "people" else made.record_row(thing, leaving.entry_of(thing.told[0]))


def _formed(form: Form, manifest: made.Manifest, columns: tuple[str, ...], leaving: _Leaving, tally: _Tally) -> Iterator[bytes]:
    if form == "jsonld":
        return made.annotated(manifest, (t for t in tally.over(leaving.things()) if isinstance(t, made.Told)))
    if form == "ftm":
        return made.entities(manifest, (p for p in tally.over(leaving.things()) if isinstance(p, made.Person)))
    table = {"csv": made.comma, "xlsx": made.workbook, "jsonl": made.lines}[form]
    return table(manifest, columns, _rows(leaving, leaving.asked.what, tally))


def _manifest(desk: Desk, leaving: _Leaving, asked: _Asked, purpose: Use, tally: _Tally) -> made.Manifest:
    head, known = desk.archive.ledger.head(), desk.archive.settings
    return made.Manifest(
        ruleset=RULESET, archive=f"{known.title} ({known.origin}), {known.mode}", of=asked.what, purpose=purpose, states=asked.states,
        made_at=desk.archive.now().strftime("%Y-%m-%dT%H:%M:%SZ"), size=head.size, root=head.root, rows=tally.rows,
        evidence=len(tally.items), withheld=dict(sorted(leaving.withheld.items())),
    )  # fmt: skip


def _ledger(desk: Desk, tally: _Tally, said: str) -> None:
    """(2)"""
    items = sorted(tally.items)
    with chained(desk, items, "excerpt.made", said) as act:
        act.add(*(custody(act, id, "exported", detail="in an excerpt") for id in items))
    desk.archive.log()


def _same(parts: Iterator[bytes], first: _Tally, again: _Tally) -> Iterator[bytes]:
    """The parts, as long as they are what was ledgered.

    Raises:
        ChangedError: somebody changed what leaves while it left.
    """
    yield from parts
    if again.digest != first.digest:
        raise ChangedError("What leaves was changed meanwhile.", advice="Throw the file away and make the excerpt again.")


def _some(things: Iterable[T], count: int) -> Iterator[list[T]]:
    each = iter(things)
    while some := list(islice(each, count)):
        yield some
