from datetime import date

import pytest

from muniment.act.mandates import mandates, propose
from muniment.model.claim import Words
from muniment.warn import state
from tests.makers import NOW, World

DAY = date(2026, 11, 22)


def proposed(world, who, country=None, on=DAY):
    return {a.code: a.is_chosen for a in propose(world.case(), [state(world.case(), who, NOW)], country, on)}


def test_every_line_has_its_source_its_day_and_its_mark():
    codes = [m.code for m in mandates()]
    assert len(set(codes)) == len(codes)
    for mandate in mandates():
        assert mandate.source.startswith("https://")
        assert mandate.checked_on
        assert mandate.verify in (True, False)
        assert mandate.why


@pytest.mark.parametrize(
    ("act", "code", "is_chosen"),
    [
        ("death_sentence", "SR-EJE", True),
        ("torture", "SR-TORT", True),
        ("solitary_confinement", "SR-TORT", False),
        ("enforced_disappearance", "WGEID", True),
        ("denial_of_counsel", "SR-JUDGE", True),
        ("arrest", "WGAD", False),
    ],
)
def test_an_act_points_to_its_mandate(act, code, is_chosen):
    world = World()
    who = world.person()
    world.act(who, act)
    assert proposed(world, who)[code] == is_chosen


def test_a_denied_act_points_nowhere():
    world = World()
    who = world.person()
    world.act(who, "torture", modality="denied")
    assert proposed(world, who) == {}


def test_a_charge_as_given_is_considered_never_chosen():
    world = World()
    who = world.person()
    world.act(who, "death_sentence", charges=("waging war on God",))
    assert proposed(world, who)["SR-CT"] is False


def test_an_occupation_and_a_sex_are_considered():
    world = World()
    who = world.person()
    world.says(who, Words(text="journalist"), "occupation")
    world.says(who, Words(text="female"), "sex")
    assert {"SR-HRD", "SR-VAW"} <= set(proposed(world, who))


def test_a_mandate_is_not_proposed_before_it_existed():
    world = World()
    who = world.person()
    world.act(who, "death_sentence")
    assert "SR-IRAN" in proposed(world, who, "Islamic Republic of Iran")
    assert "SR-IRAN" not in proposed(world, who, "Islamic Republic of Iran", date(2010, 1, 1))
