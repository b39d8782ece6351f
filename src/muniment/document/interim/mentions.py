"""What stands in a sentence: people in groups, courts, places, charges, with offsets in the folded text.

Latin script: a run of capitalised words that holds no word for a body, place or heading is a person. Persian has no capitals:
a given name of the list, or the words that introduce a name, begin one.
"""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from muniment.document.interim.lexicon import Lexicon, charge_terms, places


class Mention(msgspec.Struct, frozen=True):
    """Words at a place; `head` says what introduced them (a title, a role)."""

    start: int
    end: int
    text: str
    head: str = ""
    age: int | None = None
    age_at: tuple[int, int] | None = None


class Group(msgspec.Struct, frozen=True):
    """People named together: “A, B and C”."""

    members: tuple[Mention, ...]

    @property
    def start(self) -> int:
        """Where the first begins."""
        return self.members[0].start

    @property
    def end(self) -> int:
        """Where the last ends."""
        return max(m.age_at[1] if m.age_at and m.age_at[0] >= m.end else m.end for m in self.members)


_WORD = r"(?:[A-Z][\w'’]*(?:-[A-Za-z][\w'’]*)*|[A-Z]\.)"
_AFTER_AGE = re.compile(r"\s*(?:\((?:aged? )?(\d{1,3})(?: years old)?(?:,[^)]*)?\)|,? (?:who (?:is|was) )?aged? (\d{1,3})\b|,? (\d{1,3})(?: years? old)?(?=,|\s*(?:and\b|\())|,? (\d{1,3})[- ]years?[- ]old|,? (?:an?|the) (?:[\w-]+ ){0,5}?(?:aged?|of) (\d{1,3})\b|, (?:an?|the) (\d{1,3})-year-old)")
_BEFORE_AGE = re.compile(r"(?:\b(\d{1,3})-year-old|\baged (\d{1,3}),?)\s+(?:[\w'-]+\s+){0,5}$")
_BETWEEN = re.compile(r"\s*(?:,\s*(?:and\s+)?|;\s*(?:and\s+)?|\band\b\s*|&\s*|\s+as well as\s+|\s+along with\s+|\s+together with\s+)\s*(?:(?:his|her|their) (?:brother|sister|wife|husband|cousin|father|mother|son|daughter)\s+|(?:an?|the) [a-z-]+ )?", re.I)


@cache
def _name(lexicon_particles: tuple[str, ...]) -> re.Pattern[str]:
    particles = "|".join(map(re.escape, lexicon_particles))
    return re.compile(rf"{_WORD}(?:(?:[ ]|-)(?:(?:{particles})[ -])*{_WORD})*")


def people(text: str, lexicon: Lexicon, known: frozenset[str] = frozenset()) -> list[Mention]:
    """The people named in a folded sentence; `known` are single names that the document has introduced in full."""
    return list(_persian(text, lexicon) if lexicon.language == "fa" else _latin(text, lexicon, known))


def _latin(text: str, lexicon: Lexicon, known: frozenset[str]) -> Iterator[Mention]:
    for match in _name(tuple(sorted(lexicon.words("particles")))).finditer(text):
        start, end = _trimmed(text, match.start(), match.end(), lexicon)
        if start >= end or not _is_person(text, start, end, match.start(), lexicon, known):
            continue
        words = re.sub(r"'s$", "", text[start:end])
        end = start + len(words)
        age, at = _age(text, start, end)
        yield Mention(start, end, words, _head(text, start, match.start()), age, at)


def _trimmed(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int]:
    """Without the words a sentence begins with, and without titles."""
    while start < end:
        word = re.match(r"[\w'.-]+", text[start:end])
        if word is None:
            return start, start
        plain = word.group(0).lower().strip(".'")
        if plain not in lexicon.words("starters") and plain not in lexicon.words("titles") and plain.rstrip("s") not in lexicon.words("titles"):
            break
        start += word.end()
        start += len(text[start:end]) - len(text[start:end].lstrip(" -"))
    return start, end


def _is_person(text: str, start: int, end: int, whole: int, lexicon: Lexicon, known: frozenset[str]) -> bool:
    words = [w.strip(".'’").lower().removesuffix("'s") for w in re.split(r"[ -]", text[start:end])]
    if any(w in lexicon.words("not_names") for w in words) or len(words) > 6:
        return False
    bare = re.sub(r"'s$", "", text[start:end])
    if any(w.isupper() and len(w) > 2 for w in bare.split()) or bare.lower() in places()[0]:
        return False
    if " " not in bare:
        return bare.lower() in known or whole < start and bool(re.search(_titles(lexicon.words("official_titles")), text[whole:start], re.I))
    if words[0] in places()[0] and len(words) == 2 and words[1] in places()[0]:
        return False
    return len([w for w in words if len(w) > 1]) >= 2 or whole < start


