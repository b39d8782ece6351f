"""The sheet of the reviewing itself: how far readers agree, and a random sample to be read once more."""

from __future__ import annotations

from muniment.web.sheets.parts import Named, Part, Text


class AgreementRow(Part, frozen=True, kw_only=True):
    """One property. `alpha` to `high` are hundredths from 0 to 100 as the picture draws them; `figure` is empty where there is none."""

    label: str
    figure: str = ""
    interval: str = ""
    read: str
    alpha: int = 0
    low: int = 0
    high: int = 0


class Item(Part, frozen=True, kw_only=True):
    """One thing of the sample. A claim has its words, their surroundings and what is claimed; a link has two names, and `href` leads
    to where it is judged. `verdict` is empty until the reader has answered."""

    id: str
    version: int
    number: str
    kind: str = ""
    claimed: Text | None = None
    of: Named | None = None
    before: str = ""
    quote: str = ""
    after: str = ""
    lang: str = ""
    document: str = ""
    href: str = ""
    names: tuple[Named, ...] = ()
    answer: str = ""
    verdict: str = ""
    is_wrong: bool = False


class Kind(Part, frozen=True, kw_only=True):
    """A kind of claim that two people may be asked to read."""

    code: str
    words: str
    is_asked: bool


class ReadTwice(Part, frozen=True, kw_only=True):
    """Which claims wait for a second reader, in words; and, for whoever may change it, the kinds to choose from."""

    told: str
    every: bool = False
    deeds: tuple[Kind, ...] = ()
    properties: tuple[Kind, ...] = ()
    error: str = ""


class ReliabilitySheet(Part, frozen=True, kw_only=True):
    """The figures, the form that draws a sample, and the sample when one was drawn. `error` stands by the form."""

    fields: tuple[AgreementRow, ...]
    may: tuple[tuple[str, str], ...]
    of: str
    n: str
    seed: str
    drawn: str = ""
    errors: str = ""
    items: tuple[Item, ...] = ()
    error: str = ""
    twice: ReadTwice
    may_take_cases: bool = False
