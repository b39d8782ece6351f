"""Merkle trees after RFC 6962, section 2.1: root, inclusion and consistency, and their verification.

A leaf is hashed behind 0x00, a node behind 0x01, so that neither can pass for the other. The proofs returned are lists of
hashes in the order of the RFC; verification explains nothing and answers yes or no.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()
Hash = bytes


def leaf_hash(data: bytes) -> Hash:
    """MTH of one entry: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """MTH of two subtrees: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf_hashes(leaves: Iterable[bytes]) -> list[Hash]:
    """The hashes of many entries."""
    sha256 = hashlib.sha256
    return [sha256(b"\x00" + data).digest() for data in leaves]


def root(leaves: Sequence[bytes]) -> Hash:
    """The root of a tree over this leaf data."""
    return fold(leaf_hashes(leaves))


def fold(hashes: Sequence[Hash]) -> Hash:
    """The root over hashes of complete leaves."""
    return folded(b"".join(hashes))


def folded(level: bytes) -> Hash:
    """The same over hashes that stand one behind the other, as in a tile: level by level; linear, and no recursion."""
    sha256 = hashlib.sha256
    if not level:
        return EMPTY
    while len(level) > 32:
        odd = level[-32:] if len(level) % 64 else b""
        level = b"".join([sha256(b"\x01" + level[i : i + 64]).digest() for i in range(0, len(level) - len(odd), 64)]) + odd
    return level


def inclusion(index: int, size: int, subtree: Callable[[int, int], Hash]) -> list[Hash]:
    """The audit path of leaf `index` in a tree of `size` (section 2.1.1); `subtree(start, end)` gives the MTH of a range.

    Raises:
        IndexError: no such leaf.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    return _path(index, 0, size, subtree)


def consistency(old: int, size: int, subtree: Callable[[int, int], Hash]) -> list[Hash]:
    """The proof that the tree of `old` leaves is a prefix of that of `size` (section 2.1.2)."""
    if not 0 < old <= size:
        raise IndexError(old)
    return [] if old == size else _subproof(old, 0, size, True, subtree)


def from_leaves(leaves: Sequence[bytes]) -> Callable[[int, int], Hash]:
    """A `subtree` over leaf data held in memory."""
    hashes = leaf_hashes(leaves)
    return lambda start, end: fold(hashes[start:end])


def includes(leaf: Hash, index: int, size: int, path: Sequence[Hash], tree: Hash) -> bool:
    """Whether `path` leads from a leaf hash at `index` to the root of the tree of `size` (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, at = leaf, size - 1, index
    for step in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            here = node_hash(step, here)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            here = node_hash(here, step)
        at, last = at >> 1, last >> 1
    return last == 0 and here == tree


def extends(old: int, size: int, old_root: Hash, new_root: Hash, proof: Sequence[Hash]) -> bool:
    """Whether the tree of `size` keeps the tree of `old` unchanged at its start (RFC 9162, section 2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == new_root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    at, last = old - 1, size - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    first = second = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, step)
        at, last = at >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _path(index: int, start: int, end: int, subtree: Callable[[int, int], Hash]) -> list[Hash]:
    if end - start == 1:
        return []
    middle = start + split(end - start)
    if index < middle:
        return [*_path(index, start, middle, subtree), subtree(middle, end)]
    return [*_path(index, middle, end, subtree), subtree(start, middle)]


def _subproof(old: int, start: int, end: int, is_whole: bool, subtree: Callable[[int, int], Hash]) -> list[Hash]:
    if old == end:
        return [] if is_whole else [subtree(start, end)]
    middle = start + split(end - start)
    if old <= middle:
        return [*_subproof(old, start, middle, is_whole, subtree), subtree(middle, end)]
    return [*_subproof(old, middle, end, False, subtree), subtree(start, middle)]
