"""How the story is told: chapters with what they took, lines with what happened. Calm, exact, and counted on this run."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable, Iterable

WIDTH, MARGIN = 100, "   "


class Story:
    """Says each chapter, its lines, and how long it took."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say, self.number = say, 0
        self.began = self.since = time.monotonic()

    def chapter(self, title: str) -> None:
        """The next step."""
        self._took()
        self.number += 1
        self.say(f"\n{self.number}. {title}")

    def line(self, words: str) -> None:
        """What happened in it."""
        self.say(textwrap.fill(words, WIDTH, initial_indent=MARGIN, subsequent_indent=MARGIN + "  ", break_long_words=False))

    def lines(self, rows: Iterable[tuple[str, str]]) -> None:
        """A small table of two columns."""
        held = list(rows)
        wide = max((len(left) for left, _ in held), default=0)
        for left, right in held:
            first = f"{MARGIN}{left:<{wide}}  "
            self.say(textwrap.fill(right, WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False))

    def end(self) -> None:
        """How long all of it took."""
        self._took()
        self.say(f"\nDone in {time.monotonic() - self.began:.1f} seconds.")

    def _took(self) -> None:
        now = time.monotonic()
        if self.number:
            self.say(f"{MARGIN}({now - self.since:.1f} s)")
        self.since = now
