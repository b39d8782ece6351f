"""What a bundle holds, seen the same way whether it came as a zip or as a folder whose files were sealed one by one.

Nothing is unpacked to a disk. A zip is read member by member within one budget for all of it; a name that climbs, members that
overlap or share a name, and a member that says another size than it has, are faults of the bundle and are named as such.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Protocol

import msgspec

from muniment.preserve.formats.found import DamagedError, Notes

BUDGET = 1 << 30
"""Bytes that are unpacked of one bundle, all readings together."""
SMALL = 64 << 20
"""Of one member that is read as a whole."""
MOST_MEMBERS = 100_000
CHUNK = 1 << 18
LOCAL = b"PK\x03\x04"
UTF8, ENCRYPTED = 0x800, 1
"""Flags of a member."""


class UnreadError(DamagedError):
    """A member cannot be read, or not within what is allowed; the words say why."""


class Contents(Protocol):
    """Members by name, in a stable order."""

    def names(self) -> list[str]: ...

    def size(self, name: str) -> int:
        """Bytes of a member, as it says itself."""
        ...

    def digest(self, name: str, algorithm: str) -> str:
        """Hex digest of a member's bytes; UnreadError where they cannot be read."""
        ...

    def data(self, name: str, most: int = SMALL) -> bytes:
        """The bytes of a member; UnreadError where they cannot be read or are too many."""
        ...


class Zip:
    """A zip archive held in memory."""

    def __init__(self, data: bytes) -> None:
        self._left = BUDGET
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            self._members = {one.filename: one for one in self._zip.infolist() if not one.is_dir()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as exc:
            raise DamagedError(f"This zip has no readable list of its members ({exc}): {_last_whole(data)}.") from exc
        if len(self._members) > MOST_MEMBERS:
            raise UnreadError(f"It has {len(self._members):,} members; at most {MOST_MEMBERS:,} are looked at.")

    def names(self) -> list[str]:
        return sorted(self._members)

    def size(self, name: str) -> int:
        return self._members[name].file_size

    def digest(self, name: str, algorithm: str) -> str:
        made = hashlib.new(algorithm, usedforsecurity=False)
        for chunk in self._chunks(name):
            made.update(chunk)
        return made.hexdigest()

    def data(self, name: str, most: int = SMALL) -> bytes:
        if self.size(name) > most:
            raise UnreadError(f"it has {self.size(name):,} bytes; at most {most:,} are read as a whole")
        return b"".join(self._chunks(name))

    def _chunks(self, name: str) -> Iterator[bytes]:
        said = self._members[name]
        if said.flag_bits & ENCRYPTED:
            raise UnreadError("it is encrypted")
        if said.file_size > self._left:
            raise UnreadError(f"it would unpack to {said.file_size:,} bytes, more than the {self._left:,} still allowed here")
        try:
            with self._zip.open(said) as stream:
                while chunk := stream.read(CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise UnreadError(f"the bundle unpacks to more than {BUDGET:,} bytes")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as exc:
            raise UnreadError(f"it cannot be unpacked: {exc or type(exc).__name__}") from exc

    def faults(self, notes: Notes) -> None:
        """What is wrong with the zip itself, before any member is believed."""
        before = len(notes.checks)
        for name, count in Counter(one.filename for one in self._zip.infolist()).items():
            if count > 1:
                notes.failed("zip", name, "one member of this name", f"{count} members")
            if not is_tame(name):
                notes.failed("zip", name, "a name below the bundle", "a name that leads out of it")
        end = 0
        for one in sorted(self._zip.infolist(), key=lambda each: each.header_offset):
            if one.header_offset < end:
                notes.failed("zip", one.filename, f"a start at byte {end:,} or later", f"byte {one.header_offset:,}: it overlaps another")
            raw = one.orig_filename.encode("utf-8" if one.flag_bits & UTF8 else "cp437", "replace")
            end = max(end, one.header_offset + 30 + len(raw) + one.compress_size)
        if len(notes.checks) == before:
            notes.passed("zip", f"{len(self._members):,} members, none overlapping, no name twice, none leading out")


class Member(msgspec.Struct, frozen=True):
    """A file of a folder, as it was sealed: its size and digests, and its bytes where somebody may want to read them."""

    size: int
    digests: dict[str, str]
    data: bytes | None = None


class Folder:
    """Files that were sealed one by one: digests were made by us, outside the sandbox."""

    def __init__(self, members: Mapping[str, Member]) -> None:
        self._members = members

    def names(self) -> list[str]:
        return sorted(self._members)

    def size(self, name: str) -> int:
        return self._members[name].size

    def digest(self, name: str, algorithm: str) -> str:
        member = self._members[name]
        if algorithm in member.digests:
            return member.digests[algorithm]
        return hashlib.new(algorithm, self.data(name), usedforsecurity=False).hexdigest()

    def data(self, name: str, most: int = SMALL) -> bytes:
        data = self._members[name].data
        if data is None or len(data) > most:
            raise UnreadError("it was too large to be read with the others")
        return data


class Below:
    """The same contents from one of their folders on: a bundle that lies inside a folder of its own."""

    def __init__(self, whole: Contents, root: str) -> None:
        self.whole, self.root = whole, root

    def names(self) -> list[str]:
        return [name[len(self.root) :] for name in self.whole.names() if name.startswith(self.root)]

    def size(self, name: str) -> int:
        return self.whole.size(self.root + name)

    def digest(self, name: str, algorithm: str) -> str:
        return self.whole.digest(self.root + name, algorithm)

    def data(self, name: str, most: int = SMALL) -> bytes:
        return self.whole.data(self.root + name, most)


def is_tame(name: str) -> bool:
    """Whether a member's name stays below the bundle: no root, drive, backslash, control, or step upwards."""
    if not name or name.startswith("/") or "\\" in name or (len(name) > 1 and name[1] == ":"):
        return False
    return ".." not in name.split("/") and not any(ord(c) < 32 for c in name)


def _last_whole(data: bytes) -> str:
    """How far the members of a zip without its list can be followed from the front."""
    at, count = 0, 0
    while data[at : at + 4] == LOCAL and len(data) >= at + 30:
        flags, packed = int.from_bytes(data[at + 6 : at + 8], "little"), int.from_bytes(data[at + 18 : at + 22], "little")
        names = int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
        following = at + 30 + names + packed
        if flags & 8 or following > len(data):
            return f"{count} whole members, then it breaks off inside the one that begins at byte {at:,}"
        at, count = following, count + 1
    return f"{count} whole members, up to byte {at:,} of {len(data):,}"
