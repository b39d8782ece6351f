"""A random sample read once more, and how far readers agree: blind before one answers, the same for the same seed."""

from hashlib import sha256
from typing import Any

import pytest

from muniment.archive import Archive, Desk
from muniment.archive.reliability import Sample
from muniment.model.claim import Claim
from muniment.model.errors import BadInputError, RefusedError
from muniment.model.record import Record
from tests.archive.office import WORDS, owner_of, seat, take, through, transcribed


@pytest.fixture
def decided(archive: Archive) -> list[Claim]:
    """Claims that the owner has decided: the first was rejected, all others accepted."""
    desk = owner_of(archive)
    claims = transcribed(desk, take(desk))[1]
    return [through(desk, "review", id=one.id, expected=1, answer="rejected" if one is claims[0] else "accepted") for one in claims]


def drawn(desk: Desk, **given: Any) -> Sample:
    made: Sample = through(desk, "sample", **{"seed": 7} | given)
    return made


def test_a_sample_is_drawn_from_what_others_decided_and_tells_nothing_of_it(archive: Archive, decided: list[Claim]) -> None:
    auditor = seat(archive, "reviewer")
    found = drawn(auditor)
    assert found.population == len(decided) == len(found.drawn)
    assert {one.id for one in found.drawn} == {one.id for one in decided}
    assert {(one.answer, one.decided, one.is_wrong) for one in found.drawn} == {(None, None, None)}
    assert found.errors.rate is None
    claims = {claim.id: claim for claim in decided}
    assert [(one.property, one.value, one.modality) for one in found.drawn] == [
        (claims[one.id].property, claims[one.id].value, claims[one.id].modality) for one in found.drawn
    ]
    assert all(one.quote in WORDS for one in found.drawn)
    assert drawn(owner_of(archive)).population == 0, "nobody audits their own decisions"


def test_the_seed_makes_the_sample_again_and_another_makes_another(archive: Archive, decided: list[Claim]) -> None:
    auditor = seat(archive, "reviewer")
    first = [one.id for one in drawn(auditor, n=3).drawn]
    assert first == sorted((claim.id for claim in decided), key=lambda id: sha256(f"7 {id}".encode()).digest())[:3]
    assert first == [one.id for one in drawn(auditor, n=3).drawn] == [one.id for one in drawn(auditor).drawn][:3]
    assert len({tuple(one.id for one in drawn(auditor, seed=seed, n=len(decided)).drawn) for seed in range(5)}) > 1


def test_every_claim_has_the_same_chance(archive: Archive, decided: list[Claim]) -> None:
    auditor, times = seat(archive, "reviewer"), dict.fromkeys((one.id for one in decided), 0)
    for seed in range(60):
        times[drawn(auditor, seed=seed, n=1).drawn[0].id] += 1
    assert min(times.values()) > 0
    assert max(times.values()) < 6 * 60 / len(decided)


def test_what_the_auditor_decides_otherwise_or_corrects_is_wrong(archive: Archive, decided: list[Claim]) -> None:
    auditor = seat(archive, "reviewer")
    first, second, third, fourth = decided[:4]
    through(auditor, "review", id=first.id, expected=2, answer="accepted")
    through(auditor, "review", id=second.id, expected=2, answer="accepted")
    through(auditor, "edit", id=third.id, expected=2, modality="denied")
    through(auditor, "review", id=fourth.id, expected=2, answer="unsure")
    found = drawn(auditor)
    told = {one.id: (one.decided, one.answer, one.is_wrong) for one in found.drawn if one.answer}
    assert told == {
        first.id: ("rejected", "accepted", True), second.id: ("accepted", "accepted", False),
        third.id: ("accepted", "accepted", True), fourth.id: ("accepted", "unsure", None),
    }  # fmt: skip
    assert found.population == len(decided), "what was read once more stays in the sample"
    assert (found.errors.wrong, found.errors.of) == (2, 3)
    through(auditor, "undo", id=first.id, expected=3)
    assert drawn(auditor).errors.of == 2, "an answer taken back is none"


def test_links_are_audited_alike(archive: Archive) -> None:
    desk, auditor = owner_of(archive), seat(archive, "linker")
    for _ in range(2):
        transcribed(desk, take(desk))
    records = [record.id for record in desk.through("record.see").find(Record)]
    made = through(desk, "judge", left=records[0], right=records[1], answer="same", reason="one name, one school")
    (one,) = drawn(auditor, of="links").drawn
    assert (one.id, one.answer, one.decided, {one.left, one.right}) == (made.id, None, None, set(records))
    through(auditor, "judge", left=records[0], right=records[1], answer="different", reason="two fathers")
    found = drawn(auditor, of="links")
    assert [(one.decided, one.answer, one.is_wrong) for one in found.drawn] == [("same", "different", True)]
    assert found.errors.rate == 1


def test_a_link_between_records_that_are_closed_to_the_asker_is_not_there(archive: Archive) -> None:
    desk = owner_of(archive)
    for compartment in ("open", "sealed-identity"):
        transcribed(desk, take(desk, compartment=compartment))
    records = [record.id for record in desk.through("record.see").find(Record)]
    through(desk, "judge", left=records[0], right=records[-1], answer="same", reason="one name, one school")
    assert drawn(seat(archive, "linker"), of="links").population == 0
    assert drawn(seat(archive, "owner"), of="links").population == 1


def test_who_may_not_decide_draws_no_sample(archive: Archive, decided: list[Claim]) -> None:
    with pytest.raises(RefusedError):
        drawn(seat(archive, "drafter"))
    with pytest.raises(RefusedError):
        drawn(seat(archive, "reviewer"), of="links")
    with pytest.raises(RefusedError):
        through(seat(archive, "auditor"), "agreement")
    assert decided


def test_of_a_closed_compartment_not_even_a_number_is_told(archive: Archive) -> None:
    desk, auditor, inside = owner_of(archive), seat(archive, "reviewer"), seat(archive, "owner")
    for claim in transcribed(desk, take(desk, compartment="sealed-identity"))[1]:
        through(desk, "review", id=claim.id, expected=1, answer="accepted")
        through(inside, "review", id=claim.id, expected=2, answer="rejected")
    assert drawn(inside).errors.rate == 1
    assert {field.property for field in through(inside, "agreement")} >= {"name", "all"}
    assert (drawn(auditor).population, through(auditor, "agreement")) == (0, ())


@pytest.mark.parametrize("given", [{"n": 0}, {"n": 1001}, {"seed": -1}, {"seed": 2**53}, {"of": "people"}, {"seed": "x"}])
def test_a_sample_of_a_wrong_size_is_refused(archive: Archive, given: dict[str, Any]) -> None:
    with pytest.raises(BadInputError):
        drawn(owner_of(archive), **given)


def test_agreement_is_told_property_by_property_and_for_all(archive: Archive, decided: list[Claim]) -> None:
    auditor = seat(archive, "reviewer")
    assert through(auditor, "agreement") == (), "one reader agrees with nobody"
    for claim in decided:
        through(auditor, "review", id=claim.id, expected=2, answer=claim.standing.state)
    fields = {field.property: field.agreement for field in through(auditor, "agreement")}
    assert set(fields) == {claim.property for claim in decided} | {"all"}
    assert (fields["all"].alpha, fields["all"].units, fields["all"].readings) == (1.0, len(decided), 2 * len(decided))
    through(auditor, "review", id=decided[1].id, expected=3, answer="rejected")
    again = {field.property: field.agreement for field in through(auditor, "agreement")}["all"]
    assert again.alpha is not None
    assert again.alpha < 1
