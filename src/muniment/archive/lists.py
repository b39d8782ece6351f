"""The door for lists: a sealed CSV of people becomes records, row by row, each value a claim at its cell."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Iterator

import msgspec

from muniment.archive.acts import Acting
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.intake import unsealed
from muniment.model.claim import Act, Claim, Content, Number, Words
from muniment.model.errors import BadInputError
from muniment.model.evidence import Evidence
from muniment.model.name import Name
from muniment.model.passage import Cell, Passage
from muniment.model.place import Place
from muniment.model.record import Record
from muniment.model.terms import Property
from muniment.model.when import When, WhenError

COLUMNS = ("list", "record_id", "name", "father_name", "sex", "age", "birth", "arrest_date", "death_date", "place",
           "prison", "charge", "affiliation")  # fmt: skip
PLAIN: dict[str, tuple[Property, Callable[[str], Content]]] = {
    "name": ("name", lambda words: Name(text=words)),
    "father_name": ("father_name", lambda words: Name(text=words)),
    "sex": ("sex", lambda words: Words(text=words)),
    "age": ("age", lambda words: Number(n=int(words))),
    "birth": ("birth", When.parse),
    "place": ("place", lambda words: Place(words=words)),
    "prison": ("prison", lambda words: Place(words=words)),
    "affiliation": ("affiliation", lambda words: Words(text=words)),
    "charge": ("charge", lambda words: Words(text=words)),
}
ACTS = {"arrest_date": "arrest", "death_date": "execution"}


Read = tuple[int, dict[str, tuple[str, int]]]
"""A row that was read: its number in the file, and our column -> (words, column number)."""


class Row(msgspec.Struct, frozen=True):
    """One row that could not be read: where, and why."""

    row: int
    column: str
    found: str
    reason: str


class ListResult(msgspec.Struct, frozen=True):
    """What an import made, or (dry run) would make; `rejected` names every cell that could not be read."""

    evidence: str
    list: str
    rows: int
    records: int
    claims: int
    rejected: tuple[Row, ...]
    is_dry_run: bool


@door("import-list", noun="record", permission="list.import", ledger=("list.imported",))
def import_list(desk: Desk, *, evidence: str, mapping: str = "", dry_run: bool = False) -> ListResult:
    """Read a sealed CSV list into records. A row with an error is left out whole and named; nothing is half-imported.

    `mapping` is TOML: `list` (its name), `death` (the act a death date means), and `[columns]`, ours = theirs.
    """
    item = desk.get(evidence, Evidence)
    if desk.resting_on(evidence, Record):
        raise BadInputError("This list was imported before.", advice="Take in its newer edition and import that.")
    plan = _plan(mapping, item.title or item.name or item.id)
    rows, rejected = _rows(unsealed(desk, item), plan)
    result = _counted(evidence, plan, rows, rejected, is_dry_run=dry_run)
    if dry_run:
        return result
    with desk.act("list.imported") as act:
        made = sum(_record(act, item, plan, row, number) for number, row in rows)
    return msgspec.structs.replace(result, claims=made)


def rehearse(name: str, data: bytes, mapping: str) -> ListResult:
    """What importing a list would make of it, before anything is sealed."""
    plan = _plan(mapping, name)
    return _counted("", plan, *_rows(data, plan), is_dry_run=True)


def _counted(evidence: str, plan: Plan, rows: list[Read], rejected: list[Row], *, is_dry_run: bool) -> ListResult:
    total = len(rows) + len({row.row for row in rejected})
    return ListResult(evidence, plan.list, total, len(rows), 0, tuple(rejected), is_dry_run)


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The mapping of one list: our column to its column, and what its death dates mean."""

    list: str
    columns: dict[str, str]
    death: str = "execution"


def _plan(mapping: str, name: str) -> Plan:
    try:
        given = tomllib.loads(mapping)
        plan = msgspec.convert({"list": name, "columns": {}, **given}, Plan)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as exc:
        raise BadInputError(f"The mapping cannot be read: {exc}.", advice="See “muniment import-list --help”.") from exc
    if unknown := set(plan.columns) - set(COLUMNS):
        raise BadInputError(f"The mapping names columns we do not have: {', '.join(sorted(unknown))}.",
                            advice=f"Ours are {', '.join(COLUMNS)}.")  # fmt: skip
    return plan


def _rows(data: bytes, plan: Plan) -> tuple[list[Read], list[Row]]:
    """Rows as our column -> (words, column number), numbered as in the file; and the cells that cannot be read."""
    try:
        table = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as exc:
        raise BadInputError(f"The list is not a CSV file in UTF-8: {exc}.", advice="Save it as “CSV UTF-8”.") from exc
    if not table:
        raise BadInputError("The list is empty: not even a heading row was found.")
    at = {ours: table[0].index(theirs) for ours in COLUMNS if (theirs := plan.columns.get(ours, ours)) in table[0]}
    if "name" not in at:
        raise BadInputError(f"No column holds names; found {', '.join(table[0])}.", advice="Map one with [columns] name = …")
    good, bad = [], []
    for number, cells in enumerate(table[1:], start=2):
        row = {ours: (cells[i].strip(), i + 1) for ours, i in at.items() if i < len(cells) and cells[i].strip()}
        errors = list(_errors(number, row)) or ([] if "name" in row else [Row(number, "name", "", "no name in this row")])
        bad.extend(errors)
        if not errors:
            good.append((number, row))
    return good, bad


def _errors(number: int, row: dict[str, tuple[str, int]]) -> Iterator[Row]:
    for column, (words, _) in row.items():
        try:
            _value(column, words)
        except WhenError as exc:
            yield Row(number, column, words, str(exc))
        except ValueError:
            yield Row(number, column, words, "not a whole number")


def _value(column: str, words: str) -> Content | None:
    if column in PLAIN:
        return PLAIN[column][1](words)
    return When.parse(words) if column in ACTS else None


def _record(act: Acting, item: Evidence, plan: Plan, row: dict[str, tuple[str, int]], number: int) -> int:
    """One row: a mention, a claim at each cell, a record. Answers the number of claims."""
    mention, claims = act.new("me"), []
    for column, (words, at) in row.items():
        if column in PLAIN:
            name, make = PLAIN[column]
            claims.append(_claim(act, item, (number, at, words), mention, name, make(words)))
        elif column in ACTS:
            kind = plan.death if column == "death_date" else ACTS[column]
            done = _claim(act, item, (number, at, words), mention, "act", msgspec.convert({"is": "act", "type": kind}, Act))
            claims += [done, _claim(act, item, (number, at, words), done.id, "date", When.parse(words))]
    act.add(Record(id=act.new("re"), made_by=act.agent.id, made_at=act.at, evidence=item.id, mentions=(mention,),
                   claims=tuple(c.id for c in claims), list=plan.list, key=row.get("record_id", (None, 0))[0], row=number))  # fmt: skip
    return len(claims)


def _claim(act: Acting, item: Evidence, cell: tuple[int, int, str], about: str, name: Property, value: Content) -> Claim:
    row, column, words = cell
    passage = Passage(id=act.new("pa"), made_by=act.agent.id, made_at=act.at, evidence=item.id,
                      where=(Cell(row=row, column=column, quote=words),))  # fmt: skip
    made = Claim(id=act.new("cl"), made_by=act.agent.id, made_at=act.at, evidence=item.id, about=about,
                 property=name, value=value,
                 passages=(passage.id,), rule="list-cell@1")  # fmt: skip
    act.add(passage)
    act.add(made)
    return made
