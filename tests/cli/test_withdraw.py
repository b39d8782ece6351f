"""`withdraw`: what would go is shown, the identifier's end is typed, and then it is gone for ever."""

from pathlib import Path

import pytest

from tests.cli.program import Program


@pytest.fixture
def item(program: Program, tmp_path: Path) -> str:
    path = tmp_path / f"{tmp_path.name}.txt"
    path.write_text(f"Withdraw me: {tmp_path.name}", encoding="utf-8")
    (row,) = program.done("take-in", path, "--json").rows
    return str(row["id"])


def test_without_a_terminal_the_version_must_be_given(program: Program, item: str) -> None:
    said = program.run("withdraw", item, stdin="asked by the giver\n")
    assert (said.code, said.out) == (2, "")
    assert "muniment rests ID" in said.err
    gone = program.done("withdraw", item, "--expected", "1", "--json", stdin="asked by the giver\n").json
    assert gone["evidence"] == item
    assert program.run("open", item, stdin="to see it\n").code == 2


def test_on_a_terminal_the_end_of_the_identifier_is_typed(program: Program, item: str) -> None:
    code, said = program.typed(["xxxx\n"], "withdraw", item)
    assert code == 2
    assert "rests on it: 1 custody, 1 evidence" in said
    assert "Nothing was withdrawn." in said
    code, said = program.typed([item[-4:] + "\n", "asked by the giver\n"], "withdraw", item)
    assert code == 0, said
    assert "erased-by-order" in program.done("show", item).out
