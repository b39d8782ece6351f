"""Brackets and quotation marks the way they are written. Which of the two shapes a page shows depends on direction, and readers err.

A mark that stands free before and holds a word after it opens; the other way round it closes; else it closes what is open.
"""

from collections import Counter

from muniment.document.readers.bidi import CLOSING, OPENING

OTHER = dict(zip(OPENING + CLOSING, CLOSING + OPENING, strict=True))
FREE = " \n"
QUIET = frozenset("<>")
"""Signs as often as brackets: left as they are."""


def upright(text: str) -> str:
    """The text with each mark in the shape of its place."""
    return _set(text)[0]


def faults(text: str) -> int:
    """How many marks close nothing, or stand where none does."""
    return _set(text)[1]


def _set(text: str) -> tuple[str, int]:
    out, waiting, wrong = list(text), Counter[str](), 0
    for i, mark in enumerate(text):
        if mark not in OTHER or mark in QUIET:
            continue
        pair = min(mark, OTHER[mark])
        is_free, is_held = _is_free(text[:i][-1:]), not _is_free(text[i + 1 : i + 2])
        opens = is_held if is_free == is_held else not waiting[pair]
        wrong += (is_free != is_held and text[:i][-1:] not in OTHER and text[i + 1 : i + 2] not in OTHER) or (
            not opens and not waiting[pair]
        )
        out[i] = mark if (mark in OPENING) == opens else OTHER[mark]
        waiting[pair] += 1 if opens else -1 if waiting[pair] else 0
    return "".join(out), wrong


def _is_free(beside: str) -> bool:
    """Nothing, a space or another mark stands there."""
    return not beside or beside in FREE
