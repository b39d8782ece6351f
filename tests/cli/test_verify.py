"""`verify`: three answers and their exit codes, for an archive with its key, without it, and for packages."""

import shutil
from pathlib import Path

import pytest

from tests.cli.program import Program


@pytest.fixture
def copy(program: Program, tmp_path: Path) -> Path:
    """A copy of the archive that a test may spoil."""
    program.done("ledger")
    return Path(shutil.copytree(program.archive, tmp_path / "copy"))


def test_a_whole_archive_passes_and_says_what_that_proves(program: Program) -> None:
    said = program.run("verify", "--json")
    assert said.code == 0
    assert set(said.json) == {"verdict", "checks", "proves", "does_not_prove"}
    assert said.json["verdict"] == "passed"
    assert said.json["checks"]
    assert {check["verdict"] for check in said.json["checks"]} == {"passed"}
    assert said.json["proves"]
    assert said.json["does_not_prove"]
    assert program.run("verify").out.rstrip().endswith("passed")


def test_without_the_key_what_needs_one_is_not_checked(program: Program, copy: Path, tmp_path: Path) -> None:
    said = program.locked("verify", copy, "--json", XDG_CONFIG_HOME=str(tmp_path / "nobody"))
    assert said.code == 4
    assert said.json["verdict"] == "not_checked"
    assert {"passed", "not_checked"} == {check["verdict"] for check in said.json["checks"]}


def test_a_changed_byte_fails_and_is_named(program: Program, copy: Path, tmp_path: Path) -> None:
    pack = max((path for path in (copy / "packs").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    data = bytearray(pack.read_bytes())
    data[len(data) // 2] ^= 1
    pack.chmod(0o600)
    pack.write_bytes(bytes(data))
    said = program.locked("verify", copy, "--json", XDG_CONFIG_HOME=str(tmp_path / "nobody"))
    assert said.code == 1
    failed = [check for check in said.json["checks"] if check["verdict"] == "failed"]
    assert failed
    assert all(check["what"] for check in failed)


def test_what_is_neither_archive_nor_package_is_a_question_of_usage(program: Program, tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        said = program.run("verify", path)
        assert (said.code, said.out) == (2, ""), path
    odd = tmp_path / "odd.zip"
    odd.write_bytes(b"not a zip")
    said = program.run("verify", odd)
    assert said.code in (1, 2)
    assert "Traceback" not in said.err
