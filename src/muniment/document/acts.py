"""Where a sentence says that something was done to somebody, and how it says it: asserted, alleged, planned, averted, denied, feared.

Negation, postponement, fear and calls to stop are decided here, before any claim is made. An execution that is feared or
planned never leaves this module as an asserted execution.
"""

import re
from functools import cache

import msgspec

from muniment.document import mood_en, mood_fa
from muniment.document.lexicon import compiled, table
from muniment.document.parts import Form, Trigger
from muniment.model.terms import ActType

_PATIENT = r"(?!(?:to|of|by|in|on|at|for|with|from|after|during|and|over|under|before|about|without|as|that|because|since|when|while|following|been|not|never|being)\b)(?:[^.;:,()]|\([^)]{1,30}\)|, (?=[^.;:,]{2,50},)|(?<=[^.;:,]), (?=and )|, \d\d,){2,90}?"
BOTH = {("torture", "forced_confession"), ("detention", "denial_of_contact"), ("detention", "solitary_confinement"), ("denial_of_counsel", "denial_of_contact"),
        ("death_sentence", "sentence_upheld"), ("death_sentence", "execution"), ("death_sentence", "prison_sentence"), ("arrest", "detention"), ("solitary_confinement", "transfer"), ("release", "arrest"), ("transfer", "arrest"), ("enforced_disappearance", "transfer"), ("release", "prison_sentence"), ("execution_risk", "transfer"), ("appeal_rejected", "death_sentence"), ("appeal_rejected", "prison_sentence"), ("prison_sentence", "sentence_upheld"), ("execution_risk", "solitary_confinement")}  # fmt: skip
_GENERIC = re.compile(
    r"(?:\b(?:fair|without|pending|awaiting|pre|no|right to (?:a )?|prohibition of|convention against|use of|under investigation for|methods? of|committee against|freedom from|acts of|cases? of|practice of|reports of|allegations of|risk of|"
    r"rate of|number of|wave of|spate of|surge in|rise in|increase in|against the|mass|widespread|systematic|hundreds of|thousands of|dozens of|all)[ -])$"
)


_ACCUSED = re.compile(r"(?<!\w)(?:اتهام|اتهامات|جرم|جرایم)\s(?:[\w\"]+\s){0,2}\"?$")
"""«به اتهام قتل»: the act is a charge, not told as done."""
_MONTH = re.compile(r"(?<=\d )May\b|(?<=\w )May\b|\bMay(?= \d)")
"""The month, which is no "may"."""


_DIED = re.compile(
    r"\b(?:has |had |have )?died(?= (?:on|in|at|of|from|after|last|this|yesterday|early|late|while|during|there|suddenly|aged|alone)\b|[,.;]|$)"
)
_CAPTIVE = re.compile(
    r"\b(?:under guard|hunger strik\w+|(?:prison|jail) (?:officials?|authorities|service|hospital|infirmary|doctors?)|(?:prisoner|detainee|inmate)s?,? (?:[\w' ,-]{0,50}?)died|serving (?:a|an|his|her|\w+ years?)|while (?:being )?(?:held|detained|imprisoned|serving)|in (?:police|military|state) custody)\b"
)
"""Words that tell of a death as that of somebody held."""


@cache
def _patterns(language: str) -> tuple[tuple[ActType, Form, re.Pattern[str]], ...]:
    return tuple(
        (act["type"], form, compiled(act[form].replace("@", _PATIENT), language))
        for act in table(f"acts_{language}")["act"]
        for form in ("verb", "active", "noun", "state", "around")
        if form in act
    )


def triggers(sentence: str, language: str) -> list[Trigger]:
    """The acts a sentence speaks of, in order, each with its modality."""
    low = _MONTH.sub("mai", sentence).casefold()
    if len(low) != len(sentence):
        low = sentence
    found = []
    for kind, form, pattern in _patterns(language):
        for match in pattern.finditer(low):
            if (
                language == "fa"
                and form == "noun"
                and kind in ("killing", "torture")
                and _ACCUSED.search(low[max(0, match.start() - 40) : match.start()])
            ):
                continue
            if form == "noun" and language == "en" and kind not in ("forced_confession",) and _generic(low, match):
                continue
            found.append(Trigger(match.start(), match.end(), kind, form, "asserted", f"{language}.{kind}.{form}"))
    if language == "en" and _CAPTIVE.search(low) and (died := _DIED.search(low)):
        found.append(Trigger(died.start(), died.end(), "death_in_custody", "state", "asserted", "en.death_in_custody.captive"))
    kept = _apart(found)
    judge = mood_fa.mood if language == "fa" else mood_en.mood
    return [msgspec.structs.replace(t, modality=judge(low, t)) for t in kept]


def _generic(low: str, match: re.Match[str]) -> bool:
    return _GENERIC.search(low[max(0, match.start() - 30) : match.start()]) is not None and low[match.end() : match.end() + 4] != " of "


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
    return (pair not in BOTH and pair[::-1] not in BOTH) or (
        shorter.type in ("execution", "death_sentence") and longer.type == "execution_risk"
    )
