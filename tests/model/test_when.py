from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.errors import BadInputError
from muniment.model.when import When, WhenError
from tests.model.nouns import whens

DAYS = st.dates(date(1502, 1, 1), date(2500, 12, 31))


def test_a_month_is_all_of_it_and_no_day_is_invented():
    month = When.parse("2025-07")
    assert (month.earliest, month.latest, month.precision) == ("2025-07-01", "2025-07-31", "month")


def test_a_solar_hijri_year_spans_parts_of_two_gregorian_ones():
    year = When.parse("jalali:1404")
    assert (year.earliest, year.latest, year.calendar) == ("2025-03-21", "2026-03-20", "solar-hijri")


@pytest.mark.parametrize("said", ["1404/05/05", "۱۴۰۴/۰۵/۰۵", "jalali:1404-05-05", "١٤٠٤-٠٥-٠٥"])
def test_a_day_as_iranian_documents_write_it(said):
    assert When.parse(said).earliest == When.parse(said).latest == "2025-07-27"
    assert When.parse(said).words == said


def test_an_imperial_year_is_read_as_solar_hijri():
    assert When.parse("2537/11/22").earliest == "1979-02-11"


def test_an_islamic_day_keeps_a_day_of_doubt_on_each_side():
    day = When.of(1446, 9, 1, calendar="islamic")
    assert (day.last - day.first).days == 2
    assert day.overlaps(When.parse("2025-03-01")) == "unknown"


def test_edtf_with_unknown_parts_about_and_open_ends():
    assert When.parse("1988-XX-XX").edtf == "1988"
    assert When.parse("1988-07-XX").edtf == "1988-07"
    assert When.parse("1988-07~").is_approximate
    assert When.parse("1988-07/1988-09").edtf == "1988-07-01/1988-09-30"
    assert When.parse("2025-07-24/..").edtf == "2025-07-24/.."
    assert When.parse("../2025-07").precision == "open"


@pytest.mark.parametrize("said", ["", "July", "2025-13", "2025-02-30", "2025/", "0000", "2025-XX-05", "1404-12-30", "2025-09/2025-07"])
def test_words_that_are_no_date_are_refused_in_words(said):
    with pytest.raises(WhenError):
        When.parse(said)


def test_a_day_without_its_month_is_refused():
    with pytest.raises(WhenError, match="needs its month"):
        When.of(2025, None, 5)


@given(st.text(max_size=24))
def test_no_other_error_escapes_the_parser(said):
    try:
        When.parse(said)
    except WhenError as refused:
        assert str(refused)


@given(whens())
def test_what_it_prints_reads_back_as_the_same_days(when):
    again = When.parse(when.edtf) if when.edtf != "../.." else When.between(None, None)
    assert (again.earliest, again.latest) == (when.earliest, when.latest)


@given(whens())
def test_it_survives_its_own_bytes(when):
    assert msgspec.json.decode(msgspec.json.encode(when), type=When) == when


@given(whens(), whens())
def test_before_and_after_mirror_each_other(one, other):
    assert one.before(other) == other.after(one)
    if one.before(other) == "yes":
        assert other.before(one) == "no"
        assert one.overlaps(other) == "no"


@given(whens(), whens())
def test_overlap_does_not_ask_who_is_first(one, other):
    assert one.overlaps(other) == other.overlaps(one)
    assert (one.meeting(other) is None) == (one.overlaps(other) == "no")


@given(whens(), whens(), whens())
def test_before_passes_on(one, two, three):
    if one.before(two) == "yes" and two.before(three) == "yes":
        assert one.before(three) == "yes"


@given(whens(), whens())
def test_what_both_allow_lies_within_both(one, other):
    if met := one.meeting(other):
        assert met.within(one)
        assert met.within(other)


@given(whens(), whens(), DAYS, DAYS)
def test_a_yes_or_no_holds_for_every_day_inside(one, other, a, b):
    inside = [w.first or w.last or d for w, d in ((one, a), (other, b))]
    if one.before(other) == "yes":
        assert inside[0] < inside[1]
    if one.before(other) == "no":
        assert not inside[0] < inside[1]


