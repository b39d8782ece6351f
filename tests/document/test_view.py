"""The text as rules read it, and its way back to the raw text."""

from hypothesis import given
from hypothesis import strategies as st

from muniment.document.view import view
from muniment.model.text import fold


def test_runs_of_spaces_are_one_and_line_ends_bare() -> None:
    assert view("a   b  \n  c").text == "a b\nc"


def test_the_dash_of_a_clause_is_told_from_a_hyphen() -> None:
    assert view("the printer\u2014Oye \u2013 said twenty\u2013three").text == "the printer\u2014Oye \u2014 said twenty-three"


@given(st.text(max_size=200))
def test_every_letter_maps_back_to_the_raw_text(raw: str) -> None:
    folded = view(raw)
    assert len(folded.text) == len(folded.offsets)
    assert list(folded.offsets) == sorted(folded.offsets)
    for at in range(len(folded.text)):
        start, end = folded.raw(at, at + 1)
        assert 0 <= start < end <= len(raw)


@given(st.text(alphabet="ab \n-\u2013\u2014", max_size=80))
def test_viewing_drops_nothing_but_spaces(raw: str) -> None:
    assert "".join(view(raw).text.split()).replace("\u2014", "-") == "".join(fold(raw).text.split()).replace("\u2014", "-")