@cache
def _titles(titles: frozenset[str]) -> str:
    return r"\b(?:" + "|".join(sorted(titles, key=len, reverse=True)) + r")\b"


def _head(text: str, start: int, whole: int) -> str:
    """The words before a name that say who it is."""
    return text[max(0, whole - 60) : start].rsplit(",", 1)[-1].strip()


def _age(text: str, start: int, end: int) -> tuple[int | None, tuple[int, int] | None]:
    after = _AFTER_AGE.match(text, end)
    if after:
        number = next(g for g in after.groups() if g)
        at = after.start() + after.group(0).index(number)
        return _plausible(number), (at, at + len(number))
    before = _BEFORE_AGE.search(text[max(0, start - 70) : start])
    if before:
        number = before.group(1) or before.group(2)
        at = max(0, start - 70) + before.start() + before.group(0).index(number)
        return _plausible(number), (at, at + len(number))
    return None, None


def _plausible(number: str) -> int | None:
    return int(number) if 0 < int(number) < 120 else None


_FA_AGE = re.compile(r"[ ،,]{0,3}\(?(\d{1,3})\s?ساله\)?|\s*\((\d{1,3})\)")
_FA_AGE_BEFORE = re.compile(r"(\d{1,3})\s?ساله[ ،,]{1,3}$")


