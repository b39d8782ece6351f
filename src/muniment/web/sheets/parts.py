"""The parts that every page is made of: words with their language, dates in two calendars, origins, stations of the thread.

A sheet is a plain value: no noun, no query, no markup. Whoever fills it has already chosen the reader's language and left
out what the reader may not see. Ids and digests are whole; the page shortens them for the eye and keeps them for print.
"""

from typing import Literal

import msgspec

Lang = Literal["en", "fa"]
Answer = Literal["passed", "failed", "not_checked"]
Noun = Literal["evidence", "passage", "claim", "record", "register", "finding", "submission"]
Line = Literal["solid", "dashed", "dotted", "cut"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all parts and sheets."""


class Text(Part, frozen=True, kw_only=True):
    """Words that may be in another language or script than the page. `lang` empty: that of the page."""

    words: str
    lang: str = ""


class Marked(Part, frozen=True, kw_only=True):
    """A quotation with one stretch marked: words before, the stretch, words after."""

    before: str = ""
    mark: str
    after: str = ""
    lang: str = ""


class Dated(Part, frozen=True, kw_only=True):
    """A date in the page's leading calendar, in the second one, and in the source's own words where there are any."""

    lead: str
    second: str = ""
    words: str = ""


class Named(Part, frozen=True, kw_only=True):
    """A person's name: in the page's script, then as the other script has it. Sealed: a stable pseudonym."""

    name: str
    lang: str = ""
    other: str = ""
    other_lang: str = ""
    is_sealed: bool = False


class Origins(Part, frozen=True, kw_only=True):
    """Independent origins of a value, and how many of them are reviewed. Never a percentage."""

    total: int
    reviewed: int
    is_contested: bool = False


class Link(Part, frozen=True, kw_only=True):
    """A way to another page, with its key if it has one."""

    words: str
    href: str
    key: str = ""


class Option(Part, frozen=True, kw_only=True):
    """One choice of a list."""

    value: str
    words: str
    is_chosen: bool = False


class Button(Part, frozen=True, kw_only=True):
    """The next act. A button that is not available says why in its own words.

    `action` is a posted verb (the form goes to `href` with that name); empty, the button is a link.
    """

    words: str
    href: str = ""
    key: str = ""
    action: str = ""
    is_primary: bool = False
    why_not: str = ""


class Step(Part, frozen=True, kw_only=True):
    """One step of the ladder of proceedings."""

    name: str
    state: Literal["reached", "present", "danger", "undocumented", "ahead", "outcome"]
    when: str = ""
    origins: Origins | None = None


class Fact(Part, frozen=True, kw_only=True):
    """A label and what stands under it; `note` is said smaller, `tag` in a box, `id` as an identifier that opens `href`."""

    label: str
    text: Text
    note: str = ""
    tag: str = ""
    original: Text | None = None
    href: str = ""
    link: str = ""
    id: str = ""


class Check(Part, frozen=True, kw_only=True):
    """One verdict with what was compared and how it ended. `data` lines are set as digests."""

    answer: Answer
    what: str
    told: str = ""
    data: tuple[tuple[str, str], ...] = ()
    advice: str = ""
    word: str = ""


class Tally(Part, frozen=True, kw_only=True):
    """How many checks ended in which way."""

    passed: int = 0
    failed: int = 0
    not_checked: int = 0


class Station(Part, frozen=True, kw_only=True):
    """One noun of the thread: what this page rests on, and the line that leads from it to the next noun."""

    noun: Noun
    told: str = ""
    line: Line = "dotted"
    is_here: bool = False
    is_empty: bool = False
    href: str = ""


class KeyHint(Part, frozen=True, kw_only=True):
    """Keys of this page, as the colophon prints them."""

    keys: tuple[str, ...]
    does: str


class Presence(Part, frozen=True, kw_only=True):
    """Whether a form asks anew for the password, and for the code of the second factor; `login` tells a password keeper whose."""

    is_asked: bool = False
    needs_code: bool = False
    login: str = ""


class Colophon(Part, frozen=True, kw_only=True):
    """Is the log sound; its head; when it was signed and seen by whom; the last full check. Ready words, page's digits."""

    answer: Answer
    head: str
    signed: str = ""
    witnesses: str = ""
    checked: str = ""


class Banner(Part, frozen=True, kw_only=True):
    """Only for danger, a failed check of the log, and break-glass under review."""

    kind: Literal["danger", "log", "glass"]
    words: str
    href: str = ""


class Shell(Part, frozen=True, kw_only=True):
    """What surrounds every sheet.

    `here` is the bar's link of this page; `pages` those that exist for this reader; `address` the path of this page, as
    printed; `single_keys` off removes single-letter keys; `theme` empty follows the system.
    """

    lang: Lang
    title: str
    here: str = ""
    address: str = "/"
    pages: tuple[str, ...] = ()
    notice: Literal["", "invented", "demonstration", "alone"] = ""
    person: str = ""
    thread: tuple[Station, ...] = ()
    colophon: Colophon | None = None
    keys: tuple[KeyHint, ...] = ()
    theme: Literal["", "light", "dark"] = ""
    single_keys: bool = True
    csrf: str = ""
    banners: tuple[Banner, ...] = ()
    said: str = ""
    printed: str = ""
