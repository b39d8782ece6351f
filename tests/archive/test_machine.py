"""The machine: programs, disk, file system, clock; what is absent is said with what it is for."""

from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from muniment.archive import machine

NOW = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)


def test_a_program_that_is_absent_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    found = {check.what: check for check in machine.programs()}
    assert {name: check.verdict for name, check in found.items()} == {
        "bubblewrap": "failed", "openssl": "not_checked", "age": "not_checked", "tesseract": "not_checked", "chromium": "not_checked",
    }  # fmt: skip
    assert all(check.advice and check.advice.startswith("Install ") for check in found.values())


@pytest.mark.needs("openssl3")
def test_a_program_that_is_here_says_its_version() -> None:
    (found,) = [check for check in machine.programs() if check.what == "openssl"]
    assert (found.verdict, str(found.found)[:9]) == ("passed", "OpenSSL 3")


def test_a_program_that_hangs_or_says_nothing_is_present_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "age").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "age").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (found,) = [check for check in machine.programs() if check.what == "age"]
    assert (found.verdict, found.found) == ("passed", "present")


Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(("free", "answer"), [(5 << 30, "passed"), ((1 << 30) - 1, "failed")])
def test_a_disk_that_is_nearly_full_is_told_before_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, answer: str) -> None:
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: Usage(10 << 30, 0, free))
    assert machine.space(tmp_path).verdict == answer


def mounts(folder: Path, *lines: tuple[str, str]) -> Path:
    """A table of mounts as the kernel prints it."""
    table = folder / "mounts"
    rows = [f"{n} 1 8:{n} / {point} rw,relatime shared:{n} - {kind} /dev/x rw" for n, (point, kind) in enumerate(lines)]
    table.write_text("\n".join(rows) + "\n")
    return table


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("ext4", "passed"), ("btrfs", "passed"), ("nfs4", "failed"), ("cifs", "failed"), ("fuse.sshfs", "failed"), ("exfat", "failed")],
)
def test_the_file_system_is_that_of_the_nearest_mount(tmp_path: Path, kind: str, answer: str) -> None:
    archive = tmp_path / "a disk" / "archive"
    archive.mkdir(parents=True)
    point = str(archive.parent).replace(" ", "\\040")
    table = mounts(tmp_path, ("/", "overlay"), (point, kind), (f"{tmp_path}/a", "tmpfs"))
    found = machine.filesystem(archive, table)
    assert found.verdict == answer
    assert kind in str(found.found)


def test_a_later_mount_over_the_same_place_counts(tmp_path: Path) -> None:
    assert machine.filesystem(tmp_path, mounts(tmp_path, ("/", "ext4"), ("/", "nfs"))).verdict == "failed"


def test_a_system_without_a_table_of_mounts_is_not_checked(tmp_path: Path) -> None:
    assert machine.filesystem(tmp_path, tmp_path / "none").verdict == "not_checked"


def test_a_clock_before_the_last_entry_or_the_founding_is_wrong(tmp_path: Path) -> None:
    synchronised = tmp_path / "yes"
    synchronised.touch()
    hour = timedelta(hours=1)
    assert machine.clock(NOW, NOW - hour, NOW - hour, synchronised).verdict == "passed"
    assert machine.clock(NOW, NOW + timedelta(seconds=30), None, synchronised).verdict == "passed"
    assert "last entry" in str(machine.clock(NOW, NOW + hour, NOW - hour, synchronised).expected)
    assert "was made" in str(machine.clock(NOW, None, NOW + hour, synchronised).expected)
    assert machine.clock(NOW, None, None, tmp_path / "no").verdict == "not_checked"
