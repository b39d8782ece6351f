"""Dates as a text says them, never finer: own grammar for Gregorian and Solar Hijri dates in English and Persian.

A year alone stays a year, a Solar Hijri year alone is `jalali:YYYY`. A weekday or a day without a year is resolved against
the sentence's own year, else against the document's date, past preferred; without either it is left out. A day between two
readings (3/4/2021) gives its year alone. Ages, articles and counts are not dates.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from muniment.document import numbers
from muniment.document.lexicon import alternatives, table
from muniment.model.calendars import CalendarError, from_gregorian, to_gregorian
from muniment.model.text import plain


class DateMention(msgspec.Struct, frozen=True):
    """A date at a place in the folded text, in the form of the contract."""

    start: int
    end: int
    value: str


def _folded(section: str) -> dict[str, int]:
    return {plain(word): number for word, number in table("calendar")[section].items()}


GREGORIAN, SOLAR, WEEKDAYS, ORDINALS = map(_folded, ("gregorian", "solar", "weekdays", "ordinals"))
_ORDINAL = {word.replace(" ", ""): number for word, number in ORDINALS.items()}
_latin = {w for w in GREGORIAN if w.isascii()}, {w for w in SOLAR if w.isascii()}
_arabic = {w for w in GREGORIAN if not w.isascii()}, {w for w in SOLAR if not w.isascii()}
_EN_MONTH = alternatives(frozenset(_latin[0] | _latin[1]))
_FA_MONTH = alternatives(frozenset(_arabic[0] | _arabic[1]))
_EN_DAY, _FA_DAY = (
    alternatives(frozenset(w for w in WEEKDAYS if w.isascii() is latin), "en" if latin else "fa") for latin in (True, False)
)
_ORD = alternatives(frozenset(ORDINALS), "fa")
_YEAR = r"(?:1[0-9]{3}|20[0-4][0-9])"

_EN = re.compile(
    rf"""\b(?:
    (?P<iso>(?:1[0-9]{{3}}|20[0-4]\d)[-/](?:0?[1-9]|1[0-2])[-/](?:[12]\d|3[01]|0?[1-9]))\b
  | (?:the\ )?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\ of)?\ (?P<m1>{_EN_MONTH})\b\.?(?:,?\ (?:of\ )?(?P<y1>{_YEAR})\b)?
  | (?P<m2>{_EN_MONTH})\b\.?\ (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\ (?:people|prisoners|men|women|protesters))(?:,?\ (?P<y2>{_YEAR})\b)?
  | (?P<m3>{_EN_MONTH})\b\.?,?\ (?:of\ )?(?P<y3>{_YEAR})\b
  | (?P<n1>\d{{1,2}})[./](?P<n2>\d{{1,2}})[./](?P<n3>{_YEAR})\b
  | (?:(?P<part>late|early|mid)[- ]?)?(?:(?:the\ )?(?:spring|summer|autumn|fall|winter|end|beginning|start)\ (?:of\ )?)?(?P<year>(?:19|20)\d\d)\b(?!\ ?(?:people|prisoners|men|women|protesters|executions|dollars|%|lashes|\d|cases|arrests|-\d{{3}}|s\b))(?!s\b)(?![,.]\d)
  | (?P<month>(?:in|last|since|this|until|during|throughout)\ (?:late\ |early\ |mid-?\ ?)?(?P<m4>january|february|march|april|may|june|july|august|september|october|november|december)\b(?!\.?,?\ (?:of\ )?\d))
  | (?P<last>last|this)\ (?P<unit>year|month)\b
  | (?P<rel>yesterday|today|the\ (?:following|next)\ (?:day|morning|evening|night|afternoon)|the\ (?:very\ )?same\ (?:day|night|evening|morning|afternoon)|that\ (?:same\ |very\ )?(?:day|night|evening|morning|afternoon)|the\ day\ after(?=[.,;)]|$|\ in\b|\ at\b)|the\ (?:night|evening|morning)\ before(?=[.,;)]|$)|the\ year\ before(?=[.,;)]|$)|the\ previous\ year(?=[.,;)]|$)|a\ year\ (?:earlier|before)(?=[.,;)]|$)|a\ day\ later|a\ day\ earlier|the\ day\ before|the\ previous\ day|(?:the\ same|that)\ year|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1, 2})\ (?:days?|weeks?|months?|years?)\ (?:later|earlier|afterwards))\b
  | (?P<next>next\ )?(?P<wd>{_EN_DAY})\b
    )""",
    re.VERBOSE,
)
_FA = re.compile(
    rf"""(?<![\w/])(?:
    (?P<iso>(?:1[0-9]{{3}}|20[0-4]\d)[-/](?:0?[1-9]|1[0-2])[-/](?:[12]\d|3[01]|0?[1-9]))(?![\d/])
  | (?P<d1>\d{{1,2}}|{_ORD})\s?(?:ام|م)?\s?(?P<m1>{_FA_MONTH})(?:\s?ماه)?(?!\w)(?:(?:\s?سال)?\s?(?P<y1>{_YEAR}|(?<=سال\ )\d\d)(?!\d)|\s?(?P<rel1>امسال|سال\s?جاری|سال\s?گذشته|پارسال))?
  | (?P<m3>{_FA_MONTH})(?:\s?ماه)?(?:\s?سال)?\s(?P<y3>{_YEAR}|(?<=سال\ )\d\d)(?![\d\w])
  | (?P<m4>{_FA_MONTH})\s?ماه\s?(?P<rel4>امسال|سال\s?جاری|سال\s?گذشته|پارسال|گذشته|جاری)?
  | (?P<n1>\d{{1,2}})[./](?P<n2>\d{{1,2}})[./](?P<n3>{_YEAR})(?!\d)
  | (?:(?:اواخر|اوایل|اواسط|بهار|تابستان|پاییز|زمستان|نیمه|پایان|ابتدای|اغاز)\s?)?(?:سال|سالهای|سال\s?های|در|از|تا)\s?(?P<year>(?:1[2-4]\d\d|19\d\d|20[0-4]\d))(?![\d\w/]|[٬,]\d|\s(?:نفر|تن|زندانی))
  | (?:(?:بهار|تابستان|پاییز|زمستان)\s)(?P<season>1[34]\d\d)(?!\d)
  | سال\s(?P<short>\d\d)(?![\d\w])(?!\s?(?:سال|ماه|حبس|زندان|نفر))
  | (?P<lastyear>سال\s?گذشته|پارسال)(?!\w)|(?P<thisyear>امسال|سال\s?جاری)(?!\w)
  | (?P<rel>(?:یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|\d{{1,2}})\s(?:روز|هفته|ماه)\s(?:بعد|پس\sاز\sان|قبل|پیش\sاز\sان)|دیروز|امروز|روز\s?بعد|فردای\s?ان\s?روز|همان\s?روز)(?!\w)
  | (?P<wd>{_FA_DAY})(?!\w)
    )""",
    re.VERBOSE,
)  # fmt: skip


class Reader:
    """Reads the dates of one document, remembering the last one for what is said relative to it."""

    def __init__(self, today: date | None) -> None:
        self.today = today
        self.last: date | None = None
        self.year: int | None = None
        self.stated: dict[str, int] = {}

    def read(self, text: str, start: int, end: int, language: str) -> tuple[DateMention, ...]:
        """The dates between two offsets of the folded text, in order."""
        low = text[start:end].replace("\n", " ").casefold()
        if len(low) != end - start:
            return ()
        grammar = _FA if language == "fa" else _EN
        matches = [m for m in grammar.finditer(low) if not _no_date(low, m)]
        matches = [m for at, m in enumerate(matches) if not _beside_date(m, matches, at)]
        own = _own_year(low, matches)
        future = bool(
            re.search(
                r"\bwill\b|\bscheduled\b|\bset (?:to|for)\b|\bfixed for\b|\bdue (?:to|on|for|in|at)\b|\bplanned for\b|\b(?:is|are) to\b|خواهد|قرار است",
                low,
            )
        )
        return tuple(self._mentions(matches, start, own, future))

    def _mentions(self, matches: list[re.Match[str]], shift: int, own: tuple[str, int] | None, future: bool) -> Iterator[DateMention]:
        current = own
        for match in matches:
            current = _stated_year(match) or current
            if current:
                self.stated[current[0]] = max(current[1], self.stated.get(current[0], 0))
            value = self._value(match, current, future)
            if value is None:
                continue
            self._remember(value)
            yield DateMention(shift + match.start(), shift + match.end(), value)

    def _remember(self, value: str) -> None:
        if value[0] != "j":
            self.year = int(value[:4])
            self.last = (
                date.fromisoformat(value)
                if len(value) == 10
                else self.last
                if self.last and value == self.last.isoformat()[: len(value)]
                else None
            )

    def _value(self, match: re.Match[str], context: tuple[str, int] | None, future: bool) -> str | None:
        said = {name: words for name, words in match.groupdict().items() if words}
        if "iso" in said:
            year, month, day = map(int, re.split(r"[-/]", said["iso"]))
            return _day("solar-hijri" if year < 1500 else "gregorian", year, month, day)
        if "n3" in said:
            return _numeric(int(said["n1"]), int(said["n2"]), int(said["n3"]), "." in match.group())
        for kind in ("1", "2", "3", "4"):
            if f"m{kind}" in said:
                return self._month(said, kind, context, future)
        return self._year(said) or self._relative(said, future)

    def _month(self, said: dict[str, str], kind: str, context: tuple[str, int] | None, future: bool) -> str | None:
        name, day = said[f"m{kind}"], said.get(f"d{kind}")
        solar = name in SOLAR and name not in GREGORIAN
        month = SOLAR[name] if solar else GREGORIAN[name]
        calendar = "solar-hijri" if solar else "gregorian"
        number = (_ORDINAL.get(re.sub(r"\s+", "", day)) or (int(day) if day.isdecimal() else None)) if day else None
        if kind == "4" and re.match(r"since|last|this", said.get("month", "")) and self.today:
            context = None
        year = self._said_year(said, kind, calendar) or self._nearest(calendar, month, number, context, future)
        if year is None:
            return None
        if solar and year < 100:
            year += 1300 if year > 20 else 1400
        if solar is (year > 1500):
            return None
        return _day(calendar, year, month, number) if number else f"jalali:{year}-{month:02}" if solar else f"{year}-{month:02}"

    def _said_year(self, said: dict[str, str], kind: str, calendar: str) -> int | None:
        if year := said.get(f"y{kind}"):
            return int(year)
        relative = said.get(f"rel{kind}")
        if relative and self.today:
            now = from_gregorian(calendar, self.today)[0]  # type: ignore[arg-type]
            return now - 1 if ("گذشته" in relative and "سال" in relative) or relative == "پارسال" else now
        return None

    def _nearest(self, calendar: str, month: int, day: int | None, context: tuple[str, int] | None, future: bool) -> int | None:
        """The year a day without one belongs to: the sentence's own, else the nearest past (or future) by the document's date."""
        if context and context[0] == calendar:
            return context[1]
        against = self.today or self.last
        if self.today is None and calendar in self.stated:
            return self.stated[calendar]
        if against is None:
            return None
        year, now_month, now_day = from_gregorian(calendar, against)  # type: ignore[arg-type]
        later = (month, day or 1) > (now_month, now_day)
        if self.today is None:
            return year
        if later and not future:
            return year - 1
        return year

    def _year(self, said: dict[str, str]) -> str | None:
        year = said.get("year") or said.get("season")
        if year:
            return f"jalali:{year}" if int(year) < 1500 else year
        if "short" in said:
            return f"jalali:{(1300 if int(said['short']) > 20 else 1400) + int(said['short'])}"
        if ("lastyear" in said or "thisyear" in said) and self.today:
            return f"jalali:{from_gregorian('solar-hijri', self.today)[0] - ('lastyear' in said)}"
        if "unit" in said and self.today:
            back = said["last"] == "last"
            if said["unit"] == "year":
                return str(self.today.year - back)
            first = self.today.replace(day=1) - timedelta(days=1 if back else 0)
            return f"{first.year}-{first.month:02}"
        return None

    def _relative(self, said: dict[str, str], future: bool) -> str | None:
        if "wd" in said:
            return self._weekday(said, future)
        words = said.get("rel", "")
        if words in ("today", "امروز", "yesterday", "دیروز"):
            return (self.today - timedelta(days=words in ("yesterday", "دیروز"))).isoformat() if self.today else None
        if "year" in words and (year := self._year_told(words)) is not None:
            return year
        if not words or self.last is None:
            return None
        if (later := _persian_later(words, self.last)) is not None:
            return later
        if counted := re.match(r"(\w+) (day|week|month|year)s? (later|earlier|afterwards)", words):
            many = 1 if counted[1] in ("a", "an") else numbers.value(counted[1]) or 1
            return _after(self.last, many, counted[2], counted[3] == "earlier")
        return (self.last + timedelta(days=_step(words))).isoformat()

    def _weekday(self, said: dict[str, str], future: bool) -> str | None:
        """A weekday, the last one before the document's date or, under a future verb, the next one."""
        if self.today is None:
            return None
        weekday = WEEKDAYS[re.sub(r"\s+", " ", said["wd"])] if said["wd"] in WEEKDAYS else WEEKDAYS.get(said["wd"].replace(" ", ""), 0)
        back = (self.today.weekday() - weekday) % 7
        forward = "next" in said or (future and back)
        return (self.today + timedelta(days=7 - back) if forward else self.today - timedelta(days=back)).isoformat()

    def _year_told(self, words: str) -> str | None:
        """A year told by the one named last: "the same year", "the year before", "two years later"."""
        if words in ("the year before", "the previous year", "a year before", "a year earlier"):
            base = self.year or (self.today.year if self.today else None)
            return str(base - 1) if base else None
        if words in ("the same year", "that year"):
            return str(self.last.year if self.last else self.year) if self.last or self.year else None
        counted = re.match(r"(\w+) years? (later|earlier|afterwards)", words)
        if counted is None or self.last is not None or self.year is None:
            return None
        many = numbers.value(counted[1]) or 1
        return str(self.year + (-many if counted[2] == "earlier" else many))


