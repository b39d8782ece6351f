"""The role matrix: every role at every door, before things of every compartment, against a table that people can read.

`matrix.txt` has a row a door and a column a role. A cell is `-` (refused at the door) or the compartments whose things the role
reaches there: `o` open, `r` restricted, `s` sealed-identity; `.` lets in and shows nothing of any compartment.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.archive import DOORS, Archive, Desk
from muniment.model.errors import BadInputError, ChangedError, MunimentError, RefusedError, UnknownError
from muniment.protect.roles import ROLES
from tests.archive.furnished import ASK, COMPARTMENTS, SEEN, WHOLE, Things, ask, furnish
from tests.archive.office import entries, seat, state, through

TABLE = Path(__file__).with_name("matrix.txt")
HEADS, *ROWS = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
CELLS = {(row[0], role): cell for row in ROWS for role, cell in zip(HEADS[1:], row[1:], strict=True)}


@pytest.fixture(scope="module")
def things(shared: Archive) -> tuple[Things, ...]:
    return tuple(furnish(shared, compartment) for compartment in COMPARTMENTS)


@pytest.fixture(scope="module")
def desks(shared: Archive) -> dict[str, Desk]:
    return {role: seat(shared, role) for role in ROLES}


def reached(desk: Desk, verb: str, asked: Things) -> bool | None:
    """Whether the thing is reached; None when refused at the door."""
    try:
        answer = ask(desk, verb, asked)
    except ChangedError:
        return True
    except RefusedError as exc:
        return None if "no role of theirs" in str(exc) else False
    except UnknownError:
        return False
    except BadInputError as exc:
        return "not open to you" not in str(exc)
    except MunimentError:
        return True
    return SEEN[verb](answer, asked) if verb in SEEN else True


def cell(desk: Desk, verb: str, things: tuple[Things, ...]) -> str:
    if verb in WHOLE:
        return "-" if reached(desk, verb, things[0]) is None else "."
    found = [reached(desk, verb, one) for one in things]
    if None in found:
        assert set(found) == {None}
        return "-"
    return "".join(letter for letter, seen in zip("ors", found, strict=True) if seen) or "."


def test_the_table_has_a_row_for_every_door_and_a_column_for_every_role() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(DOORS)
    assert ["door", *ROLES] == HEADS
    assert {len(row) for row in ROWS} == {len(HEADS)}


def test_every_door_has_inputs_for_this_test() -> None:
    assert set(ASK) | set(WHOLE) == set(DOORS)


@pytest.mark.parametrize("verb", sorted(DOORS))
def test_each_role_reaches_what_the_table_says_and_no_more(verb: str, desks: dict[str, Desk], things: tuple[Things, ...]) -> None:
    found = {role: cell(desk, verb, things) for role, desk in desks.items()}
    assert found == {role: CELLS[verb, role] for role in ROLES}


@pytest.fixture(scope="module")
def outsiders(shared: Archive) -> Iterator[list[Desk]]:
    yield [seat(shared), seat(shared, "editor", "Owner", "owner ", "*")]


@pytest.mark.parametrize("verb", sorted(DOORS))
def test_no_role_and_unknown_roles_are_refused_everywhere_and_it_is_written(
    verb: str, shared: Archive, outsiders: list[Desk], things: tuple[Things, ...]
) -> None:
    for desk in outsiders:
        before, size = state(shared), len(entries(shared))
        with pytest.raises(RefusedError, match="no role of theirs"):
            ask(desk, verb, things[0])
        assert state(shared) == before
        assert entries(shared)[size:] == [("access.refused", DOORS[verb].permission)]


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_sees_no_content_is_shown_none_by_any_door(role: str, desks: dict[str, Desk], things: tuple[Things, ...]) -> None:
    """Whatever a door lets them have, none of the words of any document is in it."""
    for verb in sorted(DOORS):
        if CELLS[verb, role] == "-" or verb == "rebuild":
            continue
        try:
            answer = ask(desks[role], verb, things[0])
        except MunimentError as exc:  # its words are looked at too
            answer = exc
        assert CELLS[verb, role] == "."
        assert not [one.word for one in things if one.word in str(answer)], verb


def test_every_line_of_a_dump_is_json_sealed_nouns_included(shared: Archive, desks: dict[str, Desk], things: tuple[Things, ...]) -> None:
    lines = [json.loads(line) for line in through(desks["owner"], "dump").splitlines()]
    assert {things[2].evidence} <= {line["id"] for line in lines if (line.get("noun") or {}).get("compartment") == "sealed-identity"}


def test_an_unknown_verb_is_no_door(desks: dict[str, Desk]) -> None:
    assert "frobnicate" not in DOORS
    with pytest.raises(RefusedError):
        desks["owner"].through("claim.frobnicate")
