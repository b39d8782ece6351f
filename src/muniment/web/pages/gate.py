"""What stands between a letter and its release, in the reader's language: each check, what it found and what to do.

The checks come from `act` in its own words. The English words file repeats each of them, with what varies as `{part}`: whatever
fits one is said by its key in another language; whatever fits none (a list of identifiers, a quotation) stays as it was.
"""

from __future__ import annotations

import re
from functools import cache

from muniment.model.verdict import Check as Made
from muniment.web.sheets.parts import Check, Lang
from muniment.web.words import apart, number, say, vocabulary

PART = re.compile(r"\\\{(\w+)\\\}")


def check(lang: Lang, made: Made) -> Check:
    """One check; what to do is said only where it failed."""
    advice = made.advice if made.verdict == "failed" else None
    return Check(answer=made.verdict, what=told(lang, made.what), told=told(lang, made.found), advice=told(lang, advice))


def lacking(lang: Lang, made: Made) -> str:
    """A failed check in a line."""
    return say(lang, "colon").join(filter(None, (told(lang, made.what), told(lang, made.found))))


def told(lang: Lang, words: str | None) -> str:
    """A sentence of the gate in this language, or as it was."""
    for key, form in _forms() if words and lang != "en" else ():
        if fitting := form.fullmatch(words or ""):
            return say(lang, key, **{name: _part(lang, name, value) for name, value in fitting.groupdict().items()})
    return words or ""


def _part(lang: Lang, name: str, value: str) -> str:
    if name == "basis":
        return vocabulary(lang).get(f"basis.{value}", value)
    return number(lang, value) if name in ("count", "date", "time") else apart(value)


@cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each sentence as a pattern; those with fewer parts that vary are tried first."""
    gate = [(key, words) for key, words in vocabulary("en").items() if key.startswith("gate.")]
    return tuple(
        (key, re.compile(PART.sub(r"(?P<\1>.+)", re.escape(words)))) for key, words in sorted(gate, key=lambda kw: kw[1].count("{"))
    )
