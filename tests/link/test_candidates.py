"""Candidates: proposed by the bones of the name, never twice, never what somebody judged."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from muniment.link import candidates
from muniment.link.candidates import LARGEST


def test_two_scripts_of_one_name_are_proposed() -> None:
    assert candidates({"re-1": ["Behan Esmarin"], "re-2": ["بهان اسمارین"], "re-3": ["Arvin Sotalek"]}, []) == [("re-1", "re-2")]


def test_what_was_judged_is_not_asked_again_in_either_order() -> None:
    names = {"re-1": ["Behan Esmarin"], "re-2": ["بهان اسمارین"]}
    assert candidates(names, [("re-2", "re-1")]) == []


def test_a_single_word_proposes_nobody() -> None:
    assert candidates({"re-1": ["Behan"], "re-2": ["بهان"]}, []) == []


def test_any_spelling_of_a_record_may_meet_any_of_another() -> None:
    names = {"re-1": ["B. Esmarin", "Behan Esmarin"], "re-2": ["Arvin Sotalek", "بهان اسمارین"]}
    assert candidates(names, []) == [("re-1", "re-2")]


def test_a_name_that_too_many_share_proposes_nothing() -> None:
    assert candidates({f"re-{n}": ["Behan Esmarin"] for n in range(LARGEST)}, [])
    assert candidates({f"re-{n}": ["Behan Esmarin"] for n in range(LARGEST + 1)}, []) == []


NAMES = st.dictionaries(st.integers(0, 20).map(lambda n: f"re-{n:02d}"), st.lists(st.sampled_from(
    ["Behan Esmarin", "بهان اسمارین", "Arvin Sotalek", "آروین سوتالک", "Soren", "X Y"]), max_size=2), max_size=12)  # fmt: skip


@given(NAMES, st.randoms())
def test_the_order_of_records_does_not_matter_and_no_pair_comes_twice(names: dict[str, list[str]], random: object) -> None:
    items = list(names.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    found = candidates(names, [])
    assert found == candidates(dict(items), []) == sorted(set(found))
    assert all(left < right for left, right in found)
    judged = list(combinations(sorted(names), 2))
    assert candidates(names, judged) == []
