"""Where sentences stand: lines to paragraphs, paragraphs to sentences, each with its kind and language.

Works on folded text. A line of navigation, a post from elsewhere or a cookie notice is `noise` and makes no claim. No
sentence is longer than `LONGEST`: whatever reads one may be quadratic in it and stays linear in the document.
"""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from muniment.document.lexicon import phrases

Kind = Literal["prose", "heading", "bullet", "noise"]
LONGEST = 1500
_BULLET = re.compile(r"\s*(?:[-*•▪◦‣·●○–—]\s|\d{1,2}[.)]\s|\(?[a-zA-Z0-9]\)\s)")
_POST = re.compile(r"t\.co/|pic\.twitter|^\s*[-–—]\s?[^\n]{0,40}\(@\w+\)|^\s*(?:[#@]\w+\s*){2,}|^https?://\S+$")
_END = re.compile(r"[.!?؟…]+[\"')\]]*(?=\s)|[.!?؟]\"(?=\S)|؛\s(?=\S)")
_LISTED = re.compile(
    r"^[^.!?]{3,60}?(?:,|،|\(|;|:| [—-]) ?(?:aged? )?\d{1,2}\b|[,،;].*[,،;]|\b(?:arrested|executed|detained|sentenced|released|killed|hanged|disappeared|born)\b.*\d|\d{1,2} ساله"
)
"""A short line that reads like an item of a list (a name and an age, several commas, an act and a date) is no heading."""
_SHORT = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "no",
        "nos",
        "art",
        "arts",
        "sec",
        "vol",
        "gen",
        "col",
        "lt",
        "sgt",
        "maj",
        "capt",
        "cpl",
        "prof",
        "rev",
        "hon",
        "gov",
        "sen",
        "rep",
        "jr",
        "sr",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "u.s",
        "u.k",
        "u.n",
        "cf",
        "approx",
        "b",
        "d",
        "c",
        "ca",
        "v",
        "fl",
        "pp",
        "p",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "para",
        "paras",
        "al",
        "fr",
        "bros",
        "inc",
        "ltd",
        "dept",
    ]
)
_CLOSED = (".", "!", "?", "؟", ":", ";", "؛", '"', "'", "”", "…")


class Sentence(msgspec.Struct, frozen=True):
    """A stretch of folded text that is read as one statement."""

    start: int
    end: int
    language: str
    kind: Kind
    paragraph: int


class Paragraph(msgspec.Struct, frozen=True):
    """One or more lines that belong together."""

    start: int
    end: int
    kind: Kind


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a folded text, in order."""
    return tuple(sentence for number, paragraph in enumerate(paragraphs(text)) for sentence in _split(text, paragraph, number))


def paragraphs(text: str) -> list[Paragraph]:
    """Lines, joined where a page broke them for width alone."""
    out: list[Paragraph] = []
    for block in _blocks(text):
        wrapped = _wrapped(text, block)
        opened = False
        for start, end in block:
            line = text[start:end]
            if opened and _continues(text, out[-1], line, wrapped):
                out[-1] = Paragraph(out[-1].start, end, "prose" if out[-1].kind == "heading" else out[-1].kind)
            else:
                out.append(Paragraph(start, end, _kind(line)))
            opened = True
    return out


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Lines that no empty line parts."""
    block: list[tuple[int, int]] = []
    for start, end in _lines(text):
        if text[start:end].strip():
            block.append((start, end))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether a block breaks its lines for width: all but the last are about as long, and mostly end in the middle of a sentence."""
    if len(lines) == 2 and re.search(r"\b(?:19|20)\d\d\W*$", text[slice(*lines[1])]):
        return False
    body = [text[a:b].rstrip() for a, b in lines if not _BULLET.match(text[a:b])]
    if len(body) < 2:
        return False
    width = max(map(len, body))
    full = [line for line in body[:-1] if len(line) >= width * 0.75]
    open_ends = sum(not line.endswith(_CLOSED) for line in full)
    return 40 <= width <= 130 and len(full) * 3 >= (len(body) - 1) * 2 and open_ends * 2 > len(full)


def _continues(text: str, before: Paragraph, line: str, wrapped: bool) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if before.kind == "noise" or _kind(line) in ("noise", "bullet"):
        return False
    last = text[max(before.start, before.end - 200) : before.end].rstrip()
    width = before.end - (text.rfind("\n", before.start, before.end) + 1 or before.start)
    if last.endswith(("،", ",", "-")) and width >= 40:
        return True
    if wrapped:
        return width >= 45 or (not last.endswith(_CLOSED) and line[:1].islower())
    return line[:1].islower() and not last.endswith(_CLOSED) and width >= 40


def _kind(line: str) -> Kind:
    bare = line.strip()
    low = bare.casefold()
    if _POST.search(bare[:300]) or (len(bare) < 90 and any(low.startswith(word) for word in phrases("noise", "lines"))):
        return "noise"
    if _BULLET.match(line):
        return "bullet"
    if len(bare) <= 160 and _LISTED.search(bare):
        return "prose"
    if len(bare) <= 110 and len(bare.split()) <= 16 and not bare.endswith(_CLOSED) and "," not in bare[-2:]:
        return "heading"
    return "prose"


def _split(text: str, paragraph: Paragraph, number: int) -> Iterator[Sentence]:
    start, end = paragraph.start, paragraph.end
    cuts = [match.end() for match in _END.finditer(text, start, end) if _is_end(text, match, end)]
    for stop in [*cuts, end]:
        while stop - start > LONGEST:
            space = text.rfind(" ", start + 1, start + LONGEST)
            cut = space if space > start else start + LONGEST
            yield from _sentence(text, start, cut, paragraph, number)
            start = cut
        yield from _sentence(text, start, stop, paragraph, number)
        start = stop


def _sentence(text: str, start: int, end: int, paragraph: Paragraph, number: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        yield Sentence(start, end, language(text[start:end]), paragraph.kind, number)


def _is_end(text: str, match: re.Match[str], limit: int) -> bool:
    """Whether this stop ends a sentence: not after an abbreviation or an initial, and not before a small letter."""
    following = text[match.end() : min(limit, match.end() + 3)].strip()
    if following[:1].islower():
        return False
    if not match.group().startswith("."):
        return True
    head = text[max(0, match.start() - 12) : match.start()]
    if re.search(r"(?:^|\n)\s*\d{1,2}$", head) is not None and limit - match.end() > 3:
        return False
    word = head.split()[-1] if head.split() else ""
    bare = word.strip("(\"'").casefold()
    if bare in _SHORT or (bare.replace(".", "") in _SHORT and "." in bare):
        return bool(bare in ("u.s", "u.k", "u.n", "etc", "inc")) and following[:1] == '"'
    return not (len(bare) == 1 and bare.isalpha() and word[:1].isupper())


def language(text: str) -> str:
    """`fa` or `en`, by the letters; text in neither script counts as `en`."""
    sample = text[:600]
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in sample)
    latin = sum("a" <= letter <= "z" or "A" <= letter <= "Z" for letter in sample)
    return "fa" if arabic > latin else "en"
