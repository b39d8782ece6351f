"""A line of a page, from the places of its glyphs to the order in which it is read; or in doubt.

1 glyphs stand from left to right; spaces come from gaps; 2 the line is read from its own side, runs of the other direction and
numbers turned within it, a number with its separators being one run; 3 the line is believed only if the Unicode algorithm
(`bidi`) would show the result exactly as it stands. Where two readings would be shown alike (a number beside a run of the other
direction), punctuation and month names decide, or the line is in doubt.
"""

import re
from itertools import pairwise
from unicodedata import bidirectional

import msgspec

from muniment.document.readers.bidi import Direction, Strong, shown
from muniment.document.readers.glyphs import NOWHERE, Glyph

NUMBERS = frozenset({"EN", "AN"})
SPACE, SPACE_ALONE, SPACE_SEEN, BREAK = 0.3, 0.14, 0.05, 0.04
"""Gaps in parts of the type size: a space; one on a line without spaces; one where the file has it; joinable letters apart."""
RIGHT_JOINING = frozenset("اأإآٱدذرزژڈڑوؤۆۇةۀءےﷲ")
MONTHS = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE
)  # only to keep a day beside its month; what a date is, the rules say
FAULTS = re.compile(r"(?:^|\s)[،,.;؛:!?؟%٪]|[،؛,;](?=[^\W\d])")
ZWNJ = "\u200c"


class Read(msgspec.Struct, frozen=True):
    """A line's text in reading order, whether that order is sure, and how often its punctuation stands where none does."""

    text: str
    is_sure: bool
    faults: int = 0


class Piece(msgspec.Struct, frozen=True):
    """A glyph or a space between two, with its direction class."""

    text: str
    kind: str
    glyph: Glyph | None = None


def read_line(glyphs: list[Glyph], base: Direction, before: Strong | None = None) -> Read:
    """Put one line in reading order; `before` is the last strong direction of its paragraph so far."""
    pieces = _pieces(glyphs)  # (1)
    best: tuple[int, str] | None = None
    readings: dict[str, int] = {}
    for joined in (False, True):
        for order in _orders(pieces, base, is_joined=joined):  # (2)
            text = "".join(pieces[i].text for i in order)
            if _stands(pieces, order, base, before):  # (3)
                readings.setdefault(_with_breaks(pieces, order), len(FAULTS.findall(text)))
            elif best is None:
                best = (0, _with_breaks(pieces, order))
        if readings:
            break
    if not readings:
        return Read(best[1] if best else "", is_sure=best is None)
    return _chosen(readings)


def _chosen(readings: dict[str, int]) -> Read:
    """Of readings that are shown alike, the one whose punctuation and dates are well formed."""
    least = min(readings.values())
    left = [text for text, faults in readings.items() if faults == least]
    if len(left) > 1:
        dated = [text for text in left if re.search(rf"\d\s+{MONTHS.pattern}", text, re.IGNORECASE)]
        left = dated if len(dated) == 1 else left
    return Read(left[0], is_sure=len(left) == 1, faults=least)


def _pieces(glyphs: list[Glyph]) -> list[Piece]:
    """What stands on the line from left to right, spaces where there are gaps."""
    inked = sorted((g for g in glyphs if not g.is_space), key=lambda g: (g.pen, g.inner[0]))
    spaces = [g for g in glyphs if g.is_space]
    marks = [g for g, before in zip(inked, [None, *inked], strict=False) if before is None or not _is_twice(before, g)]
    out: list[Piece] = []
    for before, glyph in pairwise([None, *marks]):
        assert glyph is not None
        if before is not None and _is_apart(before, glyph, spaces):
            out.append(Piece(" ", "WS"))
        out.append(Piece(glyph.text, _kind(glyph.text), glyph))
    return out


def _is_twice(before: Glyph, glyph: Glyph) -> bool:
    """Printed twice, a hair apart, to look bold."""
    return before.text == glyph.text and abs(before.pen - glyph.pen) < 0.06 * glyph.em and before.inner[1] > glyph.inner[0]


def _kind(text: str) -> str:
    """The class of a glyph: that of its first letter that has one."""
    kinds = [bidirectional(c) for c in text]
    kind = next((k for k in kinds if k not in ("NSM", "BN", "")), kinds[0] if kinds else "ON")
    return "R" if kind == "AL" else kind


def _is_apart(left: Glyph, right: Glyph, spaces: list[Glyph]) -> bool:
    gap, em = right.left - left.right, max(left.em, right.em)
    if gap > (SPACE if spaces else SPACE_ALONE) * em:
        return True
    return gap > SPACE_SEEN * em and any(_is_between(space, left, right) for space in spaces)


def _is_between(space: Glyph, left: Glyph, right: Glyph) -> bool:
    """By its place or, where it was given no room of its own, by its number in the file."""
    if space.right - space.left > 0.05 * left.em:
        return left.right - 0.1 * left.em < (space.left + space.right) / 2 < right.left + 0.1 * right.em
    if NOWHERE in (left.index, right.index):
        return False
    gap = right.left - left.right
    return gap > SPACE_ALONE * left.em and min(left.index, right.index) < space.index < max(left.index, right.index)


