"""What the store refuses or cannot do, in words; no error of Django, SQLite, PostgreSQL or the system leaves this room.

    MunimentError
    ├── StoreError            the database or the vault cannot do it
    │   ├── WrongKeyError     the key does not open this database
    │   ├── LockedError       no database is open here: the key has been put away
    │   ├── BusyError         another process holds the lock for longer than we wait
    │   ├── FullError         no room left on the disk; what was stored before stands
    │   ├── ReadOnlyError     the disk cannot be written; what is there can be read
    │   ├── FlushError        the disk did not confirm a flush: the intake stops, nothing is tried again
    │   └── DamagedError      stored bytes are not what was stored
    └── UnknownError
        └── ErasedError       it was here, and was erased by order

Messages name identifiers and places, never content.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import utils

from muniment.model.errors import MunimentError, UnknownError, UnusableError


class StoreError(MunimentError):
    """The store cannot do what was asked."""


class WrongKeyError(StoreError):
    """The key does not open this database, or the file is no database."""


class LockedError(StoreError):
    """No database is open in this process."""


class BusyError(StoreError):
    """Someone else has been writing for longer than we wait."""


class FullError(StoreError, UnusableError):
    """The disk is full."""


class ReadOnlyError(StoreError, UnusableError):
    """The disk cannot be written."""


class FlushError(StoreError):
    """The disk did not confirm that bytes are safe."""


class DamagedError(StoreError):
    """Bytes on disk are not the bytes that were stored."""


class ErasedError(UnknownError):
    """Erased by order. The digest and the ledger remain."""


_SIGNS: tuple[tuple[type[StoreError], tuple[str, ...], str, str], ...] = (
    (BusyError, ("locked", "busy", "lock timeout", "deadlock"), "Another process is writing to this archive.",
     "Wait until it is done, then try again; nothing was changed."),
    (FullError, ("disk is full", "no space left", "database or disk"), "The disk is full.",
     "Free some space and try again; nothing was half-stored."),
    (ReadOnlyError, ("readonly", "read-only"), "The database cannot be written: the disk is read-only.",
     "Reading and “muniment verify” still work; copy the archive to a disk that can be written."),
    (DamagedError, ("malformed", "not a database", "hmac check", "disk i/o"), "The database file is damaged.",
     "Run “muniment verify”, then “muniment rebuild”: vault and ledger hold all of it."),
)  # fmt: skip


@contextmanager
def ours() -> Iterator[None]:
    """Turn what the database says into an error of ours."""
    try:
        yield
    except utils.Error as exc:
        raise told(exc) from exc


def told(exc: Exception) -> StoreError:
    """The error of ours that fits an error of the database."""
    said = str(exc).partition("\n")[0]
    for error, signs, message, advice in _SIGNS:
        if any(sign in said.lower() for sign in signs):
            return error(message, advice=advice)
    return StoreError(f"The database refused: {said or type(exc).__name__}.", advice="Run “muniment doctor”.")


def disk(exc: OSError, what: str) -> StoreError:
    """The error of ours that fits an error of the disk."""
    if exc.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return FullError(f"No room on the disk for {what}.", advice="Free some space; what was stored before stands.")
    if exc.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnlyError(f"Cannot write {what}: {exc.strerror}.", advice="Reading and “muniment verify” still work.")
    return StoreError(f"The disk failed at {what}: {exc.strerror}.", advice="Look at the disk before going on.")
