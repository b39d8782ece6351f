"""Words in quotation marks: “ ”, « », " ", and ‘ ’ inside them, also nested, also left open at a paragraph's end.

Folding makes all marks alike, so which of them opens and which closes is read from the raw text.
"""

import re
from collections.abc import Iterator

import msgspec

from muniment.model.text import Folded

OPENING, CLOSING = frozenset("“«„‹"), frozenset("”»›")


class Quoted(msgspec.Struct, frozen=True):
    """The words between two marks, as offsets in the folded text; `depth` 1 stands inside another quotation."""

    start: int
    end: int
    depth: int = 0


def quotations(raw: str, folded: Folded, start: int, end: int) -> list[Quoted]:
    """The quotations of a paragraph, in order, outer before inner."""
    found = list(_outer(raw, folded, start, end))
    return sorted([*found, *(inner for outer in found for inner in _inner(folded.text, outer))], key=lambda q: (q.start, -q.end))


def _outer(raw: str, folded: Folded, start: int, end: int) -> Iterator[Quoted]:
    opened: list[int] = []
    for match in re.compile('"').finditer(folded.text, start, end):
        at = match.start()
        mark = raw[folded.offsets[at]]
        opens = mark in OPENING or (mark not in CLOSING and not opened)
        if opens:
            opened.append(match.end())
        elif opened:
            first = opened.pop()
            if at > first:
                yield Quoted(first, at, min(len(opened), 1))
    if opened and end - opened[0] > 20:
        yield Quoted(opened[0], end)


def _inner(text: str, outer: Quoted) -> Iterator[Quoted]:
    for match in re.compile(r"(?<!\w)'([^'\n]{8,300})'(?!\w)").finditer(text, outer.start, outer.end):
        yield Quoted(match.start(1), match.end(1), 1)
