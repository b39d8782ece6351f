"""Doctor: one page, three answers, each that is no pass with what to do; it changes nothing and says little without keys."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from muniment.archive.desk import Desk
from muniment.archive.doctor import doctor, without_keys
from muniment.archive.work import READING
from muniment.model.errors import RefusedError
from muniment.model.verdict import Check, Verdict
from muniment.store import jobs
from tests.archive.makers import take, through
from tests.archive.office import seat, state


def looked(desk: Desk) -> dict[str, Check]:
    verdict: Verdict = through(desk, "doctor")
    return {check.what: check for check in verdict.checks}


def test_it_looks_at_everything_that_can_go_wrong(desk: Desk) -> None:
    take(desk, b"a letter")
    desk.archive.log()
    found = looked(desk)
    assert set(found) == {
        "bubblewrap", "openssl", "age", "tesseract", "chromium", "disk space", "file system", "clock", "fixity", "backup", "drill",
        "copies of the keys", "keys", "custodians", "waiting work", "ledger",
    }  # fmt: skip
    assert [check.what for check in found.values() if check.verdict != "passed" and not check.advice] == []
    assert (found["ledger"].verdict, found["waiting work"].verdict) == ("passed", "passed")
    assert (found["keys"].verdict, found["keys"].found) == ("failed", "they lie open"), "a demonstration says so"


def test_it_changes_nothing(desk: Desk) -> None:
    desk.archive.log()
    before = state(desk.archive)
    doctor(desk)
    assert state(desk.archive) == before


def test_work_that_was_set_aside_is_named(desk: Desk) -> None:
    jobs.add(READING, ("ev-" + "0" * 32, desk.agent.id), desk.archive.now())
    at = desk.archive.now()
    for _ in range(jobs.MOST_TRIES + 1):
        at += timedelta(hours=2)
        if (job := jobs.claim(at)) is not None:
            jobs.fail(job, "UnknownError", at)
    found = looked(desk)["waiting work"]
    assert (found.verdict, found.found) == ("failed", "0 waiting, 1 set aside")
    assert "UnknownError" in str(found.where)


def test_a_ledger_that_is_behind_what_was_signed_is_told(desk: Desk) -> None:
    take(desk, b"a letter")
    desk.archive.log()
    head = desk.archive.ledger.folder / "head.json"
    head.write_bytes(b'{"size":900,"root":"%s"}' % (b"ab" * 32))
    found = looked(desk)["ledger"]
    assert found.verdict == "failed"
    assert "900" in str(found.found)


def test_a_clock_that_went_back_is_told(desk: Desk) -> None:
    take(desk, b"a letter")
    desk.archive.log()
    desk.archive.clock = lambda: datetime(2020, 1, 1, tzinfo=UTC)
    assert looked(desk)["clock"].verdict == "failed"


def test_keys_that_are_not_here_are_told(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    assert looked(desk)["keys"].verdict == "failed"


def test_locked_it_says_what_it_can(desk: Desk) -> None:
    found = {check.what: check for check in without_keys(desk.archive.root, datetime.now(UTC)).checks}
    assert {found[what].verdict for what in ("fixity", "backup", "drill", "ledger")} == {"not_checked"}
    assert found["file system"].verdict in ("passed", "failed", "not_checked")
    assert set(found) == set(looked(desk))


def test_without_an_archive_it_looks_at_the_machine(tmp_path: Path) -> None:
    found = without_keys(tmp_path, datetime.now(UTC))
    assert found.checks[-1].what == "archive"
    assert found.answer in ("not_checked", "failed")


def test_who_sees_no_content_may_ask_and_who_may_not_check_may_not(desk: Desk) -> None:
    assert "ledger" in looked(seat(desk.archive, "administrator"))
    with pytest.raises(RefusedError):
        looked(seat(desk.archive, "reviewer"))
