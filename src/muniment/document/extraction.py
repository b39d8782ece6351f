"""What the rules propose from a text: the exchange format of `muniment extract` (contracts, section 1).

Spans are offsets in code points into the raw text and `text[start:end] == quote`, always. A missing value is an absent key.
Every item names the rule that proposed it.
"""

from typing import Literal

import msgspec

RULESET = "muniment-rules@1"


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Anything with a quotation."""

    quote: str
    span: tuple[int, int]
    rule: str = ""


class Act(Item, frozen=True, kw_only=True, omit_defaults=True):
    """Something done to a person, with what the text links to it."""

    type: str
    modality: str = msgspec.field(default_factory=lambda: "asserted")
    date: str | None = None
    date_words: str | None = None
    date_span: tuple[int, int] | None = None
    place: str | None = None
    place_span: tuple[int, int] | None = None
    court: str | None = None
    court_span: tuple[int, int] | None = None
    charges: tuple[str, ...] = ()
    charge_spans: tuple[tuple[int, int], ...] = ()


class Person(Item, frozen=True, kw_only=True, omit_defaults=True):
    """Someone named: a subject had something done to them; others speak, judge or are related."""

    name: str
    role: Literal["subject", "other"]
    age: int | None = None
    age_span: tuple[int, int] | None = None
    age_at_arrest: int | None = None
    status: str | None = None
    status_span: tuple[int, int] | None = None
    occupation: str | None = None
    aliases: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()


class Quantity(Item, frozen=True, kw_only=True, omit_defaults=True):
    """How many of what."""

    subject: str
    comparator: str
    number: int
    period: str | None = None


class Recommendation(Item, frozen=True, kw_only=True, omit_defaults=True):
    """What the source asks of whom."""

    addressee: str
    action: str


class Attribution(Item, frozen=True, kw_only=True, omit_defaults=True):
    """Who is said to have said what."""

    speaker: str
    quote_prefix: str
    kind: Literal["quote", "reported"]


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was read."""

    sha256: str | None = None
    media_type: str | None = None
    lang: str | None = None
    date: str | None = None
    chars: int
    text_sha256: str


class Extraction(msgspec.Struct, frozen=True, kw_only=True):
    """Everything proposed from one document."""

    document: Document
    ruleset: str
    people: tuple[Person, ...]
    quantities: tuple[Quantity, ...]
    recommendations: tuple[Recommendation, ...]
    attributions: tuple[Attribution, ...]
