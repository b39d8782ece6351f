"""The hand that takes in: it reads files, hashes them, and seals them for the keys it is told.

It holds no secret: it is given paths and public keys, and answers digests and ciphertext. So it can work in a process of its own,
beside the one that keeps the books (`hands`). Every file is read twice (`intake`); small ones wait in memory in between.
"""

import hashlib
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

import msgspec

from muniment.preserve.intake import Incoming, IntakeError, Looked, again, changed, confirmed, look
from muniment.protect import sealing


class File(msgspec.Struct, frozen=True, array_like=True):
    """A file to be looked at: the bytes of its path, or its own."""

    path: bytes | None
    data: bytes | None = None


class Glance(msgspec.Struct, frozen=True, array_like=True):
    """What the first reading showed, or why there is none."""

    sha256: str = ""
    size: int = 0
    head: bytes = b""
    refusal: str | None = None


class Wish(msgspec.Struct, frozen=True, array_like=True):
    """A file of the batch, by its place in it, to be sealed for one key. `draft` is where a large one is to be written."""

    place: int
    recipient: str
    draft: bytes


class Sealed(msgspec.Struct, frozen=True, array_like=True):
    """A file sealed: the id of its ciphertext, and the ciphertext itself unless it was written as a draft. Or why not: the file's
    own fault, or that of the disk under the draft."""

    object: str = ""
    ciphertext: bytes | None = None
    refusal: str | None = None
    disk: tuple[int, str] | None = None


class Look(msgspec.Struct, frozen=True, tag=True):
    """Read these for the first time."""

    files: list[File]


class Seal(msgspec.Struct, frozen=True, tag=True):
    """Read again and seal, of the oldest batch that was looked at and not sealed yet."""

    wishes: list[Wish]


class Close(msgspec.Struct, frozen=True, tag=True):
    """Seal these bytes, each for all of its recipients together."""

    plain: list[tuple[bytes, list[str]]]


Job = Look | Seal | Close
Answer = list[Glance] | list[Sealed] | list[bytes]


class Hand:
    """Does one job after the other."""

    def __init__(self) -> None:
        self._looked: deque[list[Looked | None]] = deque()

    def do(self, job: Job) -> Answer:
        """The answer to a job."""
        match job:
            case Look(files):
                return self._look(files)
            case Seal(wishes):
                looked = self._looked.popleft()
                return [_sealed(looked[wish.place], wish) for wish in wishes]
            case Close(plain):
                return [sealing.seal(data, [sealing.recipient(one) for one in recipients]) for data, recipients in plain]

    def _look(self, files: Sequence[File]) -> list[Glance]:
        batch: list[Looked | None] = []
        glances = []
        for file in files:
            try:
                one = look(Incoming("", None if file.path is None else _path(file.path), file.data))
                glances.append(Glance(one.sha256, one.size, one.head))
                batch.append(one)
            except IntakeError as exc:
                glances.append(Glance(refusal=str(exc)))
                batch.append(None)
        self._looked.append(batch)
        return glances


def _path(name: bytes) -> Path:
    return Path(name.decode("utf-8", "surrogateescape"))


def _sealed(looked: Looked | None, wish: Wish) -> Sealed:
    assert looked is not None
    to = sealing.recipient(wish.recipient)
    try:
        if looked.data is None:
            return _sealed_large(looked, to, _path(wish.draft))
        ciphertext = sealing.seal(confirmed(looked), [to])
        return Sealed(hashlib.sha256(ciphertext).hexdigest(), ciphertext)
    except IntakeError as exc:
        return Sealed(refusal=str(exc))


def _sealed_large(looked: Looked, to: sealing.Recipient, path: Path) -> Sealed:
    """A large file goes through in one pass; its ciphertext waits as a draft and never its plaintext."""
    try:
        return _drafted(looked, to, path)
    except IntakeError:
        _removed(path)
        raise
    except OSError as exc:  # under the draft: what the file that is read has to say is its own fault
        _removed(path)
        return Sealed(disk=(exc.errno or 0, exc.strerror or str(exc)))


def _drafted(looked: Looked, to: sealing.Recipient, path: Path) -> Sealed:
    with path.open("wb", buffering=0) as out:
        draft = _Draft(out)
        try:
            with again(looked) as stream:
                streamed = sealing.seal_stream(stream, draft, to)
        except sealing.SealError as exc:
            raise draft.failed or exc from exc
    if streamed.sha256 != looked.sha256:
        raise changed()
    return Sealed(draft.digest.hexdigest())


class _Draft:
    """A writer that hashes what passes, and remembers what went wrong."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self.digest = target, hashlib.sha256()
        self.failed: OSError | None = None

    def write(self, piece: bytes) -> int:
        view = memoryview(piece)
        self.digest.update(view)
        try:
            while view:
                view = view[self._target.write(view) :]
        except OSError as exc:
            self.failed = exc
            raise
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""


def _removed(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
