"""Frames of speech: "X said", "according to X", "said X", «X گفت که», «به گفته X»: who speaks, and where the frame stands.

Works on a sentence whose quotations are masked, so that a verb inside somebody's words frames nothing. The speaker is the
words of the text; a pronoun is handed back as it stands, to be resolved by whoever knows who spoke before.
"""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from muniment.document.lexicon import alternatives, phrases, words

MASK = "\u0001"
LONGEST_SPEAKER = 16


class Frame(msgspec.Struct, frozen=True):
    """A speaker with the offsets of the whole frame in its sentence. `rest` is where the words told begin."""

    start: int
    end: int
    speaker: str
    kind: str
    rest: int


def subject(before: str) -> str | None:
    """Who an English sentence is about, where its verb stands inside the quotation that follows."""
    return _leading(before)


def frames(masked: str, language: str) -> list[Frame]:
    """Every frame in a masked sentence, in order."""
    found = _persian(masked) if language == "fa" else _latin(masked)
    return sorted(found, key=lambda f: (f.start, f.end))


@cache
def _verbs() -> re.Pattern[str]:
    telling, quoting = words("speech", "en", "telling"), words("speech", "en", "quoting")
    return re.compile(rf"(?<![\w'-])(?:(?P<telling>{alternatives(telling)})|(?P<quoting>{alternatives(quoting)}))(?![\w-])(?! by\b)")


_ADVERBS = re.compile(r"(?:[\s,](?:has|have|had|also|later|then|would|reportedly|further|again|once|not|did|\w+ly))+\s?$")
_BOUNDARY = re.compile(
    r"[;:.!?\"\u0001]|\s-\s|—|\b(?:that|while|but|as|when|because|after|although|since|if|where|whether|which|before)\b\s"
)
_FINITE = re.compile(r"\b(?:was|were|is|are|has|had|have|been|will|would|could|did|said|[a-z]\w{2,}ed)\b")
_NOUN = re.compile(
    r"\b(?:the|these|those|all|such|member|observer|united|many|several|of|media|news|other|new|no|any|party|to|in)\s(?:states?|reports?|claims?|notes?|estimates?|finds?|calls?|demands?|asks)$"
)
"""Words that would be verbs of saying, were they not nouns here ("member states", "the reports")."""
_SOURCED = re.compile(
    r"^(?:the )?(?:data|figures|information|statistics|numbers|records|evidence|material|lists?|accounts?|testimon(?:y|ies)) (?:\w+ )?(?:by|from|of) (?:the )?(?=[A-Z])"
)
"""Words between a verb of saying and the one whose data they are."""
_ACCORDING = re.compile(
    r"\b(?:according to|in the words of|as reported by|as stated by|citing|quot(?:es|ed|ing)(?= [^,;.:\"\u0001]{3,60} as (?:saying|telling|stating|having))|told)\s(?P<who>[^,;.:\"\u0001]{3,110}?)(?=,|\.|;|:|\"|\u0001|$|\s(?:who|which|was|were|had|has|said|that|as saying|as telling|as stating|as having)\b)"
)


def _latin(masked: str) -> Iterator[Frame]:
    low = masked.casefold() if len(masked.casefold()) == len(masked) else masked
    for match in _ACCORDING.finditer(low):
        if not match.group().startswith("told"):
            who = _SOURCED.sub("", masked[match.start("who") : match.end("who")].strip())
            if _can_speak(who):
                yield Frame(match.start(), match.end(), who, "according", match.end())
    for match in _verbs().finditer(low):
        if (masked[match.start()].isupper() and match.start()) or _NOUN.search(low[max(0, match.start() - 14) : match.end()]):
            continue
        kind = "telling" if match["telling"] else "quoting"
        speaker = _before(masked, low, match) or _after(masked, low, match)
        if speaker:
            yield Frame(min(match.start(), masked.find(speaker)), match.end(), speaker, kind, match.end())


