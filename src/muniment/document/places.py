"""Places as said: prisons and other sites whole, towns and provinces after a word that places something there."""

import re
from collections.abc import Iterator
from functools import cache

from muniment.document.lexicon import alternatives, cities, countries, given, phrases, words
from muniment.document.parts import Place

_SITE = alternatives(frozenset(phrases("matters", "facilities")))
_CAP = r"[A-Z\u00c0-\u024f][\w'\-]*"
_SITES = re.compile(
    rf"\b((?:{_CAP} |de |al |el |ul |du |(?<=\w )of |No\.? ?\d+ |(?<=[a-z] )\d{{1,2}} ){{1,6}}(?i:{_SITE})(?: (?:No\.? ?|number )?\d{{1,3}}(?!\d))?)(?!\w)"
)
_OF = re.compile(rf"\b((?:Central |Penal |Women's )?(?:Prison|Penitentiary|Colony|Jail|prison|jail) (?:of|in) (?:{_CAP})(?: {_CAP})?)")
_PREFIXED = re.compile(rf"\b((?:Camp|Fort|Castle|Barracks|Prison|Block|Colony|Gaol|Facility|Ward) (?!No\b){_CAP}(?: {_CAP})?)")
_NUMBERED = re.compile(
    r"\b((?:Penal |Corrective |Correctional |Prison |Strict[ -]\w+ )?(?:Colony|colony|Prison|SIZO|IK|PKT)[ -](?:No\.? ?)?\d{1,3})\b"
)
_IN = re.compile(
    rf"\b(in|at|near|outside|from|to|into|around) (?:(?:the|his|her|their|a|an) )?(?:(?:northern|southern|eastern|western|central|north-?eastern|north-?western|south-?eastern|south-?western|north|south|east|west"
    rf"|city|town|village|province|region|district|capital|port|state|governorate|county|suburb|neighbourhood|neighborhood|hometown|home town|coastal|border|nearby|rural|of)[ ,]+)*({_CAP}(?:[ -]{_CAP}){{0,3}})(?: ([Pp]rovince|[Rr]egion|[Dd]istrict|[Gg]overnorate|[Cc]ounty|[Cc]ity|[Ss]tate|[Oo]blast|[Dd]ivision|[Tt]ownship))?"
)
_DATED = re.compile(rf"\b(?:19|20)\d\d, ({_CAP}(?: {_CAP})?)(?=[.;)]|$)")
"""A list's "Detained 12 January 2024, Cotrin."."""
_FA_SITE = alternatives(frozenset(phrases("matters", "facilities_fa")), "fa")
_FA_SITES = re.compile(rf"(?<!\w)((?:{_FA_SITE})\s(?:مرکزی\s)?(?:شهرستان\s|شهر\s)?\"?)(?=[\u0621-\u06cc])")
_LOCAL = "شهر|شهرستان|استان|روستای|بخش|محله|مرکز|جنوب|شمال|شرق|غرب|ولایت|ولسوالی|قریه|شهرک|دهستان|شهرهای"
_FA_TOWN = re.compile(
    rf"(?<!\w)(?:در|از|به|اهل|بندر|فرودگاه|ساکن|باشنده|زادگاهش|{_LOCAL})\s(?:(?:{_LOCAL}|خیالی|فرضی|ساختگی|مرزی|کوچک|ساحلی|کوهستانی)\s)*"
)


def find(sentence: str, language: str) -> list[Place]:
    """The places in a sentence, sites before towns where they overlap, in order."""
    found = list(_persian(sentence) if language == "fa" else _latin(sentence))
    taken: list[Place] = []
    for place in sorted(found, key=lambda p: (-(p.end - p.start), p.start)):
        if not any(place.start < other.end and other.start < place.end for other in taken):
            taken.append(place)
    return sorted(taken, key=lambda p: p.start)


def _latin(sentence: str) -> Iterator[Place]:
    yield from sites(sentence)
    for match in _DATED.finditer(sentence):
        yield Place(match.start(1), match.end(1), match[1])
    for match in _IN.finditer(sentence):
        start, end = match.span(2)
        whole = _towns(sentence[start:end])
        if whole and not _beginning_of_site(sentence, end):
            yield Place(start, start + len(whole), whole)


def sites(sentence: str) -> Iterator[Place]:
    """Prisons and other sites of an English sentence."""
    for pattern in (_SITES, _OF, _NUMBERED, _PREFIXED):
        for match in pattern.finditer(sentence):
            start, end = _trimmed(sentence, match.start(1), match.end(1))
            if (end - start > 6 and " " in sentence[start:end]) or pattern is _NUMBERED:
                yield Place(start, end, sentence[start:end])


def _trimmed(sentence: str, start: int, end: int) -> tuple[int, int]:
    """A site without the words of the sentence that ran into its capitals."""
    for lead in ("The ", "In ", "At ", "From ", "Ward ", "Iran's ", "Notorious "):
        if sentence.startswith(lead, start):
            start += len(lead)
    while (match := re.match(r"(?:of|No\.? ?\d+|\d+|[A-Z][\w-]*'s) ", sentence[start:end])) is not None:
        start += match.end()
    return start, end


