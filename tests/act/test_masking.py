from hypothesis import given
from hypothesis import strategies as st

from muniment.act.masking import MASK, found, masked, others
from muniment.model.text import key
from tests.makers import World, nader

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
