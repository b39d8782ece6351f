"""Ages beside names, one by one or in a list. Everyone is invented."""

import pytest

from muniment.document import extract


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Lena Orsk, Ivo Prell and Dan Marsh, aged 45, 51 and 38 respectively, were arrested.", [45, 51, 38]),
        ("The brothers Ivo and Dan Prell, 19 and 17, were arrested.", [19, 17]),
        ("Lena Orsk and Ivo Prell, both 30, were arrested.", [30, 30]),
        ("Lena Orsk and Ivo Prell, 29, were arrested.", [None, 29]),
        ("Lena Orsk, who has died aged 66, was a poet.", [66]),
        ("1. Lena Orsk - lawyer, 44. Detained 12 January 2024.", [44]),
        ("Lena Orsk was fined 45 and 51 crowns.", [None]),
    ],
)
def test_ages_are_dealt_out_in_order(text: str, ages: list[int | None]) -> None:
    assert [p.age for p in extract(text).people] == ages


def test_a_family_name_given_once_belongs_to_both() -> None:
    assert [p.name for p in extract("The sisters Lena and Mara Orsk were arrested.").people] == ["Lena Orsk", "Mara Orsk"]


@pytest.mark.parametrize(
    ("sentence", "age", "at_arrest"),
    [
        ("Lena Orsk was 17 when she was arrested in 2022.", 17, 17),
        ("Lena Orsk was 17 years old when she was detained.", 17, 17),
        ("Lena Orsk, 34, was arrested in 2022.", 34, None),
        ("Lena Orsk was 17 when her father died; she was arrested in 2022.", 17, None),
    ],
)
def test_an_age_of_the_arrest_is_told_apart_and_counts_nobody(sentence: str, age: int, at_arrest: int | None) -> None:
    found = extract(sentence, date="2026-01-01")
    (person,) = found.people
    assert (person.age, person.age_at_arrest) == (age, at_arrest)
    assert found.quantities == ()


def test_children_are_not_counted_with_what_was_done() -> None:
    assert extract("Lena Orsk, a mother of three, was killed in Korsha.", date="2026-01-01").quantities == ()
