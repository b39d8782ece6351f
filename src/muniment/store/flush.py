"""Writing that is certain: whole, flushed, renamed, and the folder flushed too.

A flush that fails is final. The kernel may have dropped what it could not write, and a second fsync would then succeed
with the bytes lost: nothing here ever tries again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from muniment.store.errors import FlushError, disk

GROUP = 1 << 20


def write(descriptor: int, pieces: Iterable[bytes], what: str) -> None:
    """Write all pieces, gathered into large writes."""
    waiting, size = [], 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= GROUP:
            _all(descriptor, b"".join(waiting), what)
            waiting, size = [], 0
    _all(descriptor, b"".join(waiting), what)


def _all(descriptor: int, data: bytes, what: str) -> None:
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except OSError as exc:
        raise disk(exc, what) from exc


def sync(descriptor: int, what: str) -> None:
    """Flush the bytes of a file. Raises FlushError: stop, nothing after it is safe."""
    try:
        os.fdatasync(descriptor)
    except OSError as exc:
        raise FlushError(
            f"The disk did not confirm that {what} is safe: {exc.strerror}.",
            advice="Taking in has stopped. Check the disk, then run “muniment verify” before going on.",
        ) from exc


def sync_folder(folder: Path) -> None:
    """Flush the names in a folder."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as exc:
        raise disk(exc, f"the folder {folder.name}") from exc
    try:
        os.fsync(descriptor)
    except OSError as exc:
        raise FlushError(f"The disk did not confirm the folder {folder.name}: {exc.strerror}.") from exc
    finally:
        os.close(descriptor)


def folder(path: Path) -> Path:
    """This folder, made if need be, its name flushed."""
    if not path.is_dir():
        try:
            path.mkdir(mode=0o700, parents=False, exist_ok=True)
        except OSError as exc:
            raise disk(exc, f"the folder {path.name}") from exc
        sync_folder(path.parent)
    return path


def place(data: bytes, target: Path, draft: Path, mode: int = 0o600) -> None:
    """Put a whole file in place of whatever stood there: written as `draft` (same filesystem), flushed, renamed."""
    descriptor = _draft(draft, mode, target.name)
    try:
        write(descriptor, [data], target.name)
        sync(descriptor, target.name)
    finally:
        os.close(descriptor)
    rename(draft, target)


def _draft(path: Path, mode: int, what: str) -> int:
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    except OSError as exc:
        raise disk(exc, what) from exc


def place_all(files: Mapping[Path, bytes], drafts: Path) -> None:
    """Put many whole files in place: all written and flushed, then all renamed, then each folder flushed once."""
    ready = []
    for number, (target, data) in enumerate(files.items()):
        folders(target.parent)
        draft = drafts / f"{number}-{target.name}"
        descriptor = _draft(draft, 0o600, target.name)
        try:
            write(descriptor, [data], target.name)
            sync(descriptor, target.name)
        finally:
            os.close(descriptor)
        ready.append((draft, target))
    for draft, target in ready:
        _named(draft, target)
    for path in dict.fromkeys(target.parent for target in files):
        sync_folder(path)


def folders(path: Path) -> Path:
    """This folder and those above it that are missing, each name flushed."""
    if not path.is_dir():
        folders(path.parent)
    return folder(path)


def rename(draft: Path, target: Path) -> None:
    """Give a flushed file its name, and flush that name."""
    _named(draft, target)
    sync_folder(target.parent)


def _named(draft: Path, target: Path) -> None:
    try:
        draft.replace(target)
    except OSError as exc:
        raise disk(exc, target.name) from exc
