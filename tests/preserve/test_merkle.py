"""RFC 6962 trees: the published vectors, then properties against the RFC's own recursive definition."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.preserve.merkle import EMPTY, consistency, extends, fold, from_leaves, includes, inclusion, leaf_hash, root

# Leaves, roots and proofs as the Certificate Transparency project publishes them for its reference implementations.
LEAVES = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {  # (leaf, size): audit path
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
PREFIXES = {  # (old, size): consistency proof
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
trees = st.integers(1, 70).map(lambda n: [bytes([k]) * (k % 5) for k in range(n)])


def recursive(leaves: list[bytes]) -> bytes:
    """MTH as section 2.1 writes it down: slow, and plainly right."""
    if len(leaves) < 2:
        return leaf_hash(leaves[0]) if leaves else hashlib.sha256().digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + recursive(leaves[:k]) + recursive(leaves[k:])).digest()


def test_the_empty_tree_is_the_digest_of_nothing() -> None:
    assert root([]) == EMPTY == hashlib.sha256().digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("where", "path"), PATHS.items())
def test_published_audit_paths(where: tuple[int, int], path: list[str]) -> None:
    index, size = where
    assert [step.hex() for step in inclusion(index, size, from_leaves(LEAVES[:size]))] == path
    assert includes(leaf_hash(LEAVES[index]), index, size, list(map(bytes.fromhex, path)), bytes.fromhex(ROOTS[size - 1]))


@pytest.mark.parametrize(("where", "proof"), PREFIXES.items())
def test_published_consistency_proofs(where: tuple[int, int], proof: list[str]) -> None:
    old, size = where
    assert [step.hex() for step in consistency(old, size, from_leaves(LEAVES[:size]))] == proof
    steps = list(map(bytes.fromhex, proof))
    assert extends(old, size, bytes.fromhex(ROOTS[old - 1]), bytes.fromhex(ROOTS[size - 1]), steps)


@given(trees)
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    assert root(leaves) == recursive(leaves) == fold([leaf_hash(leaf) for leaf in leaves])


@given(trees, st.data())
def test_every_leaf_is_proved_and_no_other_is(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = inclusion(index, len(leaves), from_leaves(leaves))
    tree = root(leaves)
    assert len(path) <= (len(leaves) - 1).bit_length()
    assert includes(leaf_hash(leaves[index]), index, len(leaves), path, tree)
    assert not includes(leaf_hash(b"another leaf"), index, len(leaves), path, tree)
    assert not includes(leaf_hash(leaves[index]), index, len(leaves), [*path, tree], tree)
    if path:
        assert not includes(leaf_hash(leaves[index]), index, len(leaves), path[:-1], tree)
        assert not includes(leaf_hash(leaves[index]), index, len(leaves), [path[0][::-1], *path[1:]], tree)


@given(trees, st.data())
def test_a_leaf_is_proved_at_its_own_place_alone(leaves: list[bytes], data: st.DataObject) -> None:
    distinct = [bytes([n]) + leaf for n, leaf in enumerate(leaves)]
    index = data.draw(st.integers(0, len(leaves) - 1))
    path = inclusion(index, len(leaves), from_leaves(distinct))
    places = [n for n in range(-1, len(leaves) + 1) if includes(leaf_hash(distinct[index]), n, len(leaves), path, root(distinct))]
    assert places == [index]


@given(trees, st.data())
def test_a_longer_log_extends_its_beginning_and_nothing_else(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    proof = consistency(old, len(leaves), from_leaves(leaves))
    before, after = root(leaves[:old]), root(leaves)
    assert extends(old, len(leaves), before, after, proof)
    assert not extends(old, len(leaves), root([*leaves[: old - 1], b"forged"]), after, proof)
    assert not extends(old, len(leaves), before, root([b"forged", *leaves[1:]]), proof)
    assert not extends(old, len(leaves), before, after, [*proof, after])


def test_a_node_never_passes_for_a_leaf() -> None:
    """The second preimage attack on trees without the two prefixes: two leaves told as one."""
    left, right = leaf_hash(LEAVES[2]), leaf_hash(LEAVES[3])
    assert leaf_hash(left + right) != root(LEAVES[2:4])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_no_path_to_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        inclusion(index, size, from_leaves(LEAVES))
    assert not includes(leaf_hash(b""), index, size, [], EMPTY)


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3)])
def test_no_proof_that_a_log_extends_nothing_or_a_longer_one(old: int, size: int) -> None:
    with pytest.raises(IndexError):
        consistency(old, size, from_leaves(LEAVES))
    assert not extends(old, size, EMPTY, EMPTY, [])
