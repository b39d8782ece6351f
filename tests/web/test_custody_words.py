"""The printed chain of custody and its page say the same things: the report stands in a room that may not ask the pages for words."""

import tomllib
from importlib.resources import files

import pytest

PRINTED = tomllib.loads(files("muniment.act").joinpath("custody_report/words.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_printed_chain_has_the_words_of_the_page(language: str) -> None:
    shown = tomllib.loads(files("muniment.web").joinpath(f"words/{language}.toml").read_text(encoding="utf-8"))
    printed = PRINTED[language]
    assert printed["events"] == shown["custody"]
    told = {**printed["quality"], **printed["reasons"]}
    qualities = {name: words.rstrip(".").casefold() for name, words in shown["quality"].items() if name != "title"}
    assert qualities == {name: words.casefold() for name, words in told.items()}