def _step(words: str) -> int:
    """How many days from the last one named: "the day before", "the same day", "the next day"."""
    if "before" in words or "previous" in words or "earlier" in words:
        return -1
    return 0 if "same" in words or "that" in words or "همان" in words else 1


_UNITS = {"روز": "day", "هفته": "week", "ماه": "month"}


def _persian_later(words: str, day: date) -> str | None:
    """«سه روز بعد», «یک هفته قبل»: so long after or before the day told last."""
    counted = re.match(r"(\w+)\s(روز|هفته|ماه)\s(بعد|پس|قبل|پیش)", words)
    if counted is None:
        return None
    return _after(day, numbers.value(counted[1]) or 1, _UNITS[counted[2]], counted[3] in ("قبل", "پیش"))


def _after(day: date, many: int, unit: str, back: bool) -> str:
    """A day so many units on; of months and years only the month or year is known."""
    sign = -1 if back else 1
    if unit in ("day", "week"):
        return (day + timedelta(days=sign * many * (7 if unit == "week" else 1))).isoformat()
    if unit == "year":
        return str(day.year + sign * many)
    months = day.year * 12 + day.month - 1 + sign * many
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _own_year(low: str, matches: list[re.Match[str]]) -> tuple[str, int] | None:
    """The year a sentence states, unless only a relative clause after its first date does."""
    for match in matches:
        if (year := _stated_year(match)) is not None:
            between = low[matches[0].end() : match.start()]
            return None if match is not matches[0] and re.search(r", (?:who|whose|which)\b", between) else year
    return None


