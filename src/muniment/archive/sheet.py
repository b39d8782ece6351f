"""The door for what a sheet says of the files it was handed over with: kept beside each item, as stated, and tied to the sheet's own bytes."""

from __future__ import annotations

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.model.evidence import Evidence
from muniment.model.examination import Examination, Stated
from muniment.model.verdict import Check, Verdict

FORMAT = "sheet"
AT_ONCE = 256
UNCHECKED = Check(what="sheet", verdict="not_checked", found="the giver's word, which nobody here compared with anything")

Items = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""(evidence, (what, words), …) of each."""


@door("stated", noun="evidence", permission="evidence.take-in", ledger=("evidence.examined",))
def stated(desk: Desk, *, sheet: str, items: Items) -> int:
    """Write down beside items what a sheet that was handed over with them says, as stated by its giver.

    `sheet` is the item that holds the sheet. What it said of an item before is not written twice; answers how many were new.
    """
    desk.get(sheet, Evidence)
    given = [(desk.get(id, Evidence), tuple(Stated(where=where, words=words) for where, words in said)) for id, said in items]
    new = [(item, said) for item, said in given if said and not item.withdrawn and not _has(desk, item, sheet, said)]
    for at in range(0, len(new), AT_ONCE):
        _write(desk, sheet, new[at : at + AT_ONCE])
    return len(new)


def _has(desk: Desk, item: Evidence, sheet: str, said: tuple[Stated, ...]) -> bool:
    return any(one.tool == _tool(sheet) and one.stated == said for one in desk.resting_on(item.id, Examination))


def _tool(sheet: str) -> str:
    return f"sheet {sheet}"


def _write(desk: Desk, sheet: str, some: list[tuple[Evidence, tuple[Stated, ...]]]) -> None:
    with desk.act("evidence.examined") as act:
        act.add(*(Examination(id=act.new("ex"), made_by=act.agent.id, made_at=act.at, compartment=item.compartment, evidence=item.id,
                              format=FORMAT, tool=_tool(sheet), verdict=Verdict(checks=(UNCHECKED,)), stated=said) for item, said in some))  # fmt: skip
