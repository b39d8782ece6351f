"""The characters of a PDF page with their places, as pypdfium2 finds them; what has no known letter is marked, never guessed.

Order is not taken from the file: only the pen positions and boxes are. Characters set by one glyph (a ligature, a letter with
its mark) come as one cluster in reading order.
"""

import ctypes
import math
import unicodedata
from collections import Counter

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from muniment.document.readers.lost import lost

UNKNOWN = "\ufffd"
NOWHERE = -1
"""The number of a character that the file's list of characters does not hold."""
HYPHENS = {"\x02", "\ufffe", "\u00ad"}
LAM, ALEFS = "ل", "اأإآٱ"
LIGATURES = frozenset(
    {LAM + alef for alef in ALEFS} | {"الله", "لله", "اللّه", "ریال", "محمد", "اكبر", "اکبر", "صلى", "صلعم", "عليه", "وسلم"}
)
BULLETS = frozenset({0xF06E, 0xF071, 0xF076, 0xF0A7, 0xF0A8, 0xF0B7, 0xF0D8, 0xF0FC})
"""Where symbol fonts keep their bullets."""
SLANT = 5
"""Degrees beside a quarter turn from which a character counts as slanted (a watermark, a stamp)."""


class Glyph(msgspec.Struct, frozen=True):
    """One place on a page: its text in reading order, its box, where the pen stood, the size of its type."""

    text: str
    left: float
    right: float
    pen: float
    baseline: float
    em: float
    index: int
    inner: tuple[float, float]
    """The ink, without the room that belongs to the letter."""
    bottom: float
    is_hyphen: bool = False

    @property
    def is_space(self) -> bool:
        return self.text.isspace()


class Characters(msgspec.Struct, frozen=True):
    """A page's glyphs, level as they are read; `slanted` is the text of what stands askew, `doubts` says what is uncertain."""

    glyphs: tuple[Glyph, ...]
    slanted: str = ""
    doubts: tuple[str, ...] = ()


class _Char(msgspec.Struct):
    text: str
    box: tuple[float, float, float, float]
    loose: tuple[float, float, float, float]
    pen: tuple[float, float]
    em: float
    angle: float
    index: int
    is_hyphen: bool


def characters(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Characters:
    """All characters of a page, turned so that most of them stand upright."""
    chars, doubts = _read(text), []
    missed, is_lost = lost(page, text)
    chars += [_Char(m.text, m.box, m.box, m.pen, m.em, 0.0, NOWHERE, is_hyphen=False) for m in missed]
    if is_lost:
        doubts.append("ink without letters")
    turns = Counter(round(char.angle / 90) % 4 for char in chars)
    turn = turns.most_common(1)[0][0] if turns else 0
    level = [char for char in chars if abs((char.angle - 90 * turn + 180) % 360 - 180) <= SLANT]
    askew = [char for char in chars if abs((char.angle - 90 * turn + 180) % 360 - 180) > SLANT]
    if any(char.text == UNKNOWN for char in chars):
        doubts.append("letters without a known meaning")
    glyphs, unsure = _clusters([_turned(char, turn) for char in level])
    if unsure:
        doubts.append("ligatures of unknown order")
    return Characters(tuple(_once(glyphs)), "".join(char.text for char in askew).strip(), tuple(doubts))


def _read(text: pypdfium2.PdfTextPage) -> list[_Char]:
    page = text.raw
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    loose, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    found: list[_Char] = []
    for i in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page, i)
        if pdfium.FPDFText_IsGenerated(page, i) == 1 and chr(code) not in HYPHENS:
            continue
        pdfium.FPDFText_GetCharBox(page, i, left, right, bottom, top)
        pdfium.FPDFText_GetLooseCharBox(page, i, loose)
        pdfium.FPDFText_GetCharOrigin(page, i, x, y)
        pdfium.FPDFText_GetMatrix(page, i, matrix)
        size = pdfium.FPDFText_GetFontSize(page, i) * math.hypot(matrix.c, matrix.d)
        letter = _letter(code, pdfium.FPDFText_HasUnicodeMapError(page, i) == 1)
        box = (left.value, bottom.value, right.value, top.value)
        found.append(
            _Char("-" if letter in HYPHENS else letter, box, (loose.left, loose.bottom, loose.right, loose.top), (x.value, y.value),
                  size or top.value - bottom.value or 1.0, math.degrees(math.atan2(matrix.b, matrix.a)), i, letter in HYPHENS)
        )  # fmt: skip
    return found


def _letter(code: int, is_unmapped: bool) -> str:
    if code in BULLETS:
        return "•"
    if is_unmapped or 0xD800 <= code <= 0xDFFF or 0xE000 <= code <= 0xF8FF or code > 0x10FFFF or not code:
        return UNKNOWN
    letter = chr(code)
    return " " if letter.isspace() else letter if code >= 32 or letter in HYPHENS else UNKNOWN


def _turned(char: _Char, turn: int) -> _Char:
    """The same character, with a page that lies on its side set upright."""
    for _ in range(turn):
        (left, low, right, top), (ll, lb, lr, lt), (x, y) = char.box, char.loose, char.pen
        char = _Char(char.text, (low, -right, top, -left), (lb, -lr, lt, -ll), (y, -x), char.em, char.angle, char.index, char.is_hyphen)
    return char


