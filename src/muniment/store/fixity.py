"""Fixity without a key: every byte under `packs/` and `objects/` is compared with what its name or its digest promises.

Found: a member whose bytes are not its name, a header that is not ours, a torn end, a foreign file or member, a pack
missing from the row, a closed pack whose digest differs, an index that does not fit. Each is named with its byte range.

A vault is looked at part by part: the row of packs (`packs`), each pack, the row of folders (`objects`), each folder of large
objects. A part is small enough to be looked at in one go, so that a pass can stop after any of them and go on another day.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from muniment.store.pack import WIDTH, Gap, Pack, file_digest, line, summed, walked
from muniment.store.tar import BLOCK, END, ZEROS, Member

_PACK = re.compile(r"(\d{6,})\.(tar|tar\.sha256|idx\.jsonl)")
_FOLDER, _LOOSE = re.compile(r"[0-9a-f]{2}"), re.compile(r"objects/[0-9a-f]{2}/[0-9a-f]{62}")


class Fault(msgspec.Struct, frozen=True):
    """Something that is not as it was stored: what, in which file and bytes, and which object, if one can be named."""

    what: str
    where: str
    object: str | None = None


class Looked(msgspec.Struct, frozen=True):
    """A part of the vault that was looked at: how many objects and bytes, and what was wrong."""

    part: str
    objects: int = 0
    bytes: int = 0
    faults: tuple[Fault, ...] = ()


def check(root: Path) -> Iterator[Fault]:
    """Every fault in the vault at this root."""
    for part in parts(root):
        yield from look(root, part).faults


def parts(root: Path) -> list[str]:
    """The parts of the vault, in the order they are looked at."""
    packs = sorted(path.name for path in (root / "packs").glob("*.tar"))
    folders = sorted(path.name for path in (root / "objects").glob("*") if _FOLDER.fullmatch(path.name) and path.is_dir())
    return ["packs", *(f"packs/{name}" for name in packs), "objects", *(f"objects/{name}" for name in folders)]


def look(root: Path, part: str) -> Looked:
    """One part, every byte of it. A part that is gone since it was listed is empty: the row it stood in is looked at for itself."""
    if part == "packs":
        return Looked(part, faults=tuple(_names(root / "packs")))
    if part == "objects":
        return Looked(part, faults=tuple(_foreign(root / "objects")))
    path = root / part
    if not path.exists():
        return Looked(part)
    if part.startswith("packs/"):
        members: list[Member] = []
        faults = tuple(_pack(Pack(path), members))
        return Looked(part, len(members), path.stat().st_size, faults)
    files = [each for each in sorted(path.rglob("*")) if not each.is_dir()]
    faults = tuple(fault for each in files for fault in _loose(root, each))
    return Looked(part, len(files), sum(each.lstat().st_size for each in files), faults)


def _names(packs: Path) -> Iterator[Fault]:
    found: dict[int, set[str]] = {}
    for path in sorted(packs.iterdir()) if packs.is_dir() else ():
        named = _PACK.fullmatch(path.name)
        if named is None or path.is_symlink() or not path.is_file():
            yield Fault("a foreign file", f"packs/{path.name}")
        else:
            found.setdefault(int(named[1]), set()).add(named[2])
    for number in range(1, max(found, default=0) + 1):
        if "tar" not in found.get(number, ()) and (number in found or _is_missing(number, found)):
            yield Fault("a pack is missing", f"packs/{number:06d}.tar")
        elif "tar.sha256" in found.get(number, ()) and "idx.jsonl" not in found[number]:
            yield Fault("the index of a closed pack is missing; it can be made again", f"packs/{number:06d}.idx.jsonl")


def _is_missing(number: int, found: dict[int, set[str]]) -> bool:
    """A number below the highest without any file. After a crash an empty pack is removed from the end of the row alone."""
    return any(higher > number for higher in found)


def _pack(pack: Pack, members: list[Member]) -> Iterator[Fault]:
    """The faults of a pack; its members are added to the list."""
    size = pack.path.stat().st_size
    stop = size if pack.is_closed or not _is_held(pack) else min(size, pack.committed())
    if size:
        with pack.path.open("rb") as file, mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ) as data:
            yield from _pieces(pack, data, stop, members)
    if pack.is_closed:
        yield from _sum(pack)
    yield from _index(pack, members)


def _pieces(pack: Pack, data: mmap.mmap, stop: int, members: list[Member]) -> Iterator[Fault]:
    """One pass over the bytes: contents are hashed, headers and padding can only be what they are."""
    with memoryview(data) as view:
        for piece in walked(data, 0, stop):
            if isinstance(piece, Gap):
                yield from _gap(pack, piece, data[piece.start : piece.end], stop)
                continue
            members.append(piece)
            last, end = piece.offset + piece.size, piece.end
            if hashlib.sha256(view[piece.offset : last]).hexdigest() != piece.id or data[last:end] != ZEROS[: end - last]:
                yield from _member(pack, piece, view)


def _member(pack: Pack, member: Member, view: memoryview) -> Iterator[Fault]:
    end = member.offset + member.size
    if hashlib.sha256(view[member.offset : end]).hexdigest() != member.id:
        where = f"{pack.name} bytes {member.offset}-{end - 1}"
        yield Fault("the bytes of an object are not what was stored", where, member.id)
    if view[end : member.end] != ZEROS[: member.end - end]:
        yield Fault("bytes stand where a pack has zeros", f"{pack.name} bytes {end}-{member.end - 1}", member.id)


def _gap(pack: Pack, gap: Gap, data: bytes, stop: int) -> Iterator[Fault]:
    is_last = gap.end == stop
    if is_last and pack.is_closed and data == END:
        return
    what = "a torn end: half-written when a process died" if is_last and not pack.is_closed else "no object of ours is here"
    yield Fault(what, f"{pack.name} bytes {gap.start}-{gap.end - 1}", _named(data[:BLOCK]))


def _named(header: bytes) -> str | None:
    """The object that a damaged header still names."""
    return header[:64].decode() if re.fullmatch(rb"[0-9a-f]{64}", header[:64]) else None


def _sum(pack: Pack) -> Iterator[Fault]:
    """Every byte of the pack was looked at already, so its digest is compared with itself; where that says nothing (a changed bit, or
    a digest written before it had its remark), with the pack."""
    written = pack.sum_path.read_bytes()
    if written == summed(pack.path.name, written[:64].decode("ascii", "replace")):
        return
    if written != f"{file_digest(pack.path)}  {pack.path.name}\n".encode():
        yield Fault("the digest of a closed pack is not the one beside it", f"packs/{pack.sum_path.name}")


def _index(pack: Pack, members: list[Member]) -> Iterator[Fault]:
    if not pack.index_path.exists():
        return
    written = pack.index_path.read_bytes()
    expected = list(map(line, members))
    if pack.is_closed:
        fits = written == b"".join(sorted(expected))
    else:
        fits = not {written[at : at + WIDTH] for at in range(0, len(written), WIDTH)} - set(expected)
    if not fits:
        yield Fault("the index does not fit its pack; it can be made again", f"packs/{pack.index_path.name}")


def _is_held(pack: Pack) -> bool:
    """Whether a living process is appending to it."""
    descriptor = os.open(pack.path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _foreign(objects: Path) -> Iterator[Fault]:
    """What stands beside the folders of large objects."""
    for path in sorted(objects.iterdir()) if objects.is_dir() else ():
        if path.is_symlink() or not path.is_dir() or not _FOLDER.fullmatch(path.name):
            yield Fault("a foreign file", f"objects/{path.name}")


def _loose(root: Path, path: Path) -> Iterator[Fault]:
    where = path.relative_to(root).as_posix()
    if path.is_symlink() or not path.is_file() or not _LOOSE.fullmatch(where):
        yield Fault("a foreign file", where)
    elif file_digest(path) != path.parent.name + path.name:
        yield Fault("the bytes of an object are not what was stored", where, path.parent.name + path.name)
