"""Pronouns, sets and unnamed people in a Persian sentence."""

import re
from collections.abc import Callable
from functools import cache

from muniment.document.about_fa import kin_before
from muniment.document.elements import Element, overlaps
from muniment.document.focus import Focus
from muniment.document.lexicon import alternatives, persian, phrases, words
from muniment.document.numbers import value

_KIN = re.compile(
    r"(?<!\w)(?:برادر|خواهر|پدر|مادر|همسر|پسر|دختر|فرزند|عمو|دایی|پسرعمو|وکیل|وکیل\sمدافع|خانواده|بستگان|نزدیکان|دوست|دوستان|همبندی|منزل|خانه)\s$"
)
_ORDER = ("اول", "دوم", "سوم", "چهارم", "پنجم", "ششم")
_NUMBER = r"دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|\d{1,2}"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    people, one, several = (alternatives(frozenset(phrases("names_fa", name)), "fa") for name in ("people_nouns", "one_nouns", "set_nouns"))
    return (
        re.compile(
            persian(rf"(?<!\w)(?:انها|انان|ایشان|نامبردگان|همگی|(?:هر|این|ان) ?(?P<n>{_NUMBER}) ?(?:NOUN)?|(?P<rest>{_NUMBER}) (?:متهم|زندانی|نفر|تن) دیگر|(?:این|همه|هر) (?:NOUN)|متهمان پرونده|موکلان (?:من|ما|او|وی)|موکلانم)(?!\w)").replace("NOUN", several)
        ),
        re.compile(persian(r"(?<!\w)(?:وی|او|نامبرده|مشارالیه|موصوف|موصوفه|(?:این|ان) (?:NOUN)(?: [\u0621-\u06cc]{2,9})?|موکل (?:من|او|وی|اینجانب)|موکلم|موکلش)(?!\w)").replace("NOUN", one)),
        re.compile(
            persian(
                rf"(?<!\w)(?:(?P<n>یک|{_NUMBER}|یازده|دوازده|\d[\d,٬]*)|چند|چندین|تعدادی|شماری|دهها|صدها|هزاران|دست کم \d+|بیش از \d+|همه|تمام|سایر|برخی|ماموران|نیروهای|خانواده|فرزند|والدین) (?:نفر |تن )?(?:از )?(?:NOUN)?(?: دیگر| از (?:انها|انان|ایشان))?(?!\w)"
            ).replace("NOUN", people)
        ),
    )  # fmt: skip


def find(low: str, named: list[Element], focus: Focus, official: Callable[[Element], bool]) -> list[Element]:
    """Everybody in the sentence who is not named."""
    out: list[Element] = []
    sets, one, unnamed = _patterns()
    for match in sets.finditer(low):
        said = match["n"] or match["rest"]
        number = value(said) if said else None
        if leads(low, named, match.end()) or _SOME.search(low[max(0, match.start() - 24) : match.start()]):
            continue
        before = [e.people for e in named if e.end <= match.start() and len(e.people) > 1][-1:]
        people = before[0] if before and number in (None, len(before[0])) else focus.many(number)
        out.append(Element(match.start(), match.end(), "pronoun" if people else "unnamed", people, count=number))
    out.extend(_numbered(low, named, focus))
    out.extend(_related(low, named, focus))
    for match in one.finditer(low):
        if not overlaps(out, match.start(), match.end()) and not leads(low, named, match.end()):
            within = [p for e in named if e.end <= match.start() and not official(e) and len(e.people) == 1 for p in e.people][-1:]
            if match.group().startswith("موکل"):
                out.append(Element(match.start(), match.end(), "pronoun", focus.first()))
                continue
            owner = _KIN.search(low[max(0, match.start() - 24) : match.start()]) is not None
            out.append(Element(match.start(), match.end(), "pronoun", focus.one(None, within), possessive=owner))
    for match in unnamed.finditer(low):
        if (
            len(match.group().split()) > 1
            and not (match["n"] and re.fullmatch(r"\S+\s(?:دیگر\s)?از\s?", match.group()))
            and not _describes(low, named, match.start())
            and not overlaps([*out, *named], match.start(), match.end())
            and not leads(low, named, match.end())
        ):
            out.append(Element(match.start(), match.end(), "unnamed", count=value(match["n"]) if match["n"] else None))
    return out


