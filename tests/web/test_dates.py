"""Dates for the reader: the language's calendar leads, and nothing becomes sharper than it was given."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from muniment.model.when import When
from muniment.web.dates import clock, day, moment, months, span, when


def test_a_day_stands_in_both_calendars() -> None:
    assert (day("en", date(2024, 10, 3)).lead, day("en", date(2024, 10, 3)).second) == ("3 October 2024", "12 Mehr 1403")
    assert (day("fa", date(2024, 10, 3)).lead, day("fa", date(2024, 10, 3)).second) == ("۱۲ مهر ۱۴۰۳", "۳ اکتبر ۲۰۲۴")


def test_a_month_stays_a_month_in_its_own_calendar_and_a_range_in_the_other() -> None:
    found = when("en", When.of(1403, 10, calendar="solar-hijri"))
    assert (found.lead, found.second) == ("21 December 2024 to 19 January 2025", "Dey 1403")


def test_a_year_stays_a_year() -> None:
    assert when("en", When.of(2024)).lead == "2024"
    assert when("fa", When.of(1404, calendar="solar-hijri")).lead == "۱۴۰۴"


def test_several_months_are_named_from_the_first_to_the_last() -> None:
    assert span("en", date(2025, 3, 1), date(2025, 6, 30)).lead == "March to June 2025"


def test_about_stays_about_and_the_words_of_the_source_travel_along() -> None:
    found = when("en", When.parse("2024~"))
    assert (found.lead, found.words) == ("about 2024", "2024~")


def test_an_open_end_is_said_and_a_missing_date_is_not_invented() -> None:
    assert when("en", When.between(date(2024, 10, 3), None)).lead == "3 October 2024 or later"
    assert when("en", When.between(None, date(2024, 10, 3))).lead == "3 October 2024 or earlier"
    assert when("en", When()).lead == "not documented"


def test_an_islamic_date_is_shown_when_the_source_uses_that_calendar() -> None:
    assert "Rabi I" in when("en", When.of(1446, 3, 29, calendar="islamic")).second


def test_clock_times_say_that_they_are_utc() -> None:
    at = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)
    assert (clock("fa", at), moment("en", at)) == ("۱۴:۲۰ \u2068UTC\u2069", "22 November 2026, 14:20 UTC")


@given(st.dates(date(1800, 1, 1), date(2150, 1, 1)), st.integers(0, 4000))
def test_any_span_has_words_in_both_calendars_and_both_languages(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    for lang in ("en", "fa"):
        found = span(lang, first, last)
        assert found.lead
        assert found.second


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 3000), st.sampled_from([1, 2, 3, 6, 12]))
def test_month_rules_lie_inside_and_in_order(first: date, days: int, every: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    for calendar in ("gregorian", "solar-hijri"):
        found = [on for on, _ in months("en", calendar, first, last, every)]
        assert found == sorted(found)
        assert all(first <= on <= last for on in found)
