"""The database made again from vault, ledger and keys, on both kinds: the same dump byte for byte, and nothing made from a forgery."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from muniment.archive import Archive, rebuild, rebuild_archive
from muniment.archive.desk import Desk
from muniment.archive.log import ForkError
from muniment.archive.rebuild import Rebuilt, batches
from muniment.model.errors import MunimentError
from muniment.model.ledger import LedgerEntry
from muniment.store import accounts
from tests.archive.makers import again, chain, checked, faults, founded, items, reopened, take, through, told
from tests.archive.test_check import let_go
from tests.store.conftest import BOTH, Given, server

__all__ = ["server"]


@pytest.fixture(params=BOTH)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """An archive on either kind of database, with something of everything, one item withdrawn."""
    how = {}
    if request.param == "postgres":
        given: Given = request.getfixturevalue("server")
        name = f"r{os.urandom(6).hex()}"
        given.sql(f"CREATE DATABASE {name}")
        how["database"] = given.url(name)
    desk = founded(tmp_path / "archive", **how)
    told(desk)
    take(desk, b"", os.urandom(2 << 20))
    take(desk, b"closed to many", compartment="restricted")
    take(desk, b"identity", compartment="sealed-identity")
    gone = take(desk, b"asked back")[0].id
    take(desk, b"asked back")
    through(desk, "withdraw", id=gone, expected=1, reason="asked for by the giver")
    desk.archive.log()
    yield desk
    let_go(desk)
    if how:
        given.sql(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_dump_is_the_same_byte_for_byte(made: Desk) -> None:
    head = made.archive.log()
    before = through(made, "dump", until=head)
    root = made.archive.root
    made.archive.log()
    let_go(made)
    for end in ("", "-wal", "-shm"):
        (root / f"index.db{end}").unlink(missing_ok=True)
    back = rebuild_archive(root, lambda: "")
    assert isinstance(back, Rebuilt)
    assert back.damaged == ()
    assert back.erased >= 3
    opened = reopened(root)
    assert through(opened, "dump", until=head) == before
    assert before.count(b'"erased":true') == back.erased
    assert faults(checked(opened)) == []
    opened.archive.close()


def test_search_is_made_anew_and_accounts_are_as_documented(made: Desk) -> None:
    accounts.create("v.ashdale", made.agent.id, made.agent.roles, "a password of many words")
    root, is_sqlite = made.archive.root, not made.archive.settings.database
    made.archive.log()
    let_go(made)
    rebuild_archive(root, lambda: "")
    opened = reopened(root)
    assert opened.archive.shelf.search("teacher", compartments=("open",)).total_capped >= 1
    assert (accounts.of_agent(opened.agent.id) is None) is is_sqlite if hasattr(accounts, "of_agent") else True
    opened.archive.close()


@pytest.fixture
def closed(desk: Desk) -> Path:
    told(desk)
    desk.archive.log()
    let_go(again(desk))
    return desk.archive.root


def gone(closed: Path) -> None:
    for end in ("", "-wal", "-shm"):
        (closed / f"index.db{end}").unlink(missing_ok=True)


def test_acts_that_had_not_reached_the_ledger_are_handed_on_first(desk: Desk) -> None:
    """Acknowledged as stored, and not yet logged, when someone only doubts the database."""
    take(desk, b"stored and not logged")
    let_go(desk)
    rebuild_archive(desk.archive.root, lambda: "")
    opened = reopened(desk.archive.root)
    assert len(items(opened)) == 1
    opened.archive.close()


def test_a_database_that_is_noise_is_made_again(closed: Path) -> None:
    gone(closed)
    (closed / "index.db").write_bytes(os.urandom(9000))
    rebuild_archive(closed, lambda: "")
    opened = reopened(closed)
    assert faults(checked(opened)) == []
    assert [e.event for e in chain(opened, items(opened)[0].id)] == ["received"]
    opened.archive.close()


def test_from_acts_that_were_not_signed_nothing_is_made_and_the_old_database_stays(closed: Path) -> None:
    acts = sorted((closed / "log" / "acts").iterdir())
    shutil.copy(acts[1], acts[0])
    before = (closed / "index.db").read_bytes()
    with pytest.raises(MunimentError, match="other acts than its name says"):
        rebuild_archive(closed, lambda: "")
    assert (closed / "index.db").read_bytes() == before
    opened = reopened(closed)
    assert len(items(opened)) == 1
    let_go(opened)


def test_forged_acts_of_the_right_shape_are_not_believed(closed: Path) -> None:
    """By someone with the auditor's key, who rewrites what was done and seals it again."""
    desk = reopened(closed)
    seals, every = desk.archive.seals, sorted((closed / "log" / "acts").iterdir())
    payload, path = next((p, one) for one in every if b'"reason":"sent"' in (p := seals.unseal_act(one.read_bytes())))
    forged = payload.replace(b'"reason":"sent"', b'"reason":"lost"')
    assert forged != payload
    path.write_bytes(seals.seal_act(forged))
    let_go(desk)
    gone(closed)
    with pytest.raises(ForkError, match="not those that were signed"):
        rebuild_archive(closed, lambda: "")


