"""The imminent queue: who is in danger now, how long is left if a source gives a date, what is missing to act.

Order: the nearest danger first; within it the fewest hours, then those without a date. A date that is contested or vague is a
range of hours, never a single number; a date that has passed stands at nought until someone learns what happened.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from muniment.model.claim import Claim
from muniment.protect.consent import YES
from muniment.warn.case import Case
from muniment.warn.ladder import LEVELS
from muniment.warn.states import Reason, State, state

DATED = ("execution_announced", "execution_risk", "execution_feared", "last_visit")
"""Reasons whose date lies ahead: what the hours are counted to."""
FAR = 10**9


class Hours(msgspec.Struct, frozen=True):
    """From `least` to `most` whole hours left (`most` None: open), by these claims; nought where the time has passed."""

    least: int
    most: int | None
    claims: tuple[str, ...]
    has_passed: bool = False


class Missing(msgspec.Struct, frozen=True):
    """Something nobody has documented yet; `blocks` where no letter can leave without it."""

    code: str
    words: str
    blocks: bool = False


class Peril(msgspec.Struct, frozen=True):
    """One person on the list: the state, the hours, what is missing to act."""

    state: State
    hours: Hours | None
    missing: tuple[Missing, ...]

    @property
    def entry(self) -> str:
        """Whose state this is."""
        return self.state.entry


class Queue(msgspec.Struct, frozen=True):
    """Those in immediate danger, those on the ladder, and those who left it, each with its reason."""

    danger: tuple[Peril, ...]
    watched: tuple[Peril, ...]
    left: tuple[Peril, ...]


def queue(case: Case, at: datetime) -> Queue:
    """The people of a case in the order in which they need someone, as of a moment. Linear in claims, but for sorting."""
    people = [entry.id for entry in case.entries if entry.about == "person"]
    perils = sorted((peril(case, state(case, id, at), at) for id in people), key=_order)
    return Queue(
        danger=tuple(p for p in perils if p.state.level == "immediate"),
        watched=tuple(p for p in perils if p.state.level in ("high", "normal")),
        left=tuple(p for p in perils if p.state.outcome),
    )


def peril(case: Case, state: State, at: datetime) -> Peril:
    """One line of the queue."""
    return Peril(state, hours(case, state.reasons, at), missing(case, state)) if not state.outcome else Peril(state, None, ())


def hours(case: Case, reasons: Iterable[Reason], at: datetime) -> Hours | None:
    """Hours left until the dates that sources give for what is feared; None when none gives one."""
    dated = [reason for reason in reasons if reason.code in DATED]
    claims = [c for reason in dated for id in reason.claims if (c := case.claim(id))]
    spans = [(claim, when.span) for claim in claims for when in case.dates(claim)]
    bounds = [(claim, start, end) for claim, (start, end) in spans if start or end]
    if not bounds:
        return None
    starts, ends = [s for _, s, _ in bounds if s], [e for _, _, e in bounds if e]
    least = _hours(min(starts), at) if starts else 0
    most = _hours(max(ends), at) if len(ends) == len(bounds) else None
    gone = len(ends) == len(bounds) and max(ends) < at
    return Hours(least, most, tuple(dict.fromkeys(claim.id for claim, _, _ in bounds)), gone)


def missing(case: Case, state: State) -> tuple[Missing, ...]:
    """What a letter for this person would still need."""
    said = case.accepted(state.entry)
    return tuple(m for m, is_missing in _needs(case, state, said) if is_missing)


def _needs(case: Case, state: State, said: tuple[Claim, ...]) -> list[tuple[Missing, bool]]:
    have = {claim.property for claim in said}
    backing = [claim for claim in said if claim.id in state.claims]
    return [
        (Missing("consent_submit", "consent to submit", blocks=True), not _allowed(case, state.entry, "submit")),
        (Missing("consent_name", "consent to name the person in the letter", blocks=True), not _allowed(case, state.entry, "name-in-letter")),
        (Missing("place_held", "where the person is held"), not have & {"prison", "place"}),
        (Missing("court", "which court decided"), state.is_capital and "court" not in have),
        (Missing("second_origin", "a second independent origin"), bool(backing) and len(case.origins(backing)) < 2),
        (Missing("date", "the date feared"), state.level == "immediate" and not any(r.dates for r in state.reasons if r.code in DATED)),
    ]  # fmt: skip


def _allowed(case: Case, entry: str, purpose: str) -> bool:
    """Whether somebody wrote down a yes. What else a release needs is the gate's to say."""
    answers = [a.basis for consent in case.consents if entry in consent.about for a in consent.answers if a.purpose == purpose]
    return any(basis in YES for basis in answers) and not {"refused", "withdrawn"} & set(answers)


def _hours(moment: datetime, at: datetime) -> int:
    return max(0, int((moment - at).total_seconds() // 3600))


def _order(one: Peril) -> tuple[int, int, str]:
    return -LEVELS.index(one.state.level), one.hours.least if one.hours else FAR, one.entry
