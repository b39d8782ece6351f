"""Files that commands write: whole or not at all, for their owner alone."""

import stat
from pathlib import Path

import pytest

from muniment.cli.files import read_text, read_toml, write_new
from muniment.model.errors import BadInputError


def test_a_written_file_is_its_owners_alone(tmp_path: Path) -> None:
    write_new(tmp_path / "letter.txt", b"words")
    assert stat.S_IMODE((tmp_path / "letter.txt").stat().st_mode) == 0o600


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").mkdir()
    with pytest.raises(OSError, match=r"."):
        write_new(tmp_path / "letter.txt", b"words")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_what_cannot_be_read_is_named_with_its_place(tmp_path: Path) -> None:
    odd = tmp_path / "odd.toml"
    odd.write_bytes(b"a = 'x'\n\xff")
    with pytest.raises(BadInputError, match=r"not UTF-8 \(byte 8\)"):
        read_text(odd)
    odd.write_bytes(b"a = = 1\n")
    with pytest.raises(BadInputError, match="line 1"):
        read_toml(odd)
    with pytest.raises(BadInputError, match="No such file"):
        read_text(tmp_path / "absent")
