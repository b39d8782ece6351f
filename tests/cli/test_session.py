"""Where a passphrase comes from, and what is said when it comes from nowhere."""

import os
from pathlib import Path

import pytest

from muniment.cli import session
from muniment.model.errors import BadInputError
from tests.cli.program import PASSPHRASE, Program


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """An archive that nothing holds open."""
    made = Program(tmp_path_factory.mktemp("locked"))
    made.done("init", made.archive, "--alone")
    return made


def test_without_a_terminal_a_locked_archive_says_how_to_open_it(locked: Program) -> None:
    said = locked.locked("evidence")
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "The archive is locked and there is no terminal to ask for its passphrase. "
        "Run “muniment unlock”, or set MUNIMENT_PASSPHRASE_FILE, or give --passphrase-fd.\n"
    )


def test_a_passphrase_comes_by_descriptor(locked: Program) -> None:
    descriptor = os.open(locked.passphrase, os.O_RDONLY)
    said = locked.locked("evidence", "--passphrase-fd", descriptor, fds=(descriptor,))
    os.close(descriptor)
    assert (said.code, said.err) == (0, "")


def test_it_is_open_for_that_process_alone(locked: Program) -> None:
    assert locked.run("users").code == 0
    assert locked.locked("users").code == 2


def test_a_wrong_passphrase_is_a_sentence(locked: Program, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not it\n", encoding="utf-8")
    wrong.chmod(0o600)
    said = locked.locked("users", MUNIMENT_PASSPHRASE_FILE=str(wrong))
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1
    assert "passphrase" in said.err


def test_a_terminal_is_asked_and_shows_no_letter_of_it(locked: Program) -> None:
    code, said = locked.typed([PASSPHRASE + "\n"], "users", MUNIMENT_PASSPHRASE_FILE="")
    assert code == 0, said
    assert "Passphrase: " in said
    assert "herons" not in said


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_passphrase_file_that_others_can_read_is_refused(mode: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "passphrase"
    path.write_text("x\n", encoding="utf-8")
    path.chmod(mode)
    monkeypatch.setenv("MUNIMENT_PASSPHRASE_FILE", str(path))
    with pytest.raises(BadInputError, match=r"can be read by others\. Run “chmod 600"):
        session.passphrase()


@pytest.mark.parametrize(("written", "said"), [(b"", "is empty"), (b"\xff\xfe", "not UTF-8"), (None, "No such file")])
def test_a_passphrase_file_that_holds_none_is_named(
    written: bytes | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "passphrase"
    if written is not None:
        path.write_bytes(written)
        path.chmod(0o600)
    monkeypatch.setenv("MUNIMENT_PASSPHRASE_FILE", str(path))
    with pytest.raises(BadInputError, match=said):
        session.passphrase()


def test_a_descriptor_that_is_not_open_is_named() -> None:
    with pytest.raises(BadInputError, match="descriptor 987"):
        session.passphrase(987)


def test_an_empty_descriptor_is_named(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    with pytest.raises(BadInputError, match="empty line"):
        session.passphrase(os.open(path, os.O_RDONLY))