_NUMBERED = re.compile(r"(?:articles?|art\.?|no\.?|section|resolution|case|page|branch|ماده|شماره|بند|صفحه|شعبه|قطعنامه)\s*(?:\w+\s)?$")


def _no_date(low: str, match: re.Match[str]) -> bool:
    """Numbers of articles, and month words that are other words."""
    before = low[max(0, match.start() - 16) : match.start()]
    if re.search(r"(?<!\w)(?:b\.|born(?: in| on)?|d\.) ?$", before) is not None:
        return True
    if _NUMBERED.search(before) and match.groupdict().get("m1") is None:
        return True
    if match.groupdict().get("m2") in ("may", "march") and low[match.end() : match.end() + 2] == "%":
        return True
    if match.groupdict().get("m1") in ("می", "مه", "جدی", "حمل", "اسد", "دی", "قوس") and not match.groupdict().get("y1"):
        return match.group("m1") in ("می", "مه") or not _is_day(match.group("d1"), low[match.end() : match.end() + 1])
    return False


def _is_day(said: str, following: str) -> bool:
    """Whether a day stands before a month's name that is also a common word, and nothing joins it to another word."""
    return (said[0].isdecimal() or said in ORDINALS or said.replace(" ", "") in _ORDINAL) and not following.isalnum()


