"""Disks that refuse: a read-only one still shows what is there, and nothing is half-done."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.program import Program, Ran


def read_only(program: Program, *words: object) -> Ran:
    """A run that sees the whole archive on a disk that cannot be written."""
    line = ["bwrap", "--bind", "/", "/", "--dev", "/dev", "--ro-bind", str(program.archive), str(program.archive), *program.line(*words)]
    ran = subprocess.run(line, env=program.environment(MUNIMENT_PASSPHRASE_FILE=str(program.passphrase)), cwd=program.home,
                         capture_output=True, text=True, check=False)  # fmt: skip
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@pytest.mark.needs("bwrap")
def test_on_a_read_only_disk_what_is_there_can_still_be_shown(program: Program, letter: str) -> None:
    said = read_only(program, "evidence", "--json")
    assert said.code == 0, said.err
    assert letter in [row["id"] for row in said.rows]
    assert "stands nowhere" in said.err


@pytest.mark.needs("bwrap")
def test_on_a_read_only_disk_taking_in_is_refused_in_a_sentence(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "late.txt"
    path.write_bytes(b"too late for this disk")
    before = len(program.done("evidence", "--json").rows)
    said = read_only(program, "take-in", path, "--json")
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1
    assert "read-only" in said.err.lower()
    assert len(program.done("evidence", "--json").rows) == before
