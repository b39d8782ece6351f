"""Mandates: to whom an appeal may go, each proposed with its reason. A person chooses; holders' names are never kept here."""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from muniment.model.claim import Act, Claim, Words
from muniment.model.submission import Addressee
from muniment.model.text import key
from muniment.warn import Case, State

SAYING = ("charge", "occupation", "affiliation", "condition")
"""The properties in which the cue of a mandate is looked for."""


class Trigger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must be documented for a mandate to be proposed: any one of these."""

    acts: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    is_capital: bool = False

    def met(self, claims: Iterable[Claim], standing: Iterable[State], country: str | None) -> bool:
        """Whether anything accepted sets it off."""
        if country and key(country) in map(key, self.states):
            return True
        return (self.is_capital and any(s.is_capital for s in standing)) or any(map(self._says, claims))

    def _says(self, claim: Claim) -> bool:
        if claim.modality == "denied":
            return False
        if isinstance(claim.value, Act):
            return claim.value.type in self.acts
        if claim.property in self.properties:
            return True
        if not isinstance(claim.value, Words):
            return False
        text = key(claim.value.text)
        if claim.property in ("status", "sex"):
            return text in (self.statuses if claim.property == "status" else self.sexes)
        return claim.property in SAYING and any(key(cue) in text for cue in self.cues)


class Mandate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the data, with its source and the day it was checked."""

    code: str
    name: str
    established: str
    valid_from: date
    source: str
    checked_on: date
    verify: bool
    why: str
    valid_to: date | None = None
    choose: Trigger = Trigger()
    consider: Trigger = Trigger()

    def holds(self, on: date) -> bool:
        """Whether the mandate exists on that day, so far as the data say."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@cache
def mandates() -> tuple[Mandate, ...]:
    """The mandates that ship with Muniment."""
    data = tomllib.loads(files(__package__).joinpath("mandates.toml").read_text("utf-8"))
    return msgspec.convert(data["mandate"], tuple[Mandate, ...])


def propose(case: Case, standing: Iterable[State], country: str | None, on: date) -> tuple[Addressee, ...]:
    """The mandates that what is accepted of these people points to, the chosen ones first."""
    states = tuple(standing)
    claims = [claim for state in states for claim in case.accepted(state.entry) if not claim.is_coerced]
    found = []
    for mandate in mandates():
        chosen = mandate.choose.met(claims, states, country)
        if mandate.holds(on) and (chosen or mandate.consider.met(claims, states, country)):
            found.append(Addressee(code=mandate.code, name=mandate.name, why=mandate.why, is_chosen=chosen))
    return tuple(sorted(found, key=lambda addressee: not addressee.is_chosen))
