"""`review`: one claim by its id, or every proposed claim by keyboard."""

from pathlib import Path

import pytest

from muniment.cli.review import waiting
from tests.archive.office import make_archive, owner_of, seat, take, through, transcribed
from tests.cli.program import Program

TEXT = "Pari Andar, 29, was detained in Selmand on 4 May 2025. Omid Zarrin, 51, a baker, was released on 6 May 2025.\n"


@pytest.fixture
def document(program: Program, tmp_path: Path) -> str:
    """A document of its own, read, with all its claims proposed."""
    path = tmp_path / f"{tmp_path.name}.txt"
    path.write_text(f"{tmp_path.name}\n\n{TEXT}", encoding="utf-8")
    (row,) = program.done("take-in", path, "--json").rows
    program.done("read", row["id"])
    return str(row["id"])


def states(program: Program, document: str) -> dict[str, str]:
    """How each of the document's claims stands."""
    rows = program.done("claims", document, "--json").rows
    return {
        row["id"]: (row["standing"]["readings"][-1]["answer"] or "proposed") if row["standing"]["readings"] else "proposed" for row in rows
    }


def test_keys_decide_undo_and_skip(program: Program, document: str) -> None:
    before = list(states(program, document))
    code, said = program.typed(["a", "r", "u", "z", "xa", "s", "q"], "review", document)
    assert code == 0
    after = states(program, document)
    assert [after[id] for id in before[:4]] == ["accepted", "rejected", "accepted", "proposed"]
    assert "taken back" in said
    assert f"3 decided, {len(before) - 3} left." in said


def test_a_claim_is_shown_in_its_passage_with_whom_it_is_about(program: Program, document: str) -> None:
    _, said = program.typed(["s"] * 40, "review", document)
    assert "\x1b[1mPari Andar\x1b[0m" in said
    assert "was detained in" in said
    assert "about  Pari Andar" in said


def test_what_was_decided_before_stopping_is_kept(program: Program, document: str) -> None:
    before = list(states(program, document))
    code, said = program.typed(["a", "\x03"], "review", document)
    assert code == 130
    assert "Stopped." in said
    assert "Traceback" not in said
    after = states(program, document)
    assert [after[id] for id in before[:2]] == ["accepted", "proposed"]


def test_one_claim_by_its_id(program: Program, document: str) -> None:
    first = program.done("claims", document, "--json").rows[0]
    decided = program.done("review", first["id"], "--answer", "unsure", "--expected", "1", "--json").json
    assert decided["standing"]["readings"][0]["answer"] == "unsure"
    stale = program.run("review", first["id"], "--answer", "accepted", "--expected", "1")
    assert stale.code == 1
    assert "changed meanwhile" in stale.err
    program.done("undo", first["id"])
    assert states(program, document)[first["id"]] == "proposed"
    assert len(program.done("history", first["id"], "--json").rows) == 3


def test_two_versions_of_a_claim_are_compared_field_by_field(program: Program, document: str) -> None:
    first = program.done("claims", document, "--json").rows[0]
    program.done("review", first["id"], "--answer", "unsure", "--expected", "1")
    program.done("undo", first["id"])
    said = program.done("difference", first["id"], "--from", "1", "--to", "2").out
    assert f"{first['id']}  version 1 -> version 2" in said
    assert "  standing.readings[0].answer: (nothing) -> “unsure”" in said
    assert program.done("difference", first["id"], "--json").json["older"] == 2
    beyond = program.run("difference", first["id"], "--to", "9")
    assert beyond.code == 2
    assert "has no version 9: its last is 3" in beyond.err


def test_without_a_terminal_it_says_how(program: Program, document: str) -> None:
    said = program.run("review", document)
    assert (said.code, said.out) == (2, "")
    assert "--answer accepted" in said.err


def test_a_document_with_nothing_left_says_so(program: Program, document: str) -> None:
    count = len(states(program, document))
    program.typed(["a"] * count, "review", document)
    _, said = program.typed([], "review", document)
    assert "No claim waits for review." in said


def test_a_claim_waits_for_its_second_reader_alone(tmp_path: Path) -> None:
    archive = make_archive(tmp_path / "archive")
    try:
        through(owner_of(archive), "read-twice", of=("all",))
        first, second = seat(archive, "reviewer"), seat(archive, "reviewer")
        claims = transcribed(owner_of(archive), take(owner_of(archive)))[1]
        through(first, "review", id=claims[0].id, expected=1, answer="accepted")
        assert [one.claim.id for one in waiting(first, [])] == [claim.id for claim in claims[1:]]
        assert [one.claim.id for one in waiting(second, [])] == [claim.id for claim in claims]
    finally:
        archive.close()
