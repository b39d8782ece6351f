"""People: the register's list, one person, and why we believe a value."""

from typing import Literal

from muniment.web.sheets.parts import Button, Check, Dated, Link, Marked, Named, Noun, Origins, Part, Step, Text


class PersonRow(Part, frozen=True, kw_only=True):
    """One line of the list: the name with what tells it from others of that name."""

    id: str
    name: Named
    about: str
    steps: tuple[Step, ...] = ()
    stage: str = ""
    is_danger: bool = False
    records: str = ""
    origins: Origins | None = None


class PeopleSheet(Part, frozen=True, kw_only=True):
    """Entries of the register, fifty at a time; `filters` are links, the chosen one without address."""

    rows: tuple[PersonRow, ...] = ()
    count: str = ""
    next: Link | None = None
    filters: tuple[Link, ...] = ()
    pairs: Link | None = None
    excerpt: Link | None = None
    events: Link | None = None
    forms: Link | None = None


class ValueLine(Part, frozen=True, kw_only=True):
    """What one or more sources say: `key` opens the panel for it. `told` says who; `second` is the other calendar."""

    key: str
    text: Text
    second: str = ""
    told: str = ""
    origins: Origins | None = None
    is_selected: bool = False
    is_quoted: bool = False


class ValueRow(Part, frozen=True, kw_only=True):
    """One property with its values side by side, none chosen. `state` unknown: “not documented”; sealed: a seal tag."""

    label: str
    lines: tuple[ValueLine, ...] = ()
    state: Literal["single", "contested", "unknown", "sealed"] = "single"


class Tick(Part, frozen=True, kw_only=True):
    """A rule of one calendar on the timeline, at `x` thousandths of its width."""

    x: int
    label: str


class Mark(Part, frozen=True, kw_only=True):
    """A band as wide as the source is vague. `x` and `width` in thousandths; `row` from 0; `side` where its label stands."""

    row: int
    x: int
    width: int
    kind: Literal["day", "month", "season", "between"]
    is_danger: bool = False
    rival_x: int | None = None
    label: str
    side: Literal["after", "before"] = "after"


class Timeline(Part, frozen=True, kw_only=True):
    """Leading calendar above with solid rules, the other below with dashed ones; today as a line of ink."""

    lead: tuple[Tick, ...]
    second: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    today: int | None = None
    note: str = ""


class Node(Part, frozen=True, kw_only=True):
    """One node of the panel's thread: who, when, how sure."""

    noun: Noun
    title: str
    id: str = ""
    told: str = ""
    quote: Marked | None = None
    href: str = ""


class Counter(Part, frozen=True, kw_only=True):
    """A claim against, or one that repeats another and is not counted again."""

    title: str
    told: str
    link: Link | None = None


class WhySheet(Part, frozen=True, kw_only=True):
    """Why do we believe this? From the entry down to the bedrock; then checked, not proved, against, repeats."""

    entry: str
    key: str
    asked: str
    answer: str
    nodes: tuple[Node, ...]
    sha256: str = ""
    checks: tuple[Check, ...] = ()
    not_proved: str = ""
    beside: tuple[Counter, ...] = ()
    against: tuple[Counter, ...] = ()
    repeats: tuple[Counter, ...] = ()
    correct: Link | None = None
    history: Link | None = None


class FindingPart(Part, frozen=True, kw_only=True):
    """Where the proceedings stand as a finding: nobody's yet, proposed, or decided; `moved_on` when claims say more by now."""

    id: str = ""
    version: int = 0
    words: str
    state: Literal["none", "proposed", "accepted", "rejected", "unsure"] = "none"
    told: str = ""
    moved_on: str = ""
    may_propose: bool = False
    may_decide: bool = False


class PersonSheet(Part, frozen=True, kw_only=True):
    """One entry of the register."""

    id: str
    name: Named
    line: str
    records: str = ""
    also: tuple[Text, ...] = ()
    danger: str = ""
    danger_note: str = ""
    steps: tuple[Step, ...] = ()
    finding: FindingPart | None = None
    values: tuple[ValueRow, ...] = ()
    timeline: Timeline | None = None
    why: WhySheet | None = None
    conflict: str = ""
    buttons: tuple[Button, ...] = ()
    as_of: Dated | None = None
    judged: tuple[Text, ...] = ()
