"""Dates in running text: Gregorian, Solar Hijri and Islamic, in English and Persian; as coarse as they were said.

A day that was not given is never invented. A missing year is taken from the document's date, the past preferred; a Solar Hijri
year alone spans two Gregorian years and is written `jalali:YYYY`.
"""

import re
from datetime import date, timedelta
from functools import cache

import msgspec

from muniment.document.interim.lexicon import table
from muniment.model.calendars import CalendarError, from_gregorian, to_gregorian


class Dated(msgspec.Struct, frozen=True):
    """A date in the text: where, its value in the exchange form, its words."""

    start: int
    end: int
    value: str
    words: str
    is_period: bool = False


@cache
def _english() -> tuple[re.Pattern[str], dict[str, int], dict[str, int], dict[str, int]]:
    raw = table("en")
    months = {name: i for i, name in enumerate(raw["months"], 1)} | {name: i for i, name in enumerate(raw["short_months"], 1)} | {"sept": 9}
    solar = {name: i for i, names in enumerate(raw["solar_months"], 1) for name in names}
    weekdays = {name: i for i, name in enumerate(raw["weekdays"])}
    any_month = "|".join(sorted([*months, *solar], key=len, reverse=True))
    pattern = re.compile(
        rf"""(?<![\w/-])(?:
        (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
        | (?P<num>\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|\d{{4}}/\d{{1,2}}/\d{{1,2}})
        | (?:the\s+)?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{any_month})\.?(?:,?\s+(?P<y1>\d{{4}}))?
        | (?P<m2>{any_month})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|\s*(?:people|prisoners|years|executions))(?:,?\s+(?P<y2>\d{{4}}))?
        | (?:(?:early|mid|late)[\s-]+)?(?P<m3>{any_month})\.?,?\s+(?:of\s+)?(?P<y3>\d{{4}})
        | (?:(?:in|since|during|until|by|early|mid|late|last|this)[\s-]+)(?P<m4>{any_month})(?=[\s,.;)])
        | (?:on\s+)?(?:(?P<last>last|this)\s+)?(?P<wd>{"|".join(weekdays)})(?!s)
        | (?P<season>(?:the\s+)?(?:early|mid|late|end\ of|beginning\ of|spring|summer|autumn|fall|winter)(?:\s+(?:of|in))?)[\s-]+(?P<y5>(?:1[3-9]|20)\d\d)
        | (?P<y6>(?:1[3-9]|20)\d\d)(?!\s*(?:people|prisoners|executions|men|women|cases|political|students|protesters|detainees|,\d))
        )(?![\w]|[-/]\d)""",
        re.I | re.X,
    )
    return pattern, months, solar, weekdays


@cache
def _persian() -> tuple[re.Pattern[str], dict[str, int], dict[str, int]]:
    raw = table("fa")
    solar = {name: i for i, name in enumerate(raw["solar_months"], 1)}
    months = {name: i for i, names in enumerate(raw["months"], 1) for name in names}
    any_month = "|".join(sorted([*months, *solar], key=len, reverse=True))
    pattern = re.compile(
        rf"""(?<!\w)(?:
        (?P<num>1[34]\d\d[/-]\d{{1,2}}[/-]\d{{1,2}}|20\d\d[/-]\d{{1,2}}[/-]\d{{1,2}})
        | (?P<d1>\d{{1,2}})(?:\s?م)?\s+(?P<m1>{any_month})(?:\s?ماه)?(?:\s+(?:سال\s+)?(?P<y1>\d{{4}}|\d{{2}}))?(?!\w)
        | (?P<m3>{any_month})(?:\s?ماه)?\s+(?:سال\s+)?(?P<y3>\d{{4}})(?!\w)
        | سال\s+(?P<y6>\d{{4}}|(?<=سال\s)\d{{2}})(?!\w)
        | (?P<season>بهار|تابستان|پاییز|زمستان|اوایل|اواخر|اواسط)\s+(?:سال\s+)?(?P<y5>\d{{4}})(?!\w)
        )""",
        re.X,
    )
    return pattern, months, solar


def dates(text: str, language: str, today: date | None) -> list[Dated]:
    """Every date in a folded sentence, with offsets in it."""
    return _persian_dates(text, today) if language == "fa" else _english_dates(text, today)


