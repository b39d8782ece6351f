"""Copies on another disk: whole, read back, and named only then."""

import hashlib
from pathlib import Path

import pytest

from muniment.store import copy
from muniment.store.copy import Copier, CopyError, digest_of
from muniment.store.errors import FullError


@pytest.fixture
def copier(tmp_path: Path) -> Copier:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "target").mkdir()
    return Copier(tmp_path / "target", tmp_path / "drafts")


def test_the_beginning_of_a_file_is_copied_and_answered_for(tmp_path: Path, copier: Copier) -> None:
    source = tmp_path / "pack"
    source.write_bytes(b"a" * (3 << 20) + b"not safe yet")
    assert copier.file(source, "packs/1", 3 << 20) == hashlib.sha256(b"a" * (3 << 20)).hexdigest()
    copier.end()
    assert (tmp_path / "target" / "packs" / "1").read_bytes() == b"a" * (3 << 20)
    assert list((tmp_path / "drafts").iterdir()) == []


def test_a_source_that_ends_early_gets_no_name(tmp_path: Path, copier: Copier) -> None:
    source = tmp_path / "pack"
    source.write_bytes(b"short")
    with pytest.raises(CopyError, match="ended after 5 of 9 bytes"):
        copier.file(source, "packs/1", 9)
    assert list((tmp_path / "target").rglob("1")) == []


def test_a_disk_that_gives_back_other_bytes_is_found_out(tmp_path: Path, copier: Copier, monkeypatch: pytest.MonkeyPatch) -> None:
    real = copy.write
    monkeypatch.setattr(copy, "write", lambda descriptor, pieces, what: real(descriptor, [b"?" + piece[1:] for piece in pieces], what))
    with pytest.raises(CopyError, match="cannot be trusted"):
        copier.put(b"the bytes", "log/checkpoint")
    assert not (tmp_path / "target" / "log" / "checkpoint").exists()


def test_no_room_is_said_and_leaves_no_name(copier: Copier, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise FullError("No room on the disk.")

    monkeypatch.setattr(copy, "write", full)
    with pytest.raises(FullError):
        copier.put(b"x", "a")
    assert not (copier.target / "a").exists()


def test_a_file_that_is_missing_or_shorter_has_no_digest(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert digest_of(tmp_path / "a", 3) == hashlib.sha256(b"abc").hexdigest()
    assert digest_of(tmp_path / "a", 4) is None
    assert digest_of(tmp_path / "b", 0) is None
