"""`sample` and `agreement`: a second reader's figures on the terminal, and what is said where there are none."""

from muniment.archive.reliability import Drawn, Field, Sample
from muniment.cli import plain
from muniment.document.agreement import agreement, rate
from muniment.model.claim import Number
from tests.cli.program import Program

READ = Drawn(id="cl-1", version=3, property="age", value=Number(n=34), modality="asserted", quote="aged\n34", answer="rejected",
             decided="accepted", is_wrong=True)  # fmt: skip
OPEN = Drawn(id="cl-2", version=2, property="age", value=Number(n=27), modality="denied", quote="27 years")


def test_a_sample_of_one_persons_own_decisions_is_empty(program: Program, person: str) -> None:
    assert person
    made = program.done("sample", "--of", "claims", "--n", "5", "--seed", "7", "--json").json
    assert (made["population"], made["drawn"], made["errors"]["of"]) == (0, [], 0)
    assert "none of them read by you yet" in program.done("sample", "--seed", "7").out
    assert program.done("sample", "--of", "links", "--seed", "7", "--json").json["of"] == "links"


def test_a_wrong_number_or_kind_is_usage(program: Program) -> None:
    for words in (("--seed", "x"), ("--seed", "7", "--n", "0"), ("--seed", "7", "--of", "people"), ("--seed", "-7")):
        said = program.run("sample", *words)
        assert (said.code, said.out) == (2, ""), words


def test_agreement_of_one_reader_is_nothing_and_says_so(program: Program, person: str) -> None:
    assert person
    assert program.done("agreement").out.startswith("No claim was decided by two readers yet")


def test_a_sample_tells_what_to_read_and_what_came_of_it() -> None:
    shown = plain.lines(Sample(of="claims", seed=7, population=72, drawn=(READ, OPEN), errors=rate(1, 2)))
    assert shown == [
        "2 of 72 claims that others decided, seed 7",
        "  cl-1  version 3  wrong: others accepted, you rejected   age: 34  “aged 34”",
        "  cl-2  version 2  to read   age: 27, denied  “27 years”",
        "1 of 2 read by you were wrong: 50.0%; of all of them, 9.5% to 90.5% (95 %)",
    ]
    link = Drawn(id="ju-1", version=1, left="re-1", right="re-2")
    shown = plain.lines(Sample(of="links", seed=7, population=1, drawn=(link,), errors=rate(0, 0)))
    assert shown == ["1 of 1 link that others decided, seed 7", "  ju-1  version 1  to read   re-1  re-2", "none of them read by you yet"]


def test_agreement_is_a_line_a_property() -> None:
    assert plain.lines(Field(property="father_name", agreement=agreement(["ab", "aa", "bb"]))) == [
        "father name       0.444  (-0.862 to 1.000)  3 claims, 6 readings"
    ]
    assert plain.lines(Field(property="age", agreement=agreement(["aa"]))) == [
        "age                   -  1 claim, 2 readings: too few, or all answers alike"
    ]
