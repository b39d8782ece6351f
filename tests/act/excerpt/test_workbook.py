"""The workbook read back with what any spreadsheet reads: a zip of XML, strings alone."""

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.act.excerpt import bare, workbook
from muniment.act.excerpt.workbook import LONGEST, MAIN, ROWS, fits
from muniment.model.errors import BadInputError
from tests.act.excerpt.makers import HEAD


def read(body: bytes, sheet: int) -> list[list[str]]:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        assert book.testzip() is None
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
    return [["".join(t.text or "" for t in cell.iter(f"{{{MAIN}}}t")) for cell in row] for row in root.iter(f"{{{MAIN}}}row")]


def test_both_sheets_are_there_with_every_cell_a_string() -> None:
    body = b"".join(workbook(HEAD, ("one", "two"), [("=1+1", "نادر کلارود"), ("<b>&", "")]))
    assert ["size", "7"] in read(body, 1)
    assert read(body, 2) == [["one", "two"], ["'=1+1", "نادر کلارود"], ["<b>&", ""]]
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        sheet = book.read("xl/worksheets/sheet2.xml")
        assert sheet.count(b"<c ") == sheet.count(b'<c t="inlineStr">') == 6
        assert not any(b"<f" in book.read(name) for name in book.namelist())


@given(st.text())
def test_no_words_break_it(words: str) -> None:
    body = b"".join(workbook(HEAD, ("one",), [(words,)]))
    assert len(read(body, 2)) == 2


def test_the_same_rows_give_the_same_bytes() -> None:
    once, again = (b"".join(workbook(HEAD, ("one",), [("x",)])) for _ in range(2))
    assert once == again


def test_it_is_written_while_the_rows_come() -> None:
    seen = 0

    def rows() -> Iterator[tuple[str, ...]]:
        nonlocal seen
        for seen in range(1, 40_001):
            yield (f"{seen:x}" * 9,)

    parts = workbook(HEAD, ("one",), rows())
    for part in parts:
        if part.startswith(b"PK\x03\x04") is False and seen > 1:
            break
    assert 1 < seen < 40_000


def test_what_does_not_fit_is_refused_and_never_cut() -> None:
    with pytest.raises(BadInputError, match="holds 1,048,576 rows"):
        fits(ROWS, [])
    with pytest.raises(BadInputError, match="does not go into a workbook"):
        fits(1, [("x" * (LONGEST + 1),)])
    fits(1, [("x" * LONGEST,)])


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]))
    | st.sampled_from(["=1+1", "a\nb\tc", "x\r\ny", "_x000D_", "#N/A", "1e5", "  "])
)
def test_openpyxl_reads_every_cell_back_as_the_words_it_was_made_of(words: str) -> None:
    from openpyxl import load_workbook
    from openpyxl.utils.escape import unescape  # what the standard's strings ask of a reader (ECMA-376, ST_Xstring)

    body = b"".join(workbook(HEAD, ("one", "two"), [(words, "end")]))
    sheet = load_workbook(io.BytesIO(body))["excerpt"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"} or not words
    assert bare(unescape(sheet["A2"].value or "")) == "".join(c if c not in "\ufffe\uffff" else "\ufffd" for c in words)
    assert sheet["B2"].value == "end"
