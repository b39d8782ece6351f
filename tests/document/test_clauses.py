"""Clauses that semicolons set side by side."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from muniment.document import extract
from muniment.document.clauses import clauses
from muniment.document.sentences import Sentence


def parts(text: str) -> list[str]:
    return [text[p.start : p.end] for p in clauses(text, Sentence(0, len(text), "en", "prose", 0))]


def test_a_part_that_tells_its_own_act_stands_alone() -> None:
    assert parts("Lena Orsk was arrested in Lenva; Ivo Prell was freed.") == ["Lena Orsk was arrested in Lenva;", "Ivo Prell was freed."]


def test_a_part_that_tells_none_stays_with_the_one_before_it() -> None:
    assert len(parts("Lena Orsk was arrested; a teacher; and a poet.")) == 1


def test_nothing_is_cut_inside_quotation_marks_or_brackets() -> None:
    assert len(parts('She said "he was arrested; she was beaten" twice.')) == 1
    assert len(parts("They (he was arrested; she was beaten) left.")) == 1


@given(st.text(alphabet='ab ;(").was arrested', max_size=80))
def test_the_parts_follow_each_other_inside_the_sentence(text: str) -> None:
    found = clauses(text, Sentence(0, len(text), "en", "prose", 0))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= part.start <= part.end <= len(text) for part in found)


def test_each_person_of_a_roll_keeps_what_is_said_of_them() -> None:
    text = (
        'At Karst: Lena Orsk (b. 1971), seized at her home on 3 May 2023 and given nine years for "illicit association"; '
        "Ivo Prell, 24, awaiting trial since his arrest on 9 June 2023; and Dan Marsh, 63, who died in the infirmary on 3 July 2023."
    )
    found = {p.name: [a.type for a in p.acts] for p in extract(text).people}
    assert found == {
        "Lena Orsk": ["arrest", "prison_sentence"],
        "Ivo Prell": ["detention", "arrest"],
        "Dan Marsh": ["death_in_custody"],
    }