def _beside_date(match: re.Match[str], matches: list[re.Match[str]], at: int) -> bool:
    """A weekday that only adorns the date beside it."""
    if not match.groupdict().get("wd"):
        return False
    following = matches[at + 1] if at + 1 < len(matches) else None
    before = matches[at - 1] if at else None
    near_next = following is not None and following.start() - match.end() <= 4 and not following.groupdict().get("wd")
    return near_next or (before is not None and match.start() - before.end() <= 2)


def _stated_year(match: re.Match[str]) -> tuple[str, int] | None:
    said = match.groupdict()
    year = next((int(said[k]) for k in ("y1", "y2", "y3", "year", "season") if said.get(k)), None)
    if year is None and said.get("iso"):
        year = int(said["iso"][:4])
    if year is None or year < 100:
        return None
    return ("solar-hijri" if year < 1500 else "gregorian"), year


def _day(calendar: str, year: int, month: int, day: int) -> str | None:
    try:
        return to_gregorian(calendar, year, month, day).isoformat()  # type: ignore[arg-type]
    except CalendarError:
        return None


def _numeric(first: int, second: int, year: int, dotted: bool) -> str | None:
    if year < 1500:
        return _day("solar-hijri", year, second, first)
    if dotted or first > 12:
        return _day("gregorian", year, second, first)
    if second > 12:
        return _day("gregorian", year, first, second)
    return _day("gregorian", year, first, second) if first == second else str(year)


