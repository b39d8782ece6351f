"""From glyphs on a page to its columns, lines and paragraphs.

Columns are found before lines: an empty gutter that runs past several full lines parts a page. Lines are glyphs on one baseline.
Lines of one paragraph are joined with a space, so that a sentence stays whole; a short line, a larger gap or another size of
type ends a paragraph.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

import msgspec

from muniment.document.readers.glyphs import Glyph

SAME_LINE = 0.35
"""Baselines closer than this part of the type size are one line."""
RAISED = 0.4
"""A letter and mark whose ink begins this high above the line is the mark alone."""
GUTTER, FULL, SHORTEST, DEEPEST = 1.2, 14, 4, 3
"""A gutter's width in type sizes; how many letters a column's line holds; how many lines a column has; columns in columns."""


class Line(msgspec.Struct, frozen=True):
    """Glyphs on one baseline."""

    glyphs: tuple[Glyph, ...]
    left: float
    right: float
    baseline: float
    em: float


def blocks(glyphs: Sequence[Glyph], *, is_rtl: bool) -> list[list[Line]]:
    """A page's columns in reading order, each its lines from the top."""
    return _parted(list(glyphs), is_rtl=is_rtl, depth=0)


def lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Glyphs gathered by baseline, from the top down."""
    groups: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if not g.is_space), key=lambda g: -g.baseline):
        if groups and abs(groups[-1][0].baseline - glyph.baseline) < SAME_LINE * max(groups[-1][0].em, glyph.em):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    settled = _settled(groups)
    for space in (g for g in glyphs if g.is_space):
        near = min(settled, key=lambda group: abs(group[0].baseline - space.baseline), default=None)
        if near is not None and abs(near[0].baseline - space.baseline) < SAME_LINE * near[0].em:
            near.append(space)
    return [line(group) for group in settled]


def _settled(groups: list[list[Glyph]]) -> list[list[Glyph]]:
    """Letters that were set by their raised mark alone come down to their line; those that stand there already are dropped."""
    out: list[list[Glyph]] = []
    raised: list[Glyph] = []
    for i, group in enumerate(groups):
        foot = min(g.baseline for g in group)
        high = [g for g in group if g.bottom - foot > RAISED * g.em and any(unicodedata.combining(c) for c in g.text)]
        if len(high) == len(group) and i + 1 < len(groups) and group[0].baseline - groups[i + 1][0].baseline < group[0].em:
            raised += high
            continue
        kept = [g for g in group if g not in high] or group
        for glyph in raised + (high if kept is not group else []):
            if not any(_covers(g, glyph) for g in kept):
                kept.append(_lowered(glyph, kept))
        raised = []
        out.append(kept)
    return out


def _covers(under: Glyph, raised: Glyph) -> bool:
    middle = (raised.inner[0] + raised.inner[1]) / 2
    return under.inner[0] - 0.1 * under.em < middle < under.inner[1] + 0.1 * under.em and set(raised.text) <= set(under.text)


def _lowered(glyph: Glyph, group: list[Glyph]) -> Glyph:
    """Its box is that of the mark: it takes the room between its pen and the next letter."""
    after = min((g.left for g in group if not g.is_space and g.pen > glyph.pen + 0.1), default=glyph.right)
    right = after if after - glyph.pen < glyph.em else glyph.right
    return msgspec.structs.replace(glyph, left=glyph.pen, right=right, inner=(glyph.pen, right), baseline=group[0].baseline)


def line(group: Sequence[Glyph]) -> Line:
    """The line these glyphs make."""
    inked = [g for g in group if not g.is_space] or list(group)
    em = sorted(g.em for g in inked)[len(inked) // 2]
    return Line(tuple(group), min(g.left for g in inked), max(g.right for g in inked), inked[0].baseline, em)


def _parted(glyphs: list[Glyph], *, is_rtl: bool, depth: int) -> list[list[Line]]:
    """The page cut at its gutters. A line that runs across a gutter parts what stands above it from what stands below."""
    rows = lines(glyphs)
    middle = None if depth > DEEPEST else _gutter(rows)
    if middle is None:
        return [rows]
    out: list[list[Line]] = []
    for is_whole, band in groupby(rows, key=lambda row: _crosses(row, middle)):
        band_rows = list(band)
        if is_whole or not _is_prose(band_rows, middle):
            out.append(band_rows)
            continue
        inked = [g for row in band_rows for g in row.glyphs]
        sides = [g for g in inked if g.left < middle], [g for g in inked if g.left >= middle]
        for side in reversed(sides) if is_rtl else sides:
            out += _parted(side, is_rtl=is_rtl, depth=depth + 1)
    return out


def _segments(row: Line) -> list[tuple[float, float]]:
    """A line's stretches of ink between wide gaps."""
    out: list[tuple[float, float]] = []
    for glyph in sorted((g for g in row.glyphs if not g.is_space), key=lambda g: g.left):
        if out and glyph.left - out[-1][1] < GUTTER * row.em:
            out[-1] = out[-1][0], max(out[-1][1], glyph.right)
        else:
            out.append((glyph.left, glyph.right))
    return out


