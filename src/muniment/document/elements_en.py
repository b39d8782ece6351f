"""Pronouns, sets and unnamed people in an English sentence."""

import re
from collections.abc import Callable
from functools import cache

from muniment.document.elements import Element, overlaps
from muniment.document.focus import Focus
from muniment.document.lexicon import words
from muniment.document.numbers import value

_HE = re.compile(r"\b(?:he|she|him|her|his|himself|herself)\b")
_THEY = re.compile(
    r"\b(?:(?:all|both|each|neither|most|two|three|four|five|six) of (?:them|whom)|they|them|their|both|themselves)\b(?! (?:sides|countries))"
)
_I = re.compile(r"(?<![\w'(.])(?:i|me|my|myself)\b(?![).])")
_NUMBER = r"two|three|four|five|six|seven|eight|nine|ten|\d{1,2}"
_QUANTIFIED = re.compile(
    rf"(?<![\w-])(?P<n>how many|many|some|several|most|few|none|nobody|no one|others|(?!(?:19|20)\d\d )\d[\d,]*|{_NUMBER})(?: of (?:them|these|those|whom))?(?= (?:(?:have|had|has|were|was|are|is|will|would|could) |remain|died|got |received |disappeared|never))"
)
"""People told only by how many they are."""
_PAIRS = ("both", "couple", "pair", "duo", "neither")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    people, one, several, adjectives = (
        "|".join(sorted(words("names_en", name))) for name in ("people_nouns", "one_nouns", "set_nouns", "one_adjectives")
    )
    return (
        re.compile(
            rf"\b(?:both|the|all|these|those|neither) (?:of (?:them|the) )?(?:(?P<n>{_NUMBER})\b(?!-)(?: (?:\w+ ){{0,2}}?(?:{several}))?|(?:{several}|man|woman|defendant|brother|sister)\b)"
            rf"|\b(?:my|our|his|her) clients\b|\ball (?P<all>{_NUMBER})\b"
        ),
        re.compile(
            rf"\b(?:the (?:(?:\d{{1,2}}-year-old|{adjectives}|[a-z]+an|[a-z]+ish) ){{0,3}}(?:{one}|father of \w+|mother of \w+|\d{{1,2}}-year-old|former)|(?:my|our) client)\b"
            r"(?! (?:general|of|movement|groups?|organi[sz]ations?|community|union|association|president|minister|unions?|who|named|in))"
        ),
        re.compile(
            rf"\b(?:(?:a|an|another|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?!(?:19|20)\d\d )\d[\d,]*|several|dozens of|hundreds of|thousands of|some|many|other|more|most|no|all|these|those|his|her|their|my|our|whose|fellow|of|each|every|nearly|over|the) )"
            rf"(?:(?!(?:by|in|of|on|at|for|to|from|and|was|were|is|are|began|had|has|with|without|days?|weeks?|months?|years?) )[\w'-]+ ){{0,4}}?(?:{people})\b(?! (?:general|rights|union))|\b(?:{_NUMBER}|\d[\d,]*|several|dozens of|hundreds of) (?:[a-z'-]+ ){{0,2}}?[a-z]{{2,}}(?:ers|ors|ists|ants|ees|ians|icts|mates)\b|^(?:[\w'-]+ ){{0,2}}(?:protesters|prisoners|detainees|activists|civilians|people|others|families|relatives)\b"
        ),
    )  # fmt: skip


