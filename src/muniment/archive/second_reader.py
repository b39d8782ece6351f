"""The second reader: which claims hold only once two people have read them, each without knowing what the other found.

The claims are named by their property or, of acts, by the kind of act. What was decided before the archive asked for it stays decided.
An archive of one has nobody to ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import msgspec
from msgspec.structs import replace

from muniment.archive import settings as at
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.model.claim import Act, Claim
from muniment.model.errors import BadInputError
from muniment.model.standing import Standing
from muniment.model.terms import ActType, Property

if TYPE_CHECKING:
    from muniment.archive.opened import Archive

EVERY, NONE = "all", "none"
NAMES = (EVERY, NONE, *get_args(Property), *get_args(ActType))


class ReadTwice(msgspec.Struct, frozen=True):
    """The properties and kinds of acts whose claims two people have to read; `all` for every claim."""

    of: tuple[str, ...]


@door("second-reader", noun="claim", permission="claim.see")
def second_reader(desk: Desk) -> ReadTwice:
    """Which claims two people have to read, each without knowing what the other found."""
    return ReadTwice(at.read(desk.archive.root).read_twice)


@door("read-twice", noun="claim", permission="review.manage", ledger=("review.policy",))
def read_twice(desk: Desk, *, of: tuple[str, ...]) -> ReadTwice:
    """Say which claims two people have to read from now on, all anew: properties, kinds of acts, all, or none."""
    known = at.read(desk.archive.root)
    if wrong := [name for name in of if name not in NAMES]:
        raise BadInputError(f"{wrong[0]!r} is no property and no kind of act.", advice=f"Choose of: {', '.join(NAMES)}.")
    if not of:
        raise BadInputError("Nothing was named.", advice=f"Say “{NONE}” where one reader is enough for every claim.")
    wanted = (EVERY,) if EVERY in of else tuple(sorted({*of} - {NONE}))
    if wanted and known.is_alone:
        raise BadInputError("An archive of one person has no second reader.", advice="Nothing was changed.")
    at.write(desk.archive.root, at.sound(replace(known, read_twice=wanted)))
    desk.archive.note("review.policy", desk.agent, " ".join(wanted) or NONE)
    return ReadTwice(wanted)


def is_read_twice(archive: Archive, claim: Claim) -> bool:
    """Whether two people have to read this claim."""
    return is_among(at.read(archive.root).read_twice, claim)


def is_among(kinds: tuple[str, ...], claim: Claim) -> bool:
    """Whether a claim is of one of these kinds."""
    return not {EVERY, claim.property, claim.value.type if isinstance(claim.value, Act) else ""}.isdisjoint(kinds)


def whole(desk: Desk, claim: Claim) -> Standing:
    """How a claim stands, with the readings that are not told to this person: for whoever writes the next one beside them."""
    kept = desk.archive.shelf.get(claim.id)
    assert isinstance(kept, Claim)
    return kept.standing
