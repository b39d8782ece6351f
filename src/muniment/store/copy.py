"""Copies of files on another disk: whole, hashed on the way, flushed, and only then given their name.

A copy that breaks off leaves a draft, never half a file under a name. What was written is read back past the page cache where the
system lets us, so that a stick that only pretends to store is found out.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from muniment.model.errors import MunimentError
from muniment.store.errors import disk
from muniment.store.flush import folders, sync, sync_folder, write

PIECE = 1 << 20


class CopyError(MunimentError):
    """What was read back is not what was written, or there was less to read than there should be."""


class Copier:
    """Copies files into one folder; the names of a group are flushed together when it ends."""

    def __init__(self, target: Path, drafts: Path) -> None:
        self.target, self._draft = target, drafts / "copy"
        self._named: dict[Path, None] = {}

    def file(self, source: Path, name: str, size: int) -> str:
        """The first `size` bytes of a file under this name; answers their SHA-256.

        Raises:
            CopyError: the source ended before, or the copy reads otherwise. StoreError: no room, or the disk failed.
        """
        try:
            with source.open("rb", buffering=0) as file:
                return self._put(name, _pieces(file.fileno(), size), size)
        except OSError as exc:
            raise disk(exc, name) from exc

    def put(self, data: bytes, name: str) -> str:
        """These bytes under this name; answers their SHA-256."""
        return self._put(name, [data], len(data))

    def end(self) -> None:
        """Flush the names given so far."""
        for folder in self._named:
            sync_folder(folder)
        self._named.clear()

    def _put(self, name: str, pieces: Iterable[bytes], size: int) -> str:
        target, digest, written = self.target / name, hashlib.sha256(), 0
        folders(target.parent)
        with _draft(self._draft, name) as out:
            for piece in pieces:
                write(out, [piece], name)
                digest.update(piece)
                written += len(piece)
            sync(out, name)
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(out, 0, 0, os.POSIX_FADV_DONTNEED)
        if written != size:
            raise CopyError(f"{name} ended after {written:,} of {size:,} bytes.", advice="Run “muniment verify” on where it comes from.")
        if digest_of(self._draft, size) != digest.hexdigest():
            raise CopyError(f"{name} reads otherwise than it was written: the disk cannot be trusted.", advice="Take another disk.")
        try:
            self._draft.replace(target)
        except OSError as exc:
            raise disk(exc, name) from exc
        self._named[target.parent] = None
        return digest.hexdigest()


def digest_of(path: Path, size: int) -> str | None:
    """The SHA-256 of the first `size` bytes of a file; None where it is missing or shorter."""
    digest, seen = hashlib.sha256(), 0
    try:
        with path.open("rb", buffering=0) as file:
            for piece in _pieces(file.fileno(), size):
                digest.update(piece)
                seen += len(piece)
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise disk(exc, path.name) from exc
    return digest.hexdigest() if seen == size else None


def _pieces(descriptor: int, size: int) -> Iterator[bytes]:
    while size and (piece := os.read(descriptor, min(size, PIECE))):
        yield piece
        size -= len(piece)


@contextmanager
def _draft(path: Path, what: str) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as exc:
        raise disk(exc, what) from exc
    try:
        yield descriptor
    finally:
        os.close(descriptor)