def find(low: str, named: list[Element], focus: Focus, official: Callable[[Element], bool]) -> list[Element]:
    """Everybody in the sentence who is not named."""
    out: list[Element] = []
    sets, one, unnamed = _patterns()
    for match in sets.finditer(low):
        number = _number(match)
        here = [e.people for e in named if e.end <= match.start() and (len(e.people) == number if number else len(e.people) > 1)][-1:]
        people = here[0] if here else focus.many(number)
        if (
            not leads(low, named, match.end())
            and not overlaps(named, match.start(), match.end())
            and (people or number is None or number > 1)
        ):
            out.append(Element(match.start(), match.end(), "pronoun" if people else "unnamed", people, count=number))
    for match in one.finditer(low):
        if not leads(low, named, match.end()) and not overlaps([*out, *named], match.start(), match.end()):
            before = [p for e in named if e.end <= match.start() and not e.marked and len(e.people) == 1 for p in e.people][-1:]
            if (which := re.search(r"\b(former|latter)$", match.group())) and (pair := _pair(named, match.start(), focus)):
                out.append(Element(match.start(), match.end(), "pronoun", pair[:1] if which[1] == "former" else pair[-1:]))
                continue
            sex = "f" if re.search(r"\b(?:woman|girl|mother|actress)\b", match.group()) else None
            out.append(Element(match.start(), match.end(), "pronoun", focus.one(sex, before)))
    _kin(low, named, focus, out)
    for match in unnamed.finditer(low):
        if (
            not overlaps([*out, *named], match.start(), match.end())
            and not leads(low, named, match.end())
            and not _describes(low, named, match.start())
        ):
            first = re.match(rf"(?:{_NUMBER})\b", match.group())
            out.append(Element(match.start(), match.end(), "unnamed", count=value(first.group()) if first else None))
    for match in _QUANTIFIED.finditer(low):
        if not overlaps([*out, *named], match.start(), match.end()):
            out.append(Element(match.start(), match.end(), "unnamed", count=value(match["n"])))
    _plural(low, named, focus, out)
    _singular(low, named, focus, out, official)
    _first_person(low, named, focus, out)
    return out


def _kin(low: str, named: list[Element], focus: Focus, out: list[Element]) -> None:
    """ "Her brother": whoever the text introduced as one; a name beside the word introduces its bearer."""
    for match in _kinship().finditer(low):
        beside = next((e for e in named if low[match.end() : e.start] in (" ", ", ") or low[e.end : match.start()] == ", "), None)
        if beside is not None:
            focus.kin[match["kin"]] = beside.people[0]
        elif match["kin"] in focus.kin and not leads(low, named, match.end()) and not overlaps([*named, *out], match.start(), match.end()):
            out.append(Element(match.start(), match.end(), "pronoun", (focus.kin[match["kin"]],)))


_ROLES = {"appellant", "petitioner", "applicant", "complainant", "plaintiff", "respondent"}
"""Parts in a case, which somebody keeps throughout its papers."""


@cache
def _kinship() -> re.Pattern[str]:
    kin = "|".join(
        sorted(
            words("names_en", "relatives") - {"family", "relative", "parent", "parents", "lawyer", "attorney", "counsel", "partner"}
            | _ROLES
        )
    )
    roles = "|".join(sorted(_ROLES))
    lead = r"\b(?:his|her|my|our|their|the|'s) (?:late |elder |older |younger |eldest |youngest |only |twin )?"
    return re.compile(rf"(?:{lead}(?={kin})|(?<=, )(?={roles}))(?P<kin>{kin})\b(?!'s|-)")


def _first_person(low: str, named: list[Element], focus: Focus, out: list[Element]) -> None:
    """ "I" and "my": inside quotation marks whoever speaks in the sentence, outside whoever writes."""
    quoted = [m.span() for m in re.finditer(r'"[^"]*(?:"|$)', low)]
    speakers = [e.people for e in [*named, *out] if e.speaks and e.people and not any(a <= e.start < b for a, b in quoted)]
    for match in _I.finditer(low):
        inside = any(a <= match.start() < b for a, b in quoted)
        who = (speakers[0] if speakers else ()) if inside else focus.narrator
        if who and not overlaps([*named, *out], match.start(), match.end()):
            out.append(Element(match.start(), match.end(), "pronoun", who, match.group() == "my"))


