"""The sheet of accepting in bulk: what each rule proposed, and the sample that is read before the rest is accepted."""

from __future__ import annotations

from muniment.web.sheets.parts import Part
from muniment.web.sheets.reliability import Item


class RuleRow(Part, frozen=True, kw_only=True):
    """One rule and property: how much of it waits, and how much of that may be accepted in bulk."""

    by_rule: str
    property: str
    label: str
    proposed: str
    may: str
    is_open: bool


class BulkSheet(Part, frozen=True, kw_only=True):
    """The rules; or of one, the sample, what came of it so far (`told`, `bound`), and how many would be accepted or taken back."""

    seed: str
    rules: tuple[RuleRow, ...] = ()
    by_rule: str = ""
    property: str = ""
    label: str = ""
    drawn: str = ""
    told: str = ""
    bound: str = ""
    items: tuple[Item, ...] = ()
    rest: str = ""
    accepted: str = ""
    is_met: bool = False
    done: str = ""
    error: str = ""
