"""Cells that no program runs, and that can be made words again."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.act.excerpt import bare, safe

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
NASTY = st.text(st.sampled_from([*SIGNS, *"'\"; ,\t\r\nab1\u200e\u00a0\ufeff"])) | st.text()


@pytest.mark.parametrize("sign", [*SIGNS, "\t", "\r"])
def test_a_cell_that_begins_with_such_a_sign_gets_an_apostrophe(sign: str) -> None:
    assert safe(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"


@pytest.mark.parametrize("before", [" ", '"', "\u200e", "\ufeff", "\u00a0 ", "x;", "x\n", 'x;"'])
def test_neither_invisible_signs_nor_another_separator_make_a_formula(before: str) -> None:
    assert safe(f"{before}=1+1") == f"{before}'=1+1"


@pytest.mark.parametrize("words", ["", "a teacher", "1403-07-12", "a = b", "mail@example.org", "نادر کلارود", "first, -second"])
def test_ordinary_words_stay_as_they_are(words: str) -> None:
    assert safe(words) == words


@given(NASTY)
def test_taking_the_apostrophes_away_gives_the_words_back(words: str) -> None:
    assert bare(safe(words)) == words


@given(NASTY)
def test_whatever_a_program_takes_for_a_cell_begins_with_no_sign(words: str) -> None:
    for cell in re.split(r"[;\t\r\n]", safe(words)):
        assert cell.lstrip(' "\u00a0\u200e\u200f\ufeff')[:1] not in (*SIGNS, "\u2212") or not cell
