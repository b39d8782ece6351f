"""Appending to a pack: one flush a batch, cut back to the last safe byte whenever something goes wrong.

1 lock a pack that nobody appends to, or start the next; 2 cut what a dead process left half-written at its end;
3 append headers and ciphertexts; 4 one fdatasync; 5 only then a line a member in the index.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Sequence
from itertools import chain, starmap
from pathlib import Path

from muniment.store.errors import FlushError, FullError, StoreError, disk
from muniment.store.flush import place, sync, sync_folder, write
from muniment.store.pack import WIDTH, Gap, Pack, file_digest, is_whole, line, summed, unlined, walk
from muniment.store.tar import BLOCK, END, Member, whole


class Writer:
    """The right to append to one pack, held until released."""

    def __init__(self, pack: Pack, descriptor: int) -> None:
        self.pack = pack
        self._descriptor = descriptor
        self._index = _opened(pack.index_path, os.O_CREAT)
        self.length = self._mend()
        os.lseek(descriptor, self.length, os.SEEK_SET)

    def append(self, objects: Sequence[tuple[str, bytes]]) -> None:
        """Append objects under their ids and flush once; nothing of them remains when it cannot be done.

        Raises:
            FullError: no room. FlushError: the disk did not confirm; this writer must not be used again.
        """
        members, at = [], self.length
        for id, data in objects:
            members.append(Member(id, at + BLOCK, len(data)))
            at = members[-1].end
        try:
            write(self._descriptor, chain.from_iterable(starmap(whole, objects)), self.pack.name)  # (3)
            sync(self._descriptor, self.pack.name)  # (4)
            write(self._index, [b"".join(map(line, members))], self.pack.index_path.name)  # (5)
        except FlushError:
            self.release()
            raise
        except StoreError:
            self._back()
            raise
        self.length = at
        for member in members:
            self.pack.add(member)

    def close(self, drafts: Path) -> None:
        """End the pack for good: two zero blocks, a sorted index, its digest beside it. `drafts` takes half-written files."""
        write(self._descriptor, [END], self.pack.name)
        sync(self._descriptor, self.pack.name)
        members = sorted((m for m in walk(self.pack.path) if isinstance(m, Member)), key=lambda member: member.id)
        place(b"".join(map(line, members)), self.pack.index_path, drafts / "index", 0o600)
        said = summed(self.pack.path.name, file_digest(self.pack.path))
        place(said, self.pack.sum_path, drafts / "sum", 0o400)
        os.fchmod(self._descriptor, 0o400)  # last: whoever dies before has left a pack that can still be mended
        self.pack.index_path.chmod(0o400)
        self.release()

    def release(self) -> None:
        """Let another process append."""
        for descriptor in (self._index, self._descriptor):
            os.close(descriptor)

    def _back(self) -> None:
        """Cut pack and index back to what was safe before."""
        os.ftruncate(self._descriptor, self.length)
        os.lseek(self._descriptor, self.length, os.SEEK_SET)
        os.ftruncate(self._index, os.fstat(self._index).st_size // WIDTH * WIDTH)

    def _mend(self) -> int:
        """(2) Where the pack safely ends. What follows is cut, unless a whole member stands behind it: that is damage, not a
        torn write, and is left for `check` to report."""
        known = self._known()
        end, found = known[-1].end if known else 0, []
        torn: int | None = None
        for piece in walk(self.pack.path, end):
            if isinstance(piece, Member) and is_whole(self.pack.path, piece):
                found.append(piece)
                end, torn = piece.end, None
            elif torn is None:
                torn = piece.start if isinstance(piece, Gap) else piece.offset - BLOCK
        if torn is not None or os.fstat(self._descriptor).st_size > end:
            os.ftruncate(self._descriptor, end)
            sync(self._descriptor, self.pack.name)
        os.ftruncate(self._index, len(known) * WIDTH)
        os.lseek(self._index, 0, os.SEEK_END)
        write(self._index, map(line, found), self.pack.index_path.name)
        for member in (*known, *found):
            self.pack.add(member)
        return end

    def _known(self) -> list[Member]:
        """The members that the index names, as far as it is unbroken and fits the pack.

        None where its lines do not follow the pack: whoever closed it died after the index was sorted and before the digest stood
        beside it. The pack itself is read then; to believe the first lines would leave out what lies before them.
        """
        data = os.pread(self._index, os.fstat(self._index).st_size, 0)
        size, known, at = os.fstat(self._descriptor).st_size, [], 0
        for start in range(0, len(data) - WIDTH + 1, WIDTH):
            member = unlined(data[start : start + WIDTH])
            if member is None or member.end > size:
                break
            if member.offset < at + BLOCK:
                return []
            known.append(member)
            at = member.end
        return known


def lock(pack: Pack) -> Writer | None:
    """The right to append to this pack, if nobody has it and it is not closed."""
    try:
        descriptor = os.open(pack.path, os.O_RDWR)
    except FileNotFoundError:
        return None
    except OSError as exc:
        raise disk(exc, pack.name) from exc
    return _locked(pack, descriptor)


def start(packs: Path, number: int) -> Writer | None:
    """A new pack of that number; None when another process was quicker."""
    pack = Pack(packs / f"{number:06d}.tar")
    try:
        descriptor = os.open(pack.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return None
    except OSError as exc:
        raise disk(exc, pack.name) from exc
    writer = _locked(pack, descriptor)
    if writer is not None:
        sync_folder(packs)
    return writer


def _locked(pack: Pack, descriptor: int) -> Writer | None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_here = pack.path.exists() and os.path.samestat(os.fstat(descriptor), pack.path.stat())
        if is_here and not pack.sum_path.exists():
            return Writer(pack, descriptor)
    except BlockingIOError:
        pass
    except FullError:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _opened(path: Path, flags: int) -> int:
    try:
        return os.open(path, os.O_RDWR | flags, 0o600)
    except OSError as exc:
        raise disk(exc, path.name) from exc
