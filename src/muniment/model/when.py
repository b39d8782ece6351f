"""When: a date exactly as vague as the source, as an interval of days with its calendar and its original words.

Compared by interval algebra with three answers, never two: yes, no, unknown. A day that was not given is never invented;
a month alone is its whole month, a Solar Hijri year alone spans parts of two Gregorian years.
"""

import re
from datetime import date, timedelta
from typing import Literal

import msgspec

from muniment.model.calendars import Calendar, CalendarError, common, month_length, slack, to_gregorian
from muniment.model.errors import BadInputError
from muniment.model.text import plain

Truth = Literal["yes", "no", "unknown"]
Precision = Literal["day", "month", "season", "year", "interval", "open"]
Resolved = Literal["stated", "document-date", "weekday", "converted"]
_DIGITS = re.compile(r"(jalali:|islamic:)?(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?([~?]?)")
_PREFIX: dict[str, Calendar] = {"": "gregorian", "jalali:": "solar-hijri", "islamic:": "islamic"}


class WhenError(BadInputError):
    """Words that are no date, or a date that does not exist."""


class When(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="is", tag="when"):
    """From `earliest` to `latest` (ISO days, inclusive; None is open), somewhere within, at the precision given."""

    earliest: str | None = None
    latest: str | None = None
    precision: Precision = "day"
    calendar: Calendar = "gregorian"
    words: str | None = None
    resolved: Resolved = "stated"
    is_approximate: bool = False

    @classmethod
    def of(
        cls, year: int, month: int | None = None, day: int | None = None, *, calendar: Calendar = "gregorian",
        words: str | None = None, resolved: Resolved = "stated", is_approximate: bool = False,
    ) -> "When":  # fmt: skip
        """A day, a month or a year of a calendar, as far as it was given.

        Raises:
            WhenError: there is no such day, month or year.
        """
        try:
            first, last = _bounds(calendar, common(year) if calendar == "solar-hijri" else year, month, day)
        except CalendarError as exc:
            raise WhenError(str(exc)) from exc
        return cls(
            earliest=first.isoformat(), latest=last.isoformat(), calendar=calendar, words=words, resolved=resolved,
            precision="day" if day else "month" if month else "year", is_approximate=is_approximate,
        )  # fmt: skip

    @classmethod
    def between(cls, earliest: date | None, latest: date | None, *, words: str | None = None) -> "When":
        """An interval of days, open where None.

        Raises:
            WhenError: it ends before it begins.
        """
        if earliest and latest and latest < earliest:
            raise WhenError(f"An interval cannot end ({latest}) before it begins ({earliest}).")
        open_end = earliest is None or latest is None
        return cls(earliest=earliest.isoformat() if earliest else None, latest=latest.isoformat() if latest else None,
                   precision="open" if open_end else "interval", words=words)  # fmt: skip

    @classmethod
    def parse(cls, said: str) -> "When":
        """Read `YYYY[-MM[-DD]]`, `jalali:YYYY[-MM[-DD]]`, `islamic:…`, `A/B`, with `~` for about. A bare year below 1500 is
        read as Solar Hijri, as lists from Iran print it.

        Raises:
            WhenError: anything else.
        """
        text = plain(said).strip()
        if "/" in text and (halves := text.split("/")) and len(halves) == 2 and len(halves[0]) >= 4 and len(halves[1]) >= 4:
            return cls._joined(cls.parse(halves[0]), cls.parse(halves[1]), said)
        match = _DIGITS.fullmatch(text)
        if match is None:
            raise WhenError(f"“{said}” is not a date in a form known here.", advice="Write YYYY, YYYY-MM or YYYY-MM-DD.")
        prefix, year, month, day, about = match.groups()
        calendar: Calendar = _PREFIX[prefix or ""]
        if not prefix and int(year) < 1500:
            calendar = "solar-hijri"
        return cls.of(int(year), int(month) if month else None, int(day) if day else None, calendar=calendar, words=said,
                      is_approximate=bool(about))  # fmt: skip

    @classmethod
    def _joined(cls, first: "When", last: "When", said: str) -> "When":
        return cls.between(first.first, last.last, words=said)

    @property
    def first(self) -> date | None:
        """The earliest day it can have been."""
        return date.fromisoformat(self.earliest) if self.earliest else None

    @property
    def last(self) -> date | None:
        """The latest day it can have been."""
        return date.fromisoformat(self.latest) if self.latest else None

    def before(self, other: "When") -> Truth:
        """Whether this ended before the other began."""
        if self.last and other.first and self.last < other.first:
            return "yes"
        if self.first and other.last and self.first >= other.last:
            return "no"
        return "unknown"

    def after(self, other: "When") -> Truth:
        """Whether this began after the other ended."""
        return other.before(self)

    def overlaps(self, other: "When") -> Truth:
        """Whether both can be the same day: no when the intervals are apart, yes when both are one and the same day."""
        if self.before(other) == "yes" or other.before(self) == "yes":
            return "no"
        same_day = self.earliest == self.latest == other.earliest == other.latest and self.earliest is not None
        return "yes" if same_day else "unknown"

    def within(self, other: "When") -> bool:
        """Whether every day of this lies in the other: the finer reading of the same date."""
        low = other.first is None or (self.first is not None and self.first >= other.first)
        return low and (other.last is None or (self.last is not None and self.last <= other.last))

    def meeting(self, other: "When") -> "When | None":
        """The days both allow, or None when they exclude each other."""
        if self.overlaps(other) == "no":
            return None
        firsts = [d for d in (self.first, other.first) if d]
        lasts = [d for d in (self.last, other.last) if d]
        return When.between(max(firsts, default=None), min(lasts, default=None))

    @property
    def edtf(self) -> str:
        """EDTF (ISO 8601-2) as far as it says the same: a day, a month, a year, or an interval."""
        if self.precision == "day" and self.earliest == self.latest and self.earliest:
            return self.earliest
        if self.calendar == "gregorian" and self.earliest and self.precision in ("month", "year"):
            return self.earliest[: 7 if self.precision == "month" else 4] + ("~" if self.is_approximate else "")
        return f"{self.earliest or '..'}/{self.latest or '..'}"


def _bounds(calendar: Calendar, year: int, month: int | None, day: int | None) -> tuple[date, date]:
    if month is None:
        first = to_gregorian(calendar, year, 1, 1)
        last = to_gregorian(calendar, year + 1, 1, 1) - timedelta(days=1)
    elif day is None:
        first = to_gregorian(calendar, year, month, 1)
        last = first + timedelta(days=month_length(calendar, year, month) - 1)
    else:
        first = last = to_gregorian(calendar, year, month, day)
    return first - slack(calendar), last + slack(calendar)
