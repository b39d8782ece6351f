"""Vocabulary: word lists, gazetteers and patterns, read once from the data files beside the code.

Words are data with a source and a licence; grammar is code. Persian patterns are written with a space wherever a space, a
ZWNJ or nothing may stand.
"""

import csv
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from muniment.model.text import Folded, plain


@cache
def table(name: str) -> dict[str, Any]:
    """One TOML file of vocabulary."""
    return tomllib.loads((files("muniment.document") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """One CSV file; its first line names source, licence and version."""
    lines = (files("muniment.document") / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def words(name: str, *sections: str) -> frozenset[str]:
    """The words of a section, folded and without case."""
    return frozenset(plain(_section(name, sections)).casefold().split())


@cache
def phrases(name: str, *sections: str) -> tuple[str, ...]:
    """The phrases of a section, parted by semicolons, folded, the longest first."""
    said = {" ".join(plain(phrase).casefold().split()) for phrase in _section(name, sections).split(";")}
    return tuple(sorted(said - {""}, key=lambda phrase: (-len(phrase), phrase)))


def _section(name: str, sections: tuple[str, ...]) -> str:
    found: Any = table(name)
    for section in sections:
        found = found[section]
    return str(found)


def persian(pattern: str) -> str:
    """A pattern in which every space outside brackets and look-behinds may be a space or nothing."""
    out: list[str] = []
    bracket = behind = False
    for at, letter in enumerate(pattern):
        if letter == "[":
            bracket = True
        elif letter == "]":
            bracket = False
        elif pattern.startswith("(?<", at):
            behind = True
        elif letter == ")":
            behind = False
        out.append(r"\s?" if letter == " " and not bracket and not behind else letter)
    return "".join(out)


def compiled(pattern: str, language: str) -> re.Pattern[str]:
    """A pattern over folded, lower-case text of a language."""
    if language == "fa":
        return re.compile(r"\b(?:" + persian(plain(pattern)) + ")")
    return re.compile(r"\b(?:" + pattern + r")(?!\w)")


def alternatives(of: "tuple[str, ...] | frozenset[str]", language: str = "en") -> str:
    """One alternation of many phrases, the longest first."""
    ordered = sorted(of, key=lambda phrase: (-len(phrase), phrase))
    said = "|".join(re.escape(phrase).replace(r"\ ", " ") for phrase in ordered)
    return persian(said) if language == "fa" else said


def as_written(raw: str, folded: Folded, base: int, said: str, words: str) -> str:
    """The raw words behind words of a folded sentence that begins at `base`; spaces made single."""
    at = said.find(words)
    if at < 0 or not words:
        return words
    return " ".join(raw[slice(*folded.raw(base + at, base + at + len(words)))].split())


@cache
def given() -> dict[str, str]:
    """Given names, folded and without case, and the sex they are usually given to."""
    return {plain(row["name"]).casefold(): row["sex"] for row in rows("given")}


@cache
def cities() -> frozenset[str]:
    """Names of towns, folded and without case."""
    return frozenset(plain(row["name"]).casefold() for row in rows("cities"))


@cache
def countries() -> frozenset[str]:
    """Names of countries in both languages, folded and without case."""
    return frozenset(plain(row[language]).casefold() for row in rows("countries") for language in ("en", "fa") if row[language])
