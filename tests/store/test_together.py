"""Several processes on one archive: all that was answered for is there, in one order of acts, nothing twice."""

import pytest

from muniment.store import Database, Shelf
from tests.store.makers import ALL, make_source, other_process, put

SCRIPT = """
import sys
from muniment.store import Database, Shelf, configure
from muniment.store.errors import BusyError
key = bytes.fromhex(sys.argv[2])
configure(Database(sys.argv[1], key or None))
from tests.store.makers import make_source, put
shelf = Shelf()
for n in range(int(sys.argv[3])):
    source = make_source(name=f"paper {n}")
    put(shelf, source)
    print(source.id, flush=True)
shelf.close()
"""


def test_processes_that_write_at_once_wait_for_each_other_and_lose_nothing(database: Database) -> None:
    args = (database.url, (database.key or b"").hex(), "60")
    processes = [other_process(SCRIPT, *args) for _ in range(3)]
    shelf, mine = Shelf(), [make_source(name="ours") for _ in range(60)]
    for source in mine:
        put(shelf, source)
    theirs = [id for process in processes for id in process.communicate()[0].split()]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert len(theirs) == 180
    assert {noun.id for noun in shelf.find("source", compartments=ALL)} == {*theirs, *(source.id for source in mine)}
    waiting = shelf.unnumbered(1000)
    assert len({row for row, _ in waiting}) == 240
    assert shelf.search("paper", compartments=ALL).total_capped == 180


def test_a_process_killed_in_the_middle_leaves_whole_acts_only(database: Database) -> None:
    process = other_process(SCRIPT, database.url, (database.key or b"").hex(), "100000")
    assert process.stdout is not None
    answered = [process.stdout.readline().strip() for _ in range(40)]
    process.kill()
    rest, _ = process.communicate()
    answered += rest.rpartition("\n")[0].split()
    shelf = Shelf()
    nouns = {noun.id for noun in shelf.find("source", compartments=ALL)}
    acts = {effect.id for _, entry in shelf.unnumbered(100_000) for effect in entry.effects}
    assert nouns == acts >= set(answered)
    assert shelf.search("paper", compartments=ALL, limit=1).total_capped == len(nouns)


def test_a_reader_sees_an_act_whole_or_not_at_all(database: Database) -> None:
    process = other_process(SCRIPT, database.url, (database.key or b"").hex(), "150")
    shelf = Shelf()
    while process.poll() is None:
        acts = [entry for _, entry in shelf.unnumbered(1000)]
        assert len(shelf.many([effect.id for entry in acts for effect in entry.effects])) == len(acts)
    assert process.communicate()[0].count("\n") <= 150 and process.returncode == 0


@pytest.mark.parametrize("patience", [200])
def test_waiting_too_long_for_another_writer_is_said_plainly(sqlite: Database, patience: int) -> None:
    from muniment.store.bulk import do
    from muniment.store.errors import BusyError

    script = (
        SCRIPT.partition("shelf = Shelf()")[0]
        + """
with Shelf().transaction():
    print("writing", flush=True)
    sys.stdin.read()
"""
    )
    process = other_process(script, sqlite.url, (sqlite.key or b"").hex())
    assert process.stdout is not None and process.stdout.readline() == "writing\n"
    do(f"PRAGMA busy_timeout = {patience}")
    with pytest.raises(BusyError, match="Another process is writing"):
        put(Shelf(), make_source())
    process.communicate("")
    put(Shelf(), make_source())
