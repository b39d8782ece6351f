"""The front page: every command once, under its heading, within the width of the terminal."""

import re

import pytest

from muniment.cli import help
from muniment.cli.verbs import GROUPS, VERBS


def test_every_command_stands_on_the_front_page_once_in_order() -> None:
    assert re.findall(r"^  ([a-z-]+) +\S", help.front(), re.MULTILINE) == list(VERBS)


@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    block = help.front().split("\n\n", 2)[2]  # after the line of usage, which stays whole
    assert max(map(len, block.splitlines())) <= min(width, help.WIDEST)


def test_a_user_meets_the_demonstration_first_and_repairs_last() -> None:
    assert next(iter(VERBS)) == "demo"
    assert list(GROUPS)[-1] == "Look after it"


@pytest.mark.parametrize(("word", "offered"), [("revew", "review"), ("takein", "take-in"), ("verfy", "verify"), ("unlok", "unlock")])
def test_a_slip_of_the_finger_is_understood(word: str, offered: str) -> None:
    assert f"“{offered}”" in help.nearest(word, VERBS)


def test_a_word_near_nothing_is_sent_to_the_list() -> None:
    assert help.nearest("zzz", VERBS) == " “muniment --help” lists them."
