from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from muniment.act.masking import MASK, found, masked, others
from muniment.model.claim import Words
from muniment.model.name import Name
from muniment.model.text import key
from tests.makers import World, make_id, nader, standing

NAMES = st.sampled_from(("Dara Sulvani", "دارا سولوانی", "Mehdi Öztürk"))


def test_a_name_is_found_however_it_is_spelled():
    names = {key("دارا سولوانی"), key("Dara Sulvani")}
    assert masked("با دارا سولواني رفت", names) == f"با {MASK} رفت"
    assert masked("with DARA  SULVANI.", names) == f"with {MASK}."


def test_a_name_inside_another_word_is_left():
    assert masked("Sulvanistan", {"sulvani"}) == "Sulvanistan"


def test_the_people_of_the_letter_and_those_revealed_are_not_masked():
    world, who = nader()
    other = world.person("Dara Sulvani")
    assert others(world.case(), [who]) == {"dara sulvani", "sulvani"}
    assert others(world.case(), [who, other]) == frozenset()
    assert others(world.case(), [who], ["Dara Sulvani"]) == frozenset()


def test_a_relative_of_the_same_family_name_is_masked_by_the_whole_name_alone():
    world, who = nader()
    world.person("Mina Kelarud")
    assert others(world.case(), [who]) == {"mina kelarud"}


def test_a_court_that_was_misread_as_a_person_is_left_to_stand_until_somebody_says_it_is_one():
    world, who = nader()
    world.act(who, "trial", court="Branch 3 of the Korsha Bench", place="Selmand")
    read = world.says(who, Name(text="Korsha Bench"), "name", about=make_id("me"), accepted=False)
    world.says(who, Name(text="Dara Sulvani"), "name", about=make_id("me"), accepted=False)
    assert others(world.case(), [who]) == {"dara sulvani", "sulvani"}
    assert masked("taken by Branch 3 of the Korsha Bench", others(world.case(), [who])) == "taken by Branch 3 of the Korsha Bench"
    world.claims[world.claims.index(read)] = replace(read, standing=standing("accepted"))
    assert "korsha bench" in others(world.case(), [who])


def test_a_court_that_nobody_accepted_unmasks_nobody():
    world, who = nader()
    world.says(who, Name(text="Mina Orsavel"), "name", about=make_id("me"), accepted=False)
    world.says(who, Words(text="the court of Mina Orsavel"), "court", accepted=False)
    assert others(world.case(), [who]) == {"mina orsavel", "orsavel"}


@given(st.text(max_size=30), NAMES, st.text(max_size=30))
def test_nothing_of_the_name_is_left_and_nothing_else_is_lost(before, name, after):
    text = f"{before} {name} {after}"
    out = masked(text, {key(name)})
    assert not found(out, {key(name)})
    assert MASK in out
    assert out.startswith(before) or key(name) in key(before + " " + name)


def test_a_world_without_others_masks_nothing():
    world = World()
    who = world.person("A B")
    assert others(world.case(), [who]) == frozenset()
