"""Counts: comparator, number, what is counted, when. Every sentence is invented."""

import pytest

from muniment.document import extract


def counted(text: str) -> list[tuple[str, str, int, str | None]]:
    return [(q.subject, q.comparator, q.number, q.period) for q in extract(text, date="2024-05-16").quantities]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("At least 45 people were arrested in 2021.", [("arrests", "at_least", 45, "2021")]),
        (
            "Over 1,400 executions were carried out, some 650 of them in 2023.",
            [("executions", "over", 1400, None), ("executions", "approx", 650, "2023")],
        ),
        ("Forty-two prisoners were executed in June.", [("executions", "exact", 42, "2023-06")]),
        ("Between January and March 2023, 37 people were hanged.", [("executions", "exact", 37, "2023-01/2023-03")]),
        ("Since the coup in 2021 more than 90 villagers have been killed.", [("killings", "over", 90, "since the coup")]),
        ("She is 34, was held for 12 days under article 9 and fined $400.", []),
        ("The three men were hanged.", []),
        ("دست‌کم ۴۳ شهروند در سال ۱۴۰۱ بازداشت شدند.", [("arrests", "at_least", 43, "jalali:1401")]),
        ("بیش از ۵۴۰ نفر اعدام شدند.", [("executions", "over", 540, None)]),
        ("این سه نفر بازداشت شدند.", []),
    ],
)
def test_counts(text: str, found: list[tuple[str, str, int, str | None]]) -> None:
    assert counted(text) == found


def test_a_number_that_announces_names_is_no_count() -> None:
    assert counted("Three activists, Lena Orsk, Ivo Prell and Dan Marsh, were arrested.") == []
