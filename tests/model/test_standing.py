"""How a proposed thing stands: decided by named people, in order, both readings kept."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.standing import Reading, Standing

AT = datetime(2026, 11, 22, tzinfo=UTC)
READINGS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(("accepted", "rejected", "unsure", None))), max_size=8)


def stand(*readings: tuple[str, str | None]) -> Standing:
    standing = Standing()
    for by, answer in readings:
        standing = standing.read(Reading(by=by, at=AT, answer=answer))  # type: ignore[arg-type]
    return standing


@pytest.mark.parametrize(
    ("readings", "state"),
    [
        ((), "proposed"),
        ((("a", "accepted"),), "accepted"),
        ((("a", "accepted"), ("a", "rejected")), "rejected"),
        ((("a", "accepted"), ("b", "rejected")), "unsure"),
        ((("a", "accepted"), ("b", "rejected"), ("b", "accepted")), "accepted"),
        ((("a", "accepted"), ("a", None)), "proposed"),
        ((("a", "accepted"), ("b", "rejected"), ("b", None)), "accepted"),
    ],
)
def test_the_state_is_what_the_readers_come_to(readings: tuple[tuple[str, str | None], ...], state: str) -> None:
    assert stand(*readings).state == state


@given(READINGS)
def test_every_reading_remains_written(readings: list[tuple[str, str | None]]) -> None:
    assert [(r.by, r.answer) for r in stand(*readings).readings] == readings


@given(READINGS)
def test_only_the_last_word_of_each_reader_counts(readings: list[tuple[str, str | None]]) -> None:
    last = dict(readings)
    assert stand(*readings).current() == {by: answer for by, answer in last.items() if answer}
    assert stand(*readings).state == stand(*last.items()).state


def twice(*readings: tuple[str, str | None]) -> Standing:
    standing = Standing()
    for by, answer in readings:
        standing = standing.read(Reading(by=by, at=AT, answer=answer), is_read_twice=True)  # type: ignore[arg-type]
    return standing


@pytest.mark.parametrize(
    ("readings", "state", "open_to"),
    [
        ((), "proposed", "ab"),
        ((("a", "accepted"),), "proposed", "b"),
        ((("a", "rejected"),), "proposed", "b"),
        ((("a", "accepted"), ("a", "rejected")), "proposed", "b"),
        ((("a", "accepted"), ("a", None)), "proposed", "ab"),
        ((("a", "accepted"), ("b", "accepted")), "accepted", ""),
        ((("a", "accepted"), ("b", "rejected")), "unsure", ""),
        ((("a", "unsure"), ("b", "unsure")), "unsure", ""),
    ],
)
def test_what_two_read_holds_when_two_have(readings: tuple[tuple[str, str | None], ...], state: str, open_to: str) -> None:
    standing = twice(*readings)
    assert standing.state == state
    assert "".join(reader for reader in "ab" if standing.is_open(reader)) == open_to


@given(READINGS, st.sampled_from("abcd"))
def test_who_has_not_read_is_told_nothing_while_another_is_awaited(readings: list[tuple[str, str | None]], reader: str) -> None:
    standing = twice(*readings)
    told = standing.told(reader)
    assert told.state == standing.state
    assert told == standing or (not told.readings and len(standing.current()) == 1 and reader not in standing.current())
    if len(standing.current()) == 1 and reader not in standing.current():
        assert told.readings == ()
