"""Taking in: which files may enter, read once, hashed on the way. Nothing is followed, nothing is changed.

Refused, with the reason on the receipt: symbolic links, devices, pipes, sockets; a file that changes while it is read. An
empty file is evidence like any other. Names are kept as given; odd ones never become a path of ours.
"""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from muniment.model.errors import BadInputError, MunimentError
from muniment.model.noun import Moment

CHUNK = 1 << 20


class IntakeError(MunimentError):
    """A file could not be taken in."""


class ChangedDuringIntakeError(IntakeError):
    """The file was being written while it was read: nothing of it was kept."""


class Incoming(msgspec.Struct, frozen=True):
    """A file about to enter: the name it goes by, and where its bytes are (a path, or the bytes themselves)."""

    name: str
    path: Path | None = None
    data: bytes | None = None

    def refusal(self) -> str | None:
        """Why it may not enter, or None."""
        if self.path is None:
            return None
        mode = os.lstat(self.path).st_mode
        if stat.S_ISLNK(mode):
            return "a symbolic link is never followed: name the file itself"
        return None if stat.S_ISREG(mode) else "not a regular file (a device, pipe or socket)"


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the giver may hold: identifier, digest, time. `state` and `reason` are for us (`take-in --json`)."""

    id: str | None
    sha256: str | None
    size: int | None
    time: Moment
    state: Literal["stored", "logged", "duplicate", "refused"]
    reason: str | None = None
    name: str | None = None


def walk(paths: Iterable[Path]) -> Iterator[Incoming]:
    """Every file named, folders entered in a stable order; the name keeps the path below the folder named.

    Raises:
        BadInputError: a path that does not exist.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise BadInputError(f"There is no file or folder {shown(str(path))}.", advice="Check the path.")
        if path.is_dir() and not path.is_symlink():
            for folder, folders, names in os.walk(path):
                folders.sort()
                for name in sorted(names):
                    found = Path(folder) / name
                    yield Incoming(shown(str(found.relative_to(path.parent))), found)
        else:
            yield Incoming(shown(path.name), path)


def shown(name: str) -> str:
    """A file name that can be stored and shown: undecodable bytes and control characters made visible."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else f"\\u{ord(c):04x}" for c in text)


def read_whole(path: Path) -> bytes:
    """The bytes of a file that stayed the same from opening to closing.

    Raises:
        ChangedDuringIntakeError: size, time or inode moved.
        IntakeError: it could not be read.
    """
    with Steady(path) as (stream, _):
        return stream.read()


class Steady:
    """Opens a file without following links and checks at the end that it is still the same."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> tuple[BinaryIO, int]:
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError as exc:
            raise IntakeError(f"The file could not be opened: {exc.strerror}.") from exc
        self.stream = os.fdopen(descriptor, "rb")
        self.before = os.fstat(descriptor)
        return self.stream, self.before.st_size

    def __exit__(self, kind: object, error: object, at: object) -> None:
        after = os.fstat(self.stream.fileno())
        self.stream.close()
        same = all(getattr(self.before, f) == getattr(after, f) for f in ("st_size", "st_mtime_ns", "st_ino"))
        if kind is None and not same:
            raise ChangedDuringIntakeError("The file changed during intake.", advice="Take it in again when it is closed.")


def sha256(stream: BinaryIO) -> tuple[str, int]:
    """SHA-256 in hex and size of a stream, read in chunks."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
