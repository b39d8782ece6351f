"""The door for lists: a sealed table of people (CSV, XLSX, JSON lines) becomes records, row by row, each value a claim at its cell.

A later edition of a list that was imported before adds to the records it knows by what the list calls them (`record_id`), or
by all they say where it calls them nothing. What it says anew is a new claim beside the old one, and nothing is overwritten;
what it repeats is not said twice. A record that it no longer holds stays, and is counted.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

from muniment.archive.acts import Acting
from muniment.archive.custody import custody, linked
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.evidence import unsealed
from muniment.archive.register import claims_under
from muniment.link import lists
from muniment.link.table import opened
from muniment.link.values import spelled
from muniment.model.claim import Act, Claim, Content
from muniment.model.evidence import Evidence
from muniment.model.passage import Cell, Passage
from muniment.model.record import Record
from muniment.model.terms import Property

Fate = Literal["new", "updated", "unchanged"]
RULE = "list-cell@1"
SHOWN = 8
"""Rows of a list that are looked at before it is imported."""


class ListResult(msgspec.Struct, frozen=True):
    """What an import made, or (dry run) would make.

    `rejected` names every cell that could not be read; `rejected_csv` holds their rows, to be corrected and imported again.
    `gone` counts the records of earlier editions that this one no longer holds.
    """

    evidence: str
    list: str
    rows: int
    records: int
    updated: int
    unchanged: int
    gone: int
    claims: int
    rejected: tuple[lists.Wrong, ...]
    rejected_csv: str
    is_dry_run: bool


class ListPreview(msgspec.Struct, frozen=True):
    """The beginning of a list: its headings, its first rows, and the mapping (TOML) that its headings may mean."""

    sheet: str | None
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int
    mapping: str


@door("preview-list", noun="record", permission="list.import")
def preview_list(desk: Desk, *, evidence: str, sheet: str = "", delimiter: str = "") -> ListPreview:
    """Look at the first rows of a sealed list, and at what its headings may mean: a mapping, to be looked through by a person."""
    item = desk.get(evidence, Evidence)
    return preview(item.title or item.name or item.id, unsealed(desk, item), sheet=sheet, delimiter=delimiter)


def preview(name: str, data: bytes, *, sheet: str = "", delimiter: str = "") -> ListPreview:
    """The same of a file that is not sealed yet."""
    table = opened(data, sheet=sheet, delimiter=delimiter)
    rows = [row for row in table.lines[1:] if any(map(str.strip, row))]
    return ListPreview(
        table.sheet, tuple(table.heads), tuple(map(tuple, rows[:SHOWN])), len(rows), lists.written(lists.guessed(name, table))
    )


@door("import-list", noun="record", permission="list.import", ledger=("list.imported",))
def import_list(desk: Desk, *, evidence: str, mapping: str = "", dry_run: bool = False) -> ListResult:
    """Read a sealed list into records. A row with an error is left out whole and named; nothing is half-imported.

    `mapping` is TOML: `list` (its name), `death` (the act a death date means), `sheet` of a workbook, `delimiter` of a CSV, and
    `[columns]`, ours = theirs.
    """
    item = desk.get(evidence, Evidence)
    plan = lists.plan(mapping, item.title or item.name or item.id)
    sheet = lists.read(unsealed(desk, item), plan)
    act = desk.act("list.imported")
    batch = _Batch(act, item, plan, sheet.sheet, _Earlier(desk, {row.list for row in sheet.rows} | {plan.list}))
    fates = Counter(batch.take(row) for row in sheet.rows)
    if not dry_run:
        act.add(*batch.passages)
        act.add(*batch.claims)
        act.add(*batch.records)
        with linked(act, [item.id]):
            act.add(custody(act, item.id, "read"))
    return ListResult(
        evidence=evidence, list=plan.list, rows=sheet.count, records=fates["new"], updated=fates["updated"],
        unchanged=fates["unchanged"], gone=batch.earlier.left, claims=len(batch.claims), rejected=sheet.wrong,
        rejected_csv=sheet.rejected, is_dry_run=dry_run,
    )  # fmt: skip


def rehearse(name: str, data: bytes, mapping: str) -> ListResult:
    """What importing a list would make of it before anything is sealed; what an archive holds already is not compared."""
    plan = lists.plan(mapping, name)
    sheet = lists.read(data, plan)
    return ListResult(
        evidence="", list=plan.list, rows=sheet.count, records=len(sheet.rows), updated=0, unchanged=0, gone=0,
        claims=sum(len(row.cells) + sum(column in lists.ACTS for column in row.cells) for row in sheet.rows), rejected=sheet.wrong,
        rejected_csv=sheet.rejected, is_dry_run=True,
    )  # fmt: skip


class _Earlier:
    """The records that earlier editions of these lists made, and what they say."""

    def __init__(self, desk: Desk, names: set[str]) -> None:
        shelf = desk.archive.shelf
        found = [r for name in sorted(names) for r in shelf.lookup("tag", name, kind="record", compartments=desk.compartments)]
        self.records = {r.id: r for r in found if isinstance(r, Record)}
        self.claims = claims_under(desk, self.records.values())
        self.about: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            self.about.setdefault(claim.about, []).append(claim)
        self._keyed = {(r.list, r.key): r for r in self.records.values() if r.key is not None}
        self._nameless = {self._said(r): r for r in self.records.values() if r.key is None}
        self._met: set[str] = set()

    @property
    def left(self) -> int:
        """How many of them no row was found for."""
        return len(self.records) - len(self._met)

    def of(self, row: lists.Row, plan: lists.Plan) -> Record | None:
        """The record that an earlier edition made of this row."""
        if row.key is not None:
            known = self._keyed.get((row.list, row.key))
        else:
            known = self._nameless.get(frozenset(_says(plan, column, cell) for column, cell in row.cells.items()))
        if known is not None:
            self._met.add(known.id)
        return known

    def mention(self, record: Record, name: str, value: Content) -> Claim | None:
        """The claim of this record that says the same of the person."""
        said = (claim for mention in record.mentions for claim in self.about.get(mention, ()))
        return next((c for c in said if c.property == name and spelled(c.value) == spelled(value)), None)

    def detail(self, act: Claim, value: Content) -> Claim | None:
        """The claim that says the same date of this act."""
        return next((c for c in self.about.get(act.id, ()) if spelled(c.value) == spelled(value)), None)

    def _said(self, record: Record) -> frozenset[tuple[str, str]]:
        own = [self.claims[id] for id in record.claims if id in self.claims and not self.claims[id].about.startswith("cl-")]
        plain = {(c.property, spelled(c.value)) for c in own if not isinstance(c.value, Act)}
        dated = {(c.value.type, spelled(d.value)) for c in own if isinstance(c.value, Act) for d in self.about.get(c.id, ())}
        return frozenset(plain | dated)


def _says(plan: lists.Plan, column: str, cell: lists.Cell) -> tuple[str, str]:
    return plan.act(column) if column in lists.ACTS else lists.PROPERTIES[column], spelled(cell.value)


class _Batch:
    """What the rows of one edition come to: passages, claims, records, stored together or not at all."""

    def __init__(self, act: Acting, item: Evidence, plan: lists.Plan, sheet: str | None, earlier: _Earlier) -> None:
        self.act, self.item, self.plan, self.sheet, self.earlier = act, item, plan, sheet, earlier
        self.passages: list[Passage] = []
        self.claims: list[Claim] = []
        self.records: list[Record] = []

    def take(self, row: lists.Row) -> Fate:
        """One row: a claim at each cell that says something new; a record, if there is none yet."""
        known, first = self.earlier.of(row, self.plan), len(self.claims)
        mention = known.mentions[0] if known else self.act.new("me")
        for column, cell in row.cells.items():
            if column in lists.ACTS:
                self._dated(row, cell, known, mention, msgspec.convert({"is": "act", "type": self.plan.act(column)}, Act))
            elif known is None or self.earlier.mention(known, lists.PROPERTIES[column], cell.value) is None:
                self._claim(row, cell, mention, lists.PROPERTIES[column], cell.value)
        made = self.claims[first:]
        if known is not None:
            return "updated" if made else "unchanged"
        self.records.append(
            Record(id=self.act.new("re"), made_by=self.act.agent.id, made_at=self.act.at, evidence=self.item.id, mentions=(mention,),
                   claims=tuple(c.id for c in made), list=row.list, key=row.key, row=row.number)
        )  # fmt: skip
        return "new"

    def _dated(self, row: lists.Row, cell: lists.Cell, known: Record | None, mention: str, done: Act) -> None:
        """An act and its date, each at the cell of the date; an act that is known gets another date beside the one it has."""
        act = self.earlier.mention(known, "act", done) if known else None
        if act is None:
            act = self._claim(row, cell, mention, "act", done)
        if self.earlier.detail(act, cell.value) is None:
            self._claim(row, cell, act.id, "date", cell.value)

    def _claim(self, row: lists.Row, cell: lists.Cell, about: str, name: Property, value: Content) -> Claim:
        by, at = self.act.agent.id, self.act.at
        where = tuple(Cell(sheet=self.sheet, row=row.number, column=column, quote=words) for words, column in cell.parts)
        passage = Passage(id=self.act.new("pa"), made_by=by, made_at=at, evidence=self.item.id, where=where)
        made = Claim(id=self.act.new("cl"), made_by=by, made_at=at, evidence=self.item.id, about=about, property=name, value=value,
                     passages=(passage.id,), rule=RULE)  # fmt: skip
        self.passages.append(passage)
        self.claims.append(made)
        return made
