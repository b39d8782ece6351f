"""Dates as coarse as they were said, in three calendars. Every sentence is invented."""

from datetime import date

import pytest

from muniment.document.dates import Reader, document_date
from muniment.document.view import view

TODAY = date(2024, 5, 16)  # a Thursday


def found(sentence: str, language: str = "en", today: date | None = TODAY) -> list[str]:
    text = view(sentence).text
    return [mention.value for mention in Reader(today).read(text, 0, len(text), language)]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("He was held on 3 March 2021.", ["2021-03-03"]),
        ("She left on April 9th, 2020.", ["2020-04-09"]),
        ("It happened in June 2019.", ["2019-06"]),
        ("They met in late 2022.", ["2022"]),
        ("He was freed on Monday.", ["2024-05-13"]),
        ("He will be tried on Monday.", ["2024-05-20"]),
        ("He was freed on 20 December.", ["2023-12-20"]),
        ("She was taken on 4 July 2021 and charged three days later.", ["2021-07-04", "2021-07-07"]),
        ("He began in 1983. Three years later he left.", ["1983", "1986"]),
        ("He was held on 5 Tir 1401.", ["2022-06-26"]),
        ("It was 3/4/2021.", ["2021"]),
        ("A man aged 34 was fined under Article 1990.", []),
    ],
)
def test_english_dates(sentence: str, values: list[str]) -> None:
    assert found(sentence) == values


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("او ۵ تیر ۱۴۰۱ بازداشت شد.", ["2022-06-26"]),
        ("او در سال ۱۴۰۰ محکوم شد.", ["jalali:1400"]),
        ("او در مهر ۱۳۹۹ آزاد شد.", ["jalali:1399-07"]),
        ("او بیست‌ودوم دی ۱۳۹۸ رفت.", ["2020-01-12"]),
        ("او ۱۲ ژوئن ۲۰۲۱ رفت.", ["2021-06-12"]),
    ],
)
def test_persian_dates(sentence: str, values: list[str]) -> None:
    assert found(sentence, "fa") == values


def test_without_a_document_date_a_weekday_is_left_out() -> None:
    assert found("He was freed on Monday.", today=None) == []


def test_a_document_is_dated_by_its_dateline_and_not_by_what_it_tells() -> None:
    assert document_date("LENVA, 12 March 2022 - A court met.") == date(2022, 3, 12)
    assert document_date("Released on 2 June 1979, he went back to his press.\n") is None