def _persian(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    names, stops = lexicon.words("given_names"), lexicon.words("stops")
    tokens = [(m.start(), m.end(), m.group(0)) for m in re.finditer(r"[\w]+", text)]
    i = 0
    while i < len(tokens):
        introduced = _introduced(text, tokens, i, lexicon)
        if tokens[i][2] not in names and not introduced:
            i += 1
            continue
        j = i
        while j < len(tokens) and j - i < 4 and _joins(text, tokens, i, j, stops):
            j += 1
        if j - i >= 2 or (introduced and j > i and tokens[i][2] not in stops and introduced in lexicon.words("official_titles")):
            start, end = tokens[i][0], tokens[j - 1][1]
            age, at = _persian_age(text, start, end)
            yield Mention(start, end, text[start:end], text[max(0, start - 40) : start].strip(), age, at)
        i = max(j, i + 1)


def _introduced(text: str, tokens: list[tuple[int, int, str]], i: int, lexicon: Lexicon) -> str:
    """The words right before that introduce a name."""
    before = text[max(0, tokens[i][0] - 18) : tokens[i][0]].rstrip(" :")
    return next((t for t in ("زندانی سیاسی", "به نام", "به نام های", "اقای", "خانم", "دکتر", "قاضی", "زندانیان سیاسی", "به اسامی") if before.endswith(" " + t) or before == t), "")


def _joins(text: str, tokens: list[tuple[int, int, str]], i: int, j: int, stops: frozenset[str]) -> bool:
    """Whether token j still belongs to the name begun at i: next to it, no stop word, no digits."""
    word = tokens[j][2]
    if word in stops or word.isdigit() or not word[0].isalpha():
        return False
    if len(word) == 1:
        return False
    return j == i or text[tokens[j - 1][1] : tokens[j][0]].strip(" -") == ""


def _persian_age(text: str, start: int, end: int) -> tuple[int | None, tuple[int, int] | None]:
    after = _FA_AGE.match(text, end)
    if after:
        number = after.group(1) or after.group(2)
        at = after.start() + after.group(0).index(number)
        return _plausible(number), (at, at + len(number))
    before = _FA_AGE_BEFORE.search(text[max(0, start - 16) : start])
    if before:
        at = max(0, start - 16) + before.start(1)
        return _plausible(before.group(1)), (at, at + len(before.group(1)))
    return None, None


def groups(text: str, found: list[Mention], language: str) -> list[Group]:
    """People joined by commas and “and” stand together."""
    made: list[list[Mention]] = []
    for one in found:
        if made:
            last = made[-1][-1]
            gap_start = last.age_at[1] if last.age_at and last.age_at[0] >= last.end else last.end
            gap = re.sub(r"^[)\s]*", "", text[gap_start : one.start])
            gap = re.sub(r"\b\d{1,3}-year-old\b.*$|\baged? \d+\b|\d{1,3} ساله", "", gap)
            if len(gap) < 60 and (_BETWEEN.fullmatch(gap) or (language == "fa" and re.fullmatch(r"\s*(?:،\s*و?|و|,)?\s*", gap))):
                made[-1].append(one)
                continue
        made.append([one])
    return [Group(tuple(members)) for members in made]


_COURT = re.compile(
    r"(?:(?:the )?(?:\w+ )?[Bb]ranch (?:No\.? )?(?:\d+|[A-Z][a-z]+)(?: of| at)?(?: the)? )?(?:(?:[A-Z][\w'-]+ ){1,5}|the |(?:[A-Z][\w'-]+ )?(?:revolutionary|military|criminal|appeals?|high|supreme|district|special|specialised|specialized|anti-terrorism|sharia|city) )(?:[Cc]ourt|[Tt]ribunal|[Bb]ench)(?: of (?:[A-Z][\w-]+)(?: [A-Z][\w-]+)*)?(?: (?:No\.? ?)?\d+)?(?: in [A-Z][\w-]+)?|[Bb]ranch (?:No\.? )?\d+ of the [A-Z][\w-]+(?: [A-Z][\w-]+)*"
)
_FA_COURT = re.compile(r"(?:شعبه (?:\w+ )?)?(?:دیوان عالی(?: کشور)?|دادگاه (?:انقلاب(?: اسلامی)?|کیفری(?: یک| دو| استان)?|تجدید ?نظر(?: استان)?|نظامی|عالی|ویژه روحانیت|جنایی|عمومی)(?: (?:شهرستان |استان |شهر )?(?!ب[هر]|در|از|حکم|او|وی|محکوم|را|و |این|ان |برگزار|با )[\w]+)?)|شعبه \w+ (?:بیدادگاه|دادگاه|دیوان)[\w ]{0,20}?(?= به| در| حکم|،|\.)")


def courts(text: str, language: str) -> list[Mention]:
    """Courts with branch and city, whole; a bare “court” is nothing."""
    pattern = _FA_COURT if language == "fa" else _COURT
    found = []
    for m in pattern.finditer(text):
        start = m.start() + (4 if m.group(0).startswith("the ") else 0)
        words = text[start : m.end()].strip()
        kept = re.sub(r"^(?:(?:On|In|By|At|The|A|An|Before|After)\s+)+", "", words)
        start += len(words) - len(kept)
        if len(kept.split()) > 1 and not re.fullmatch(r"(?i)(?:the )?court of [a-z]+", kept):
            found.append(Mention(start, start + len(kept), kept))
    return found


_PRISON = re.compile(r"(?:(?<!\w)(?:[A-Z][\w'-]+ ){1,4}(?:Central |Women's |Military |Remand |Security |General )?(?:Prison|Penitentiary|Jail|Detention Cent(?:re|er)|Detention Facility|Remand Cent(?:re|er)|Penal Colony|Camp|Correctional (?:Facility|Colony)|Police Station)|[A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?= (?:prison|jail|penitentiary|detention cent(?:re|er)|police station)\b))")
_FA_PRISON = re.compile(r"(?:زندان|بازداشتگاه|ندامتگاه)(?: مرکزی| بزرگ| زنان)? (?!سیاسی|است|بود|به|در|و |شد|منتقل|ها)[\w]+(?: (?:حصار|شهر|اباد|بزرگ|تهران|کرج|مرکزی))?")
_IN = re.compile(r"(?:\bin|\bat|\bfrom|\bnear|\boutside|\bto)\s+(?:the (?:city|town|village|province) of )?((?:[A-Z][\w'-]+)(?: (?!Prison|Court)[A-Z][\w'-]+)?)")
_FA_IN = re.compile(r"(?:در|از|به)(?: شهر| شهرستان| استان)? (\w+)")


def sites(text: str, language: str, lexicon: Lexicon) -> list[Mention]:
    """Places of detention by their word, and places the gazetteer knows after “in”, “at”, “from”."""
    prison, inside, known = (_FA_PRISON, _FA_IN, places()[1]) if language == "fa" else (_PRISON, _IN, places()[0])
    found = []
    for m in prison.finditer(text):
        kept = re.sub(r"^(?:(?:The|In|At|From|On|Inside|Outside)\s+)+", "", m.group(0))
        found.append(Mention(m.end() - len(kept), m.end(), kept))
    for m in inside.finditer(text):
        words = m.group(1)
        is_known = words.split()[0].lower() in known if language != "fa" else words in known
        named = bool(re.search(r"(?:city|town|village|province) of |شهر |شهرستان |استان ", m.group(0)))
        if (is_known or named) and not any(f.start <= m.start(1) < f.end for f in found):
            kept = words if is_known or named else words.split()[0]
            found.append(Mention(m.start(1), m.start(1) + len(kept), kept))
    return sorted(found, key=lambda f: f.start)


_CHARGED = re.compile(r"(?:\b(?:on|over|of|for|facing|under|with)\s+)?(?:(?:the |a |several |various |trumped-up |vague |unspecified |national security |similar |same |multiple )*charges?\s+(?:of|including|such as|relating to|related to)|charged with|accused of|convicted (?:of|on)|found guilty of|guilty of|indicted (?:for|on)|on suspicion of|tried for|sentenced [^.;]{0,60}? for|accusations? of|the offen[cs]es? of)\s+", re.I)
_FA_CHARGED = re.compile(r"(?:به |با |از جمله )?اتهام(?:ات|های|هایی)?(?: چون| همچون| مانند| از جمله)?\s+|متهم به\s+|به جرم\s+")
_STOP_CHARGE = re.compile(r"\.(?=\s|$)|;|:| (?:by|before|after|at|in (?:the )?[A-Z]|on \d|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|and (?:was|were|is|are|has|had|sentenced|executed|transferred)|were|was|had|has|which|who|following|over (?:his|her|their)|under article|related to|in connection|because|without|during|despite|according|when|while|for (?:his|her|their)|upheld|that|since|[-—])\b|\(")
_FA_STOP = re.compile(r"[.؛:]| (?:به (?!نظام)(?:اعدام|حبس|\d+|مرگ|\w+ سال)|توسط|در (?:شعبه|دادگاه|تاریخ|روز|زندان|سال)|محکوم|بازداشت|دستگیر|اعدام|محاکمه|متهم|از سوی|که |شد|شده|است|بود|برای|روبرو|مواجه)")


def charges(text: str, language: str) -> list[Mention]:
    """Charges as given, in the order given: what follows the words that announce them, and known terms."""
    announced, stop = (_FA_CHARGED, _FA_STOP) if language == "fa" else (_CHARGED, _STOP_CHARGE)
    found: list[Mention] = []
    for m in announced.finditer(text):
        found += _listed(text, m.end(), stop, language)
    for m in charge_terms(language).finditer(text):
        if not any(f.start <= m.start() < f.end + 30 and "(" in text[f.end : m.start() + 1] or f.start <= m.start() < f.end for f in found):
            found.append(Mention(m.start(), m.end(), m.group(0)))
    unique: dict[str, Mention] = {}
    for one in sorted(found, key=lambda f: f.start):
        unique.setdefault(one.text.lower(), one)
    return list(unique.values())


def _listed(text: str, at: int, stop: re.Pattern[str], language: str) -> list[Mention]:
    """Items of a list of charges, quoted or not; a term in brackets belongs to the charge before it."""
    found: list[Mention] = []
    while at < len(text) and len(found) < 8:
        quoted = re.compile(r"[\"']([^\"]{3,90}?)[\"'](?!\w)").match(text, at)
        if quoted:
            found.append(Mention(quoted.start(1), quoted.end(1), quoted.group(1).rstrip(",")))
            end = quoted.end()
        else:
            limit = min((m.start() for m in [stop.search(text, at)] if m), default=len(text))
            piece = re.compile(r"(?:[^,،\"]|\"(?=\w))+?(?=,|،| and | و (?!\w+ علیه)|\"|$)").match(text[: min(limit, at + 110)], at)
            words = piece.group(0).strip() if piece else ""
            if not piece or len(words) < 3 or len(words.split()) > 10 or (language != "fa" and words[:1].isupper() and len(words.split()) < 2):
                break
            begun = at + len(piece.group(0)) - len(piece.group(0).lstrip())
            found.append(Mention(begun, begun + len(words), words))
            end = piece.end()
            if end >= limit:
                break
        bracket = re.compile(r"\s*\([^)]{1,40}\)").match(text, end)
        end = bracket.end() if bracket else end
        joint = re.compile(r"\s*(?:,\s*(?:and\s+)?|،\s*(?:و\s+)?|\band\s+|و\s+)(?=[\"'\w])").match(text, end)
        if joint is None:
            break
        at = joint.end()
        if found and not text[at : at + 1] in "\"'" and found[-1].end < at and text[found[-1].end : found[-1].end + 1] in "\"'":
            break
    return found
