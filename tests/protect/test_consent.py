"""Consent, rule by rule: asked, yes, not taken back, not under embargo, and no provider's condition against it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.consent import Condition, Consent, Permission
from muniment.model.submission import Decision
from muniment.protect.consent import NEVER_IMPOSSIBLE, permits
from tests.makers import NOW, make_id

ENTRY = make_id("en")
PURPOSES = ("submit", "share-with-state", "name-in-letter", "name-in-public", "publication")
BASES = ("given", "next-of-kin", "lawyer", "impossible", "refused", "withdrawn")
RECIPIENTS = ("un-confidential", "state", "public", "court", "partner")


def consent(basis: str = "given", purpose: str = "submit", *, days: int = 0, **fields: object) -> Consent:
    answer = Permission(purpose=purpose, basis=basis, why="she is in prison" if basis == "impossible" else None)  # type: ignore[arg-type]
    given: dict[str, object] = {
        "id": make_id("co"), "made_by": "ag-1", "made_at": NOW + timedelta(days=days), "about": (ENTRY,), "given_by": "a sister",
        "capacity": "next of kin", "how": "by telephone", "language": "fa", "answers": (answer,),
    }  # fmt: skip
    return Consent(**given | fields)  # type: ignore[arg-type]


def condition(rule: str = "ask-first", **fields: object) -> Condition:
    given = {"id": make_id("cn"), "made_by": "ag-1", "made_at": NOW, "evidence": make_id("ev"), "provider": "a sister", "rule": rule}
    return Condition(**given | fields)  # type: ignore[arg-type]


def decided(by: str, hours: float = 0, answer: str = "yes") -> Decision:
    return Decision(what="life-at-stake", by=by, at=NOW + timedelta(hours=hours), words="she may die", answer=answer)  # type: ignore[arg-type]


def said(*consents: Consent, conditions: tuple[Condition, ...] = (), purpose: str = "submit", to: str = "un-confidential",
         decisions: tuple[Decision, ...] = (), days: float = 1) -> tuple[str, str]:  # fmt: skip
    verdict = permits(consents, conditions, purpose, to, NOW + timedelta(days=days), decisions)  # type: ignore[arg-type]
    return verdict.answer, " ".join(f"{c.found} {c.advice or ''}" for c in verdict.having("failed"))


def test_1_what_was_never_asked_is_refused_and_says_so() -> None:
    answer, why = said()
    assert answer == "failed"
    assert "never asked" in why and "Ask" in why
    assert said(consent(purpose="publication"))[0] == "failed", "another purpose's yes is no yes to this one"


@pytest.mark.parametrize("basis", ["given", "next-of-kin", "lawyer"])
def test_a_yes_is_a_yes_by_whoever_may_give_it(basis: str) -> None:
    assert said(consent(basis))[0] == "passed"


def test_2_the_latest_answer_counts() -> None:
    assert said(consent("given"), consent("refused", days=1), days=2)[0] == "failed"
    assert said(consent("refused"), consent("given", days=1), days=2)[0] == "passed"


@given(st.permutations([0, 1, 2]), st.sampled_from(PURPOSES))
def test_2_what_was_taken_back_stays_taken_back_whenever_it_is_read(order: list[int], purpose: str) -> None:
    three = [consent("given", purpose), consent("withdrawn", purpose, days=1), consent("given", purpose, days=2)]
    assert said(*(three[i] for i in order), purpose=purpose, days=3)[0] == "failed"


def test_2_an_answer_ends_when_it_said_it_would() -> None:
    ends = consent(expires=NOW + timedelta(days=10))
    assert said(ends, days=9.9)[0] == "passed"
    assert said(ends, days=10) == ("failed", f"it ended on {NOW + timedelta(days=10):%Y-%m-%d} Ask again.")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_3_silence_holds_for_every_purpose_until_it_ends(purpose: str) -> None:
    quiet = consent(purpose=purpose, silence_until=NOW + timedelta(days=5))
    assert said(quiet, purpose=purpose)[0] == "failed"
    assert "silence was asked until" in said(quiet, purpose=purpose)[1]
    assert said(quiet, purpose=purpose, days=5.1)[0] == "passed"


def test_3_one_persons_silence_is_not_ended_by_another_answer() -> None:
    assert said(consent(silence_until=NOW + timedelta(days=5)), consent(days=1), days=2)[0] == "failed"


@pytest.mark.parametrize("to", RECIPIENTS)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_4_where_nobody_could_be_asked_only_confidential_letters_open(purpose: str, to: str) -> None:
    two = (decided("ag-1"), decided("ag-2", 1))
    answer, _ = said(consent("impossible", purpose), purpose=purpose, to=to, decisions=two)
    assert (answer == "passed") == (to == "un-confidential" and purpose not in NEVER_IMPOSSIBLE)


@pytest.mark.parametrize(
    ("decisions", "answer"),
    [
        ((), "failed"),
        ((decided("ag-1"),), "failed"),
        ((decided("ag-1"), decided("ag-1", 1)), "failed"),
        ((decided("ag-1"), decided("ag-2", 24)), "passed"),
        ((decided("ag-1"), decided("ag-2", 24.1)), "failed"),
        ((decided("ag-2", 2), decided("ag-1")), "passed"),
        ((decided("ag-1"), decided("ag-2", 1, "no")), "failed"),
        ((decided("ag-1"), decided("ag-1", 20), decided("ag-2", 40)), "passed"),
    ],
)
def test_4_a_life_at_stake_is_decided_by_one_and_confirmed_by_another_within_a_day(decisions: tuple[Decision, ...], answer: str) -> None:
    assert said(consent("impossible"), decisions=decisions)[0] == answer


@pytest.mark.parametrize("to", RECIPIENTS)
def test_5_a_providers_condition_binds_apart_from_any_consent(to: str) -> None:
    answer, why = said(consent(), conditions=(condition("ask-first", words="ask my lawyer"),), to=to)
    assert answer == "failed" and "ask my lawyer" in why
    death = said(consent(), conditions=(condition("not-where-death-penalty"),), to=to)[0]
    assert (death == "failed") == (to in ("state", "court"))


def test_5_a_condition_ends_when_it_said_it_would() -> None:
    ends = condition("until", until=NOW + timedelta(days=3))
    assert said(consent(), conditions=(ends,), days=2)[0] == "failed"
    assert said(consent(), conditions=(ends,), days=3)[0] == "passed"


@given(st.lists(st.tuples(st.sampled_from(BASES), st.sampled_from(PURPOSES), st.integers(0, 5)), max_size=5), st.sampled_from(PURPOSES),
       st.sampled_from(RECIPIENTS))  # fmt: skip
def test_nothing_on_file_ever_passes_without_a_yes_for_this_purpose(answers: list[tuple[str, str, int]], purpose: str, to: str) -> None:
    file = [consent(basis, about, days=day) for basis, about, day in answers]
    if said(*file, purpose=purpose, to=to, days=9)[0] == "passed":
        mine = [basis for basis, about, _ in answers if about == purpose]
        assert "withdrawn" not in mine
        assert set(mine) & {"given", "next-of-kin", "lawyer"}
