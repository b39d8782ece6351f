"""Who stands in a sentence: people named together, pronouns that go back to somebody, and people without a name.

Names that are only counted up ("A, B and C") are one element; what is said of it is said of each.
"""

import re
from typing import Literal

import msgspec

from muniment.document.about_fa import owner
from muniment.document.lexicon import persian, words
from muniment.document.parts import Seen
from muniment.document.unlisted_fa import is_kin

Kind = Literal["people", "pronoun", "unnamed"]


class Element(msgspec.Struct):
    """Somebody in a sentence. `marked`: all its people are offices, speakers or relatives here. `count`: how many, if said."""

    start: int
    end: int
    kind: Kind
    people: tuple[int, ...] = ()
    possessive: bool = False
    marked: bool = False
    count: int | None = None
    speaks: bool = False
    """Somebody who only tells something here."""


def groups(low: str, language: str, seen: list[Seen], whose: dict[int, int]) -> list[Element]:
    """The named people of a sentence; `whose` tells the person of a mention by its place."""
    out: list[Element] = []
    for one in seen:
        person = whose.get(one.start)
        if person is None:
            continue
        marked = one.bearing != "neutral"
        last = out[-1] if out else None
        end = max(one.end, one.reach)
        if last is not None and _together(last, one, low, language) and (last.marked == marked or not marked):
            people = tuple(dict.fromkeys((*last.people, person)))
            out[-1] = Element(last.start, end, "people", people, one.possessive, last.marked and marked)
        else:
            out.append(Element(one.start, end, "people", (person,), one.possessive, marked, speaks=one.bearing == "speaker"))
    return out


def overlaps(found: list[Element], start: int, end: int) -> bool:
    """Whether a stretch touches one of these."""
    return any(start < e.end and e.start < end for e in found)


def _together(last: Element, seen: Seen, low: str, language: str) -> bool:
    gap = low[last.end : seen.start]
    if len(gap) > 90 or (last.possessive and language == "en"):
        return False
    return _joins_persian(gap) if language == "fa" else _joins_latin(gap)


_GLUE = frozenset(
    [
        "and",
        ",",
        "&",
        "/",
        "as",
        "well",
        "along",
        "together",
        "with",
        "his",
        "her",
        "their",
        "the",
        "a",
        "an",
        "fellow",
        "both",
        "also",
        "plus",
        "another",
        "one",
        "prisoner",
        "from",
        '"',
        "-",
    ]
)


def _joins_latin(gap: str) -> bool:
    bare = re.sub(
        r"\b(?:two|three|four|five|six|seven|\d{1,2}) (?:others?|more|[a-z]+(?:ers|ists|ors|ants|ents|men|women))\b|^[\s,]*(?:,|^) ?(?:an?|the) (?:[\w-]+ ){0,6}?[\w-]+,(?= (?:and|together|along|as well)\b)|\([^)]{0,60}\)|,? ?(?:aged? )?\b\d{1,3}(?:-year-old| years? old)?\b,?",
        " ",
        gap,
    )
    tokens = re.findall(r"[\w'-]+|[,;&/]|[^\s\w]", bare)
    glue = any(t in (",", "and", "&", "/", "plus") for t in re.findall(r"[\w'-]+|[,;&/]", gap)) or re.search(
        r"as well as|(?:along|together) with", gap
    )
    allowed = (
        words("names_en", "describers")
        | words("names_en", "courtesies")
        | words("names_en", "demonyms")
        | words("names_en", "relatives")
        | words("names_en", "offices")
        | words("names_en", "one_nouns")
        | words("names_en", "one_adjectives")
        | _GLUE
    )
    alone = re.search(r"\bwith\b(?<!along with)(?<!together with)", gap)
    return bool(glue) and len(tokens) <= 9 and all(t in allowed for t in tokens) and not alone


_FA_BARE = re.compile(
    persian(
        r"\(?\d{1,3} سال[هگ](?:ی)?\)?|فرزند [\u0621-\u06cc]+|اهل [\u0621-\u06cc]+|(?:یک|دو|سه|چهار|پنج|\d{1,2}) (?:[\u0621-\u06cc]+ ){1,3}دیگر|و (?:پدر|مادر) (?:یک|دو|سه|چهار|پنج|\d{1,2}) (?:فرزند|کودک|دختر|پسر)(?!\w)|(?:همچنین|همراه|به همراه|نیز|و|نام|های|دیگری)(?!\w)|[\"«»:()\d-]"
    )
)


def _joins_persian(gap: str) -> bool:
    if owner().search(gap):
        return False
    rest = [w for w in re.split(r"[\s،,]+", _FA_BARE.sub(" ", gap)) if w]
    glue = re.search(r"[،,]|(?<!\w)و(?!\w)|همراه", gap)
    return bool(glue) and len(rest) <= 4 and all(w in words("names_fa", "describers") | {"اقای", "خانم"} or is_kin(w) for w in rest)
