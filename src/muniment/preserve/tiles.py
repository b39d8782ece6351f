"""The log on disk as static tiles (C2SP tlog-tiles): 256 hashes a tile, entry bundles with 16-bit lengths.

Level L holds the roots of complete subtrees of 256^L leaves. A tile that is not full is written under `.p/<width>` and goes when
a wider one is under a signed head; a full one is never written again. All of it is a pure function of the leaves: lost tiles are made again.
"""

import re
import struct
from collections.abc import Callable, Iterator, Sequence

from muniment.model.errors import MunimentError
from muniment.preserve.merkle import EMPTY, Hash, folded, leaf_hashes, node_hash, split

WIDTH = 256
_PATH = re.compile(r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
Read = Callable[[str], bytes]
"""Path below the log's folder in, bytes out; FileNotFoundError where there is none."""


class TileError(MunimentError):
    """A tile or bundle is missing, or not as long as the tree's size demands."""


def number(n: int) -> str:
    """A tile number as a path: groups of three digits, all but the last marked x."""
    groups = [f"{n % 1000:03d}"]
    while n >= 1000:
        n //= 1000
        groups.insert(0, f"x{n % 1000:03d}")
    return "/".join(groups)


def path(level: int | str, n: int, width: int = WIDTH) -> str:
    """Where a tile (or, with level `entries`, a bundle) lies."""
    return f"tile/{level}/{number(n)}" + (f".p/{width}" if width < WIDTH else "")


def widths(size: int, level: int) -> Iterator[tuple[int, int]]:
    """(tile number, width) of every tile of a level in a tree of `size`."""
    count = size >> (8 * level)
    for n in range((count + WIDTH - 1) // WIDTH):
        yield n, min(WIDTH, count - n * WIDTH)


def parsed(where: str) -> tuple[str, int, int] | None:
    """Level (or `entries`), number and width of a tile's path; None for any other path."""
    match = _PATH.fullmatch(where)
    if match is None:
        return None
    n = int("".join(match[2].replace("x", "").split("/")))
    width = int(match[3] or WIDTH)
    return (match[1], n, width) if path(match[1], n, width) == where and 0 < width <= WIDTH else None


def cut(level: str, data: bytes, width: int) -> bytes:
    """The beginning of a wider tile or bundle, as the narrower one was."""
    return bundle(unbundle(data)[:width]) if level == "entries" else data[: 32 * width]


def bundle(leaves: Sequence[bytes]) -> bytes:
    """An entry bundle: each leaf's data behind its length in two bytes, big-endian."""
    return b"".join(struct.pack(">H", len(leaf)) + leaf for leaf in leaves)


def unbundle(data: bytes) -> list[bytes]:
    """The leaves in a bundle.

    Raises:
        TileError: it ends inside an entry.
    """
    if (even := _even(data)) is not None:
        return even
    leaves, at, end = [], 0, len(data)
    while at < end:
        last = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if last > end or at + 2 > end:
            raise TileError(f"An entry bundle ends inside the entry at byte {at}.", advice="Make the tiles again.")
        leaves.append(data[at + 2 : last])
        at = last
    return leaves


def _even(data: bytes) -> list[bytes] | None:
    """The leaves of a bundle in which all are of one length, as ours are; None for any other."""
    step = 2 + int.from_bytes(data[:2], "big")
    count, rest = divmod(len(data), step)
    if rest or data[::step] != data[:1] * count or data[1::step] != data[1:2] * count:
        return None
    return [data[at + 2 : at + step] for at in range(0, len(data), step)]


def grow(read: Read, size: int, leaves: Sequence[bytes]) -> dict[str, bytes]:
    """The tiles and bundles to write when `leaves` follow a log of `size`. Linear in the leaves.

    Raises:
        TileError: the log's last, partial tiles are not there.
    """
    written: dict[str, bytes] = {}
    _grow_bundles(read, size, leaves, written)
    fresh = leaf_hashes(leaves)
    level = 0
    while fresh:
        fresh = _grow_level(read, level, size >> (8 * level), fresh, written)
        level += 1
    return written


def _grow_bundles(read: Read, size: int, leaves: Sequence[bytes], written: dict[str, bytes]) -> None:
    begun = size % WIDTH
    pending = unbundle(_tile(read, path("entries", size // WIDTH, begun))) if begun else []
    pending += leaves
    for at in range(0, len(pending), WIDTH):
        chunk = pending[at : at + WIDTH]
        written[path("entries", size // WIDTH + at // WIDTH, len(chunk))] = bundle(chunk)


def _grow_level(read: Read, level: int, count: int, fresh: list[Hash], written: dict[str, bytes]) -> list[Hash]:
    """Write the tiles of one level that gain hashes; answers the hashes that the level above gains."""
    begun = count % WIDTH
    old = _tile(read, path(level, count // WIDTH, begun)) if begun else b""
    if len(old) != 32 * begun:
        raise TileError(f"The tile {path(level, count // WIDTH, begun)} has {len(old)} bytes, not {32 * begun}.")
    hashes = [old[i : i + 32] for i in range(0, len(old), 32)] + fresh
    above = []
    for at in range(0, len(hashes), WIDTH):
        chunk = hashes[at : at + WIDTH]
        written[path(level, count // WIDTH + at // WIDTH, len(chunk))] = tile = b"".join(chunk)
        if len(chunk) == WIDTH:
            above.append(folded(tile))
    return above


def _tile(read: Read, where: str) -> bytes:
    try:
        return read(where)
    except FileNotFoundError as exc:
        raise TileError(f"The tile {where} is missing.", advice="Run “muniment rebuild” to make it again.") from exc


class Tree:
    """The tree of a given size, read from its tiles; a tile is read once."""

    def __init__(self, read: Read, size: int) -> None:
        self._read, self.size = read, size
        self._tiles: dict[tuple[int, int], bytes] = {}

    @property
    def root(self) -> Hash:
        """The root hash."""
        return self.subtree(0, self.size) if self.size else EMPTY

    def subtree(self, start: int, end: int) -> Hash:
        """The MTH of a range of leaves, as inclusion and consistency proofs ask for it."""
        count = end - start
        if count & (count - 1) == 0 and start % count == 0:
            return self._complete(start, count)
        middle = start + split(count)
        return node_hash(self.subtree(start, middle), self.subtree(middle, end))

    def _complete(self, start: int, count: int) -> Hash:
        level = (count.bit_length() - 1) // 8
        first, many = start >> (8 * level), count >> (8 * level)
        tile = self._hashes(level, first // WIDTH)
        at = first % WIDTH
        return folded(tile[32 * at : 32 * (at + many)])

    def _hashes(self, level: int, n: int) -> bytes:
        if (level, n) not in self._tiles:
            width = min(WIDTH, (self.size >> (8 * level)) - n * WIDTH)
            data = _tile(self._read, path(level, n, width))
            if len(data) != 32 * width:
                raise TileError(f"The tile {path(level, n, width)} has {len(data)} bytes, not {32 * width}.")
            self._tiles[level, n] = data
        return self._tiles[level, n]
