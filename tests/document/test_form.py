"""The forms as data, and what answers become."""

import tomllib
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.document.dated import Dated
from muniment.document.form import blank, chosen, filled, fits, form, forms, note
from muniment.model.calendars import Calendar
from muniment.model.claim import Words
from muniment.model.errors import BadInputError
from muniment.model.when import When


@pytest.mark.parametrize("name", forms())
def test_every_field_takes_what_its_property_takes_and_is_named_once_in_both_languages(name: str) -> None:
    asked = form(name)
    assert fits(asked)
    names = [field.name for field in asked.field]
    assert len(names) == len(set(names))
    assert all(field.en and field.fa for field in asked.field)
    assert sum(field.part == "head" for field in asked.field) <= 1


def test_a_code_means_one_thing() -> None:
    known = chosen()
    assert all(known[c[0]] == c for f in forms().values() for field in f.field for c in field.choices)


@pytest.mark.parametrize("name", forms())
def test_a_blank_form_is_toml_that_says_nothing_yet(name: str) -> None:
    read = tomllib.loads(blank(form(name)))
    assert read == {"form": name, "answers": {}}
    with pytest.raises(BadInputError, match="Nothing was filled in"):
        filled(form(name), read["answers"])


def test_charges_stay_as_given_and_in_their_order() -> None:
    said = filled(form("arrest"), {"charge": ("enmity", "assembly")})
    assert [one.value for one in said] == [Words(text="enmity"), Words(text="assembly")]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"unheard": "x"}, "has no field"),
        ({"detention-type": "house"}, "does not take"),
        ({"age-then": "ten"}, "whole number"),
        ({"type": "picnic"}, "kind of act"),
        ({"victim": ("A", "B")}, "takes one answer"),
        ({"date": "lately"}, "not a date"),
        ({"place": Dated(year=2024)}, "takes no date"),
        ({"place": "x" * 4001}, "4,001"),
    ],
)
def test_an_answer_that_its_field_does_not_take_is_refused(answers: dict, told: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(BadInputError, match=told):
        filled(form("arrest"), answers)


def test_a_date_stays_as_open_as_it_was_given() -> None:
    said = Dated(calendar="solar-hijri", year=1403, month=7, words="مهر", is_approximate=True).when()
    assert (said.earliest, said.latest, said.precision, said.words, said.is_approximate) == (
        "2024-09-22",
        "2024-10-21",
        "month",
        "مهر",
        True,
    )
    span = Dated(calendar="islamic", year=1446, until_year=1446, until_month=2).when()
    assert span.precision == "interval" and span.calendar == "islamic" and span.latest is not None
    with pytest.raises(BadInputError, match="needs its month"):
        Dated(year=2024, day=3).when()
    with pytest.raises(BadInputError, match="needs its year"):
        Dated(year=2024, until_month=3).when()


def test_a_year_of_another_calendar_is_refused_and_not_moved_by_six_centuries() -> None:
    for calendar, year in (("solar-hijri", 2024), ("gregorian", 1403)):
        with pytest.raises(BadInputError, match="not counted"):
            Dated(calendar=calendar, year=year).when()  # type: ignore[arg-type]
    assert Dated(calendar="solar-hijri", year=2535).when().first == date(1976, 3, 21)


@given(
    st.sampled_from(get_args(Calendar)),
    st.integers(),
    st.none() | st.integers(-2, 40),
    st.none() | st.integers(-2, 40),
    st.none() | st.integers(0, 3000),
)
def test_any_parts_are_a_date_or_refused(calendar: Calendar, year: int, month: int | None, day: int | None, until: int | None) -> None:
    try:
        said = Dated(calendar=calendar, year=year, month=month, day=day, until_year=until).when()
    except BadInputError:
        return
    assert isinstance(said, When)


@given(st.dictionaries(st.sampled_from(["victim", "place", "case-description"]), st.text(max_size=40), max_size=3))
def test_each_answer_stands_on_its_line_of_the_note(answers: dict[str, str]) -> None:
    try:
        said = filled(form("arrest"), answers)
    except BadInputError:
        return
    body, places = note(form("arrest"), said, "Filled in by someone")
    assert [body[a:b] for a, b in places] == [one.words for one in said]
