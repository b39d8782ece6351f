from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.calendars import CalendarError, common, from_gregorian, month_length, to_gregorian

DAYS = st.dates(date(700, 1, 1), date(2600, 12, 31))
CALENDARS = st.sampled_from(("gregorian", "solar-hijri", "islamic"))
PAIRS = (
    ("2025-07-27", (1404, 5, 5)),
    ("2025-07-24", (1404, 5, 2)),
    ("2025-07-12", (1404, 4, 21)),
    ("2025-07-07", (1404, 4, 16)),
    ("1988-07-19", (1367, 4, 28)),
    ("1988-09-22", (1367, 6, 31)),
    ("2022-09-16", (1401, 6, 25)),
    ("1979-02-11", (1357, 11, 22)),
)


@pytest.mark.parametrize(("day", "there"), PAIRS)
def test_the_published_pairs_hold_both_ways(day, there):
    assert to_gregorian("solar-hijri", *there) == date.fromisoformat(day)
    assert from_gregorian("solar-hijri", date.fromisoformat(day)) == there


def test_first_of_farvardin_is_on_the_published_days():
    twentieth = {1399, 1403, 1407, 1408}
    for year in range(1399, 1410):
        assert to_gregorian("solar-hijri", year, 1, 1).day == (20 if year in twentieth else 21), year


def test_solar_hijri_leap_years_have_gaps_of_five_and_never_follow_year_modulo_four():
    leap = [year for year in range(1358, 1413) if month_length("solar-hijri", year, 12) == 30]
    assert leap == [1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412]


def test_a_thirtieth_of_esfand_exists_in_leap_years_alone():
    assert to_gregorian("solar-hijri", 1403, 12, 30) == date(2025, 3, 20)
    with pytest.raises(CalendarError):
        to_gregorian("solar-hijri", 1404, 12, 30)


def test_the_imperial_years_are_those_of_the_revolution():
    assert [common(year) for year in (2535, 2536, 2537)] == [1355, 1356, 1357]
    assert common(2538) == 2538
    assert to_gregorian("solar-hijri", 2537, 11, 22) == date(1979, 2, 11)


def test_known_islamic_days_are_within_a_day():
    assert abs(to_gregorian("islamic", 1446, 9, 1) - date(2025, 3, 1)) <= timedelta(days=1)
    assert abs(to_gregorian("islamic", 1410, 1, 1) - date(1989, 8, 3)) <= timedelta(days=1)


@given(CALENDARS, DAYS)
def test_every_day_goes_to_a_calendar_and_comes_back(calendar, day):
    assert to_gregorian(calendar, *from_gregorian(calendar, day)) == day


@given(CALENDARS, DAYS)
def test_the_next_day_is_the_next_day_in_every_calendar(calendar, day):
    year, month, number = from_gregorian(calendar, day)
    following = from_gregorian(calendar, day + timedelta(days=1))
    last = number == month_length(calendar, year, month)
    assert following == ((year + month // 12, month % 12 + 1, 1) if last else (year, month, number + 1))


@given(CALENDARS, st.integers(-5, 20_000), st.integers(-3, 15), st.integers(-3, 35))
def test_a_day_that_does_not_exist_is_our_error(calendar, year, month, day):
    try:
        there = to_gregorian(calendar, year, month, day)
    except CalendarError as refused:
        assert calendar in str(refused)
    else:
        assert from_gregorian(calendar, there) == (common(year) if calendar == "solar-hijri" else year, month, day)
