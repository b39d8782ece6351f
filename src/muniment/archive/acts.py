"""An act: its effects and its ledger entry, in one transaction.

    with desk.act("claim.reviewed", reason) as act:
        act.add(claim)

Leaving the block writes all or nothing. Each noun is raised to the highest compartment it rests on and bound to the
evidence it rests on, so that one destroyed key reaches it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping
from types import TracebackType
from typing import TypeVar

from msgspec.structs import replace

from muniment.archive.opened import Archive
from muniment.archive.quires import Quire, Version, bound
from muniment.model.agent import Agent
from muniment.model.canonical import decode, digest, encode
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.ledger import Effect, LedgerEntry
from muniment.model.noun import HIDDEN, RANK, Noun
from muniment.model.package import Package
from muniment.preserve.commitment import object_commitment, shown_commitment
from muniment.preserve.shown import shown
from muniment.store import Stored

N = TypeVar("N", bound=Noun)


class Acting:
    """One act in the making, by someone to whom these compartments are open."""

    def __init__(self, archive: Archive, agent: Agent, type: str, reason: str, compartments: Collection[str]) -> None:
        self.archive, self.agent, self.type, self.reason = archive, agent, type, reason
        self.compartments = compartments
        self.at = archive.now()
        self._neighbourhood = neighbourhood()
        self.added: dict[str, Stored] = {}
        self._effects: dict[str, tuple[Stored, Effect]] = {}
        self.links: dict[str, str] = {}  # evidence -> the last link of its custody that this act has made

    def __enter__(self) -> Acting:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.write()

    def new(self, prefix: str) -> str:
        """A fresh identifier, near the others of this act."""
        return self.archive.new_id(prefix, self._neighbourhood)

    def add(self, *nouns: Noun) -> None:
        """Add noun versions. What they rest on must be stored already or have been added before.

        Raises:
            RefusedError: it was withdrawn.
            UnknownError: it is not there, or does not exist for this person: nothing may rest on it, nor betray it.
            BadInputError: the noun could not be read again as it would be written.
        """
        outside = self._outside(nouns)
        roots = self.archive.shelf.roots(outside)
        below = {noun.id: noun for noun in self.archive.shelf.many(outside)}
        for noun in nouns:
            self._add(noun, roots, below)

    def _outside(self, nouns: Iterable[Noun]) -> list[str]:
        """What these rest on that this act has not added, neither before nor with them, one before the other."""
        inside, outside = set(self.added), set()
        for noun in nouns:
            outside |= {_stored_as(to) for _, to in noun.rests_on()} - inside
            inside.add(noun.id)
        return sorted(outside)

    def _add(self, noun: Noun, outside: Mapping[str, tuple[str, ...]], below: Mapping[str, Noun]) -> None:
        roots: set[str] = {noun.id} if isinstance(noun, Evidence) and not noun.withdrawn else set()
        level = RANK.index(noun.compartment)
        for _, to in noun.rests_on():
            id = _stored_as(to)
            inside = self.added.get(id)
            stored = inside.noun if inside else below.get(id)
            if stored is None or (inside is None and stored.compartment not in self.compartments):
                raise UnknownError(f"There is no {to} here for a {noun.kind()} to rest on.", advice="Check the identifier.")
            if isinstance(stored, Evidence) and stored.withdrawn and not isinstance(noun, CustodyEvent | Package):
                raise RefusedError(f"{to} was withdrawn: nothing more can rest on it.", advice="Nothing was stored.")
            level = max(level, RANK.index(stored.compartment))
            if id == to:  # a person's consent does not die with one of several documents about them
                roots |= set(inside.roots if inside else outside.get(id, ()))
        raised = noun if noun.compartment == RANK[level] else replace(noun, compartment=RANK[level])
        self.added[noun.id] = self._stored(raised, tuple(sorted(roots)))

    def _stored(self, noun: Noun, roots: tuple[str, ...]) -> Stored:
        payload = written(noun)
        if noun.compartment == HIDDEN:
            payload = self.archive.seals.seal(payload, roots, noun.compartment)
        return Stored(noun, payload, roots)

    def change(self, noun: N, expected: int, **fields: object) -> N:
        """Add the next version of a noun with some fields changed; `expected` is the version that was seen."""
        self.archive.expect(noun, expected)
        following = replace(noun, version=expected + 1, made_by=self.agent.id, made_at=self.at, **fields)
        self.add(following)
        return following

    def write(self) -> LedgerEntry:
        """Make it true: rows, edges and the unnumbered ledger entry together.

        Raises:
            RefusedError: an item it rests on is being withdrawn, here or in another process.
        """
        entry = self.sealed()
        with self.archive.shelf.transaction():
            doomed = self.archive.seals.among_doomed({root for one in self.added.values() for root in one.roots})
            if doomed:
                raise RefusedError(f"{doomed[0]} is being withdrawn: nothing more can rest on it.", advice="Nothing was stored.")
            self.archive.shelf.put(tuple(self.added.values()), entry)
        return entry

    def sealed(self) -> LedgerEntry:
        """The ledger entry of this act, its effects committed to, not yet stored."""
        return self.archive.entry(self.agent, self.type, self.reason, self.at, self.effects())

    def effects(self) -> tuple[Effect, ...]:
        """What this act brings about, committed to."""
        known = {id: held for id, held in self._effects.items() if held[0] is self.added[id]}
        fresh = [one for id, one in self.added.items() if id not in known]
        nonces = self.archive.seals.nonces((one.noun.id, one.noun.version, one.roots, one.noun.compartment) for one in fresh)
        self._effects = known | {one.noun.id: (one, _effect(one, nonce)) for one, nonce in zip(fresh, nonces, strict=True)}
        return tuple(self._effects[id][1] for id in self.added)

    def bound(self) -> list[Quire]:
        """What was added so far as quires, for whoever seals them together with the bytes that the act is about. What is not
        `placed` before the act is written, the sequencer seals."""
        payloads = {(one.noun.id, one.noun.version): one.payload for one in self.added.values()}
        return bound(self.effects(), payloads, self.archive.seals)

    def placed(self, objects: Mapping[Version, str]) -> None:
        """The vault holds these noun versions in these objects."""
        for id, (stored, effect) in self._effects.items():
            if object := objects.get((effect.id, effect.version)):
                self._effects[id] = stored, replace(effect, object=object)


def neighbourhood() -> str:
    """The digits that the identifiers of one act share. What came together then stands together in every index, and an act changes
    few pages of the database; 80 bits of each identifier stay random (decision 0091)."""
    return secrets.token_hex(6)


def _effect(stored: Stored, nonce: str) -> Effect:
    noun, sha256 = stored.noun, digest(stored.payload)
    return Effect(
        id=noun.id, version=noun.version, commitment=object_commitment(nonce, sha256, len(stored.payload)),
        shown=shown_form(stored.payload, nonce, noun.compartment), sha256=sha256, size=len(stored.payload),
        roots=stored.roots, compartment=noun.compartment,
    )  # fmt: skip


def shown_form(payload: bytes, nonce: str, compartment: str) -> str | None:
    """The commitment to the form without who acted; none for what stays ciphertext, and so never leaves in a package."""
    if compartment == HIDDEN:
        return None
    form = shown(payload).payload
    return shown_commitment(nonce, digest(form), len(form))


def _stored_as(id: str) -> str:
    """Register entries are computed, never stored: what rests on one lies where its first record lies."""
    return f"re-{id[3:]}" if id.startswith("en-") else id


def written(noun: Noun) -> bytes:
    """The canonical bytes of a noun, read back once: what could not be read again must never be stored.

    Raises:
        BadInputError: a field is out of its declared range, or holds what no text can.
    """
    try:
        payload = encode(noun)
        decode(payload)
    except (BadInputError, UnicodeEncodeError, OverflowError) as exc:
        raise BadInputError(f"This is not a {noun.kind()} that can be kept: {exc}", advice="Nothing was stored.") from exc
    return payload
