import pytest

from muniment.act.hedges import WITHHELD, described, hedge, listed, titled, voice
from muniment.model.claim import Number, Voice
from tests.makers import World, make_source


def said(*documents, **fields):
    """One person's age, said once by each document."""
    world = World()
    items = [world.document(name, **grades) for name, grades in documents]
    who = world.person("A B", document=items[0])
    claims = [world.says(who, Number(n=40), "age", document=item, **({"credibility": "6"} | fields)) for item in items]
    return world.case(), claims


GOOD = {"grade": "B", "credibility": "2"}


@pytest.mark.parametrize(
    ("documents", "lead", "adverb"),
    [
        ([("One", GOOD)], "According to One, ", ""),
        ([("One", {"grade": "F", "credibility": "6"})], "According to One, ", " allegedly"),
        ([("One", GOOD), ("Two", GOOD)], "", ""),
        ([("One", GOOD), ("Two", {"grade": "C", "credibility": "2"})], "", " reportedly"),
        ([("One", GOOD), ("Two", GOOD | {"is_interested": True})], "", " reportedly"),
        ([("One", GOOD), ("Two", GOOD), ("Three", {"grade": "C", "credibility": "4", "is_interested": True})], "", ""),
    ],
)
def test_the_hedge_follows_origins_and_grades(documents, lead, adverb):
    case, claims = said(*documents)
    found = hedge(case, claims)
    assert (found.lead, found.adverb) == (lead, adverb)


def test_what_a_source_only_alleges_stays_alleged():
    case, claims = said(("One", GOOD), ("Two", GOOD), modality="alleged")
    assert hedge(case, claims).adverb == " allegedly"


def test_two_sites_that_repeat_one_origin_are_one_origin():
    world = World()
    first = world.document("Origin", **GOOD)
    second = world.document("Copy", **GOOD, derived_from=(world.sources[0].id,))
    who = world.person("A B", document=first)
    claims = [world.says(who, Number(n=40), "age", document=item) for item in (first, second)]
    assert hedge(world.case(), claims).lead == "According to Origin and Copy, "


def test_a_person_is_a_connection_or_withheld():
    assert described(make_source("Mina", type="person", connection="a sister")) == "a sister"
    assert described(make_source("Mina", type="person")) == WITHHELD
    assert described(make_source("Mina", type="unknown")) == WITHHELD
    assert described(make_source("The Daily", type="publication")) == "The Daily"


def test_a_speaker_who_is_only_a_name_is_not_named():
    for kind, expected in (("person", "a friend (quoting others)"), ("publication", "One (quoting others)")):
        world = World()
        item = world.document("One", type=kind, connection="a friend")
        who = world.person("A B", document=item)
        claim = world.says(who, Number(n=40), "age", document=item, stated_by=(Voice(name="Mina Kelarud"),))
        assert voice(world.case(), claim) == expected


def test_two_speakers_quoted_in_one_document_are_one_origin_and_so_is_one_speaker_in_two():
    world = World()
    first, second = world.document("One", **GOOD), world.document("Two", **GOOD)
    who = world.person("A B", document=first)
    for items, speakers in (((first, first), ("x", "y")), ((first, second), ("x", "x"))):
        claims = [
            world.says(who, Number(n=40), "age", document=item, stated_by=(Voice(name=name),))
            for item, name in zip(items, speakers, strict=True)
        ]
        assert len(world.case().origins(claims)) == 1


def test_lists_of_words():
    assert [listed(w) for w in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("State Gazette of Tavrin", "the State Gazette of Tavrin"),
        ("High Bench", "the High Bench"),
        ("Branch 3 of the Korsha Bench", "Branch 3 of the Korsha Bench"),
        ("The Korsha Post", "The Korsha Post"),
        ("Korsha Lawyers' Watch", "Korsha Lawyers' Watch"),
    ],
)
def test_the_name_of_a_body_takes_its_article_in_a_sentence(name, written):
    assert titled(name) == written
