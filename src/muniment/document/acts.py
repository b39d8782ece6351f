"""Where a sentence says that something was done to somebody, and how it says it: asserted, alleged, planned, averted, denied, feared.

Negation, postponement, fear and calls to stop are decided here, before any claim is made. An execution that is feared or
planned never leaves this module as an asserted execution.
"""

import re
from functools import cache
from typing import Literal

import msgspec

from muniment.document.lexicon import compiled, persian, table
from muniment.model.terms import ActType, Modality
from muniment.model.text import plain

Form = Literal["verb", "active", "noun", "state"]
BOTH = {("torture", "forced_confession"), ("detention", "denial_of_contact"), ("detention", "solitary_confinement"), ("denial_of_counsel", "denial_of_contact"),
        ("death_sentence", "sentence_upheld"), ("death_sentence", "execution"), ("arrest", "detention"), ("solitary_confinement", "transfer")}  # fmt: skip
_GENERIC = re.compile(
    r"(?:\b(?:fair|without|pending|awaiting|pre|no|right to (?:a )?|prohibition of|convention against|use of|under investigation for|methods? of|committee against|freedom from|acts of|cases? of|practice of|reports of|allegations of|risk of|"
    r"rate of|number of|wave of|spate of|surge in|rise in|increase in|against the|mass|widespread|systematic|hundreds of|thousands of|dozens of|all)[ -])$"
)


class Trigger(msgspec.Struct, frozen=True):
    """Words that say an act, with the rule that saw them."""

    start: int
    end: int
    type: ActType
    form: Form
    modality: Modality
    rule: str


@cache
def _patterns(language: str) -> tuple[tuple[ActType, Form, re.Pattern[str]], ...]:
    return tuple(
        (act["type"], form, compiled(act[form], language))
        for act in table(f"acts_{language}")["act"]
        for form in ("verb", "active", "noun", "state")
        if form in act
    )


@cache
def _mood(language: str, name: str) -> re.Pattern[str]:
    said = table(f"acts_{language}")["modality"][name]
    return re.compile(persian(plain(said)) if language == "fa" else said)


def triggers(sentence: str, language: str) -> list[Trigger]:
    """The acts a sentence speaks of, in order, each with its modality."""
    low = sentence.casefold()
    if len(low) != len(sentence):
        low = sentence
    found = []
    for kind, form, pattern in _patterns(language):
        for match in pattern.finditer(low):
            if form == "noun" and language == "en" and kind not in ("forced_confession",) and _generic(low, match):
                continue
            found.append(Trigger(match.start(), match.end(), kind, form, "asserted", f"{language}.{kind}.{form}"))
    kept = _apart(found)
    judge = _persian_mood if language == "fa" else _latin_mood
    return [msgspec.structs.replace(t, modality=judge(low, t)) for t in kept]


def _generic(low: str, match: re.Match[str]) -> bool:
    return _GENERIC.search(low[max(0, match.start() - 30) : match.start()]) is not None and not low[match.end() : match.end() + 4] == " of "


def _apart(found: list[Trigger]) -> list[Trigger]:
    """Without the triggers that lie inside a longer one of another act."""
    kept: list[Trigger] = []
    for trigger in sorted(found, key=lambda t: (t.start - t.end, t.start, t.type)):
        if not any(_hides(other, trigger) for other in kept):
            kept.append(trigger)
    return sorted(kept, key=lambda t: (t.start, t.end, t.type))


def _hides(longer: Trigger, shorter: Trigger) -> bool:
    if not (longer.start < shorter.end and shorter.start < longer.end):
        return False
    if longer.type == shorter.type or (shorter.type == "execution" and shorter.form == "noun"):
        return True
    pair = (shorter.type, longer.type)
    return (
        pair not in BOTH and pair[::-1] not in BOTH or shorter.type in ("execution", "death_sentence") and longer.type == "execution_risk"
    )


