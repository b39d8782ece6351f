"""What stands behind a line of an excerpt: a claim with its item, its passages and whom it is about; a person with their claims."""

from __future__ import annotations

import msgspec

from muniment.model.claim import Act, Asked, Claim, Content, Number, Quantity, Reference, Said, Words
from muniment.model.evidence import Evidence
from muniment.model.name import Name
from muniment.model.passage import Cell, Interval, Passage, Region, Stretch, Where
from muniment.model.place import Place
from muniment.model.record import Record


class Told(msgspec.Struct, frozen=True):
    """A claim ready to leave. `entry` is the person it is about, empty where it is about none; `act` the act it is a detail of."""

    claim: Claim
    item: Evidence
    passages: tuple[Passage, ...]
    entry: str = ""
    name: str = ""
    act: Claim | None = None


class Person(msgspec.Struct, frozen=True):
    """An entry of the register (or one record) with what is told of it."""

    id: str
    about: str
    told: tuple[Told, ...]
    records: tuple[Record, ...]


def words(value: Content) -> str:
    """A value as one line of words; dates as EDTF."""
    match value:
        case Words() | Name():
            return value.text
        case Place():
            return value.words
        case Number():
            return str(value.n)
        case Act():
            return value.type
        case Quantity():
            return " ".join(filter(None, (value.comparator, str(value.number), value.subject, value.period)))
        case Asked():
            return f"{value.addressee}: {value.action}"
        case Said():
            return f"{value.speaker}: {value.words}"
        case Reference(record=record):
            return f"en-{record[3:]}"
    return value.edtf


def quote(told: Told) -> str:
    """The quoted words of all its passages."""
    return " … ".join(filter(None, (passage.quote for passage in told.passages)))


def spoken(told: Told) -> str:
    """Everything in words that a line of this claim would hold: where a name could stand."""
    voices = " / ".join(voice.name for voice in told.claim.stated_by)
    return " / ".join((quote(told), words(told.claim.value), getattr(told.claim.value, "words", None) or "", voices))


def place(where: Where) -> str:
    """Where in its evidence: `120-134` (code points), `page 3 at x,y,w,h` (thousandths), `2000-3500 ms`, `Sheet1 row 4 column 2`."""
    match where:
        case Stretch():
            return f"{where.start}-{where.end}"
        case Region():
            return f"page {where.page} at {where.x},{where.y},{where.width},{where.height}"
        case Interval():
            return f"{where.start_ms}-{where.end_ms} ms"
        case Cell():
            column = "" if where.column is None else f" column {where.column}"
            return f"{where.sheet or ''} row {where.row}{column}".strip()
    return "whole"
