"""`extract`: every input has an answer of its own, or nothing is written at all."""

import json

from tests.cli.program import Program

SAID = "Anna Test, 34, was arrested on 3 May 2024 in Selmand."


def test_two_inputs_of_one_name_are_both_kept(program: Program) -> None:
    for folder, said in (("one", SAID), ("two", SAID.replace("34", "35"))):
        (program.home / folder).mkdir()
        (program.home / folder / "same.txt").write_text(said, encoding="utf-8")
    out = program.home / "both"
    program.done("extract", program.home / "one" / "same.txt", program.home / "two" / "same.txt", "--out", out)
    ages = {path.name: json.loads(path.read_bytes())["people"][0]["age"] for path in out.iterdir()}
    assert ages == {"same.txt.json": 34, "same.txt.2.json": 35}


def test_a_file_that_is_not_there_is_named_before_anything_is_written(program: Program) -> None:
    there = program.home / "there to extract.txt"
    there.write_text(SAID, encoding="utf-8")
    out = program.home / "nothing"
    said = program.run("extract", there, program.home / "absent.txt", "--out", out)
    assert said.code == 2
    assert "absent.txt cannot be read" in said.err
    assert not out.exists()
    assert program.run("extract", there, program.home, "--out", out).code == 2
