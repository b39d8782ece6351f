"""Our logs read by others, others' logs read by us.

The oracle is the Go team's code for the checksum database (Debian: golang-golang-x-mod-dev), from which the C2SP specifications were
written down. Beside it stands a second reading of RFC 6962 by the letter, which shares no line with ours. What foreign logs we accept
is in test_witness.py: a sigsum log, a log of transparency-dev, the Go checksum database.
"""

import base64
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.preserve import note, tiles
from muniment.preserve.merkle import consistency, extends, from_leaves, includes, inclusion, leaf_hash
from tests.preserve.witnesses import Log, leaves

READER = Path(__file__).with_name("interop.go")


@pytest.fixture(scope="session")
def go(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reader, compiled once."""
    place = tmp_path_factory.mktemp("go")
    shutil.copy(READER, place / "main.go")
    env = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(place / "cache"), "GOFLAGS": ""}
    subprocess.run(["go", "build", "-o", "reader", "main.go"], cwd=place, env=env, check=True, capture_output=True)
    return place / "reader"


def on_disk(folder: Path, log: Log) -> Path:
    """A log as its archive has it: grown in three steps, tiles that gave way removed."""
    size = 0
    for step in (len(log.leaves) // 3, len(log.leaves) // 2, len(log.leaves)):
        for path, data in tiles.grow(lambda where: (folder / where).read_bytes(), size, log.leaves[size:step]).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        size = step
    (folder / "checkpoint").write_text(log.checkpoint())
    return folder


def read(go: Path, folder: Path, log: Log, *more: str) -> list[str]:
    ran = subprocess.run([go, folder, log.key.vkey, *more], capture_output=True, text=True, check=False)
    return ran.stdout.splitlines()


@pytest.mark.needs("go")
@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 257, 1000])
def test_another_implementation_reads_our_tiles_entries_and_checkpoint_and_makes_the_same_proof(
    size: int, go: Path, tmp_path: Path
) -> None:
    log = Log(leaves(size))
    folder, old = on_disk(tmp_path, log), max(1, size * 2 // 3)
    root = base64.b64encode(note.checkpoint(log.checkpoint(old).partition("\n\n")[0] + "\n").root).decode()
    proof = [base64.b64encode(step).decode() for step in consistency(old, size, from_leaves(log.leaves))]
    assert read(go, folder, log, str(old), root) == [*proof, f"ok {size}"]


@pytest.mark.needs("go")
def test_it_refuses_what_we_would(go: Path, tmp_path: Path) -> None:
    log = Log(leaves(300))
    folder = on_disk(tmp_path, log)
    assert read(go, folder, Log(leaves(300), seed=2))[0].startswith("refused")
    assert read(go, folder, log, "200", base64.b64encode(bytes(32)).decode())[0].startswith("refused")
    bundle = folder / tiles.path("entries", 0)
    bundle.write_bytes(bundle.read_bytes()[:-1] + b"x")
    assert read(go, folder, log)[0].startswith("refused")


# --- RFC 6962, sections 2.1.1 and 2.1.2, by the letter -------------------------------------------------------------------


def mth(d: list[bytes]) -> bytes:
    if not d:
        return hashlib.sha256(b"").digest()
    if len(d) == 1:
        return hashlib.sha256(b"\x00" + d[0]).digest()
    k = largest_power_below(len(d))
    return hashlib.sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def largest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, d: list[bytes]) -> list[bytes]:
    if len(d) == 1:
        return []
    k = largest_power_below(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    if m == len(d):
        return [] if b else [mth(d)]
    k = largest_power_below(len(d))
    return [*subproof(m, d[:k], b), mth(d[k:])] if m <= k else [*subproof(m - k, d[k:], False), mth(d[:k])]


@pytest.mark.parametrize("size", [pytest.param(n, marks=[] if n % 10 == 7 or n < 20 else pytest.mark.slow) for n in range(1, 301)])
def test_proofs_of_every_size_to_300_are_those_of_the_definition(size: int) -> None:
    data = leaves(size)
    tree, subtree = mth(data), from_leaves(data)
    for n in {0, size // 3, size // 2, size - 1}:
        steps = path(n, data)
        assert inclusion(n, size, subtree) == steps
        assert includes(leaf_hash(data[n]), n, size, steps, tree)
    for m in {1, size // 3 or 1, size // 2 or 1, size - 1 or 1, size}:
        steps = subproof(m, data, True)
        assert consistency(m, size, subtree) == steps
        assert extends(m, size, mth(data[:m]), tree, steps)


@given(st.integers(2, 300), st.data())
def test_no_tampered_proof_of_any_size_holds(size: int, data: st.DataObject) -> None:
    given_, old = leaves(size), data.draw(st.integers(1, size - 1))
    subtree, tree, before = from_leaves(given_), mth(given_), mth(given_[:old])
    steps = consistency(old, size, subtree)
    at, bit = data.draw(st.integers(0, len(steps) - 1)), data.draw(st.integers(0, 255))
    flipped = bytes(b ^ (1 << bit % 8) if n == bit // 8 else b for n, b in enumerate(steps[at]))
    for bad in ([*steps[:at], flipped, *steps[at + 1 :]], steps[:at] + steps[at + 1 :], [*steps[:at], steps[at], *steps[at:]], steps[::-1]):
        assert bad == steps or not extends(old, size, before, tree, bad)
    assert not extends(old, size, tree, before, steps)
    index = data.draw(st.integers(0, size - 1))
    way = inclusion(index, size, subtree)
    for n in range(len(way)):
        assert not includes(leaf_hash(given_[index]), index, size, [*way[:n], bytes(32), *way[n + 1 :]], tree)
