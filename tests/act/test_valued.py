import pytest

from muniment.act.people import subject
from muniment.act.urgent_appeal.valued import valued
from muniment.model.claim import Number, Words
from muniment.model.place import Place
from muniment.model.when import When
from tests.makers import World

HELD = ("prison", "{who} is{h} held at {value}", "where {who} is held")
BORN = ("birth", "{who} was{h} born {when}", "when {who} was born")


def told(property, template, label, *values):
    """One person of whom each document gives one value."""
    world = World()
    items = [world.document(f"Paper {letter}", grade="B", credibility="2") for letter in "ABC"[: len(values)]]
    who = world.person("Nader Kelarud", document=items[0])
    for item, value in zip(items, values, strict=True):
        world.says(who, value, property, document=item)
    case = world.case()
    return [s.text for s in valued(case, subject(case, who), property, template, label)], world


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["1992"], "According to Paper A, Nader Kelarud was born in 1992."),
        (["1992", "1992-05-04"], "Nader Kelarud was born on 4 May 1992."),
        (["1992", "1371"], "Nader Kelarud was born between 21 March 1992 and 20 March 1993 (1371)."),
        (["1992", "1993"], "Sources differ on when Nader Kelarud was born: 1992 according to Paper A; 1993 according to Paper B."),
    ],
)
def test_dates_that_agree_are_one_at_its_finest_and_others_stand_side_by_side(values, said):
    (text,), _ = told(*BORN, *(When.parse(value) for value in values))
    assert text == said


def test_a_place_with_its_town_is_the_same_place_in_full():
    (text,), _ = told(*HELD, Place(words="Kilometre 9 prison"), Place(words="Kilometre 9 prison, Selmand"))
    assert text == "Nader Kelarud is held at Kilometre 9 prison, Selmand."


def test_two_places_are_told_with_whose_word_each_is():
    (text,), _ = told(*HELD, Place(words="Old Port prison"), Place(words="Kilometre 9 prison"))
    assert (
        text
        == "Sources differ on where Nader Kelarud is held: Old Port prison according to Paper A; Kilometre 9 prison according to Paper B."
    )


def test_a_value_in_another_script_stands_as_written_and_is_no_rival():
    (text,), world = told(*HELD, Place(words="Kilometre 9 prison"), Place(words="زندان کیلومتر ۹"))
    assert text == "According to Paper A, Nader Kelarud is held at Kilometre 9 prison; Paper B writes \u2068زندان کیلومتر ۹\u2069."
    case = world.case()
    (sentence,) = valued(case, subject(case, world.entries[0].id), *HELD)
    assert len(sentence.claims) == 2, "the sentence rests on both"


def test_what_nobody_gives_is_no_sentence():
    world = World()
    who = world.person("Nader Kelarud")
    assert valued(world.case(), subject(world.case(), who), *HELD) == ()


def test_an_occupation_keeps_the_sources_word():
    texts, _ = told("occupation", "{who} is{h} a “{value}”", "the occupation of {who}", Words(text="teacher"))
    assert texts == ["According to Paper A, Nader Kelarud is a “teacher”."]


def test_a_number_keeps_its_rivals():
    (text,), _ = told("age", "{who} is{h} {value} years old", "the age of {who}", Number(n=34), Number(n=34), Number(n=36))
    assert text == "Sources differ on the age of Nader Kelarud: 34 according to Paper A and Paper B; 36 according to Paper C."
