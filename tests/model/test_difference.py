"""The difference of two versions: every field that is not the same, and none that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.canonical import NOUNS
from muniment.model.claim import Claim, Number, Voice, Words
from muniment.model.difference import FieldChange, difference
from muniment.model.errors import BadInputError
from muniment.model.noun import Noun
from muniment.model.standing import Reading, Standing
from tests.makers import NOW, make_claim
from tests.model.nouns import of

changed = msgspec.structs.replace
ANY = {kind: of(noun) for kind, noun in NOUNS.items()}


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a noun that is there, with its path but for the places in a series."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list | tuple) and value:
        for each in value:
            yield from leaves(each, f"{path}[]")
    elif value is not None and value not in ([], ()):
        yield path, (type(value), value)


def counted(noun: Noun) -> Counter[tuple[str, Any]]:
    return Counter(leaves(msgspec.to_builtins(noun)))


def sides(changes: tuple[FieldChange, ...], side: str) -> Counter[tuple[str, Any]]:
    found = ((re.sub(r"\[\d+\]", "[]", c.field), getattr(c, side)) for c in changes)
    return Counter((path, (type(value), value)) for path, value in found if value is not None and value != ())


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Noun, Noun]:
    """Two versions of one noun of any kind: some fields taken from a second one."""
    kind = draw(st.sampled_from(sorted(NOUNS)))
    older, other = draw(ANY[kind]), draw(ANY[kind])
    names = draw(st.sets(st.sampled_from([n for n in NOUNS[kind].__struct_fields__ if n not in ("id", "schema")])))
    return older, changed(older, **{name: getattr(other, name) for name in names})


@given(pairs())
def test_a_noun_does_not_differ_from_itself(both: tuple[Noun, Noun]) -> None:
    assert difference(both[0], changed(both[0])) == ()


@given(pairs())
def test_what_was_with_the_changes_made_is_what_is(both: tuple[Noun, Noun]) -> None:
    changes = difference(*both)
    assert counted(both[0]) - sides(changes, "before") + sides(changes, "after") == counted(both[1])
    assert sides(changes, "before") <= counted(both[0])
    assert (changes == ()) == (both[0] == both[1])


@given(pairs())
def test_the_way_back_is_the_same_turned_round(both: tuple[Noun, Noun]) -> None:
    turn = {"added": "taken away", "taken away": "added", "changed": "changed"}
    there, back = difference(*both), difference(both[1], both[0])
    assert {(c.field, c.how, str(c.before), str(c.after)) for c in there} == {
        (c.field, turn[c.how], str(c.after), str(c.before)) for c in back
    }


def test_it_names_nested_fields_and_items_added_and_taken_away() -> None:
    older = make_claim(Words(text="teacher"), stated_by=(Voice(name="a"), Voice(name="b"), Voice(name="c")), standing=Standing())
    reading = Reading(by="ag-1", at=NOW, answer="accepted")
    newer = changed(older, version=2, value=Words(text="writer"), stated_by=(Voice(name="a"), Voice(name="c")),
                    standing=Standing(readings=(reading,)))  # fmt: skip
    at = msgspec.to_builtins(NOW)
    assert difference(older, newer) == (
        FieldChange("version", "changed", 1, 2),
        FieldChange("value.text", "changed", "teacher", "writer"),
        FieldChange("stated_by[1].name", "taken away", "b"),
        FieldChange("standing.readings[0].by", "added", None, "ag-1"),
        FieldChange("standing.readings[0].at", "added", None, at),
        FieldChange("standing.readings[0].answer", "added", None, "accepted"),
    )


def test_a_value_of_another_form_is_told_part_by_part() -> None:
    older: Claim = make_claim(Words(text="34"))
    assert difference(older, changed(older, value=Number(n=34))) == (
        FieldChange("value.is", "changed", "words", "number"), FieldChange("value.text", "taken away", "34"), FieldChange("value.n", "added", None, 34),
    )  # fmt: skip


def test_two_nouns_have_no_difference() -> None:
    with pytest.raises(BadInputError, match="not versions of one noun"):
        difference(make_claim(Words(text="a")), make_claim(Words(text="a")))
