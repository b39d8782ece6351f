"""Folding: what keyboards and fonts spell differently meets, and every folded place leads back to the raw one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.text import fold, key, plain

ODD = "يىكةۀأإآٱؤئء\u0640\u064e\u0651\u0670\u200c\u200d\u200e\u202b\u2067\ufeff\u00ad\u00a0«»“”‘’`–—−۰۱۲٣٤٥ﷲﻻﷺ①½ﬁ𝟙ﺍ"
TEXT = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8"), st.sampled_from("abc کتاب 12")), max_size=60)
ASCII = st.text(st.characters(max_codepoint=127), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي", "علی"), ("كريم", "کریم"), ("مُحَارِبَه", "محاربه"), ("محمّــد", "محمد"), ("می\u200cشود", "می شود"),
        ("۲۷ تیر", "27 تیر"), ("٢٧", "۲۷"), ("«نادر»", '"نادر"'), ("ﻋﻠﻲ", "علی"), ("أحمد", "احمد"),
        ("ﷲ", "الله"), ("Ka\u00adrim", "Karim"), ("1404–05−05", "1404-05-05"), ("نادر\u200f", "نادر"), ("\ufeffنادر", "نادر"),
    ],
)  # fmt: skip
def test_spellings_that_mean_the_same_meet(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("نادر", "نادره"), ("دار", "در"), ("Öztürk", "Ozturk"), ("27", "72"), ("سعید", "سعد")])
def test_spellings_that_mean_something_else_stay_apart(one: str, other: str) -> None:
    assert plain(one) != plain(other)


def test_a_key_also_forgets_case_and_spacing() -> None:
    assert key("  NADER\u200c  Kelarud\n") == key("nader kelarud") == "nader kelarud"


@given(TEXT)
def test_the_map_has_a_place_for_every_character_and_never_runs_backwards(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert all(0 <= offset < len(text) for offset in folded.offsets)
    assert folded.text == plain(text)


@given(TEXT)
def test_each_folded_character_comes_from_the_raw_one_that_its_place_names(text: str) -> None:
    folded = fold(text)
    for character, offset in zip(folded.text, folded.offsets, strict=True):
        assert character in plain(text[offset])


@given(TEXT, st.data())
def test_the_raw_span_of_folded_words_folds_to_them_again(text: str, data: st.DataObject) -> None:
    """Whatever a rule finds in the folded view, the raw words under its span say the same."""
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.raw(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end] in plain(text[first:last])


@given(TEXT)
def test_the_whole_maps_to_no_more_than_the_whole(text: str) -> None:
    folded = fold(text)
    first, last = folded.raw(0, len(folded.text))
    assert plain(text[first:last]) == folded.text


@given(TEXT)
def test_an_empty_span_stays_empty_wherever_it_stands(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text) + 1):
        first, last = folded.raw(at, at)
        assert first == last <= len(text)


@given(TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(ASCII)
def test_plain_latin_text_is_left_alone(text: str) -> None:
    assert fold(text).text == text.replace("`", "'")


@given(TEXT)
def test_the_fold_of_a_text_is_the_fold_of_its_parts(text: str) -> None:
    middle = len(text) // 2
    assert plain(text) == plain(text[:middle]) + plain(text[middle:])
