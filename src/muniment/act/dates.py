"""Dates in a letter: words as vague as the source. The Gregorian date leads; the source's own calendar follows in brackets."""

from datetime import date, timedelta

from muniment.model.calendars import Calendar, from_gregorian
from muniment.model.when import When

MONTHS: dict[Calendar, tuple[str, ...]] = {
    "gregorian": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ),
    "solar-hijri": ("Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"),
    "islamic": (
        "Muharram", "Safar", "Rabi I", "Rabi II", "Jumada I", "Jumada II", "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qada",
        "Dhu al-Hijja",
    ),
}  # fmt: skip
NEXT = timedelta(days=1)


def phrase(when: When) -> str:
    """With its preposition: "on 3 October 2024", "in July 2025", "between 20 March and 21 June 2025"."""
    first, last = when.first, when.last
    if first is None or last is None:
        known = first or last
        return f"{'on or after' if first else 'on or before'} {_day(known)}" if known else ""
    said = bare(when)
    about = "about " if when.is_approximate else ""
    if first == last:
        return f"{'on or about' if about else 'on'} {said}"
    return f"{about and 'about, or '}between {said}" if " and " in said else f"in {about}{said}"


def bare(when: When) -> str:
    """Without a preposition: "3 October 2024 (12 Mehr 1403)"."""
    first, last = when.first, when.last
    if first is None or last is None:
        return phrase(when)
    said = _span(first, last, "gregorian")
    if when.calendar == "solar-hijri":
        return f"{said} ({_span(first, last, when.calendar).replace(' and ', ' to ')})"
    words = " ".join((when.words or "").split())  # a source may break a line inside its date
    return f"{said} (“{words}”)" if when.calendar == "islamic" and words else said


def _day(day: date) -> str:
    return f"{day.day} {MONTHS['gregorian'][day.month - 1]} {day.year}"


def _span(first: date, last: date, calendar: Calendar) -> str:
    (y1, m1, d1), (y2, m2, d2) = from_gregorian(calendar, first), from_gregorian(calendar, last)
    names = MONTHS[calendar]
    whole = d1 == 1 and from_gregorian(calendar, last + NEXT)[2] == 1
    if first == last:
        return f"{d1} {names[m1 - 1]} {y1}"
    if whole and (y1, m1) == (y2, m2):
        return f"{names[m1 - 1]} {y1}"
    if whole and y1 == y2 and (m1, m2) == (1, 12):
        return str(y1)
    start = f"{d1} {names[m1 - 1]}" if y1 == y2 else f"{d1} {names[m1 - 1]} {y1}"
    return f"{start} and {d2} {names[m2 - 1]} {y2}"
