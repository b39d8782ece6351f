"""An act: its effects and its ledger entry, in one transaction.

    with desk.act("claim.reviewed", reason) as act:
        act.add(claim)

Leaving the block writes all or nothing. Each noun is raised to the highest compartment it rests on and bound to the
evidence it rests on, so that one destroyed key reaches it.
"""

from __future__ import annotations

import secrets
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from muniment.model.agent import Agent
from muniment.model.canonical import digest, encode
from muniment.model.evidence import Evidence
from muniment.model.ledger import Effect, LedgerEntry
from muniment.model.noun import Compartment, Noun
from muniment.preserve.commitment import object_commitment
from muniment.store import Stored

if TYPE_CHECKING:
    from muniment.archive.opened import Archive

N = TypeVar("N", bound=Noun)
HIDDEN: Compartment = "sealed-identity"
"""What lies in this compartment is ciphertext in the database as well."""
RANK: tuple[Compartment, ...] = ("open", "restricted", "sealed-identity")


class Acting:
    """One act in the making."""

    def __init__(self, archive: Archive, agent: Agent, type: str, reason: str) -> None:
        self.archive, self.agent, self.type, self.reason = archive, agent, type, reason
        self.at = archive.now()
        self.added: dict[str, Stored] = {}

    def __enter__(self) -> Acting:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.write()

    def new(self, prefix: str) -> str:
        """A fresh identifier."""
        return self.archive.new_id(prefix)

    def add(self, *nouns: Noun) -> None:
        """Add noun versions. What they rest on must be stored already or have been added before."""
        edges = [[to for _, to in noun.rests_on()] for noun in nouns]
        known = set(self.added) | {noun.id for noun in nouns}
        outside = self.archive.shelf.roots([to for ids in edges for to in ids if to not in known and to[:3] != "en-"])
        levels = self.archive.levels([to for ids in edges for to in ids if to not in known and to[:3] != "en-"])
        for noun, ids in zip(nouns, edges, strict=True):
            roots: set[str] = {noun.id} if isinstance(noun, Evidence) and not noun.withdrawn else set()
            level = RANK.index(noun.compartment)
            for to in ids:
                inside = self.added.get(to)
                roots |= set(inside.roots if inside else outside.get(to, ()))
                level = max(level, RANK.index(inside.noun.compartment if inside else levels.get(to, "open")))
            placed = replace(noun, compartment=RANK[level])
            self.added[noun.id] = self._stored(placed, tuple(sorted(roots)))

    def _stored(self, noun: Noun, roots: tuple[str, ...]) -> Stored:
        payload = encode(noun)
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
        """Make it true: rows, edges and the unnumbered ledger entry together."""
        entry = self.sealed()
        self.archive.shelf.put(tuple(self.added.values()), entry)
        return entry

    def sealed(self) -> LedgerEntry:
        """The ledger entry of this act, its effects committed to, not yet stored."""
        effects = tuple(map(self._effect, self.added.values()))
        return self.archive.entry(self.agent, self.type, self.reason, self.at, effects)

    def _effect(self, stored: Stored) -> Effect:
        noun, sha256 = stored.noun, digest(stored.payload)
        nonce = self.archive.seals.nonce(noun.id, noun.version, stored.roots, noun.compartment)
        commitment = object_commitment(nonce, sha256, len(stored.payload))
        return Effect(noun.id, noun.version, commitment, sha256, len(stored.payload), stored.roots, noun.compartment)


def salt() -> str:
    """A fresh ledger salt (32 random bytes, hex)."""
    return secrets.token_hex(32)
