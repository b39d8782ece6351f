"""Several processes with one archive open: no entry lost, none numbered twice, one line of signed heads, readers never in the way."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from muniment.archive import Archive
from muniment.model.ledger import LedgerEntry
from muniment.preserve import merkle, note, tiles
from muniment.preserve.commitment import leaf_of
from tests.archive.office import item, owner_of, take, through

WRITER = """
import sys
from pathlib import Path
from muniment.archive import DOORS, Desk, open_archive, owner
from muniment.preserve.intake import Incoming
archive = open_archive(Path(sys.argv[1]), lambda: "")
desk = Desk(archive, owner(archive))
for n in range(int(sys.argv[3])):
    (receipt,) = DOORS["take-in"].through(desk, {"files": [Incoming(f"{sys.argv[2]} {n}.txt", data=f"{sys.argv[2]} {n}".encode())]})
    print(receipt.id, flush=True)
    if n % 3 == 0:
        archive.log()
archive.close()
"""


def start(archive: Archive, name: str, count: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, archive.root, name, str(count)], stdout=subprocess.PIPE, text=True, env=environment
    )


def heads(archive: Archive) -> note.Checkpoint:
    """The published head, its signature checked."""
    key = archive.ledger.key(archive.seals.ring)
    body, _ = note.opened(archive.ledger.checkpoint(), [note.parse_vkey(key.vkey)])
    return note.checkpoint(body)


def whole(archive: Archive) -> list[LedgerEntry]:
    """Every entry, in order, none missing, none twice, and the signed root is theirs."""
    archive.log()
    found = list(archive.shelf.entries())
    assert [entry.seq for entry in found] == list(range(len(found)))
    assert len({entry.id for entry in found}) == len(found)
    signed = heads(archive)
    assert signed.size == len(found)
    assert signed.root == merkle.root([leaf_of(entry) for entry in found]) == tiles.Tree(archive.ledger.read, signed.size).root
    return found


@pytest.mark.parametrize(("processes", "count"), [(2, 8), pytest.param(4, 60, marks=pytest.mark.slow)])
def test_writers_side_by_side_lose_nothing_and_fork_nothing(archive: Archive, processes: int, count: int) -> None:
    desk = owner_of(archive)
    started = [start(archive, f"writer {n}", count) for n in range(processes)]
    mine, seen, roots = [], [], {}
    while any(process.poll() is None for process in started):
        mine.append(take(desk, f"mine {len(mine)}"))
        archive.log()
        signed = heads(archive)
        assert roots.setdefault(signed.size, signed.root) == signed.root, "two heads of one size"
        seen.append(signed.size)
        time.sleep(0.05)
    told = [line for process in started for line in process.communicate()[0].split()]
    assert [process.returncode for process in started] == [0] * processes
    assert len(told) == processes * count
    assert seen == sorted(seen), "the log never grew shorter"
    found = whole(archive)
    logged = {effect.id for entry in found for effect in entry.effects}
    assert {*told, *mine} <= logged, "what was acknowledged is in the ledger"
    assert through(desk, "check").answer == "passed"
    for size, root in roots.items():
        assert merkle.root([leaf_of(entry) for entry in found[:size]]) == root, "every head published is one of the same line"


def test_a_reader_sees_each_item_as_soon_as_its_receipt_was_printed(archive: Archive) -> None:
    desk = owner_of(archive)
    process = start(archive, "writer", 4)
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            assert item(desk, line.strip()).size > 0
    assert process.returncode == 0
    whole(archive)


def test_a_writer_killed_in_the_middle_leaves_everything_it_acknowledged(archive: Archive) -> None:
    process = start(archive, "writer", 1000)
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(5)]
    process.kill()
    told += process.communicate()[0].split()
    found = whole(archive)
    logged = {effect.id for entry in found for effect in entry.effects}
    assert {id for id in told if len(id) == 35} <= logged
    assert through(owner_of(archive), "check").answer == "passed"


def test_a_change_in_one_process_is_changed_meanwhile_in_the_other(archive: Archive, tmp_path: Path) -> None:
    desk = owner_of(archive)
    source = through(desk, "source", name="A newspaper")
    code = (
        "import sys; from pathlib import Path; from muniment.archive import DOORS, Desk, open_archive, owner\n"
        "archive = open_archive(Path(sys.argv[1]), lambda: ''); desk = Desk(archive, owner(archive))\n"
        "DOORS['grade'].through(desk, {'id': sys.argv[2], 'expected': 1, 'grade': 'B', 'credibility': '2'}); archive.close()"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code, archive.root, source.id], check=True, timeout=120, env=environment)
    with pytest.raises(Exception, match="changed meanwhile"):
        through(desk, "grade", id=source.id, expected=1, grade="E", credibility="5")
    through(desk, "grade", id=source.id, expected=2, grade="C", credibility="3")
    assert [n.grade for n in archive.shelf.history(source.id)] == ["F", "B", "C"]  # type: ignore[attr-defined]
