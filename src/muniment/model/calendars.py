"""Three calendars by way of the Gregorian day: Gregorian, Solar Hijri, Islamic (tabular, true to a day or so).

Solar Hijri leap years follow the astronomical rule as tabled (1370 then 1375, 1403 then 1408): never year modulo four. Years
2535 to 2537 are the imperial count of 1355 to 1357.
"""

from datetime import date, timedelta
from typing import Literal

from persiantools.jdatetime import JalaliDate

from muniment.model.errors import BadInputError

Calendar = Literal["gregorian", "solar-hijri", "islamic"]
ISLAMIC_EPOCH = date(622, 7, 19).toordinal()
IMPERIAL = 1180


class CalendarError(BadInputError):
    """A day that does not exist in its calendar."""


def to_gregorian(calendar: Calendar, year: int, month: int, day: int) -> date:
    """The Gregorian day of a date in a calendar.

    Raises:
        CalendarError: there is no such day.
    """
    try:
        if calendar == "gregorian":
            return date(year, month, day)
        if calendar == "solar-hijri":
            there: date = JalaliDate(common(year), month, day).to_gregorian()  # type: ignore[no-untyped-call]
            return there
        return _islamic(year, month, day)
    except (ValueError, OverflowError) as exc:
        raise CalendarError(f"There is no day {year}-{month}-{day} in the {calendar} calendar.") from exc


def from_gregorian(calendar: Calendar, day: date) -> tuple[int, int, int]:
    """Year, month, day of a Gregorian day in a calendar."""
    if calendar == "gregorian":
        return day.year, day.month, day.day
    if calendar == "solar-hijri":
        there = JalaliDate(day)  # type: ignore[no-untyped-call]
        return there.year, there.month, there.day
    return _to_islamic(day)


def common(year: int) -> int:
    """A Solar Hijri year, also when it was written in the imperial count."""
    return year - IMPERIAL if 2535 <= year <= 2537 else year


def month_length(calendar: Calendar, year: int, month: int) -> int:
    """Days in a month of a calendar."""
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return (to_gregorian(calendar, *following, 1) - to_gregorian(calendar, year, month, 1)).days


def slack(calendar: Calendar) -> timedelta:
    """How far a computed day may be from the day meant: the moon is seen, not computed."""
    return timedelta(days=1 if calendar == "islamic" else 0)


def _islamic(year: int, month: int, day: int) -> date:
    if not (1 <= month <= 12 and 1 <= day <= 30 and year >= 1):
        raise ValueError("out of range")
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    found = date.fromordinal(ISLAMIC_EPOCH + days)
    if day == 30 and _to_islamic(found)[1] != month:
        raise ValueError("that month has 29 days")
    return found


def _to_islamic(day: date) -> tuple[int, int, int]:
    since = day.toordinal() - ISLAMIC_EPOCH
    year = max(1, (30 * since + 10646) // 10631)
    start = _year_start(year)
    within = since - start
    month = min(12, (within * 2 + 1) // 59 + 1)
    while month > 1 and _month_start(month) > within:
        month -= 1
    while month < 12 and _month_start(month + 1) <= within:
        month += 1
    return year, month, within - _month_start(month) + 1


def _year_start(year: int) -> int:
    return (year - 1) * 354 + (3 + 11 * year) // 30


def _month_start(month: int) -> int:
    return 29 * (month - 1) + month // 2
