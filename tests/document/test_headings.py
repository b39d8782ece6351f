"""Headings that are an act of the items under them. Everyone is invented."""

import pytest

from muniment.document import extract

HEADED = """BULLETIN

{heading}
* Ivo Prell, 27, at Karst Prison on 4 November 2025.
* Lena Orsk, who was pardoned at the last minute.
"""


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("Executed", "execution"), ("Arrested:", "arrest"), ("Released", "release")],
)
def test_an_item_has_the_act_of_its_heading(heading: str, kind: str) -> None:
    ivo = extract(HEADED.format(heading=heading)).people[0]
    assert [(a.type, a.date, a.place) for a in ivo.acts] == [(kind, "2025-11-04", "Karst Prison")]


def test_a_sentence_is_not_passed_in_the_prison_it_is_served_in() -> None:
    ivo = extract(HEADED.format(heading="Sentenced to death")).people[0]
    assert [(a.type, a.date, a.place) for a in ivo.acts] == [("death_sentence", "2025-11-04", None)]


def test_an_item_that_goes_on_with_a_verb_tells_its_own_story() -> None:
    lena = extract(HEADED.format(heading="Executed")).people[1]
    assert [a.type for a in lena.acts] == ["release"]


@pytest.mark.parametrize("heading", ["Executions", "Not executed", "To be executed", "Executions averted", "Prisoners"])
def test_a_heading_that_is_more_or_less_than_an_act_gives_none(heading: str) -> None:
    assert all(a.type != "execution" for p in extract(HEADED.format(heading=heading)).people for a in p.acts)
