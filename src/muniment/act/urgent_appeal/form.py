"""The form and its phrases, as data: fields in order, what each must hold, the questions asked where it is empty."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from muniment.model.submission import Gap


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One field of the form. `ask` holds its questions, each with whom to ask."""

    code: str
    number: int
    heading: str
    must: bool
    ask: dict[str, tuple[str, str]] = {}

    def gap(self, question: str, who: str = "", number: int = 0) -> Gap:
        """A question of this field as a gap; `number` tells the people of one letter apart."""
        words, whom = self.ask[question]
        suffix = f".{number}" if number else ""
        return Gap(field=f"{self.code}.{question}{suffix}", question=words.replace("{who}", who), ask=whom)


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The form in its order, with its source and the day it was last checked."""

    code: str
    version: str
    source: str
    checked_on: str
    verify: bool
    declaration: str
    danger: str
    guarantee: str
    requests: tuple[str, ...]
    levels: dict[str, str]
    field: tuple[Field, ...]

    def of(self, code: str) -> Field:
        """The field of that code."""
        return next(field for field in self.field if field.code == code)


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind of act is said in English."""

    field: str
    said: str
    noun: str
    court: str = ""
    once: bool = False


class Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every kind of act, in the order of proceedings; and the words that take "at" rather than "in"."""

    at: tuple[str, ...]
    act: dict[str, Phrase]


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


@cache
def form() -> Form:
    """The form that ships with Muniment."""
    return msgspec.convert(_load("form.toml"), Form)


@cache
def phrases() -> Phrases:
    """The phrases that ship with Muniment."""
    return msgspec.convert(_load("phrases.toml"), Phrases)
