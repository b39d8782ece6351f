"""Three answers, never two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.verdict import Check, Verdict

ANSWERS = st.lists(st.sampled_from(("passed", "failed", "not_checked")), max_size=5)


def verdict(*answers: str) -> Verdict:
    return Verdict(checks=tuple(Check(what=f"check {i}", verdict=answer) for i, answer in enumerate(answers)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((), "not_checked"),
        (("passed",), "passed"),
        (("passed", "not_checked"), "not_checked"),
        (("not_checked", "failed", "passed"), "failed"),
    ],
)
def test_the_worst_answer_is_the_verdict_and_nothing_compared_is_not_a_pass(answers: tuple[str, ...], said: str) -> None:
    assert verdict(*answers).answer == said


@given(ANSWERS, ANSWERS)
def test_joining_loses_no_check_and_never_makes_it_better(one: list[str], other: list[str]) -> None:
    joined = verdict(*one).joined([verdict(*other)])
    assert len(joined.checks) == len(one) + len(other)
    assert ("failed" in one or "failed" in other) == (joined.answer == "failed")
    if joined.answer == "passed":
        assert set(one) | set(other) == {"passed"}


def test_a_sentence_is_said_once() -> None:
    one = Verdict(proves=("a", "b"), does_not_prove=("x",))
    assert one.joined([Verdict(proves=("b", "c"), does_not_prove=("x",))]).proves == ("a", "b", "c")
