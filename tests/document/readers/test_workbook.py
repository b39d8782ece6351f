"""Excel workbooks: what the sheets show, hidden ones too; nothing is worked out, and what the file does not hold is said."""

from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from muniment.document.readers.workbook import read
from muniment.document.reading import ReadingError
from tests.document.readers.test_docx import packed


def saved(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(*rows: tuple[object, ...]) -> Any:
    book = openpyxl.Workbook()
    book.active.title = "List"
    for row in rows:
        book.active.append(row)
    return book


def test_every_kind_of_cell_is_read_as_it_is_shown() -> None:
    book = sheet(
        ("نام", "سن", None, "روز"),
        ("نادر کِلارود", 34, None, date(2024, 10, 3)),
        (),
        (1.5, True, time(4, 30), datetime(2024, 1, 2, 3, 4)),
        ("a\nb", 1e15),
    )
    assert (
        read(saved(book)).text
        == "List\nنام\tسن\t\tروز\nنادر کِلارود\t34\t\t2024-10-03\n1.5\tTRUE\t04:30:00\t2024-01-02 03:04:00\na b\t1000000000000000"
    )


def test_hidden_sheets_are_read_and_say_so() -> None:
    book = sheet(("seen",))
    for name, state in (("Old", "hidden"), ("Older", "veryHidden")):
        other = book.create_sheet(name)
        other.sheet_state = state
        other.append((f"in {name}",))
    found = read(saved(book))
    assert found.text == "List\nseen\n\nOld (hidden)\nin Old\n\nOlder (hidden)\nin Older"
    assert len(found.pages) == 3


def test_a_formula_without_a_value_a_comment_and_a_picture_are_said() -> None:
    book = sheet(("=1+1", "x"))
    book.active["B1"].comment = Comment("who says so", "A")
    assert read(saved(book)).unread == "not read: comments, the values of 1 formulas, which the file does not hold"


def test_a_cell_far_away_costs_no_more_than_it_says() -> None:
    book = sheet(("first",))
    book.active.cell(200_000, 30, "far")
    text = read(saved(book)).text
    assert text.startswith("List\nfirst\n") and text.endswith("far") and len(text) < 100


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"none", packed({"xl/workbook.xml": "<a/>"}), packed({"xl/a.xml": b"<w>" + b"a" * (300 << 20)}),
                                  packed({"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"})])  # fmt: skip
def test_what_is_no_workbook_is_refused_in_words(data: bytes) -> None:
    from muniment.document.readers import OFFICE, parse

    assert b'"unread":"' in parse(f"{OFFICE}spreadsheetml.sheet", data)


SAMPLE = saved(sheet(*((f"name {n}", n, date(2024, 1, 1)) for n in range(30))))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_file_damaged_anywhere_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    from muniment.document.readers import OFFICE, parse

    data = bytearray(SAMPLE)
    for at, value in changes:
        data[at] = value
    assert parse(f"{OFFICE}spreadsheetml.sheet", bytes(data)).startswith(b'{"text"')


def test_more_cells_than_a_document_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("muniment.document.readers.workbook.MOST_CELLS", 10)
    with pytest.raises(ReadingError, match="more than 10 cells"):
        read(saved(sheet(*[(1, 2, 3)] * 5)))
