"""In which sense an act stands: asserted, alleged, planned, averted, denied or hypothetical, decided in the clause before any claim.

A feared or imminent execution is `execution_risk`; a planned one stays planned; neither is ever an asserted execution.
"""

import re

from muniment.document.interim.lexicon import Lexicon

_CLAUSE = re.compile(r"[;:]|, (?:and|but|while|although|who|which) |\bbut\b|، (?:اما|ولی)|\bاما\b")
RISK = frozenset({"execution"})


def sense(text: str, start: int, end: int, lexicon: Lexicon) -> str:
    """The modality of a trigger at start..end of a folded sentence."""
    return _persian(text, start, end, lexicon) if lexicon.language == "fa" else _english(text, start, end, lexicon)


def _clause(text: str, start: int) -> str:
    """The words of the clause before a trigger."""
    before = text[max(0, start - 160) : start]
    cuts = [m.end() for m in _CLAUSE.finditer(before)]
    return before[cuts[-1] :] if cuts else before


def _english(text: str, start: int, end: int, lexicon: Lexicon) -> str:
    cue, clause = lexicon.modality, _clause(text, start)
    near, after = clause[-70:], text[end : end + 60]
    if re.search(r"(?:denied|denies|deny|denying|rejected (?:claims|reports)|refuted|no truth|false that)\b[^.]{0,90}$", clause, re.I) and not re.search(r"\bdenied (?:a |any |access|legal|the right|them|him|her|family|medical)", clause, re.I):
        return "denied"
    if re.search(r"(?:^|\W)(?:not|never|n't|no one|nobody|neither|nor)\b[^,.;]{0,30}$", near, re.I):
        return "denied"
    if cue["averted"].match(after.lstrip(" was were has have had been is are being temporarily indefinitely")) and re.match(r"\s*(?:was|were|has been|have been|had been|is|are)?\s*(?:temporarily |indefinitely )?(?:stayed|halted|postponed|suspended|averted|cancell?ed|called off|commuted|overturned|quashed|annulled|revoked|lifted|stopped)", after, re.I):
        return "averted"
    if re.search(rf"\b{cue['averted'].pattern}\b(?: the| his| her| their| an?| all)*\s*(?:planned |scheduled )?$", near, re.I):
        return "averted"
    if re.search(rf"{cue['planned'].pattern}\s+(?:be |have been )?$", near, re.I):
        return "planned"
    if re.search(rf"{cue['hypothetical'].pattern}[^,;]{{0,45}}$", near, re.I):
        return "hypothetical"
    if re.search(r"\b(?:allegedly|reportedly|alleged to|said to have|is alleged|are alleged|claims? (?:that )?(?:he|she|they|to have)|believed to have|unconfirmed reports)\b[^,;]{0,40}$", near, re.I):
        return "alleged"
    return "asserted"


def _persian(text: str, start: int, end: int, lexicon: Lexicon) -> str:
    cue = lexicon.modality
    before, inside, after = text[max(0, start - 60) : start], text[start:end], text[end : end + 40]
    if re.match(r"\s*(?:را )?(?:[\w ]{0,20})?(?:تکذیب|رد کرد|انکار)", after) or re.search(r"تکذیب کرد[^.]{0,40}که[^.]{0,60}$", before):
        return "denied"
    if re.search(r"(?:^| )ن(?:شد|شده|کرد|گردید|شدند|می شود)", inside + after[:8]):
        return "denied"
    if re.match(rf"\s*(?:\w+ ){{0,3}}(?:{cue['averted'].pattern})", after):
        return "averted"
    if re.search(r"قرار است[^.]{0,40}$|خواهند? $|در انتظار (?:اجرای )?(?:حکم )?$", before) or re.match(r"\s*خواهند? (?:شد|کرد)", after):
        return "planned"
    if re.search(rf"(?:{cue['hypothetical'].pattern})[^.،]{{0,30}}$", before):
        return "hypothetical"
    if re.match(r"\s*(?:\w+ ){0,2}(?:جلوگیری|متوقف|لغو)", after):
        return "hypothetical"
    return "alleged" if re.search(r"(?:گویا|ظاهرا|ادعا)[^.،]{0,40}$", before) else "asserted"
