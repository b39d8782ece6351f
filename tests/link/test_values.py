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


@pytest.mark.parametrize(
    ("left", "right", "is_so"),
    [
        (Name(text="Rahman"), Name(text="رحمان"), False),
        (Name(text="Rahman"), Name(text="رحیم"), True),
        (Name(text="Rahman"), Name(text="Rahim"), True),
        (Name(text="حسنی"), Name(text="حسینی"), True),
        (Words(text="M"), Words(text="مرد"), False),
        (Words(text="male"), Words(text="زن"), True),
        (Words(text="male"), Words(text="not said"), True),
        (Number(n=34), Number(n=35), True),
        (When.parse("1992"), When.parse("1992-05"), False),
        (When.parse("1403-07-12"), When.parse("2024-10-09"), True),
    ],
)
def test_two_values_exclude_each_other_or_are_two_spellings(left: Content, right: Content, is_so: bool) -> None:
    assert contradict(left, right) is is_so
    assert contradict(right, left) is is_so


def test_a_fathers_name_in_two_scripts_is_not_contested() -> None:
    held = values([make_claim(Name(text="Rahman"), "father_name"), make_claim(Name(text="رحمان"), "father_name")])
    assert [one.is_contested for one in held] == [False, False]
    third = make_claim(Name(text="Rahim"), "father_name")
    assert any(one.is_contested for one in values([*held[0].claims, *held[1].claims, third]))
