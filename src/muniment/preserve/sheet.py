"""A sheet handed over with files: a CSV that says, a row a file, what its giver knows of it. Read whole before anything is taken in.

`file` names the file, by its path below the folder that is taken in. What else a row may say is in `COLUMNS`; it is the giver's word,
never ours. A sheet with one error is refused whole, with the row, the column and what was found.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import get_args

import msgspec

from muniment.model.errors import BadInputError
from muniment.model.noun import Compartment
from muniment.model.source import Credibility, Grade
from muniment.preserve.intake import shown, twin

COLUMNS = {
    "file": "its path below the folder", "title": "a title", "note": "words about it", "collector": "who collected it",
    "source": "a source's id, or its name", "grade": "A to F, for a source that is new", "credibility": "1 to 6, the same",
    "compartment": "open, restricted or sealed-identity", "captured_at": "date or time, ISO 8601", "clock": "whose clock said so",
    "url": "the address it was found at",
}  # fmt: skip
OWN = ("title", "note", "collector")
"""What an item itself carries."""
STATED = ("captured_at", "clock", "url")
CHOICES = {"compartment": get_args(Compartment), "grade": get_args(Grade), "credibility": get_args(Credibility)}
MOST_NAMED = 20
ADVICE = "Nothing was taken in. Correct the sheet and run the same command."


class Row(msgspec.Struct, frozen=True):
    """What one row says of one file; `line` counts from 1 with the heading. Empty cells are left out."""

    line: int
    file: str
    said: dict[str, str]

    @property
    def own(self) -> tuple[tuple[str, str], ...]:
        """What goes onto the item."""
        return tuple((name, self.said[name]) for name in OWN if name in self.said)

    def stated(self, kept: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """What is written down beside it, as stated: times, address, and columns kept that are not known here."""
        return tuple((name, self.said[name]) for name in (*STATED, *kept) if name in self.said)


class Sheet(msgspec.Struct, frozen=True):
    """A whole sheet without an error. `kept` are its columns that are not known here."""

    rows: tuple[Row, ...]
    kept: tuple[str, ...] = ()


def read(data: bytes, *, keep: bool = False) -> Sheet:
    """The rows of a sheet; with `keep`, columns that are not known are kept as stated.

    Raises:
        BadInputError: not UTF-8, no CSV, an unknown column, a value out of its range, two rows for one file.
    """
    table = _table(data)
    heads = [re.sub(r"[\s-]+", "_", head.strip().lower()) for head in table[0]] if table else []
    kept = _heads(heads, keep)
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for line, cells in enumerate(table[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = _row(line, heads, cells)
        if (first := seen.setdefault(twin(row.file), line)) != line:
            raise _wrong(line, "file", row.file, f"row {first} is about the same file")
        rows.append(row)
    if not rows:
        raise BadInputError("The sheet has no rows.", advice=ADVICE)
    return Sheet(tuple(rows), kept)


def _table(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
        delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except UnicodeDecodeError as exc:
        raise BadInputError(f"The sheet is not UTF-8 (byte {exc.start}).", advice="Save it as CSV in UTF-8.") from exc
    except csv.Error as exc:
        raise BadInputError(f"The sheet is no CSV: {exc}.", advice=ADVICE) from exc


def _heads(heads: list[str], keep: bool) -> tuple[str, ...]:
    if "file" not in heads:
        raise BadInputError("The sheet has no column “file”.", advice=f"Its columns may be {', '.join(COLUMNS)}.")
    if twice := next((head for head in heads if head and heads.count(head) > 1), None):
        raise BadInputError(f"The sheet has the column “{shown(twice)}” twice.", advice=ADVICE)
    unknown = tuple(head for head in heads if head and head not in COLUMNS)
    if unknown and not keep:
        named = ", ".join(f"“{shown(head)}”" for head in unknown[:MOST_NAMED])
        raise BadInputError(
            f"The sheet has columns that are not known here: {named}.",
            advice=f"Known are {', '.join(COLUMNS)}. Rename them, or keep them as stated with --keep-columns.",
        )
    return unknown


def _row(line: int, heads: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) > len(heads):
        raise BadInputError(f"Row {line} of the sheet has {len(cells)} cells for {len(heads)} columns.", advice=ADVICE)
    said = {head: cell.strip() for head, cell in zip(heads, cells, strict=False) if head and cell.strip()}
    if "file" not in said:
        raise _wrong(line, "file", "", "it names no file")
    for name, choices in CHOICES.items():
        if name in said and said[name] not in choices:
            raise _wrong(line, name, said[name], f"it may be {', '.join(choices)}")
    if "captured_at" in said and not is_moment(said["captured_at"]):
        raise _wrong(
            line, "captured_at", said["captured_at"], "a date or a time in ISO 8601 is asked for, such as 2026-03-01T05:06:07+03:30"
        )
    if "captured_at" in said and "clock" not in said:
        raise _wrong(line, "clock", "", "a time needs the clock it was read from: the camera's, the platform's, a person's memory")
    if ("grade" in said) != ("credibility" in said) or ("grade" in said and "source" not in said):
        raise _wrong(line, "grade", said.get("grade", ""), "a grade needs its credibility beside it, and a source")
    return Row(line, said.pop("file"), said)


def is_moment(words: str) -> bool:
    """Whether these words are a date or a time in ISO 8601."""
    for kind in (datetime, date):
        try:
            kind.fromisoformat(words)
            return True
        except ValueError:
            continue
    return False


def _wrong(line: int, column: str, found: str, why: str) -> BadInputError:
    return BadInputError(f"Row {line} of the sheet, column “{column}”: found “{shown(found)}”; {why}.", advice=ADVICE)


class Matched(msgspec.Struct, frozen=True):
    """Rows by the name of the file they are about, rows about no file, files that no row is about."""

    rows: dict[str, Row]
    without_file: tuple[Row, ...]
    without_row: tuple[str, ...]


def matched(sheet: Sheet, names: Sequence[str]) -> Matched:
    """Match rows to files: by the whole name, else by the path below the folder that was named; accents may be written either way."""
    whole = {twin(name): name for name in names}
    below: dict[str, list[str]] = {}
    for name in names:
        below.setdefault(twin(name.partition("/")[2]), []).append(name)
    found: dict[str, Row] = {}
    lost: list[Row] = []
    for row in sheet.rows:
        wanted = twin(row.file.removeprefix("./"))
        place = whole.get(wanted) or next(iter(below.get(wanted, [])), None)
        if place is None or place in found:
            lost.append(row)
        else:
            found[place] = row
    return Matched(found, tuple(lost), tuple(name for name in names if name not in found))


def said_of(one: Matched) -> list[str]:
    """A sentence for rows about no file, and one for files that no row is about."""
    told = []
    if one.without_file:
        rows = ", ".join(f"row {row.line} “{shown(row.file)}”" for row in one.without_file[:MOST_NAMED])
        told.append(f"{len(one.without_file):,} of the sheet's rows are about no file here: {rows}{_more(len(one.without_file))}.")
    if one.without_row:
        files = ", ".join(f"“{shown(name)}”" for name in one.without_row[:MOST_NAMED])
        told.append(f"{len(one.without_row):,} files have no row in the sheet: {files}{_more(len(one.without_row))}.")
    return told


def _more(count: int) -> str:
    return f" and {count - MOST_NAMED:,} more" if count > MOST_NAMED else ""
