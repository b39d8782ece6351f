"""Vocabularies of the rules, read once from `data/`: grammar a language, places, charges. Extended by editing the files."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec


class Trigger(msgspec.Struct, frozen=True):
    """The words that name one type of act, by voice."""

    type: str
    passive: re.Pattern[str] | None
    active: re.Pattern[str] | None
    noun: re.Pattern[str] | None


class Lexicon(msgspec.Struct, frozen=True):
    """One language's grammar."""

    language: str
    raw: dict[str, Any]
    triggers: tuple[Trigger, ...]
    modality: dict[str, re.Pattern[str]]
    comparators: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, re.Pattern[str]], ...]

    def words(self, name: str) -> frozenset[str]:
        """A list of words, whether the file has it as a list or as words between spaces."""
        return _words(self.language, name)


def table(name: str) -> dict[str, Any]:
    """A data file."""
    return tomllib.loads(files("muniment.document.interim").joinpath("data", f"{name}.toml").read_text(encoding="utf-8"))


@cache
def lexicon(language: str) -> Lexicon:
    """The grammar of a language: Persian for Persian and Arabic letters, else English."""
    name = "fa" if language in ("fa", "ar") else "en"
    raw = table(name)
    return Lexicon(
        name,
        raw,
        tuple(_trigger(act, name) for act in raw["act"]),
        {kind: re.compile(pattern, re.I) for kind, pattern in raw["modality"].items()},
        tuple((words, kind) for kind, several in raw["comparators"].items() for words in sorted(several, key=len, reverse=True)),
        tuple((subject["code"], re.compile(_bounded(subject["pattern"], name), re.I)) for subject in raw["subjects"]),
    )


def _trigger(act: dict[str, str], language: str) -> Trigger:
    def compiled(voice: str) -> re.Pattern[str] | None:
        return re.compile(_bounded(act[voice], language), re.I) if voice in act else None

    return Trigger(act["type"], compiled("passive"), compiled("active"), compiled("noun"))


def _bounded(pattern: str, language: str) -> str:
    return rf"(?<!\w)(?:{pattern})" + ("" if language == "fa" else r"(?![\w])")


@cache
def _words(language: str, name: str) -> frozenset[str]:
    value = table(language)[name]
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def places() -> tuple[frozenset[str], frozenset[str]]:
    """Known places: Latin (lower case) and Persian (folded)."""
    raw = table("places")
    return frozenset(raw["latin"].lower().split()), frozenset(raw["persian"].split())


@cache
def charge_terms(language: str) -> re.Pattern[str]:
    """Terms that name a charge wherever they stand."""
    raw = table("charges")["persian" if language == "fa" else "latin"]
    return re.compile(r"(?<!\w)(?:" + "|".join(raw) + r")(?!\w)", re.I)
