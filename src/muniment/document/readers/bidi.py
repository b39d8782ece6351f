"""The order in which a line of mixed directions is shown: the Unicode Bidirectional Algorithm (UAX #9) for plain text.

Rules W1-W7, N0-N2, I1-I2 and L2, without explicit embeddings: a page shows none. It is used backwards: a line rebuilt from
a page is believed only if this algorithm would show it exactly as the page does.
"""

from itertools import groupby
from typing import Literal
from unicodedata import bidirectional

Direction = Literal["L", "R"]
Strong = Literal["L", "R", "AL"]
OPENING, CLOSING = "([{«‹<", ")]}»›>"
PAIR = {mark: OPENING[i] for marks in (OPENING, CLOSING) for i, mark in enumerate(marks)}
NEUTRAL = frozenset({"B", "S", "WS", "ON", "BN", "LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"})
PAIRED = "([{"
"""Rule N0 pairs true brackets only; quotation marks are mirrored but not paired."""


def shown(text: str, base: Direction, before: Strong | None = None) -> list[int]:
    """The offsets of a line's characters in the order they stand on the page, from left to right.

    `before` is the class of the last strong character before the line in its paragraph.
    """
    levels = _levels(text, base, before or base)
    order = list(range(len(text)))
    for level in range(max(levels, default=0), 0, -1):  # L2
        at = 0
        for is_deep, run in groupby(order, key=lambda i: levels[i] >= level):
            length = len(list(run))
            if is_deep:
                order[at : at + length] = order[at : at + length][::-1]
            at += length
    return order


def _levels(text: str, base: Direction, before: Strong) -> list[int]:
    kinds = [bidirectional(c) or "L" for c in text]
    _weak(kinds, base, before)
    _brackets(text, kinds, base)
    _neutral(kinds, base)
    even = base == "L"
    return [(0 if kind == "L" else 1 if kind == "R" else 2) if even else (1 if kind == "R" else 2) for kind in kinds]  # I1, I2


def _weak(kinds: list[str], base: Direction, before: Strong) -> None:
    previous: str = base
    strong: str = before
    for i, kind in enumerate(kinds):  # W1, W2
        if kind == "NSM":
            kinds[i] = previous
        elif kind == "EN" and strong == "AL":
            kinds[i] = "AN"
        if kind in ("L", "R", "AL"):
            strong = kind
        previous = kinds[i]
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for i in range(1, len(kinds) - 1):  # W4
        left, right = kinds[i - 1], kinds[i + 1]
        if left == right and ((kinds[i] == "CS" and left in ("EN", "AN")) or (kinds[i] == "ES" and left == "EN")):
            kinds[i] = left
    _terminators(kinds)
    latin = before == "L"
    for i, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            latin = kind == "L"
        elif kind == "EN" and latin:
            kinds[i] = "L"


def _terminators(kinds: list[str]) -> None:
    """W5: percent signs and the like beside European numbers go with them; W6: other separators are neutral."""
    at = 0
    for kind, run in groupby(list(kinds)):
        end = at + len(list(run))
        if kind == "ET":
            beside = "EN" in (kinds[at - 1] if at else "", kinds[end] if end < len(kinds) else "")
            kinds[at:end] = ["EN" if beside else "ON"] * (end - at)
        at = end
    kinds[:] = ["ON" if kind in ("ES", "CS") or kind in NEUTRAL else kind for kind in kinds]


def _strong(kind: str) -> str | None:
    return "L" if kind == "L" else "R" if kind in ("R", "EN", "AN") else None


def _brackets(text: str, kinds: list[str], base: Direction) -> None:
    """N0: the two of a pair take one direction."""
    for first, last in _pairs(text, kinds):
        inside = {_strong(kind) for kind in kinds[first + 1 : last]} - {None}
        if base in inside:
            kinds[first] = kinds[last] = base
        elif inside:
            context = next((s for kind in reversed(kinds[:first]) if (s := _strong(kind))), base)
            kinds[first] = kinds[last] = context if context in inside else base


def _pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    waiting: list[int] = []
    found = []
    for i, mark in enumerate(text):
        if kinds[i] != "ON" or PAIR.get(mark, "") not in PAIRED or not PAIR.get(mark):
            continue
        if mark in OPENING:
            waiting.append(i)
            continue
        mate = next((j for j in reversed(waiting) if text[j] == PAIR[mark]), None)
        if mate is not None:
            found.append((mate, i))
            del waiting[waiting.index(mate) :]
    return sorted(found)


def _neutral(kinds: list[str], base: Direction) -> None:
    """N1: neutrals between two of one direction take it; N2: else that of the paragraph."""
    at = 0
    for kind, run in groupby(list(kinds)):
        end = at + len(list(run))
        if kind == "ON":
            left = _strong(kinds[at - 1]) if at else base
            right = _strong(kinds[end]) if end < len(kinds) else base
            kinds[at:end] = [left if left is not None and left == right else base] * (end - at)
        at = end
