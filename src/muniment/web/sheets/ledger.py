"""Ledger: the log's head and latest entries; verifying the archive or a package."""

from muniment.web.sheets.parts import Button, Check, Link, Noun, Part, Presence, Tally


class LedgerRow(Part, frozen=True, kw_only=True):
    """One entry as the reader may see it: number, time, type in words, by whom, how many effects."""

    seq: str
    at: str
    what: str
    who: str = ""
    told: str = ""
    ids: tuple[str, ...] = ()


class StampedHead(Part, frozen=True, kw_only=True):
    """A head of the log and its time stamps: passed where one was accepted, not checked where one is waited for, with its delay."""

    head: str
    kept: str
    stamps: tuple[Check, ...]


class Authority(Part, frozen=True, kw_only=True):
    """A time authority: its name, where and how it is asked, the digests of its roots."""

    name: str
    told: str
    roots: tuple[str, ...]


class LedgerSheet(Part, frozen=True, kw_only=True):
    """The head of the log, its signature and witnesses, and the entries, newest first."""

    origin: str
    head: str
    root: str
    signed: str
    witnesses: str = ""
    pending: str = ""
    checks: tuple[Check, ...] = ()
    rows: tuple[LedgerRow, ...] = ()
    next: Link | None = None
    buttons: tuple[Button, ...] = ()
    heads: tuple[StampedHead, ...] = ()
    authorities: tuple[Authority, ...] = ()
    beat: str = ""
    waiting: str = ""


class Group(Part, frozen=True, kw_only=True):
    """Checks of one kind under a head: its glyph, name and what came of it."""

    noun: Noun | None = None
    is_time: bool = False
    title: str
    told: str = ""
    checks: tuple[Check, ...]


class VerifySheet(Part, frozen=True, kw_only=True):
    """A package or the archive, checked. Without `answer` nothing was opened yet."""

    file: str = ""
    file_note: str = ""
    read: str = ""
    took: str = ""
    answer: str = ""
    headline: str = ""
    advice: str = ""
    tally: Tally = Tally()
    groups: tuple[Group, ...] = ()
    proves: tuple[str, ...] = ()
    does_not_prove: tuple[str, ...] = ()
    shell_lines: tuple[str, ...] = ()
    report: Button | None = None
    error: str = ""
    largest: int = 0
    too_large: str = ""


class PackageSheet(Part, frozen=True, kw_only=True):
    """What will be packed, and how much of the ledger a stranger will see: (code, words, what it opens)."""

    ids: tuple[str, ...]
    profiles: tuple[tuple[str, str, str], ...]
    presence: Presence = Presence()
