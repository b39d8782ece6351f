"""`extract`: every input has an answer of its own, or nothing is written at all."""

import json

from tests.cli.program import Program
from tests.document.liar import LIES, Paper, served, telling

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


def test_a_language_model_that_lies_changes_nothing_and_is_told_of(program: Program) -> None:
    paper, other = Paper(11), Paper(100_011)
    file, key = program.home / "paper.txt", program.home / "key.txt"
    file.write_text(paper.text, encoding="utf-8")
    key.write_text("s3cret\n", encoding="ascii")
    alone = program.run("extract", file)
    with served(telling(lambda _: [lie(paper, other) for lie in LIES])) as here:
        beside = program.run("extract", file, "--llm", here.url, "--llm-model", "liar", "--llm-key-file", key)
    assert (beside.code, beside.out) == (0, alone.out)
    assert f"0 acts of the language model passed, {len(LIES)} did not" in beside.err
    assert here.asked[0]["model"] == "liar"
    assert here.keys == ["Bearer s3cret"]
    assert "s3cret" not in beside.out + beside.err
    gone = program.run("extract", file, "--llm", here.url)
    assert (gone.code, gone.out) == (0, alone.out)
    assert "what the rules found stands alone" in gone.err


def test_an_address_that_others_could_listen_to_is_refused(program: Program) -> None:
    file = program.home / "paper.txt"
    file.write_text(SAID, encoding="utf-8")
    said = program.run("extract", file, "--llm", "http://model.example/v1")
    assert (said.code, said.out) == (2, "")
    assert "neither on this machine nor encrypted" in said.err


def test_the_rules_are_tried_on_cases_and_what_does_not_hold_is_named(program: Program) -> None:
    file = program.home / "cases.json"
    holds = {"start": 0, "end": 13, "property": "age", "value": {"is": "number", "n": 34}, "modality": "asserted", "is_wanted": True}
    text = {"evidence": "ev-" + "1" * 32, "text": SAID, "cases": [holds]}
    file.write_text(json.dumps([text]), encoding="utf-8")
    assert program.done("extract", "--cases", file).out.strip() == "1 of 1 cases hold"
    text["cases"] = [holds, {**holds, "value": {"is": "number", "n": 43}}, {**holds, "is_wanted": False}]
    file.write_text(json.dumps([text]), encoding="utf-8")
    said = program.run("extract", "--cases", file)
    assert said.code == 1
    assert "age 43 (asserted) is not proposed" in said.out.replace(":", "")
    assert "age 34 (asserted) is proposed again" in said.out.replace(":", "")
    assert "1 of 3 cases hold" in said.out
    file.write_text("{}", encoding="utf-8")
    assert program.run("extract", "--cases", file).code == 2
    assert program.run("extract").code == 2
