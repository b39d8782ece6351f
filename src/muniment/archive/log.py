"""The log folder: tiles, sealed acts, the head that was last signed, and the checkpoint that says so to everyone.

`head.json` is the anti-fork memory: it is on disk before a checkpoint is signed, and nothing smaller or different is ever
signed after it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from muniment.model.errors import MunimentError
from muniment.preserve import note, tiles
from muniment.preserve.merkle import EMPTY
from muniment.protect.keyring import Keyring


class ForkError(MunimentError):
    """What would be signed does not extend what was signed."""


class Head(msgspec.Struct, frozen=True):
    """Size and root of the log, root in hex."""

    size: int
    root: str


class Log:
    """The files under `log/`. Every write is whole or not at all, and on disk before it returns."""

    def __init__(self, folder: Path, origin: str) -> None:
        self.folder, self.origin = folder, origin

    def read(self, path: str) -> bytes:
        """A tile or bundle."""
        return (self.folder / path).read_bytes()

    def write(self, files: Mapping[str, bytes]) -> None:
        """Tiles and bundles, each whole, the folders flushed once at the end."""
        for path, data in files.items():
            keep(self.folder / path, data)

    def keep_acts(self, first: int, last: int, sealed: bytes) -> None:
        """A batch of sealed ledger entries, by their numbers."""
        keep(self.folder / "acts" / f"{first:012d}-{last:012d}.age", sealed)

    def acts(self) -> Iterator[tuple[int, int, Path]]:
        """The batches of sealed acts, in order: first number, last number, file."""
        for path in sorted((self.folder / "acts").glob("*.age")):
            first, last = path.stem.split("-")
            yield int(first), int(last), path

    def head(self) -> Head:
        """What was last signed; an empty log before that."""
        try:
            return msgspec.json.decode((self.folder / "head.json").read_bytes(), type=Head)
        except FileNotFoundError:
            return Head(0, EMPTY.hex())

    def publish(self, head: Head, ring: Keyring) -> None:
        """Remember the head, then sign and publish it.

        Raises:
            ForkError: it does not keep what was signed before.
        """
        before = self.head()
        if head.size < before.size or tiles.Tree(self.read, before.size).root.hex() != before.root:
            raise ForkError("The log no longer holds what was signed.", advice="Run “muniment verify”; do not go on.")
        keep(self.folder / "head.json", msgspec.json.encode(head))
        text = note.Checkpoint(self.origin, head.size, bytes.fromhex(head.root)).text
        keep(self.folder / "checkpoint", note.sign(text, self.origin, self.key(ring), ring).encode())

    def key(self, ring: Keyring) -> note.Key:
        """The verifier key of this log."""
        return note.Key(self.origin, ring.log_public)

    def checkpoint(self) -> str:
        """The signed checkpoint, empty before the first."""
        path = self.folder / "checkpoint"
        return path.read_text(encoding="utf-8") if path.exists() else ""


def keep(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; it is on disk, and so is its name, before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f"{path.name}.{os.getpid()}.new")
    with waiting.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    waiting.replace(path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
