"""Commands made from the door table: identifiers as arguments, choices as options, words never on the line."""

import inspect
from pathlib import Path
from typing import get_args

import pytest

from muniment.archive import DOORS
from muniment.cli import door
from muniment.cli.session import FOR_GOOD
from muniment.cli.verbs import VERBS
from muniment.model.errors import BadInputError
from tests.cli.program import Program

MADE = [verb for verb, said in VERBS.items() if said.handler == "door:"]
WORDS = {"name", "login", "query", "reason", "words", "note", "body", "title", "given_by", "provider", "contact", "value"}
"""Inputs that hold a name, a source, or somebody's words."""


@pytest.mark.parametrize("verb", MADE)
def test_no_name_or_word_of_a_door_is_an_argument_or_option(verb: str) -> None:
    parameters = inspect.signature(door.command(verb)).parameters
    assert set(parameters) & WORDS == set()


@pytest.mark.parametrize("verb", MADE)
def test_what_is_no_argument_or_option_is_named_in_the_help_of_file(verb: str) -> None:
    parameters = inspect.signature(door.command(verb)).parameters
    said = get_args(parameters["file"].annotation)[1].help
    assert [p.name for p in DOORS[verb].inputs if p.name not in parameters and p.name not in said] == []


def test_words_come_from_a_toml_file(program: Program) -> None:
    given = program.home / "given.txt"
    given.write_text("A note that its provider gave to us alone.\n", encoding="utf-8")
    (receipt,) = program.done("take-in", given, "--json").rows
    path = program.home / "condition.toml"
    path.write_text('provider = "a sister"\nrule = "no-onward-sharing"\nwords = "only with us"\n', encoding="utf-8")
    said = program.done("condition", receipt["id"], "--file", path)
    assert "no-onward-sharing: only with us  (by a sister" in said.out


def test_words_come_from_standard_input_a_line_each(program: Program) -> None:
    said = program.done("source", "--json", stdin="Merun Families' Circle\n").json
    assert (said["name"], said["grade"], said["credibility"]) == ("Merun Families' Circle", "F", "6")
    graded = program.run("grade", said["id"], "--grade", "C", "--credibility", "2")
    assert graded.out == f"{said['id']}  version 2  C2  Merun Families' Circle (unknown)\n"
    assert graded.err == f"{said['id']} is at version 1.\n"


def test_a_version_that_is_not_the_current_one_is_told(program: Program) -> None:
    id = program.done("source", "--json", stdin="A lawyer\n").json["id"]
    program.done("grade", id, "--grade", "B", "--credibility", "2", "--expected", "1")
    said = program.run("grade", id, "--grade", "E", "--credibility", "5", "--expected", "1")
    assert said.code == 1
    assert "changed meanwhile: you saw version 1, it is now at version 2" in said.err


def test_a_missing_word_is_asked_for_by_name(program: Program, letter: str) -> None:
    said = program.run("open", letter)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("“reason” is missing.")


def test_on_a_terminal_the_word_is_asked_and_whoever_types_a_reason_is_told_who_reads_it(program: Program, letter: str) -> None:
    code, said = program.typed(["to compare it with the original\n"], "open", letter)
    assert code == 0
    assert f"Reason ({FOR_GOOD}): " in said
    assert "Nader Kelarud" in said


def test_an_input_that_the_door_does_not_take_is_named(program: Program) -> None:
    path = program.home / "odd.toml"
    path.write_text('name = "x"\ncolour = "red"\n', encoding="utf-8")
    said = program.run("source", "--file", path)
    assert said.code == 2
    assert "takes no input named colour" in said.err


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.toml", b"name = ", "cannot be read as TOML or JSON"),
        ("a.json", b"{", "cannot be read as TOML or JSON"),
        ("a.toml", b"\xff", "cannot be read as TOML or JSON"),
        ("a.json", b"[1]", "holds no inputs by name"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInputError, match=said):
        door.from_file(path)


def test_a_no_is_exit_code_one(program: Program, letter: str) -> None:
    assert program.run("fixity", letter) == (0, "yes\n", "")
    pack = program.archive / "packs" / "000001.tar"
    whole = pack.read_bytes()
    object_id = program.done("show", letter, "--json").rows[0]["object"].encode()
    at = whole.index(object_id) + 600
    pack.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    try:
        assert program.run("fixity", letter) == (1, "no\n", "")
    finally:
        pack.write_bytes(whole)


def test_a_search_for_findings_that_brings_nothing_new_says_why(program: Program, person: str) -> None:
    assert program.done("find", person).out.startswith("fi-")
    assert program.done("find", person).out.startswith("No new finding: no accepted claim says where")
    assert program.done("find", person, "--json").out == ""
