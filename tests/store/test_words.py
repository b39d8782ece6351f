"""Words: cut the same way for the index and for a query, of every kind of noun that says something."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model import Noun
from muniment.model.claim import Asked, Number, Quantity, Said, Voice
from muniment.model.place import Place
from muniment.store.words import LONGEST, PART, Words, _parts, bones, terms, vector, words
from tests.model.nouns import nouns
from tests.store.makers import make_claim, make_evidence, make_passage, make_source, make_text


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_a_word_holds_no_sign_that_a_database_could_read(text: str) -> None:
    for word in terms(text):
        assert word and not set(word) & set(" '\"\\:*&|!()<>-^\x00\t\n") and len(word) <= LONGEST


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.text(st.characters(codec="utf-8"), max_size=40))
def test_words_of_two_lines_are_the_words_of_each(one: str, two: str) -> None:
    assert terms(one + "\n" + two) == terms(one) + terms(two)


@given(nouns())
def test_every_noun_is_either_found_by_something_or_by_nothing(noun: Noun) -> None:
    said = words(noun)
    assert said is None or said.title or said.body or said.names


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Said(speaker="Ilmar Tavos", words="we heard shots", is_quote=True), "shots"),
        (Asked(addressee="Ministry", action="release the fishers"), "fishers"),
        (Quantity(subject="boats", comparator="exact", number=14, period="2025"), "14"),
        (Place(words="the old harbour"), "harbour"),
        (Number(n=34), "gazette"),
    ],
)
def test_a_claim_is_found_by_what_is_said_and_by_who_said_it(value: Any, expected: str) -> None:
    evidence = make_evidence()
    claim = make_claim(evidence, make_passage(evidence), value, stated_by=(Voice(name="Harbour Gazette"),))
    said = words(claim)
    assert said is not None
    assert {expected, "gazette"} <= {*terms(said.title), *terms(said.body)}


def test_the_title_of_evidence_stands_before_its_file_name() -> None:
    assert words(make_evidence(name="IMG_0031.jpg", title="Letter")) == Words("Letter", "IMG_0031.jpg")
    assert words(make_evidence(name="IMG_0031.jpg")) == Words("IMG_0031.jpg", "")
    assert words(make_evidence(name=None)) is None
    assert words(make_source(name="Harbour Gazette")) == Words("Harbour Gazette", "", ("Harbour Gazette",))
    assert words(make_text(make_evidence(), "")) is None


def test_name_keys_too_short_to_tell_anyone_apart_are_left_out() -> None:
    assert bones("Li", lambda name: "l") == []
    assert bones("Ilmar Tavos", lambda name: "lmr tvs") == ["lmr", "tvs"]
    assert bones("Ilmar", None) == []


def test_a_long_text_is_cut_into_parts_that_overlap() -> None:
    body = " ".join(f"w{n}" for n in range(PART + 100))
    parts = list(_parts(7, Words(body=body), None))
    assert [place for place, _, _ in parts] == [7, 7]
    assert f"'w{PART}'" in parts[0][1] and f"'w{PART}'" in parts[1][1]
    assert vector([("a", "A"), ("b", "D")]) == "'a':1A 'b':2D"
