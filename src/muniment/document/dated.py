"""Dates as a form takes them: part by part, in a calendar, so that a day or a month may be left open."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from muniment.model.calendars import Calendar, common
from muniment.model.when import When, WhenError

COUNTED: dict[Calendar, Callable[[int], bool]] = {
    "gregorian": lambda year: 1500 <= year <= 2200,
    "solar-hijri": lambda year: 1 <= common(year) <= 1600,
    "islamic": lambda year: 1 <= year <= 1700,
}
"""Years that a source can mean: a Gregorian year under a Solar Hijri calendar would be six centuries off."""


class Dated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A day, a month or a year of a calendar; with `until_year`, from it to another. `words` are the source's own."""

    calendar: Calendar = "gregorian"
    year: int
    month: int | None = None
    day: int | None = None
    until_year: int | None = None
    until_month: int | None = None
    until_day: int | None = None
    is_approximate: bool = False
    words: str | None = None

    def when(self) -> When:
        """The interval it stands for, never sharper than it was given.

        Raises:
            WhenError: there is no such day, a day was given without its month, or it ends before it begins.
        """
        first = self._of(self.year, self.month, self.day)
        if self.until_year is None:
            if self.until_month or self.until_day:
                raise WhenError("The end of a range needs its year.")
            return first
        last = self._of(self.until_year, self.until_month, self.until_day)
        found = When.between(first.first, last.last, words=self.words)
        return msgspec.structs.replace(found, calendar=self.calendar, is_approximate=self.is_approximate)

    def _of(self, year: int, month: int | None, day: int | None) -> When:
        if not COUNTED[self.calendar](year):
            raise WhenError(
                f"The year {year} is not counted in the {self.calendar} calendar.", advice="Choose the calendar the source uses."
            )
        return When.of(year, month, day, calendar=self.calendar, words=self.words, is_approximate=self.is_approximate)