_CLAUSE = re.compile(
    r"[;:()\"]|, |\b(?:and|but|after|before|when|while|who|which|where|since|until|although|though|because|following)\b|\s-\s|—"
)
_NEGATED = re.compile(
    r"(?:\b(?:not|never|nor|neither|no longer|hardly)|n't|\bwithout)(?: (?:yet|been|being|be|actually|in fact|currently|ever|officially|formally|\w+ly))*\s$"
)
_DENIED_THAT = re.compile(
    r"\b(?:denied|denies|denying|rejected (?:reports|claims|allegations)|dismissed (?:reports|claims|allegations|rumou?rs))\b(?: \w+){0,4}? (?:that|having|of|about)\b[^.;]*$"
)
_FALSELY = re.compile(
    r"\b(?:false|untrue|unfounded|baseless|fabricated|mistaken|erroneous) (?:reports?|claims?|rumou?rs?|news|information)[^.;]{0,60}$|\b(?:falsely|wrongly|mistakenly|erroneously|incorrectly) (?:reported|claimed|stated|said|announced|listed|named|described)\b[^.;]{0,80}$|\bcontrary to (?:reports|claims|rumou?rs)[^.;]{0,80}$"
)
_NOUN_MOOD = re.compile(
    r"\b(?:call(?:s|ed|ing)? for|calls? to|demand\w*|urg\w+|seek\w*|request\w*|appeal\w* for|plead\w*|petition\w*|advocat\w+|prevent\w*|avoid\w*|stop|stopping|halt(?:ing)? the|end|ending|against|oppos\w+|abolish\w*|prelude to|threat\w* (?:of|with)|risk\w*|danger|fear\w*|possib\w+|potential|likely|could|may|might|would|should|if|must|facing|faces?|faced|await\w*|imminent|upcoming|planned|scheduled|pending|deserv\w+|warrant\w*|eligible for|punishable|in favou?r of|secure|securing|ensure|hopes? (?:for|of)|negotiat\w+|in exchange for|promis\w+)\b"
)
_VERB_MOOD = re.compile(
    r"\b(?:could|may|might|would|should|can|must|if|unless|whether|risks?|at risk of|in danger of|threaten\w* (?:to|with)|likely to|liable to|fears? of|fear(?:s|ed)? (?:that|he|she|they)|for fear of|instead of|rather than|until|lest|deserve\w*|ought to|to avoid|demand\w* that|urg\w+ .{0,30}to)\b[^;]*$"
)
_VERB_PLAN = re.compile(
    r"\b(?:to be|will|shall|due to|scheduled|set to|expected to|about to|going to|slated|is to|are to|await\w* (?:being|to be)|planned to|plans to|ordered to|eligible to|yet to)\b(?: \w+){0,4}\s?$"
)
_AVERTED_AFTER = re.compile(
    r"^[^.;]{0,70}?\b(?:was|were|has been|have been|had been|been|is|are|being)? ?(?:\w+ly )?(?:halted|stayed|postponed|suspended|cancell?ed|called off|averted|stopped|delayed|deferred|blocked|put on hold|lifted|overturned|quashed|commuted|prevented)\b"
)
_AVERTED_BEFORE = re.compile(
    r"\b(?:halt(?:ed|s)?|stay(?:ed|s)?|postpone[ds]?|suspend(?:ed|s)?|cancell?(?:ed|s)?|call(?:ed)? off|avert(?:ed|s)?|stopp?(?:ed|s)?|block(?:ed|s)?|delay(?:ed|s)?|spared|escap(?:ed|es|ing)|saved .{2,40} from|overturn(?:ed|s)?|quash(?:ed|es)?|commut(?:ed|es)|prevent(?:ed|s)?|stay of|halt to|narrowly|moratorium on|reprieve\w*)\b[^.;]{0,45}$"
)


def _latin_mood(low: str, trigger: Trigger) -> Modality:
    before, after = low[: trigger.start], low[trigger.end :]
    cuts = list(_CLAUSE.finditer(before))
    clause = before[cuts[-1].end() if cuts else 0 :]
    if (
        _NEGATED.search(before)
        or _DENIED_THAT.search(before[-160:])
        or _FALSELY.search(before[-160:])
        or _mood("en", "after_denied").search(after)
    ):
        return "denied"
    if trigger.type == "execution_risk":
        return "asserted"
    if trigger.type in ("execution", "transfer") and (_AVERTED_AFTER.search(_clause_after(after)) or _AVERTED_BEFORE.search(before[-80:])):
        return "averted"
    if trigger.form == "noun" and re.search(
        r"\b(?:imminent|planned|scheduled|possible|threatened|upcoming|looming)\b", low[trigger.start : trigger.end]
    ):
        return "planned"
    if _VERB_PLAN.search(clause[-50:]) and trigger.form != "state":
        return "planned"
    window = (before[-70:] if trigger.form == "noun" else clause)[-90:]
    if trigger.form == "noun" and _NOUN_MOOD.search(_same_clause(window)):
        return (
            "planned"
            if re.search(r"await|imminent|upcoming|planned|scheduled|pending|risk|danger|fac(?:e|ing)|fear", window)
            else "hypothetical"
        )
    if trigger.form in ("verb", "state", "active") and _VERB_MOOD.search(window):
        return "hypothetical"
    if _mood("en", "alleged").search(clause[-60:]):
        return "alleged"
    return "asserted"


