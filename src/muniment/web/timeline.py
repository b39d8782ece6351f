"""Draws the timeline: where each dated claim stands on one scale, as wide as its source is vague, in two calendars.

Positions are thousandths of the width, counted from the beginning of time shown, so that the same drawing is mirrored on a
right-to-left page. No date is made sharper than it was given.
"""

from datetime import date, timedelta
from typing import Literal

from muniment.model.calendars import Calendar
from muniment.web.dates import LEADS, months
from muniment.web.sheets.parts import Lang, Part
from muniment.web.sheets.people import Mark, Tick, Timeline

MONTH, LABEL_ROOM, MOST_TICKS, EDGE = 31, 620, 10, 25


class Dating(Part, frozen=True, kw_only=True):
    """A dated statement: the days between which it lies, its label, and a rival day where sources differ.

    `is_within` says that it happened on some day between, and not all the time."""

    first: date
    last: date
    label: str
    rival: date | None = None
    is_within: bool = False
    is_danger: bool = False


def draw(lang: Lang, datings: tuple[Dating, ...], today: date) -> Timeline | None:
    """The timeline of these datings up to today, or None when nothing is dated."""
    if not datings:
        return None
    begin, end = _frame(datings, today)
    lead, second = LEADS[lang]
    return Timeline(
        lead=_ticks(lang, lead, begin, end),
        second=_ticks(lang, second, begin, end),
        marks=tuple(_mark(row, dating, begin, end) for row, dating in enumerate(sorted(datings, key=lambda d: d.first))),
        today=_at(today, begin, end) if today <= end else None,
    )


def _frame(datings: tuple[Dating, ...], today: date) -> tuple[date, date]:
    begin = min(d.first for d in datings)
    end = max(today, *(d.last for d in datings))
    margin = timedelta(days=max(14, (end - begin).days // 20))
    return begin - margin, end + margin


def _ticks(lang: Lang, calendar: Calendar, begin: date, end: date) -> tuple[Tick, ...]:
    """About eight rules, a whole number of months apart; over many years, a whole number of years."""
    for every in (1, 2, 3, 6, 12):
        found = months(lang, calendar, begin, end, every)
        if len(found) <= MOST_TICKS:
            break
    thin = -(-len(found) // MOST_TICKS)
    placed = [Tick(x=_at(on, begin, end), label=label) for on, label in found[:: max(1, thin)]]
    return tuple(tick for tick in placed if EDGE <= tick.x <= 1000 - EDGE)


def _mark(row: int, dating: Dating, begin: date, end: date) -> Mark:
    x, until = _at(dating.first, begin, end), _at(dating.last + timedelta(days=1), begin, end)
    return Mark(
        row=row,
        x=x,
        width=max(until - x, 1),
        kind=_kind(dating),
        is_danger=dating.is_danger,
        rival_x=_at(dating.rival, begin, end) if dating.rival else None,
        label=dating.label,
        side="after" if until < LABEL_ROOM else "before",
    )


def _kind(dating: Dating) -> Literal["day", "month", "season", "between"]:
    days = (dating.last - dating.first).days
    if dating.is_within and days:
        return "between"
    return "day" if days == 0 else "month" if days <= MONTH else "season"


def _at(on: date, begin: date, end: date) -> int:
    return round(1000 * (on - begin).days / max(1, (end - begin).days))
