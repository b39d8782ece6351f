"""Places as said: prisons and other sites whole, towns and provinces after a word that places something there."""

import re
from collections.abc import Iterator

from muniment.document.lexicon import alternatives, cities, countries, persian, phrases, words
from muniment.document.parts import Place
from muniment.model.text import plain

_SITE = alternatives(frozenset(phrases("matters", "facilities")))
_CAP = r"[A-Z\u00c0-\u024f][\w'\-]*"
_SITES = re.compile(
    rf"\b((?:{_CAP} |de |al |el |ul |du |(?<=\w )of |No\.? ?\d+ ){{1,6}}(?i:{_SITE})(?: (?:No\.? ?|number )?\d{{1,3}}(?!\d))?)(?!\w)"
)
_OF = re.compile(rf"\b((?:Central |Penal |Women's )?(?:Prison|Penitentiary|Colony|Jail|prison|jail) (?:of|in) (?:{_CAP})(?: {_CAP})?)")
_NUMBERED = re.compile(
    r"\b((?:Penal |Corrective |Correctional |Prison |Strict Regime )?(?:Colony|colony|Prison|SIZO|IK|PKT)[ -](?:No\.? ?)?\d{1,3})\b"
)
_IN = re.compile(
    rf"\b(in|at|near|outside|from|to|into|around) (?:(?:the|his|her|their|a|an) )?(?:(?:northern|southern|eastern|western|central|north-?eastern|north-?western|south-?eastern|south-?western|north|south|east|west"
    rf"|city|town|village|province|region|district|capital|port|state|governorate|county|suburb|neighbourhood|neighborhood|hometown|home town|coastal|border|nearby|rural|of)[ ,]+)*({_CAP}(?:[ -]{_CAP}){{0,3}})(?: ([Pp]rovince|[Rr]egion|[Dd]istrict|[Gg]overnorate|[Cc]ounty|[Cc]ity|[Ss]tate|[Oo]blast|[Dd]ivision|[Tt]ownship))?"
)
_FA_SITE = "زندان مرکزی|زندان زنان|زندان|بازداشتگاه|کمپ|اردوگاه|بیمارستان|میدان|ندامتگاه|پاسگاه"
_FA_SITES = re.compile(persian(rf"((?:{_FA_SITE}) (?:مرکزی )?(?:شهرستان |شهر )?)([\u0621-\u06cc]+)((?: [\u0621-\u06cc]+)?)"))
_FA_TOWN = re.compile(
    persian(
        r"(?:در|از|به|اهل|شهر|شهرستان|استان|روستای|شهرهای|فرودگاه|ساکن|زادگاهش) ((?:شهر|شهرستان|استان|روستای|بخش|محله|مرکز|جنوب|شمال|شرق|غرب) )*"
    )
)
_NOT_NAME = frozenset(
    plain("""و در به از که را با برای تا به‌سر محکوم منتقل محبوس نگهداری اعدام بازداشت خود این آن او وی است بود شد شده می حبس انفرادی سیاسی عمومی
آزاد امنیتی جان نظامی دوران مرکزی زنان کشور ایران شهر شهرستان استان بسر توسط پس بدون هستند طی هم نیز زندانی مخفی نامعلوم و‌ یا سپاه اطلاعات وزارت اداره پلیس مردان رفت برد کشته بند""").split()
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
    for pattern in (_SITES, _OF, _NUMBERED):
        for match in pattern.finditer(sentence):
            start, end = _trimmed(sentence, match.start(1), match.end(1))
            if end - start > 6 and " " in sentence[start:end] or pattern is _NUMBERED:
                yield Place(start, end, sentence[start:end])
    for match in _IN.finditer(sentence):
        start, end = match.span(2)
        whole = _towns(sentence[start:end])
        if whole and not _beginning_of_site(sentence, start, end):
            yield Place(start, start + len(whole), whole)


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
    low = said.casefold()
    if low in countries() or any(part.casefold().rstrip(".") in other for part in parts) or said.isupper() or "'" in said:
        return None
    return said


def _beginning_of_site(sentence: str, start: int, end: int) -> bool:
    return re.match(rf" (?i:{_SITE}|court|ministry|university|council|branch|revolutionary)\b", sentence[end : end + 24]) is not None


def _persian(sentence: str) -> Iterator[Place]:
    for match in _FA_SITES.finditer(sentence):
        word = match.group(2)
        if word in _NOT_NAME or len(word) < 2 or match.start() and sentence[match.start() - 1].isalpha():
            continue
        end = match.end(2)
        two = f"{word}{match.group(3)}"
        second = match.group(3).strip()
        if second and (
            two.strip() in cities()
            or plain(two)
            in ("قزل حصار", "رجایی شهر", "عادل اباد", "وکیل اباد", "دیزل اباد", "تهران بزرگ", "بندر عباس", "شهر ری", "خرم اباد", "پل چرخی")
            or second in ("بزرگ", "اباد", "شهر", "حصار")
        ):
            end = match.end(3)
        yield Place(match.start(1), end, sentence[match.start(1) : end])
    for match in _FA_TOWN.finditer(sentence):
        if match.start() and sentence[match.start() - 1].isalpha():
            continue
        yield from _town_at(sentence, match.end(), match.group())


_PROVINCES = frozenset(phrases("matters", "provinces_fa"))


def _town_at(sentence: str, at: int, lead: str) -> Iterator[Place]:
    parts = re.match(r"([\u0621-\u06cc]+)(?:\s([\u0621-\u06cc]+))?(?:\s([\u0621-\u06cc]+))?", sentence[at : at + 60])
    if parts is None:
        return
    for size in (3, 2, 1):
        if parts.group(size) is None:
            continue
        said = " ".join(g for g in parts.groups()[:size])
        known = said in cities() or said in _PROVINCES
        plainly = size == 1 and lead.split()[-1:] in (["شهر"], ["شهرستان"], ["استان"], ["روستای"]) and said not in _NOT_NAME
        if (known or plainly) and said not in _NOT_NAME and len(said) > 1:
            yield Place(at, at + parts.end(size), sentence[at : at + parts.end(size)])
            return


def is_site(said: str) -> bool:
    return re.search(r"prison|jail|penitentiar|colony|detention|camp|زندان|بازداشتگاه", said.casefold()) is not None
