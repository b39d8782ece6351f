"""A desk: an open archive with one person sitting at it. Every door is walked through from a desk.

It answers for object-level permission: what this person may not see does not exist for them, with the same words as
something that never was; nor does what another reader found, while their own reading is still to come. Refusals are
written to the ledger at once; what was viewed is written once a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from muniment.archive.acts import Acting
from muniment.archive.opened import Archive
from muniment.model.agent import Agent
from muniment.model.casework import Assignment
from muniment.model.claim import Claim
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.model.noun import HIDDEN, RANK, Noun, is_id
from muniment.protect.roles import allows, compartments
from muniment.store.errors import ErasedError

N = TypeVar("N", bound=Noun)
WINDOW = 1000
"""Nouns held at once by who looks through all of a kind."""


class Desk(msgspec.Struct, frozen=True):
    """Who sits where. `permission` is that of the door being walked through."""

    archive: Archive
    agent: Agent
    permission: str = ""

    def through(self, permission: str) -> Desk:
        """This desk inside a door; refused, and ledgered, when no role of this person opens it."""
        if not allows(self.agent.roles, permission, None):
            self.archive.note("access.refused", self.agent, permission)
            raise RefusedError(
                f"{self.agent.name} may not do this: no role of theirs holds “{permission}”.",
                advice="Ask the owner of the archive for the role.",
            )
        self.archive.held.used()
        return replace(self, permission=permission)

    @property
    def compartments(self) -> tuple[str, ...]:
        """The compartments open to this person at this door, with a key at hand."""
        return tuple(c for c in compartments(self.agent.roles, self.permission) if self.archive.keys.opens(c))

    def may_fill(self, compartment: str) -> str:
        """This compartment, if something may be put into it here.

        Raises:
            BadInputError: it is not open to this person, or there is none of that name.
        """
        if compartment not in self.compartments:
            raise BadInputError(f"The compartment {compartment!r} is not open to you.", advice="Choose another or ask for it.")
        return compartment

    def sees(self, noun: Noun) -> bool:
        """Whether this noun exists for this person."""
        return noun.compartment in self.compartments

    def shown(self, noun: N) -> N:
        """A noun as it is told to this person: a claim that waits for a second reader, without what the first one found; an assignment
        without the note of somebody who may have said it there."""
        if isinstance(noun, Assignment) and noun.note and noun.made_by in self.unheard(noun.evidence):
            return replace(noun, note=None)
        if isinstance(noun, Claim) and (told := noun.standing.told(self.agent.id)) is not noun.standing:
            return replace(noun, standing=told)
        return noun

    def unheard(self, evidence: str) -> set[str]:
        """Whose words about an item are not told to this person yet: those who read a claim that this person has to read as well, without
        knowing what they found."""
        me = self.agent.id
        claims = self.archive.shelf.resting_on(evidence, kind=Claim.kind())
        waiting = (c.standing for c in claims if isinstance(c, Claim) and c.standing.awaits_another and me not in c.standing.current())
        return {by for standing in waiting for by in standing.current()}

    def get(self, id: str, kind: type[N], version: int | None = None) -> N:
        """The noun of that id, if it exists for this person.

        Raises:
            UnknownError: unknown, erased, of another kind, or closed to this person: the same words, and the same ledger entry.
        """
        noun = self._seen(id, kind, version)
        if noun is None:
            if is_id(id):
                self.archive.note("access.refused", self.agent, f"{self.permission} {id}")
            what = id if kind is Noun else f"{kind.kind()} {id}"
            raise UnknownError(f"There is no {what} here.", advice="Check the identifier.")
        self.archive.viewed(self.agent, id)
        return noun

    def _seen(self, id: str, kind: type[N], version: int | None) -> N | None:
        try:
            noun = self.archive.shelf.get(id, version) if is_id(id) else None
        except ErasedError:
            if self._could_see(id):
                raise
            return None
        except UnknownError:
            return None
        return self.shown(noun) if isinstance(noun, kind) and self.sees(noun) else None

    def _could_see(self, id: str) -> bool:
        """Whether what was erased had been open to this person: only then may they know that it was here."""
        acts = self.archive.shelf.entries_of(id)
        return {e.compartment for act in acts for e in act.effects if e.id == id} <= set(self.compartments)

    def find(self, kind: type[N], *, after: str | None = None, limit: int | None = None, newest: bool = False) -> list[N]:
        """Current nouns of a kind, those that exist for this person, in the order they came or newest first. That they were listed is remembered like a look at one.

        Raises:
            UnknownError: `after` is nothing this person can have seen.
        """
        if after is not None and self._seen(after, kind, None) is None:
            raise UnknownError(f"There is no {kind.kind()} {after} here.", advice="Begin at the first page.")
        found = self.archive.shelf.find(kind.kind(), compartments=self.compartments, after=after, limit=limit, newest=newest)
        self.archive.viewed(self.agent, f"list of {kind.kind()}")
        return self._those(found, kind)

    def versions(self, id: str, kind: type[N]) -> list[N]:
        """Every version of a noun that exists for this person, oldest first."""
        return self._those(self.archive.shelf.history(id), kind)

    def windows(self, kind: type[N], size: int = WINDOW) -> Iterator[list[N]]:
        """Every current noun of a kind that exists for this person, in the order they came, never more than `size` held at once."""
        after = None
        while window := self.find(kind, after=after, limit=size):
            after = window[-1].id
            yield window

    def those(self, ids: Iterable[str], kind: type[N]) -> dict[str, N]:
        """The nouns of these identifiers that are of this kind and exist for this person, each once, in the order given."""
        return {noun.id: noun for noun in self._those(self.archive.shelf.many(list(dict.fromkeys(ids))), kind)}

    def resting_on(self, id: str, kind: type[N]) -> list[N]:
        """Current nouns of a kind that hold on to `id`, those that exist for this person."""
        return self._those(self.archive.shelf.resting_on(id, kind=kind.kind()), kind)

    def about(self, ids: Iterable[str], kind: type[N]) -> list[N]:
        """Current nouns of a kind that are about any of these, those that exist for this person, in the order they came.

        What is sealed has no columns to be looked up by: all of it that this person may see is looked through.
        """
        wanted = set(ids)
        found = self.archive.shelf.about(sorted(wanted), kind=kind.kind())
        if HIDDEN in self.compartments:
            sealed = self.archive.shelf.find(kind.kind(), compartments=(HIDDEN,))
            found += [noun for noun in sealed if getattr(noun, "about", None) in wanted]
        return self._those(found, kind)

    def _those(self, found: Iterable[Noun], kind: type[N]) -> list[N]:
        """Those of a kind that exist for this person, as they are told to them."""
        open_ = self.compartments
        return [self.shown(noun) for noun in found if isinstance(noun, kind) and noun.compartment in open_]

    def act(self, type: str, reason: str = "") -> Acting:
        """Begin an act: what is added to it and its ledger entry become true together, or not at all. Inside a door it may rest on
        what this person sees; outside of one it is the program that acts (founding, the demonstration)."""
        return Acting(self.archive, self.agent, type, reason, self.compartments if self.permission else RANK)
