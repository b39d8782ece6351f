"""A skeleton is the same in both scripts, and does not unite names that are written differently in Persian."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.link import skeleton


@pytest.mark.parametrize(("latin", "persian"), [
    ("Behan Esmarin", "بهان اسمارین"), ("Soren Torvali", "سورن تروالی"), ("Khosrow Shadmehr", "خسرو شادمهر"),
    ("Gholam Ghaderi", "غلام قادری"), ("Zhaleh Chamran", "ژاله چمران"), ("Sadegh Rostami", "صادق رستمی"),
    ("Nader Kelarud", "نادر کلارود"), ("Gholamreza Faraji", "غلامرضا فرجی"), ("Pari Golshan", "پری گلشن"), ("Varin Davari", "وارین داوری"), ("Parvin Tazari", "پروین تزری"),
    ("Kaveh Hamarani", "کاوه همارانی"), ("Mohammad Vahidi", "محمد وحیدی"),
])  # fmt: skip
def test_a_name_has_one_skeleton_in_latin_and_in_persian(latin: str, persian: str) -> None:
    assert skeleton(latin) == skeleton(persian) != ""


@pytest.mark.parametrize("other", ["Behaan Esmareen", "BEHAN ESMARIN", "Behan Esmarrin", "Béhan Esmarin"])
def test_romanisations_that_differ_in_vowels_and_doubling_meet(other: str) -> None:
    assert skeleton(other) == skeleton("Behan Esmarin")


@pytest.mark.parametrize(("one", "two"), [("Behan", "Beran"), ("کریم", "رحیم"), ("Torvali", "Torbali"), ("Varin", "Arin")])
def test_names_of_other_consonants_keep_apart(one: str, two: str) -> None:
    assert skeleton(one) != skeleton(two)


@pytest.mark.parametrize(("one", "two"), [("علي", "علی"), ("كريم", "کریم"), ("مُحَارِب", "محارب"), ("محمد‌رضا", "محمد رضا")])
def test_arabic_letters_vowel_marks_and_half_spaces_do_not_matter(one: str, two: str) -> None:
    assert skeleton(one) == skeleton(two)


@given(st.text(max_size=30))
def test_any_text_has_a_skeleton_that_is_stable_and_has_no_empty_word(text: str) -> None:
    bones = skeleton(text)
    assert bones == skeleton(text)
    assert bones == " ".join(bones.split())