def _before(masked: str, low: str, verb: re.Match[str]) -> str | None:
    """The subject to the left of a verb of saying."""
    head = low[: verb.start()].rstrip()
    adverbs = _ADVERBS.search(" " + head)
    head = head[: adverbs.start() - 1] if adverbs and adverbs.start() > 0 else head
    cuts = [m.end() for m in _BOUNDARY.finditer(head)]
    first = cuts[-1] if cuts else 0
    said = masked[first : len(head)]
    if verb.group().endswith("ing"):
        return _leading(masked[: verb.start()])
    closed = said.rstrip().endswith(",")
    parts = [p.strip() for p in said.strip().rstrip(",").split(", ")]
    if closed and len(parts) > 1:
        who = parts[-2]
        who = f"{who}, {parts[-1]}" if len(parts[-1].split()) <= 10 else who
    else:
        who = parts[-1] if parts else ""
        if re.match(r"(?:who|which)\b", who.casefold()) and len(parts) > 1:
            who = parts[-2]
    return _trimmed(who, masked[: verb.start()])


def _trimmed(who: str, before: str) -> str | None:
    who = re.sub(r"^[\d:.\s—-]+", "", who.strip(" ,-()"))
    if " and " in who:
        left, right = who.rsplit(" and ", 1)
        if not right:
            return _leading(before)
        if _FINITE.search(left):
            who = right
    if who.casefold() in ("and", "") or who.casefold().endswith(" and"):
        return _leading(before)
    who = re.sub(r"^(?:[Oo]n|[Ii]n|[Aa]t|[Bb]y)\s(?:\d{1,2}\s[A-Z]\w+(?:\s\d{4})?|\d{4}|[A-Z]\w+\s\d[\d\s]*)\s", "", who)
    who = _SOURCED.sub("", who)
    return who if _can_speak(who) else None


def _leading(before: str) -> str | None:
    """The subject that a sentence begins with."""
    clause = re.split(r"[;:]\s", before)[-1]
    text = re.sub(r"^\W*(?:(?:[Oo]n|[Ii]n|[Aa]t|[Bb]y|[Ss]ince|[Aa]fter|[Dd]uring)\b[^,]{2,60},\s)?", "", clause)
    stop = re.search(r"\s(?:was|were|is|are|has|had|have|[a-z]\w{2,}ed|wrote|sent|gave)\b|,|\s?[—-]\s|—|[;:\u0001\"]", text)
    who = text[: stop.start()] if stop else text
    return who.strip() if who.strip() and _can_speak(who.strip()) else None


def _after(masked: str, low: str, verb: re.Match[str]) -> str | None:
    """The subject after an inverted verb: "...", said X."""
    lead = low[: verb.start()].rstrip()
    if not lead.endswith((",", '"', MASK)):
        return None
    match = re.match(
        r"\s(?P<who>(?:the |an? |his |her |their )?[A-Z\w][^,;.:\"\u0001]{2,90}?(?:, [A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3}(?=[,.]|$))?)(?=,|\.|;|:|\"|$|\s(?:in|on|after|at|during|who|as|when|while)\b)",
        masked[verb.end() :],
    )
    return match["who"] if match and _can_speak(match["who"]) else None


def _can_speak(who: str) -> bool:
    tokens = re.findall(r"[\w'-]+", who)
    if (
        not tokens
        or len(tokens) > LONGEST_SPEAKER
        or MASK in who
        or tokens[0].casefold() in ("there", "this", "these", "what", "it's", "please", "no", "nobody", "none")
    ):
        return False
    low = [t.casefold().removesuffix("'s") for t in tokens]
    if low[0] in words("speech", "en", "pronouns"):
        return len(tokens) == 1
    head = who.split(",")[0]
    if re.search(r"\b(?:was|were|is|are|been|had|has|should|must|will|would|could|asked|whether)\b", head.casefold()):
        return False
    capital = any(t[0].isupper() for t in tokens[1:]) or (
        tokens[0][0].isupper()
        and len(tokens) <= 3
        and low[0] not in ("the", "a", "an", "his", "her", "their", "some", "many", "others", "several")
    )
    return capital or any(t in words("speech", "en", "sources") for t in low)