def _english_dates(text: str, today: date | None) -> list[Dated]:
    pattern, months, solar, weekdays = _english()
    found = []
    for m in pattern.finditer(text):
        g = m.groupdict()
        month_word = (g["m1"] or g["m2"] or g["m3"] or g["m4"] or "").lower()
        if month_word == "may" and not (g["d1"] or g["d2"] or g["y3"]) and text[m.start() : m.end()].split()[-1] != "May":
            continue
        if month_word and not m.group(0).strip().split()[-1][:1].isdigit() and not re.search(rf"\b{month_word}", m.group(0), re.I):
            continue
        value = _english_value(g, month_word, months, solar, weekdays, today)
        if value and not _is_no_date(text, m, g):
            found.append(Dated(m.start(), m.end(), value, m.group(0).strip(), bool(g["y6"])))
    return found


def _is_no_date(text: str, m: re.Match[str], g: dict[str, str | None]) -> bool:
    """A bare year inside a number, a resolution, a quantity or a name is none."""
    if not g["y6"]:
        return False
    before = text[max(0, m.start() - 14) : m.start()].lower()
    return bool(re.search(r"(?:no\.?|number|article|resolution|room|section|over|than|least|some|about|nearly|,|[$€£])\s*$", before)) and not before.endswith((", ", "in ", "of "))


def _english_value(
    g: dict[str, str | None], month: str, months: dict[str, int], solar: dict[str, int], weekdays: dict[str, int], today: date | None
) -> str | None:
    if g["iso"]:
        return g["iso"]
    if g["num"]:
        return _numeric(g["num"])
    if g["wd"]:
        return _weekday(weekdays[g["wd"].lower()], today)
    year = next((int(y) for y in (g["y1"], g["y2"], g["y3"], g["y5"], g["y6"]) if y), None)
    day = next((int(d) for d in (g["d1"], g["d2"]) if d), None)
    if month in solar and month not in months:
        return _solar(year, solar[month], day, today)
    if month:
        return _gregorian(year, months[month], day, today)
    return _year(year)


def _persian_dates(text: str, today: date | None) -> list[Dated]:
    pattern, months, solar = _persian()
    found = []
    for m in pattern.finditer(text):
        g = m.groupdict()
        year = next((int(y) for y in (g["y1"], g["y3"], g["y5"], g["y6"]) if y), None)
        if year is not None and year < 100:
            year += 1400 if year < 20 else 1300
        month = g["m1"] or g["m3"]
        day = int(g["d1"]) if g["d1"] else None
        if g["num"]:
            value = _numeric(g["num"])
        elif month in solar:
            value = _solar(year, solar[month], day, today)
        elif month:
            value = _gregorian(year, months[month], day, today)
        else:
            value = _year(year)
        if value:
            found.append(Dated(m.start(), m.end(), value, m.group(0).strip(), bool(g["y6"])))
    return found


def _numeric(words: str) -> str | None:
    parts = [int(p) for p in re.split(r"[./-]", words)]
    year, month, day = parts if parts[0] > 99 else parts[::-1]
    if month > 12:
        month, day = day, month
    return _solar(year, month, day, None) if year < 1500 else _gregorian(year, month, day, None)


def _year(year: int | None) -> str | None:
    if year is None:
        return None
    return f"jalali:{year}" if year < 1500 else str(year)


def _gregorian(year: int | None, month: int, day: int | None, today: date | None) -> str | None:
    if year is not None and year < 1500:
        return None
    if year is None:
        year = _nearest_year(month, day, today)
    if year is None:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _nearest_year(month: int, day: int | None, today: date | None) -> int | None:
    """The past preferred."""
    if today is None:
        return None
    return today.year if (month, day or 1) <= (today.month, today.day) else today.year - 1


def _solar(year: int | None, month: int, day: int | None, today: date | None) -> str | None:
    if year is None:
        if today is None:
            return None
        there = from_gregorian("solar-hijri", today)
        year = there[0] if (month, day or 1) <= there[1:] else there[0] - 1
    if day is None:
        return f"jalali:{year}-{month:02d}"
    try:
        return to_gregorian("solar-hijri", year, month, day).isoformat()
    except CalendarError:
        return None


def _weekday(wanted: int, today: date | None) -> str | None:
    """The last such day on or before the document's date."""
    if today is None:
        return None
    return (today - timedelta(days=(today.weekday() - wanted) % 7)).isoformat()
