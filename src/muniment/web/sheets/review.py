"""Review: the document at the start side, its claims at the end side, tied by the thread."""

from typing import Literal

from muniment.web.sheets.parts import Dated, Fact, Link, Option, Part, Text

State = Literal["proposed", "accepted", "rejected", "unsure", "superseded"]
Form = Literal["new", "deed", "date", "words"]


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

    `kind` says which fields it has; `is_inside` that the claim is part of a card and may be rejected alone. `errors` maps a
    field's name to the sentence under it; `unsaved` is said when what was typed is shown again."""

    claim: str = ""
    version: int = 0
    kind: Form = "new"
    label: str = ""
    is_inside: bool = False
    deeds: tuple[Option, ...] = ()
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


class Meanwhile(Part, frozen=True, kw_only=True):
    """Someone was quicker: who and when, the version that was seen, the one that stands now, and what this reader wanted."""

    told: str
    seen: Text
    theirs: Text
    their_state: str = ""
    their_by: str = ""
    action: str = ""
    mine: Text


class ClaimCard(Part, frozen=True, kw_only=True):
    """A claim on the desk: one line, or open with its facts when selected. `version` is what a decision expects.

    `also` are the claims inside the card (id, version), decided with it; `open_inside` says how many of them are not."""

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
    also: tuple[tuple[str, int], ...] = ()
    open_inside: str = ""
    is_decided: bool = False
    waits: str = ""
    meanwhile: Meanwhile | None = None
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
    by: str = ""


class Waiting(Part, frozen=True, kw_only=True):
    """A document that waits for a reader."""

    id: str
    title: Text
    told: str
    href: str
    is_urgent: bool = False
    asked_of: str = ""


class ReviewListSheet(Part, frozen=True, kw_only=True):
    """The batch: documents with claims to decide, in order of urgency."""

    note: str = ""
    rows: tuple[Waiting, ...] = ()
    is_mine: bool = False
    may_bulk: bool = False


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
    picture: str = ""
    picture_note: str = ""
    casework: Link | None = None


class Version(Part, frozen=True, kw_only=True):
    """One version of a claim: what it said, how it stood, who made it so, when."""

    number: str
    value: Text
    state: State
    at: str
    by: str = ""
    facts: tuple[Fact, ...] = ()


class Differing(Part, frozen=True, kw_only=True):
    """One field that is not the same in two versions: what it is called, its path as the archive writes it, before and after."""

    label: str
    field: str
    before: Text
    after: Text


class Comparison(Part, frozen=True, kw_only=True):
    """The form that chooses two versions, and the fields in which they differ."""

    older: tuple[Option, ...]
    newer: tuple[Option, ...]
    rows: tuple[Differing, ...] = ()


class HistorySheet(Part, frozen=True, kw_only=True):
    """Every version of one claim, the newest first."""

    claim: str
    kind: str
    back: Link
    versions: tuple[Version, ...]
    comparison: Comparison | None = None
