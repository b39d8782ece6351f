"""Speech: quotations and reports with the speaker the text names; and recommendations: who is asked to do what.

A quotation without a frame of its own takes the speaker of its paragraph. Words in quotation marks that are only a term or a
charge are no speech. A list under a lead-in inherits what the lead-in says.
"""

import re
from functools import cache

import msgspec

from muniment.document.interim.lexicon import Lexicon, lexicon
from muniment.document.interim.sentences import Sentence

LEAST_WORDS, PREFIX = 4, 80


class Quoted(msgspec.Struct, frozen=True):
    """Words between quotation marks, with offsets of the words themselves in the folded text."""

    start: int
    end: int


class Said(msgspec.Struct, frozen=True):
    """Speech found: speaker, the words, how, and the span that it all stands in."""

    speaker: str
    words: str
    kind: str
    start: int
    end: int


class Asked(msgspec.Struct, frozen=True):
    """A recommendation found."""

    addressee: str
    action: str
    start: int
    end: int


_QUOTE = re.compile(r'"([^"\n]{2,2000})"')
_INNER = re.compile(r"(?<![\w])'([^'\n]{12,400})'(?![\w])")
_NP = r"(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[Tt]wo|[Tt]en|[Ss]everal|[Ss]ome)\s+)?[\w'.-]+(?:[ ,][\w'.()-]+){0,9}?"


@cache
def _frames(language: str) -> tuple[re.Pattern[str], ...]:
    verbs = "|".join(sorted(map(re.escape, lexicon(language).words("saying")), key=len, reverse=True))
    if language == "fa":
        return (
            re.compile(rf"(?:به گفته|به نقل از|بر اساس گزارش|به گزارش|بنا بر گزارش|طبق گزارش|به نوشته|از قول|براساس گزارش) (?:ی )?([^،,:.\"]{{2,60}}?)(?=[،,:.\"]| که | در | زندان | حکم |$)"),
            re.compile(rf"(?:^|[.؛،] ?)(?:اما |همچنین |سپس )?([^.،؛\"]{{2,70}}?)(?: در [^.،؛\"]{{2,50}}?)? (?:{verbs})(?:ه است|ه اند|ند)?"),
        )
    return (
        re.compile(r"[Aa]ccording to (?P<np>[^,\"]{3,110}?)(?=,|\"|\.|;|$| (?:who|which|was|were|had|has|said)\b)"),
        re.compile(rf"(?P<np>{_NP})(?:,[^,\"]{{3,120}},|\s*[—-][^—\"]{{3,90}}[—-])?\s+(?:\w+ly\s+|has\s+|have\s+|also\s+|had\s+|then\s+|later\s+)*(?:{verbs})\b", re.I),
        re.compile(rf"\b(?:{verbs})\s+(?P<np>(?:the |an? )?[A-Z][\w'.-]*(?: [\w'.-]+){{0,7}}?)(?=[,.;]|$| (?:in|on|after|at|during|who)\b)"),
    )


def quotations(text: str) -> list[Quoted]:
    """Every quotation of some length in a folded text, outer ones first, then those inside them."""
    found = [Quoted(m.start(1), m.end(1)) for m in _QUOTE.finditer(text)]
    return found + [Quoted(m.start(1), m.end(1)) for m in _INNER.finditer(text)]


def speech(text: str, sentences: list[Sentence], grammar: Lexicon, taken: list[tuple[int, int]]) -> list[Said]:
    """Speech in a folded text; `taken` are spans of charges, which quote nobody."""
    found: list[Said] = []
    quotes = quotations(text)
    paragraph, last = -1, ""
    for sentence in sentences:
        if sentence.is_heading:
            continue
        inside = [q for q in quotes if sentence.start <= q.start < sentence.end and not any(a <= q.start < b for a, b in taken)]
        speaker, at = _speaker(sentence, grammar, last if paragraph == sentence.paragraph else last)
        for quote in inside:
            words = text[quote.start : quote.end]
            if len(words.split()) < LEAST_WORDS:
                continue
            named = speaker or (last if sentence.paragraph == paragraph or len(words.split()) > 10 else "")
            if named:
                start, end = min(sentence.start, quote.start), max(sentence.end, quote.end)
                found.append(Said(named, words, "quote", start, end))
        if speaker:
            if not inside and at is not None:
                reported = _reported(sentence, at, grammar)
                if reported:
                    found.append(Said(speaker, reported, "reported", sentence.start, sentence.end))
            last = speaker
        paragraph = sentence.paragraph
    return found


def _speaker(sentence: Sentence, grammar: Lexicon, last: str) -> tuple[str, re.Match[str] | None]:
    """Who speaks in this sentence: the words of the frame; a pronoun goes back to who spoke last."""
    bare = re.sub(r'"[^"]*"?', lambda m: '"' + "x" * (len(m.group(0)) - 2) + '"' if len(m.group(0)) > 1 else "x", sentence.text)
    for pattern in _frames(grammar.language):
        for m in pattern.finditer(bare):
            words = (m.group("np") if grammar.language != "fa" else m.group(1)).strip(" ,-")
            words = _spoken(words, grammar)
            if not words or "x" * 4 in words:
                continue
            pronoun = words.lower() in ("they", "he", "she", "it", "who", "او", "وی", "انها")
            if pronoun:
                return (last, m) if last else (words, m)
            if _can_speak(words, grammar):
                return words, m
    return "", None


