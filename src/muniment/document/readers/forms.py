"""Which form of a letter stands on a page: that of a word's end, or one that joins the letter after it.

A zero-width non-joiner leaves no mark on a page but the form of the letter before it. Mostly the gap tells (`order`); before a
letter whose ink reaches back over its neighbour, as the madda of آ does, only the form can. The forms of a font are not known:
they are learned from the page itself, from letters before a space and from letters that surely join.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from muniment.document.readers.order import Piece, has_gap_between

Form = tuple[str, int, int]
"""A letter, the width of its ink and how deep it reaches, in hundredths of the type size."""
OVERHANGING = "آ"


def with_forms(lines: Sequence[list[Piece]]) -> list[list[Piece]]:
    """The same lines; a letter that has the form of a word's end says so where an overhanging letter hides the gap."""
    ends = set(_ends(lines)) - set(_joined(lines))
    return [_marked(line, ends) for line in lines]


def _marked(line: list[Piece], ends: set[Form]) -> list[Piece]:
    out = list(line)
    for i in range(1, len(line)):
        if line[i - 1].text[:1] in OVERHANGING and _form(line[i]) in ends:
            out[i] = msgspec.structs.replace(line[i], is_final=True)
    return out


def _ends(lines: Sequence[list[Piece]]) -> Iterator[Form]:
    for line in lines:
        for left, right in pairwise(line):
            if left.kind == "WS" and (form := _form(right)):
                yield form


def _joined(lines: Sequence[list[Piece]]) -> Iterator[Form]:
    for line in lines:
        for left, right in pairwise(line):
            if (
                left.kind == right.kind == "R"
                and left.text[:1] not in OVERHANGING
                and (form := _form(right))
                and not has_gap_between(right, left)
            ):
                yield form


def _form(piece: Piece) -> Form | None:
    glyph = piece.glyph
    if glyph is None or piece.kind != "R" or len(piece.text) != 1:
        return None
    width, depth = glyph.inner[1] - glyph.inner[0], glyph.baseline - glyph.bottom
    return piece.text, round(100 * width / glyph.em), round(100 * depth / glyph.em)
