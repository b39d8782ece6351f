"""Tables: the same rows out of CSV, a workbook and JSON lines; what cannot be opened is said with its place."""

import io
import json

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.link import lists
from muniment.link.table import opened
from muniment.model.errors import BadInputError

ROWS = [["نام", "سن", "note"], ["نادر کلارود", "34", ""], ["Pari; Andar", "51", "a, b"]]


def workbook(rows: list[list[str]], *, lead: int = 0, title: str = "List") -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.title = title
    for number, row in enumerate(rows, start=lead + 1):
        for column, cell in enumerate(row, start=1):
            book.active.cell(number, column, cell or None)
    book.create_sheet("Other").append(["x"])
    book.save(out)
    return out.getvalue()


def shown(rows: list[list[str]], sign: str) -> str:
    return "\n".join(sign.join(f'"{cell}"' for cell in row) for row in rows)


def whole(lines: list[list[str]]) -> list[list[str]]:
    width = len(lines[0])
    return [[*line, *[""] * (width - len(line))] for line in lines]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_parted_by_what_its_headings_are_parted_by(sign: str, encoding: str) -> None:
    assert list(opened(shown(ROWS, sign).encode(encoding)).lines) == ROWS


def test_a_workbook_gives_its_first_sheet_or_the_one_named_and_the_numbers_it_shows() -> None:
    table = opened(workbook(ROWS, lead=3))
    assert (whole(list(table.lines)), table.sheet, table.first) == (ROWS, "List", 5)
    assert table.row(5)[0] == "نادر کلارود"
    assert list(opened(workbook(ROWS), sheet="Other").lines) == [["x"]]


def test_json_lines_have_all_names_as_headings_and_the_numbers_of_their_lines() -> None:
    lines = ['{"name": "A", "age": 34}', "", '{"name": "B", "tags": ["x"], "age": null}']
    table = opened("\n".join(lines).encode())
    assert table.heads == ["name", "age", "tags"]
    assert table.first == 1 and table.row(3) == ["B", "", '["x"]']


def test_signs_inside_a_heading_part_nothing_and_empty_lines_come_before() -> None:
    table = opened(b'\n\n"name, full";age\nSina Rad;30\n')
    assert (table.heads, table.first, table.row(4)) == (["name, full", "age"], 4, ["Sina Rad", "30"])


def test_many_bad_rows_cost_as_much_as_their_number() -> None:
    data = b"name,age\n" + b"Sina Rad,x\n" * 20_000
    assert lists.read(data, lists.Plan(list="x")).rejected.count("is not an age") == 20_000


@pytest.mark.parametrize(("data", "said"), [
    (b'{"name": "A", "name": "B"}', "a name stands twice"), (b'{"name": "\\ud800"}', "Line 1 of the list is no JSON"), (b"[1, 2]", "is no object"),
    (b"", "is empty"), ("نام,سن\n".encode("utf-16")[:-1], "not in UTF-16: byte"), (b"name\n\xff", "not in UTF-8: byte 5"), (b'name\n"open', "line 2"),
    (b'{"name": "A"}\nno json', "Line 2 of the list is no JSON"), (b'{"name": "A"}\n[1]', "Line 2 of the list is no object"), (b"PK\x03\x04xl/", "cannot be read"),
    (json.dumps({str(n): n for n in range(1001)}).encode(), "more than 1,000 names"),
])  # fmt: skip
def test_what_is_no_table_is_refused_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        opened(data)


@pytest.mark.parametrize("sign", ["ab", "\n", '"'])
def test_what_stands_between_cells_is_one_character(sign: str) -> None:
    with pytest.raises(BadInputError, match="one character"):
        opened(b"a,b", delimiter=sign)


def test_a_sheet_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(BadInputError, match="no sheet “Third”; its sheets are List, Other"):
        opened(workbook(ROWS), sheet="Third")


def test_headings_propose_a_mapping_that_reads_back_and_reads_the_list() -> None:
    data = "ردیف;نام زندانی;سن;تاریخ اعدام;یادداشت\n7;نادر کلارود;۳۴;1403/07/12;-\n".encode()
    plan = lists.guessed("List B", opened(data))
    assert plan.columns == {"record_id": "ردیف", "name": "نام زندانی", "age": "سن", "death_date": "تاریخ اعدام"}
    assert lists.plan(lists.written(plan), "unused") == plan
    (row,) = lists.read(data, plan).rows
    assert (row.key, row.cells["name"].parts[0][0], row.cells["death_date"].parts[0][0]) == ("7", "نادر کلارود", "1403/07/12")


@pytest.mark.parametrize(("heading", "act"), [("Killed on", "killing"), ("executed_on", "execution"), ("Date of death", "execution")])
def test_what_a_death_date_means_is_proposed_where_the_heading_says_it(heading: str, act: str) -> None:
    plan = lists.guessed("x", opened(f"Name,{heading}\nA B,2024-01-02\n".encode()))
    assert (plan.columns["death_date"], plan.death) == (heading, act)


@given(
    st.text(max_size=20), st.dictionaries(st.sampled_from(lists.COLUMNS), st.text(min_size=1, max_size=20), max_size=5), st.text(max_size=9)
)
def test_any_mapping_that_is_written_reads_back(name: str, columns: dict[str, str], sheet: str) -> None:
    plan = lists.Plan(list=name, columns=columns, sheet=sheet)
    assert lists.plan(lists.written(plan), "unused") == plan
