"""Acts in a sentence: what was done, to whom by grammar (before the words, after them, or “of” them), in which sense."""

import re

import msgspec

from muniment.document.interim.lexicon import Lexicon
from muniment.document.interim.senses import sense

STRONG = ("execution", "death_sentence", "sentence_upheld", "appeal_rejected", "prison_sentence")
ONCE = {"prison_sentence": "death_sentence", "detention": "arrest", "killing": "execution"}
"""A weaker act that overlaps the words of a stronger one is the same words read twice."""


class Deed(msgspec.Struct, frozen=True):
    """One trigger."""

    type: str
    start: int
    end: int
    voice: str
    modality: str


def deeds(text: str, lexicon: Lexicon) -> list[Deed]:
    """Every act named in a folded sentence, in order, overlapping readings resolved to the longest."""
    found: list[Deed] = []
    for trigger in lexicon.triggers:
        for voice, pattern in (("passive", trigger.passive), ("active", trigger.active), ("noun", trigger.noun)):
            if pattern is None:
                continue
            for m in pattern.finditer(text):
                if _fits(text, m.start(), m.end(), voice, lexicon.language):
                    found.append(Deed(trigger.type, m.start(), m.end(), _voice(text, m.start(), voice, lexicon.language), sense(text, m.start(), m.end(), lexicon)))
    return _resolved([_feared(deed) for deed in found])


def _feared(deed: Deed) -> Deed:
    """An execution that is feared or threatened is a risk of execution."""
    if deed.type == "execution" and deed.modality == "hypothetical":
        return msgspec.structs.replace(deed, type="execution_risk", modality="asserted")
    return deed


def _fits(text: str, start: int, end: int, voice: str, language: str) -> bool:
    before, after = text[max(0, start - 24) : start].lower(), text[end : end + 14].lower()
    if language == "fa":
        return True
    if voice == "noun":
        return bool(re.match(r"\s+of\b|\s+by\b|[,.;:]|\s+(?:was|were|is|are|in|at|on|has|had|have|took|date|order|warrant)\b|$", after)) or bool(re.search(r"(?:'s|\bhis|\bher|\btheir|\bthe)\s(?:\w+\s){0,2}$", before))
    if voice == "active":
        return not re.search(r"\b(?:was|were|been|being|be|is|are|get|got|gets|and|or|,)\s(?:\w+ly\s)?$", before) or bool(re.search(r"\b(?:and|or)\s$", before))
    return not re.match(r"\s*(?:the |a |an )?(?:claim|report|allegation)", after)


def _voice(text: str, start: int, voice: str, language: str) -> str:
    """“Authorities executed A” is active although “executed” alone could be passive."""
    if voice != "passive" or language == "fa":
        return voice
    before = text[max(0, start - 40) : start]
    if re.search(r"\b(?:was|were|been|being|be|is|are|get|got|gets|after|before|when|once|later|and|then|also|,|who|both|had)\s+(?:[\w-]+ly\s+|[\w-]+\s+)?$", before, re.I):
        return "passive"
    return "bare"


def _resolved(found: list[Deed]) -> list[Deed]:
    kept: list[Deed] = []
    ordered = sorted(found, key=lambda d: (d.start, -(d.end - d.start), d.voice != "passive" and d.voice != "bare"))
    for deed in ordered:
        clash = [k for k in kept if k.start < deed.end and deed.start < k.end]
        if any(k.type == deed.type or ONCE.get(deed.type) == k.type or (k.end - k.start) >= (deed.end - deed.start) and _same_words(k, deed) for k in clash):
            continue
        kept = [k for k in kept if not (k in clash and ONCE.get(k.type) == deed.type)]
        kept.append(deed)
    return kept


def _same_words(one: Deed, other: Deed) -> bool:
    """Whether one trigger lies inside another that says more: “death sentence upheld” is not a second death sentence."""
    inside = one.start <= other.start and other.end <= one.end
    return inside and (one.type, other.type) in {
        ("sentence_upheld", "conviction"), ("sentence_upheld", "prison_sentence"), ("execution_risk", "execution"),
        ("death_in_custody", "killing"), ("death_in_custody", "detention"), ("forced_confession", "torture"),
        ("solitary_confinement", "detention"), ("appeal_rejected", "conviction"), ("enforced_disappearance", "arrest"),
        ("denial_of_contact", "detention"), ("transfer", "solitary_confinement"),
    }  # fmt: skip
