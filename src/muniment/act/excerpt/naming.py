"""Names that may not leave: whether words that would leave hold the name of somebody who did not agree to it.

Whole names are looked for, in any spelling that the fold unites. A family name alone, or somebody whom no claim names, is not
recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from muniment.model.text import key

_WORD = re.compile(r"\w+")


class Naming:
    """Names held back; those of people who agreed are free even where somebody else bears them too."""

    def __init__(self, held: Iterable[str], free: Iterable[str] = ()) -> None:
        self._held = {_words(name) for name in held} - {_words(name) for name in free} - {()}
        self._longest = max(map(len, self._held), default=0)

    def names(self, text: str) -> bool:
        """Whether one of them stands in this text. Linear in the text."""
        said = _words(text) if self._held else ()
        return any(said[at : at + n] in self._held for at in range(len(said)) for n in range(1, self._longest + 1))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(key(text)))