@pytest.mark.parametrize(
    ("day", "hours"),
    [("1988-07-15", 3.5), ("1980-07-15", 4.5), ("1991-07-15", 4.5), ("2007-07-15", 3.5), ("2008-07-15", 4.5), ("2022-07-15", 4.5)]
    + [("2023-07-15", 3.5), ("2025-07-15", 3.5), ("1977-12-01", 4.0), ("1990-07-15", 3.5), ("2006-07-15", 3.5)],
)
def test_tehran_is_as_far_from_greenwich_as_the_zone_database_says(day, hours):
    start, _ = When.parse(day).at("12:00", "Asia/Tehran").span
    assert (datetime.fromisoformat(f"{day}T12:00:00+00:00") - start).total_seconds() == hours * 3600


def test_a_day_without_a_clock_is_the_whole_day():
    assert When.parse("2025-07-27").span == (datetime(2025, 7, 27, tzinfo=UTC), datetime(2025, 7, 27, 23, 59, tzinfo=UTC))


def test_a_clock_needs_one_day_and_a_zone_that_exists():
    with pytest.raises(WhenError, match="one day"):
        When.parse("2025-07").at("05:20", "Asia/Tehran")
    for clock, zone in (("25:00", "Asia/Tehran"), ("05:20", "Asia/Nowhere"), ("05:20", "../../etc/passwd")):
        with pytest.raises(WhenError, match="There is no time"):
            When.parse("2025-07-27").at(clock, zone)


@pytest.mark.parametrize(
    "fields",
    [
        {"earliest": "yesterday"}, {"earliest": "20250727"}, {"latest": "2025-W30-7"}, {"earliest": "2025-02-29"},
        {"earliest": "2025-07-27", "latest": "2025-07-26"}, {"earliest": "2025-07-01", "latest": "2025-07-31", "clock": "05:20"},
        {"earliest": "2025-07-27", "latest": "2025-07-27", "clock": "26:00", "zone": "Asia/Tehran"},
        {"earliest": "2025-07-27", "latest": "2025-07-27", "clock": "05:20", "zone": "Tehran Time"},
    ],
)  # fmt: skip
def test_bytes_that_hold_an_impossible_date_are_refused_like_the_call_that_would_make_it(fields):
    with pytest.raises(WhenError):
        When(**fields)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"is": "when", **fields}, When)


def test_a_refused_date_is_bad_input_to_people_and_a_value_error_to_parsers():
    assert issubclass(WhenError, BadInputError)
    assert issubclass(WhenError, ValueError)


@given(whens(), whens())
def test_what_both_allow_does_not_ask_who_is_first_and_loses_nothing_to_itself(one, other):
    days = lambda w: None if w is None else (w.earliest, w.latest)  # noqa: E731
    assert days(one.meeting(other)) == days(other.meeting(one))
    assert days(one.meeting(one)) == days(one)


@given(whens(), whens(), whens())
def test_within_is_an_order(one, two, three):
    assert one.within(one)
    if one.within(two) and two.within(one):
        assert (one.earliest, one.latest) == (two.earliest, two.latest)
    if one.within(two) and two.within(three):
        assert one.within(three)


@given(whens(), whens(), whens())
def test_a_finer_reading_never_turns_a_yes_or_a_no_around(one, finer, other):
    """What was certain of the vaguer date stays certain of every date inside it."""
    if finer.within(one) and (said := one.before(other)) != "unknown":
        assert finer.before(other) == said


@given(whens())
def test_nothing_is_certainly_before_itself_and_a_single_day_certainly_is_not(when):
    assert when.before(when) != "yes"
    if when.earliest is not None and when.earliest == when.latest:
        assert when.before(when) == "no"
        assert when.overlaps(when) == "yes"


@pytest.mark.parametrize(
    ("year", "last"),
    [
        ("jalali:1370", "1992-03-20"),
        ("jalali:1374", "1996-03-19"),
        ("jalali:1375", "1997-03-20"),
        ("jalali:1403", "2025-03-20"),
        ("jalali:1407", "2029-03-19"),
        ("jalali:1408", "2030-03-20"),
    ],
)
def test_a_solar_hijri_year_ends_where_the_tabled_leap_years_end_it(year, last):
    assert When.parse(year).latest == last


def test_a_clock_at_tehran_is_one_moment_before_and_after_summer_time_was_given_up():
    summer, later = (When.parse(f"{year}-07-15").at("05:20", "Asia/Tehran") for year in (2022, 2023))
    assert summer.span == (datetime(2022, 7, 15, 0, 50, tzinfo=UTC),) * 2
    assert later.span == (datetime(2023, 7, 15, 1, 50, tzinfo=UTC),) * 2