def _spoken(words: str, grammar: Lexicon) -> str:
    """The speaker's own words, without what leads to them."""
    if grammar.language == "fa":
        return re.sub(r"^(?:و|اما|همچنین|این در حالی است که|وی|در همین حال)\s+", "", words).strip()
    words = re.sub(r"^.*?\b(?:that|while|and|but|as|when|because|after|where|although|since|in|on)\s+(?=(?:the|a|an|his|her|its|their|they|he|she|[A-Z])\b)", "", words)
    return words.strip(" ,")


def _can_speak(words: str, grammar: Lexicon) -> bool:
    if grammar.language == "fa":
        return 1 <= len(words.split()) <= 10 and not re.search(r"اعدام|محکوم|بازداشت|حکم", words)
    head = words.split()
    first_capital = any(w[:1].isupper() for w in head)
    role = re.search(r"\b(?:statement|report|signator(?:y|ies)|ngos?|organi[sz]ations?|groups?|famil(?:y|ies)|lawyers?|editorial|experts?|officials?|spokes\w+|ministry|prosecutor|authorities|court|judge|committee|source|witness(?:es)?|sister|brother|mother|father|wife|husband|cellmate|agency|newspaper|letter|office|police|government|relatives?|activists?|coalition|mission|rapporteur|procedures|communiqu[eé]|article|director|neighbou?r|prisoner|doctor|union|they|prison)\b", words, re.I)
    return bool(role) or (first_capital and len(head) <= 8)


def _reported(sentence: Sentence, frame: re.Match[str], grammar: Lexicon) -> str:
    """The words reported without quotation marks: after “said that”, or what “according to X” stands beside."""
    text = sentence.text
    if text[frame.start() : frame.start() + 9].lower() == "according":
        rest = text[frame.end() :].lstrip(" ,") or text[: frame.start()].rstrip(" ,")
        return rest if len(rest.split()) >= LEAST_WORDS else ""
    if grammar.language == "fa":
        rest = text[frame.end() :].lstrip(" :،که")
        return rest if len(rest.split()) >= LEAST_WORDS else ""
    after = re.match(r"\s*(?:(?:\w+\s+){0,3}?that\s+|,\s*)?(?P<said>.+)", text[frame.end() :])
    verb = frame.group(0).split()[-1].lower()
    if after and (re.match(r"\s*(?:\w+\s+){0,3}?that\b", text[frame.end() :]) or verb in ("said", "says", "say", "stated", "added", "confirmed", "denied", "reported", "claimed", "alleged")):
        return after.group("said").strip() if len(after.group("said").split()) >= LEAST_WORDS else ""
    before = text[: frame.start()].rstrip(" ,")
    return before if text[: frame.start()].rstrip().endswith(",") and len(before.split()) >= LEAST_WORDS else ""


_TO = re.compile(r"\s+to\s+(?P<action>.+)", re.S)
_NOT_ASKED = re.compile(r"must not (?:fail|repeat)|we must|he must|she must|they must|should have|must have|\bit must\b|victims? (?:must|should)", re.I)
_ENGLISH_STOP = re.compile(r"(?:\"?\.?\s*$)")


def recommendations(text: str, sentences: list[Sentence], grammar: Lexicon) -> list[Asked]:
    """What the source asks of whom. An accused person's own calls are none of it."""
    found: list[Asked] = []
    leading, is_list = "", False
    for sentence in sentences:
        if sentence.is_heading:
            continue
        if sentence.text.rstrip().endswith(":"):
            leading, is_list = _lead(sentence, grammar), True
            if leading or _is_recommending(sentence, grammar):
                continue
        asked = _persian_asked(sentence) if grammar.language == "fa" else _english_asked(sentence, grammar)
        if not asked and sentence.is_bullet and is_list and leading:
            words = re.sub(r"^\s*(?:[-•*–·]|\(?\d{1,2}[.)]|\([a-z]\))\s*(?:to\s+)?", "", sentence.text).strip(' ;."')
            asked = [(leading, words)]
        if not sentence.is_bullet and sentence.text and not sentence.text.rstrip().endswith(":"):
            is_list = is_list and sentence.is_bullet
        found += [Asked(who, what, sentence.start, sentence.end) for who, what in asked if len(what.split()) >= 2]
    return found


def _is_recommending(sentence: Sentence, grammar: Lexicon) -> bool:
    return bool(re.search(r"recommend|following (?:steps|demands|measures)|demands?|توصیه|خواسته", sentence.text, re.I))


