"""A line of a page, from the places of its glyphs to the order in which it is read; or in doubt.

1 glyphs stand from left to right; spaces come from gaps; 2 the line is read from its own side, runs of the other direction and
numbers turned within it, a number with its separators being one run; 3 the line is believed only if the Unicode algorithm
(`bidi`) would show the result exactly as it stands. Where two readings would be shown alike (a number beside a run of the other
direction), punctuation and month names decide, or the line is in doubt.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise, product
from unicodedata import bidirectional

import msgspec

from muniment.document.readers.bidi import PAIR, Direction, Strong, shown
from muniment.document.readers.brackets import faults, upright
from muniment.document.readers.glyphs import NOWHERE, Glyph

NUMBERS = frozenset({"EN", "AN"})
SPACE, ALONE, NUMBERED, PLACED, ROOM, BREAK = 0.3, 0.14, 0.2, 0.12, 0.1, 0.04
"""In parts of the type size. The gap that is a space whatever the file says; on a line where the file has none; where by its
number in the file a space of no width belongs; where one also stands. How wide a space must be to be believed wherever it stands.
The gap between joinable letters that keeps them apart."""
RIGHT_JOINING = frozenset("اأإآٱدذرزژڈڑوؤۆۇةۀءےﷲ")
DATED = re.compile(
    r"(?<!\d)(?:\d{1,2}\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b(?:\s+\d{4}(?!\d))?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d{1,2},?\s+\d{4}(?!\d))",
    re.IGNORECASE,
)
"""A day beside its month: only to keep them together; what a date is, the rules say."""
MANY = 64
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
    is_final: bool = False
    """Whether it has the form of a word's end (`forms`)."""


class Spaces:
    """The spaces that the file has on a line, by place and by number."""

    def __init__(self, found: list[Glyph]) -> None:
        self.found = found
        self.placed = sorted(s.pen for s in found if s.right - s.left > ROOM * s.em)
        self.numbered = sorted((s.index, s.pen) for s in found if s.right - s.left <= ROOM * s.em)

    def has_room_between(self, left: Glyph, right: Glyph) -> bool:
        """Whether a space with room of its own stands between the two."""
        at = bisect_right(self.placed, left.pen + 0.1 * left.em)
        return at < len(self.placed) and self.placed[at] < right.pen

    def is_numbered_between(self, left: Glyph, right: Glyph, gap: float) -> bool:
        """Whether by its number in the file a space of no width belongs between the two."""
        if NOWHERE in (left.index, right.index):
            return False
        first, last = sorted((left.index, right.index))
        for at in range(bisect_right(self.numbered, (first, math.inf)), len(self.numbered)):
            index, pen = self.numbered[at]
            if index >= last:
                return False
            if gap > NUMBERED or left.right - 0.1 * left.em < pen < right.left + 0.1 * right.em:
                return True
        return False


def read_line(pieces: list[Piece], base: Direction, before: Strong | None = None) -> Read:
    """Put one line in reading order; `before` is the last strong direction of its paragraph so far."""
    readings: dict[str, int] = {}
    first: list[int] = []
    for joined in (False, True):
        for order in _orders(pieces, base, is_joined=joined):  # (2)
            first = first or order
            if _stands(pieces, order, base, before):  # (3)
                plain = "".join(pieces[i].text for i in order)
                readings.setdefault(_with_breaks(pieces, order), len(FAULTS.findall(plain)) + faults(plain))
    if not readings:
        return Read(_with_breaks(pieces, first), is_sure=not pieces, faults=MANY)
    return _chosen(readings, is_open=_is_open(pieces, base, before))


def _is_open(pieces: list[Piece], base: Direction, before: Strong | None) -> bool:
    """Whether the choice between readings would be a guess.

    In a line that reads from the left, right-to-left names often stand beside numbers of its own; Arabic-Indic digits beside
    Latin letters act as letters of the other side; several numbers that follow a Latin line are a run of its direction.
    """
    kinds = {piece.kind for piece in pieces}
    if {"L", "AN"} <= kinds or (before == "L" and numbers_first(pieces) > 1):
        return True
    return (base == "L" or "R" not in kinds) and any(len(run) > 1 for run in _runs(pieces, base))


def numbers_first(pieces: list[Piece]) -> int:
    """How many numbers a line that reads from the right begins with, before any letter."""
    strong = next((i for i in range(len(pieces) - 1, -1, -1) if pieces[i].kind in ("L", "R")), -1)
    return len("".join(piece.text if piece.kind in NUMBERS | {"CS"} else " " for piece in pieces[strong + 1 :]).split())


def _chosen(readings: dict[str, int], *, is_open: bool) -> Read:
    """Of readings that are shown alike, the one whose punctuation and dates are well formed."""
    least = min(readings.values())
    left = [text for text, wrong in readings.items() if wrong == least]
    dates = [len(DATED.findall(text)) for text in left]
    left = [text for text, count in zip(left, dates, strict=True) if count == max(dates)]
    return Read(left[0], is_sure=not is_open and len({upright(text) for text in left}) == 1, faults=least)


