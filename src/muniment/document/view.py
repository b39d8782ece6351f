"""The text as the rules read it: folded, single spaces, clause dashes told from hyphens; every letter maps back to the raw text.

Beyond the common fold: blanks at the ends of lines are dropped and runs of spaces made one, so that a page's layout changes no
rule; an ezafe written apart is dropped; the dash that parts clauses stays a dash, while the hyphen that joins words and numbers is a hyphen.
"""

import msgspec

from muniment.model.text import Folded, fold

_LONG, _SHORT = frozenset("\u2014\u2015"), frozenset("\u2012\u2013")


def view(raw: str) -> Folded:
    """The folded view of a raw text, with its map. Linear in the text."""
    folded = fold(raw)
    letters = folded.text
    text: list[str] = []
    offsets: list[int] = []
    size = len(letters)
    for at, letter in enumerate(letters):
        if letter in " \t\r\x0b\x0c" and letter != "\n":
            ahead = letters[at + 1] if at + 1 < size else "\n"
            if letter != "\t" and (ahead in " \t\n" or not text or text[-1] == "\n"):
                continue
            text.append("\t" if letter == "\t" else " ")
        elif letter == "ی" and _is_ezafe(letters, at) and len(text) > 1 and text[-1] == " ":
            text.pop()
            offsets.pop()
            continue
        elif letter == "-":
            text.append(_dash(raw[folded.offsets[at]], letters, at))
        else:
            text.append(letter)
        offsets.append(folded.offsets[at])
    return msgspec.structs.replace(folded, text="".join(text), offsets=tuple(offsets))


def _is_ezafe(letters: str, at: int) -> bool:
    """A ی that stands alone after ه: another spelling of the ezafe («خانه‌ی» for «خانهٔ»)."""
    ahead = letters[at + 1] if at + 1 < len(letters) else " "
    return at > 1 and letters[at - 2] == "ه" and letters[at - 1] == " " and not ahead.isalnum()


def _dash(mark: str, letters: str, at: int) -> str:
    spaced = 0 < at < len(letters) - 1 and letters[at - 1].isspace() and letters[at + 1].isspace()
    return "\u2014" if mark in _LONG or (mark in _SHORT and spaced) else "-"
