"""The power goes at any call: of what was acknowledged nothing is lost, the archive opens, no two heads contradict each other.

A process works in a real archive, database and keys included, while everything it does to files is recorded. Then for every call each
kind of disk that may be left is laid out, and what holds after a crash must hold there too (test_crash). kill -9 is the easy case:
there the kernel keeps what was not flushed.
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.archive.makers import founded, take
from tests.archive.powerloss import Act, Disk, Tree, acts, lay, mark, tree
from tests.archive.test_crash import after, head

HERE = Path(__file__).parent
SESSION = """
import os, sys
from pathlib import Path
from tests.archive.test_power_loss import session
session(Path(sys.argv[1]))
"""
RECORDING = {name: value for name, value in os.environ.items() if name.startswith(("LD_PRELOAD", "RECORD_"))}


class Recorded(subprocess.Popen[bytes]):
    """A child that is given a bare environment is recorded too."""

    def __init__(self, *args: Any, env: dict[str, str] | None = None, **how: Any) -> None:
        super().__init__(*args, env=None if env is None else {**env, **RECORDING}, **how)


def session(office: Path) -> None:
    """What an office does in a minute, saying what it was told is safe: small files and a large one, packs that close, a second
    process that seals, an item withdrawn, acts signed."""
    from muniment.archive import intake
    from tests.archive.test_crash import work, work_on_many

    said = os.open(office / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def say(words: str) -> None:
        os.write(said, f"{words}\n".encode())

    subprocess.Popen = Recorded  # type: ignore[misc]
    intake.BATCH = 8
    (office / "in").mkdir()
    work(office / "archive", say, rounds=2)
    work_on_many(office / "archive", say, rounds=1)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Tree, list[Act], Tree]]:
    """The disk before, everything that was done to it, and the disk after."""
    office, tools = tmp_path_factory.mktemp("office"), tmp_path_factory.mktemp("tools")
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CONFIG_HOME", str(office / "home"))
    desk = founded(office / "archive")
    take(desk, b"from before")
    desk.archive.close()
    begun = tree(office)
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", tools / "recorder.so", HERE / "recorder.c", "-ldl", "-lpthread"], check=True)
    env = {**os.environ, "LD_PRELOAD": str(tools / "recorder.so"), "RECORD_ROOT": str(office), "RECORD_LOG": str(tools / "log")}
    root = HERE.parents[1]
    env["PYTHONPATH"] = f"{root / 'src'}:{root}"
    subprocess.run([sys.executable, "-c", SESSION, office], env=env, check=True, cwd=root)
    yield begun, list(acts((tools / "log").read_bytes(), office)), tree(office)
    patch.undo()


@pytest.mark.slow
@pytest.mark.needs("cc")
def test_the_record_is_whole(recorded: tuple[Tree, list[Act], Tree]) -> None:
    """With everything done, the disk that is made from the record is the disk that is there."""
    begun, done, ended = recorded
    disk = Disk(begun)
    for act in done:
        disk.do(act)
    *_, made = list(disk.states(random.Random(0), 0))
    assert {path: mark({path: data}) for path, data in made.items()} == {path: mark({path: data}) for path, data in ended.items()}


def survives(state: Tree, said: list[str], before: tuple[int, bytes], office: Path, patch: pytest.MonkeyPatch) -> None:
    """What must hold on this disk."""
    lay(state, office)
    patch.setenv("XDG_CONFIG_HOME", str(office / "home"))
    after(office / "archive", said, before)
    shutil.rmtree(office)


SHARES = 40
"""The states are tried in so many parts, one a test."""
MIXTURES = 2
"""Random mixtures of what was not flushed, after each call."""


@pytest.mark.slow
@pytest.mark.needs("cc")
@pytest.mark.parametrize("share", range(SHARES))
def test_whatever_was_acknowledged_is_there_after_the_power_went(
    share: int, recorded: tuple[Tree, list[Act], Tree], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, done, _ = recorded
    disk, chance, seen, said = Disk(begun), random.Random(7), set(), b""
    lay(begun, tmp_path / "begun")
    before, wrong = head(tmp_path / "begun" / "archive"), []
    for number, act in enumerate(done):
        disk.do(act)
        if act.path == "said":
            said += act.data
        for kind, state in enumerate(disk.states(chance, MIXTURES)):
            state = {path: data for path, data in state.items() if path.startswith(("archive", "home"))}
            if (known := mark(state)) in seen:
                continue
            seen.add(known)
            if len(seen) % SHARES != share:
                continue
            try:
                survives(state, said.decode().splitlines(), before, tmp_path / f"{number}-{kind}", monkeypatch)
            except Exception as exc:
                wrong.append((number, kind, act.what, act.path, f"{type(exc).__name__}: {exc}"[:300]))
    print(f"{len(done)} calls, {len(seen)} disks, {len(seen) // SHARES} of them tried here")
    assert wrong == []
