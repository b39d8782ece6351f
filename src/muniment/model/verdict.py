"""Three answers, never two: passed, failed, not checked; each with what was compared, expected and found.

A verdict is a value that a page, a log and a court annex can all show. The absence of a check is visible everywhere.
"""

from collections.abc import Iterable
from typing import Literal

from muniment.model.noun import Part

Answer = Literal["passed", "failed", "not_checked"]


class Check(Part, frozen=True):
    """One comparison and how it ended (contracts: `verify --json`)."""

    what: str
    verdict: Answer
    expected: str | None = None
    found: str | None = None
    where: str | None = None
    advice: str | None = None


class Verdict(Part, frozen=True):
    """All comparisons together: failed if one failed, else not checked if one could not run, else passed."""

    checks: tuple[Check, ...] = ()
    proves: tuple[str, ...] = ()
    does_not_prove: tuple[str, ...] = ()

    @property
    def answer(self) -> Answer:
        """The worst answer. Nothing compared at all is *not checked*."""
        answers = {check.verdict for check in self.checks}
        if "failed" in answers:
            return "failed"
        return "passed" if answers == {"passed"} else "not_checked"

    def having(self, answer: Answer) -> tuple[Check, ...]:
        """The checks that ended so."""
        return tuple(check for check in self.checks if check.verdict == answer)

    def joined(self, others: Iterable["Verdict"]) -> "Verdict":
        """This verdict with the checks and sentences of others, none said twice."""
        all_of = (self, *others)
        return Verdict(
            checks=tuple(c for v in all_of for c in v.checks),
            proves=tuple(dict.fromkeys(s for v in all_of for s in v.proves)),
            does_not_prove=tuple(dict.fromkeys(s for v in all_of for s in v.does_not_prove)),
        )
