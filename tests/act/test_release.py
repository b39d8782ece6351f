from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.act import Cover, decide, draft, gate, release
from muniment.act.release import is_named, purposes
from muniment.model.consent import Condition, Permission
from muniment.model.errors import RefusedError
from muniment.model.submission import Decision
from tests.act.test_draft import COVER
from tests.makers import NOW, make_consent, make_id, nader

LATER = NOW + timedelta(hours=2)
ALL = ("submit", "share-with-state", "name-in-letter")


def said(what, by, *, answer="yes", hours=1, words="I weighed it."):
    return Decision(what=what, by=by, at=NOW + timedelta(hours=hours), words=words, answer=answer)


APPROVED = (said("approve", "ag-second"), said("reprisal", "ag-drafter"), said("reprisal", "ag-second", hours=1.5))


def ready(*, consent=ALL, basis="given", decisions=APPROVED, cover=COVER, **fields):
    """The case of the pictures with its letter; what a test leaves out is missing."""
    world, who = nader()
    if consent:
        world.consents.append(make_consent(who, *consent, basis=basis, **fields))
    letter = draft(world.case(), [who], cover, made_by="ag-drafter", at=NOW, new_id=make_id)
    for decision in decisions:
        letter = decide(letter, decision)
    return world, who, letter


def refused(world, letter, now=LATER, **mode):
    with pytest.raises(RefusedError) as caught:
        release(letter, world.case(), by="ag-releaser", words="Send it.", now=now, **mode)
    return caught.value.missing


def test_a_letter_with_everything_leaves_and_is_frozen():
    world, _, letter = ready()
    sent = release(letter, world.case(), by="ag-releaser", words="Send it.", now=LATER)
    assert sent.state == "released"
    assert sent.decisions[-1].what == "release"
    assert gate(letter, world.case(), LATER).answer == "passed"
    with pytest.raises(RefusedError, match="released before"):
        release(sent, world.case(), by="ag-releaser", words="Again.", now=LATER)
    with pytest.raises(RefusedError, match="has left"):
        decide(sent, said("approve", "ag-third"))


def test_everything_missing_is_named_at_once():
    world, _, letter = ready(consent=(), decisions=(), cover=Cover())
    missing = " | ".join(refused(world, letter))
    for part in (
        "Consent to submit",
        "Consent to send it to the Government",
        "Consent to name",
        "second decision",
        "Reprisals",
        "1. Submitted by",
    ):
        assert part in missing


@pytest.mark.parametrize("left_out", ALL)
def test_each_purpose_needs_its_own_answer(left_out):
    world, _, letter = ready(consent=tuple(p for p in ALL if p != left_out))
    (missing,) = refused(world, letter)
    assert missing.startswith("Consent")
    assert "never asked" in missing


def test_initials_need_no_consent_to_name_and_no_reprisal_check():
    world, who, letter = ready(
        consent=("submit", "share-with-state"), decisions=APPROVED[:1], cover=msgspec.structs.replace(COVER, use_initials=True)
    )
    assert not is_named(letter, world.case(), who)
    assert "name-in-letter" not in purposes(letter, world.case(), who)
    assert release(letter, world.case(), by="ag-releaser", words="Send it.", now=LATER).state == "released"


@pytest.mark.parametrize("basis", ["refused", "withdrawn", "impossible"])
def test_no_other_basis_is_a_yes(basis):
    world, _, letter = ready(basis=basis)
    assert len(refused(world, letter)) == 3


def test_where_a_life_is_at_stake_two_people_within_a_day_open_it():
    one = (*APPROVED, said("life-at-stake", "ag-drafter"))
    world, _, letter = ready(basis="impossible", decisions=one)
    assert refused(world, letter)
    world, _, letter = ready(basis="impossible", decisions=(*one, said("life-at-stake", "ag-second", hours=20)))
    assert release(letter, world.case(), by="ag-releaser", words="Send it.", now=LATER).state == "released"


