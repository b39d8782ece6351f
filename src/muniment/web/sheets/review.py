"""Review: the document at the start side, its claims at the end side, tied by the thread."""

from typing import Literal

from muniment.web.sheets.parts import Dated, Fact, Link, Option, Part, Text

State = Literal["proposed", "accepted", "rejected", "unsure", "superseded"]


class Run(Part, frozen=True, kw_only=True):
    """A stretch of the document. With a `number` it is the passage of that claim, whose id and state it carries.

    `start` is its offset in code points of the whole text; `opens` shows the number (first run of a passage)."""

    text: str
    start: int
    number: str = ""
    claim: str = ""
    state: State = "proposed"
    is_selected: bool = False
    opens: bool = False


class Paragraph(Part, frozen=True, kw_only=True):
    """A paragraph, with its offset as the margin prints it."""

    offset: str
    start: int
    runs: tuple[Run, ...]
    is_heading: bool = False


class Change(Part, frozen=True, kw_only=True):
    """The form that edits a claim or makes one from a selection. Empty `claim`: a new one.

    `errors` maps a field's name to the sentence under it; `unsaved` is said when what was typed is shown again."""

    claim: str = ""
    version: int = 0
    quote: str = ""
    start: int = 0
    end: int = 0
    properties: tuple[Option, ...] = ()
    modalities: tuple[Option, ...] = ()
    mentions: tuple[Option, ...] = ()
    calendars: tuple[Option, ...] = ()
    value: str = ""
    year: str = ""
    month: str = ""
    day: str = ""
    echo: str = ""
    reason: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    unsaved: str = ""


class ClaimCard(Part, frozen=True, kw_only=True):
    """A claim on the desk: one line, or open with its facts when selected. `version` is what a decision expects."""

    id: str
    version: int
    number: str
    kind: str
    gist: str
    state: State
    by: str = ""
    rule: str = ""
    facts: tuple[Fact, ...] = ()
    is_selected: bool = False
    may_decide: bool = True
    why_not: str = ""
    older: Link | None = None
    change: Change | None = None


class SourceGrade(Part, frozen=True, kw_only=True):
    """The two grades of a source and the choices; a new source starts at F and 6."""

    id: str
    version: int
    name: str
    grade: tuple[Option, ...]
    credibility: tuple[Option, ...]


class Waiting(Part, frozen=True, kw_only=True):
    """A document that waits for a reader."""

    id: str
    title: Text
    told: str
    href: str


class ReviewListSheet(Part, frozen=True, kw_only=True):
    """The batch: documents with claims to decide, in order of urgency."""

    note: str = ""
    rows: tuple[Waiting, ...] = ()


class ReviewSheet(Part, frozen=True, kw_only=True):
    """One document under review."""

    evidence: str
    title: Text
    sealed: Dated
    note: str = ""
    progress: str = ""
    page_note: str = ""
    previous: Link | None = None
    next: Link | None = None
    heading: Text
    subtitle: str = ""
    lang: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    claims: tuple[ClaimCard, ...] = ()
    count_note: str = ""
    blind_note: str = ""
    source: SourceGrade | None = None
    new: Change | None = None
    said: str = ""
    empty: str = ""
