"""`import-list`: tried before it is done; what cannot be read is written beside, with the reason; nothing is half-imported."""

import csv

import pytest

from tests.cli.program import Program

LIST = "id,who,years,taken\n1,نادر کلارود,34,2024-10-03\n2,Pari Andar,twenty,2025-05-04\n3,Omid Zarrin,51,2025-13-01\n4,Sina Rad,,\n"
MAPPING = 'list = "Circle 2026"\n[columns]\nrecord_id = "id"\nname = "who"\nage = "years"\narrest_date = "taken"\n'


@pytest.fixture(autouse=True)
def files(program: Program) -> None:
    (program.home / "list.csv").write_text(LIST, encoding="utf-8")
    (program.home / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (program.home / "list.rejected.csv").unlink(missing_ok=True)


def test_a_dry_run_says_what_would_become_of_it_and_seals_nothing(program: Program) -> None:
    before = program.done("evidence").out
    said = program.done("import-list", "list.csv", "--mapping", "mapping.toml", "--dry-run")
    assert "Circle 2026: 4 rows; 2 would become records" in said.out
    assert "row 3, age: “twenty”: “twenty” is not an age" in said.out
    assert program.done("evidence").out == before


def test_a_list_is_sealed_and_read_and_its_bad_rows_stand_beside_it(program: Program) -> None:
    made = program.done("import-list", "list.csv", "--mapping", "mapping.toml", "--json")
    assert (made.json["rows"], made.json["records"], made.json["claims"]) == (4, 2, 5)
    rows = list(csv.DictReader((program.home / "list.rejected.csv").read_text(encoding="utf-8").splitlines()))
    assert [[word for word in ("twenty", "2025-13-01") if word in row.values()] for row in rows] == [["twenty"], ["2025-13-01"]]
    (program.home / "list.rejected.csv").unlink()
    again = program.done("import-list", "list.csv", "--mapping", "mapping.toml", "--json").json
    assert (again["records"], again["claims"], again["unchanged"]) == (0, 0, 2)


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "is empty"), ("a,b\n1,2\n", "No column holds names"), ('name\n"open', "not a CSV file")],
)
def test_a_list_that_cannot_be_read_is_not_sealed(program: Program, text: str, said: str) -> None:
    (program.home / "odd.csv").write_text(text, encoding="utf-8")
    before = program.done("evidence").out
    told = program.run("import-list", "odd.csv")
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert program.done("evidence").out == before


def test_a_formula_in_a_bad_cell_is_made_harmless(program: Program) -> None:
    (program.home / "formula.csv").write_text("name,age\nSina Rad,=HYPERLINK(1)\n", encoding="utf-8")
    program.done("import-list", "formula.csv", "--dry-run")
    assert "'=HYPERLINK(1)" in (program.home / "formula.rejected.csv").read_text(encoding="utf-8")


def test_a_mapping_is_proposed_looked_through_and_given_back(program: Program) -> None:
    (program.home / "other.csv").write_text("No;Prisoner;Age\n1;Sina Rad;30\n", encoding="utf-8")
    proposed = program.done("import-list", "other.csv", "--guess")
    assert 'name = "Prisoner"' in proposed.out
    (program.home / "guess.toml").write_text(proposed.out, encoding="utf-8")
    assert "1 would become records" in program.done("import-list", "other.csv", "--mapping", "guess.toml", "--dry-run").out


def test_json_lines_are_a_list_too(program: Program) -> None:
    (program.home / "people.jsonl").write_text('{"name": "Sina Rad", "age": 30}\n', encoding="utf-8")
    assert "1 would become records" in program.done("import-list", "people.jsonl", "--dry-run").out


def test_a_missing_list_or_mapping_is_named(program: Program) -> None:
    assert "absent.csv cannot be read: No such file" in program.run("import-list", "absent.csv").err
    assert "absent.toml cannot be read" in program.run("import-list", "list.csv", "--mapping", "absent.toml").err
