import pytest

from muniment.model.claim import Words
from muniment.warn import hints
from muniment.warn.process import codes
from tests.makers import World, nader


def found(world, who):
    return {hint.code for hint in hints(world.case(), who)}


def test_there_are_forty_codes_each_with_a_norm():
    assert [c.code for c in codes().code] == [f"DP{n:02}" for n in range(1, 41)]
    assert all(c.norms and c.title for c in codes().code)


def test_the_published_pair_and_the_third_man_do_not_bleed_into_each_other():
    world = World()
    pair, third = world.person("First Person"), world.person("Third Person")
    world.act(pair, "execution", quote="were executed without prior notice to them or their families")
    world.act(pair, "denial_of_contact", quote="who were also denied a final visit")
    world.act(pair, "torture")
    world.act(pair, "forced_confession")
    world.act(pair, "trial", court="Tehran Revolutionary Court")
    world.act(third, "denial_of_counsel", quote="He was denied legal counsel")
    world.act(third, "trial", condition="tried via video conference")
    world.act(third, "death_sentence", condition="sentenced without evidence")
    assert found(world, pair) == {"DP11", "DP12", "DP21", "DP29", "DP30"}
    assert found(world, third) == {"DP16", "DP18", "DP22"}


@pytest.mark.parametrize(
    ("act", "condition", "code"),
    [
        ("trial", "ویدیو کنفرانس", "DP18"),
        ("trial", "به صورت غيابي", "DP19"),
        ("denial_of_counsel", "during interrogation", "DP14"),
        ("arrest", "without a warrant", "DP07"),
        ("execution", "بدون اطلاع خانواده", "DP29"),
    ],
)
def test_a_cue_in_the_condition_of_the_act_speaks_to_its_code(act, condition, code):
    world = World()
    who = world.person()
    world.act(who, act, condition=condition)
    assert code in found(world, who)


def test_counsel_denied_during_interrogation_says_nothing_of_the_trial():
    world = World()
    who = world.person()
    world.act(who, "denial_of_counsel", condition="during interrogation")
    assert "DP16" not in found(world, who)


def test_a_denied_act_is_shown_as_denied():
    world = World()
    who = world.person()
    act = world.act(who, "torture", modality="denied")
    (hint,) = hints(world.case(), who)
    assert (hint.code, hint.polarity, hint.claims) == ("DP11", "denied", (act.id,))


@pytest.mark.parametrize("fields", [{"accepted": False}, {"is_coerced": True}, {"modality": "planned"}, {"modality": "hypothetical"}])
def test_what_is_unread_coerced_or_not_yet_done_is_no_hint(fields):
    world = World()
    who = world.person()
    world.act(who, "torture", **fields)
    assert not found(world, who)


def test_a_cue_without_its_act_is_no_hint():
    world = World()
    who = world.person()
    world.says(who, Words(text="without evidence"), "condition")
    assert not found(world, who)


def test_the_case_of_the_pictures():
    world, who = nader()
    assert {"DP03", "DP09", "DP16"} <= found(world, who)
