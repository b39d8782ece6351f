"""Tables: the bytes of a list as rows of words, headings first, whatever kind of file it is. CSV and JSON lines are split here, a
workbook in the sandbox. What a cell means is for `lists` to say.
"""

import csv
import io
import json
import re
from collections.abc import Sequence

import msgspec

from muniment.document.media import sniff
from muniment.document.readers import OFFICE, guard
from muniment.document.reading import ReadingError
from muniment.model.errors import BadInputError

DELIMITERS = (",", ";", "\t", "|")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_HEADS = 1_000


class Table(msgspec.Struct, frozen=True):
    """Lines of cells, the headings first. `first` is the number by which a spreadsheet (or an editor) shows the first row after them."""

    lines: Sequence[list[str]]
    sheet: str | None = None
    delimiter: str = ","
    first: int = 2

    @property
    def heads(self) -> list[str]:
        """The headings, without space around them."""
        return [head.strip() for head in self.lines[0]]

    def row(self, number: int) -> list[str]:
        """The cells of a row by its number."""
        return self.lines[number - self.first + 1]


def opened(data: bytes, *, sheet: str = "", delimiter: str = "") -> Table:
    """The table in a file: a workbook's first sheet or the one named, JSON lines, or CSV, parted by what its headings are parted by.

    Raises:
        BadInputError: it is none of these, it is empty, or it has no such sheet.
    """
    if len(delimiter) > 1 or delimiter in ("\r", "\n", '"'):
        raise BadInputError("What stands between cells is one character.", advice="Give a comma, a semicolon, a tab or a bar.")
    if sniff(data[:4096], "list.xlsx") == f"{OFFICE}spreadsheetml.sheet":
        made = _workbook(data, sheet)
    elif data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        made = _objects(_text(data))
    else:
        made = _separated(_text(data), delimiter)
    if not made.lines:
        raise BadInputError("The list is empty: not even a row of headings was found.", advice="Give a file with headings.")
    return made


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula, kept from it by an apostrophe; `opened` takes it off again."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _workbook(data: bytes, sheet: str) -> Table:
    try:
        name, lines = guard.cells(data, sheet)
    except ReadingError as exc:
        raise BadInputError(f"The list cannot be read: {exc}", advice="Save it as “CSV UTF-8” or as a new workbook.") from exc
    lead = next((n for n, line in enumerate(lines) if any(line)), len(lines))
    return Table([[_plain(cell) for cell in line] for line in lines[lead:]], name, first=lead + 2)


def _text(data: bytes) -> str:
    """UTF-8, or UTF-16 with its mark. Of other encodings the letters would be a guess, and so the names."""
    encoding = "UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "UTF-8"
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as exc:
        raise BadInputError(f"The list is not in {encoding}: byte {exc.start} is no letter.", advice="Save it as “CSV UTF-8”.") from exc


def _separated(text: str, delimiter: str) -> Table:
    head = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    parted = delimiter or max(DELIMITERS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=parted)
    try:
        lines = [[_plain(cell) for cell in line] for line in reader]
    except csv.Error as exc:
        raise BadInputError(f"The list is not a CSV file: line {reader.line_num}, {exc}.", advice="Save it as “CSV UTF-8”.") from exc
    lead = next((n for n, line in enumerate(lines) if any(line)), len(lines))
    return Table(lines[lead:], delimiter=parted, first=lead + 2)


def _objects(text: str) -> Table:
    """JSON lines: the names of all objects are the headings, in the order in which they first stand there."""
    heads: dict[str, int] = {}
    rows: list[list[str]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        row = [""] * len(heads)
        for name, value in _object(number, line).items():
            if name not in heads:
                heads[name] = len(heads)
                row.append("")
            row[heads[name]] = _shown(value)
        rows.append(row)
        if len(heads) > MOST_HEADS:
            raise BadInputError(
                f"The objects of the list have more than {MOST_HEADS:,} names.", advice="Give one object a person, with the same names."
            )
    return Table([list(heads), *rows], first=1)


def _object(number: int, line: str) -> dict[str, object]:
    if not line.strip():
        return {}
    try:
        found = json.loads(line, object_pairs_hook=_once)
        json.dumps(found, ensure_ascii=False).encode()  # half a character, by its number, is none
    except (ValueError, RecursionError) as exc:
        raise BadInputError(f"Line {number} of the list is no JSON: {exc}.", advice="Give one object a line.") from exc
    if not isinstance(found, dict):
        raise BadInputError(f"Line {number} of the list is no object.", advice="Give one object a line.")
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object in which no name stands twice: which value is meant nobody here knows."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _shown(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
