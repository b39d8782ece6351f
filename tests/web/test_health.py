"""The archive's own state on the pages: care that is due, and an alarm where sealed bytes are not those that were sealed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from muniment.archive import back_up
from muniment.archive.desk import Desk
from muniment.web.house import HOUSE
from muniment.web.pages.health import alarms, state_of_archive
from tests.archive.makers import founded, take, through
from tests.archive.office import seat


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = founded(tmp_path / "archive")
    take(made, b"an invented letter")
    made.archive.log()
    HOUSE[:] = [made.archive]
    yield made
    HOUSE.clear()
    made.archive.leave()


def told(desk: Desk, lang: str = "en") -> dict[str, tuple[str, str]]:
    return {check.what: (check.answer, check.told) for check in state_of_archive(lang, desk)}  # type: ignore[arg-type]


def test_a_backup_is_never_done_then_done_then_overdue(desk: Desk, tmp_path: Path) -> None:
    assert told(desk)["Backup on another disk"][0] == "not_checked"
    back_up(desk, tmp_path / "disk")
    answer, said = told(desk)["Backup on another disk"]
    assert answer == "passed"
    assert str(tmp_path) not in said, "where it lies is nobody's business on a page"
    at = desk.archive.now() + timedelta(days=9)
    desk.archive.clock = lambda: at
    assert told(desk)["Backup on another disk"][0] == "failed"
    assert "overdue" in told(desk)["Backup on another disk"][1]


def test_it_is_said_in_persian_too(desk: Desk, tmp_path: Path) -> None:
    back_up(desk, tmp_path / "disk")
    assert told(desk, "fa")["پشتیبان بر دیسکی دیگر"][0] == "passed"
    assert told(desk, "fa")["رونوشت‌های کلیدها"][1].startswith("هنوز هیچ‌گاه.")


def test_a_failed_object_is_an_alarm_for_everyone_who_looks_after_the_archive(desk: Desk) -> None:
    assert alarms("en", desk) == ()
    pack = desk.archive.root / "packs" / "000001.tar"
    data = pack.read_bytes()
    pack.write_bytes(data[:700] + bytes([data[700] ^ 1]) + data[701:])
    through(desk, "fixity-run")
    desk.archive.log()
    ((words, way),) = alarms("en", desk)
    assert words.startswith("One fault in the sealed bytes was found on ")
    assert way is not None
    assert way.href == "/ledger"
    assert told(desk)["Sealed bytes, looked at on a beat"][0] == "failed"
    assert alarms("fa", desk)[0][0]
    assert alarms("en", seat(desk.archive, "auditor"))
    assert alarms("en", seat(desk.archive, "reviewer")) == ()
    assert "Backup on another disk" not in told(seat(desk.archive, "reviewer"))
