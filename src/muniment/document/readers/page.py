"""The text of one PDF page, and what is doubtful about it.

A page without right-to-left letters keeps the file's order. Any other is made again from the places of its glyphs: columns, lines,
runs. Doubtful is a page with letters or ligatures of unknown meaning, ink without letters, a line that may be read in two ways,
columns that run into each other, or words that are none.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Sequence

import pypdfium2

from muniment.document.readers.bidi import Direction, Strong
from muniment.document.readers.brackets import upright
from muniment.document.readers.glyphs import NOWHERE, UNKNOWN, Characters, Glyph, characters
from muniment.document.readers.layout import Line, blocks, has_two_texts, line, paragraphs
from muniment.document.readers.order import Piece, Read, read_line, standing
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
    if any(is_right_to_left(glyph.text) for glyph in found.glyphs) or is_right_to_left(found.slanted):
        return _rebuilt(found)
    return _latin(found), ()


def is_right_to_left(text: str) -> bool:
    """Whether any letter of it is written from right to left."""
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def _latin(found: Characters) -> str:
    """Letters in the file's order, a new line where the pen moves to another."""
    rows: list[list[Glyph]] = []
    for glyph in sorted((g for g in found.glyphs if g.index != NOWHERE), key=lambda g: g.index):
        before = rows[-1][-1] if rows else None
        if (
            before is None
            or abs(before.baseline - glyph.baseline) > 0.5 * max(before.em, glyph.em)
            or glyph.pen < before.pen - 2 * glyph.em
        ):
            rows.append([glyph])
        else:
            rows[-1].append(glyph)
    for glyph in (g for g in found.glyphs if g.index == NOWHERE and rows):
        min(rows, key=lambda row: min(math.dist((g.pen, g.baseline), (glyph.pen, glyph.baseline)) for g in row)).append(glyph)
    made = [line(row) for row in rows if any(not g.is_space for g in row)]
    texts = [read_line(standing(row.glyphs), "L").text for row in made]
    return "\n".join(_in_columns(made, texts) + [found.slanted] * bool(found.slanted))


def _in_columns(rows: list[Line], texts: list[str]) -> list[str]:
    """Paragraphs of the stretches in which the lines only go down."""
    out: list[str] = []
    start = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or rows[i].baseline >= rows[i - 1].baseline:
            out += paragraphs(rows[start:i], texts[start:i], is_rtl=False)
            start = i
    return out


def _rebuilt(found: Characters) -> tuple[str, tuple[str, ...]]:
    doubts = list(found.doubts)
    strong = Counter(unicodedata.bidirectional(c) for g in found.glyphs for c in g.text)
    base: Direction = "R" if strong["AL"] + strong["R"] >= strong["L"] else "L"
    out: list[str] = []
    for block in blocks(found.glyphs, is_rtl=base == "R"):
        texts, is_sure = _lines(block, base)
        doubts += [] if is_sure else ["lines that can be read in more than one order"]
        doubts += ["columns that run into each other"] if has_two_texts(block) else []
        out += paragraphs(block, texts, is_rtl=base == "R")
    if found.slanted and any(c.isdecimal() for c in found.slanted):
        doubts.append("slanted text")
    text = upright("\n".join(out + [found.slanted] * bool(found.slanted)))
    return text, tuple(doubts + ([] if is_plausible(text) else ["words that are none"]))


def _lines(block: list[Line], page: Direction) -> tuple[list[str], bool]:
    texts, is_sure = [], True
    before: Strong | None = None
    for row in block:
        read = _line(row.glyphs, page, before)
        texts.append(read.text)
        is_sure &= read.is_sure
        before = _last_strong(read.text) or before
    return texts, is_sure


def _last_strong(text: str) -> Strong | None:
    kinds: dict[str, Strong] = {"L": "L", "R": "R", "AL": "AL"}
    return next((kinds[kind] for c in reversed(text) if (kind := unicodedata.bidirectional(c)) in kinds), None)


def _line(glyphs: Sequence[Glyph], page: Direction, before: Strong | None) -> Read:
    """A line from its own side: the page's, unless its letters are of the other direction and its punctuation agrees."""
    letters = Counter("R" if is_right_to_left(c) else "L" for g in glyphs for c in g.text if c.isalpha())
    pieces = standing(glyphs)
    other: Direction = "L" if page == "R" else "R"
    ours = _read(pieces, page, before)
    if letters[page] and not letters[other]:
        return ours
    theirs = _read(pieces, other, before)
    if _words(ours.text) == _words(theirs.text):
        return theirs if letters and not letters[page] else ours
    if (theirs.faults, not theirs.is_sure) < (ours.faults, not ours.is_sure) or (letters and not letters[page]):
        ours, theirs = theirs, ours
        page, other = other, page
    is_clear = letters[page] > letters[other] or ours.faults < theirs.faults
    return Read(ours.text, is_sure=ours.is_sure and is_clear, faults=ours.faults)


def _read(pieces: list[Piece], base: Direction, before: Strong | None) -> Read:
    """At the start of a paragraph nothing stands before; a paragraph that began on another page has letters before."""
    read = read_line(pieces, base, before)
    return read if read.is_sure or before is not None else read_line(pieces, base, "AL" if base == "R" else "L")


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
