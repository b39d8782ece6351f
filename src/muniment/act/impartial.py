"""Impartial words: what a letter of ours does not say in its own voice. A marked quotation keeps its words."""

import re
import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from muniment.model.text import key

QUOTED = re.compile(r"“[^”]*”|«[^»]*»")


class Loaded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Loaded words, and what to write instead."""

    words: tuple[str, ...]
    instead: str


@cache
def words() -> tuple[Loaded, ...]:
    """The list that ships with Muniment."""
    data = tomllib.loads(files(__package__).joinpath("impartial.toml").read_text("utf-8"))
    return msgspec.convert(data["word"], tuple[Loaded, ...])


def loaded(text: str) -> tuple[tuple[str, str], ...]:
    """Each loaded word that stands outside a marked quotation, with what to write instead."""
    own = key(QUOTED.sub(" ", text))
    return tuple((word, line.instead) for line in words() for word in line.words if re.search(rf"(?<!\w){re.escape(key(word))}(?!\w)", own))
