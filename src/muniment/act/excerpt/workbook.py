"""XLSX (ECMA-376, SpreadsheetML), written straight into the zip: every cell is a string, there is no formula and no link in it.

Libraries that write large workbooks keep their rows in files of the temporary folder, readable; here nothing touches a disk.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, cast
from xml.sax.saxutils import escape

from muniment.act.excerpt.cells import safe
from muniment.act.excerpt.manifest import Manifest
from muniment.act.excerpt.rows import Row
from muniment.model.errors import BadInputError

ROWS, LONGEST = 1_048_576, 32_767
"""What a sheet and a cell hold at most, in rows and in UTF-16 units."""
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    f'package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    + "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>' for n in (1, 2))
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="manifest" sheetId="1" r:id="rId1"/>'
    '<sheet name="excerpt" sheetId="2" r:id="rId2"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    + "".join(f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in (1, 2))
    + "</Relationships>",
}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def fits(count: int, rows: Iterable[Row]) -> None:
    """Whether a workbook can hold these rows whole.

    Raises:
        BadInputError: there are too many, or a cell is too long; nothing is cut off.
    """
    if count >= ROWS:
        raise BadInputError(f"A workbook holds {ROWS:,} rows, and these are {count:,}.", advice="Take CSV or JSON Lines.")
    for row in rows:
        if long := next((cell for cell in row if len(cell) > LONGEST // 2 and len(safe(cell).encode("utf-16-le")) > 2 * LONGEST), None):
            raise BadInputError(
                f"A cell of {len(long):,} letters does not go into a workbook ({row[0]}).", advice="Take CSV or JSON Lines."
            )


def workbook(manifest: Manifest, columns: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """The zip, piece by piece: a sheet for the manifest, a sheet for the rows."""
    sink = _Sink()
    with zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_DEFLATED) as book:
        for path, text in PARTS.items():
            book.writestr(_part(path), HEAD + text, zipfile.ZIP_DEFLATED)
        for number, sheet in ((1, manifest.lines()), (2, _headed(columns, rows))):
            with book.open(_part(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=False) as out:
                out.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
                for row in sheet:
                    out.write(_row(row))
                    yield from sink.taken()
                out.write(b"</sheetData></worksheet>")
    yield from sink.taken()


class _Sink:
    """A file that cannot be sought in: what is written waits until it is taken."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> Iterator[bytes]:
        if self._waiting:
            data, self._waiting = b"".join(self._waiting), []
            yield data


def _part(path: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _headed(columns: Row, rows: Iterable[Row]) -> Iterator[Row]:
    yield columns
    yield from rows


def _row(row: Iterable[str]) -> bytes:
    return (
        "<row>" + "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{_text(cell)}</t></is></c>' for cell in row) + "</row>"
    ).encode()


def _text(cell: str) -> str:
    """As XML: what it cannot hold becomes U+FFFD, and words that look like its own escape (`_x000D_`) stay words."""
    return escape(_NO_XML.sub("\ufffd", _ESCAPED.sub("_x005F_", safe(cell)))).replace("\r", "&#13;")
