from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.model.canonical import decode, encode
from muniment.model.claim import Words
from muniment.model.errors import UnknownError
from muniment.model.when import When
from muniment.warn import LEVELS, STEPS, findings, state
from tests.makers import NOW, World, make_id, nader

ACTS = ("arrest", "charge", "trial", "death_sentence", "sentence_upheld", "appeal_rejected", "solitary_confinement", "transfer",
        "denial_of_contact", "enforced_disappearance", "execution_risk", "torture", "execution", "death_in_custody", "release",
        "prison_sentence")  # fmt: skip
MODALITIES = ("asserted", "alleged", "planned", "averted", "denied", "hypothetical")


def standing_of(world, who):
    return state(world.case(), who, NOW)


def one(*acts, **fields):
    world = World()
    who = world.person()
    for act in acts:
        world.act(who, act, **fields)
    return world, who


@pytest.mark.parametrize(
    ("acts", "stage", "level"),
    [
        (("arrest",), "arrested", "none"),
        (("arrest", "charge"), "charged", "none"),
        (("trial",), "tried", "none"),
        (("death_sentence",), "sentenced", "normal"),
        (("death_sentence", "sentence_upheld"), "upheld", "high"),
        (("death_sentence", "sentence_upheld", "appeal_rejected"), "review_refused", "high"),
        (("death_sentence", "solitary_confinement"), "solitary", "immediate"),
        (("arrest", "transfer"), "solitary", "immediate"),
        (("arrest", "denial_of_contact"), "arrested", "immediate"),
        (("prison_sentence", "sentence_upheld"), "upheld", "none"),
    ],
)
def test_the_ladder_of_acts(acts, stage, level):
    found = standing_of(*one(*acts))
    assert (found.stage, found.level) == (stage, level)


@pytest.mark.parametrize(
    ("status", "stage", "outcome", "letters"),
    [
        ("detained", "arrested", None, ("allegation-letter", "wgad")),
        ("imprisoned", "arrested", None, ("allegation-letter", "wgad")),
        ("on_death_row", "sentenced", None, ("urgent-appeal",)),
        ("executed", None, "dead", ("allegation-letter",)),
        ("dead", None, "dead", ("allegation-letter",)),
        ("released", None, "free", ("follow-up",)),
        ("sentence commuted", None, "free", ("follow-up",)),
        ("disappeared", None, None, ("wgeid", "urgent-appeal")),
    ],
)
def test_from_a_sources_status_to_a_letter(status, stage, outcome, letters):
    world, who = one()
    world.status(who, status)
    found = standing_of(world, who)
    assert (found.stage, found.outcome, found.letters) == (stage, outcome, letters)


def test_the_case_of_the_pictures_is_in_immediate_danger_with_its_reasons_and_denials():
    found = standing_of(*nader())
    assert found.level == "immediate"
    assert found.stage == "last_visit"
    assert [r.code for r in found.reasons][:2] == ["solitary", "last_visit"]
    solitary = next(r for r in found.reasons if r.code == "solitary")
    assert solitary.against
    assert set(solitary.against) <= set(found.against)


def test_dates_that_exclude_each_other_stand_side_by_side():
    found = standing_of(*nader())
    dates = next(c for c in found.contested if (c.about, c.property) == ("arrested", "date"))
    assert len(dates.sides) == 2


def test_a_status_nobody_accepted_moves_nothing():
    world, who = one("death_sentence")
    world.status(who, "executed", accepted=False)
    assert standing_of(world, who).outcome is None


def test_a_detail_of_an_act_nobody_accepted_counts_for_nothing():
    world, who = one("arrest")
    act = world.act(who, "death_sentence", accepted=False)
    world.says(who, Words(text="execution is near"), "condition", about=act.id)
    assert standing_of(world, who).stage == "arrested"


def test_a_coerced_statement_moves_nothing():
    world, who = one("death_sentence", is_coerced=True)
    assert standing_of(world, who).stage is None


def test_a_contested_death_is_never_urgent_and_shows_its_denial():
    world, who = one("death_sentence", "execution")
    denial = world.act(who, "execution", modality="denied")
    found = standing_of(world, who)
    assert (found.outcome, found.level) == ("dead", "none")
    assert denial.id in found.against


def test_words_that_deny_a_commutation_do_not_end_the_danger():
    world, who = one("death_sentence")
    world.status(who, "not commuted")
    assert standing_of(world, who).level == "normal"


def test_a_release_before_a_new_sentence_does_not_end_the_danger():
    world, who = one()
    world.act(who, "release", date="2021")
    world.act(who, "death_sentence", date="2025-03")
    assert standing_of(world, who).level == "normal"


def test_a_release_after_the_sentence_ends_it():
    world, who = one()
    world.act(who, "release", date="2026-03")
    world.act(who, "death_sentence", date="2025-03")
    assert standing_of(world, who).outcome == "free"


