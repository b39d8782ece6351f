"""The door table is whole: no door without a command, an API route, roles, ledger words, and a name the pages can say."""

import inspect
import re
import subprocess
import sys

import pytest

from muniment.archive import DOORS
from muniment.cli.verbs import VERBS
from muniment.protect.roles import PERMISSIONS, ROLES, TABLE, allows, compartments
from muniment.web.api import description
from muniment.web.words import LANGUAGES, vocabulary
from tests.rules.source import ROOT

SOURCES = sorted((ROOT / "src" / "muniment" / "archive").glob("*.py"))
BESIDE = frozenset({"access.refused", "archive.founded", "views.sealed"})
"""Ledger types that no door declares: what happens at a door that stayed shut, before any door, and beside all of them."""


def written() -> set[str]:
    """Every ledger type that the archive's code writes."""
    calls = re.compile(r'\b(?:act|note|entry)\(\s*(?:author,\s*|[a-z.]+agent,\s*)?"([a-z]+\.[a-z-]+)"')
    changed = re.compile(r'type: str = "([a-z]+\.[a-z-]+)"|, "(submission\.approved)"\)')
    return {word for path in SOURCES for text in [path.read_text("utf-8")] for found in (*calls.findall(text), *changed.findall(text))
            for word in ([found] if isinstance(found, str) else found) if word}  # fmt: skip


@pytest.mark.parametrize("verb", sorted(DOORS))
def test_a_door_has_a_command_with_its_own_words(verb: str) -> None:
    assert verb in VERBS
    if VERBS[verb].handler == "door:":
        assert VERBS[verb].summary == DOORS[verb].summary


@pytest.mark.parametrize("verb", sorted(DOORS))
def test_a_door_says_in_a_sentence_what_it_does(verb: str) -> None:
    assert re.fullmatch(r"[A-Z].{10,}[.:].*", DOORS[verb].summary)


@pytest.mark.parametrize("verb", sorted(DOORS))
def test_a_door_has_a_route_that_names_permission_and_ledger_types(verb: str) -> None:
    operation = description()["paths"][f"/api/{verb}"]["post"]
    assert (operation["x-permission"], tuple(operation["x-ledger"])) == (DOORS[verb].permission, DOORS[verb].ledger)


@pytest.mark.parametrize("verb", sorted(DOORS))
def test_a_door_asks_a_permission_that_is_explained_and_that_somebody_holds(verb: str) -> None:
    permission = DOORS[verb].permission
    assert permission in PERMISSIONS
    assert [role for role in ROLES if allows((role,), permission)], f"nobody holds {permission}"


def test_no_permission_is_explained_that_no_door_asks_and_no_page_needs() -> None:
    asked = {door.permission for door in DOORS.values()} | {"settings.see"}
    assert sorted(set(PERMISSIONS) - asked) == []


def test_every_role_names_known_permissions_and_says_what_it_is_for() -> None:
    for role, row in ROLES.items():
        assert set(row.permissions) <= set(PERMISSIONS), role
        assert row.says


@pytest.mark.parametrize("roles", [(), ("administrator",), ("emperor",), ("administrator", "emperor"), ("auditor",)])
def test_who_sees_no_content_has_no_compartment_at_any_door(roles: tuple[str, ...]) -> None:
    assert {door.verb: compartments(roles, door.permission) for door in DOORS.values() if compartments(roles, door.permission)} == {}


def test_nobody_but_an_archive_of_one_holds_both_halves_of_an_act_of_two() -> None:
    for role in ROLES:
        for first, second in TABLE.two_people:
            assert not (allows((role,), first) and allows((role,), second) and role == "drafter"), (role, first, second)
    assert all(set(pair) <= set(PERMISSIONS) for pair in TABLE.two_people)


def test_every_ledger_type_that_is_written_is_declared_by_a_door_and_the_other_way_round() -> None:
    declared = {word for door in DOORS.values() for word in door.ledger}
    assert sorted(written() - declared - BESIDE) == []
    assert sorted(declared - written() - {"evidence.taken-in"}) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_ledger_type_and_role_has_words(lang: str) -> None:
    words = vocabulary(lang)
    types = {word for door in DOORS.values() for word in door.ledger} | BESIDE
    assert sorted(word for word in types if f"entry.{word}" not in words) == []
    assert sorted(role for role in ROLES if not {f"role.{role}", f"role_says.{role}"} <= words.keys()) == []


def test_a_door_that_changes_a_noun_takes_the_version_that_was_seen() -> None:
    changing = {"review", "undo", "edit", "grade", "conclude", "settle", "choose", "redraft", "approve", "weigh", "release", "withdraw",
                "user-roles"}  # fmt: skip
    assert [verb for verb in sorted(changing) if "expected" not in inspect.signature(DOORS[verb].run).parameters] == []


def test_help_of_every_door_can_be_printed() -> None:
    code = "from muniment.cli import main\nfrom muniment.archive import DOORS\nfor v in DOORS: assert main([v, '--help']) == 0, v"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT / "src")})
    assert said.returncode == 0, said.stderr
