"""Runs: a text cut where its script changes, so that a file format can be told the direction of each piece.

The isolates that keep scripts apart in plain text are taken out here: a run carries its direction instead. A control character
that no file format may hold becomes U+FFFD, so that it is seen that something stood there.
"""

import msgspec

ISOLATES = frozenset("\u2066\u2067\u2068\u2069\u200e\u200f\u202a\u202b\u202c\u202d\u202e")


class Run(msgspec.Struct, frozen=True):
    """A stretch of text in one direction."""

    text: str
    is_rtl: bool


def runs(text: str) -> tuple[Run, ...]:
    """The text in stretches of one direction; spaces, marks and digits go with the stretch before them."""
    out: list[tuple[str, bool]] = []
    depth = 0
    for character in text:
        depth += (character == "\u2068") - (character == "\u2069")
        if character in ISOLATES:
            continue
        if _is_control(character):
            character = "\ufffd"
        rtl = _is_rtl(character) if character.isalpha() else bool(out and depth and out[-1][1])
        if not character.isalpha() and not depth:
            rtl = False
        if out and out[-1][1] == rtl:
            out[-1] = (out[-1][0] + character, rtl)
        else:
            out.append((character, rtl))
    return tuple(Run(piece, rtl) for piece, rtl in out)


def plain(text: str) -> str:
    """The text without isolates, for formats that carry direction themselves."""
    return "".join(c for c in text if c not in ISOLATES)


def _is_rtl(character: str) -> bool:
    return "\u0590" <= character <= "\u08ff" or "\ufb1d" <= character <= "\ufefc"


def _is_control(character: str) -> bool:
    return (character < " " and character not in "\t\n\r") or character in "\ufffe\uffff"
