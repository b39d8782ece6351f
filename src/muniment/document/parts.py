"""What the engine's modules hand to each other: places in folded text and what was seen there."""

from typing import Literal

import msgspec

from muniment.model.terms import ActType, Modality

Form = Literal["verb", "active", "noun", "state", "around"]
"""`around` stands on both sides of the one it was done to ("took A into custody"): `@` in the pattern."""
Bearing = Literal["neutral", "office", "speaker", "relative"]

NEGATIVE = frozenset({"denial_of_counsel", "denial_of_contact", "appeal_rejected", "enforced_disappearance"})
"""Acts that are themselves said with a "not"."""


class Seen(msgspec.Struct, frozen=True):
    """A name seen in a sentence. `bearing` is what the words around it make of its bearer."""

    start: int
    end: int
    name: str
    age: int | None = None
    bearing: Bearing = "neutral"
    possessive: bool = False
    alias: str | None = None
    sex: str | None = None
    is_held: bool = False
    """Introduced as a prisoner or detainee."""
    full: str | None = None
    """The whole name, where the text gives a part of it (a family name shared by two)."""
    reach: int = 0
    """Where the name's own additions (age, brackets) end."""


class Place(msgspec.Struct, frozen=True):
    """A stretch of folded text with the words it stands for."""

    start: int
    end: int
    text: str


class Trigger(msgspec.Struct, frozen=True):
    """Words that say an act, with the rule that saw them."""

    start: int
    end: int
    type: ActType
    form: Form
    modality: Modality
    rule: str
