"""A desk: an open archive with one person sitting at it. Every door is walked through from a desk.

It answers for object-level permission: what this person may not see does not exist for them, with the same words as
something that never was. Refusals are written to the ledger at once; what was viewed is written once a minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from muniment.archive.acts import Acting
from muniment.model.agent import Agent
from muniment.model.errors import RefusedError, UnknownError
from muniment.model.noun import Noun
from muniment.protect.roles import allows, compartments

if TYPE_CHECKING:
    from muniment.archive.opened import Archive

N = TypeVar("N", bound=Noun)


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
        return msgspec.structs.replace(self, permission=permission)

    @property
    def compartments(self) -> tuple[str, ...]:
        """The compartments open to this person at this door, with a key at hand."""
        return tuple(c for c in compartments(self.agent.roles, self.permission) if self.archive.keys.opens(c))

    def sees(self, noun: Noun) -> bool:
        """Whether this noun exists for this person."""
        return noun.compartment in self.compartments

    def get(self, id: str, kind: type[N], version: int | None = None) -> N:
        """The noun of that id, if it exists for this person; else the same answer as for an unknown id."""
        noun = self.archive.shelf.get(id, version)
        if not isinstance(noun, kind) or not self.sees(noun):
            if isinstance(noun, kind):
                self.archive.note("access.refused", self.agent, f"{self.permission} {id}")
            raise UnknownError(f"There is no {kind.kind()} {id} here.", advice="Check the identifier.")
        self.archive.viewed(self.agent, id)
        return noun

    def find(self, kind: type[N], *, after: str | None = None, limit: int | None = None, newest: bool = False) -> list[N]:
        """Current nouns of a kind, those that exist for this person, in the order they came or newest first."""
        found = self.archive.shelf.find(kind.kind(), compartments=self.compartments, after=after, limit=limit, newest=newest)
        return [noun for noun in found if isinstance(noun, kind)]

    def resting_on(self, id: str, kind: type[N]) -> list[N]:
        """Current nouns of a kind that hold on to `id`, those that exist for this person."""
        found = self.archive.shelf.resting_on(id, kind=kind.kind())
        return [noun for noun in found if isinstance(noun, kind) and self.sees(noun)]

    def act(self, type: str, reason: str = "") -> Acting:
        """Begin an act: what is added to it and its ledger entry become true together, or not at all."""
        return Acting(self.archive, self.agent, type, reason)
