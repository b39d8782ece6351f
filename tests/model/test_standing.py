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