def standing(glyphs: Sequence[Glyph]) -> list[Piece]:
    """(1) What stands on the line from left to right, spaces where there are gaps."""
    inked = sorted((g for g in glyphs if not g.is_space), key=lambda g: (g.pen, g.inner[0]))
    spaces = Spaces([g for g in glyphs if g.is_space])
    marks = [g for g, before in zip(inked, [None, *inked], strict=False) if before is None or not _is_twice(before, g)]
    apart = [_is_apart(a, b, spaces) for a, b in pairwise(marks)]
    for i in range(1, len(apart)):
        if marks[i].text[-1] in PAIR and apart[i - 1] and apart[i]:  # programs put the space before a bracket behind it
            gaps = [_gap(marks[i - 1], marks[i]), _gap(marks[i], marks[i + 1])]
            apart[i - 1 + gaps.index(min(gaps))] &= min(gaps) > NUMBERED
    out: list[Piece] = []
    for glyph, is_apart in zip(marks, [False, *apart], strict=True):
        out += [Piece(" ", "WS")] * is_apart
        out.append(Piece(glyph.text, _kind(glyph.text), glyph))
    return out


def _gap(left: Glyph, right: Glyph) -> float:
    """In parts of the type size."""
    return (right.left - left.right) / max(left.em, right.em)


def _is_twice(before: Glyph, glyph: Glyph) -> bool:
    """Printed twice, a hair apart, to look bold."""
    return before.text == glyph.text and abs(before.pen - glyph.pen) < 0.06 * glyph.em and before.inner[1] > glyph.inner[0]


def _kind(text: str) -> str:
    """The class of a glyph: that of its first letter that has one."""
    kinds = [bidirectional(c) for c in text]
    kind = next((k for k in kinds if k not in ("NSM", "BN", "")), kinds[0] if kinds else "ON")
    return "R" if kind == "AL" else kind


def _is_apart(left: Glyph, right: Glyph, spaces: Spaces) -> bool:
    gap = _gap(left, right)
    if gap > (SPACE if spaces.found else ALONE):
        return True
    return gap > -0.02 and (spaces.has_room_between(left, right) or (gap > PLACED and spaces.is_numbered_between(left, right, gap)))


def _orders(pieces: list[Piece], base: Direction, *, is_joined: bool) -> list[list[int]]:
    """Every order the line may be read in: they differ in what stands at the end of a run of the other direction."""
    runs = _runs(pieces, base)
    if math.prod(len(run) for run in runs) > MANY:
        return []
    orders: list[list[int]] = []
    for spans in product(*runs):
        order = _order(pieces, base, list(spans), is_joined=is_joined)
        if order not in orders:
            orders.append(order)
    return orders


def _runs(pieces: list[Piece], base: Direction) -> list[list[tuple[int, int]]]:
    """The stretches of the other direction, each with every end it may have: it reads away from the line's own side."""
    other, step = ("L", 1) if base == "R" else ("R", -1)
    runs: list[list[tuple[int, int]]] = []
    at = 0 if step == 1 else len(pieces) - 1
    while 0 <= at < len(pieces):
        if pieces[at].kind != other:
            at += step
            continue
        start = last = at
        while 0 <= at < len(pieces) and pieces[at].kind != base:
            last = at if pieces[at].kind == other else last
            at += step
        ends = [last, *(i for i in range(last, at, step) if _may_end(pieces, i, step))]
        runs.append([(min(start, end), max(start, end)) for end in dict.fromkeys(ends)])
    return runs


def _may_end(pieces: list[Piece], i: int, step: int) -> bool:
    """At the end of a word or of a number."""
    beside = pieces[i + step].kind if 0 <= i + step < len(pieces) else "WS"
    return (pieces[i].kind != "WS" and beside == "WS") or (pieces[i].kind in NUMBERS and beside not in NUMBERS)


def _order(pieces: list[Piece], base: Direction, spans: list[tuple[int, int]], *, is_joined: bool) -> list[int]:
    """Read the line from its side; what lies in a span is read the other way.

    `is_joined`: numbers before the line's first right-to-left letter take hyphens and percent signs along, as where no such
    letter stands before them in the paragraph.
    """
    starts = {last: first for first, last in spans} if base == "R" else dict(spans)
    out: list[int] = []
    if base == "L":
        at = 0
        while at < len(pieces):
            last = starts.get(at, at)
            out += _leftwards(pieces, at, last, len(pieces)) if at in starts else [at]
            at = last + 1
        return out
    joined_from = next((i + 1 for i in range(len(pieces) - 1, -1, -1) if pieces[i].kind == "R"), 0) if is_joined else len(pieces)
    at = len(pieces) - 1
    while at >= 0:
        if at in starts:
            out += range(starts[at], at + 1)
            at = starts[at] - 1
            continue
        first = next((i + 1 for i in range(at, -1, -1) if i in starts), 0)
        out += _leftwards(pieces, first, at, joined_from)
        at = first - 1
    return out


def _leftwards(pieces: list[Piece], first: int, last: int, joined_from: int) -> list[int]:
    """A stretch read from right to left, its numbers from left to right; from `joined_from` on they take their signs along."""
    out: list[int] = []
    at = last
    while at >= first:
        start = at
        if pieces[at].kind in NUMBERS or (at >= joined_from and pieces[at].kind == "ET"):
            while start > first and _joins(pieces, start - 1, first, is_joined=start > joined_from):
                start -= 1
        out += range(start, at + 1)
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
    text = upright("".join(pieces[i].text for i in order))
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
    return first.is_final or has_gap_between(first, second)


def has_gap_between(first: Piece, second: Piece) -> bool:
    """Whether the ink of two letters that would join stands apart; `first` is the one on the right."""
    a, b = first.glyph, second.glyph
    return a is not None and b is not None and a.inner[0] - b.inner[1] > BREAK * a.em
