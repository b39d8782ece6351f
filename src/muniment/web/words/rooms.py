"""What the rooms say, in the reader's language: remarks of the linter, refusals, reasons, questions of a form, words of a reader.

The rooms speak English, and what they said may lie in the archive for years; so it is told from its words and not from a code.
`rooms.toml` holds each sentence as its room makes it, with what varies as `{part}`, beside its Persian. A part that is itself
such a sentence is said in Persian too; one whose name begins with `said` must be, or the whole does not fit.

    from muniment.web.words.rooms import retold
    retold("fa", "3 open")
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from muniment.web.words import apart, number, say, vocabulary

PART = re.compile(r"\\\{(\w+)\\\}")
FIGURES = re.compile(r"[\d,.:\s–-]+")
BETWEEN = "; "
LONGEST = 2000
"""More than any room says; what is longer is somebody's text and is not looked through."""


def retold(lang: str, words: str | None) -> str:
    """A sentence of a room in this language; what is no such sentence stays as it was, kept apart."""
    if not words or lang == "en":
        return words or ""
    pieces = words.split(BETWEEN)
    if len(pieces) > 1 and (joined := _said(lang, words, is_joined=True)) is not None:
        return joined
    said = [_said(lang, piece) for piece in pieces]
    if None in said and (whole := _said(lang, words)) is not None:
        return whole
    return say(lang, "semicolon").join(known or apart(piece) for known, piece in zip(said, pieces, strict=True))


def is_known(words: str) -> bool:
    """Whether a sentence has its Persian, whole or in its pieces."""
    return _said("fa", words) is not None or all(_said("fa", piece) is not None for piece in words.split(BETWEEN))


def _said(lang: str, words: str, *, is_joined: bool = False) -> str | None:
    """The sentence that fits, or None; of those that are themselves two joined, where it is joined: both halves may fit something looser."""
    if (exact := sentences().get(words)) is not None:
        return exact
    for form, said in _forms() if len(words) <= LONGEST else ():
        if (not is_joined or re.escape(BETWEEN) in form.pattern) and (fitting := form.fullmatch(words)):
            parts = {name: _part(lang, name, value) for name, value in fitting.groupdict().items()}
            if None not in parts.values():
                return said.format(**parts)
    return None


def _part(lang: str, name: str, value: str) -> str | None:
    """What varies: a sentence again, a word of a list of ours, a number, or somebody's words; None where it must be known and is not."""
    if (known := vocabulary(lang).get(f"{name.removeprefix('said_')}.{value}")) is not None:
        return known
    if FIGURES.fullmatch(value):
        return number(lang, value)
    return _said(lang, value) if name.startswith("said") else _said(lang, value) or apart(value)


@cache
def sentences() -> dict[str, str]:
    """Every sentence by its English form."""
    file = resources.files(__package__).joinpath("rooms.toml")
    return {form: said for table in tomllib.loads(file.read_text(encoding="utf-8")).values() for form, said in table.items()}


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences with parts as patterns: those whose parts must all be known, then those that fix the most words."""
    varying = sorted(
        (form for form in sentences() if "{" in form), key=lambda form: (not _is_strict(form), -len(re.sub(r"\{\w+\}", "", form)))
    )
    return tuple((_pattern(form), sentences()[form]) for form in varying)


def _is_strict(form: str) -> bool:
    return all(name.startswith("said") for name in re.findall(r"\{(\w+)\}", form))


def _pattern(form: str) -> re.Pattern[str]:
    """What fits a sentence; a part that stands in it twice is the same both times."""
    names: set[str] = set()

    def part(found: re.Match[str]) -> str:
        name = found[1]
        if name in names:
            return f"(?P={name})"
        names.add(name)
        return f"(?P<{name}>.+?)"

    return re.compile(PART.sub(part, re.escape(form)), re.DOTALL)
