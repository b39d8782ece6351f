"""Evidence: the list, what was just taken in, one item with its custody and its proof."""

from typing import Literal

from muniment.web.sheets.parts import Answer, Button, Check, Dated, Fact, Link, Option, Part, Presence, Tally, Text

Kind = Literal["image", "audio", "video", "text", "none"]
State = Literal["sealed", "unreadable", "quarantined", "covered", "withdrawn"]


class Receipt(Part, frozen=True, kw_only=True):
    """What a giver is told: id, digest, time and no more; `state` stored, logged, duplicate or refused, with the reason."""

    id: str = ""
    sha256: str = ""
    time: str = ""
    state: Literal["stored", "logged", "duplicate", "refused"]
    reason: str = ""


class EvidenceRow(Part, frozen=True, kw_only=True):
    """One line of the list."""

    id: str
    title: Text
    media: str
    size: str
    taken: Dated
    source: str = ""
    source_id: str = ""
    state: State = "sealed"
    work: str = ""
    picture: str = ""


class EvidenceListSheet(Part, frozen=True, kw_only=True):
    """Items, newest first, fifty at a time; `count` is capped (“5,000+”); `limit` says how large a file may be."""

    rows: tuple[EvidenceRow, ...] = ()
    count: str = ""
    next: Link | None = None
    receipts: tuple[Receipt, ...] = ()
    error: str = ""
    facets: tuple[Link, ...] = ()
    may_add: bool = True
    limit: str = ""
    largest: int = 0
    too_large: str = ""
    sources: tuple[Option, ...] = ()
    may_name: bool = True
    compartments: tuple[str, ...] = ()


class Event(Part, frozen=True, kw_only=True):
    """One link of the chain of custody."""

    what: str
    when: str
    told: str = ""
    id: str = ""
    is_first: bool = False


class Derived(Part, frozen=True, kw_only=True):
    """Something made from this item, never instead of it."""

    noun: Literal["passage", "evidence"] = "passage"
    what: str
    told: str = ""
    id: str = ""
    answer: Answer
    word: str


class Withdrawn(Part, frozen=True, kw_only=True):
    """What is left of an item that was taken back: when, why in one sentence, what rested on it, what had already left."""

    when: Dated
    why: str
    rested: str
    left: tuple[str, ...] = ()


class View(Part, frozen=True, kw_only=True):
    """The safe view: a re-encoded image by address, or the recording, or the text, or nothing and the parser's words."""

    kind: Kind
    src: str = ""
    alt: str = ""
    paragraphs: tuple[str, ...] = ()
    lang: str = ""
    note: str = ""
    is_covered: bool = False


class Look(Part, frozen=True, kw_only=True):
    """What looking inside found: checks of ours, and apart from them what the file says of itself (where, in which words)."""

    title: str
    note: str = ""
    wrong: str = ""
    checks: tuple[Check, ...] = ()
    tally: Tally = Tally()
    stated: tuple[tuple[str, str], ...] = ()
    more: str = ""


class EvidenceSheet(Part, frozen=True, kw_only=True):
    """One item: the safe view, custody, proof, the sealed bytes, and what is not proved."""

    id: str
    title: Text
    facts_line: str
    taken: Dated
    compartment: str
    state: State = "sealed"
    reason: str = ""
    view: View
    details: tuple[Fact, ...] = ()
    custody: tuple[Event, ...] = ()
    custody_note: str = ""
    used_by: str = ""
    withdrawal: str = ""
    derived: tuple[Derived, ...] = ()
    inside: tuple[Look, ...] = ()
    proof: tuple[Check, ...] = ()
    proof_when: str = ""
    tally: Tally = Tally()
    sha256: str
    proves: str = ""
    does_not_prove: str = ""
    withdrawn: Withdrawn | None = None
    withdraw: str = ""
    may_open: bool = False
    may_type: bool = False
    buttons: tuple[Button, ...] = ()
    presence: Presence = Presence()


class WithdrawSheet(Part, frozen=True, kw_only=True):
    """What a withdrawal would take away: counts by kind, people who would leave the register, letters that had already left."""

    id: str
    version: int
    title: Text
    gone: tuple[tuple[str, str], ...] = ()
    people: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    presence: Presence = Presence()


class Column(Part, frozen=True, kw_only=True):
    """One of our columns, and the headings of the list it may stand under."""

    name: str
    label: str
    choices: tuple[Option, ...]


class Row(Part, frozen=True, kw_only=True):
    """One row of a list as it came."""

    cells: tuple[str, ...]


class Fault(Part, frozen=True, kw_only=True):
    """A cell that cannot be read: in which row, below which column, what stands there, why."""

    row: str
    column: str
    found: str
    why: str


class ListSheet(Part, frozen=True, kw_only=True):
    """A list before it is imported: its first rows, what each of our columns is called in it, and what a try or the import made of it.
    `mapping` is what was last chosen, to be kept as a file."""

    id: str
    title: Text
    count: str
    headings: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    mapping: str = ""
    columns: tuple[Column, ...] = ()
    deaths: tuple[Option, ...] = ()
    name: str = ""
    sheet: str = ""
    is_workbook: bool = False
    outcome: tuple[Fact, ...] = ()
    is_done: bool = False
    faults: tuple[Fault, ...] = ()
    more: str = ""
    error: str = ""
