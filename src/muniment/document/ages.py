"""Ages as English gives them beside a name, and where a name's own additions (age, other name in brackets) end.

Ages given for several people at once ("A and B, 19 and 17", "both 30") are dealt out in order.
"""

import re

import msgspec

from muniment.document.numbers import WORDS_EN, value
from muniment.document.parts import Seen

_AGE = re.compile(
    r"\s?\(\s?(?:aged? )?(\d{1,3})(?: years? old)?\s?[,;)]|,? aged? (\d{1,3})\b|, (?:an? |the )?(\d{1,3})(?:-year-old| years? old)?\s?(?=[,.;)]|$| and\b| from\b| was\b| of\b)"
    r"|\s?\((?:born|b\.) \d{4}, (?:aged? )?(\d{1,3})\)|, who (?:is|was) (\d{1,3})(?: years old)?\b|,? (\d{1,3}) years (?:old|of age)\b|,? (?:an? |the )?(\d{1,3})-year-old\b"
    r"|(?: is| was) (\d{1,3}) years old|(?: was| were)(?: just| only| barely)? (\d{1,2})(?= when\b| at the time\b)| is (\d{2})(?=[.,;]| and\b)|(?: -|—| —|,) (?:[a-z-]+ ){0,3}[a-z-]+, (?:aged )?(\d{2})(?=[.,;)]|$)|,? who (?:has |had )?died (?:\w+ ){0,3}?(?:aged|at|at the age of) (\d{2,3})|, (?:an?|the) (?:[\w-]+ ){1,4}?(?:of|aged) (\d{2})\b|, who (?:is|was) (?:aged )?(\d{2})(?=,|\.| and\b)"
)  # fmt: skip
_AGE_BEFORE = re.compile(r"(\d{1,3})-year-old(?: [\w-]+){0,5}? $|(\d{1,3}) years? old (?:\w+ ){0,3}$")
ALIAS = re.compile(
    r"\s?(?:,? ?(?:also |better |widely |commonly )?(?:known as|nicknamed|called|alias|a\.k\.a\.?|aka)) [\"']?((?:[A-Z][\w'-]+ ?){1,3})|\s?\((?:also |better )?(?:known as |nicknamed |alias )[\"']?((?:[A-Z][\w'-]+ ?){1,3})[\"']?\)|\s?\(([\u0600-\u06ff ]{3,40})\)"
)
SINGLE = re.compile(r"\s?\(\d{1,2}\)|, (?:aged )?\d{1,2}[,.]|, an? \d{1,2}-year-old")
_WORDED = re.compile(
    rf"\s?[,(]?\s?(?:an? |the )?(?:aged )?(?P<n>{WORDS_EN})(?:-year-old| years? old| years of age|(?=\s?[,).;]|$))|\s?(?:who )?(?:is|was) (?P<m>{WORDS_EN}) years old"
)
_WORDED_BEFORE = re.compile(rf"(?P<n>{WORDS_EN})-year-old(?: [\w-]+){{0,5}} $")


def age(sentence: str, start: int, end: int) -> int | None:
    """The age said of the name between two offsets, after it or before it."""
    worded = _WORDED.match(sentence[end : end + 60].casefold())
    before = _WORDED_BEFORE.search(sentence[max(0, start - 80) : start].casefold())
    said = (worded["n"] or worded["m"]) if worded else before["n"] if before else None
    worded_years = value(said) if said else None
    if worded_years is not None and 5 < worded_years < 120:
        return worded_years
    after = _AGE.match(sentence[end : end + 60])
    if after is None:
        alias = ALIAS.match(sentence[end : end + 80])
        after = _AGE.match(sentence[end + alias.end() : end + alias.end() + 60]) if alias else None
    before = _AGE_BEFORE.search(sentence[max(0, start - 70) : start])
    found = after or before
    years = next((int(g) for g in found.groups() if g), None) if found else None
    return years if years is not None and 0 < years < 120 else None


_AT_ARREST = re.compile(
    r"(?: years old)? (?:when|at the time)(?: (?!not\b)[\w']+){0,5}? (?:arrest\w*|detained|seized|abducted|taken (?:away|from|into)|imprisoned)\b"
)
_ARRESTED_AT = re.compile(
    r"\b(?:arrested|detained|seized|abducted|imprisoned)(?: [\w']+){0,4}? (?:at|aged|when (?:he|she) was|at the age of)(?: just| only)? $"
)


def is_at_arrest(text: str, start: int, end: int) -> bool:
    """Whether the age between two offsets is said of the time of an arrest ("was 17 when she was arrested")."""
    number = re.search(r"\d+", text[start:end])
    if number is None:
        return False
    first, last = start + number.start(), start + number.end()
    before, after = text[max(0, first - 60) : first], text[last : last + 60]
    return _AT_ARREST.match(after) is not None or _ARRESTED_AT.search(before) is not None


def reach(sentence: str, end: int) -> int:
    """Where the additions of a name that ends here end themselves."""
    match = ALIAS.match(sentence[end : end + 80])
    end += match.end() if match else 0
    match = _AGE.match(sentence[end : end + 60])
    return end + (match.end() if match else 0)


_GLUE = re.compile(r"(?:\s?\([^)]{0,30}\))?(?:, and |, | and | & |; )(?:(?:his|her|their) \w+ )?")
_NUMBER = rf"(?:\d{{1,2}}|{WORDS_EN})"
_SEVERAL = re.compile(
    rf",? ?\(?(?:(?P<all>both|all|each) (?:aged )?(?P<one>{_NUMBER})(?= year|[.,;)]|$)|(?:aged )?(?P<list>{_NUMBER}(?:, {_NUMBER})*,? and {_NUMBER})(?= years| respectively|,| who\b| were\b|[.;)]|$))"
)


def dealt(sentence: str, seen: list[Seen]) -> list[Seen]:
    """Names with the ages that one list gives to several of them, in order."""
    out = list(seen)
    for last in range(1, len(seen)):
        match = _SEVERAL.match(sentence, seen[last].end)
        if match is None:
            continue
        first = last
        while first and _GLUE.fullmatch(sentence[seen[first - 1].end : seen[first].start]):
            first -= 1
        told = match["list"] or match["one"]
        years = [value(n) for n in re.split(r",? and |, ", told)] * (1 if match["list"] else last - first + 1)
        if first < last and len(years) == last - first + 1 and all(y and 4 < y < 110 for y in years):
            for at, given in zip(range(first, last + 1), years, strict=True):
                out[at] = msgspec.structs.replace(out[at], age=given, reach=match.end() if at == last else out[at].reach)
    return out
