"""Forms through the doors: every field a claim on a passage, marks that have their effect, events that hold their acts."""

from typing import Any

import pytest

from muniment.act import membership
from muniment.archive import Archive, Desk
from muniment.archive.act import case
from muniment.model.claim import Claim, Reference
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.model.passage import Passage, Stretch
from tests.archive.office import owner_of, seat, state, take, through, transcribed

ARREST: dict[str, Any] = {
    "victim": "Nader Kelarud", "type": "arrest", "date": {"calendar": "solar-hijri", "year": 1403, "month": 7},
    "charge": ["enmity", "assembly"], "detention-type": "29:speech",
}  # fmt: skip


@pytest.fixture
def desk(archive: Archive) -> Desk:
    return owner_of(archive)


def claims(desk: Desk, evidence: str) -> list[Claim]:
    return list(through(desk, "claims", evidence=evidence))


def test_what_a_person_knows_is_sealed_and_each_claim_stands_on_its_line(desk: Desk) -> None:
    made = through(desk, "form-fill", form="arrest", answers=ARREST)
    found = claims(desk, made.evidence)
    assert {c.id for c in found} == set(made.claims)
    for claim in found:
        (where,) = desk.archive.shelf.get(claim.passages[0]).where  # type: ignore[attr-defined]
        assert isinstance(where, Stretch) and where.quote
        assert claim.rule is None and claim.standing.state == "accepted"
    act = next(c for c in found if c.property == "act")
    assert {c.property for c in found if c.about == act.id} == {"date", "charge", "other"}
    assert [c.field for c in found if c.property == "other"] == ["detention-type"]


def test_the_words_selected_carry_every_claim(desk: Desk) -> None:
    text, _ = transcribed(desk, take(desk))
    made = through(desk, "form-fill", form="arrest", text=text.id, start=0, end=13, answers=ARREST)
    new = [c for c in claims(desk, made.evidence) if c.id in made.claims]
    quotes = {p.quote for c in new for id in c.passages if isinstance(p := desk.archive.shelf.get(id), Passage)}
    assert quotes == {"Nader Kelarud"}
    with pytest.raises(BadInputError, match="outside the text"):
        through(desk, "form-fill", form="arrest", text=text.id, start=5, end=5000, answers=ARREST)


def test_an_annex_adds_to_an_act_and_an_involvement_stands_under_it(desk: Desk) -> None:
    act = through(desk, "form-fill", form="arrest", answers=ARREST)
    court = through(desk, "form-fill", form="court", about=act.about, answers={"court": "Branch 2, Ostrin"})
    who = through(desk, "form-fill", form="involvement", about=act.about, answers={"perpetrator": "a unit", "degree": "18:orders"})
    held = {c.id: c for c in (*claims(desk, court.evidence), *claims(desk, who.evidence))}
    assert held[court.claims[0]].about == act.about
    head, degree = (held[id] for id in who.claims)
    assert head.about == act.about and degree.about == head.id
    person = through(desk, "person", id=f"en-{act.record[3:]}")
    assert set(who.claims) <= {c.id for c in person.claims}


def test_a_coerced_statement_proves_only_that_it_was_said(desk: Desk) -> None:
    free = through(desk, "form-fill", form="arrest", answers={"victim": "Sahar Dorin", "type": "death_sentence"})
    coerced = through(desk, "form-fill", form="arrest", answers={"victim": "Nader Kelarud", "type": "death_sentence"}, is_coerced=True)
    assert through(desk, "find", id=f"en-{free.record[3:]}")
    assert not through(desk, "find", id=f"en-{coerced.record[3:]}")
    assert [c.is_coerced for c in claims(desk, coerced.evidence)] == [False, True]


def test_membership_keeps_the_predicate_that_was_chosen(desk: Desk) -> None:
    answers = {"name": "Nader Kelarud", "membership-accused": "Circle A", "membership-self": "Circle B", "membership-group": "Circle C"}
    made = through(desk, "form-fill", form="person", answers=answers)
    entry = f"en-{made.record[3:]}"
    known = case(desk.through("register.see"), [entry])
    assert [c.value.text for c in membership.accusations(known, entry)] == ["Circle A"]  # type: ignore[union-attr]
    assert len(membership.restricted(known, entry)) == 2


def test_an_entry_named_is_judged_the_same(desk: Desk) -> None:
    first = through(desk, "form-fill", form="person", answers={"name": "Nader Kelarud"})
    second = through(desk, "form-fill", form="person", answers={"name": "N. Kelarud"}, person=f"en-{first.record[3:]}")
    assert second.record != first.record
    assert len(through(desk, "people")) == 1
    with pytest.raises(RefusedError, match="one person"):
        through(seat(desk.archive, "analyst"), "form-fill", form="person", answers={"name": "N."}, person=f"en-{first.record[3:]}")


def test_an_interview_begins_restricted(desk: Desk) -> None:
    made = through(desk, "form-fill", form="interview", answers={"interviewee-code": "K-7", "consent-read-out": "iv:read"})
    assert {c.compartment for c in claims(desk, made.evidence)} == {"restricted"}


def test_an_event_holds_the_acts_of_several_people_until_their_claim_is_rejected(desk: Desk) -> None:
    event = through(desk, "form-fill", form="event", answers={"title": "March in Korsha", "date": "2024-10"})
    id = f"en-{event.record[3:]}"
    acts = [through(desk, "form-fill", form="arrest", answers={"victim": n, "type": "arrest"}) for n in ("Nader Kelarud", "Sahar Dorin")]
    ties = [through(desk, "event-join", about=act.about, event=id) for act in acts]
    assert all(isinstance(tie.value, Reference) for tie in ties)
    shown = through(desk, "event-show", id=id)
    assert {one.name.text for one in shown.acts} == {"Nader Kelarud", "Sahar Dorin"}
    assert [one.entry.id for one in through(desk, "events")] == [id]
    assert len(through(desk, "people")) == 2
    through(desk, "review", id=ties[0].id, expected=1, answer="rejected")
    assert {one.name.text for one in through(desk, "event-show", id=id).acts} == {"Sahar Dorin"}
    with pytest.raises(BadInputError, match="is no event"):
        through(desk, "event-join", about=acts[0].about, event=f"en-{acts[0].record[3:]}")
    with pytest.raises(BadInputError, match="One record is of"):
        through(desk, "judge", left=event.record, right=acts[0].record, answer="same", reason="a slip")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"form": "picnic", "answers": {"x": "y"}}, "no form"),
        ({"form": "arrest", "answers": {"type": "arrest"}}, "person it was done to"),
        ({"form": "arrest", "answers": {"victim": "N"}}, "“type” is missing"),
        ({"form": "involvement", "answers": {"perpetrator": "a unit"}}, "about an act"),
        ({"form": "person", "answers": {"age": "9"}}, "“name” is missing"),
        ({"form": "interview", "answers": {"recording": "notes"}, "person": "en-" + "0" * 32}, "begins no record"),
    ],
)
def test_what_cannot_be_filled_in_stores_nothing(desk: Desk, given: dict[str, Any], told: str) -> None:
    before = state(desk.archive)
    with pytest.raises(BadInputError, match=told):
        through(desk, "form-fill", **given)
    assert state(desk.archive) == before


def test_an_act_nobody_may_see_is_not_told(desk: Desk) -> None:
    made = through(desk, "form-fill", form="arrest", answers=ARREST, compartment="sealed-identity")
    with pytest.raises(UnknownError):
        through(seat(desk.archive, "analyst"), "form-fill", form="court", about=made.about, answers={"court": "x"})
