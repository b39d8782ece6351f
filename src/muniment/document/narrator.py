"""Who says "I" in a letter or a testimony: the name under it, or the one that "my name is" gives.

Without such a name nobody is meant: a document's author is not guessed.
"""

import re
from itertools import pairwise

from muniment.document.parts import Seen
from muniment.document.sentences import Sentence

_I = re.compile(r"(?<![\w'(])(?:I|my|me)\b(?!\))")
_NAMED = re.compile(r"\b(?:[Mm]y name is|I am|I, the undersigned,|I,) $")
LEAST, LINES = 2, 6
"""So many first persons outside quotation marks make a letter; a signature stands among its last lines."""


def narrator(text: str, lines: tuple[Sentence, ...], names: dict[int, tuple[Seen, ...]]) -> Seen | None:
    """The name of whoever writes as "I", if the text gives it."""
    told = [line for line in lines if line.language == "en" and line.kind != "noise"]
    spoken = sum(len(_I.findall(re.sub(r'"[^"]*"', " ", text[line.start : line.end]))) for line in told)
    if spoken < LEAST:
        return None
    for before, line in pairwise(told):
        asked = re.search(r"\b(?:your|full) name\b", text[before.start : before.end])
        if asked and names[line.start] and names[line.start][0].alias != "?":
            return names[line.start][0]
    for line in told:
        for seen in names[line.start]:
            if seen.alias != "?" and _NAMED.search(text[max(line.start, seen.start - 30) : seen.start]):
                return seen
    return next((signer for line in reversed(told[-LINES:]) if (signer := _signed(text, line, names[line.start]))), None)


def _signed(text: str, line: Sentence, seen: tuple[Seen, ...]) -> Seen | None:
    """The name that is all of a line, but for a title or an office behind a comma."""
    if len(seen) != 1 or seen[0].alias == "?":
        return None
    before, after = text[line.start : seen[0].start], text[max(seen[0].end, seen[0].reach) : line.end]
    bare = not before.strip(" -,.—") or re.fullmatch(r"\W*(?:signed|yours (?:\w+)|[A-Z][a-z]+\.?),?\s*", before) is not None
    return seen[0] if bare and (not after.strip(" .") or (after.lstrip()[:1] in ",(" and len(after) < 60)) else None