def _crosses(row: Line, middle: float) -> bool:
    return any(left < middle < right for left, right in _segments(row))


def _gutter(rows: list[Line]) -> float | None:
    """The middle of the widest stretch of the page that few lines cross and that has running text on both sides."""
    if len(rows) < SHORTEST:
        return None
    spans = [segment for row in rows for segment in _segments(row)]
    edges = sorted({edge for span in spans for edge in span})
    most = max(1, len(rows) // 5)
    open_, ends = 0, Counter(left for left, _ in spans)
    ends.subtract(Counter(right for _, right in spans))
    best: tuple[float, float] | None = None
    run: float | None = None
    for edge, following in pairwise(edges):
        open_ += ends[edge]
        run = (edge if run is None else run) if open_ <= most else None
        if run is not None and following - run > GUTTER * rows[0].em and (best is None or following - run > best[1] - best[0]):
            best = run, following
    middle = None if best is None else (best[0] + best[1]) / 2
    return middle if middle is not None and _is_prose([row for row in rows if not _crosses(row, middle)], middle) else None


def _is_prose(rows: list[Line], middle: float) -> bool:
    """Whether both sides hold running text: cells of a table are short, and a table is read row by row."""
    for side in (True, False):
        counts = sorted(n for row in rows if (n := sum(1 for g in row.glyphs if (g.left < middle) == side and not g.is_space)))
        if len(counts) < SHORTEST or counts[len(counts) // 2] < FULL:
            return False
    return True


def has_two_texts(rows: Sequence[Line]) -> bool:
    """Whether lines still hold running text on both sides of a wide gap: columns that were not parted."""
    return sum(1 for row in rows if _wide(row)) > 1


def _wide(row: Line) -> bool:
    segments = _segments(row)
    return sum(1 for left, right in segments if sum(1 for g in row.glyphs if left <= g.left <= right and not g.is_space) >= FULL) > 1


def paragraphs(rows: list[Line], texts: list[str], *, is_rtl: bool) -> list[str]:
    """The lines' texts, those of one paragraph joined."""
    if not rows:
        return []
    out = [texts[0]]
    steps = sorted(a.baseline - b.baseline for a, b in pairwise(rows) if a.baseline > b.baseline)
    usual = steps[len(steps) // 2] if steps else 0.0
    edge = max(r.right for r in rows), min(r.left for r in rows)
    for (before, now), text in zip(pairwise(rows), texts[1:], strict=True):
        if _goes_on(before, now, usual, edge, is_rtl=is_rtl):
            is_hyphen = bool(before.glyphs) and any(g.is_hyphen for g in before.glyphs) and out[-1].endswith("-")
            out[-1] = out[-1][:-1] + text if is_hyphen else f"{out[-1]} {text}"
        else:
            out.append(text)
    return out


def _goes_on(before: Line, now: Line, usual: float, edge: tuple[float, float], *, is_rtl: bool) -> bool:
    """Whether a line runs on from the one before: its first word had no room there, and the step down is the usual one."""
    step = before.baseline - now.baseline
    room = before.left - edge[1] if is_rtl else edge[0] - before.right
    is_aligned = (edge[0] - now.right if is_rtl else now.left - edge[1]) < 1.0 * now.em
    is_near = 0 < step < min(1.3 * max(usual, before.em), 1.75 * before.em) and abs(before.em - now.em) < 0.15 * before.em
    return is_near and is_aligned and room < _first_word(now, is_rtl=is_rtl) + 0.4 * now.em


def _first_word(row: Line, *, is_rtl: bool) -> float:
    """The width of the word a line begins with."""
    inked = sorted((g for g in row.glyphs if not g.is_space), key=lambda g: -g.right if is_rtl else g.left)
    width = 0.0
    for a, b in pairwise(inked):
        gap = a.left - b.right if is_rtl else b.left - a.right
        width += a.right - a.left + max(0.0, gap)
        if gap > 0.14 * row.em:
            return width
    return row.right - row.left
