"""One pack: an append-only tar of sealed objects, and beside it an index that can always be made again.

While open, a pack is locked by the one process that appends to it (flock; a process that dies lets go). Its index
`000001.idx.jsonl` gets a line a member *after* the flush that made the member safe. Closed, the pack ends with two zero
blocks, never changes again, has its SHA-256 in `000001.tar.sha256`, and its index is sorted for looking up by halves. That digest is
for `sha256sum -c`; its file ends with a remark that lets us see a changed bit of it without reading the pack for it again.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

import msgspec

from muniment.store.errors import disk
from muniment.store.tar import BLOCK, Member, padded, parsed

WIDTH = len('{"id":"","offset":,"size":}\n') + 64 + 11 + 8
AT_HAND = 16 << 20
"""Bytes of a pack that stay mapped behind the place that is being read."""


class Gap(msgspec.Struct, frozen=True, gc=False):
    """Bytes of a pack in which no member of ours begins."""

    start: int
    end: int


def line(member: Member) -> bytes:
    """The index line of a member: JSON of one width, so that a sorted index can be searched without reading it."""
    return b'{"id":"%s","offset":%11d,"size":%8d}\n' % (member.id.encode(), member.offset, member.size)


def unlined(text: bytes) -> Member | None:
    """The member of an index line; None for anything else."""
    try:
        member = Member(text[7:71].decode("ascii"), int(text[82:93]), int(text[101:109]))
    except ValueError:
        return None
    return member if line(member) == text else None


class Pack:
    """One pack, for reading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.index_path = path.with_suffix(".idx.jsonl")
        self.sum_path = path.with_name(path.name + ".sha256")
        self.is_closed = self.sum_path.exists()
        self._members: dict[str, Member] = {}
        self._read = 0
        self._sorted: mmap.mmap | None = None

    @property
    def name(self) -> str:
        """The pack as findings name it."""
        return f"packs/{self.path.name}"

    def where(self, id: str) -> Member | None:
        """The member of that id, by the index."""
        if (known := self._members.get(id)) is not None:
            return known
        return self._halved(id) if self.is_closed else None

    def refresh(self) -> None:
        """Learn what was appended, or that the pack was closed, since the last look."""
        if not self.is_closed and self.sum_path.exists():
            self.is_closed, self._members, self._read = True, {}, 0
        if not self.is_closed:
            self._follow()

    def rescan(self) -> None:
        """Learn from the pack itself what its index does not say: it is behind, or missing."""
        size = self.path.stat().st_size
        if self.is_closed:
            found = walk(self.path) if self._lines() is None else iter(())
        else:
            end = max((member.end for member in self.known()), default=0)
            found = walk(self.path, end) if end < size else iter(())
        self._members |= {piece.id: piece for piece in found if isinstance(piece, Member)}

    def is_tidy(self) -> bool:
        """Whether the last line of an open pack's index names its last byte: nothing was torn, nothing is behind. The index is not
        flushed: where power went, lines before the last may be zeros."""
        lines = self.index_path.read_bytes() if self.index_path.exists() else b""
        last = unlined(lines[-WIDTH:])
        return len(lines) % WIDTH == 0 and b"\0" not in lines and last is not None and last.end == self.path.stat().st_size

    def read(self, member: Member) -> bytes:
        """The bytes at a member's place; fewer when the file ends before."""
        try:
            with self.path.open("rb", buffering=0) as file:
                return os.pread(file.fileno(), member.size, member.offset)
        except OSError as exc:
            raise disk(exc, self.name) from exc

    def add(self, member: Member) -> None:
        """Remember a member just appended."""
        self._members[member.id] = member

    def known(self) -> list[Member]:
        """The members of an open pack, as far as it was looked at."""
        return list(self._members.values())

    def committed(self) -> int:
        """How far an open pack is safe: to the end of the last member that its index names, each written after the flush."""
        self.refresh()
        return max((member.end for member in self.known()), default=0)

    def _follow(self) -> None:
        if not self.index_path.exists():
            return
        with self.index_path.open("rb") as file:
            file.seek(self._read)
            data = file.read()
        for at in range(0, len(data) - WIDTH + 1, WIDTH):
            if (member := unlined(data[at : at + WIDTH])) is None:
                return
            self._members[member.id] = member
            self._read += WIDTH

    def _halved(self, id: str) -> Member | None:
        lines = self._lines()
        if lines is None:
            return None
        count = len(lines) // WIDTH
        wanted = id.encode()
        at = bisect_left(range(count), wanted, key=lambda i: lines[i * WIDTH + 7 : i * WIDTH + 71])
        found = unlined(lines[at * WIDTH : (at + 1) * WIDTH]) if at < count else None
        return found if found is not None and found.id == id else None

    def _lines(self) -> mmap.mmap | None:
        if self._sorted is None and self.index_path.exists() and self.index_path.stat().st_size:
            with self.index_path.open("rb") as file:
                self._sorted = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return self._sorted

    def forget(self) -> None:
        """Let go of the mapped index."""
        if self._sorted is not None:
            self._sorted.close()
            self._sorted = None


def walk(path: Path, start: int = 0, stop: int | None = None) -> Iterator[Member | Gap]:
    """Members by their headers, and the gaps between them: zeros at the end, torn writes, anything foreign."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size:
            with mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as data:
                yield from walked(data, start, size if stop is None else min(stop, size))


def walked(data: mmap.mmap, start: int, size: int) -> Iterator[Member | Gap]:
    """The same over bytes that are mapped already. What lies behind is let go: a pack may be larger than the memory we may use."""
    at, gap, let_go = start, None, start // mmap.PAGESIZE * mmap.PAGESIZE
    while at < size:
        if at - let_go >= AT_HAND:
            behind = (at - let_go) // mmap.PAGESIZE * mmap.PAGESIZE
            data.madvise(mmap.MADV_DONTNEED, let_go, behind)
            let_go += behind
        member = parsed(data[at : at + BLOCK], at)
        end = member.end if member is not None else 0
        if member is None or end > size:
            gap = at if gap is None else gap
            at += BLOCK
            continue
        if gap is not None:
            yield Gap(gap, at)
            gap = None
        yield member
        at = end
    if gap is not None:
        yield Gap(gap, size)


def summed(name: str, digest: str) -> bytes:
    """What stands beside a closed pack: its digest as `sha256sum -c` reads it, and as a remark the digest of that line."""
    said = f"{digest}  {name}\n".encode()
    return said + f"# SHA-256 of the line above: {hashlib.sha256(said).hexdigest()}\n".encode()


def is_whole(path: Path, member: Member) -> bool:
    """Whether the bytes of a member are those its name promises, and the rest of its last block is zero."""
    with path.open("rb", buffering=0) as file:
        content = os.pread(file.fileno(), padded(member.size), member.offset)
    body, rest = content[: member.size], content[member.size :]
    return hashlib.sha256(body).hexdigest() == member.id and len(content) == padded(member.size) and not any(rest)


def file_digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
