"""Agreement and error rates, against published figures."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.document.agreement import agreement, rate

FOUR_OBSERVERS = ["111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11"]
"""Krippendorff (2011), part C: four observers, twelve units, missing answers (the twelfth unit has one answer and is no pair)."""
TWO_OBSERVERS = ["01", "11", "01", "00", "01", "00", "00", "00", "10", "00"]
"""Krippendorff (2011), part A: two observers, ten units, two values."""
FIVE_VALUES = ["ab", "aa", "bb", "bb", "db", "cc", "cc", "cc", "ee", "dd", "dd", "ad"]
"""Krippendorff (2011), part B: two observers, twelve units, five values."""


@pytest.mark.parametrize(("units", "published"), [(FOUR_OBSERVERS, 0.743), (TWO_OBSERVERS, 0.095), (FIVE_VALUES, 0.692)])
def test_alpha_is_that_of_the_paper(units: list[str], published: float) -> None:
    assert agreement([*units, "3"]).alpha == pytest.approx(published, abs=0.0006)


def test_one_answer_alone_tells_nothing() -> None:
    assert agreement([*FOUR_OBSERVERS, "3", ""]) == agreement(FOUR_OBSERVERS)
    assert agreement(FOUR_OBSERVERS).units == 11
    assert agreement(FOUR_OBSERVERS).readings == 40


@pytest.mark.parametrize("units", [[], ["a"], ["aa"], ["aa", "aa"], ["ab"]])
def test_where_chance_cannot_be_told_there_is_no_figure(units: list[str]) -> None:
    found = agreement(units)
    assert (found.alpha, found.low, found.high) == (None, None, None)


def test_perfect_agreement_on_two_answers_is_one() -> None:
    found = agreement(["aa", "bb", "aa"])
    assert (found.alpha, found.low, found.high) == (1.0, 1.0, 1.0)


def test_the_interval_holds_the_figure_and_narrows_with_more_units() -> None:
    few, many = agreement(FOUR_OBSERVERS), agreement(FOUR_OBSERVERS * 100)
    assert few.low is not None
    assert few.high is not None
    assert many.low is not None
    assert many.high is not None
    assert few.low < 0.743 < few.high
    assert many.high - many.low == pytest.approx((few.high - few.low) / 10, rel=0.15)


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4)))
def test_the_order_of_units_and_readers_and_the_words_do_not_matter(units: list[Sequence[str]]) -> None:
    other = [[{"a": "x", "b": "y", "c": "z"}[word] for word in reversed(unit)] for unit in reversed(units)]
    one, two = agreement(units), agreement(other)
    assert one.alpha == pytest.approx(two.alpha) if one.alpha is not None else two.alpha is None
    if one.alpha is not None and one.low is not None and one.high is not None:
        assert -1 <= one.low <= one.alpha <= one.high <= 1


@pytest.mark.parametrize(
    ("wrong", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)  # Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3
def test_an_error_rate_has_the_published_interval(wrong: int, of: int, low: float, high: float) -> None:
    found = rate(wrong, of)
    assert found.low == pytest.approx(low, abs=0.00006)
    assert found.high == pytest.approx(high, abs=0.00006)
    assert found.rate == wrong / of


def test_nothing_looked_at_has_no_rate() -> None:
    assert rate(0, 0).rate is None


@given(st.integers(1, 10_000), st.data())
def test_a_rate_lies_in_its_interval(of: int, data: st.DataObject) -> None:
    found = rate(data.draw(st.integers(0, of)), of)
    assert found.low is not None
    assert found.high is not None
    assert found.rate is not None
    assert 0 <= found.low <= found.rate <= found.high <= 1
