"""The parts of an English sentence that semicolons set side by side, each of which speaks of its own people, days and places.

A part that tells no act stays with the one before it ("A got nine years; B four"), and nothing is cut inside quotation marks or
brackets.
"""

import re

import msgspec

from muniment.document import acts
from muniment.document.sentences import Sentence

MOST = 20
"""A sentence with more semicolons than this is no sentence."""
_CUT = re.compile(r";\s(?:and\s|but\s|while\s|whereas\s)?")
_HIDDEN = re.compile(r"\"[^\"]*\"|\([^)]*\)")


def clauses(text: str, sentence: Sentence) -> list[Sentence]:
    """A sentence as its independent parts, in order; most sentences are one."""
    said = text[sentence.start : sentence.end]
    if sentence.language != "en" or ";" not in said:
        return [sentence]
    hidden = [m.span() for m in _HIDDEN.finditer(said)]
    cuts = [m for m in _CUT.finditer(said) if not any(a < m.start() < b for a, b in hidden)]
    if len(cuts) > MOST:
        return [sentence]
    parts: list[tuple[int, int]] = []
    for start, end in zip([0, *(m.end() for m in cuts)], [*(m.start() + 1 for m in cuts), len(said)], strict=True):
        if parts and not acts.triggers(said[start:end].replace("\n", " "), "en"):
            parts[-1] = (parts[-1][0], end)
        elif end > start:
            parts.append((start, end))
    return [msgspec.structs.replace(sentence, start=sentence.start + a, end=sentence.start + b) for a, b in parts]