def _clusters(chars: list[_Char]) -> tuple[list[Glyph], bool]:
    """Characters of one glyph together; a mark that was set alone with the letter it stands on."""
    groups: dict[tuple[int, int], list[_Char]] = {}
    for char in chars:
        groups.setdefault((round(char.pen[0] * 20), round(char.pen[1] * 20)), []).append(char)
    glyphs, marks, unsure = [], [], False
    for group in groups.values():
        for cluster in [group] if len(group) == 1 else _apart(group):
            if not cluster[0].text.isalnum() and all(
                unicodedata.combining(c.text) or unicodedata.category(c.text) == "Cf" for c in cluster
            ):
                marks += cluster
                continue
            ordered, is_known = (cluster, True) if len(cluster) == 1 else _ordered(cluster)
            unsure |= not is_known
            glyphs.append(_glyph(ordered))
    for mark in marks:
        _attach(mark, glyphs)
    return glyphs, unsure


def _apart(group: list[_Char]) -> list[list[_Char]]:
    """Spaces and letters at one pen position are not one glyph."""
    spaces, letters = [c for c in group if c.text == " "], [c for c in group if c.text != " "]
    return [part for part in (spaces[:1], letters) if part]


def _ordered(cluster: list[_Char]) -> tuple[list[_Char], bool]:
    """One glyph's letters in reading order, a break before them, their marks after them; whether that order is sure."""
    marks = [c for c in cluster if unicodedata.combining(c.text)]
    breaks = [c for c in cluster if unicodedata.category(c.text) == "Cf"]
    letters = [c for c in cluster if c not in marks and c not in breaks]
    if len(letters) < 2:
        return breaks + letters + marks, True
    ordered, is_sure = _lettered(letters)
    return breaks + ordered + marks, is_sure and not marks


def _lettered(letters: list[_Char]) -> tuple[list[_Char], bool]:
    is_rtl = any(unicodedata.bidirectional(c.text) in ("R", "AL") for c in letters)
    if len({char.box for char in letters}) == len(letters):
        return sorted(letters, key=lambda c: -c.box[2] if is_rtl else c.box[0]), True
    forward = sorted(letters, key=lambda c: c.index)
    if not is_rtl:
        return forward, True
    for way in (forward, forward[::-1]):
        if "".join(unicodedata.normalize("NFKC", c.text) for c in way) in LIGATURES:
            return way, True
    return forward[::-1], False  # a right-to-left run is found turned, with the letters of a ligature inside it


def _glyph(cluster: list[_Char]) -> Glyph:
    first = cluster[0]
    if len(cluster) == 1 and first.loose[2] - first.loose[0] <= 4 * first.em:
        (left, low, right, _), (x, y) = first.box, first.pen
        return Glyph(first.text, min(first.loose[0], left), max(first.loose[2], right), x, y, first.em, first.index, (left, right), low,
                     first.is_hyphen)  # fmt: skip
    left, right = min(c.loose[0] for c in cluster), max(c.loose[2] for c in cluster)
    ink = min(c.box[0] for c in cluster), max(c.box[2] for c in cluster)
    if right - left > 4 * first.em * len(cluster):  # a broken font says anything
        left, right = ink
    return Glyph("".join(c.text for c in cluster), min(left, ink[0]), max(right, ink[1]), first.pen[0], first.pen[1], first.em,
                 first.index, ink, min(c.box[1] for c in cluster), any(c.is_hyphen for c in cluster))  # fmt: skip


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """A letter set with two glyphs that both carry its text is one letter: that of the larger ink."""
    by_text: dict[str, list[Glyph]] = {}
    for glyph in glyphs:
        by_text.setdefault(glyph.text, []).append(glyph)
    dropped: set[int] = set()
    for missed in (g for g in glyphs if g.index == NOWHERE):
        for given in by_text[missed.text]:
            if given.index != NOWHERE and _is_over(missed, given):
                dropped.add(id(min(missed, given, key=lambda g: g.inner[1] - g.inner[0])))
    return [glyph for glyph in glyphs if id(glyph) not in dropped]


def _is_over(one: Glyph, other: Glyph) -> bool:
    """Whether one glyph stands above, below or on the other."""
    is_near = abs(one.baseline - other.baseline) < max(one.em, other.em) / 2
    return is_near and min(one.inner[1], other.inner[1]) > max(one.inner[0], other.inner[0])


def _attach(mark: _Char, glyphs: list[Glyph]) -> None:
    """A mark belongs to the letter of its line whose middle is nearest."""
    middle = (mark.box[0] + mark.box[2]) / 2
    near = [
        i
        for i, g in enumerate(glyphs)
        if not g.is_space and abs(g.baseline - mark.pen[1]) < g.em and g.inner[0] - g.em < middle < g.inner[1] + g.em
    ]
    if near:
        best = min(near, key=lambda i: abs((glyphs[i].inner[0] + glyphs[i].inner[1]) / 2 - middle))
        glyphs[best] = msgspec.structs.replace(glyphs[best], text=glyphs[best].text + mark.text)
