"""Excel workbooks (ISO/IEC 29500), read sheet by sheet, a line a row: the values that the file shows, never a formula worked out here.

Hidden sheets are read and say so. Named in `unread`: comments, pictures and charts, formulas whose value the file does not hold.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import msgspec
import openpyxl

from muniment.document.readers.zipped import opened, part
from muniment.document.reading import Reading, ReadingError, joined

LEFT = (("comments", "xl/comments"), ("comments", "xl/threadedComments"), ("pictures", "xl/media/"), ("charts", "xl/charts/"))
UNVALUED = re.compile(rb"<f(?:\s[^<>]{0,400})?(?:/>|>[^<]{0,9000}</f>)\s{0,9}(?:<v\s{0,9}/>|<v></v>)?\s{0,9}</c>")
"""A formula in a cell that holds no value beside it."""
MOST_CELLS = 5_000_000


def read(data: bytes) -> Reading:
    """The cells of every sheet that are not empty, behind tabs.

    Raises:
        ReadingError: it is no such file, or holds more than a document does.
    """
    names, unvalued = _measured(data)
    left = list(dict.fromkeys(kind for kind, start in LEFT if any(name.startswith(start) for name in names)))
    left += [f"the values of {unvalued:,} formulas, which the file does not hold"] if unvalued else []
    with _book(data) as book:
        pages = ["\n".join([_head(sheet), *filter(None, map(_line, _rows(sheet)))]) for sheet in book.worksheets]
    return joined(pages, unread=f"not read: {', '.join(left)}" if left else None, tool=f"openpyxl {openpyxl.__version__}")


def parse(sheet: str, data: bytes) -> bytes:
    """For the sandbox: (name of the sheet, its rows, why it cannot be read) as JSON; empty rows keep their places."""
    try:
        _measured(data)
        with _book(data) as book:
            names = [one.title for one in book.worksheets]
            if sheet and sheet not in names:
                return _refused(f"There is no sheet “{sheet}”; its sheets are {', '.join(names)}.")
            if not names:
                return _refused("There is no sheet in this workbook.")
            chosen = book[sheet] if sheet else book.worksheets[0]
            return msgspec.json.encode((chosen.title, list(_rows(chosen)), ""))
    except ReadingError as exc:
        return _refused(str(exc))
    except MemoryError:
        raise  # the sandbox says it
    except Exception as exc:  # whatever the library raised over a hostile file
        return _refused(f"The reader of workbooks stopped: {type(exc).__name__}.")


def _refused(why: str) -> bytes:
    return msgspec.json.encode(("", [], why))


def _measured(data: bytes) -> tuple[list[str], int]:
    """The names of its parts, and how many formulas hold no value."""
    with opened(data, "workbook") as package:
        names = package.namelist()
        return names, sum(_looked(package, name) for name in names if name.startswith("xl/") and name.endswith(".xml"))


@contextmanager
def _book(data: bytes) -> Iterator[Any]:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    try:
        yield book
    finally:
        book.close()


def _looked(package: ZipFile, name: str) -> int:
    """How many formulas of a part have no value: a sheet has some. Its XML is looked at before another library does that."""
    found = part(package, name)
    if b"<!DOCTYPE" in found[:4096]:
        raise ReadingError(f"{name} brings a document type definition; such a document has none.")
    return len(UNVALUED.findall(found))


def _head(sheet: Any) -> str:
    return f"{sheet.title} (hidden)" if sheet.sheet_state != "visible" else str(sheet.title)


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Cells in words, without the empty ones at the end of a row."""
    sheet.reset_dimensions()  # what a sheet says of its own size is not believed
    seen = 0
    for row in sheet.iter_rows(values_only=True):
        seen += len(row) or 1
        if seen > MOST_CELLS:
            raise ReadingError(f"The sheet {sheet.title!r} holds more than {MOST_CELLS:,} cells. Split the file.")
        cells = [_shown(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _line(cells: list[str]) -> str:
    return "\t".join(cells)


def _shown(value: object) -> str:
    """A cell in words: a day without a time of day, a whole number without a point, line breaks as spaces."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    return " ".join(str(value).split())
