"""kill -9 at every named step, and at random: nothing acknowledged is lost, the archive opens, no two heads contradict each other.

A child process works in the archive and says through a pipe what it has acknowledged; it kills itself at one call of one step, or
is killed from outside after a while. kill -9 is not power loss: what the kernel holds survives (docs/decisions/0047).
"""

import os
import random
import select
import signal
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from muniment.archive import intake
from muniment.archive.desk import Desk
from muniment.archive.evidence import unsealed
from muniment.model.canonical import digest
from muniment.preserve import note, tiles
from muniment.preserve.intake import Incoming
from tests.archive.makers import checked, faults, founded, items, reopened, take, through
from tests.archive.test_check import let_go

STEPS = [
    "muniment.protect.sheets:Sheets.grow", "muniment.store.writer:Writer.append", "muniment.store.packs:Vault.put_many",
    "muniment.store.packs:Vault.put_file", "muniment.store.writing:Writing.put", "muniment.archive.log:Log.keep_acts",
    "muniment.store.acts:Acts.number", "muniment.archive.log:Log.write", "muniment.archive.log:Log.publish",
    "muniment.archive.log:Log.signed", "muniment.archive.log:Log.prune", "muniment.store.flush:sync",
    "muniment.archive.seals:Seals.doom", "muniment.store.writing:Writing.erase", "muniment.archive.seals:Seals.destroy",
]  # fmt: skip
Say = Callable[[str], None]


def dying(step: str, when: str, nth: int) -> None:
    """From now on the nth call of this step is the last thing this process does, or the last it does not do."""
    module, _, path = step.partition(":")
    owner: Any = import_module(module)
    *holders, name = path.split(".")
    for holder in holders:
        owner = getattr(owner, holder)
    real, left = getattr(owner, name), [nth]

    def call(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] == 0 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*args, **kwargs)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(owner, name, call)
    if step.startswith("muniment.store.flush"):  # the writer took it by name
        import_module("muniment.store.writer").sync = call  # type: ignore[attr-defined]


def work(root: Path, say: Say, rounds: int = 50) -> None:
    """A little of everything, each acknowledged only once it returned."""
    desk, film = reopened(root), root.with_name("film")
    for round in range(rounds):
        asked_back = os.urandom(8)
        film.write_bytes(os.urandom((1 << 20) + 9))
        for receipt in [*take(desk, os.urandom(20), os.urandom(5000)), *take(desk, film), *take(desk, asked_back)]:
            say(f"stored {receipt.sha256} {receipt.id}")
        say(f"logged {desk.archive.log()}")
        say(f"asking {receipt.sha256} {receipt.id}")
        through(desk, "withdraw", id=receipt.id, expected=1, reason="asked for by the giver")
        say(f"erased {receipt.sha256} {receipt.id}")
        if round % 3 == 2:
            through(desk, "open", id=next(i.id for i in items(desk) if not i.withdrawn), reason="to look")


def work_on_many(root: Path, say: Say, rounds: int = 50) -> None:
    """Batch after batch, the next one sealed in another process while one is written down."""
    intake.BATCH = 8
    desk, folder = reopened(root), root.with_name("in")
    for round in range(rounds):
        paths = [folder / f"{round}-{number}" for number in range(44)]
        for path in paths:
            path.write_bytes(os.urandom((1 << 20) + 9 if path.name.endswith("-21") else 700))
        for receipt in through(desk, "take-in", files=[Incoming(path.name, path) for path in paths]):
            say(f"stored {receipt.sha256} {receipt.id}")
        say(f"logged {desk.archive.log()}")


def child(task: Callable[[Say], None]) -> "tuple[int, int]":
    """A process of its own for this, and the end of its pipe."""
    out, into = os.pipe()
    pid = os.fork()
    if pid:
        os.close(into)
        return pid, out
    try:
        os.close(out)
        task(lambda words: os.write(into, f"{words}\n".encode()) and None)
    finally:
        os._exit(17)


def heard(pid: int, out: int, patience: float | None) -> tuple[list[str], int]:
    """What it said until it died, and of what. Killed from outside when patience ends."""
    said, until = b"", time.monotonic() + (patience or 120)
    while select.select([out], [], [], max(0, until - time.monotonic()))[0]:
        if not (piece := os.read(out, 65536)):
            break
        said += piece
    else:
        os.kill(pid, signal.SIGKILL)
    os.close(out)
    return said.decode().splitlines(), os.waitpid(pid, 0)[1]


