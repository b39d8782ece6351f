"""Lists: a table of people as others print it, read into rows of our columns, each value in the form its property takes.

1 open the table (`table`), naming byte or line where that fails; 2 find our columns in its headings, by the mapping where they are
called otherwise; 3 read every cell, in Latin or Persian, in three calendars; 4 a row with one unreadable cell is left out
whole and named, cell by cell, so that it can be corrected and sent again. Nothing is guessed and nothing half-read.
"""

import csv
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Literal, get_args

import msgspec

from muniment.link import headings
from muniment.link.table import Table, harmless, opened
from muniment.model.calendars import Calendar
from muniment.model.claim import Content, Number, Words
from muniment.model.errors import BadInputError
from muniment.model.name import Name
from muniment.model.place import Place
from muniment.model.terms import ActType, Property
from muniment.model.text import plain
from muniment.model.when import When, WhenError

OLDEST = 130
REASON = "reason"
COLUMNS = ("list", "record_id", "name", "father_name", "sex", "age", "birth", "arrest_date", "death_date", "place", "prison",
           "charge", "affiliation")  # fmt: skip
ACTS: dict[str, ActType] = {"arrest_date": "arrest", "death_date": "execution"}
"""Columns that say an act, and its date: what a death date means, the mapping may say otherwise."""
Dated = Literal["birth", "arrest_date", "death_date"]
DATED = get_args(Dated)
CALENDARS: dict[str, Calendar] = {"gregorian": "gregorian", "jalali": "solar-hijri", "hijri": "islamic"}
ORDERS = {"dmy": (3, 2, 1), "mdy": (3, 1, 2)}
"""Where year, month and day stand in a date whose year comes last."""
YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