def _lead(sentence: Sentence, grammar: Lexicon) -> str:
    """The addressee of a lead-in such as “We call on the Government to:”."""
    raw = grammar.raw["recommend"]
    if grammar.language == "fa":
        m = re.search(rf"از (.{{3,80}}?) (?:{raw['frame']})", sentence.text)
        return m.group(1).strip() if m else ""
    m = re.search(rf"\b(?:{raw['frame']})\s+(?P<who>.{{3,160}}?)(?:\s+to)?\s*:\s*$", sentence.text, re.I) or re.search(r"(?P<who>(?:The )?[A-Z][\w' ]{2,80}?)\s+(?:should|must)\s*:\s*$", sentence.text)
    return m.group("who").strip(" ,") if m and not re.search(r"\bfollowing\b", m.group("who")) else ""


def _english_asked(sentence: Sentence, grammar: Lexicon) -> list[tuple[str, str]]:
    raw = grammar.raw["recommend"]
    text = re.sub(r"^\s*(?:[-•*–·]|\(?\d{1,2}[.)])\s*", "", sentence.text)
    if _NOT_ASKED.search(text) and not re.search(r"\b(?:call|urge)s?\b", text):
        return []
    found: list[tuple[str, str]] = []
    framed = re.search(rf"\b(?P<frame>{raw['frame']})\s+(?P<who>(?!for\b)[^:\"]{{2,220}}?)\s+(?:to|that they)\s+(?P<what>.{{6,}})", text, re.I | re.S)
    if framed and _asks(text, framed.start()) and not framed.group("who").lower().endswith((" is", " was", " able")):
        what = _action(framed.group("what"))
        if not re.search(r"following recommendations|following:|proposing the following", what, re.I):
            found.append((_addressee(framed.group("who")), what))
    elif bare := re.search(rf"\b(?:{raw['bare']})\s+(?P<what>(?:an? |the |all |immediate|urgent|their|his|her|those)[^:]{{6,}})", text, re.I):
        if _asks(text, bare.start()) and re.search(r"\bcall(?:s|ed|ing)? for|demand", bare.group(0), re.I):
            found.append(("unspecified", _action(bare.group("what"))))
    modal = re.search(rf"(?:^|:\s+|\bthat\s+|,\s+)(?P<who>(?:[Tt]he |[Aa]ll |[Mm]ember |[A-Z])[^:;\"]{{1,260}}?)\s+(?P<modal>should|must|needs? to|ought to)\s+(?:not\s+(?=execute))?(?P<what>(?!be (?:a|the) |not |have )\"?.{{6,}})", text, re.S)
    if modal and not found and _is_body(modal.group("who")):
        found.append((_addressee(modal.group("who").rsplit(": ", 1)[-1]), _action(modal.group("what"))))
    return found


def _asks(text: str, at: int) -> bool:
    """Whether it is the source that asks, not an accused person or a title."""
    before = text[max(0, at - 50) : at].lower()
    return not re.search(r"(?:accused of|charged with|convicted of|for having|allegedly|no longer|refused to|so-|as so|is|was|were|be|been)\s*$", before)


def _is_body(words: str) -> bool:
    last = words.rsplit(",", 1)[-1]
    return bool(re.search(r"\b(?:[A-Z][\w']+|community|states?|government|authorities|council|mission|rapporteur|court|judiciary|parliament|ministry|union|committee|bodies|un|office|ambassadors?|donors|governments?)\b", last)) and not re.match(r"(?:He|She|They|It|We|This|That|There|Victims?)\b", words.strip())


def _addressee(words: str) -> str:
    return re.sub(r"^(?:also|again|jointly|urgently|immediately|upon|on)\s+", "", words.strip(" ,-"), flags=re.I)


def _action(words: str) -> str:
    """The action asked for, without the marks around it."""
    cut = re.split(r"\"?, noting that|;\s|\.\s+[A-Z]", words)[0]
    return cut.strip(" .\"'").replace('"', "")


def _persian_asked(sentence: Sentence) -> list[tuple[str, str]]:
    text = sentence.text
    m = re.search(r"از (?P<who>[^.،؛\"]{3,90}?) (?:می ?خواهد|می ?خواهند|می ?خواهیم|خواست|خواستند|خواسته اند|خواسته است|درخواست (?:می ?کند|می ?کنیم|کرد|کردند))(?: است| اند)?(?: که| تا|،)?\s*(?P<what>.{6,})", text)
    if m:
        return [(m.group("who").strip(), _action(m.group("what")))]
    m = re.search(r"(?:^|[،:؛] ?|که )(?P<who>(?:شورای|سازمان|دولت|جامعه|گزارشگر|کمیته|هیات|هیئت|دادستان|قوه|مقام|اتحادیه|پارلمان|کمیساریا|دبیر)[^.،؛\"]{2,80}?) باید (?P<what>.{6,})", text)
    if m:
        return [(m.group("who").strip(), _action(m.group("what")))]
    m = re.search(r"خواستار (?P<what>[^.؛]{6,160}?) (?:شد|شدند|شده)", text)
    return [("unspecified", _action(m.group("what")))] if m else []
