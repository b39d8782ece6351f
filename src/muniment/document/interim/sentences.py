"""Paragraphs and sentences of a folded text, as offsets. Abbreviations and initials do not end a sentence."""

import re
from collections.abc import Iterator

import msgspec

_END = re.compile(r"[.!?؟…][\"')\]]*(?=\s|$)|[؛;](?=\s)")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Capt|No|Art|Sen|Rep|vs|approx|e\.g|i\.e|a\.m|p\.m)|\b[A-Z])\.$")
LONGEST = 4000


class Sentence(msgspec.Struct, frozen=True):
    """A sentence from `start` to `end` of the folded text, in its paragraph."""

    start: int
    end: int
    text: str
    paragraph: int
    is_heading: bool = False
    is_bullet: bool = False


def sentences(text: str) -> list[Sentence]:
    """Every sentence in order. A line is a paragraph; a line longer than LONGEST without an end is cut at spaces."""
    found: list[Sentence] = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        for start, end in _pieces(line):
            words = line[start:end]
            found.append(
                Sentence(at + start, at + end, words, number, _is_heading(line), bool(re.match(r"\s*(?:[-•*–·]|\(?\d{1,2}[.)]|\([a-z]\))\s", line)))
            )
        at += len(line) + 1
    return found


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(line):
        if _ABBREVIATED.search(line[max(0, match.start() - 8) : match.start() + 1]):
            continue
        yield from _cut(line, start, match.end())
        start = match.end()
    yield from _cut(line, start, len(line))


def _cut(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        space = line.rfind(" ", start, start + LONGEST)
        middle = space if space > start else start + LONGEST
        yield start, middle
        start = middle
    if line[start:end].strip():
        yield start + len(line[start:end]) - len(line[start:end].lstrip()), end


def _is_heading(line: str) -> bool:
    """A short line of capitalised words without a full stop."""
    words = [w for w in line.split() if w[0].isalpha()]
    if not words or len(words) > 22 or line.rstrip().endswith((".", ":", ";", '."', ".”")) or not line[:1].isascii():
        return False
    capitals = sum(w[0].isupper() for w in words)
    return capitals >= max(2, 0.6 * len(words))