_NUMBERED = re.compile(rf"(?<!\w)(?:موکل|متهم|محکوم|خوانده)\sردیف\s(?P<n>{'|'.join(_ORDER)}|\d)(?!\w)")


def _numbered(low: str, named: list[Element], focus: Focus) -> list[Element]:
    """«متهم ردیف دوم»: the second of those named together."""
    out = []
    for match in _NUMBERED.finditer(low):
        at = int(match["n"]) - 1 if match["n"].isdigit() else _ORDER.index(match["n"])
        if 0 <= at < len(focus.together) and not leads(low, named, match.end()):
            out.append(Element(match.start(), match.end(), "pronoun", focus.together[at : at + 1]))
    return out


@cache
def _kin() -> re.Pattern[str]:
    kin = alternatives(words("names_fa", "kin") - {"زن", "وکیل", "موکل", "استاد", "دوست", "همکار"}, "fa")
    return re.compile(
        persian(
            rf"(?<!\w)(?P<kin>{kin})(?: ?(?:(?P<ours>م|مان)|(?P<theirs>ش|شان))|\s(?:(?P<ours2>ام)|اش)| (?:(?P<mine>من|ما)|(?:وی|او|انها|انان))| ?(?P<bare>))(?!\w)"
        )
    )


def _related(low: str, named: list[Element], focus: Focus) -> list[Element]:
    """Relations without a name («برادرم», «پدر»): whom the document introduced so; the writer's own else whom the text has in view."""
    for group in named:
        if (lead := kin_before().search(low[max(0, group.start - 40) : group.start])) and len(group.people) == 1:
            focus.kin[lead["kin"]] = group.people[0]
    out: list[Element] = []
    for match in _kin().finditer(low):
        if leads(low, named, match.end()) or any(g.start - match.end() in range(4) for g in named):
            continue
        known, ours = focus.kin.get(match["kin"]), match["ours"] or match["ours2"] or match["mine"]
        if match["bare"] is not None:
            if known is not None and re.match(r"\s(?:را|در|به|از|هم|نیز|که|با)(?!\w)|\s?[،.]", low[match.end() :]):
                out.append(Element(match.start(), match.end(), "pronoun", (known,)))
        elif known is not None:
            out.append(Element(match.start(), match.end(), "pronoun", (known,)))
        elif ours and (view := focus.one(None)):
            out.append(Element(match.start(), match.end(), "pronoun", view))
        elif not ours and re.match(r"\sرا(?!\w)", low[match.end() :]):
            out.append(Element(match.start(), match.end(), "unnamed"))
    return out


_SOME = re.compile(r"(?<!\w)(?:تن|نفر|شماری|تعدادی|برخی|بعضی|بسیاری|نیمی|بیشتر|یکی|کدام|هیچیک|یک)\s(?:دیگر\s)?از\s$")
"""«۱۲ تن از آنان»: some of those, not they."""


def _describes(low: str, named: list[Element], start: int) -> bool:
    """Whether unnamed words only describe the names before them («A و B، دو معترض،»)."""
    before = next((g for g in reversed(named) if g.end <= start), None)
    return before is not None and re.fullmatch(r"\s?،\s?(?:هر\s)?", low[before.end : start]) is not None


def leads(low: str, named: list[Element], end: int) -> bool:
    """Whether unnamed words only lead to the names after them («دو زندانی به نام‌های A و B»)."""
    following = next((g for g in named if g.start >= end), None)
    if following is None or following.start - end > 40:
        return False
    gap = low[end : following.start]
    only = re.fullmatch(persian(r" ?(?:[\u0621-\u06cc]+ ){0,4}?(?:(?:به|با) (?:نام|اسامی|هویت|نامهای)(?: های| ها)?)? ?[،:\"]? ?"), gap)
    return only is not None and not re.search(r"(?<!\w)(?:در|را|و|از|توسط|که)(?!\w)", gap)
