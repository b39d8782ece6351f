"""A sheet handed over with files: read whole or refused whole, with the row, the column and what was found."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.errors import BadInputError
from muniment.preserve.sheet import COLUMNS, Row, matched, read, said_of

GOOD = "file,title,captured at,Clock,URL,source\na.jpg,The gate,2026-03-01T05:06:07+03:30,camera,https://tavrin.example/1,A neighbour\nb/c.txt,,,,,\n"


def test_columns_are_known_however_they_are_written() -> None:
    sheet = read(GOOD.encode("utf-8-sig"))
    one, two = sheet.rows
    assert (one.line, one.file, one.own) == (2, "a.jpg", (("title", "The gate"),))
    assert one.stated(()) == (("captured_at", "2026-03-01T05:06:07+03:30"), ("clock", "camera"), ("url", "https://tavrin.example/1"))
    assert (two.file, two.said) == ("b/c.txt", {})
    assert read(GOOD.replace(",", ";").encode()) == sheet


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no column “file”"), ("file\n", "no rows"), ("title\nx\n", "no column “file”"), ("file,file\na,b\n", "twice"),
        ("file,colour,Weight\na,b,c\n", "“colour”, “weight”"), ("file,title\na,b,c\n", "Row 2 of the sheet has 3 cells"),
        ("file,title\n,x\n", "Row 2 of the sheet, column “file”"), ("file,title\na,x\na,y\n", "row 2 is about the same file"),
        ("file,compartment\na,secret\n", "found “secret”; it may be open"), ("file,grade,credibility,source\na,Z,1,s\n", "found “Z”"),
        ("file,captured_at,clock\na,yesterday,camera\n", "ISO 8601"), ("file,captured_at\na,2026-03-01\n", "needs the clock"),
        ("file,grade,source\na,B,s\n", "credibility"), ("file,grade,credibility\na,B,2\n", "a source"), ('file\n"a\n', "no CSV"),
    ],
)  # fmt: skip
def test_a_sheet_with_an_error_is_refused_whole_and_says_where(text: str, why: str) -> None:
    with pytest.raises(BadInputError, match=why) as caught:
        read(text.encode())
    assert caught.value.advice


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(BadInputError, match="not UTF-8 \\(byte 5\\)"):
        read(b"file\n\xff\n")


def test_columns_that_are_not_known_are_kept_as_stated_when_asked_for() -> None:
    sheet = read(b"file,colour\na,red\n", keep=True)
    assert (sheet.kept, sheet.rows[0].stated(sheet.kept)) == (("colour",), (("colour", "red"),))


def test_rows_and_files_that_do_not_meet_are_said() -> None:
    sheet = read("file\nin/a.txt\nb.txt\n./caf\u00e9.txt\nlost.txt\n".encode())
    found = matched(sheet, ["in/a.txt", "in/b.txt", "in/cafe\u0301.txt", "in/more.txt"])
    assert set(found.rows) == {"in/a.txt", "in/b.txt", "in/cafe\u0301.txt"}
    assert said_of(found) == [
        "1 of the sheet's rows are about no file here: row 5 “lost.txt”.", "1 files have no row in the sheet: “in/more.txt”.",
    ]  # fmt: skip
    assert said_of(matched(read(b"file\na\n"), ["a"])) == []


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(cells, min_size=1, max_size=4), max_size=5), st.booleans())
def test_any_table_is_read_or_refused_in_words_of_ours(table: list[list[str]], keep: bool) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["file", *list(COLUMNS)[1:4]], *table])
    try:
        sheet = read(out.getvalue().encode(), keep=keep)
    except BadInputError:
        return
    assert all(isinstance(row, Row) and row.file for row in sheet.rows)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_words_of_ours(data: bytes) -> None:
    with pytest.raises(BadInputError):
        read(data)
