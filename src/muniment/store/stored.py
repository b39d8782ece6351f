"""What goes onto the shelf, and what remains of what was taken off it."""

from __future__ import annotations

import msgspec

from muniment.model.noun import Noun

SEALED = b"age-encryption.org/"


class Stored(msgspec.Struct, frozen=True):
    """A noun version with its stored bytes and the evidence it rests on, through whatever lies between."""

    noun: Noun
    payload: bytes
    roots: tuple[str, ...] = ()

    @property
    def is_sealed(self) -> bool:
        """Whether the stored bytes are ciphertext."""
        return self.payload.startswith(SEALED)


class Gone(msgspec.Struct, frozen=True):
    """What remains of an erased version: for a rebuild, which can no longer read it."""

    id: str
    version: int
    kind: str
    compartment: str
    digest: str
    roots: tuple[str, ...] = ()
    schema: int = 1
