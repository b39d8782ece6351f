"""Flushing: whole, in order, and final when it fails."""

import errno
import os
from pathlib import Path

import pytest

from muniment.store.errors import FlushError, FullError, ReadOnlyError, StoreError
from muniment.store.flush import folder, place, rename, sync, sync_folder, write


def test_a_file_is_flushed_before_it_gets_its_name_and_the_folder_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    real = {"fdatasync": os.fdatasync, "fsync": os.fsync}
    monkeypatch.setattr(os, "fdatasync", lambda fd: (steps.append("flush file"), real["fdatasync"](fd))[1])
    monkeypatch.setattr(os, "fsync", lambda fd: (steps.append("flush folder"), real["fsync"](fd))[1])
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda self, to: (steps.append("rename"), replace(self, to))[1])
    place(b"new", tmp_path / "target", tmp_path / "draft")
    assert steps == ["flush file", "rename", "flush folder"]
    assert (tmp_path / "target").read_bytes() == b"new" and not (tmp_path / "draft").exists()


def test_a_write_that_takes_less_than_all_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data)[:7]))
    descriptor = os.open(tmp_path / "f", os.O_WRONLY | os.O_CREAT)
    write(descriptor, [b"a" * 20, b"b" * 20], "f")
    os.close(descriptor)
    assert (tmp_path / "f").read_bytes() == b"a" * 20 + b"b" * 20


@pytest.mark.parametrize(("number", "error"), [(errno.ENOSPC, FullError), (errno.EROFS, ReadOnlyError), (errno.EIO, StoreError)])
def test_a_write_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[StoreError]) -> None:
    def failing(fd: int, data: bytes) -> int:
        raise OSError(number, "said")

    monkeypatch.setattr(os, "write", failing)
    with pytest.raises(error, match="target"):
        place(b"x", tmp_path / "target", tmp_path / "draft")
    assert not (tmp_path / "target").exists()


def test_a_flush_that_fails_is_final(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(fd: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fdatasync", failing)
    monkeypatch.setattr(os, "fsync", failing)
    for verb in (lambda: sync(0, "a pack"), lambda: sync_folder(tmp_path)):
        with pytest.raises(FlushError, match="did not confirm"):
            verb()


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for verb in (lambda: folder(tmp_path / "file"), lambda: folder(tmp_path / "no" / "such"), lambda: sync_folder(tmp_path / "no"),
                 lambda: rename(tmp_path / "no", tmp_path / "x")):  # fmt: skip
        with pytest.raises(StoreError):
            verb()
