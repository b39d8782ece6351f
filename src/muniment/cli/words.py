"""Values in words: what a source says keeps its own, times are UTC to the minute, sizes come in the unit a person would choose."""

import sys
from collections.abc import Iterable, Sized
from datetime import datetime

from muniment.document.form import chosen
from muniment.model.claim import Act, Asked, Claim, Content, Number, Quantity, Reference, Said
from muniment.model.name import Name
from muniment.model.place import Place
from muniment.model.when import When

BOLD, PLAIN = "\x1b[1m", "\x1b[0m"
UNITS = ("bytes", "kB", "MB", "GB")


def statement(claim: Claim) -> str:
    """A claim in a line: property, words, how it is said, who says so, what it proves only."""
    how = "" if claim.modality == "asserted" else f" ({claim.modality})"
    voices = f", according to {', '.join(voice.name for voice in claim.stated_by)}" if claim.stated_by else ""
    marks = (", stated under alleged coercion" if claim.is_coerced else "") + (", exculpatory" if claim.is_exculpatory else "")
    return f"{said(claim.field or claim.property)}: {words(claim.value)}{how}{voices}{marks}"


def words(value: Content) -> str:
    """A value in its source's words."""
    match value:
        case Name(text=text) | Place(words=text):
            return text
        case Number(n=n):
            return str(n)
        case Act(type=type):
            return said(type)
        case When():
            return value.edtf + (f" “{value.words}”" if value.words and value.words != value.edtf else "")
        case Quantity():
            return f"{said(value.comparator)} {value.number} {value.subject}" + (f", {value.period}" if value.period else "")
        case Asked():
            return f"{value.addressee}: {value.action}"
        case Said():
            return f"{value.speaker}: {value.words}"
        case Reference(record=record):
            return f"en-{record[3:]}"
        case _:
            return _choice(value.text)


def _choice(text: str) -> str:
    """Words, or the words of a form's choice."""
    known = chosen().get(text) if ":" in text else None
    return known[1] if known else text


def counted(things: Sized, noun: str) -> str:
    """How many, in words that agree."""
    return f"{len(things):,} {noun}{'' if len(things) == 1 else 's'}"


def said(term: str) -> str:
    """A term of a vocabulary as words."""
    return term.replace("_", " ")


def moment(at: datetime) -> str:
    """A time to the minute."""
    return f"{at:%Y-%m-%d %H:%M}Z"


def size(count: int) -> str:
    """Bytes in the unit a person would choose."""
    amount, unit = float(count), UNITS[0]
    for unit in UNITS:
        if amount < 1000 or unit == UNITS[-1]:
            break
        amount /= 1000
    return f"{amount:,.0f} {unit}" if unit == UNITS[0] or amount >= 100 else f"{amount:,.1f} {unit}"


def clipped(text: str, most: int = 80) -> str:
    """The beginning of a long text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def marked(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """Words found, bold on a terminal and between « » elsewhere."""
    start, end = (BOLD, PLAIN) if sys.stdout.isatty() else ("«", "»")
    for first, last in sorted(marks, reverse=True):
        text = text[:first] + start + text[first:last] + end + text[last:]
    return " ".join(text.split())
