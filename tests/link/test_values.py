"""Values stand side by side: grouped where they say the same, contested where one person can have one only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.link import contradict, values
from muniment.link.values import spelled
from muniment.model.claim import Act, Claim, Content, Number, Quantity, Words
from muniment.model.name import Name
from muniment.model.place import Place
from muniment.model.when import When
from tests.makers import make_claim


def said(*pairs: tuple[str, Content]) -> list[Claim]:
    return [make_claim(value, name, about="me-" + "0" * 32) for name, value in pairs]


def test_claims_that_say_the_same_share_a_value_and_all_are_kept() -> None:
    claims = said(("age", Number(n=34)), ("age", Number(n=34)), ("occupation", Words(text="teacher")))
    held = values(claims)
    assert [(h.property, len(h.claims)) for h in held] == [("age", 2), ("occupation", 1)]
    assert not any(h.is_contested for h in held)


def test_spellings_that_differ_only_in_script_habits_are_one_value() -> None:
    held = values(said(("father_name", Name(text="علي")), ("father_name", Name(text="علی"))))
    assert len(held) == 1
    assert held[0].value == Name(text="علي")


def test_two_ages_contest_each_other_and_none_is_chosen() -> None:
    held = values(said(("age", Number(n=34)), ("age", Number(n=35))))
    assert [(h.value, h.is_contested) for h in held] == [(Number(n=34), True), (Number(n=35), True)]


def test_several_occupations_are_no_contradiction() -> None:
    assert not any(h.is_contested for h in values(said(("occupation", Words(text="teacher")), ("occupation", Words(text="poet")))))


@pytest.mark.parametrize(("left", "right", "is_contested"), [
    ("2025-07", "2025-07-27", False), ("2025-07-26", "2025-07-27", True), ("jalali:1403", "2024-10-03", False),
    ("jalali:1403", "2026", True), ("2025-07-26/2025-08-02", "2025-08", False),
])  # fmt: skip
def test_dates_contradict_only_where_they_cannot_be_the_same_day(left: str, right: str, is_contested: bool) -> None:
    assert contradict(When.parse(left), When.parse(right)) is is_contested
    assert any(h.is_contested for h in values(said(("date", When.parse(left)), ("date", When.parse(right))))) is is_contested


CONTENT: st.SearchStrategy[Content] = st.one_of(
    st.builds(Words, text=st.text(max_size=8)), st.builds(Name, text=st.text(max_size=8)), st.builds(Number, n=st.integers(0, 99)),
    st.builds(Place, words=st.text(max_size=8)), st.just(Act(type="arrest")),
    st.builds(Quantity, subject=st.text(max_size=5), comparator=st.just("exact"), number=st.integers(0, 9)),
    st.builds(When.of, st.integers(1990, 2030), st.none() | st.integers(1, 12)),
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["age", "name", "birth", "other"]), CONTENT), max_size=12))
def test_no_claim_is_lost_and_a_contradiction_is_mutual(pairs: list[tuple[str, Content]]) -> None:
    claims = said(*pairs)
    held = values(claims)
    assert sorted(c.id for h in held for c in h.claims) == sorted(c.id for c in claims)
    assert len({(h.property, spelled(h.value)) for h in held}) == len(held)
    contested = [h for h in held if h.is_contested]
    assert all(any(contradict(h.value, o.value) for o in contested if o is not h and o.property == h.property) for h in contested)


@given(CONTENT, CONTENT)
def test_contradicting_is_symmetric_and_nothing_contradicts_itself(left: Content, right: Content) -> None:
    assert contradict(left, right) == contradict(right, left)
    assert not contradict(left, left)
