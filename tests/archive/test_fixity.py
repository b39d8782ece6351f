"""Fixity on a beat: in slices, after other work, once; what fails is in the ledger and in the item's custody at once."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from muniment.archive import fixity
from muniment.archive.desk import Desk
from muniment.archive.fixity import KIND, Pass, carried
from muniment.archive.work import READING, once
from muniment.model.errors import RefusedError
from muniment.store import jobs
from tests.archive.makers import chain, take, through
from tests.archive.office import entries, seat


@pytest.fixture
def filled(desk: Desk) -> Iterator[Desk]:
    desk.archive.vault._close_at = 30_000  # type: ignore[attr-defined]
    for _ in range(4):
        take(desk, os.urandom(20_000))
    take(desk, os.urandom(2 << 20))
    desk.archive.log()
    yield desk


def later(desk: Desk, **how: float) -> None:
    """The archive's clocks, moved on."""
    at, beat = desk.archive.now() + timedelta(**how), desk.archive.monotonic() + 1e6
    desk.archive.clock, desk.archive.monotonic = lambda: at, lambda: beat


def spoil(path: Path, at: int = 2000) -> None:
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def found(desk: Desk) -> list[tuple[str, str]]:
    return [one for one in entries(desk.archive) if one[0].startswith("archive.fixity")]


def test_a_pass_looks_at_every_object_and_says_its_scope(filled: Desk) -> None:
    report = through(filled, "fixity-run")
    objects = list(filled.archive.vault.ids())
    assert (report.objects, report.faults) == (len(objects), 0)
    assert report.bytes >= sum(size for *_, size in objects)
    assert [type for type, _ in found(filled)] == ["archive.fixity-checked"]
    (told,) = through(filled, "fixity-passes")
    assert (told.objects, told.bytes, told.begun) == (report.objects, report.bytes, report.begun)
    assert told.entry is not None


def test_what_failed_is_named_with_its_item_and_stands_in_its_custody(filled: Desk) -> None:
    (large,) = filled.archive.root.glob("objects/??/*")
    spoil(large)
    report = through(filled, "fixity-run")
    assert report.faults == 1
    (_, first), (_, last) = found(filled)
    assert {type for type, _ in found(filled)} == {"archive.fixity-failed"}
    assert first.startswith(f"objects/{large.parent.name}/{large.name}: ")
    assert "1 faults; whole vault" in last
    held = [item for item in through(filled, "evidence") if item.size == 2 << 20]
    assert chain(filled, held[0].id)[-1].event == "fixity-failed"
    assert [chain(filled, item.id)[-1].event for item in through(filled, "evidence") if item.size != 2 << 20] == ["received"] * 4


@pytest.mark.parametrize("where", ["packs/000001.tar", "log/tile", "packs/000002.tar"])
def test_every_kind_of_file_is_looked_at(filled: Desk, where: str) -> None:
    path = filled.archive.root / where
    if path.is_dir():
        spoil(next(one for one in path.rglob("*") if one.is_file() and "entries" not in one.parts), 5)
    else:
        spoil(path)
    report = through(filled, "fixity-run")
    assert report.faults >= 1
    assert where in found(filled)[0][1]


def test_a_missing_pack_and_a_foreign_file_are_faults(filled: Desk) -> None:
    (filled.archive.root / "packs" / "000001.tar").unlink()
    (filled.archive.root / "objects" / "notes.txt").touch()
    assert through(filled, "fixity-run").faults >= 2
    assert any("a pack is missing" in reason for _, reason in found(filled))


def test_nothing_is_due_in_a_young_archive_and_a_pass_is_due_in_time(filled: Desk) -> None:
    assert not once(filled.archive)
    later(filled, days=29)
    assert not once(filled.archive)
    later(filled, days=3)
    assert once(filled.archive)


def test_it_goes_on_slice_by_slice_and_ends_once(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixity, "SLICE", 1)
    later(filled, days=31)
    slices = 0
    while once(filled.archive) or jobs.pending(KIND):
        slices += 1
        assert found(filled) == [] or not jobs.pending(KIND)
        later(filled, minutes=2)
        assert slices < 30
    whole = through(filled, "fixity-run")
    assert slices > 5
    in_slices, at_once = (reason.split(";")[0] for _, reason in found(filled))
    assert in_slices.split(",")[0] == at_once.split(",")[0] == f"{whole.objects} objects"
    later(filled, minutes=2)
    assert not once(filled.archive), "the next is due in a month"


def test_a_slice_that_died_is_done_again_by_whoever_comes(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class _Dies(BaseException):
        pass

    def dies(*_: object) -> None:
        raise _Dies

    later(filled, days=31)
    with monkeypatch.context() as patch:
        patch.setattr(fixity, "_looked", dies)
        with pytest.raises(_Dies):
            once(filled.archive)
    later(filled, minutes=3)
    while once(filled.archive) or jobs.pending(KIND):
        later(filled, minutes=2)
    assert [type for type, _ in found(filled)] == ["archive.fixity-checked"]


def test_what_somebody_waits_for_comes_first(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixity, "SLICE", 1)
    later(filled, days=31)
    assert once(filled.archive)
    later(filled, minutes=2)
    through(filled, "queue", ids=[through(filled, "evidence")[0].id])
    assert once(filled.archive)
    assert jobs.known(READING, (through(filled, "evidence")[0].id, filled.agent.id)) == "done"
    assert jobs.pending(KIND)


def test_switched_off_nothing_is_due(filled: Desk) -> None:
    from msgspec.structs import replace

    filled.archive.settings = replace(filled.archive.settings, fixity_days=0)
    later(filled, days=4000)
    assert not once(filled.archive)


def test_a_job_carries_where_a_pass_is_in_numbers_alone() -> None:
    for state in (Pass(1_790_000_000), Pass(1_790_000_000, 0, 5, 6, 7), Pass(1, fixity.LOG, 10**12, 10**15, 10**6)):
        assert carried(state.ids) == state
        assert all(part.isdecimal() for part in state.ids)


def test_who_may_not_check_may_not_start_one(filled: Desk) -> None:
    with pytest.raises(RefusedError):
        through(seat(filled.archive, "reviewer"), "fixity-run")
    assert through(seat(filled.archive, "auditor"), "fixity-run").faults == 0