def _same_clause(window: str) -> str:
    cuts = [m.end() for m in re.finditer(r"[;:.]|, |\b(?:after|following|since|because|who|but)\b|—", window)]
    return window[cuts[-1] if cuts else 0 :]


def _clause_after(after: str) -> str:
    cut = re.search(r"[.;]|, (?!who|which)|\b(?:and|but|after|who|while|because)\b", after)
    return after[: cut.start() if cut else 90]


_FA_RISK = re.compile(persian(plain(
    "(?:خطر|احتمال|ممکن است|ممکن|نگرانی|نگران|بیم|هراس|در معرض|در استانه|آستانه|قریب الوقوع|در انتظار|زیر خطر|تهدید به|جان)"
)))  # fmt: skip
_FA_CALL = re.compile(persian(plain(
    "(?:خواستار|خواهان|درخواست|دعوت|تشویق|باید|نباید|اگر|چنانچه|در صورت|جلوگیری از|مانع|توقف|لغو|علیه|نه به|پایان دادن|مخالفت با|شاید|برای|بدون|هنوز|منع)"
)))  # fmt: skip


def _persian_mood(low: str, trigger: Trigger) -> Modality:
    said = low[trigger.start : trigger.end]
    after = low[trigger.end : trigger.end + 90]
    before = low[max(0, trigger.start - 70) : trigger.start]
    clause = re.split(r"[.؛:،]|\sکه\s|\sو\s(?=[^ ]+\s(?:شد|کرد))", before)[-1]
    if trigger.type == "execution_risk":
        return "denied" if re.search("تکذیب", low[trigger.end :]) else "asserted"
    if re.match(
        r"\s?(?:و\s[\u0621-\u06cc]+\s)?(?:نشد|نشده|نشدند|نکرد|نکرده|نکردند|نگردید|نخواهد|نمی)", after
    ) and not trigger.type.startswith("denial"):
        return "denied"
    if re.search(r"(?:نشد|نشده|نشدند|نکرد|نکرده|نکردند|نگردید|نخواهد)(?:\s?(?:است|اند|بود))?$", said) and not trigger.type.startswith(
        "denial"
    ):
        return "denied"
    if re.search(persian("تکذیب|صحت ندارد|شایعه|نادرست|کذب|دروغ"), low[trigger.end :] + " " + before) and trigger.type in (
        "execution",
        "arrest",
        "release",
        "death_sentence",
        "killing",
        "torture",
        "death_in_custody",
    ):
        return "denied"
    if re.search(persian("(?:متوقف|لغو|به تعویق|معلق|منتفی|توقف|تعلیق|اجرا نشد)"), after[:60]) and trigger.type == "execution":
        return "averted"
    if re.search(persian("(?:متوقف کرد|توقف اجرای|توقف|لغو|تعویق|تعلیق) ?(?:حکم )?$"), before) and trigger.type in (
        "execution",
        "death_sentence",
    ):
        return "averted"
    if re.search(persian("(?:خواهد شد|خواهند شد|می شود|می شوند|خواهد کرد)$"), said) or re.search(
        persian("قرار (?:است|بود)|مقرر شد|برنامه ریزی"), clause
    ):
        return "planned" if not re.search(persian("می شو"), said) or trigger.type in ("execution",) else "asserted"
    if trigger.form == "noun" and re.search(persian("در انتظار (?:[\u0621-\u06cc]+ ){0,2}$"), before):
        return "planned"
    if _FA_RISK.search(clause) and trigger.type in ("execution", "death_sentence", "torture", "killing", "transfer", "arrest"):
        return "planned"
    if re.search(persian(r" (?:شود|شوند|گردد|کنند|کند)$"), said) and not re.search(persian("می ?شو"), said):
        return "hypothetical"
    if (
        trigger.form == "noun"
        and (_FA_CALL.search(clause) or re.search(persian(r"(?:خواستار|محکوم کرد|را خواستار)"), after))
        and trigger.type not in ("death_sentence",)
    ):
        return "hypothetical"
    if re.search(persian("گفته می شود|ظاهرا|گویا|ادعا|احتمالا"), before):
        return "alleged"
    return "asserted"