Heading = str | Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=6)]
"""What one of our columns is called in a list: a heading, or several whose cells are joined ("given name", "family name")."""


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to read one list: its name, its headings for our columns, what its death dates mean; of a workbook the sheet (else the first),
    of a CSV what stands between cells (else what its headings are parted by); by column the calendar of its dates, the order of
    those whose year comes last, and what its words stand for ("M": "male")."""

    list: str
    columns: dict[str, Heading] = {}
    death: ActType = "execution"
    sheet: str = ""
    delimiter: Annotated[str, msgspec.Meta(max_length=1)] = ""
    calendars: dict[Dated, Literal["gregorian", "jalali", "hijri"]] = {}
    orders: dict[Dated, Literal["dmy", "mdy"]] = {}
    values: dict[str, dict[str, str]] = {}

    def act(self, column: str) -> ActType:
        """The act whose date a column gives."""
        return self.death if column == "death_date" else ACTS[column]


class Cell(msgspec.Struct, frozen=True):
    """What one of our columns says in a row, and the cells of the file it stands in: the words of each and the number of its column."""

    parts: tuple[tuple[str, int], ...]
    value: Content


class Row(msgspec.Struct, frozen=True):
    """One row that can be read whole, numbered as a spreadsheet does. `key` is what the list itself calls it."""

    number: int
    list: str
    key: str | None
    cells: dict[str, Cell]


class Wrong(msgspec.Struct, frozen=True):
    """One cell that cannot be read: where, what stands there, why, and what to do."""

    row: int
    column: str
    found: str
    reason: str
    advice: str = ""


class Sheet(msgspec.Struct, frozen=True):
    """A list, read: its good rows, and what is wrong with the others; `sheet` is that of a workbook."""

    rows: tuple[Row, ...]
    wrong: tuple[Wrong, ...]
    rejected: str
    """The rejected rows as CSV, under their own headings, with the reason at the end; empty when there are none."""
    sheet: str | None = None

    @property
    def count(self) -> int:
        """How many rows hold anything."""
        return len(self.rows) + len({one.row for one in self.wrong})


def plan(mapping: str, name: str) -> Plan:
    """The plan that a mapping (TOML) makes; `name` is the list's where the mapping gives none.

    Raises:
        BadInputError: this is no mapping, or it names columns we do not have.
    """
    try:
        made = msgspec.convert({"list": name, **tomllib.loads(mapping)}, Plan)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as exc:
        raise BadInputError(f"The mapping cannot be read: {exc}.", advice="See “muniment import-list --help”.") from exc
    if unknown := sorted((set(made.columns) | set(made.values)) - set(COLUMNS)):
        raise BadInputError(f"The mapping names columns we do not have: {', '.join(unknown)}.", advice=f"Ours are {', '.join(COLUMNS)}.")
    return made


def guessed(name: str, table: Table) -> Plan:
    """The plan that the headings of a table may mean (`headings`): what is proposed, never what is done."""
    columns = headings.guessed(table.heads)
    act = headings.death(columns["death_date"]) if "death_date" in columns else None
    kept = {ours: theirs for ours, theirs in columns.items() if ours != theirs}
    return msgspec.convert({"list": name, "columns": kept, "death": act or "execution", "sheet": table.sheet or ""}, Plan)


def written(plan: Plan) -> str:
    """A plan as a mapping (TOML 1.0), which `plan` reads back."""
    lines = [f"{name} = {_quoted(value)}" for name, value in (("list", plan.list), ("death", plan.death))]
    lines += [f"{name} = {_quoted(value)}" for name, value in (("sheet", plan.sheet), ("delimiter", plan.delimiter)) if value]
    tables: list[tuple[str, Iterable[tuple[str, Heading]]]] = [("columns", plan.columns.items())]
    tables += [(name, table.items()) for name, table in (("calendars", plan.calendars), ("orders", plan.orders)) if table]
    for name, pairs in tables:
        lines += ["", f"[{name}]", *(f"{ours} = {_headed(theirs)}" for ours, theirs in pairs)]
    for column, table in plan.values.items():
        lines += ["", f"[values.{column}]", *(f"{_quoted(theirs)} = {_quoted(words)}" for theirs, words in table.items())]
    return "\n".join([*lines, ""])


def _headed(theirs: Heading) -> str:
    return _quoted(theirs) if isinstance(theirs, str) else f"[{', '.join(map(_quoted, theirs))}]"


def _quoted(words: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for DEL, which JSON writes as it is."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def read(data: bytes, plan: Plan) -> Sheet:
    """The rows of a list.

    Raises:
        BadInputError: it cannot be opened, it is empty, or a column that is needed is not there.
    """
    table = opened(data, sheet=plan.sheet, delimiter=plan.delimiter)  # (1)
    heads = table.heads
    at = _columns(heads, plan)  # (2)
    rows, wrong, seen = [], [], dict[tuple[str, str], int]()
    for number, cells in enumerate(table.lines[1:], start=table.first):
        if not any(map(str.strip, cells)):
            continue
        row, errors = _row(number, cells, at, plan, len(heads))  # (3)
        errors = errors or _repeated(row, seen)
        wrong += errors
        if not errors:
            rows.append(row)
    return Sheet(tuple(rows), tuple(wrong), _rejected(table, wrong), table.sheet)  # (4)


def several(theirs: Heading) -> tuple[str, ...]:
    """The headings of a column, be it one."""
    return (theirs,) if isinstance(theirs, str) else theirs


def _columns(heads: list[str], plan: Plan) -> dict[str, tuple[int, ...]]:
    """Our columns and where they stand. A heading that the mapping names must be there, and a heading we use but once."""
    if lost := [one for theirs in plan.columns.values() for one in several(theirs) if one not in heads]:
        raise BadInputError(f"The mapping names headings that the list does not have: {', '.join(lost)}.",
                            advice=f"Its headings are {', '.join(heads)}.")  # fmt: skip
    wanted = {ours: several(plan.columns.get(ours, ours)) for ours in COLUMNS}
    if twice := [one for theirs in wanted.values() for one in theirs if heads.count(one) > 1]:
        raise BadInputError(f"The heading {twice[0]} stands twice in the list.", advice="Rename one of the two.")
    at = {ours: tuple(map(heads.index, theirs)) for ours, theirs in wanted.items() if set(theirs) <= set(heads)}
    if "name" not in at:
        raise BadInputError(f"No column holds names; its headings are {', '.join(heads)}.", advice="Map one: [columns] name = …")
    return at


def _row(number: int, cells: list[str], at: dict[str, tuple[int, ...]], plan: Plan, width: int) -> tuple[Row, list[Wrong]]:
    filled = {ours: tuple((cells[i].strip(), i + 1) for i in places if i < len(cells) and cells[i].strip()) for ours, places in at.items()}
    said = {ours: parts for ours, parts in filled.items() if parts}
    errors, found = [], {}
    if len(cells) > width:
        errors.append(Wrong(number, "", ", ".join(cells[width:]), f"{len(cells)} cells under {width} headings"))
    for ours, parts in said.items():
        if ours in ("list", "record_id"):
            continue
        words = _joined(ours, parts)
        try:
            _whole(ours, parts, at[ours])
            found[ours] = Cell(parts, _meant(ours, words, plan))
        except BadInputError as exc:
            errors.append(Wrong(number, ours, words, str(exc.args[0]), exc.advice or ""))
    if "name" not in said:
        errors.append(Wrong(number, "name", "", "There is no name in this row."))
    key = _joined("record_id", said["record_id"]) if "record_id" in said else None
    return Row(number, _joined("list", said["list"]) if "list" in said else plan.list, key, found), errors


def _whole(column: str, parts: tuple[tuple[str, int], ...], places: tuple[int, ...]) -> None:
    """A date of several cells may end early, with its year or its month; what comes after an empty cell would be taken for that one.

    Raises:
        BadInputError: a cell is empty and one after it is not.
    """
    if column in DATED and tuple(at - 1 for _, at in parts) != places[: len(parts)]:
        raise BadInputError(
            "A part of this date is empty and one after it is not.", advice="Fill in the part, or empty what comes after it."
        )


def _joined(column: str, parts: tuple[tuple[str, int], ...]) -> str:
    """The words of several cells as one: of a date its year, month and day, of anything else one after another."""
    return ("-" if column in DATED else " ").join(words for words, _ in parts)


def _repeated(row: Row, seen: dict[tuple[str, str], int]) -> list[Wrong]:
    """Two rows that a list calls the same are an error of the list: nobody here knows which is meant."""
    if row.key is None:
        return []
    first = seen.setdefault((row.list, row.key), row.number)
    return [] if first == row.number else [Wrong(row.number, "record_id", row.key, f"Row {first} has the same record_id.")]


def value(column: str, words: str) -> Content:
    """What a cell says, in the form its property takes.

    Raises:
        BadInputError: the words do not fit the column.
    """
    return READERS[column](words)


def _meant(column: str, words: str, plan: Plan) -> Content:
    """What a cell says, as the mapping has its words and dates read. A date keeps the words that stand there."""
    said = plan.values.get(column, {}).get(words, words)
    if column in plan.calendars or column in plan.orders:
        return _mapped(said, words, plan.calendars.get(column), plan.orders.get(column))
    return value(column, said)


def _mapped(said: str, words: str, calendar: str | None, order: str | None) -> When:
    """A date in the calendar and the order of its column; other forms of it as without them."""
    text = plain(said).strip()
    if order is not None and (last := YEAR_LAST.fullmatch(text)):
        text = "-".join(last[n] for n in ORDERS[order])
    first = YEAR_FIRST.fullmatch(text)
    if calendar is None or first is None:
        return msgspec.structs.replace(_when(text), words=words)
    year, month, day = (int(part) if part else None for part in first.groups())
    return When.of(year or 0, month, day, calendar=CALENDARS[calendar], words=words)


def _age(words: str) -> Number:
    digits = plain(words)
    if not digits.isdecimal() or int(digits) > OLDEST:
        raise BadInputError(f"“{words}” is not an age.", advice="Write a whole number of years, or leave the cell empty.")
    return Number(n=int(digits))


def _words(words: str) -> Words:
    return Words(text=words)


def _name(words: str) -> Name:
    return Name(text=words)


def _place(words: str) -> Place:
    return Place(words=words)


def _when(words: str) -> When:
    try:
        return When.parse(words)
    except WhenError:
        raise
    except (ValueError, OverflowError) as exc:
        raise BadInputError(f"“{words}” is not a date that any calendar has.") from exc


READERS: dict[str, Callable[[str], Content]] = {
    "name": _name, "father_name": _name, "sex": _words, "age": _age, "birth": _when, "arrest_date": _when, "death_date": _when,
    "place": _place, "prison": _place, "charge": _words, "affiliation": _words,
}  # fmt: skip
PROPERTIES: dict[str, Property] = {
    "name": "name", "father_name": "father_name", "sex": "sex", "age": "age", "birth": "birth", "place": "place", "prison": "prison",
    "charge": "charge", "affiliation": "affiliation",
}  # fmt: skip


def _rejected(table: Table, wrong: Sequence[Wrong]) -> str:
    """The rows that were left out, cell for cell as they came, so that they can be corrected and imported again."""
    if not wrong:
        return ""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=table.delimiter)
    every = table.lines[0]
    heads = every[:-1] if every[-1] == REASON else every  # rejected once more: the old reason makes room
    writer.writerow([*heads, REASON])
    told: dict[int, list[str]] = {}
    for one in wrong:
        told.setdefault(one.row, []).append(f"{one.column}: {one.reason} {one.advice}".strip(": "))
    for number, reasons in told.items():
        cells = table.row(number)
        own = [*cells[: len(heads)], *[""] * (len(heads) - len(cells)), *cells[len(every) :]]
        writer.writerow(map(harmless, [*own, " ".join(reasons)]))
    return out.getvalue()
