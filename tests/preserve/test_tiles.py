"""C2SP tlog-tiles: paths as the specification writes them, and logs grown in any steps that are one and the same log."""

import hashlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.preserve import tiles
from muniment.preserve.merkle import EMPTY, consistency, extends, from_leaves, includes, inclusion, leaf_hash, root

steps = st.lists(st.one_of(st.integers(1, 3), st.integers(200, 300)), min_size=1, max_size=5)


class Disk(dict[str, bytes]):
    """Tiles in memory, missing ones as a disk misses them."""

    def read(self, path: str) -> bytes:
        if path not in self:
            raise FileNotFoundError(path)
        return self[path]


def leaf(n: int) -> bytes:
    return b"\x01" + hashlib.sha256(str(n).encode()).digest()


def grown(counts: list[int]) -> tuple[Disk, int]:
    disk, size = Disk(), 0
    for count in counts:
        disk |= tiles.grow(disk.read, size, [leaf(n) for n in range(size, size + count)])
        size += count
    return disk, size


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ((0, 0, 256), "tile/0/000"),
        ((0, 273, 256), "tile/0/273"),
        ((1, 1, 112), "tile/1/001.p/112"),
        ((0, 1234067, 256), "tile/0/x001/x234/067"),
        (("entries", 1234067, 8), "tile/entries/x001/x234/067.p/8"),
        (("entries", 999, 256), "tile/entries/999"),
        (("entries", 1000, 256), "tile/entries/x001/000"),
    ],
)
def test_paths_are_those_of_the_specification(where: tuple[int | str, int, int], path: str) -> None:
    assert tiles.path(*where) == path
    assert tiles.parsed(path) == (str(where[0]), where[1], where[2])


@pytest.mark.parametrize(
    "path",
    ["tile/0/0", "tile/0/1000", "tile/64/000", "tile/0/x000/001", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "checkpoint"],
)
def test_a_path_that_no_log_has_is_none(path: str) -> None:
    assert tiles.parsed(path) is None


def test_the_specifications_example_of_a_tree_of_70000() -> None:
    """Full tiles 0 to 272 and one of 112 on level 0, one full and one of 17 on level 1, one of 1 on level 2."""
    assert list(tiles.widths(70_000, 0))[-1] == (273, 112)
    assert list(tiles.widths(70_000, 1)) == [(0, 256), (1, 17)]
    assert list(tiles.widths(70_000, 2)) == [(0, 1)]
    assert list(tiles.widths(70_000, 3)) == []


@settings(max_examples=25)
@given(steps)
def test_a_log_grown_in_any_steps_is_the_same_log(counts: list[int]) -> None:
    disk, size = grown(counts)
    whole, _ = grown([size])
    assert {path: disk[path] for path in whole} == dict(whole)
    assert tiles.Tree(disk.read, size).root == root([leaf(n) for n in range(size)])


@settings(max_examples=25)
@given(steps, st.data())
def test_proofs_from_tiles_are_those_from_leaves(counts: list[int], data: st.DataObject) -> None:
    disk, size = grown(counts)
    leaves = [leaf(n) for n in range(size)]
    tree = tiles.Tree(disk.read, size)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    path = inclusion(index, size, tree.subtree)
    assert path == inclusion(index, size, from_leaves(leaves))
    assert includes(leaf_hash(leaves[index]), index, size, path, tree.root)
    assert extends(old, size, root(leaves[:old]), tree.root, consistency(old, size, tree.subtree))
    assert tree.subtree(0, old) == root(leaves[:old])


@settings(max_examples=25)
@given(steps)
def test_tiles_are_made_again_from_the_entries_alone(counts: list[int]) -> None:
    disk, size = grown(counts)
    found = [one for n, width in tiles.widths(size, 0) for one in tiles.unbundle(disk[tiles.path("entries", n, width)])]
    assert tiles.grow(Disk().read, 0, found).items() <= disk.items()


@given(st.integers(1, 300), st.data())
def test_a_narrower_tile_is_the_beginning_of_a_wider_one(size: int, data: st.DataObject) -> None:
    narrow = data.draw(st.integers(1, min(size, 256)))
    (small, _), (large, _) = grown([narrow]), grown([size])
    for level in ("0", "entries"):
        wide = large[tiles.path(level, 0, min(size, 256))]
        assert tiles.cut(level, wide, narrow) == small[tiles.path(level, 0, narrow)]


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_back_its_entries(leaves: list[bytes]) -> None:
    assert tiles.unbundle(tiles.bundle(leaves)) == leaves


@given(st.binary(max_size=60))
def test_any_bytes_are_a_bundle_or_an_error_of_ours(data: bytes) -> None:
    with suppress(tiles.TileError):
        assert tiles.bundle(tiles.unbundle(data)) == data


def test_an_empty_log_has_the_empty_root() -> None:
    assert tiles.Tree(Disk().read, 0).root == EMPTY


def test_a_lost_or_short_tile_is_named() -> None:
    disk, size = grown([300])
    for damage in (b"", disk["tile/0/000"][:-1]):
        disk["tile/0/000"] = damage
        with pytest.raises(tiles.TileError, match="tile/0/000"):
            tiles.Tree(disk.read, size).subtree(0, 200)
    del disk["tile/0/000"]
    with pytest.raises(tiles.TileError, match="missing"):
        tiles.Tree(disk.read, size).subtree(0, 200)
    with pytest.raises(tiles.TileError, match="tile"):
        tiles.grow(Disk().read, size, [leaf(300)])
