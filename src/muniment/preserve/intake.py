"""Taking in: which files may enter, each read twice and hashed both times. Nothing is followed, nothing is changed.

Refused, with the reason on the receipt: symbolic links, devices, pipes, sockets; a folder that cannot be listed; a file that
changes from the first reading to the end of the second (size, times, inode, place, digest). An empty file is evidence like any
other. Names are kept as given and never become a path of ours: what cannot be shown is escaped so that it can be told again.
"""

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from muniment.model.errors import BadInputError, MunimentError
from muniment.model.noun import Moment

CHUNK = 1 << 20
SMALL = 1 << 20
"""Up to this size a file is held in memory between its two readings."""
ODD = {
    stat.S_ISLNK: "a symbolic link is never followed: name the file itself",
    stat.S_ISDIR: "a folder that cannot be listed",
    stat.S_ISCHR: "a device is not a file",
    stat.S_ISBLK: "a device is not a file",
    stat.S_ISFIFO: "a pipe is not a file",
    stat.S_ISSOCK: "a socket is not a file",
}


class IntakeError(MunimentError):
    """A file could not be taken in."""


class ChangedDuringIntakeError(IntakeError):
    """The file was being written while it was read: nothing of it was kept."""


class Incoming(msgspec.Struct, frozen=True):
    """A file about to enter: the name it goes by, and where its bytes are (a path, or the bytes themselves). `said` is what its
    giver says of this one file (title, note, collector), where that is not what is said of all."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    said: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """The name as it is kept and shown."""
        return shown(self.name)


class Looked(msgspec.Struct, frozen=True):
    """A file after its first reading. `data` is held for small files only."""

    incoming: Incoming
    sha256: str
    size: int
    head: bytes
    data: bytes | None
    was: tuple[int, ...] = ()


class Receipt(msgspec.Struct, frozen=True):
    """What the giver may hold: identifier, digest, time. `state` and `reason` are for us (`take-in --json`)."""

    id: str | None
    sha256: str | None
    size: int | None
    time: Moment
    state: Literal["stored", "logged", "duplicate", "refused"]
    reason: str | None = None
    name: str | None = None


def walk(paths: Iterable[Path]) -> Iterator[Incoming]:
    """Every file named, folders entered in a stable order; the name keeps the path below the folder named. What may not enter
    (links, devices, folders that cannot be listed) comes out as well, to be refused by name.

    Raises:
        BadInputError: a path that does not exist.
    """
    for named in paths:
        path = _absolute(named)
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)
        else:
            yield Incoming(path.name, path)


def _absolute(path: Path) -> Path:
    try:
        if os.path.lexists(path):
            return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links
    except ValueError:
        pass  # a NUL: no file can have it
    raise BadInputError(f"There is no file or folder {shown(str(path))}.", advice="Check the path.")


def _below(path: Path) -> Iterator[Incoming]:
    closed: list[str] = []
    above = len(os.path.join(path.parent, ""))  # noqa: PTH118 - strings: this runs once a file
    for folder, folders, names in os.walk(path, onerror=lambda error: closed.append(error.filename)):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]  # noqa: PTH114, PTH118
        folders.sort()
        for name in sorted([*names, *links]):
            found = os.path.join(folder, name)  # noqa: PTH118
            yield Incoming(found[above:], Path(found))
    yield from (Incoming(found[above:], Path(found)) for found in closed)


def shown(name: str) -> str:
    """A file name that can be stored and shown: bytes that are no UTF-8 and signs that show nothing are escaped, and so is the
    backslash, so that no two names look alike. The joiners of Persian and Indic scripts stay."""
    if name.isprintable() and "\\" not in name:
        return name
    text = name.replace("\\", "\\\\").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else f"\\u{ord(c):04x}" for c in text)


def twin(name: str) -> str:
    """What two names share that differ only in how their accents are written (NFC, NFD)."""
    return unicodedata.normalize("NFC", name)


def look(incoming: Incoming) -> Looked:
    """The first reading.

    Raises:
        IntakeError: it may not enter, cannot be read, or changed meanwhile.
    """
    if incoming.path is None:
        data = incoming.data or b""
        return Looked(incoming, hashlib.sha256(data).hexdigest(), len(data), data[:4096], data)
    with steady(incoming.path) as (stream, was):
        if was[0] <= SMALL:
            data = stream.read()
            return Looked(incoming, hashlib.sha256(data).hexdigest(), len(data), data[:4096], data, was)
        head = stream.read(4096)
        stream.seek(0)
        digest, size = sha256(stream)
    return Looked(incoming, digest, size, head, None, was)


@contextmanager
def again(looked: Looked) -> Iterator[BinaryIO]:
    """The second reading, of the very file that was looked at; whoever reads it compares the digest.

    Raises:
        ChangedDuringIntakeError: it is another file, or it was written to.
    """
    assert looked.incoming.path is not None
    with steady(looked.incoming.path) as (stream, was):
        if was != looked.was:
            raise changed()
        yield stream


def confirmed(looked: Looked) -> bytes:
    """The bytes of a small file, read a second time and found the same.

    Raises:
        ChangedDuringIntakeError: they are not.
    """
    assert looked.data is not None
    if looked.incoming.path is not None:
        with again(looked) as stream:
            if stream.read() != looked.data:
                raise changed()
    return looked.data


def changed() -> ChangedDuringIntakeError:
    """The error for a file that was written to meanwhile."""
    return ChangedDuringIntakeError("The file changed during intake.", advice="Take it in again when it is closed.")


@contextmanager
def steady(path: Path) -> Iterator[tuple[BinaryIO, tuple[int, ...]]]:
    """A file opened without following links, and at the end the question whether it is still the same and in its place.

    Raises:
        IntakeError: it may not enter or cannot be opened.
        ChangedDuringIntakeError: it did not stay the same.
    """
    try:
        _admit(os.lstat(path).st_mode)
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError as exc:
        raise IntakeError(f"The file could not be opened: {exc.strerror}.") from exc
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        found = os.fstat(descriptor)
        _admit(found.st_mode)
        was = _state(found)
        try:
            yield stream, was
            if _state(os.fstat(descriptor)) != was or _state(os.lstat(path)) != was:
                raise changed()
        except FileNotFoundError as exc:
            raise changed() from exc
        except OSError as exc:
            raise IntakeError(f"The file could not be read: {exc.strerror}.") from exc


def _admit(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise IntakeError(next((why for is_odd, why in ODD.items() if is_odd(mode)), "not a regular file"))


def _state(found: os.stat_result) -> tuple[int, ...]:
    """Size first. The time of change cannot be set back by whoever writes, as the time of writing can."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev


def sha256(stream: BinaryIO) -> tuple[str, int]:
    """SHA-256 in hex and size of a stream, read in chunks."""
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
