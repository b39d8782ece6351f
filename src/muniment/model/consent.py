"""Consent and provider's conditions: what may be done with what a person told us, purpose by purpose.

A missing answer is a refusal that names the missing answer, never a default yes.
"""

from typing import Literal

from muniment.model.noun import Edge, Id, Moment, Noun, Part
from muniment.model.terms import Basis, Purpose
from muniment.model.when import When


class Permission(Part, frozen=True):
    """The answer for one purpose, and on what basis it stands."""

    purpose: Purpose
    basis: Basis
    why: str | None = None


class Consent(Noun, frozen=True, kw_only=True, tag="consent"):
    """Who allowed what for which people. `silence_until` is an embargo: nothing leaves before it."""

    about: tuple[Id, ...]
    given_by: str
    capacity: str
    how: str
    language: str
    given_on: When | None = None
    answers: tuple[Permission, ...]
    silence_until: Moment | None = None
    expires: Moment | None = None
    evidence: tuple[Id, ...] = ()

    def rests_on(self) -> tuple[Edge, ...]:
        return (*(("entry", e) for e in self.about), *(("evidence", e) for e in self.evidence))


class Condition(Noun, frozen=True, kw_only=True, tag="condition"):
    """A provider's condition on one item, apart from consent."""

    evidence: Id
    provider: str
    rule: Literal["lead-only", "no-onward-sharing", "ask-first", "not-where-death-penalty", "until"]
    until: Moment | None = None
    words: str | None = None

    def rests_on(self) -> tuple[Edge, ...]:
        return (("evidence", self.evidence),)
