"""What stands where: worked examples of the Unicode algorithm, left to right as on the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.document.readers.bidi import Direction, Strong, shown
from muniment.document.readers.brackets import faults, upright


def on_page(text: str, base: Direction, before: Strong | None = None) -> str:
    return "".join(text[i] for i in shown(text, base, before))


@pytest.mark.parametrize(
    ("text", "base", "page"),
    [
        ("abc", "L", "abc"),
        ("اب", "R", "با"),
        ("اب 12", "R", "12 با"),
        ("اب ۱۲/۳۴ ج", "R", "ج ۱۲/۳۴ با"),
        ("اب 12-34 ج", "R", "ج 34-12 با"),  # W2, W4: after an Arabic letter a hyphen joins no numbers
        ("ab 12-34 cd", "L", "ab 12-34 cd"),
        ("اب 12% ج", "R", "ج %12 با"),
        ("12% اب", "R", "با 12%"),  # W5: no letter stands before
        ("اب May 5 ج", "R", "ج May 5 با"),  # W7
        ("ab (اب) cd", "L", "ab (با) cd"),
        ("ab اب (ج) cd", "L", "ab )ج( با cd"),  # N0: the pair goes with what stands before it
    ],
)
def test_a_line_is_shown_as_the_algorithm_says(text: str, base: Direction, page: str) -> None:
    assert on_page(text, base) == page


def test_what_stood_before_in_the_paragraph_counts() -> None:
    assert on_page("12-34 ج", "R", "AL") == "ج 34-12"
    assert on_page("12-34 ج", "R", "R") == "ج 12-34"
    assert on_page("۱ ۲ ج", "R", "L") == "ج ۱ ۲"


@given(st.text("اب۱۲3٤ab ،.,-/%()[]«»", max_size=30), st.sampled_from(["L", "R"]))
def test_every_character_stands_somewhere_once(text: str, base: Direction) -> None:
    assert sorted(shown(text, base)) == list(range(len(text)))


def test_brackets_are_set_by_their_place() -> None:
    assert upright("به )شهر( و »حکم«") == "به (شهر) و «حکم»"
    assert upright("1) first 2) second") == "1) first 2) second"
    assert upright("a < b") == "a < b"
    assert faults("(شهر) و «حکم»") == 0 and faults("شهر) و") == 1
