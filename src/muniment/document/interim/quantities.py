"""Numbers of people and acts: comparator, number, subject, period. Ages, terms, dates, article numbers and money are none."""

import re
from functools import cache

from muniment.document.interim.extraction import Quantity
from muniment.document.interim.lexicon import Lexicon

_NOT_AFTER = re.compile(r"\s*[-)]?\s*(?:years?|year-old|months?|days?|weeks?|hours?|minutes?|am\b|pm\b|%|per ?cent|percent|km|kilomet|met(?:re|er)s|dollars|euros|million (?:dollars|tomans)|tomans?|rials?|lashes|°|th\b|st\b|nd\b|rd\b|:\d|/\d|ساله|سال|ماه|روز|ساعت|درصد|تومان|ضربه|کیلومتر|دقیقه|متر)", re.I)
_NOT_BEFORE = re.compile(r"(?:article|articles|section|no\.|number|branch|ward|page|room|resolution|paragraph|para\.?|aged?|age of|[$€£#/.-]|ماده|شعبه|بند|شماره|صفحه|سن|اصل|قطعه)\s*$", re.I)
_WITHIN = re.compile(r"(?:in|during|since|between|from|over|within|throughout) ", re.I)


@cache
def _number(language: str) -> re.Pattern[str]:
    words = "|".join(sorted(_words(language), key=len, reverse=True))
    joint = r"(?:[- ](?:and )?|\s+و\s+)"
    return re.compile(rf"(?<![\w.,/-])(\d{{1,3}}(?:[,٬]\d{{3}})+|\d+|(?:{words})(?:{joint}(?:{words}))*)(?![\w]|[.,]\d)", re.I)


def _words(language: str) -> dict[str, int]:
    from muniment.document.interim.lexicon import lexicon

    return dict(lexicon(language).raw["numbers"])


def value(words: str, language: str) -> int | None:
    """The number that digits or number words say."""
    digits = words.replace(",", "").replace("٬", "")
    if digits.isdigit():
        return int(digits)
    table, total, part = _words(language), 0, 0
    for word in re.split(r"[- ]|\bو\b", words.lower()):
        if word in ("", "and"):
            continue
        if word not in table:
            return None
        n = table[word]
        if n in (12,) and word == "dozen":
            part = max(1, part) * 12
        elif n == 100:
            part = max(1, part) * 100
        elif n == 1000:
            total, part = total + max(1, part) * 1000, 0
        else:
            part += n
    return total + part


def quantities(text: str, lexicon: Lexicon, period: str | None, taken: list[tuple[int, int]]) -> list[tuple[int, int, Quantity]]:
    """Every count in a folded sentence; `taken` spans (dates, ages, courts) hold none. `period` is what a sentence before set."""
    found = []
    for m in _number(lexicon.language).finditer(text):
        if any(a < m.end() and m.start() < b for a, b in taken) or _NOT_AFTER.match(text, m.end()) or _NOT_BEFORE.search(text[: m.start()]):
            continue
        number = value(m.group(1), lexicon.language)
        comparator, start = _comparator(text, m.start(), lexicon)
        subject = _subject(text, m, lexicon)
        if not number or subject is None or (number == 1 and comparator == "exact"):
            continue
        if comparator == "exact" and m.group(1).isdigit() and 1300 <= number <= 2100 and not _counted(text, m.end(), lexicon):
            continue
        end = _end(text, m.end())
        quote = Quantity(subject=subject, comparator=comparator, number=number, period=_period(text, m, lexicon) or period, quote="", span=(0, 0), rule=f"{lexicon.language}-quantity")
        found.append((start, end, quote))
    return found


def _end(text: str, at: int) -> int:
    m = re.compile(r"(?:\s+[\w'-]+){0,4}").match(text, at)
    return m.end() if m else at


def _comparator(text: str, at: int, lexicon: Lexicon) -> tuple[str, int]:
    before = text[max(0, at - 24) : at].lower().rstrip()
    for words, kind in lexicon.comparators:
        if before.endswith(words) and not before[: -len(words)].endswith(tuple("abcdefghijklmnopqrstuvwxyz")):
            return kind, max(0, at - 24) + len(before) - len(words)
    return "exact", at


