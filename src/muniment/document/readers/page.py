"""The text of one PDF page, and what is doubtful about it.

The order of the file is not trusted, nor that of the library: a page is made again from the places of its glyphs: columns, lines,
runs. Doubtful is a page with right-to-left letters and with letters or ligatures of unknown meaning, ink without letters, a line that may be read in two ways,
columns that run into each other, or words that are none.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence

import pypdfium2

from muniment.document.readers.bidi import Direction, Strong
from muniment.document.readers.brackets import upright
from muniment.document.readers.forms import with_forms
from muniment.document.readers.glyphs import UNKNOWN, Characters, characters
from muniment.document.readers.layout import blocks, has_two_texts, paragraphs
from muniment.document.readers.order import MANY, Piece, Read, numbers_first, read_line, standing
from muniment.document.reading import STOP

MOST_CHARACTERS = 200_000


def read_page(page: pypdfium2.PdfPage) -> tuple[str, tuple[str, ...]] | None:
    """A page's text and its doubts; None where it holds more characters than a page does."""
    text = page.get_textpage()
    try:
        if text.count_chars() > MOST_CHARACTERS:
            return None
        found = characters(page, text)
    finally:
        text.close()
    text, doubts = _rebuilt(found)
    return text, doubts if is_right_to_left(text) else ()


def is_right_to_left(text: str) -> bool:
    """Whether any letter of it is written from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def _rebuilt(found: Characters) -> tuple[str, tuple[str, ...]]:
    doubts = list(found.doubts)
    strong = Counter(unicodedata.bidirectional(c) for g in found.glyphs for c in g.text)
    base: Direction = "R" if strong["AL"] + strong["R"] >= strong["L"] else "L"
    out: list[str] = []
    parts = blocks(found.glyphs, is_rtl=base == "R")
    lines = iter(with_forms([standing(row.glyphs) for block in parts for row in block]))
    for block in parts:
        texts, is_sure = _lines([next(lines) for _ in block], base)
        doubts += [] if is_sure else ["lines that can be read in more than one order"]
        doubts += ["columns that run into each other"] if has_two_texts(block) else []
        out += paragraphs(block, texts, is_rtl=base == "R")
    if found.slanted and any(c.isdecimal() for c in found.slanted):
        doubts.append("slanted text")
    text = upright("\n".join(out + [found.slanted] * bool(found.slanted)))
    return text, tuple(doubts + ([] if is_plausible(text) else ["words that are none"]))


def _lines(block: Sequence[list[Piece]], page: Direction) -> tuple[list[str], bool]:
    texts, is_sure = [], True
    before: Strong | None = None
    for pieces in block:
        read = _line(pieces, page, before)
        texts.append(read.text)
        is_sure &= read.is_sure
        before = _last_strong(read.text) or before
    return texts, is_sure


def _last_strong(text: str) -> Strong | None:
    kinds: dict[str, Strong] = {"L": "L", "R": "R", "AL": "AL"}
    return next((kinds[kind] for c in reversed(text) if (kind := unicodedata.bidirectional(c)) in kinds), None)


def _line(pieces: list[Piece], page: Direction, before: Strong | None) -> Read:
    """A line from the page's side, unless its punctuation says that it reads from the other."""
    letters = Counter("R" if is_right_to_left(c) else "L" for piece in pieces for c in piece.text if c.isalpha())
    other: Direction = "L" if page == "R" else "R"
    ours = _read(pieces, page, before)
    if not letters:
        return Read(ours.text, is_sure=len(_words(ours.text)) < 2, faults=ours.faults)
    if letters[page] and not letters[other]:
        return ours
    theirs = _read(pieces, other, before)
    if _words(ours.text) == _words(theirs.text):
        return ours if letters[page] else theirs
    if theirs.faults < ours.faults:
        return theirs
    return Read(ours.text, is_sure=ours.is_sure and (ours.faults < theirs.faults or letters[page] > letters[other]), faults=ours.faults)


def _read(pieces: list[Piece], base: Direction, before: Strong | None) -> Read:
    """Where nothing stands before, a paragraph begins here or goes on from another page: all that is possible must agree."""
    if before is not None:
        return read_line(pieces, base, before)
    begun, *others = (read_line(pieces, base, strong) for strong in (None, "AL" if base == "R" else "R", "L" if base == "R" else "AL"))
    stand = [read for read in (begun, *others) if read.faults < MANY]
    first = next(iter(stand), begun)
    is_sure = (
        bool(stand)
        and (base == "L" or numbers_first(pieces) < 2)
        and all(read.is_sure and _words(read.text) == _words(first.text) for read in stand)
    )
    return Read(first.text, is_sure=is_sure, faults=first.faults)


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


def is_plausible(text: str) -> bool:
    """Whether the commonest words of the language stand in it the right way round."""
    words = [word for word in text.split() if is_right_to_left(word)]
    if text.count(UNKNOWN) > len(text) / 50:
        return False
    common = STOP["fa"] | STOP["ar"]
    forwards = sum(word in common for word in words)
    backwards = sum(word[::-1] in common and word not in common for word in words)
    return backwards <= forwards and (len(words) < 60 or forwards >= len(words) / 60)
