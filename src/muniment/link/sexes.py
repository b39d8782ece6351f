"""A person's sex as lists write it, in any script, to one of two words; anything else is left as it was written."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from muniment.model.text import key

Sex = Literal["male", "female"]


@cache
def _known() -> dict[str, Sex]:
    data = tomllib.loads(files(__package__).joinpath("sexes.toml").read_text("utf-8"))
    sexes: tuple[Sex, Sex] = ("male", "female")
    return {key(word): sex for sex in sexes for word in data[sex]}


def sex(words: str) -> Sex | None:
    """`male` or `female`, or None for words that are neither here."""
    return _known().get(key(words))
