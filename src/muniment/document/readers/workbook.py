"""Excel workbooks (ISO/IEC 29500), read sheet by sheet, a line a row: the values that the file shows, never a formula worked out here.

Hidden sheets are read and say so. Named in `unread`: comments, pictures and charts, formulas whose value the file does not hold.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZipFile

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
    with opened(data, "workbook") as package:
        names = package.namelist()
        unvalued = sum(_looked(package, name) for name in names if name.startswith("xl/") and name.endswith(".xml"))
    left = list(dict.fromkeys(kind for kind, start in LEFT if any(name.startswith(start) for name in names)))
    left += [f"the values of {unvalued:,} formulas, which the file does not hold"] if unvalued else []
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    try:
        pages = ["\n".join([_head(sheet), *_rows(sheet)]) for sheet in book.worksheets]
    finally:
        book.close()
    return joined(pages, unread=f"not read: {', '.join(left)}" if left else None, tool=f"openpyxl {openpyxl.__version__}")


def _looked(package: ZipFile, name: str) -> int:
    """How many formulas of a part have no value: a sheet has some. Its XML is looked at before another library does that."""
    found = part(package, name)
    if b"<!DOCTYPE" in found[:4096]:
        raise ReadingError(f"{name} brings a document type definition; such a document has none.")
    return len(UNVALUED.findall(found))


def _head(sheet: Any) -> str:
    return f"{sheet.title} (hidden)" if sheet.sheet_state != "visible" else str(sheet.title)


def _rows(sheet: Any) -> Iterator[str]:
    sheet.reset_dimensions()  # what a sheet says of its own size is not believed
    seen = 0
    for row in sheet.iter_rows(values_only=True):
        seen += len(row) or 1
        if seen > MOST_CELLS:
            raise ReadingError(f"The sheet {sheet.title!r} holds more than {MOST_CELLS:,} cells. Split the file.")
        if line := "\t".join(map(_shown, row)).rstrip("\t"):
            yield line


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
