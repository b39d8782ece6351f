"""Dates for the reader: the calendar of the page's language leads, the other follows. Clock times are UTC and say so.

Promises no more precision than it was given: a month stays a month, a span stays a span, “about” stays about. Islamic dates
appear when the source uses them; the source's own words travel along, one key away.
"""

from datetime import UTC, date, datetime, timedelta

from muniment.model.calendars import Calendar, from_gregorian, slack, to_gregorian
from muniment.model.when import When
from muniment.web.sheets.parts import Dated, Lang
from muniment.web.words import apart, number, say

NAMES: dict[Calendar, dict[Lang, tuple[str, ...]]] = {
    "gregorian": {
        "en": (
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
        ),
        "fa": ("ژانویهٔ", "فوریهٔ", "مارس", "آوریل", "مهٔ", "ژوئن", "ژوئیهٔ", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"),
    },
    "solar-hijri": {
        "en": (
            "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
        ),
        "fa": ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
    },
    "islamic": {
        "en": (
            "Muharram", "Safar", "Rabi I", "Rabi II", "Jumada I", "Jumada II", "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhu al-Qada",
            "Dhu al-Hijja",
        ),
        "fa": (
            "محرم", "صفر", "ربیع‌الاول", "ربیع‌الثانی", "جمادی‌الاول", "جمادی‌الثانی", "رجب", "شعبان", "رمضان", "شوال", "ذی‌قعده", "ذی‌حجه",
        ),
    },
}  # fmt: skip
WEEKDAYS: dict[Lang, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنج‌شنبه", "جمعه", "شنبه", "یک‌شنبه"),
}
LEADS: dict[Lang, tuple[Calendar, Calendar]] = {"en": ("gregorian", "solar-hijri"), "fa": ("solar-hijri", "gregorian")}
ONE_DAY = timedelta(days=1)


def when(lang: Lang, said: When) -> Dated:
    """A date as vague as its source, in both calendars, with the source's words."""
    first, last, words = said.first, said.last, said.words or ""
    if first and last:
        found = span(lang, first, last)
        second = found.second if said.calendar != "islamic" else f"{found.second} · {_span(lang, first, last, 'islamic')}"
        lead = say(lang, "date.about", date=found.lead) if said.is_approximate else found.lead
        return Dated(lead=lead, second=second, words=words)
    if first is None and last is None:
        return Dated(lead=say(lang, "state.undocumented"), words=words)
    known = day(lang, first or last or date.min)
    return Dated(lead=say(lang, "date.from" if first else "date.until", date=known.lead), second=known.second, words=words)


def day(lang: Lang, on: date, *, weekday: bool = False) -> Dated:
    """A day in both calendars."""
    found = span(lang, on, on)
    return Dated(lead=f"{WEEKDAYS[lang][on.weekday()]} {found.lead}", second=found.second) if weekday else found


def span(lang: Lang, first: date, last: date) -> Dated:
    """From a day to a day: as a day, a month, a year or a range of them, in each calendar as wide as it is."""
    lead, second = LEADS[lang]
    return Dated(lead=_span(lang, first, last, lead), second=_span(lang, first, last, second))


def parts(calendar: Calendar, first: date) -> tuple[int, int, int]:
    """Year, month and day, as a calendar counts them, of a date that begins on this day."""
    return from_gregorian(calendar, first + slack(calendar))


def moment(lang: Lang, at: datetime) -> str:
    """A day of the leading calendar and the time, in UTC."""
    return f"{day(lang, at.astimezone(UTC).date()).lead}{say(lang, 'comma')}{clock(lang, at)}"


def clock(lang: Lang, at: datetime) -> str:
    """The time of day, in UTC."""
    time = number(lang, at.astimezone(UTC).strftime("%H:%M"))
    return f"{time} {apart('UTC') if lang == 'fa' else 'UTC'}"


def months(lang: Lang, calendar: Calendar, first: date, last: date, every: int) -> list[tuple[date, str]]:
    """The first days of every `every`-th month of a calendar between two days, with their labels."""
    found: list[tuple[date, str]] = []
    year, month, _ = from_gregorian(calendar, first)
    while (on := to_gregorian(calendar, year, month, 1)) <= last:
        if on >= first and (month - 1) % every == 0:
            found.append((on, _label(lang, calendar, year, month)))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return found


def _label(lang: Lang, calendar: Calendar, year: int, month: int) -> str:
    name = NAMES[calendar][lang][month - 1].removesuffix("ٔ")
    return number(lang, f"{name[:3] if (lang, calendar) == ('en', 'gregorian') else name} {year}")


def _span(lang: Lang, first: date, last: date, calendar: Calendar) -> str:
    (y1, m1, d1), (y2, m2, d2) = from_gregorian(calendar, first), from_gregorian(calendar, last)
    names, to = NAMES[calendar][lang], say(lang, "date.to")
    if first == last:
        return number(lang, f"{d1} {names[m1 - 1]} {y1}")
    if d1 != 1 or from_gregorian(calendar, last + ONE_DAY)[2] != 1:
        return number(lang, f"{d1} {names[m1 - 1]} {y1}{to}{d2} {names[m2 - 1]} {y2}")
    if (m1, m2) == (1, 12):
        return number(lang, str(y1) if y1 == y2 else f"{y1}{to}{y2}")
    if (y1, m1) == (y2, m2):
        return number(lang, f"{names[m1 - 1]} {y1}")
    began = names[m1 - 1].removesuffix("ٔ") if y1 == y2 else f"{names[m1 - 1]} {y1}"
    return number(lang, f"{began}{to}{names[m2 - 1]} {y2}")
