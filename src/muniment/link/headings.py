"""What the headings of a list may mean: a mapping proposed from the vocabulary in `headings.toml`, for a person to confirm."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from muniment.model.text import plain


def guessed(heads: Sequence[str]) -> dict[str, str]:
    """Our column -> the heading that may mean it: its own name first, then the vocabulary, from the left; none twice."""
    found: dict[str, str] = {}
    for head in heads:
        column = _columns().get(_said(head))
        if column is not None and column not in found and heads.count(head) == 1:
            found[column] = head
    return found


def death(heading: str) -> str | None:
    """The act that a date below this heading tells of, where it says so; a date of death alone does not."""
    return _deaths().get(_said(heading))


def _said(head: str) -> str:
    return " ".join(re.sub(r"[^\w\s]|_", " ", plain(head).casefold()).split())


@cache
def _columns() -> dict[str, str]:
    table = _vocabulary()["column"]
    return {_said(said): column for column, words in table.items() for said in (*words, column)}


@cache
def _deaths() -> dict[str, str]:
    return {_said(said): act for act, words in _vocabulary()["death"].items() for said in words}


@cache
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    made: dict[str, dict[str, list[str]]] = tomllib.loads(files(__package__).joinpath("headings.toml").read_text("utf-8"))
    return made