def _towns(said: str) -> str | None:
    """The part of a run of capitals that is a place: a known town, else all of it when no word of it is something else."""
    parts = re.findall(r"[^\s]+", said)
    for size in range(len(parts), 0, -1):
        piece = " ".join(parts[:size])
        if piece.casefold().removesuffix("'s") in cities():
            return piece.removesuffix("'s")
    other = (
        words("names_en", "stops")
        | words("names_en", "bodies")
        | words("names_en", "offices")
        | words("names_en", "demonyms")
        | words("names_en", "courtesies")
    )
    other -= words("names_en", "place_heads")
    low = said.casefold()
    if low in countries() or any(part.casefold().rstrip(".") in other for part in parts) or said.isupper() or "'" in said:
        return None
    return said


def _beginning_of_site(sentence: str, end: int) -> bool:
    return re.match(rf" (?i:{_SITE}|court|ministry|university|council|branch|revolutionary)\b", sentence[end : end + 24]) is not None


def _persian(sentence: str) -> Iterator[Place]:
    for match in _FA_SITES.finditer(sentence):
        if re.search(
            r"(?<!\w)(?:توسط|سوی|نیروهای|ماموران|مامورین|مقامات|افراد|سخنگوی|رییس|ریاست)\s$",
            sentence[max(0, match.start() - 12) : match.start()],
        ):
            continue
        end = tail(sentence, match.end(1))
        if end > match.end(1) and not (match.start() and sentence[match.start() - 1].isalpha()):
            yield Place(match.start(1), end, sentence[match.start(1) : end])
    for match in _FA_TOWN.finditer(sentence):
        if match.start() and sentence[match.start() - 1].isalpha():
            continue
        yield from _town_at(sentence, match.end(), match.group())


_ACTED = re.compile(r"\s(?:بازداشت|دستگیر|اعدام|کشته|محاکمه|ربوده|تیرباران|به\sدار)(?!\w)")
"""«در X بازداشت شد»: right before an act, an unknown word is the place of it."""
_CLOSES = re.compile(r"\s?[،.:؛)\"]|$|\s(?:در|به|را|و|از|که|توسط|بازداشت|دستگیر|کشته|اعدام)(?!\w)")
_WORD = re.compile(r"\s?([\u0621-\u06cc]+)")


def tail(sentence: str, at: int, most: int = 3) -> int:
    """Where the Persian name that begins at `at` ends: the longest known town, else the words up to one that belongs to none."""
    words_here: list[str] = []
    ends: list[int] = []
    end = at
    while len(words_here) < most and (match := _WORD.match(sentence, end)):
        part = words_here and match.group(1) == "شهر" and _CLOSES.match(sentence, match.end())
        if match.group(1) in _not_name() and match.group(1) not in cities() and not part:
            break
        words_here.append(match.group(1))
        ends.append(match.end())
        end = match.end()
    for size in range(len(words_here), 0, -1):
        said = " ".join(words_here[:size])
        if said in cities() or said in _PROVINCES:
            known = size == len(words_here) or size > 1 or _goes_elsewhere(words_here[size])
            return ends[size - 1] if known else ends[size]
    return ends[min(len(ends), 2) - 1] if ends else at


def _goes_elsewhere(word: str) -> bool:
    """Whether the word after a town begins something else: a person's name."""
    return word in given() or word in words("names_fa", "describers")


@cache
def _ordinary() -> frozenset[str]:
    return words("names_fa", "stops") | words("names_fa", "ordinary")


@cache
def _not_name() -> frozenset[str]:
    return words("matters", "not_places_fa") | words("names_fa", "stops")


_NAMING = frozenset({"شهر", "شهرستان", "استان", "روستای", "ولایت", "ولسوالی", "قریه", "شهرک", "دهستان"})
_PROVINCES = frozenset(phrases("matters", "provinces_fa"))


def _town_at(sentence: str, at: int, lead: str) -> Iterator[Place]:
    end = tail(sentence, at)
    said = sentence[at:end].strip()
    first = said.split()[0] if said else ""
    named = bool(_NAMING & set(lead.split()))
    if (said in _ordinary() and not named) or (first == "جرم" and lead.split() == ["به"]):
        return
    if (
        lead.split() == ["در"]
        and _ACTED.match(sentence, end)
        and len(said) > 3
        and not set(said.split()) & (_ordinary() | words("names_fa", "describers") | frozenset(given()))
    ):
        yield Place(end - len(said), end, said)
        return
    if len(said) > 1 and (
        named or said in cities() or said in _PROVINCES or (first in cities() and first not in given() and len(first) > 2)
    ):
        yield Place(end - len(said), end, said)


def is_site(said: str) -> bool:
    """Whether a place is a prison or the like rather than a town."""
    return re.search(r"prison|jail|penitentiar|colony|detention|camp|زندان|بازداشتگاه", said.casefold()) is not None