def test_solitary_confinement_long_before_the_sentence_is_not_imminent():
    world, who = one()
    world.act(who, "solitary_confinement", date="2022-12")
    world.act(who, "death_sentence", date="2025-03")
    found = standing_of(world, who)
    assert (found.stage, found.level) == ("sentenced", "normal")


def test_a_vague_date_of_solitary_confinement_counts():
    world, who = one()
    world.act(who, "solitary_confinement", date="2025")
    world.act(who, "death_sentence", date="2025-03")
    assert standing_of(world, who).level == "immediate"


def test_an_announced_execution_is_immediate_until_a_later_document_says_it_was_averted():
    world, who = one("death_sentence")
    early = world.document("A newspaper", taken_at=NOW - timedelta(days=9))
    late = world.document("Another newspaper", taken_at=NOW - timedelta(days=1))
    world.act(who, "execution", modality="planned", date="2026-11-24", document=early)
    assert standing_of(world, who).level == "immediate"
    stay = world.act(who, "execution", modality="averted", document=late)
    found = standing_of(world, who)
    assert found.level == "high"
    assert stay.id in found.against


def test_a_stay_known_before_a_new_announcement_does_not_lower_the_danger():
    world, who = one("death_sentence")
    early = world.document("A newspaper", taken_at=NOW - timedelta(days=9))
    late = world.document("Another newspaper", taken_at=NOW - timedelta(days=1))
    world.act(who, "execution", modality="averted", document=early)
    world.act(who, "execution", modality="planned", document=late)
    assert standing_of(world, who).level == "immediate"


def test_a_disappearance_of_years_ago_is_high_and_of_this_month_immediate():
    for date, level in (("2019", "high"), ("2026-11", "immediate"), (None, "immediate")):
        world, who = one()
        world.act(who, "enforced_disappearance", date=date)
        assert standing_of(world, who).level == level


def test_findings_are_proposed_and_name_claims_for_and_against():
    found = standing_of(*nader())
    proposed = findings(found, made_by="ag-software", at=NOW, new_id=make_id)
    assert [f.question for f in proposed] == ["procedural-state", "danger"]
    assert [f.answer for f in proposed] == ["last_visit", "immediate"]
    for finding in proposed:
        assert finding.standing.state == "proposed"
        assert finding.claims
        assert finding.against
        assert not set(finding.claims) & set(finding.against)
        assert decode(encode(finding)) == finding


def test_nobody_of_whom_nothing_is_said_gets_a_finding():
    world, who = one()
    assert findings(standing_of(world, who), made_by="x", at=NOW, new_id=make_id) == ()


def test_an_unknown_entry_is_our_error():
    world, _ = one()
    with pytest.raises(UnknownError):
        state(world.case(), "en-" + "0" * 32, NOW)


@st.composite
def worlds(draw):
    world = World()
    who = world.person()
    years = st.none() | st.integers(2019, 2026).map(str)
    for _ in range(draw(st.integers(0, 6))):
        act, date, modality = draw(st.sampled_from(ACTS)), draw(years), draw(st.sampled_from(MODALITIES))
        world.act(who, act, date=date, modality=modality, accepted=draw(st.booleans()), is_coerced=draw(st.booleans()))
    return world, who


@given(worlds())
def test_whoever_an_accepted_claim_calls_dead_is_never_urgent(made):
    world, who = made
    deaths = [c for c in world.case().accepted(who) if getattr(c.value, "type", "") in ("execution", "death_in_custody")
              and c.modality in ("asserted", "alleged") and not c.is_coerced]  # fmt: skip
    found = standing_of(world, who)
    assert found.level in LEVELS
    if deaths:
        assert (found.outcome, found.is_urgent, found.letters) == ("dead", False, ("allegation-letter",))


@given(worlds())
def test_every_step_and_reason_rests_on_accepted_claims_that_were_not_coerced(made):
    world, who = made
    found = standing_of(world, who)
    accepted = {c.id: c for c in world.case().accepted(who)}
    assert set(found.claims) <= set(accepted)
    assert not any(accepted[id].is_coerced for id in found.claims)
    assert list(found.steps) == sorted(found.steps, key=STEPS.index)
    assert (found.level == "none") == (not found.is_urgent)


@given(worlds(), st.sampled_from(ACTS))
def test_accepting_one_more_sign_of_danger_never_makes_a_living_person_safer(made, act):
    world, who = made
    if act in ("execution", "death_in_custody", "release", "death_sentence", "prison_sentence"):
        return
    before = standing_of(world, who)
    world.act(who, act)
    after = standing_of(world, who)
    if before.outcome is None:
        assert LEVELS.index(after.level) >= LEVELS.index(before.level)


def test_a_date_may_be_the_claim_itself():
    world, who = nader()
    last = next(r for r in standing_of(world, who).reasons if r.code == "last_visit")
    assert last.dates == (When.parse("2026-11-21"),)
