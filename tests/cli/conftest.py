"""Archives for the command line's tests, made by the command line. Everyone in them is invented."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import Program

LETTER = """Nader Kelarud, 34, a teacher from Selmand, was arrested on 3 October 2024 by agents of the Korsha Bench.
He was sentenced to death on 20 March 2025 by Branch 3 of the Korsha Bench. On 17 November 2026 he was transferred to
solitary confinement in Kilometre 9 Prison.
"""


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """An unlocked archive of one with a letter taken in and read; tests add to it and none depends on another."""
    made = Program(tmp_path_factory.mktemp("cli"))
    made.done("init", made.archive, "--alone")
    made.done("unlock")
    letter = made.home / "letter.txt"
    letter.write_text(LETTER, encoding="utf-8")
    made.done("take-in", letter)
    made.done("read")
    yield made
    made.done("lock")


@pytest.fixture(scope="session")
def letter(program: Program) -> str:
    """The identifier of the letter."""
    (found,) = [row["id"] for row in program.done("evidence", "--json").rows if row["name"] == "letter.txt"]
    return str(found)


@pytest.fixture(scope="session")
def person(program: Program, letter: str) -> str:
    """The register entry of the person in the letter, every claim accepted by keyboard."""
    count = sum(row["standing"]["readings"] == [] for row in program.done("claims", letter, "--json").rows)
    code, said = program.typed(["a"] * count, "review", letter)
    assert code == 0, said
    (row,) = [row for row in program.done("people", "--json").rows if "Kelarud" in row["names"][0]["text"]]
    return str(row["entry"]["id"])


@pytest.fixture
def bare(tmp_path: Path) -> Program:
    """A home without any archive."""
    return Program(tmp_path)
