"""Whom pronouns mean from sentence to sentence: the last one in view, the group told together, nobody where it does not fit."""

import pytest

from muniment.document.cast import Cast, Member
from muniment.document.elements import Element
from muniment.document.focus import DEPTH, Focus


def focus(*sexes: str | None) -> Focus:
    cast = Cast()
    cast.people = [Member(name=f"Person {n}", sex=sex) for n, sex in enumerate(sexes)]  # type: ignore[call-arg]
    return Focus(cast)


def named(*people: int, **said: bool) -> Element:
    return Element(0, 0, "people", people, **said)


def test_the_last_one_that_something_was_said_of_is_meant() -> None:
    view = focus(None, None, None)
    view.move([named(0)], [0])
    view.move([named(1)], [1])
    assert view.one(None) == (1,)
    view.move([named(2), named(0)], [0])
    assert view.one(None) == (0,), "what was done to somebody counts before who only stands beside"


def test_a_pronoun_passes_over_whom_its_gender_speaks_against_and_teaches_the_gender_of_whom_it_meant() -> None:
    view = focus("male", None, "female")
    for person in (0, 1, 2):
        view.move([named(person)], [person])
    assert view.one("male") == (1,)
    assert view.cast.people[1].sex == "male"
    assert view.one("female") == (2,)


def test_those_within_the_sentence_are_asked_first() -> None:
    view = focus(None, None)
    view.move([named(0)], [0])
    assert view.one(None, within=[1]) == (1,)


def test_nobody_is_meant_where_nobody_was_named() -> None:
    view = focus("male")
    assert (view.one(None), view.many(None), view.many(2), view.first()) == ((), (), (), ())
    view.move([named(0)], [0])
    assert view.one("female") == ()


def test_they_are_those_told_together_and_a_number_that_does_not_fit_means_nobody() -> None:
    view = focus(*[None] * 4)
    view.move([named(0, 1, 2)], [0, 1, 2])
    assert view.many(None) == view.many(3) == (0, 1, 2)
    assert view.many(2) == ()
    view.move([named(3)], [3])
    assert view.many(None) == (0, 1, 2), "one person alone does not part a group"
    assert view.many(4) == (0, 1, 2, 3)


def test_people_named_one_by_one_in_a_sentence_are_a_group_too() -> None:
    view = focus(None, None)
    view.move([named(0), named(1)], [])
    assert view.many(2) == (0, 1)


def test_unnamed_people_part_the_group_that_was_meant() -> None:
    view = focus(None, None)
    view.move([named(0, 1)], [0, 1])
    view.move([Element(0, 0, "unnamed", ())], [])
    assert view.many(None) == ()


def test_speakers_and_offices_do_not_come_into_view() -> None:
    view = focus(None, None)
    view.move([named(0)], [0])
    view.move([named(1, marked=True)], [])
    assert view.one(None) == (0,)


def test_a_sentence_about_a_pronouns_person_goes_on_with_them() -> None:
    view = focus(None, None, None)
    view.move([named(0)], [0])
    view.move([Element(0, 0, "pronoun", (0,)), named(1, 2)], [])
    assert view.one(None) == (0,)


@pytest.mark.parametrize("possessive", [True, False])
def test_his_brother_is_not_himself(possessive: bool) -> None:
    view = focus(None, None)
    view.move([named(0)], [0])
    view.move([Element(0, 0, "pronoun", (0,), possessive=possessive), named(1)], [1])
    assert view.one(None) == ((1,) if possessive else (0,))


def test_a_client_is_whom_the_text_had_in_view_first() -> None:
    view = focus(None, None, None)
    for person in (0, 1, 2):
        view.move([named(person)], [person])
    assert view.first() == (0,)


def test_no_more_are_kept_in_view_than_a_reader_remembers() -> None:
    view = focus(*[None] * (DEPTH + 5))
    for person in range(DEPTH + 5):
        view.move([named(person)], [person])
    assert len(view.single) == DEPTH
    assert view.first() == (5,)