def head(root: Path) -> tuple[int, bytes]:
    """The published head, by its signature."""
    key = note.parse_vkey((root / "keys" / "log.vkey").read_text().strip())
    signed = note.checkpoint(note.opened((root / "log" / "checkpoint").read_text(), [key])[0])
    return signed.size, signed.root


def after(root: Path, said: list[str], before: tuple[int, bytes]) -> None:
    """What must be true after any death."""
    published = head(root)
    desk = reopened(root)
    log = desk.archive.ledger
    desk.archive.log()
    tree = tiles.Tree(log.read, log.head().size)
    for size, root_hash in (before, published):
        assert size <= log.head().size
        assert tree.subtree(0, size) == root_hash, "a head that was published no longer holds"
    assert all(int(line.split()[1]) <= log.head().size for line in said if line.startswith("logged"))
    held = {item.id: item for item in items(desk)}
    asked = {line.split()[2] for line in said if line.startswith("asking")}
    for line in said:
        word, sha256, id = (line.split() + ["", ""])[:3]
        if word == "erased" or (word == "stored" and id in asked and held[id].withdrawn):
            assert held[id].withdrawn
            assert not desk.archive.seals.is_readable((id,))
        elif word == "stored":
            assert digest(unsealed(desk, held[id])) == sha256
    assert faults(checked(desk)) == []
    desk.archive.close()
    assert head(root)[0] >= published[0]


@pytest.fixture
def archive(root: Path) -> Path:
    desk: Desk = founded(root)
    take(desk, b"from before")
    desk.archive.close()
    let_go(desk)
    return root


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_named_step_nothing_acknowledged_is_lost(step: str, when: str, archive: Path) -> None:
    before = head(archive)
    for nth in (1, 2) if step.endswith(("put", "append", "write")) else (1,):

        def task(say: Say, nth: int = nth) -> None:
            dying(step, when, nth)
            work(archive, say)

        said, status = heard(*child(task), None)
        assert status == signal.SIGKILL, (status, said)
        after(archive, said, before)


def killed_at_random(archive: Path, seeds: range) -> None:
    for seed in seeds:
        before = head(archive)
        said, status = heard(*child(partial(work, archive)), random.Random(seed).uniform(0.2, 1.5))
        assert status == signal.SIGKILL, said
        after(archive, said, before)


def test_killed_at_random_nothing_acknowledged_is_lost(archive: Path) -> None:
    killed_at_random(archive, range(6))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", [*STEPS[:5], "muniment.store.flush:sync"])
def test_killed_in_an_intake_of_many_nothing_acknowledged_is_lost(step: str, when: str, archive: Path) -> None:
    before = head(archive)
    archive.with_name("in").mkdir()

    def task(say: Say) -> None:
        dying(step, when, 2 if step.endswith("put_file") else 4)
        work_on_many(archive, say)

    said, status = heard(*child(task), None)
    assert status == signal.SIGKILL, (status, said)
    after(archive, said, before)


@pytest.mark.parametrize("seed", [1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 21))])
def test_killed_at_random_in_an_intake_of_many(seed: int, archive: Path) -> None:
    before = head(archive)
    archive.with_name("in").mkdir()
    said, status = heard(*child(partial(work_on_many, archive)), random.Random(seed).uniform(0.3, 2.5))
    assert status == signal.SIGKILL, said
    after(archive, said, before)


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(10))
def test_killed_five_hundred_times_at_random(batch: int, archive: Path) -> None:
    killed_at_random(archive, range(50 * batch + 100, 50 * batch + 150))


@pytest.mark.parametrize("step", ["muniment.archive.log:Log.publish", "muniment.store.acts:Acts.number"])
def test_killed_in_the_work_of_mending_it_mends_again(step: str, archive: Path) -> None:
    """The first start after a crash may crash as well."""
    before = head(archive)

    def first(say: Say) -> None:
        dying("muniment.archive.log:Log.keep_acts", "after", 1)
        work(archive, say)

    def second(say: Say) -> None:
        dying(step, "before", 1)
        reopened(archive).archive.log()

    said, status = heard(*child(first), None)
    assert status == signal.SIGKILL
    _, status = heard(*child(second), None)
    assert status == signal.SIGKILL
    after(archive, said, before)
