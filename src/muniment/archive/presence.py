"""Who has an archive open: everyone who works in it holds a shared lock beside its keys; who replaces it must be alone.

Taking in, reading and serving go on side by side. `restore`, `rebuild` and the rotation of keys change what the others stand on:
they are refused while anybody is in, and nobody comes in while they last. A process that dies lets go.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from muniment.model.errors import RefusedError

LOCK = "presence.lock"


class Presence:
    """That this process has the archive open, until it leaves."""

    def __init__(self, keys: Path) -> None:
        self._lock: int | None = None
        if keys.is_dir() and os.access(keys, os.W_OK):
            self._lock = _opened(keys)
            _take(self._lock, fcntl.LOCK_SH, "It is being restored or rebuilt, or its keys are being rotated, by another process.")

    def leave(self) -> None:
        """Let go."""
        if self._lock is not None:
            os.close(self._lock)
        self._lock = None


@contextmanager
def alone(keys: Path) -> Iterator[None]:
    """Nobody else has the archive of these keys open.

    Raises:
        RefusedError: somebody has.
    """
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = _opened(keys)
    _take(lock, fcntl.LOCK_EX, "Another process has this archive open: “serve”, “worker”, “take-in” or another command.")
    try:
        yield
    finally:
        os.close(lock)


def _opened(keys: Path) -> int:
    return os.open(keys / LOCK, os.O_RDWR | os.O_CREAT, 0o600)


def _take(lock: int, how: int, why: str) -> None:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        os.close(lock)
        raise RefusedError(why, advice="Wait until it has ended, or stop it; then try again.") from exc