def test_acts_that_change_between_two_readings_make_nothing(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readings = 0

    def turning(archive: Archive) -> Iterator[LedgerEntry]:
        nonlocal readings
        readings += 1
        for entry in batches(archive):
            yield msgspec.structs.replace(entry, reason="another") if readings == 2 and entry.reason == "sent" else entry

    before = (closed / "index.db").read_bytes()
    monkeypatch.setattr(rebuild, "batches", turning)
    with pytest.raises(ForkError, match="changed while they were read"):
        rebuild_archive(closed, lambda: "")
    assert (closed / "index.db").read_bytes() == before


@pytest.mark.parametrize(("which", "said"), [(0, "go on at"), (-1, "were signed")])
def test_missing_acts_are_said(which: int, said: str, closed: Path) -> None:
    sorted((closed / "log" / "acts").iterdir())[which].unlink()
    gone(closed)
    with pytest.raises(MunimentError, match=said):
        rebuild_archive(closed, lambda: "")


def test_what_the_vault_lost_is_named_and_the_rest_comes_back(closed: Path) -> None:
    desk = reopened(closed)
    act, claim = next((act, e) for act in desk.archive.shelf.entries() for e in act.effects if e.id.startswith("cl-"))
    together = [e.id for e in act.effects if e.object == claim.object]
    let_go(desk)
    pack = closed / "packs" / "000001.tar"
    data = bytearray(pack.read_bytes())
    data[data.index((claim.object or "").encode()) + 600] ^= 1
    pack.write_bytes(data)
    gone(closed)
    back = rebuild_archive(closed, lambda: "")
    assert [one.split(" ")[0] for one in back.damaged] == together
    opened = reopened(closed)
    assert len(items(opened)) == 1
    named = faults(checked(opened))
    assert all(any(id in f and "nobody ordered" in f for f in named) for id in together), named
    opened.archive.close()


def test_a_closed_compartment_is_said_and_not_taken_for_erased(desk: Desk) -> None:
    take(desk, b"identity", compartment="sealed-identity")
    desk.archive.log()
    ring = desk.archive.seals.ring.without("sealed-identity")
    folder = desk.archive.seals.sheets.folder.parent
    let_go(desk)
    from muniment.protect import keyring

    keyring.keep(folder, ring, None)
    gone(desk.archive.root)
    with pytest.raises(MunimentError, match="two custodians"):
        rebuild_archive(desk.archive.root, lambda: "")


def test_the_door_rebuilds_an_open_archive_without_losing_what_waits(desk: Desk) -> None:
    take(desk, b"waiting")
    back = through(desk, "rebuild")
    assert back.damaged == ()
    assert len(items(desk)) == 1
    assert faults(checked(desk)) == []
