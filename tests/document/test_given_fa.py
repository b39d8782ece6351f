"""Given names in Persian: listed, made of parts, ambiguous."""

from muniment.document import given_fa


def test_names_are_recognised_by_how_they_are_made() -> None:
    assert all(given_fa.begins(name, None) for name in ("عبدالمقتدر", "ضیاالحق", "میرحیدر", "محمدنعیم"))


def test_two_words_can_begin_a_name_where_one_does_not() -> None:
    assert given_fa.begins("صلاح", "الدین") and not given_fa.begins("صلاح", "کار")


def test_words_of_reporting_are_no_given_names() -> None:
    assert not any(given_fa.begins(word, None) for word in ("بازداشت", "محکومیت", "شاهدان", "علیه"))


def test_a_common_word_is_no_clear_name() -> None:
    assert given_fa.begins("امید", None) and not given_fa.is_clear("امید") and given_fa.is_clear("سهراب")
