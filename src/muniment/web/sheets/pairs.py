"""One person, or two: two records side by side, and what an answer would change."""

from typing import Literal

from muniment.web.sheets.parts import Fact, Named, Part

Likeness = Literal["agrees", "differs", "other", "silent"]


class Half(Part, frozen=True, kw_only=True):
    """One record: where it stands, whom it has it from, the way to its document."""

    id: str
    name: Named
    where: str
    grade: str = ""
    href: str


class Field(Part, frozen=True, kw_only=True):
    """One property on both sides. `bones` are the consonants by which names of two scripts are compared."""

    label: str
    left: tuple[Fact, ...] = ()
    right: tuple[Fact, ...] = ()
    verdict: Likeness
    told: str = ""
    bones: tuple[str, str] = ("", "")


class Effect(Part, frozen=True, kw_only=True):
    """What *same* would do to the register, and the entries it concerns."""

    told: str
    entries: tuple[tuple[str, Named], ...] = ()


class Pair(Part, frozen=True, kw_only=True):
    """Two records to be judged, or judged already. `is_blind`: nothing is told of earlier judgements and what came of them."""

    left: Half
    right: Half
    fields: tuple[Field, ...]
    effect: Effect | None = None
    judged: str = ""
    place: str = ""
    skip: str = ""
    is_blind: bool = False
    is_invented: bool = False


class Last(Part, frozen=True, kw_only=True):
    """The judgement just made."""

    left: str
    right: str
    told: str = ""


class PairsSheet(Part, frozen=True, kw_only=True):
    """The pairs that wait, and the one that is open. `reason` is what was typed when `error` says what is missing."""

    count: str = ""
    pair: Pair | None = None
    last: Last | None = None
    may_judge: bool = True
    error: str = ""
    reason: str = ""
