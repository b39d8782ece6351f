import pytest
from hypothesis import given

from muniment.act.dates import bare, phrase
from muniment.model.when import When
from tests.model.test_when import whens


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2024-10-03", "on 3 October 2024"),
        ("2024-10-03~", "on or about 3 October 2024"),
        ("2024-10", "in October 2024"),
        ("2024", "in 2024"),
        ("2024~", "in about 2024"),
        ("2025-03-20/2025-06-21", "between 20 March and 21 June 2025"),
        ("2024-12-20/2025-01-21", "between 20 December 2024 and 21 January 2025"),
        ("2024-10-03/..", "on or after 3 October 2024"),
        ("../2024-10-03", "on or before 3 October 2024"),
        ("1403/07/12", "on 3 October 2024 (12 Mehr 1403)"),
        ("jalali:1404", "between 21 March 2025 and 20 March 2026 (1404)"),
    ],
)
def test_a_date_is_as_vague_as_its_source(said, expected):
    assert phrase(When.parse(said)) == expected


@given(whens())
def test_every_date_can_be_said_on_one_line(when):
    assert "\n" not in phrase(when)
    assert "None" not in phrase(when) + bare(when)
