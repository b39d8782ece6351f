"""`archive.toml`: whatever is written reads back; it names no secret; what is damaged is told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.archive.desk import Desk
from muniment.archive.files import BY_HAND
from muniment.archive.settings import FILE, Settings, accept, archive_folder, database_url, is_as_written, keys_folder, read, write
from muniment.archive.verify import verify
from muniment.model.errors import BadInputError
from tests.archive.makers import reopened, through

TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


def made(**fields: object) -> Settings:
    return Settings(**{"id": "0" * 16, "title": "An archive", "mode": "alone", "created": "2026-11-22"} | fields)  # type: ignore[arg-type]


@given(TEXT, TEXT, st.integers(0, 10**6), st.sampled_from(["alone", "custodians", "demonstration"]))
def test_what_was_written_is_read_again_whatever_the_title(
    tmp_path_factory: pytest.TempPathFactory, title: str, database: str, minutes: int, mode: str
) -> None:
    root = tmp_path_factory.mktemp("a")
    settings = made(title=title, database=database, lock_after_minutes=minutes, mode=mode)
    write(root, settings)
    assert read(root) == settings


@pytest.mark.parametrize("text", [b"", b"id = 7", b"\xff\xfe", b"not toml", b'id = "0"\nsurprise = 1', b"[[["])
def test_settings_that_cannot_be_read_are_told(tmp_path: Path, text: bytes) -> None:
    (tmp_path / FILE).write_bytes(text)
    with pytest.raises(BadInputError, match=r"cannot be read.*Restore"):
        read(tmp_path)


def test_keys_and_database_are_where_the_environment_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert keys_folder("7") == tmp_path / "muniment" / "7"
    assert database_url(tmp_path, made()) == f"sqlite:///{tmp_path}/index.db"
    assert database_url(tmp_path, made(database="postgresql:///here")) == "postgresql:///here"
    monkeypatch.setenv("MUNIMENT_DATABASE", "postgresql:///there")
    assert database_url(tmp_path, made(database="postgresql:///here")) == "postgresql:///there"


def test_the_archive_meant_is_named_by_option_then_environment_then_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert archive_folder(None) == tmp_path / "archive"
    monkeypatch.setenv("MUNIMENT_ARCHIVE", "/elsewhere")
    assert archive_folder(None) == Path("/elsewhere")
    assert archive_folder("here") == tmp_path / "here"


def test_an_archive_of_one_says_so_and_no_other_does() -> None:
    assert made(mode="alone").is_alone
    assert not made(mode="custodians").is_alone
    assert made().origin == f"muniment.archive/{'0' * 16}"


@pytest.mark.parametrize("change", [b"fixity_days = 30", b"# a word of ours\nfixity_days = 30", b""])
def test_what_someone_changes_by_hand_is_seen_until_it_is_accepted_and_then_stands(tmp_path: Path, change: bytes) -> None:
    write(tmp_path, made(fixity_days=7))
    path = tmp_path / FILE
    assert is_as_written(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"fixity_days = 7", change))
    assert not is_as_written(tmp_path)
    accept(tmp_path)
    assert is_as_written(tmp_path)
    assert read(tmp_path) == made(fixity_days=30)
    assert change in path.read_bytes()


def test_the_ledger_says_that_settings_were_changed_by_hand_once_somebody_opens_the_archive(root: Path, desk: Desk) -> None:
    desk.archive.close()
    path = root / FILE
    path.write_text(path.read_text().replace("fixity_days = 30", "fixity_days = 90"))
    (wrong,) = list(verify(root, lambda: "").having("failed"))
    assert (wrong.what, wrong.where, wrong.advice) == ("folder", FILE, BY_HAND)
    desk = reopened(root)
    assert read(root).fixity_days == 90
    (told,) = [line for line in through(desk, "ledger", limit=100) if line.type == "settings.found"]
    assert told.reason.startswith("archive.toml was changed by hand; sha256 ")
    desk.archive.close()
    assert verify(root, lambda: "").answer == "passed"
