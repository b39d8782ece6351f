"""What stands between a letter and its release, in the reader's language: each check, what it found and what to do."""

from __future__ import annotations

from muniment.model.verdict import Check as Made
from muniment.web.sheets.parts import Check, Lang
from muniment.web.words import say
from muniment.web.words.rooms import retold


def check(lang: Lang, made: Made) -> Check:
    """One check; what to do is said only where it failed."""
    advice = made.advice if made.verdict == "failed" else None
    return Check(answer=made.verdict, what=retold(lang, made.what), told=retold(lang, made.found), advice=retold(lang, advice))


def lacking(lang: Lang, made: Made) -> str:
    """A failed check in a line."""
    return say(lang, "colon").join(filter(None, (retold(lang, made.what), retold(lang, made.found))))
