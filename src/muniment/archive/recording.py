"""The door that plays sound and film: stretches of the sealed bytes, opened as they are asked for, never all of them at once."""

from __future__ import annotations

from typing import Annotated

import msgspec

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.evidence import sealed_object
from muniment.document.media import PLAYED
from muniment.model.errors import BadInputError
from muniment.model.evidence import Evidence
from muniment.model.noun import Count
from muniment.protect.reach import Reach

MOST = 1 << 19
"""Bytes given at once."""
Length = Annotated[int, msgspec.Meta(ge=1, le=MOST)]


@door("play", noun="evidence", permission="evidence.see")
def play(desk: Desk, *, id: str, start: Count = 0, length: Length = MOST) -> bytes:
    """A stretch of the bytes of sound or film, as they were sealed: for a player, which asks for one after the other."""
    item = desk.get(id, Evidence)
    if item.media_type not in PLAYED:
        raise BadInputError(f"No browser plays {item.media_type}.", advice="It stays sealed; take the original out with a reason.")
    with desk.archive.vault.open(sealed_object(item)) as source:
        return Reach(source, desk.archive.seals.key_of(item.id)).read(start, length)
