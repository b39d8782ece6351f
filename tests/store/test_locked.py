"""Locked, no file of the archive holds a name, a claim or a search term: not the database, its log, jobs or accounts."""

from datetime import timedelta
from pathlib import Path

import pytest

from muniment.store import Database, Shelf, accounts, close, jobs
from muniment.store.bulk import one
from tests.store.makers import ALL, NOW, make_evidence, make_name, make_passage, make_source, make_text, new, other_process, put

CANARIES = ("kanarienvogel", "قناریزرد")


def fill(shelf: Shelf) -> None:
    evidence = make_evidence(name=f"{CANARIES[0]}.pdf", note=CANARIES[1])
    passage = make_passage(evidence)
    names = [make_name(evidence, passage, canary) for canary in CANARIES]
    texts = [make_text(evidence, f"{canary} " * 500) for canary in CANARIES]
    put(shelf, evidence, passage, *names, *texts, roots=(evidence.id,))
    put(shelf, make_source(name=CANARIES[0], note=CANARIES[1]))
    accounts.create(CANARIES[0], new("ag"), ("analyst",), CANARIES[1] * 2)
    jobs.add("read", [evidence.id], NOW)
    jobs.fail(jobs.claim(NOW, lease=timedelta(seconds=1)) or pytest.fail("no job"), CANARIES[0], NOW)
    for canary in CANARIES:
        assert shelf.search(canary, compartments=ALL).total_capped >= 3
        # a sort and a group too large for one page: temporary tables must stay in memory
        one("SELECT count(*) FROM (SELECT DISTINCT a.payload, b.payload FROM store_row a, store_row b ORDER BY 2, 1)")


def readable(folder: Path) -> list[str]:
    found = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        for canary in CANARIES:
            forms = [canary.encode(), canary.upper().encode(), canary.encode("utf-16-le"), canary[:7].encode()]
            found += [f"{path.name}: {form!r}" for form in forms if form in data]
    return found


def test_while_it_is_open_the_files_are_unreadable_too(sqlite: Database, tmp_path: Path) -> None:
    fill(Shelf())
    assert {path.name for path in tmp_path.iterdir()} == {"index.db", "index.db-wal", "index.db-shm"}
    assert (tmp_path / "index.db-wal").stat().st_size > 10_000
    assert readable(tmp_path) == []


def test_closed_only_the_encrypted_file_is_left(sqlite: Database, tmp_path: Path) -> None:
    fill(Shelf())
    close()
    assert [path.name for path in tmp_path.iterdir()] == ["index.db"]
    assert readable(tmp_path) == []
    assert (tmp_path / "index.db").read_bytes()[:16] != b"SQLite format 3\0"


def test_seized_while_running_nothing_is_readable_and_nothing_stored_is_lost(sqlite: Database, tmp_path: Path) -> None:
    """Another process is killed with its log beside the file, temporary folder inside what is searched."""
    close()
    script = f"""
import sys
from muniment.store import Database, configure, Shelf
configure(Database({sqlite.url!r}, bytes.fromhex({(sqlite.key or b"").hex()!r})))
from tests.store.test_locked import fill
fill(Shelf())
print("stored", flush=True)
sys.stdin.read()
"""
    process = other_process(script)
    assert process.stdout is not None and process.stdout.readline() == "stored\n"
    process.kill()
    process.communicate()
    assert (tmp_path / "index.db-wal").exists()
    assert readable(tmp_path) == []
    from muniment.store import configure

    configure(sqlite)
    assert Shelf().search(CANARIES[1], compartments=ALL).total_capped >= 3


def test_the_connection_is_set_up_for_power_cuts_and_erasure(sqlite: Database) -> None:
    asked = {"journal_mode": "wal", "synchronous": 2, "temp_store": 2, "secure_delete": 1, "busy_timeout": 5000, "foreign_keys": 1}
    assert {name: one(f"PRAGMA {name}")[0] for name in asked} == asked
    assert one("PRAGMA cipher_version")[0].startswith("4.")
