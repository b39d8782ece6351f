"""`excerpt`: what leaves is written once, whole or not at all, and the command says what was held back."""

import json

from tests.cli.program import Program


def agreed(program: Program, person: str) -> None:
    answers = program.home / "counted.json"
    answers.write_text(json.dumps({"given_by": "a sister", "capacity": "next of kin", "how": "by telephone", "language": "fa",
                                   "answers": [{"purpose": "count", "basis": "given"}]}), encoding="utf-8")  # fmt: skip
    program.done("consent", person, "--file", answers)


def test_a_file_is_written_for_its_owner_alone_and_never_over_another(program: Program, person: str) -> None:
    agreed(program, person)
    out = program.home / "claims.csv"
    words = ("excerpt", "--as", "csv", "--for", "count", "--out", out, "--json")
    told = program.run(*words, stdin="for a study\n")
    assert told.code == 0, told.err
    assert told.json["rows"] > 3
    assert out.stat().st_mode & 0o777 == 0o600
    before = out.read_bytes()
    assert before.startswith('\ufeff"# says: Nothing here is a fact'.encode())
    again = program.run(*words, stdin="for a study\n")
    assert again.code == 2
    assert "exists already" in again.err
    assert out.read_bytes() == before


def test_where_nothing_may_leave_nothing_is_written_and_the_reasons_are_named(program: Program, person: str) -> None:
    out = program.home / "public.csv"
    said = program.run("excerpt", "--as", "csv", "--for", "publication", "--person", person, "--out", out, stdin="for a report\n")
    assert (said.code, said.out) == (1, "")
    assert "missing: never asked" in said.err
    assert not out.exists()


def test_a_wrong_word_a_missing_reason_and_a_missing_folder_are_usage(program: Program) -> None:
    out = program.home / "none.csv"
    for form, purpose, where, reason in (("docx", "count", out, "x\n"), ("csv", "fun", out, "x\n"), ("csv", "count", out, ""),
                                         ("csv", "count", program.home / "no" / "x.csv", "x\n")):  # fmt: skip
        said = program.run("excerpt", "--as", form, "--for", purpose, "--out", where, stdin=reason)
        assert (said.code, said.out) == (2, ""), said.err
        assert not where.exists()