def _pair(named: list[Element], before: int, focus: Focus) -> tuple[int, ...]:
    """The people of whom one is the former and one the latter."""
    here = [e.people for e in named if e.end <= before and len(e.people) > 1]
    apart = tuple(dict.fromkeys(p for e in named if e.end <= before and not e.marked for p in e.people))
    return here[-1] if here else apart if len(apart) == 2 else focus.many(2)


def _number(match: re.Match[str]) -> int | None:
    said = match["n"] or match["all"]
    if said:
        return value(said)
    return 2 if any(word in match.group() for word in _PAIRS) else None


def _plural(low: str, named: list[Element], focus: Focus, out: list[Element]) -> None:
    for match in _THEY.finditer(low):
        if overlaps(out, match.start(), match.end()):
            continue
        pair = [e.people for e in named if e.end <= match.start() and len(e.people) > 1][-1:]
        apart = tuple(dict.fromkeys(p for e in named if e.end <= match.start() and not e.marked for p in e.people))
        people = pair[0] if pair else apart if len(apart) > 1 else focus.many(None)
        if pair or not any(e.kind == "unnamed" and e.end <= match.start() for e in out):
            out.append(Element(match.start(), match.end(), "pronoun", people, match.group() == "their"))


def _singular(low: str, named: list[Element], focus: Focus, out: list[Element], official: Callable[[Element], bool]) -> None:
    for match in _HE.finditer(low):
        if overlaps(out, match.start(), match.end()):
            continue
        sex = "m" if match.group().startswith("hi") or match.group() == "he" else "f"
        after = low[match.end() : match.end() + 12]
        her = (
            match.group() == "her"
            and re.match(r" [a-z]", after)
            and not re.match(r" (?:to|in|on|at|for|and|from|with|by|after|that|without)\b", after)
        )
        opening = re.fullmatch(r"(?:following|after|since|during|before|despite|in|at|upon|on|with|from|until|for) ", low[: match.start()])
        ahead = next((e for e in named if e.start > match.end() and not e.marked), None)
        if opening and ahead is not None and "," in low[match.end() : ahead.start] and len(ahead.people) == 1:
            out.append(Element(match.start(), match.end(), "pronoun", ahead.people, match.group() in ("his", "her")))
            continue
        within = [p for e in reversed(named) if e.end <= match.start() and len(e.people) == 1 and not official(e) for p in e.people]
        mine = match.group() == "his" or bool(her)
        out.append(Element(match.start(), match.end(), "pronoun", focus.one(sex, within[-1:]), mine, speaks=_speaks(low, match.end())))


def _speaks(low: str, end: int) -> bool:
    verb = re.match(r" (?:has |had |also |later |then )*([a-z]+)", low[end : end + 30])
    return verb is not None and verb[1] in words("speech", "en", "telling")


def leads(low: str, named: list[Element], end: int) -> bool:
    """Whether unnamed words only lead to the names after them ("two prisoners, A and B")."""
    following = next((g for g in named if g.start >= end), None)
    if following is None or following.start - end > 40:
        return False
    gap = low[end : following.start]
    announced = re.fullmatch(r"(?:[,:—-]? ?| (?:\w+ ){0,2}?(?:named|called|identified as|including|namely|and) | (?:-|—) ?)[\"']?", gap)
    described = re.fullmatch(r" (?:(?!was|were|by|in|to|who|of|and|from|said|had|has|with)[a-z-]+ ){0,2}", gap)
    return announced is not None or described is not None


def _describes(low: str, named: list[Element], start: int) -> bool:
    """Whether unnamed words only describe the names before them ("A, a teacher, ...")."""
    before = next((g for g in reversed(named) if g.end <= start), None)
    if before is None or start - before.end >= 40:
        return False
    return (
        re.fullmatch(r"(?:\s?\([^)]*\))?(?:,|—| -|,? who (?:is|was|are|were))? ?(?:(?:the|a|an|and|both) )?", low[before.end : start])
        is not None
    )
