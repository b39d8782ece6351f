"""Ledger: the log's head and latest entries; verifying the archive or a package."""

from muniment.web.sheets.parts import Answer, Button, Check, Link, Noun, Part, Presence, Tally


class LedgerRow(Part, frozen=True, kw_only=True):
    """One entry as the reader may see it: number, time, type in words, by whom, how many effects."""

    seq: str
    at: str
    what: str
    who: str = ""
    told: str = ""
    ids: tuple[str, ...] = ()


class WitnessRow(Part, frozen=True, kw_only=True):
    """One witness: the name it has here, and what it cosigned last."""

    name: str
    told: str
    answer: Answer


class CosignedRow(Part, frozen=True, kw_only=True):
    """One cosigned head: its size, who cosigned it and when; `told` where they are not enough."""

    size: str
    who: tuple[str, ...]
    told: str = ""


class Witnesses(Part, frozen=True, kw_only=True):
    """Who cosigns this ledger, what they have seen, and the alarm if one of them refused; `lines` name each with its key."""

    told: str
    rows: tuple[WitnessRow, ...] = ()
    kept: tuple[CosignedRow, ...] = ()
    alarm: str = ""
    may_ask: bool = False
    may_settle: bool = False
    lines: str = ""
    quorum: int = 2


class StampedHead(Part, frozen=True, kw_only=True):
    """A head of the log and its time stamps: passed where one was accepted, not checked where one is waited for, with its delay."""

    head: str
    kept: str
    stamps: tuple[Check, ...]


class Authority(Part, frozen=True, kw_only=True):
    """A time authority: its name, as it is shown and as it is called, where and how it is asked, the digests of its roots."""

    name: str
    called: str = ""
    told: str
    roots: tuple[str, ...]


class LedgerSheet(Part, frozen=True, kw_only=True):
    """The head of the log, its signature and witnesses, and the entries, newest first; `may_stamp` where a time authority is named."""

    origin: str
    head: str
    root: str
    signed: str
    witnesses: Witnesses | None = None
    pending: str = ""
    checks: tuple[Check, ...] = ()
    rows: tuple[LedgerRow, ...] = ()
    next: Link | None = None
    buttons: tuple[Button, ...] = ()
    heads: tuple[StampedHead, ...] = ()
    authorities: tuple[Authority, ...] = ()
    beat: str = ""
    waiting: str = ""
    may_stamp: bool = False


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
