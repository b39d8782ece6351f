"""Two views of a text joined by a map: raw, which spans point into, and folded, which rules and searches read.

Folding unifies what keyboards and fonts spell differently: Arabic and Persian letters (ي ك), digits of all scripts,
presentation forms, vowel marks, tatweel, bidi controls, ZWNJ (a space), quotation marks, non-breaking spaces. Deletions and
expansions go through the map only; raw text is never changed.
"""

from functools import lru_cache
from unicodedata import category, decimal, normalize

import msgspec

_SWAP = dict(zip("يىكةۀأإآٱؤ", "ییکههااااو", strict=True)) | {
    "\u200c": " ", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
}  # fmt: skip
_CONTROLS = frozenset("\u00ad\u0640\u200b\u200d\u200e\u200f\u2060\ufeff") | {chr(c) for c in range(0x202A, 0x202F)}
_CONTROLS |= {chr(c) for c in range(0x2066, 0x206A)}


class Folded(msgspec.Struct, frozen=True):
    """The folded text, and for each of its characters the offset in the raw text it came from."""

    text: str
    offsets: tuple[int, ...]
    length: int

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span behind a folded one. An empty span stays empty, at the place of its start."""
        first = self.offsets[start] if start < len(self.offsets) else self.length
        if end <= start:
            return first, first
        last = self.offsets[end - 1]
        after = next((o for o in self.offsets[end : end + 4] if o > last), None)
        return first, min(after, last + 1) if after is not None else last + 1


@lru_cache(maxsize=4096)
def _spelled(character: str) -> str:
    """What one character becomes: nothing, one, or several."""
    if character in _CONTROLS:
        return ""
    if character in _SWAP:
        return _SWAP[character]
    out = []
    for piece in normalize("NFKC", character):
        swapped = _SWAP.get(piece, piece)
        if piece in _CONTROLS or (category(piece) == "Mn" and "\u0600" <= piece <= "\u08ff"):
            continue
        digit = decimal(swapped, None)
        out.append(str(digit) if digit is not None else swapped)
    return "".join(out)


def fold(text: str) -> Folded:
    """The folded view of a text with its map. Linear in the text."""
    if text.isascii() and "`" not in text:
        return Folded(text, tuple(range(len(text))), len(text))
    out: list[str] = []
    at: list[int] = []
    for offset, character in enumerate(text):
        spelled = _spelled(character)
        out.append(spelled)
        at.extend([offset] * len(spelled))
    return Folded("".join(out), tuple(at), len(text))


def plain(text: str) -> str:
    """The folded text alone."""
    if text.isascii() and "`" not in text:
        return text
    return "".join(map(_spelled, text))


def key(text: str) -> str:
    """The form in which two spellings of the same words meet: folded, without case, single spaces."""
    return " ".join(plain(text).casefold().split())
