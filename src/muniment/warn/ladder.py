"""The ladder as data: which words of a source mean which step, sign or outcome. Loaded once, never typed into code."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from muniment.model.claim import Act, Claim, Words
from muniment.model.terms import ActType, Modality, Property
from muniment.model.text import key

Level = Literal["none", "normal", "high", "immediate"]
LEVELS: tuple[Level, ...] = ("none", "normal", "high", "immediate")


class Rung(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the data: a step, a sign or an outcome, and what a source must say for it.

    `cues` are words looked for in what a source says of a status, a condition or anything else; never in a whole document.
    """

    code: str
    words: str
    acts: tuple[ActType, ...] = ()
    statuses: tuple[str, ...] = ()
    properties: tuple[Property, ...] = ()
    cues: tuple[str, ...] = ()
    modalities: tuple[Modality, ...] = ("asserted", "alleged")
    level: Level = "none"

    def says(self, claim: Claim) -> bool:
        """Whether this claim is about this rung, whatever its modality."""
        if claim.property in self.properties:
            return True
        if isinstance(claim.value, Act):
            return claim.value.type in self.acts
        if not isinstance(claim.value, Words):
            return False
        text = key(claim.value.text)
        if claim.property == "status":
            return text.replace(" ", "_") in self.statuses or self._cued(text)
        return claim.property in ("condition", "other") and self._cued(text)

    def counts(self, claim: Claim) -> bool:
        """Whether this claim counts for it: it says so, in a modality that counts, and not under alleged coercion."""
        return claim.modality in self.modalities and not claim.is_coerced and self.says(claim)

    def _cued(self, text: str) -> bool:
        return any(key(cue) in text for cue in self.cues)


class Ladder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it: steps in order, signs, outcomes, and the letters that fit."""

    version: str
    source: str
    step: tuple[Rung, ...]
    sign: tuple[Rung, ...]
    outcome: tuple[Rung, ...]
    letters: dict[str, tuple[str, ...]]


@cache
def ladder() -> Ladder:
    """The ladder that ships with Muniment."""
    data = tomllib.loads(files(__package__).joinpath("data/ladder.toml").read_text("utf-8"))
    return msgspec.convert(data, Ladder)


def weighs(claim: Claim) -> bool:
    """Whether a claim may bring a person into the queue, or out of it: it speaks of a dangerous step, of a sign, or of an end."""
    steps = (step for step in ladder().step if step.level != "none")
    return any(rung.counts(claim) for rung in (*steps, *ladder().sign, *ladder().outcome))


def weighed() -> frozenset[Property]:
    """The properties in which such a claim is found."""
    rungs = (*ladder().step, *ladder().sign, *ladder().outcome)
    return frozenset[Property](("act", "status", "condition", "other")) | {name for rung in rungs for name in rung.properties}


STEPS: tuple[str, ...] = tuple(step.code for step in ladder().step)