def test_the_drafters_own_approval_is_no_second_decision():
    world, _, letter = ready(decisions=APPROVED[1:])
    own = msgspec.structs.replace(letter, decisions=(*letter.decisions, said("approve", "ag-drafter")))
    assert [m for m in refused(world, own) if "second decision" in m]


def test_an_approval_of_an_earlier_draft_does_not_count():
    world, _, letter = ready(decisions=(said("approve", "ag-second", hours=-1), *APPROVED[1:]))
    assert [m for m in refused(world, letter) if "second decision" in m]


def test_a_no_stands_against_every_yes():
    world, _, letter = ready(decisions=(*APPROVED, said("approve", "ag-third", answer="no")))
    assert [m for m in refused(world, letter) if "somebody said no" in m]


def test_reprisals_weighed_by_one_person_or_too_far_apart_are_not_confirmed():
    for second in ((), (said("reprisal", "ag-second", hours=30),), (said("reprisal", "ag-drafter", hours=2),)):
        world, _, letter = ready(decisions=(APPROVED[0], said("reprisal", "ag-drafter"), *second))
        assert [m for m in refused(world, letter) if "Reprisals" in m]


def test_a_risk_found_too_high_blocks():
    world, _, letter = ready(decisions=(*APPROVED, said("reprisal", "ag-third", answer="no")))
    assert [m for m in refused(world, letter) if "too high" in m]


def test_an_embargo_holds_until_it_ends():
    world, _, letter = ready(silence_until=LATER + timedelta(days=1))
    assert [m for m in refused(world, letter) if "embargo" in m.lower()]
    assert release(letter, world.case(), by="ag-releaser", words="Send it.", now=LATER + timedelta(days=2)).state == "released"


def test_a_providers_condition_on_cited_evidence_binds_and_on_other_evidence_does_not():
    world, _, letter = ready()
    lead = Condition(id=make_id("cn"), made_by="ag-1", made_at=NOW, evidence=world.evidence[0].id, provider="a sister", rule="lead-only")
    world.conditions.append(lead)
    assert [m for m in refused(world, letter) if "condition of a sister" in m]
    world.conditions[0] = msgspec.structs.replace(lead, evidence=world.document("Unused").id)
    assert release(letter, world.case(), by="ag-releaser", words="Send it.", now=LATER).state == "released"


def test_a_death_learnt_of_after_approval_stops_the_letter():
    world, who, letter = ready()
    world.act(who, "execution", accepted=False)
    assert [m for m in refused(world, letter) if "dead" in m]


def test_an_archive_of_one_person_says_that_no_second_decision_is_held():
    world, _, letter = ready(decisions=(said("reprisal", "ag-drafter"),))
    assert refused(world, letter)
    found = gate(letter, world.case(), LATER, is_alone=True)
    assert [c for c in found.checks if c.found and "second decision not held" in c.found]
    assert release(letter, world.case(), by="ag-drafter", words="Send it.", now=LATER, is_alone=True).state == "released"


def test_alone_is_no_way_around_consent():
    world, _, letter = ready(consent=(), decisions=(said("reprisal", "ag-drafter"),))
    assert len([m for m in refused(world, letter, is_alone=True) if m.startswith("Consent")]) == 3


PURPOSES = st.sampled_from((*ALL, "name-in-public", "preserve", "publication"))
BASES = st.sampled_from(("given", "next-of-kin", "lawyer", "impossible", "refused", "withdrawn"))


@given(st.lists(st.tuples(PURPOSES, BASES), max_size=8), st.booleans())
def test_nothing_is_ever_released_without_consent_for_each_purpose(answers, is_alone):
    world, who, letter = ready(consent=())
    given_ = tuple(Permission(purpose=purpose, basis=basis) for purpose, basis in answers)
    world.consents.append(make_consent(who, answers=given_))
    try:
        release(letter, world.case(), by="ag-releaser", words="Send it.", now=LATER, is_alone=is_alone)
    except RefusedError as no:
        assert no.missing
    else:
        for purpose in ALL:
            bases = [a.basis for a in given_ if a.purpose == purpose]
            assert bases and bases[-1] in ("given", "next-of-kin", "lawyer")
            assert "withdrawn" not in bases
