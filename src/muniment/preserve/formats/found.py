"""What looking inside some bytes found: the plain value that leaves the sandbox, and the small notebook it is written in."""

from collections.abc import Iterable

import msgspec

from muniment.model.errors import MunimentError
from muniment.model.examination import Stated
from muniment.model.verdict import Check, Verdict

MOST_NAMED, MOST_STATED, MOST_WORDS = 50, 300, 2_000
"""Failures named one by one, things stated, and characters of each, that are kept; what is more is counted."""


class DamagedError(MunimentError):
    """The bytes break off or break their format; the words say where."""


class Found(msgspec.Struct, frozen=True):
    """`counted` are things that were seen and counted by us, `stated` what the bytes say of themselves."""

    format: str
    verdict: Verdict = Verdict()
    stated: tuple[Stated, ...] = ()
    counted: tuple[tuple[str, int], ...] = ()
    damaged: str | None = None
    unread: str | None = None


class Notes:
    """What is being found, in the order it was found. One line a kind of check that passed, a line each for what did not."""

    def __init__(self, format: str) -> None:
        self.format = format
        self.checks: list[Check] = []
        self.stated: list[Stated] = []
        self.counted: dict[str, int] = {}
        self.damaged: str | None = None
        self.proves: list[str] = []
        self.does_not_prove: list[str] = []

    def say(self, where: str, words: object) -> None:
        """Something the bytes say of themselves; nothing is kept of what is empty."""
        said = plain(str(words))
        if said and len(self.stated) < MOST_STATED:
            self.stated.append(Stated(where=plain(where)[:200], words=said))

    def passed(self, what: str, found: str) -> None:
        """All that was compared under this heading agreed."""
        self.checks.append(Check(what=what, verdict="passed", found=plain(found)))

    def failed(self, what: str, where: str, expected: str, found: str) -> None:
        """One thing did not agree."""
        self.checks.append(Check(what=what, verdict="failed", expected=plain(expected), found=plain(found), where=plain(where)))

    def open(self, what: str, why: str, where: str | None = None) -> None:
        """One thing that could not be checked, and why."""
        self.checks.append(Check(what=what, verdict="not_checked", found=plain(why), where=plain(where) if where else None))

    def found(self, unread: str | None = None) -> Found:
        """All of it, failures beyond the first fifty of a kind counted and no longer named."""
        verdict = Verdict(tuple(_named(self.checks)), tuple(self.proves), tuple(self.does_not_prove))
        return Found(self.format, verdict, tuple(self.stated), tuple(self.counted.items()), self.damaged, unread)


def _named(checks: Iterable[Check]) -> Iterable[Check]:
    seen: dict[tuple[str, str], int] = {}
    for check in checks:
        kind = (check.what, check.verdict)
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= MOST_NAMED:
            yield check
    for (what, verdict), count in seen.items():
        if count > MOST_NAMED:
            yield Check(what=what, verdict=verdict, found=f"{count - MOST_NAMED:,} more of this kind, not named here")  # type: ignore[arg-type]


def plain(words: str) -> str:
    """Words out of foreign bytes, fit to be kept and shown: what shows nothing is a space, the joiners of scripts stay."""
    whole = words[: MOST_WORDS * 2].encode("utf-8", "replace").decode()
    line = " ".join("".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in whole).split())
    return line if len(line) <= MOST_WORDS else line[: MOST_WORDS - 1] + "…"