_TITLE = re.compile(r"as of|as at|published|updated|posted|date|geneva|london|تاریخ|انتشار|منتشر", re.IGNORECASE)


def document_date(text: str) -> date | None:
    """The date a document gives itself: in a line of its own or a dateline near its beginning, else under a letter; None when it gives none."""
    return _dated(text[:3000].split("\n")[:25]) or _dated(text[-400:].split("\n")[-4:])


def _dated(lines: list[str]) -> date | None:
    text = "\n".join(lines)
    reader = Reader(None)
    offset = 0
    for line in lines:
        language = "fa" if any("\u0600" <= c <= "\u06ff" for c in line[:80]) else "en"
        head = line[:120]
        for found in reader.read(text, offset, offset + len(head), language):
            rest = (line[: found.start - offset] + line[found.end - offset :]).strip()
            dateline = found.end - offset <= 80 and line[found.end - offset :].lstrip(") ")[:1] in (":", "-", "–", "—")
            ends = found.end - offset >= len(line.rstrip()) and offset < 400 and "|" not in line and "\t" not in line
            if len(found.value) == 10 and (
                (ends and not re.search(r"[.!?:]$", line.strip()))
                or (len(rest) <= 30 and not re.search(r"[.!?]$", line.strip()))
                or dateline
                or (len(line) <= 90 and _TITLE.match(line.strip()))
            ):
                return date.fromisoformat(found.value)
        offset += len(line) + 1
    return None
