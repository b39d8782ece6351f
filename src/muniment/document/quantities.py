"""Counts of people and acts: comparator, number, what is counted, over which time. The words are in `counts.toml`.

Ages, terms, dates, article numbers, money and measures are no counts, nor is a number that only announces the names after it.
A period that a sentence gives governs its counts, and those of the sentences after it in the paragraph until another is given.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from muniment.document.dates import GREGORIAN, SOLAR, DateMention
from muniment.document.extraction import Quantity
from muniment.document.lexicon import alternatives, compiled, persian, table
from muniment.document.numbers import FIGURE, value
from muniment.document.parts import Seen
from muniment.document.sentences import Sentence
from muniment.model.text import Folded, plain

FEW = 20
"""Fewer prisoners than this, of whom no act is told, are the people of the story rather than a count."""
MOST_FIGURES = 25
"""A stretch with more numbers than this is a table of figures, not a sentence."""
PEOPLE = ("prisoners", "political_prisoners")
"""What is counted where no act is."""
YEARS = range(1300, 2101)


_YEAR = re.compile(r"(?<![\w,.])(?:19|20)\d\d(?=\s(?:executions?|massacre|protests?|uprising|war|coup|crackdown))")


class Words(msgspec.Struct, frozen=True):
    """The vocabulary of one language, compiled."""

    figure: re.Pattern[str]
    before: tuple[tuple[str, re.Pattern[str]], ...]
    after: tuple[tuple[str, re.Pattern[str]], ...]
    counted: re.Pattern[str]
    unit: re.Pattern[str]
    numbered: re.Pattern[str]
    subjects: tuple[tuple[str, re.Pattern[str]], ...]
    period: re.Pattern[str]


_PERIOD = {
    "en": r"\b(?P<since>since (?:the )?[a-z][\w' -]{3,60}?(?:took office|came to power|took power|seized power|began|started|coup|uprising|election|war|protests))\b"
    r"|\b(?P<words>(?:this|last) (?:year|month|week)|(?:in |over |during )?the (?:first|last|past) (?:\w+ ){0,3}?(?:years?|months?|weeks?|days?|half|quarter)(?: of (?:(?:19|20)\d\d|(?:this|the|last) year))?|(?:in |during |over |for )the (?:quarter|year|month|week|half-year|reporting period)(?! of)|(?:in |during )?the previous (?:one|quarter|month|year|week)|(?:spring|summer|autumn|winter)(?: of)? (?:19|20)\d\d|since [^,.;\"]{0,20}?(?:19|20)\d\d)",
    "fa": r"(?P<since>از (?:زمان|اغاز|ابتدای|شروع) (?:(?! دست کم| بیش از| حدود| نزدیک)[^،.؛]){3,50}?)(?=[،.؛]| تا | تاکنون| دست کم| بیش از| حدود| نزدیک به| \d)|(?P<words>از [\u0621-\u06cc]+ (?:سال )?\d{4} (?:تا ?کنون|تا اکنون|تا امروز|تا به امروز|به این سو)|(?:(?:بهار|تابستان|پاییز|خزان|زمستان|ماه|نیمه \S+) )?(?:امسال|پارسال)|(?:سال|ماه|هفته) (?:جاری|گذشته)|امسال|پارسال|(?:طی|در) [\u0621-\u06cc0-9]+ (?:ماه|سال|هفته|روز) (?:گذشته|اخیر)|(?:طی |در )?(?:[\u0621-\u06cc]+ ماه نخست|نیمه (?:نخست|اول|دوم)) سال(?: \d{4})?|(?:بهار|تابستان|پاییز|زمستان) (?:سال )?\d{4})",
}


@cache
def _vocabulary(language: str) -> Words:
    raw: dict[str, Any] = table("counts")[language]

    def listed(words: str) -> str:
        return alternatives(frozenset(plain(w).casefold() for w in words.split()), language)

    def hedges(section: dict[str, str], pattern: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        said = [(kind, plain(w).strip()) for kind, several in section.items() for w in several.split(";")]
        ordered = sorted(said, key=lambda hedge: (-len(hedge[1]), hedge[1]))
        return tuple((kind, re.compile(pattern.format(alternatives((words,), language)))) for kind, words in ordered)

    gap = r"(?:\s[\w'-]+){0,4}?\s" if language == "en" else r"\s(?:[\u0621-\u06cc]+\s){0,2}?"
    period = _PERIOD[language]
    months = alternatives(frozenset(w for w in (*GREGORIAN, *SOLAR) if w.isascii() is (language == "en")), language)
    return Words(
        re.compile(rf"(?<![\w.,٬/:-])(?P<n>{FIGURE[language]})(?![\w/:]|[.,٬]\d)"),
        hedges(raw["comparators"], r"(?<!\w)(?:{})\s(?:the\s)?$"), hedges(raw["after"], r"\s(?:{})(?!\w)"),
        re.compile(rf"(?:{gap}|\s)(?:{listed(raw['counted'])})(?!\w)"), re.compile(rf"\s?-?\s?(?:{listed(raw['units'])}|{months}|(?:to|and|-|—)\s?\d{{1,2}}\s(?:{months}))(?![\w])"),
        re.compile(rf"(?<!\w)(?:{listed(raw['numbered'])})\.?\s(?:no\.?\s|شماره\s)?$"),
        tuple((s["code"], compiled(s["pattern"], language)) for s in raw["subject"]),
        re.compile(persian(plain(period)) if language == "fa" else period),
    )  # fmt: skip


def quantities(
    raw: str, folded: Folded, lines: tuple[Sentence, ...], names: dict[int, tuple[Seen, ...]], dates: dict[int, tuple[DateMention, ...]]
) -> tuple[Quantity, ...]:
    """Every count of the document, once each, in order."""
    found: list[Quantity] = []
    said: set[tuple[str, int, str, str | None]] = set()
    period, paragraph = None, -1
    for line in lines:
        if line.kind in ("noise", "heading"):
            continue
        if line.paragraph != paragraph:
            period, paragraph = None, line.paragraph
        counting = _Counting(folded.text, line, names[line.start], dates[line.start], period)
        counting.latest = found[-1].subject if found else None
        for start, end, quantity in counting.find():
            at = folded.raw(start, end)
            mark = (quantity.subject, quantity.number, quantity.comparator, quantity.period)
            if mark not in said:
                said.add(mark)
                found.append(msgspec.structs.replace(quantity, quote=raw[slice(*at)], span=at))
        period = counting.opening or period
    return tuple(found)


_POINTING = re.compile(r"(?<!\w)(?:the|these|those|all|both|other|of the|این|ان|هر)\s$")


_OTHER_NOUN = re.compile(r" (?!(?:was|has|is|as|this|its|his|others|executions|hundreds|thousands)\b)[a-z]{3,}s\b")
"""Something else is counted ("over two poems")."""
_MORE = re.compile(r"\s(?:مورد|نفر|تن|فقره)?\s?(?:بیشتر|کمتر|افزایش|کاهش)(?!\w)")
"""«۱۲ مورد بیشتر»: a difference, no count."""


_WHEN = re.compile(r" (?:when (?:he|she|they)|at the time (?:of|he|she|they)|years? old)\b")
_CHILDREN = re.compile(r"\b(?:(?:grand)?(?:father|mother|parent)|eldest|oldest|youngest) of $")
"""An age (“was 17 when she was arrested”), or children (“a father of three”): nobody is counted."""


_DENIED = re.compile(
    r"\b(?:murder|murders|manslaughter) of $|\b(?:not true|untrue|false|denie[sd]|denying|rejects?|rejected) (?:\w+ ){0,3}that [^.;]*$|\b(?:not|never|n't) (?!(?:less|fewer|more|only|just)\b)(?:\w+ ){1,6}$|\bage of $"
)


_COMPARED = re.compile(
    r"\b(?:against|compared (?:with|to)|up from|down from|versus|twice the|double the)(?: (?:about|around|some|at least|over|more than|nearly|almost|just|only)){0,2} $"
)
_FIGURE = re.compile(
    r"\b(?:figure|number|total|toll|count|tally)(?: [\w']+){0,6}? (?:at|to|of|is|was|were|reached|stands at|stood at)(?: (?:about|around|some|at least|over|more than|nearly|almost|close to|up to|as high as|roughly)){0,2} $"
)
"""A bare number that goes on with what was counted before."""


_STAYED = re.compile(r"[^.؛]{0,60}?(?:به\sتعویق|متوقف|لغو|تعلیق|انجام\sنشد)")
"""Executions that were put off are no executions."""


class _Counting:
    """The counts of one sentence."""

    def __init__(self, text: str, line: Sentence, names: tuple[Seen, ...], dates: tuple[DateMention, ...], period: str | None) -> None:
        said = text[line.start : line.end].replace("\n", " ")
        self.low = said.casefold() if len(said.casefold()) == len(said) else said
        self.line, self.words = line, _vocabulary(line.language)
        self.any_name = [s.end - line.start for s in names]
        self.names = [(s.start - line.start, max(s.end, s.reach) - line.start) for s in names if s.alias != "?"]
        self.dates = [(d.start - line.start, d.end - line.start, d.value) for d in dates]
        self.periods = self._periods()
        self.given = period
        self.latest: str | None = None
        """What the sentence before counted."""
        self.opening = self.periods[0][2] if self.periods and self.periods[0][0] < 12 else None

    def _periods(self) -> list[tuple[int, int, str]]:
        found = [(m.start(), m.end(), _bare(m["since"] or m["words"])) for m in self.words.period.finditer(self.low)]
        years = [(m.start(), m.end(), m.group()) for m in _YEAR.finditer(self.low)]
        apart = [
            d
            for d in sorted({*self.dates, *(y for y in years if not any(a < y[1] and y[0] < b for a, b, _ in self.dates))})
            if not any(a < d[1] and d[0] < b + 5 * said.startswith("since") for a, b, said in found)
        ]
        ranges = _ranges(self.low, apart)
        return sorted([*found, *ranges])

    def find(self) -> Iterator[tuple[int, int, Quantity]]:
        """Each count with its place in the folded text."""
        figures = list(self.words.figure.finditer(self.low))
        if len(figures) > MOST_FIGURES:
            return
        for match in figures:
            number = value(match["n"])
            if (
                not number
                or self._is_denied(match)
                or self._is_other(match, number)
                or self._announces(match)
                or self._goes_back(match, number)
            ):
                continue
            comparator, start, end = self._comparator(match)
            subject = self._subject(match)
            few = subject == "prisoners" and comparator == "exact" and number < FEW
            if subject == "executions" and _STAYED.match(self.low, match.end()):
                continue
            if subject is None or few or (number == 1 and not match["n"].isdigit()):
                continue
            quantity = Quantity(
                subject=subject,
                comparator=comparator,
                number=number,
                period=self._period(match),
                quote="",
                span=(0, 0),
                rule=f"{self.line.language}.count",
            )
            yield self.line.start + start, self.line.start + self._noun_end(end), quantity

    def _is_other(self, match: re.Match[str], number: int) -> bool:
        """Whether the number is an age, a date, a measure or a label."""
        if (
            re.search(r"\b(?:under|over|below|above) $", self.low[: match.start()][-8:])
            and number <= 21
            and re.match(r"[.,;)]|$", self.low[match.end() :])
        ):
            return True
        if any(a < match.end() and match.start() < b for a, b, _ in self.dates):
            return True
        if any(a <= match.start() < b for a, b in self.names):
            return True
        if self.words.unit.match(self.low, match.end()) or self.words.numbered.search(self.low[max(0, match.start() - 24) : match.start()]):
            return True
        if match.start() and self.low[match.start() - 1] in "$€£#":
            return True
        if match["n"] == "نه" and self.words.counted.match(self.low, match.end()) is None:
            return True
        if match["n"] == "نه" and re.match(r"\s(?:تنها|فقط)", self.low[match.end() :]):
            return True
        if (
            _MORE.match(self.low, match.end())
            or _WHEN.match(self.low, match.end())
            or _CHILDREN.search(self.low[max(0, match.start() - 24) : match.start()])
        ):
            return True
        is_year = number in YEARS and match["n"].isdigit()
        return is_year and (self.words.counted.match(self.low, match.end()) is None or self._comparator(match)[0] == "exact")

    def _is_denied(self, match: re.Match[str]) -> bool:
        """Whether the sentence says that so many were not, or that the number is an age or one person's term."""
        before = self.low[max(0, match.start() - 70) : match.start()]
        if any(
            0 <= match.start() - end <= 10 and self.low[end : match.start()].strip() in ("to", "got", "received") for end in self.any_name
        ):
            return True
        return _DENIED.search(before) is not None

    def _goes_back(self, match: re.Match[str], number: int) -> bool:
        """Whether a small number only points back at people already counted ("the three", «این سه نفر»)."""
        pointed = _POINTING.search(self.low[max(0, match.start() - 8) : match.start()])
        return number <= FEW // 2 and pointed is not None and self._comparator(match)[0] == "exact"

    def _announces(self, match: re.Match[str]) -> bool:
        """Whether the number only announces the people named right after it ("three activists, A, B and C")."""
        following = [n for n in self.names if n[0] >= match.end()]
        if not following or following[0][0] - match.end() > 45 or len(following) < (value(match["n"]) or 0):
            return False
        gap = self.low[match.end() : following[0][0]]
        return re.search(r"[.;]|\b(?:including|were|was|said|in|by|from|at|by)\b|از جمله|شامل", gap) is None

    def _comparator(self, match: re.Match[str]) -> tuple[str, int, int]:
        before = self.low[max(0, match.start() - 30) : match.start()]
        for kind, pattern in self.words.before:
            if said := pattern.search(before):
                return kind, match.start() - len(before) + said.start(), match.end()
        for kind, pattern in self.words.after:
            if said := pattern.match(self.low, match.end()):
                return kind, match.start(), said.end()
        return "exact", match.start(), match.end()

    def _noun_end(self, end: int) -> int:
        noun = self.words.counted.match(self.low, end)
        return noun.end() if noun else end

    def _subject(self, match: re.Match[str]) -> str | None:
        """What is counted: an act in the clause after the number, else before it, else in the sentence."""
        noun = self.words.counted.match(self.low, match.end())
        stop = re.compile(r"[;.]|[,،] (?:and |while |including |و )?(?=\D{0,24}\d)|\b(?:including|while|compared)\b|\sشامل\s")
        after = self.low[match.end() : match.end() + 110]
        cut = stop.search(after)
        after = after[: cut.start()] if cut else after
        before = stop.split(self.low[max(0, match.start() - 90) : match.start()])[-1]
        ahead, back = self._named(after, first=True), self._named(before, first=False)
        hit = back if ahead in PEOPLE and back not in (*PEOPLE, None) else ahead or back
        if noun is None and _COMPARED.search(self.low[max(0, match.start() - 40) : match.start()]):
            return hit or self._named(self.low[max(0, match.start() - 200) : match.start()], first=False)
        if noun is None and _FIGURE.search(self.low[max(0, match.start() - 70) : match.start()]):
            return hit or self.latest
        if noun is None and not self._stands_alone(match):
            return None
        return hit or self._named(self.low[max(0, match.start() - 200) : match.start()], first=False)

    def _stands_alone(self, match: re.Match[str]) -> bool:
        """A bare number counts where a hedge stands before it or the act beside it ("over 1,400 carried out", "executions rose to 90")."""
        hedged = self._comparator(match)[0] != "exact" and _OTHER_NOUN.match(self.low, match.end()) is None
        beside = re.match(
            r"\s(?:of them|were|was|have been|had been|people|carried out|remain|are|in total|facing|awaiting|sentenced|held|others|نفر|تن)\b",
            self.low[match.end() :],
        )
        return (
            hedged
            or beside is not None
            or re.search(r"\b(?:rose to|reached|to|of|total(?:led|ed)?|stood at|from) $", self.low[: match.start()][-14:]) is not None
        )

    def _named(self, where: str, *, first: bool) -> str | None:
        hits = [
            (m.start() if first else -m.end(), rank, code)
            for rank, (code, pattern) in enumerate(self.words.subjects)
            for m in pattern.finditer(where)
        ]
        acts = [hit for hit in hits if "prisoners" not in hit[2]]
        return min(acts or hits)[2] if hits else None

    def _period(self, match: re.Match[str]) -> str | None:
        """The nearest period of the clause, else the one the sentence opens with, else the one given before."""
        near = [(self._distance(match, a, b), said) for a, b, said in self.periods if not self._is_others(match, a)]
        return min(near)[1] if near else self.given

    def _is_others(self, match: re.Match[str], start: int) -> bool:
        """Whether another number stands between a count and a period after it."""
        between = self.low[match.end() : start] if start > match.end() else ""
        return any(value(m["n"]) and not self.words.unit.match(between, m.end()) for m in self.words.figure.finditer(between))

    def _distance(self, match: re.Match[str], start: int, end: int) -> int:
        gap = self.low[match.end() : start] if start >= match.end() else self.low[end : match.start()]
        return len(gap) + 40 * len(re.findall(r"[,;،؛]|\band\b", gap)) + (15 if start < match.start() else 0)