def _orders(pieces: list[Piece], base: Direction, *, is_joined: bool) -> list[list[int]]:
    """Every order the line may be read in: they differ in the numbers beside a run of the other direction."""
    strong = {"L", "R"}
    other = "L" if base == "R" else "R"
    runs: list[tuple[int, list[int]]] = []  # first piece, possible last pieces, going the way the other direction reads
    walk = range(len(pieces)) if base == "R" else range(len(pieces) - 1, -1, -1)
    start: int | None = None
    ends: list[int] = []
    for i in walk:
        kind = pieces[i].kind
        if kind == other:
            start, ends = (i, [i]) if start is None else (start, [i])
        elif kind in strong:
            runs, start, ends = (runs + [(start, ends)] if start is not None else runs), None, []
        elif kind in NUMBERS and start is not None and _ends_number(pieces, i, base):
            ends.append(i)
    if start is not None:
        runs.append((start, ends))
    orders: list[list[int]] = []
    most = max((len(ends) for _, ends in runs), default=1)
    for take in range(min(most, 4)):
        spans = [tuple(sorted((start, ends[min(take, len(ends) - 1)]))) for start, ends in runs]
        order = _order(pieces, base, spans, is_joined=is_joined)  # type: ignore[arg-type]
        if order not in orders:
            orders.append(order)
    return orders


def _ends_number(pieces: list[Piece], i: int, base: Direction) -> bool:
    beside = i + 1 if base == "R" else i - 1
    return not (0 <= beside < len(pieces) and pieces[beside].kind in NUMBERS | {"CS"})


def _order(pieces: list[Piece], base: Direction, spans: list[tuple[int, int]], *, is_joined: bool) -> list[int]:
    """Read the line from its side; what lies in a span is read the other way."""
    inside = {i: span for span in spans for i in range(span[0], span[1] + 1)}
    if base == "L":
        out: list[int] = []
        at = 0
        while at < len(pieces):
            first, last = inside.get(at, (at, at))
            out.extend(_leftwards(pieces, first, last, is_joined=is_joined) if at in inside else [at])
            at = last + 1
        return out
    out, at = [], len(pieces) - 1
    while at >= 0:
        if at in inside:
            out.extend(range(inside[at][0], at + 1))
            at = inside[at][0] - 1
            continue
        first = at
        while first > 0 and first - 1 not in inside and (first > 0 and pieces[first - 1].kind != "L"):
            first -= 1
        out.extend(_leftwards(pieces, first, at, is_joined=is_joined))
        at = first - 1
    return out


def _leftwards(pieces: list[Piece], first: int, last: int, *, is_joined: bool) -> list[int]:
    """A stretch read from right to left, its numbers from left to right."""
    out: list[int] = []
    at = last
    while at >= first:
        start = at
        if pieces[at].kind in NUMBERS or (is_joined and pieces[at].kind == "ET"):
            while start > first and _joins(pieces, start - 1, first, is_joined=is_joined):
                start -= 1
        out.extend(range(start, at + 1))
        at = start - 1
    return out


def _joins(pieces: list[Piece], i: int, first: int, *, is_joined: bool) -> bool:
    """Whether this piece belongs to the number on its right."""
    kind = pieces[i].kind
    if kind in NUMBERS or (is_joined and kind == "ET"):
        return True
    separators = {"CS", "ES"} if is_joined else {"CS"}
    return kind in separators and i > first and pieces[i - 1].kind in NUMBERS and pieces[i + 1].kind in NUMBERS


def _stands(pieces: list[Piece], order: list[int], base: Direction, before: Strong | None) -> bool:
    """(3) Whether the line, read so, would be shown as it stands."""
    owner = [i for i in order for _ in pieces[i].text]
    text = "".join(pieces[i].text for i in order)
    seen: list[int] = []
    for offset in shown(text, base, before):
        if not seen or seen[-1] != owner[offset]:
            seen.append(owner[offset])
    return seen == list(range(len(pieces)))


def _with_breaks(pieces: list[Piece], order: list[int]) -> str:
    """The text, with a zero-width non-joiner between letters that would join and stand apart."""
    out: list[str] = []
    for before, now in pairwise([None, *order]):
        assert now is not None
        if before is not None and _is_broken(pieces[before], pieces[now]):
            out.append(ZWNJ)
        out.append(pieces[now].text)
    return "".join(out)


def _is_broken(first: Piece, second: Piece) -> bool:
    a, b = first.glyph, second.glyph
    if a is None or b is None or first.kind != "R" or second.kind != "R":
        return False
    letter, following = a.text.rstrip("\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654")[-1:], b.text[:1]
    if not (letter.isalpha() and following.isalpha()) or letter in RIGHT_JOINING or following == "ء":
        return False
    return a.inner[0] - b.inner[1] > BREAK * a.em
