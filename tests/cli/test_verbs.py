"""The table of commands and the table of doors tell the same story."""

import importlib
import inspect

import pytest

from muniment.archive import DOORS
from muniment.cli.verbs import FAMILIES, GROUPS, USER, VERBS

BEHIND = {"check": "verify"}
"""Doors that a command of another name walks through."""


def test_every_door_is_a_command() -> None:
    assert sorted(verb for verb in DOORS if BEHIND.get(verb, verb) not in VERBS) == []


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb in DOORS])
def test_a_commands_line_of_help_is_its_doors(verb: str) -> None:
    assert VERBS[verb].summary == DOORS[verb].summary


@pytest.mark.parametrize("verb", [verb for verb, said in VERBS.items() if not said.handler.startswith("door:")])
def test_a_command_of_its_own_has_a_function_that_says_what_it_does(verb: str) -> None:
    module, name = VERBS[verb].handler.split(":")
    assert inspect.getdoc(getattr(importlib.import_module(module), name))


@pytest.mark.parametrize("verb", [verb for verb, said in VERBS.items() if said.handler == "door:"])
def test_a_command_without_a_function_has_a_door(verb: str) -> None:
    assert verb in DOORS


@pytest.mark.parametrize("verb", VERBS)
def test_an_example_begins_with_a_command_that_exists(verb: str) -> None:
    for line in VERBS[verb].examples:
        first, *rest = line.split()
        meant = FAMILIES.get(first, {}).get(rest[0] if rest else "", first)
        assert meant == verb or (first == verb and meant in VERBS)


def test_every_door_about_an_account_is_a_word_of_user() -> None:
    assert sorted(USER.values()) == sorted(["users", *(verb for verb in DOORS if verb.startswith("user-"))])


def test_no_command_stands_under_two_headings() -> None:
    assert len(VERBS) == sum(map(len, GROUPS.values()))
