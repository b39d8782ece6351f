"""When: a date exactly as vague as the source, as an interval of days with its calendar and its original words.

Compared by interval algebra with three answers, never two: yes, no, unknown. A day that was not given is never invented;
a month alone is its whole month, a Solar Hijri year alone spans parts of two Gregorian years.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from muniment.model.calendars import Calendar, CalendarError, common, month_length, slack, to_gregorian
from muniment.model.errors import BadInputError
from muniment.model.text import plain

Truth = Literal["yes", "no", "unknown"]
Precision = Literal["day", "month", "season", "year", "interval", "open"]
Resolved = Literal["stated", "document-date", "weekday", "converted"]
_DIGITS = re.compile(r"(jalali:|islamic:)?(\d{4})(?:[-/](\d{1,2}|XX)(?:[-/](\d{1,2}|XX))?)?([~?%]?)")
_HALVES = re.compile(r"(\.\.|[^/]{4,})/(\.\.|[^/]{4,})")
_OPEN = ".."
_PREFIX: dict[str, Calendar] = {"": "gregorian", "jalali:": "solar-hijri", "islamic:": "islamic"}


class WhenError(BadInputError, ValueError):
    """Words that are no date, or a date that does not exist. A ValueError too, so that bytes that hold one are refused."""


class When(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="is", tag="when"):
    """From `earliest` to `latest` (ISO days, inclusive; None is open), somewhere within, at the precision given."""

    earliest: str | None = None
    latest: str | None = None
    precision: Precision = "day"
    calendar: Calendar = "gregorian"
    words: str | None = None
    resolved: Resolved = "stated"
    is_approximate: bool = False
    clock: str | None = None
    zone: str | None = None

    def __post_init__(self) -> None:
        """Refuse, wherever it came from, an end that is no ISO day, an interval turned around, a time or zone that is none."""
        first, last = _day(self.earliest), _day(self.latest)
        if first and last and last < first:
            raise WhenError(f"An interval cannot end ({last}) before it begins ({first}).")
        if self.clock is not None and (self.earliest is None or self.earliest != self.latest):
            raise WhenError(f"A time of day needs one day; this is {self.earliest or _OPEN} to {self.latest or _OPEN}.")
        if self.clock is not None or self.zone is not None:
            _moment(self.earliest or "2000-01-01", self.clock or "00:00", self.zone or "UTC")

    @classmethod
    def of(
        cls, year: int, month: int | None = None, day: int | None = None, *, calendar: Calendar = "gregorian",
        words: str | None = None, resolved: Resolved = "stated", is_approximate: bool = False,
    ) -> "When":  # fmt: skip
        """A day, a month or a year of a calendar, as far as it was given.

        Raises:
            WhenError: there is no such day, month or year, or a day was given without its month.
        """
        if day is not None and month is None:
            raise WhenError(f"Day {day} of the year {year} needs its month.")
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
        open_end = earliest is None or latest is None
        return cls(earliest=earliest.isoformat() if earliest else None, latest=latest.isoformat() if latest else None,
                   precision="open" if open_end else "interval", words=words)  # fmt: skip

    @classmethod
    def parse(cls, said: str) -> "When":
        """Read `YYYY[-MM[-DD]]`, `jalali:YYYY[-MM[-DD]]`, `islamic:…`, `A/B`, `A/..`, `1988-XX-XX`, with `~` for about.

        A bare year below 1500, or of the imperial count, is read as Solar Hijri, as documents from Iran print it.

        Raises:
            WhenError: anything else.
        """
        text = plain(said).strip()
        if halves := _HALVES.fullmatch(text):
            return cls._joined(halves[1], halves[2], said)
        match = _DIGITS.fullmatch(text)
        if match is None:
            raise WhenError(f"“{said}” is not a date in a form known here.", advice="Write YYYY, YYYY-MM or YYYY-MM-DD.")
        prefix, year, month, day, about = match.groups()
        calendar: Calendar = _PREFIX[prefix or ""]
        if not prefix and (int(year) < 1500 or common(int(year)) != int(year)):
            calendar = "solar-hijri"
        return cls.of(int(year), _given(month), _given(day), calendar=calendar, words=said, is_approximate=bool(about))

    @classmethod
    def _joined(cls, first: str, last: str, said: str) -> "When":
        earliest = None if first == _OPEN else cls.parse(first).first
        latest = None if last == _OPEN else cls.parse(last).last
        return cls.between(earliest, latest, words=said)

    def at(self, clock: str, zone: str) -> "When":
        """This day with a time of day (`HH:MM`) in a zone of the IANA database (`Asia/Tehran`).

        Raises:
            WhenError: this is no single day, or there is no such time or zone.
        """
        return msgspec.structs.replace(self, clock=clock, zone=zone)

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        """The moments it lies between, in UTC: the clock time where one is given, else whole days in the zone (UTC if none)."""
        zone = self.zone or "UTC"
        if self.clock and self.earliest:
            moment = _moment(self.earliest, self.clock, zone)
            return moment, moment
        start = _moment(self.earliest, "00:00", zone) if self.earliest else None
        end = _moment(self.latest, "23:59", zone) if self.latest else None
        return start, end

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


def _day(iso: str | None) -> date | None:
    """The day written so, and in no other spelling: days are compared as they stand."""
    try:
        day = date.fromisoformat(iso) if iso is not None else None
    except ValueError as exc:
        raise WhenError(f"“{iso}” is not a day.", advice="Write YYYY-MM-DD.") from exc
    if day is not None and day.isoformat() != iso:
        raise WhenError(f"“{iso}” is not a day written as YYYY-MM-DD.", advice=f"Write {day.isoformat()}.")
    return day


def _given(part: str | None) -> int | None:
    return int(part) if part and part != "XX" else None


def _moment(day: str, clock: str, zone: str) -> datetime:
    """A local time as UTC; offsets come from the IANA database, never from a rule of ours."""
    try:
        local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone))
        return local.astimezone(UTC)
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError) as exc:
        raise WhenError(f"There is no time “{clock}” on {day} in the zone “{zone}”.", advice="Write HH:MM and a zone.") from exc