_NOUNS = re.compile(r"(?:\s+(?:other|more|political|young|women|death-row|female|male|ethnic|civilian|anti-\w+|opposition|alleged|people|of|the|these|those|his|her|[\w-]+)){0,3}?\s+(people|persons|prisoners?|inmates|detainees|protesters|demonstrators|men|women|children|activists|students|teachers|journalists|civilians|individuals|citizens|defendants|cases|executions?|arrests?|deaths|killings|death sentences|families|workers|lawyers|villagers|soldiers|monks|nuns|residents|others|minors|members|supporters|bodies|victims|carried out|were|have been|had been|was|in (?:19|20)\d\d|facing|remain|are)\b", re.I)


def _counted(text: str, at: int, lexicon: Lexicon) -> bool:
    if lexicon.language == "fa":
        return bool(re.match(rf"\s*(?:{lexicon.raw['counted']})", text[at:]))
    return bool(_NOUNS.match(text, at))


def _subject(text: str, m: re.Match[str], lexicon: Lexicon) -> str | None:
    """What is counted: the nearest word for an act in the clause, after the number first."""
    if not _counted(text, m.end(), lexicon) and not re.search(r"(?:executions?|arrests?|killings|deaths)[^.;]{0,60}$", text[: m.start()], re.I):
        return None
    whole = next((code for code, pattern in lexicon.subjects if code == "execution_risk" and pattern.search(text, m.start())), None)
    if whole:
        return whole
    after = re.split(r"[;.]|, (?:and |while )?(?=\D{0,14}\d)", text[m.end() : m.end() + 120])[0]
    before = re.split(r"[;.]|, ", text[max(0, m.start() - 80) : m.start()])[-1]
    for where, is_after in ((after, True), (before, False)):
        hits = [(p.start() if is_after else -p.end(), code) for code, pattern in lexicon.subjects for p in pattern.finditer(where)]
        if hits:
            return _strongest(hits)
    anywhere = [code for code, pattern in lexicon.subjects if pattern.search(text[max(0, m.start() - 160) : m.start()])]
    return anywhere[0] if anywhere else None


def _strongest(hits: list[tuple[int, str]]) -> str:
    """An act counts before the kind of people it was done to."""
    acts = [hit for hit in hits if hit[1] not in ("prisoners", "political_prisoners")]
    return min(acts or hits)[1]


_PERIOD = re.compile(r"\b(?:in|during|since|throughout|for|of|this|last)\s+((?:the (?:first|last|past) [\w ]{3,24}? of )?(?:[A-Z][a-z]+ )?(?:19|20|13|14)\d\d)\b|\b((?:19|20)\d\d)(?=\s+(?:executions?|massacre|alone))|\bsince ([A-Za-z' ]{4,60}? (?:took office|came to power|began|started|[a-z]+ed))\b|\b(this year|last year|this month|last month)\b")
_FA_PERIOD = re.compile(r"(?:در|طی|از|سال) (?:سال )?((?:1[34]|20)\d\d)|(?:در|طی) (\w+ ماه (?:گذشته|اخیر))|(سال جاری|سال گذشته|ماه گذشته)")


def _period(text: str, m: re.Match[str], lexicon: Lexicon) -> str | None:
    pattern = _FA_PERIOD if lexicon.language == "fa" else _PERIOD
    spans = [(abs(p.start() - m.end()) if p.start() >= m.end() else (m.start() - p.end()) + (25 if p.end() < m.start() else 0), p) for p in pattern.finditer(text)]
    spans = [(d, p) for d, p in spans if not p.start() < m.end() <= p.end() or p.start() > m.end()]
    if not spans:
        return None
    nearest = min(spans, key=lambda s: s[0])[1]
    words = next(g for g in nearest.groups() if g)
    if words.isdigit():
        return f"jalali:{words}" if int(words) < 1500 else words
    return f"since {words}" if nearest.group(0).startswith("since") and not words[:1].isdigit() else words
