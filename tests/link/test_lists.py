"""Reading a list: every cell in its form, every error at its place, never a traceback."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.link import lists
from muniment.model.claim import Number, Words
from muniment.model.errors import BadInputError
from muniment.model.name import Name
from muniment.model.place import Place
from muniment.model.when import When

PLAN = lists.Plan(list="A")


def read(text: str, plan: lists.Plan = PLAN) -> lists.Sheet:
    return lists.read(text.encode(), plan)


def test_cells_take_the_form_of_their_column_and_remember_their_place() -> None:
    (row,) = read("name,age,prison\n Behan Esmarin ,۳۴,\n").rows
    assert (row.number, row.list, row.key) == (2, "A", None)
    assert row.cells == {
        "name": lists.Cell((("Behan Esmarin", 1),), Name(text="Behan Esmarin")), "age": lists.Cell((("۳۴", 2),), Number(n=34)),
    }  # fmt: skip


def test_a_mapping_finds_columns_under_other_headings() -> None:
    plan = lists.plan('list = "B"\n[columns]\nplace = "city"', "unused")
    (row,) = read("name,city\nBehan,Merun\n", plan).rows
    assert (row.list, row.cells["place"].value) == ("B", Place(words="Merun"))


def test_a_list_may_be_split_by_something_else_than_commas_and_carry_a_mark_of_byte_order() -> None:
    plan = lists.plan('delimiter = ";"', "C")
    (row,) = lists.read("\ufeffname;age\nBehan;34\n".encode(), plan).rows
    assert row.cells["age"].value == Number(n=34)


@pytest.mark.parametrize(("mapping", "words"), [
    ("list = ", "cannot be read"), ("stranger = 1", "stranger"), ('death = "gone"', "gone"), ('delimiter = "ab"', "delimiter"),
    ('[columns]\nshoe_size = "x"', "shoe_size"),
])  # fmt: skip
def test_a_mapping_that_is_none_is_refused_in_words(mapping: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words) as told:
        lists.plan(mapping, "x")
    assert told.value.advice


@pytest.mark.parametrize(("data", "words"), [
    (b"", "empty"), (b"nom,age\nBehan,3\n", "No column holds names"), (b"name\n\xff\xfe\n", "byte 5"), (b'name\n"Behan', "line 2"),
    (b"name,name\na,b\n", "stands twice"), (b"name\n" + b"x" * 200_000, "CSV"),
])  # fmt: skip
def test_bytes_that_are_no_list_are_refused_with_the_place(data: bytes, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        lists.read(data, PLAN)


def test_a_mapping_that_names_a_heading_the_list_lacks_is_refused() -> None:
    with pytest.raises(BadInputError, match="city"):
        read("name,town\nBehan,Merun\n", lists.plan('[columns]\nplace = "city"', "A"))


@pytest.mark.parametrize(("row", "column", "reason"), [
    ("Behan,abc,,", "age", "not an age"), ("Behan,1371,,", "age", "not an age"), ("Behan,-3,,", "age", "not an age"),
    ("Behan,,last week,", "arrest_date", "not a date"), ("Behan,,9999-99,", "arrest_date", ""), (",34,,", "name", "no name"),
    ("Behan,34,,,x", "", "5 cells under 4 headings"),
])  # fmt: skip
def test_a_row_that_cannot_be_read_is_named_by_row_and_column(row: str, column: str, reason: str) -> None:
    sheet = read(f"name,age,arrest_date,prison\nArvin,29,,\n{row}\n")
    assert [r.number for r in sheet.rows] == [2]
    assert [(w.row, w.column) for w in sheet.wrong] == [(3, column)]
    assert reason in sheet.wrong[0].reason
    assert sheet.count == 2


def test_a_cell_that_a_spreadsheet_would_run_is_harmless_in_what_comes_back_and_whole_when_read_again() -> None:
    sheet = read("name,age\n=1+1,many\n")
    assert "'=1+1,many" in sheet.rejected
    (row,) = read(sheet.rejected.replace("many", "34")).rows
    assert row.cells["name"].parts == (("=1+1", 1),)


def test_two_rows_of_one_record_id_are_not_guessed_between() -> None:
    sheet = read("record_id,name\n7,Behan\n7,Arvin\n")
    assert [(w.row, w.reason) for w in sheet.wrong] == [(3, "Row 2 has the same record_id.")]


def test_empty_rows_are_no_rows() -> None:
    assert read("name,age\n,\nBehan,3\n , \n").count == 1


def test_the_year_of_iran_is_read_in_its_calendar() -> None:
    (row,) = read("name,birth\nبهان,۱۳۷۱\n").rows
    assert (row.cells["birth"].value.earliest, row.cells["birth"].value.latest) == ("1992-03-21", "1993-03-20")  # type: ignore[union-attr]


MAPPED = """[calendars]
birth = "jalali"
arrest_date = "hijri"
[orders]
birth = "dmy"
death_date = "mdy"
[values.sex]
"M" = "male"
"""


def test_a_mapping_says_calendar_order_and_what_words_stand_for() -> None:
    plan = lists.plan(MAPPED, "A")
    (row,) = read("name,sex,birth,arrest_date,death_date\nBehan,M,۱۲/۰۷/۱۴۰۳,1446,10/03/2024\n", plan).rows
    assert (row.cells["sex"].parts, row.cells["sex"].value) == ((("M", 2),), Words(text="male"))
    birth, arrest, death = (row.cells[name].value for name in ("birth", "arrest_date", "death_date"))
    assert isinstance(birth, When) and isinstance(arrest, When) and isinstance(death, When)
    assert (birth.earliest, birth.calendar, birth.words) == ("2024-10-03", "solar-hijri", "۱۲/۰۷/۱۴۰۳")
    assert (arrest.calendar, arrest.precision) == ("islamic", "year")
    assert (death.earliest, death.latest, death.words) == ("2024-10-03", "2024-10-03", "10/03/2024")
    assert lists.plan(lists.written(plan), "unused") == plan


JOINED = """
[columns]
name = ["given", "family"]
arrest_date = ["y", "m", "d"]
record_id = ["office", "no"]
[calendars]
arrest_date = "jalali"
"""


def test_several_columns_are_joined_and_each_cell_is_remembered() -> None:
    plan = lists.plan(JOINED, "A")
    (row,) = read("office,no,y,given,m,family,d\nS,7,1403,Behan,7,Esmarin,12\n", plan).rows
    assert row.key == "S 7"
    assert row.cells["name"] == lists.Cell((("Behan", 4), ("Esmarin", 6)), Name(text="Behan Esmarin"))
    arrest = row.cells["arrest_date"]
    assert arrest.parts == (("1403", 3), ("7", 5), ("12", 7))
    assert isinstance(arrest.value, When)
    assert (arrest.value.earliest, arrest.value.calendar) == ("2024-10-03", "solar-hijri")
    assert lists.plan(lists.written(plan), "unused") == plan


def test_a_joined_date_may_end_early_and_has_no_gap() -> None:
    plan = lists.plan(JOINED, "A")
    sheet = read("office,no,given,family,y,m,d\nS,1,Behan,,1403,7,\nS,2,,Esmarin,1403,,\nS,3,Kian,,1403,,12\nS,4,Navid,,,7,12\n", plan)
    month, year = (row.cells["arrest_date"].value for row in sheet.rows)
    assert isinstance(month, When) and isinstance(year, When)
    assert (month.precision, year.precision) == ("month", "year")
    assert [row.cells["name"].parts for row in sheet.rows] == [(("Behan", 3),), (("Esmarin", 4),)]
    assert [(wrong.row, wrong.column) for wrong in sheet.wrong] == [(4, "arrest_date"), (5, "arrest_date")]
    assert "empty" in sheet.wrong[0].reason


@pytest.mark.parametrize("columns", ["[]", '["given", "nowhere"]', '["given", 3]', '["a", "b", "c", "d", "e", "f", "g"]'])
def test_a_mapping_that_joins_nothing_or_what_is_not_there_is_refused(columns: str) -> None:
    with pytest.raises(BadInputError):
        read("given,family\nBehan,Esmarin\n", lists.plan(f"[columns]\nname = {columns}", "A"))


@pytest.mark.parametrize("cell", ["31/12/1403", "13/13/1403", "soon", "1403-00"])
def test_a_date_that_its_calendar_does_not_have_is_named(cell: str) -> None:
    assert [w.column for w in read(f"name,birth\nBehan,{cell}\n", lists.plan(MAPPED, "A")).wrong] == ["birth"]


@pytest.mark.parametrize(
    "mapping", ['[values.shoe]\na = "b"', '[orders]\nage = "dmy"', '[calendars]\nbirth = "mayan"', '[orders]\nbirth = "ymd"']
)
def test_a_mapping_of_what_has_no_dates_is_refused(mapping: str) -> None:
    with pytest.raises(BadInputError):
        lists.plan(mapping, "A")


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=6))
def test_any_table_is_read_or_refused_and_what_is_rejected_reads_again(rows: list[list[str]]) -> None:
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "age", "arrest_date"])
    writer.writerows(rows)
    sheet = read(out.getvalue())
    filled = [row for row in rows if any(map(str.strip, row))]
    assert sheet.count == len(filled)
    if sheet.rejected:
        again = read(sheet.rejected, PLAN)
        assert again.rows == ()
        assert len({w.row for w in again.wrong}) == len({w.row for w in sheet.wrong})


@given(st.binary(max_size=200))
def test_no_bytes_make_anything_but_a_sentence(data: bytes) -> None:
    try:
        lists.read(b"name,age,birth\n" + data, PLAN)
    except BadInputError as exc:
        assert str(exc)
