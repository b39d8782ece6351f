"""A bit flipped in any file of an archive is found, and the file named: the disk that rots, not the forger (see test_damage).

One archive with every kind of file an archive has, checked as `verify` checks it: the files alone first, which is quick, and with
keys where those say nothing. Each bit is turned back before the next.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.archive import settings as at
from muniment.archive.files import verify_files
from muniment.archive.verify import verify
from muniment.model.errors import BadInputError
from muniment.model.verdict import Verdict
from muniment.preserve import stamp
from muniment.protect.sandbox import Limits, SandboxError
from tests.archive.makers import again, founded, packed_witnessed, take, through, told
from tests.preserve.authorities import served

pytestmark = pytest.mark.needs("openssl3")
LARGE = 1_100_000
"""Bytes: an object that lies in a file of its own."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Closed and open packs, a loose object, cosigned checkpoints, requests on their way, evidence of a refusal, time stamps and
    replies that were not accepted."""
    patch, office = pytest.MonkeyPatch(), tmp_path_factory.mktemp("flips")
    patch.setenv("XDG_CONFIG_HOME", str(office / "home"))
    desk = founded(office / "archive")
    (receipt,) = take(desk, b"an item")
    packed_witnessed(desk, receipt.id or "", ("north", "south"))
    desk.archive.vault._close_at = 40_000  # packs close at once, so that one is closed and one is open
    told(desk)
    chance = random.Random(1)
    take(desk, *(chance.randbytes(3000) for _ in range(20)), chance.randbytes(LARGE))
    with served(tmp_path_factory.mktemp("authorities")) as house:
        for name, roots in (("alpha", "alpha"), ("loose", "loose"), ("beta", "alpha")):  # beta's replies do not hold under that root
            through(desk, "timestamp-authority", name=name, url=house.url(name), via="direct", roots=house.root(roots))
        through(desk, "timestamp")
        through(desk, "timestamp-renew", size=desk.archive.stamps.sizes()[0])
    desk = again(desk)
    take(desk, b"one more")
    through(desk, "witness-request", witness="north")
    through(desk, "witness-accept", reply="422 Unprocessable Entity: another history\n", witness="west")
    through(desk, "witness-settle", reason="it was a test")
    desk.archive.close()
    yield desk.archive.root
    patch.undo()


def without_a_child(_parser: str, argument: str, data: bytes, _limits: Limits) -> bytes:
    """A child for each flip would be slow. What ends a child (a library that panics) is told as the sandbox tells it."""
    try:
        return stamp.judged(argument, data)
    except BaseException as exc:
        if isinstance(exc, KeyboardInterrupt):
            raise
        raise SandboxError(str(exc)) from exc


@pytest.fixture(autouse=True)
def keys(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(root.parent / "home"))
    monkeypatch.setattr(stamp, "run", without_a_child)


def kinds(root: Path) -> dict[str, list[Path]]:
    """The files of an archive by their kind: names without numbers and digests. An empty file has no bit."""
    found: dict[str, list[Path]] = {}
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.stat().st_size:
            kind = re.sub(r"[0-9a-f]{8,}|\d+|(?<=objects/)../", "#", path.relative_to(root).as_posix())
            found.setdefault(kind, []).append(path)
    return found


def flipped(path: Path, bit: int) -> None:
    path.chmod(0o600)
    with path.open("r+b") as file:
        file.seek(bit // 8)
        (byte,) = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def names(verdict: Verdict, where: str) -> bool:
    """Whether a failure names this file, or the pack that a file is about."""
    bare = where.removesuffix(".sha256").removesuffix(".idx.jsonl").removesuffix(".tar")
    return any(bare in f"{check.where} {check.found} {check.expected}" for check in verdict.having("failed"))


def found(root: Path, where: str) -> str:
    """Empty when it is found and named, else what was said."""
    try:
        if names(verify_files(root, at.read(root)), where):
            return ""
        verdict = verify(root, lambda: "")
    except BadInputError as exc:
        return "" if where in str(exc) else str(exc)
    return "" if names(verdict, where) else f"{verdict.answer}: {[c for c in verdict.checks if c.verdict != 'passed']}"


@pytest.mark.parametrize("turn", [pytest.param(n, marks=[] if n == 0 else pytest.mark.slow) for n in range(120)])
def test_every_flipped_bit_of_every_kind_of_file_is_found_and_named(root: Path, turn: int) -> None:
    chance = random.Random(turn)
    every = kinds(root)
    missed = []
    for kind, paths in every.items():
        for _ in range(1 if turn == 0 else 4):
            path = chance.choice(paths)
            where, bit = path.relative_to(root).as_posix(), chance.randrange(8 * path.stat().st_size)
            mode = path.stat().st_mode
            flipped(path, bit)
            if said := found(root, where):
                missed.append((kind, where, bit, said))
            flipped(path, bit)
            path.chmod(mode)
    assert missed == []


def test_unflipped_it_is_whole(root: Path) -> None:
    assert verify(root, lambda: "").answer == "passed"
