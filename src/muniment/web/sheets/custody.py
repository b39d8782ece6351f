"""The chain of custody of one item, link by link."""

from muniment.web.sheets.parts import Check, Part


class Row(Part, frozen=True, kw_only=True):
    """One link: its number, what, when (UTC), by whom, by which clock, why, and the ledger entry that covers it."""

    number: str
    what: str
    at: str
    by: str
    clock: str
    told: str = ""
    entry: str
    sheet: str = ""


class CustodySheet(Part, frozen=True, kw_only=True):
    """All links, the six qualities, the signed head they stand under; and, for who may, the forms of a handover."""

    id: str
    links: tuple[Row, ...]
    is_unbroken: bool
    qualities: tuple[Check, ...] = ()
    head: str
    root: str
    may_pass: bool = False
