"""Files that a sheet describes: its rows become what is said of each, before the first of them is taken in. Two ways in use this."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from muniment.archive.desk import Desk
from muniment.archive.doors import DOORS
from muniment.model.errors import BadInputError
from muniment.model.noun import RANK
from muniment.model.source import Source
from muniment.preserve.intake import Incoming, Receipt, shown
from muniment.preserve.sheet import Matched, Row, matched, read, said_of


class Group(msgspec.Struct, frozen=True):
    """Files that come from one source into one compartment."""

    source: str | None
    compartment: str
    files: list[Incoming]


class Plan(msgspec.Struct, frozen=True):
    """What is to be taken in: the sheet itself, then its groups; `rows` by the name each file will be shown by; `notes` on what did
    not match."""

    sheet: Incoming
    kept: tuple[str, ...]
    rows: dict[str, Row]
    groups: list[Group]
    notes: tuple[str, ...]


def plan(desk: Desk, sheet: Incoming, data: bytes, group: Group, *, keep: bool = False) -> Plan:
    """Read the sheet, match it, and find or write down its sources; `group` holds the files, and what is true of those of which it
    says nothing else.

    Raises:
        BadInputError: the sheet has an error, or names a source or compartment that is not there. Nothing was taken in.
    """
    known = read(data, keep=keep)
    found = matched(known, [file.name for file in group.files])
    if not found.rows:
        raise BadInputError("No row of the sheet is about a file here.", advice="“file” is the path below the folder that is taken in.")
    inside = desk.through("evidence.take-in")
    for level in {row.said.get("compartment", group.compartment) for row in found.rows.values()} | {group.compartment}:
        inside.may_fill(level)
    sources = _sources(desk, found)
    rows = {shown(name): row for name, row in found.rows.items()}
    return Plan(sheet, known.kept, rows, _groups(found, sources, group), tuple(said_of(found)))


def _groups(found: Matched, sources: dict[str, str], group: Group) -> list[Group]:
    made: dict[tuple[str | None, str], list[Incoming]] = {}
    for file in group.files:
        row = found.rows.get(file.name)
        if row is None:
            made.setdefault((group.source, group.compartment), []).append(file)
            continue
        named = row.said.get("source")
        key = (sources[named] if named else group.source, row.said.get("compartment", group.compartment))
        made.setdefault(key, []).append(replace(file, said=row.own))
    return [Group(source, compartment, some) for (source, compartment), some in made.items()]


def _sources(desk: Desk, found: Matched) -> dict[str, str]:
    """A source's name or id in the sheet -> its id. Names nobody wrote down yet are written down, with their grade."""
    graded: dict[str, tuple[str, str] | None] = {}
    for row in found.rows.values():
        name, grade = row.said.get("source"), row.said.get("grade")
        given = (grade, row.said["credibility"]) if grade else None
        if name and graded.setdefault(name, given) != given:
            raise BadInputError(
                f"Row {row.line} of the sheet grades “{shown(name)}” otherwise than a row before.", advice="Nothing was taken in."
            )
    if not graded:
        return {}
    known: list[Source] = DOORS["sources"].through(desk, {})
    ids = {one.id: one.id for one in known} | {one.name: one.id for one in known}
    if lost := next((name for name in graded if name.startswith("so-") and name not in ids), None):
        raise BadInputError(f"The sheet names a source {lost} that is not here.", advice="Nothing was taken in. Name it, or leave it out.")
    return {name: ids.get(name) or _source(desk, name, given) for name, given in graded.items()}


def _source(desk: Desk, name: str, given: tuple[str, str] | None) -> str:
    made = DOORS["source"].through(desk, {"name": name})
    if given:
        DOORS["grade"].through(desk, {"id": made.id, "expected": made.version, "grade": given[0], "credibility": given[1]})
    return str(made.id)


def seal_sheet(desk: Desk, made: Plan) -> Receipt:
    """The sheet is evidence too: the giver's own statement, in the most closed compartment of what it speaks of."""
    level = max((group.compartment for group in made.groups), key=lambda each: [*RANK].index(each))  # type: ignore[arg-type]
    source = made.groups[0].source if len(made.groups) == 1 else None
    given = {"files": [made.sheet], "source": source, "compartment": level,
             "note": "a sheet handed over with files"}  # fmt: skip
    (receipt,) = DOORS["take-in"].through(desk, given)
    if receipt.id is None:
        raise BadInputError(f"The sheet could not be sealed: {receipt.reason}", advice="Nothing was taken in.")
    return receipt  # type: ignore[no-any-return]


def write_stated(desk: Desk, made: Plan, sheet: Receipt, receipts: Iterable[Receipt]) -> None:
    """What the rows say beyond title, note and collector, beside each item."""
    items = [(one.id, row.stated(made.kept)) for one in receipts if one.id and (row := made.rows.get(one.name or ""))]
    DOORS["stated"].through(desk, {"sheet": sheet.id, "items": items})
