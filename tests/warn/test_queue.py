from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from muniment.warn import LEVELS, queue
from muniment.warn.ladder import ladder
from tests.makers import NOW, World, make_consent, nader


def planned(world, name, date=None):
    who = world.person(name)
    world.act(who, "death_sentence")
    world.act(who, "execution", modality="planned", date=date)
    return who


def test_the_fewest_hours_come_first_and_no_date_comes_last():
    world = World()
    third, second, first = planned(world, "A B"), planned(world, "C D", "2026-11-25"), planned(world, "E F", "2026-11-23")
    assert [p.entry for p in queue(world.case(), NOW).danger] == [first, second, third]


def test_a_day_is_a_range_of_hours():
    world = World()
    planned(world, "A B", "2026-11-23")
    hours = queue(world.case(), NOW).danger[0].hours
    assert (hours.least, hours.most, hours.has_passed) == (9, 33, False)


def test_two_sources_that_differ_widen_the_range():
    world = World()
    who = planned(world, "A B", "2026-11-23")
    world.act(who, "execution", modality="planned", date="2026-11-25", document=world.document("Another"))
    hours = queue(world.case(), NOW).danger[0].hours
    assert (hours.least, hours.most) == (9, 81)
    assert len(hours.claims) == 2


def test_a_date_that_has_passed_stands_at_nought_until_someone_learns_more():
    world = World()
    planned(world, "A B", "2026-11-20")
    hours = queue(world.case(), NOW).danger[0].hours
    assert (hours.least, hours.most, hours.has_passed) == (0, 0, True)


def test_the_dead_and_the_released_leave_with_their_reason():
    world = World()
    dead, free = world.person("A B"), world.person("C D")
    world.act(dead, "death_sentence")
    claim = world.act(dead, "execution", date="2026-11-18")
    world.act(free, "release")
    gone = {p.entry: p for p in queue(world.case(), NOW).left}
    assert set(gone) == {dead, free}
    assert gone[dead].state.reasons[0].claims == (claim.id,)
    assert gone[dead].hours is None


def test_what_is_missing_to_act_is_named():
    world, who = nader()
    lacking = {m.code: m.blocks for m in queue(world.case(), NOW).danger[0].missing}
    assert lacking == {"consent_submit": True, "consent_name": True}
    world.consents.append(make_consent(who, "submit", "name-in-letter", basis="next-of-kin"))
    assert queue(world.case(), NOW).danger[0].missing == ()


def test_a_refusal_beside_a_yes_is_not_a_yes():
    world, who = nader()
    world.consents += [make_consent(who, "submit", "name-in-letter"), make_consent(who, "submit", basis="withdrawn")]
    assert [m.code for m in queue(world.case(), NOW).danger[0].missing] == ["consent_submit"]


def test_one_origin_behind_it_asks_for_a_second():
    world = World()
    planned(world, "A B")
    codes = {m.code for m in queue(world.case(), NOW).danger[0].missing}
    assert {"second_origin", "court", "place_held", "date"} <= codes


@given(st.lists(st.sampled_from(("arrest", "death_sentence", "sentence_upheld", "transfer", "execution", "release")), max_size=12))
def test_everyone_stands_in_one_list_at_most_and_in_order(acts):
    world = World()
    people = [world.person(f"A {n}") for n in range(3)]
    for n, act in enumerate(acts):
        world.act(people[n % 3], act)
    found = queue(world.case(), NOW)
    listed = [p.entry for p in (*found.danger, *found.watched, *found.left)]
    assert len(listed) == len(set(listed))
    levels = [LEVELS.index(p.state.level) for p in (*found.danger, *found.watched)]
    assert levels == sorted(levels, reverse=True)


def test_a_thousand_people_are_ordered_within_seconds():
    world = World()
    for n in range(1000):
        planned(world, f"Person {n}", "2026-11-25")
    before = NOW.now()
    assert len(queue(world.case(), NOW).danger) == 1000
    assert NOW.now() - before < timedelta(seconds=10)


def test_the_data_of_the_ladder_are_whole():
    data = ladder()
    assert {*(r.level for r in (*data.step, *data.sign)), "dead", "free", "disappeared"} <= set(data.letters)
    assert msgspec.convert(msgspec.to_builtins(data), type(data)) == data


def test_nothing_is_said_to_be_missing_for_those_who_left_the_list():
    world = World()
    who = world.person("A B")
    world.act(who, "execution", date="2026-11-18")
    (gone,) = queue(world.case(), NOW).left
    assert (gone.entry, gone.missing, gone.hours) == (who, (), None)
