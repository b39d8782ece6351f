"""Lists in columns: a header that names its columns, rows beneath it, a person a row.

Columns are parted by bars, tabs or semicolons and known by their head ("Name", "Age", "Arrested", «نام», «اتهام»): words in
`columns.toml`. A cell is read as what its column says: a date in the column of arrests is the date of an arrest.
"""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from muniment.document import acts
from muniment.document.dates import Reader as Dates
from muniment.document.done import Done
from muniment.document.lexicon import phrases, table
from muniment.document.parts import Place
from muniment.document.sentences import language
from muniment.model.terms import ActType
from muniment.model.text import plain

SEPARATORS = ("|", "\t", ";")
LEAST_COLUMNS = 3


class Cell(msgspec.Struct, frozen=True):
    """A cell's words with their offsets in the folded text."""

    start: int
    end: int
    text: str


class Row(msgspec.Struct, frozen=True):
    """A person's line: cells by the name of their column."""

    start: int
    end: int
    cells: dict[str, Cell]


def rows(text: str) -> list[Row]:
    """The rows of every table of a folded text, in order."""
    out: list[Row] = []
    heads: list[str | None] = []
    separator = ""
    at = 0
    for line in text.split("\n"):
        if heads and separator in line:
            cells = _cells(line, at, separator)
            named = {head: cell for head, cell in zip(heads, cells, strict=False) if head and cell.text}
            if "name" in named and len(cells) >= 2:
                out.append(Row(at, at + len(line), named))
        else:
            heads, separator = _header(line)
        at += len(line) + 1
    return out


def _header(line: str) -> tuple[list[str | None], str]:
    for separator in SEPARATORS:
        if line.count(separator) >= LEAST_COLUMNS - 1:
            heads = [_column(cell.text) for cell in _cells(line, 0, separator)]
            if "name" in heads and sum(head is not None for head in heads) >= LEAST_COLUMNS:
                return heads, separator
    return [], ""


def _cells(line: str, base: int, separator: str) -> list[Cell]:
    out, at = [], 0
    for part in line.split(separator):
        bare = part.strip(" \t\"'")
        start = at + (part.index(bare) if bare else 0)
        out.append(Cell(base + start, base + start + len(bare), bare))
        at += len(part) + 1
    edged = bool(out) and not out[0].text and line.lstrip().startswith(separator)
    return out[1:] if edged else out


@cache
def _columns() -> dict[str, str]:
    return {said: column for column in table("columns")["column"] for said in phrases("columns", "column", column)}


def _column(head: str) -> str | None:
    said = " ".join(re.sub(r"[^\w\s]", " ", plain(head).casefold()).split())
    return _columns().get(said)


def done(row: Row, person: int, dates: Dates, text: str) -> Iterator[Done]:
    """What the cells of a row say was done to its person."""
    kinds: dict[str, ActType] = table("columns")["act"]
    spoken = language(row.cells["name"].text)
    place, charge = row.cells.get("place"), row.cells.get("charge")
    court = row.cells.get("court")
    made: list[Done] = []
    for column, kind in kinds.items():
        cell = row.cells.get(column)
        when = dates.read(text, cell.start, cell.end, spoken) if cell else ()
        if cell is not None and when:
            made.append(Done(person, kind, "asserted", cell.start, cell.end, "table", date=when[0]))
    for column in ("sentence", "status"):
        cell = row.cells.get(column)
        if cell is not None:
            made.extend(_told(cell, person, spoken, {d.type for d in made}))
    if place is not None and not any(d.type in ("execution", "death_in_custody", "release") for d in made):
        made.append(Done(person, "detention", "asserted", place.start, place.end, "table"))
    for one in made:
        if place is not None and one.type in ("detention", "execution", "death_in_custody"):
            one.place = Place(place.start, place.end, place.text)
        if court is not None and one.type in ("death_sentence", "prison_sentence"):
            one.court = Place(court.start, court.end, court.text)
    _charged(made, charge, person)
    yield from made


def _charged(made: list[Done], charge: Cell | None, person: int) -> None:
    if charge is None or plain(charge.text).casefold() in phrases("columns", "empty"):
        return
    listed = tuple(
        Place(charge.start + m.start(), charge.start + m.end(), m.group())
        for m in re.finditer(r"[^,،;/]+(?<!\s)", charge.text)
        if m.group().strip()
    )
    clean = tuple(Place(p.start + len(p.text) - len(p.text.lstrip()), p.end, p.text.strip()) for p in listed)
    sentenced = next((d for d in made if d.type in ("death_sentence", "prison_sentence")), None)
    if sentenced is not None:
        sentenced.charges = clean
    else:
        made.append(Done(person, "charge", "asserted", charge.start, charge.end, "table", charges=clean))


def _told(cell: Cell, person: int, spoken: str, known: set[ActType]) -> Iterator[Done]:
    """The acts that the words of a cell name; a bare term or "death" is a sentence."""
    found = [t for t in acts.triggers(cell.text, spoken) if t.modality == "asserted" and t.type not in known]
    for trigger in found:
        yield Done(person, trigger.type, "asserted", cell.start + trigger.start, cell.start + trigger.end, "table")
    low = cell.text.casefold()
    if found:
        return
    kind: ActType | None = None
    if re.search(r"\bdeath\b|(?<!\w)اعدام", low):
        kind = "death_sentence"
    elif re.search(r"\b(?:years?|months?|life)\b|سال|ماه|ابد", low) and re.search(r"\d|\blife\b|ابد|[a-z]+ (?:years?|months?)", low):
        kind = "prison_sentence"
    if kind is not None and kind not in known:
        yield Done(person, kind, "asserted", cell.start, cell.end, "table")
