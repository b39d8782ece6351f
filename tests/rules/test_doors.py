"""One door table: every door is a command, an API route, a row of the role matrix and a word of the ledger, and the reverse."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from muniment.archive import DOORS
from muniment.archive.vocabulary import OWN, TYPES
from muniment.cli.verbs import VERBS
from muniment.protect.roles import PERMISSIONS, ROLES, TABLE
from muniment.web.words import LANGUAGES, vocabulary
from tests.rules.source import PACKAGE, ROOT

TYPE = re.compile(r"[a-z]+\.[a-z-]+")
ELSEWHERE = {
    "settings.see": "one's own settings: a page, and no door",
    "key.manage": "keys lie outside the archive: a command on this machine, and no door that could be reached from elsewhere",
}
"""Permissions that no door asks."""


def description() -> dict[str, dict[str, dict[str, object]]]:
    from muniment.web.api import description as described

    paths: dict[str, dict[str, dict[str, object]]] = json.loads(json.dumps(described()["paths"], default=str))
    return paths


@pytest.mark.parametrize("verb", sorted(DOORS))
def test_every_door_is_a_command_that_says_the_same(verb: str) -> None:
    """`verify` at the command line is `check`: it also takes packages, and has no archive to be a door of."""
    if verb == "check":
        assert VERBS["verify"].handler.endswith("verify:verify")
        return
    assert verb in VERBS, "muniment.cli.verbs has no such command"
    if VERBS[verb].handler == "door:":
        assert VERBS[verb].summary == DOORS[verb].summary


def test_every_command_made_from_the_table_has_its_door() -> None:
    assert [verb for verb, one in VERBS.items() if one.handler == "door:" and verb not in DOORS] == []


def test_every_door_is_a_route_and_every_route_a_door() -> None:
    assert set(description()) == {f"/api/{verb}" for verb in DOORS}


@pytest.mark.parametrize("verb", sorted(DOORS))
def test_the_interface_says_permission_ledger_and_inputs_as_the_table_does(verb: str) -> None:
    said = description()[f"/api/{verb}"]["post"]
    door = DOORS[verb]
    assert (said["summary"], said["x-permission"], tuple(said["x-ledger"])) == (door.summary, door.permission, door.ledger)  # type: ignore[arg-type]
    (content,) = said["requestBody"]["content"].values()  # type: ignore[index]
    assert set(content["schema"]["properties"]) == {p.name for p in door.inputs} - {"progress"}
    assert set(content["schema"]["required"]) == {p.name for p in door.inputs if p.default is p.empty}


@pytest.mark.parametrize("verb", sorted(DOORS))
def test_every_door_asks_a_permission_that_has_a_meaning_and_that_some_role_holds(verb: str) -> None:
    permission = DOORS[verb].permission
    assert permission in PERMISSIONS
    assert [name for name, role in ROLES.items() if permission in role.permissions], "nobody can open it"


def test_no_permission_is_left_without_a_door() -> None:
    assert set(PERMISSIONS) - {door.permission for door in DOORS.values()} == set(ELSEWHERE)


def test_the_ledger_has_a_word_for_what_every_door_writes_and_no_word_too_many() -> None:
    written = {type for door in DOORS.values() for type in door.ledger}
    assert written | set(OWN) == set(TYPES)
    assert not written & set(OWN)


def literals() -> Iterator[tuple[str, str]]:
    """Every type that code of the archive hands to an act or a note: where, and which."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
                "act",
                "note",
                "chained",
                "entry",
            ):
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and TYPE.fullmatch(argument.value):
                        yield f"{path.relative_to(PACKAGE)}:{node.lineno}", argument.value


def test_code_writes_no_type_that_its_doors_did_not_declare() -> None:
    found = list(literals())
    assert len(found) > 20
    assert [f"{where}: {type}" for where, type in found if type not in TYPES] == []


def test_two_halves_of_an_act_of_two_are_permissions_that_doors_ask_and_say() -> None:
    asked = {door.permission for door in DOORS.values() if door.is_two_person}
    for first, second in TABLE.two_people:
        assert {first, second} <= {door.permission for door in DOORS.values()}
        assert second in asked
    assert [role for role in ROLES.values() if {"submission.draft", "submission.approve"} <= set(role.permissions)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pages_have_words_for_every_ledger_type_and_role(lang: str) -> None:
    words = vocabulary(lang)
    assert [type for type in TYPES if f"entry.{type}" not in words] == []
    assert [role for role in ROLES if not {f"role.{role}", f"role_says.{role}"} <= words.keys()] == []


CHANGING = (
    "approve",
    "choose",
    "conclude",
    "edit",
    "grade",
    "redraft",
    "release",
    "review",
    "settle",
    "undo",
    "user-roles",
    "weigh",
    "withdraw",
)


@pytest.mark.parametrize("verb", CHANGING)
def test_a_door_that_changes_a_noun_takes_the_version_that_was_seen(verb: str) -> None:
    assert "expected" in {p.name for p in DOORS[verb].inputs}


def test_help_of_every_door_can_be_printed() -> None:
    code = "from muniment.cli import main\nfrom muniment.archive import DOORS\nfor v in DOORS: assert main([v, '--help']) == 0, v"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT / "src")})
    assert said.returncode == 0, said.stderr