def _bare(said: str) -> str:
    """A period without the preposition that leads to it."""
    return re.sub(r"^(?:in|over|during|طی|در)\s", "", said.strip())


_MONTHS = re.compile(r"(?:between|from) (?P<a>[a-z]+) (?:and|to|until|through) (?P<b>[a-z]+),? (?P<year>(?:19|20)\d\d)")


def _ranges(low: str, dates: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Dates as periods; two joined by a word for a span are one, `A/B`."""
    out: list[tuple[int, int, str]] = []
    for match in _MONTHS.finditer(low):
        if match["a"] in GREGORIAN and match["b"] in GREGORIAN:
            out.append(
                (match.start(), match.end(), f"{match['year']}-{GREGORIAN[match['a']]:02}/{match['year']}-{GREGORIAN[match['b']]:02}")
            )
    dates = [d for d in dates if not any(a <= d[0] < b for a, b, _ in out)]
    for start, end, said in dates:
        if (
            out
            and re.fullmatch(r"\s?(?:and|to|until|through|-|تا|و)\s?", low[out[-1][1] : start])
            and re.search(r"(?:between|from|بین|از|فاصله)\s(?:سال\s)?$", low[: out[-1][0]])
        ):
            out[-1] = (out[-1][0], end, f"{out[-1][2]}/{said}")
        else:
            out.append((start, end, said))
    return out