@cache
def _fa() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    telling, quoting, according, starts = (
        alternatives(phrases("speech", "fa", n), "fa") for n in ("telling", "quoting", "according", "starts")
    )
    stop = rf"(?=\s?[،,:.\"\u0001]|\s(?:که|در|حکم|روز|مبنی|علت|{telling})(?!\w)|$)"
    return (
        re.compile(rf"(?<!\w)(?:{according})\s(?P<who>[^،,:.\"\u0001]{{2,70}}?){stop}"),
        re.compile(
            rf"(?<!\w)(?:(?P<telling>{telling})|(?P<quoting>{quoting}))(?!\w)(?!\s?و\s?گو|\s(?:شد|می\s?شود))(?:\s?(?:است|اند|بود))?(?P<told>\s?:|\s?،?\s?که\b|\s?،?\s?\"|\s?\u0001)?"
        ),
        re.compile(rf"^\W*(?:(?:{starts})\s)*"),
    )


_FA_STOP = re.compile(r"\s(?:در|روز|با|از|به|طی|ضمن|هم|نیز|پس|که|را|بدون|برای)\s|[،,:؛\"\u0001(]")


_FA_LATER = re.compile(r"\W*(?:یک|دو|سه|چهار|چند|\d{1,2})\s(?:روز|هفته|ماه|سال)\s(?:بعد|پیش|قبل)\s?،?\s")
_FA_ONE_OF = re.compile(r"(?:یکی|برخی|شماری|بعضی|گروهی)\sاز\s|(?:یک\s)?(?:منبع|منابع|فرد|افراد)\s(?:بسیار\s)?نزدیک\sبه\s")
_NAMED_BESIDE = re.compile(r"\s?،\s([\u0621-\u06cc]+(?:\s[\u0621-\u06cc]+){1,2})(?=\s?،)")
_OBJECTS = frozenset(
    ["علت", "دلیل", "خبر", "این", "ان", "اتهام", "ادعا", "ادعای", "مرگ", "بازداشت", "حکم", "وضعیت", "شکنجه", "اعدام", "گزارش"]
)
"""Words with which the object of a verb of saying begins, after its subject."""


def _persian(masked: str) -> Iterator[Frame]:
    according, verb, starts = _fa()
    for match in according.finditer(masked):
        who, end = match["who"].strip(), match.end()
        named = _NAMED_BESIDE.match(masked, end)
        if named and len(who.split()) <= 3 and re.search(r"(?:ش|م|شان|مان|او|وی)$", who):
            who, end = f"{who}، {named[1]}", named.end()
        yield Frame(match.start(), end, who, "according", end)
    for match in verb.finditer(masked):
        who = _persian_subject(masked[: match.start()], starts)
        if who:
            goes_on = len(masked[match.end() :].split()) >= 4 and not masked[match.end() :].lstrip().startswith(("و ", "."))
            kind = "telling" if match["telling"] and (match["told"] or goes_on) else "quoting"
            yield Frame(match.start(), match.end(), who, kind, match.end())


def _persian_subject(before: str, starts: re.Pattern[str]) -> str | None:
    clause = re.split(r"[.؛]", before)[-1]
    clause = clause[match.end() :] if (match := starts.match(clause)) else clause
    if (label := re.match(r"[^:،]{2,24}:\s", clause)) and len(clause) - label.end() > 5:
        clause = clause[label.end() :]
    clause = clause[match.end() :] if (match := re.match(r"(?:در|روز|به|طی|پس\sاز|با|همزمان|ضمن)\s[^،]{2,110}،\s?", clause)) else clause
    clause = clause[match.end() :] if (match := _FA_LATER.match(clause)) else clause
    one = _FA_ONE_OF.match(clause)
    stop = _FA_STOP.search(clause + " ", one.end() if one else 0)
    who = clause[: stop.start()].strip() if stop else clause.strip()
    if stop and stop.group() == "،" and (named := re.match(r"\s?([\u0621-\u06cc]+(?:\s[\u0621-\u06cc]+){0,4})\s?،", clause[stop.end() :])):
        who = f"{who}، {named[1]}"
    tokens = who.split()
    object_at = next((n for n, t in enumerate(tokens) if n and t in _OBJECTS), None)
    if stop and stop.group() == " را " and object_at:
        tokens = tokens[:object_at]
        who = " ".join(tokens)
    if not tokens or len(tokens) > 9 or tokens[0] in ("به", "در", "از", "با", "برای", "تا", "اگر", "که"):
        return None
    if tokens[0] in words("speech", "fa", "pronouns"):
        return tokens[0]
    return who
