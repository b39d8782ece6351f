"""Courts with what names them: branch, kind, city. A bare "court" is nothing."""

import re
from collections.abc import Iterator

from muniment.document.lexicon import alternatives, phrases
from muniment.document.parts import Place
from muniment.document.places import tail

_KIND = alternatives(frozenset(phrases("matters", "court_kinds")))
_CAP = r"[A-Z\u00c0-\u024f][\w'\-]*"
_BRANCH = r"(?:(?:Branch|branch|Chamber|chamber|Division|Circuit) (?:No\.? ?|number )?(?:\w+)(?: of (?:the )?| at (?:the )?|, ))"
_NUMBER = r"(?:(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|\d{1,2}(?:st|nd|rd|th)|1st) )?"
_COURT = r"(?:[Cc]ourts?(?:-[Mm]artial)?|[Tt]ribunal|COURT|Assizes?|(?:Chamber|Bench|Commission|Panel)(?! of (?:Commerce|Deputies|Advocates|Representatives)))"
_LATIN = re.compile(
    rf"\b({_BRANCH}?{_NUMBER}(?:(?:{_CAP}|of|the|and|for|in)(?: |(?<=\w)'s? )){{0,7}}?(?:(?i:{_KIND}) ){{0,3}}{_COURT}"
    rf"(?: (?:One|Two|(?:No\.? ?)?\d{{1,2}})\b)?(?: of (?:the )?(?:[Aa]ppeals?|[Cc]assation|[Ff]irst [Ii]nstance|[Jj]ustice|{_CAP})(?: (?:of|in) (?:the )?{_CAP})?)?(?: (?:in|of|for|at) (?:the )?(?:city of )?{_CAP}(?: {_CAP})?)?(?:,? (?:Branch|branch) (?:No\.? ?)?\d+)?)"
)
_SEAT = re.compile(
    rf"\b(?:(?i:{_KIND})|Martial|Judicial|Trial|Sentencing) (?:\w+ )?(?:Chamber|Bench|Commission|Panel)\b|\b[A-Z][\w'-]+ Bench\b"
)
"""A chamber, bench, commission or panel is a court where its name says so; a town's bench is one."""
_COURT_WORD = re.compile(_COURT)
_NAMED = re.compile(
    rf"(?i:\b(?:{_KIND}) (?:\w+ )?(?:court|tribunal))|[Cc]ourt of|(?:^|\s)[A-Z][\w'-]+ (?:[A-Z][\w'-]+ )*(?:Court|Tribunal)|[Bb]ranch|court-martial"
)
_FA_KIND = alternatives(frozenset(phrases("matters", "court_kinds_fa")), "fa")
_FA = re.compile(
    rf"(?<!\w)((?:شعبه\s(?:\d+|[\u0621-\u06cc]+(?:\sو\s[\u0621-\u06cc]+)?)\s(?:ام\s|م\s)?)?"
    rf"(?:(?:دادگاه|محکمه|بیدادگاه)\s(?:{_FA_KIND})(?!\w)|دادگاه\sعالی|دیوان\sعالی(?:\sکشور)?|دیوان\sعدالت\sاداری)(?:\s(?:استان|شهرستان|شهر)(?=\s))?)"
)


def find(sentence: str, language: str) -> list[Place]:
    """The named courts in a sentence, in order."""
    return list(_persian(sentence) if language == "fa" else _latin(sentence))


def _latin(sentence: str) -> Iterator[Place]:
    if _COURT_WORD.search(sentence) is None:
        return
    for match in _LATIN.finditer(sentence):
        start, end = match.span(1)
        while (
            lead := re.match(r"(?:the|of|in|and|for|The|In|On|By|A|An|An?|From|After|But|Iran's|Egypt's) ", sentence[start:end])
        ) is not None:
            start += lead.end()
        head = _COURT_WORD.search(sentence, start, end)
        if (
            head
            and (article := sentence.rfind(" the ", start, head.start())) >= 0
            and " of the " not in sentence[max(start, article - 3) : head.start()]
        ):
            start = article + 5
        said = sentence[start:end]
        tail = re.search(
            r" (?:in|of|for) (?:the )?(?:January|February|March|April|May|June|July|August|September|October|November|December|Case|Human)\b.*$",
            said,
        )
        if tail:
            said, end = said[: tail.start()], start + tail.start()
        if re.search(r"Chamber|Bench|Commission|Panel", said) and not re.search(r"[Cc]ourt|Tribunal", said) and not _SEAT.search(said):
            continue
        if (
            (_NAMED.search(said) or _SEAT.search(said) or re.search(r"[A-Z][\w'-]+ Assizes?\b", said))
            and len(said.split()) >= 2
            and not re.match(r"(?:Human Rights|International)\b", said)
        ):
            yield Place(start, end, said)


def _persian(sentence: str) -> Iterator[Place]:
    for match in _FA.finditer(sentence):
        end = match.end(1) if sentence[match.start() : match.end()].startswith("دیوان") else tail(sentence, match.end(1))
        yield Place(match.start(1), end, sentence[match.start(1) : end])
