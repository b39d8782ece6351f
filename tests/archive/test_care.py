"""How an archive is looked after, told from its ledger: done, overdue, behind, never; the same after a rebuild."""

from datetime import timedelta
from pathlib import Path

import pytest

from muniment.archive import back_up
from muniment.archive.backup import BackupError
from muniment.archive.care import Care, care
from muniment.archive.desk import Desk
from muniment.archive.drill import drill
from muniment.archive.keycopies import copy_keys
from muniment.archive.past import Past
from tests.archive.makers import take, through


def told(desk: Desk) -> dict[str, Care]:
    desk.archive.log()
    return {one.what: one for one in care(desk.archive)}


def later(desk: Desk, days: float) -> None:
    at = desk.archive.now() + timedelta(days=days)
    desk.archive.clock = lambda: at


def test_a_young_archive_has_nothing_to_be_blamed_for_and_an_old_one_has(desk: Desk) -> None:
    assert {(one.how, one.answer) for one in told(desk).values()} == {("never", "not_checked")}
    later(desk, 40)
    assert {what: one.answer for what, one in told(desk).items()} == {
        "fixity": "not_checked", "backup": "failed", "drill": "not_checked", "key-copies": "failed",
    }  # fmt: skip


def test_each_is_done_and_then_overdue(desk: Desk, tmp_path: Path) -> None:
    take(desk, b"a letter")
    back_up(desk, tmp_path / "disk")
    drill(desk, tmp_path / "disk")
    copy_keys(desk, tmp_path / "stick")
    through(desk, "fixity-run")
    done = told(desk)
    assert {(one.how, one.answer) for one in done.values()} == {("done", "passed")}
    assert done["backup"].where == done["drill"].where == str(tmp_path / "disk")
    later(desk, 9)
    assert [what for what, one in told(desk).items() if one.how == "overdue"] == ["backup"]
    later(desk, 30)
    assert [what for what, one in told(desk).items() if one.how == "overdue"] == ["fixity", "backup"]
    later(desk, 400)
    assert [what for what, one in told(desk).items() if one.how == "overdue"] == ["fixity", "backup", "drill"]


def test_a_copy_of_the_keys_is_behind_after_a_withdrawal_and_not_after_it_was_brought_up_to_now(desk: Desk, tmp_path: Path) -> None:
    id = take(desk, b"a letter")[0].id
    first = copy_keys(desk, tmp_path / "first")
    copy_keys(desk, tmp_path / "second")
    through(desk, "withdraw", id=id, expected=1, reason="asked for")
    assert (told(desk)["key-copies"].how, told(desk)["key-copies"].count) == ("behind", 2)
    copy_keys(desk, tmp_path / "second")
    assert (told(desk)["key-copies"].how, told(desk)["key-copies"].where) == ("behind", first.copy)
    copy_keys(desk, tmp_path / "first")
    assert told(desk)["key-copies"].how == "done"


def test_keys_of_items_that_lie_in_no_copy_are_told(desk: Desk, tmp_path: Path) -> None:
    take(desk, b"a letter")
    copy_keys(desk, tmp_path / "stick")
    take(desk, b"another")
    assert told(desk)["key-copies"].how == "overdue"


def test_a_drill_that_failed_stays_told_until_one_ends_well(desk: Desk, tmp_path: Path) -> None:
    take(desk, b"a letter")
    back_up(desk, tmp_path / "disk")
    act = next((tmp_path / "disk" / "log" / "acts").iterdir())
    data = act.read_bytes()
    act.write_bytes(data + b"?")
    drill(desk, tmp_path / "disk")
    act.write_bytes(b"?" + data[1:])
    with pytest.raises(BackupError):
        drill(desk, tmp_path / "disk")
    assert (told(desk)["drill"].how, told(desk)["drill"].answer) == ("failed", "failed")
    act.write_bytes(data)
    drill(desk, tmp_path / "disk")
    assert told(desk)["drill"].how == "done"


def test_a_fault_is_an_alarm_from_the_moment_it_is_found_until_a_pass_finds_none(desk: Desk) -> None:
    take(desk, b"a letter")
    desk.archive.log()
    (pack,) = desk.archive.root.glob("packs/*.tar")
    data = pack.read_bytes()
    pack.write_bytes(data[:700] + bytes([data[700] ^ 1]) + data[701:])
    assert through(desk, "fixity-run").faults == 1
    assert (told(desk)["fixity"].how, told(desk)["fixity"].count) == ("failed", 1)
    now = pack.read_bytes()  # entries made since were appended
    pack.write_bytes(data + now[len(data) :])
    through(desk, "fixity-run")
    assert told(desk)["fixity"].how == "done"


def test_the_past_is_the_same_read_at_once_or_as_it_came(desk: Desk, tmp_path: Path) -> None:
    as_it_came = desk.archive.past
    for n in range(3):
        back_up(desk, tmp_path / f"disk {n}")
        through(desk, "fixity-run")
        desk.archive.log()
        as_it_came.of("archive.backed-up")
    types = ("archive.backed-up", "archive.fixity-checked")
    assert [entry.seq for entry in as_it_came.of(*types)] == [entry.seq for entry in Past(desk.archive.shelf).of(*types)]
    assert len(as_it_came.of(*types)) == 6
    assert as_it_came.last("archive.drilled") is None
