"""Submissions: the list, and one draft with its footnotes, gaps, consent and checks."""

from typing import Literal

from muniment.web.sheets.parts import Button, Check, Link, Option, Part, Tally


class SubmissionRow(Part, frozen=True, kw_only=True):
    """One line of the list."""

    id: str
    title: str
    kind: str
    state: Literal["draft", "released"]
    told: str = ""
    gaps: str = ""


class SubmissionListSheet(Part, frozen=True, kw_only=True):
    """Drafts and what was sent."""

    rows: tuple[SubmissionRow, ...] = ()
    count: str = ""


class Piece(Part, frozen=True, kw_only=True):
    """Words of a sentence; `is_blocked` where consent for them is missing; `note` the footnote's number after them."""

    text: str
    is_blocked: bool = False
    note: str = ""


class Sentence(Part, frozen=True, kw_only=True):
    """A sentence and what it stands on: `basis` claims, finding, or own (the drafter's words)."""

    basis: Literal["claims", "finding", "own"]
    count: int = 1
    pieces: tuple[Piece, ...]
    href: str = ""


class Gap(Part, frozen=True, kw_only=True):
    """A question the draft cannot answer, whom to ask, and whether leaving it unknown was decided."""

    field: str
    question: str
    told: str = ""
    ask: str = ""
    left_unknown: bool = False


class Section(Part, frozen=True, kw_only=True):
    """One field of the form, with its sentences and gaps in their order."""

    heading: str
    lines: tuple[Sentence | Gap, ...]


class Footnote(Part, frozen=True, kw_only=True):
    """What a number stands for, and the way down from it."""

    number: str
    words: str
    href: str = ""


class ConsentRow(Part, frozen=True, kw_only=True):
    """One question of consent. Not asked: broken ring on ochre-wash, and the words it blocks are marked."""

    purpose: str
    question: str
    state: Literal["yes", "no", "not_asked", "impossible"]
    answer: str
    told: str = ""
    blocks: bool = False


class ConsentPanel(Part, frozen=True, kw_only=True):
    """Who answered, how, and what is missing. `verdict` says in a sentence whether it may leave."""

    told: str
    rows: tuple[ConsentRow, ...]
    verdict: str
    is_lacking: bool = True
    buttons: tuple[Button, ...] = ()


class Mandate(Part, frozen=True, kw_only=True):
    """An addressee proposed, why, and whether a person chose it; `original` its own name, where the page says it in other words."""

    code: str
    name: str
    why: str
    is_chosen: bool
    original: str = ""


class Decided(Part, frozen=True, kw_only=True):
    """One decision under a letter: who, what, in which words, when; `is_no` when the answer was no."""

    who: str
    what: str
    words: str
    at: str
    is_no: bool = False


class Typed(Part, frozen=True, kw_only=True):
    """One field of the cover."""

    name: str
    label: str
    value: str = ""


class Cover(Part, frozen=True, kw_only=True):
    """What only the drafter can say; each request on a line of its own."""

    fields: tuple[Typed, ...] = ()
    ticks: tuple[Option, ...] = ()
    requests: str = ""
    is_open: bool = False


class SubmissionSheet(Part, frozen=True, kw_only=True):
    """One letter in the making, or sent."""

    id: str
    version: int
    title: str
    line: str
    lang: str = ""
    state: Literal["draft", "released"] = "draft"
    sections: tuple[Section, ...]
    notes: tuple[Footnote, ...] = ()
    consent: ConsentPanel | None = None
    mandates: tuple[Mandate, ...] = ()
    checks: tuple[Check, ...] = ()
    check_links: tuple[Link | None, ...] = ()
    tally: Tally = Tally()
    decisions: tuple[Decided, ...] = ()
    deciding: tuple[Option, ...] = ()
    may_draft: bool = False
    may_release: bool = False
    cover: Cover = Cover()
    decisions_note: str = ""
    missing: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()
