"""`judge`: two records by their ids, or every proposed pair side by side; always with a reason, always reversible."""

from typing import Any

import pytest

from tests.cli.program import Program

FIRST = "Samin Darvan, 41, was arrested in Selmand on 2 May 2025.\n"
SECOND = "The Circle writes that Samin Darvan, 41, was arrested on 2 May 2025 in Selmand.\n"


@pytest.fixture(scope="module")
def pair(program: Program) -> tuple[str, str]:
    """Two records of one name, from two documents."""
    for number, text in enumerate((FIRST, SECOND)):
        path = program.home / f"samin-{number}.txt"
        path.write_text(text, encoding="utf-8")
        (row,) = program.done("take-in", path, "--json").rows
        program.done("read", row["id"])
        for claim in program.done("claims", row["id"], "--json").rows:
            if claim["property"] == "name":
                program.done("review", claim["id"], "--answer", "accepted")
    found = [row["records"][0]["id"] for row in program.done("people", "--json").rows if row["names"][0]["text"] == "Samin Darvan"]
    assert len(found) == 2
    return found[0], found[1]


def entries(program: Program) -> list[Any]:
    """The register's entries of that name."""
    return [row for row in program.done("people", "--json").rows if row["names"][0]["text"] == "Samin Darvan"]


def test_a_pair_is_shown_side_by_side_and_judged_with_a_key_and_a_reason(program: Program, pair: tuple[str, str]) -> None:
    code, said = program.typed(["s", "same day, same place\n", *["j"] * 9], "judge")
    assert code == 0, said
    line = next(line for line in said.splitlines() if pair[0] in line)
    assert pair[1] in line, "both on one line"
    assert said.count("name: Samin Darvan") >= 2
    assert "1 judged" in said
    assert len(entries(program)) == 1
    taken_back = program.done("judge", *pair, "--json", stdin="I mixed up two sisters\n").json
    assert taken_back["version"] == 2
    assert taken_back.get("answer") is None
    assert len(entries(program)) == 2


def test_a_judgement_needs_its_reason_and_both_records(program: Program, pair: tuple[str, str]) -> None:
    for words, said in (
        ((*pair, "--answer", "same"), "“reason” is missing"),
        ((pair[0],), "about two records"),
        ((), "Without a terminal"),
    ):
        told = program.run("judge", *words)
        assert (told.code, told.out) == (2, ""), words
        assert said in told.err
