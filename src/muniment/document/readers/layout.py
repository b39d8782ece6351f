"""From glyphs on a page to its columns, lines and paragraphs.

Columns are found before lines: an empty gutter that runs past several full lines parts a page. Lines are glyphs on one baseline.
Lines of one paragraph are joined with a space, so that a sentence stays whole; a short line, a larger gap or another size of
type ends a paragraph.
"""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from muniment.document.readers.glyphs import Glyph

SAME_LINE = 0.35
"""Baselines closer than this part of the type size are one line."""
RAISED = 0.4
"""A letter and mark whose ink begins this high above the line is the mark alone."""
GUTTER, FULL, SHORTEST = 1.2, 14, 4
"""A gutter's width in type sizes; how many letters a column's line holds; how many lines a column has."""


class Line(msgspec.Struct, frozen=True):
    """Glyphs on one baseline."""

    glyphs: tuple[Glyph, ...]
    left: float
    right: float
    baseline: float
    em: float


def blocks(glyphs: Sequence[Glyph], *, is_rtl: bool) -> list[list[Line]]:
    """A page's columns in reading order, each its lines from the top."""
    return [lines(part) for part in _parted(list(glyphs), is_rtl=is_rtl, depth=0)]


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
        high = [g for g in group if _is_raised(g, group)]
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


def _is_raised(glyph: Glyph, group: list[Glyph]) -> bool:
    foot = min(g.baseline for g in group)
    return glyph.bottom - foot > RAISED * glyph.em and any(unicodedata.combining(c) for c in glyph.text)


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


def _parted(glyphs: list[Glyph], *, is_rtl: bool, depth: int) -> list[list[Glyph]]:
    """The page cut at its gutters: what stands above columns first, then the columns, then what stands below."""
    found = None if depth > 3 else _gutter(lines(glyphs))
    if found is None:
        return [glyphs]
    middle, top, bottom = found
    above = [g for g in glyphs if g.baseline > top + 0.01]
    below = [g for g in glyphs if g.baseline < bottom - 0.01]
    between = [g for g in glyphs if bottom - 0.01 <= g.baseline <= top + 0.01]
    left, right = [g for g in between if g.left < middle], [g for g in between if g.left >= middle]
    parts = [above, right, left, below] if is_rtl else [above, left, right, below]
    return [cut for part in parts if part for cut in _parted(part, is_rtl=is_rtl, depth=depth + 1)]


def _gutter(rows: list[Line]) -> tuple[float, float, float] | None:
    """The middle of the longest empty gutter, with the highest and lowest baseline that it parts."""
    best: tuple[int, float, float, float] | None = None
    gaps = [[gap for gap in _gaps(row)] for row in rows]  # noqa: C416 - a list a row
    for start, row_gaps in enumerate(gaps):
        for low, high in row_gaps:
            end, left, right = start, low, high
            while end + 1 < len(rows) and (wider := _shared(gaps[end + 1], left, right, rows[end].em)):
                (left, right), end = wider, end + 1
            rows_parted = end - start + 1
            if rows_parted >= SHORTEST and (best is None or rows_parted > best[0]) and _is_prose(rows[start : end + 1], (left + right) / 2):
                best = (rows_parted, (left + right) / 2, rows[start].baseline, rows[end].baseline)
    return None if best is None else best[1:]


def _gaps(row: Line) -> list[tuple[float, float]]:
    inked = sorted((g for g in row.glyphs if not g.is_space), key=lambda g: g.left)
    return [(a.right, b.left) for a, b in pairwise(inked) if b.left - a.right > GUTTER * row.em]


def _shared(gaps: list[tuple[float, float]], left: float, right: float, em: float) -> tuple[float, float] | None:
    for low, high in gaps:
        if min(high, right) - max(low, left) > GUTTER * em:
            return max(low, left), min(high, right)
    return None


def _is_prose(rows: list[Line], middle: float) -> bool:
    """Whether both sides hold running text: cells of a table are short, and a table is read row by row."""
    for side in (True, False):
        counts = sorted(sum(1 for g in row.glyphs if (g.left < middle) == side and not g.is_space) for row in rows)
        if counts[len(counts) // 2] < FULL:
            return False
    return True


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
    """Whether a line runs on from the one before: that one was full, and the step down is the usual one."""
    step, width = before.baseline - now.baseline, edge[0] - edge[1]
    is_full = (before.left - edge[1] if is_rtl else edge[0] - before.right) < 0.18 * width
    is_aligned = (edge[0] - now.right if is_rtl else now.left - edge[1]) < 1.0 * now.em
    return (
        is_full
        and is_aligned
        and 0 < step < 1.3 * max(usual, before.em)
        and step < 1.75 * before.em
        and abs(before.em - now.em) < 0.15 * before.em
    )
