"""What the archive asks of the place where sealed bytes lie, and no more: the one interface that another place must meet.

`packs.Vault` meets it with folders on a disk. A place elsewhere (an object store with write-once objects) meets it by these same
verbs: nothing above the store knows a file from an address. What it promises, whatever it is made of:

 1 an object's name is the SHA-256 of its ciphertext, and is answered only once the bytes are safe;
 2 nothing is ever changed or removed, and a put that fails leaves nothing behind;
 3 bytes that are not their name are said to be damaged, never given;
 4 every byte can be looked at without a key, part by part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from muniment.store.fixity import Fault, Looked


class Kept(msgspec.Struct, frozen=True):
    """A file that holds objects: its name, how many of its bytes are safe, and whether it never changes again."""

    name: str
    size: int
    is_final: bool


class Blobs(Protocol):
    """Sealed objects by the digest of their ciphertext."""

    @property
    def incoming(self) -> Path:
        """A folder for half-written files, this process's own."""

    def put(self, ciphertext: bytes) -> str:
        """Store one object; answers its id when it is safe."""

    def put_many(self, ciphertexts: Sequence[bytes], ids: Sequence[str] = ()) -> list[str]:
        """Store objects together; answers their ids, in order, when all are safe. `ids` are theirs where they were hashed already."""

    def put_file(self, path: Path, id: str | None = None) -> str:
        """Store a file written into `incoming`, which is used up; under `id` where it was hashed already."""

    def get(self, object_id: str) -> bytes:
        """The ciphertext, compared with its name. Raises UnknownError, DamagedError."""

    def open(self, object_id: str) -> BinaryIO:
        """The ciphertext as a stream; the seal inside rejects a change."""

    def has(self, object_id: str) -> bool:
        """Whether there is such an object."""

    def ids(self) -> Iterator[tuple[str, str, int, int]]:
        """Every object by what the place itself says: id, file, offset, size."""

    def kept(self) -> Iterator[Kept]:
        """The files that hold it all: what a copy must hold."""

    def parts(self) -> list[str]:
        """The parts in which it is looked at, in order."""

    def look(self, part: str) -> Looked:
        """Every byte of one part, without a key."""

    def check(self) -> Iterator[Fault]:
        """Every fault in any byte."""

    def recover(self) -> list[str]:
        """At the start: mend what a dead process left half-done; answers what was done."""

    def close(self) -> None:
        """Let go."""
