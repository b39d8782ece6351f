"""Corrections become cases that the rules are tried on again; of real items nothing leaves so."""

import msgspec
import pytest

from muniment.archive import Archive, Desk
from muniment.document.cases import texts, tried
from muniment.model.claim import Claim
from muniment.model.errors import RefusedError
from tests.archive.office import owner_of, seat, take, through, transcribed

BODY = "Nader Kelarud, 34, was arrested on 3 October 2024 in Korsha."


@pytest.fixture
def desk(archive: Archive) -> Desk:
    return owner_of(archive)


def read(desk: Desk, *, invented: bool = True) -> list[Claim]:
    evidence = take(desk, f"{BODY} {invented}", name="letter.txt", invented=invented)
    return list(transcribed(desk, evidence, BODY)[1])


def of(claims: list[Claim], property: str) -> Claim:
    return next(claim for claim in claims if claim.property == property)


def test_what_was_corrected_rejected_or_added_is_a_case_and_nothing_else(desk: Desk) -> None:
    claims = read(desk)
    age, name, place = (of(claims, which) for which in ("age", "name", "place"))
    through(desk, "edit", id=age.id, expected=1, value={"is": "number", "n": 35})
    through(desk, "review", id=name.id, expected=1, answer="rejected")
    through(desk, "review", id=place.id, expected=1, answer="accepted")
    text = next(p for p in desk.archive.shelf.find("text", compartments=("open",)))
    through(
        desk, "claim", text=text.id, start=0, end=13, property="occupation", value={"is": "words", "text": "a teacher"}, about=name.about
    )
    (made,) = through(desk, "corrections")
    assert made.text == BODY
    assert {(c.property, c.is_wanted) for c in made.cases} == {("age", False), ("age", True), ("name", False), ("occupation", True)}
    assert all(BODY[c.start : c.end] for c in made.cases)
    assert texts(msgspec.json.encode((made,))) == (made,)
    does = dict(zip(((c.property, c.is_wanted) for c in made.cases), tried(made), strict=True))
    assert does == {("age", False): False, ("age", True): False, ("name", False): False, ("occupation", True): False}, (
        "the rules have not learnt"
    )


def test_an_unsure_or_untouched_claim_is_no_case(desk: Desk) -> None:
    claims = read(desk)
    through(desk, "review", id=of(claims, "age").id, expected=1, answer="unsure")
    through(desk, "edit", id=of(claims, "place").id, expected=1, note="as it stands")
    assert through(desk, "corrections") == ()


def test_what_readers_do_not_agree_on_is_no_case(desk: Desk) -> None:
    age = of(read(desk), "age")
    through(desk, "edit", id=age.id, expected=1, value={"is": "number", "n": 35})
    through(seat(desk.archive, "reviewer"), "review", id=age.id, expected=2, answer="rejected")
    assert through(desk, "corrections") == ()


def test_what_only_a_form_asks_is_no_case(desk: Desk) -> None:
    """No rule could propose it; what a form gives in the properties of rules is a claim like any that was missing."""
    evidence = read(desk)[0].evidence
    text = next(p for p in desk.archive.shelf.find("text", compartments=("open",)))
    answers = {"type": "arrest", "detention-type": "29:emergency", "case-description": "taken from a street", "victim": "Nader Kelarud"}
    through(desk, "form-fill", form="arrest", text=text.id, start=0, end=13, evidence=evidence, answers=answers)
    assert [claim.field for claim in through(desk, "claims", evidence=evidence) if claim.field]
    assert {case.property for made in through(desk, "corrections") for case in made.cases} <= {"act", "name", "role"}


def test_nothing_of_a_real_item_leaves(desk: Desk) -> None:
    claims = read(desk, invented=False)
    through(desk, "review", id=of(claims, "age").id, expected=1, answer="rejected")
    assert through(desk, "corrections") == ()
    with pytest.raises(RefusedError, match="invented"):
        through(desk, "corrections", ids=[claims[0].evidence])


def test_what_a_second_reader_has_still_to_read_is_no_case(desk: Desk) -> None:
    claims = read(desk)
    through(desk, "read-twice", of=("all",))
    through(seat(desk.archive, "reviewer"), "review", id=of(claims, "age").id, expected=1, answer="rejected")
    assert through(desk, "corrections") == ()


def test_that_cases_left_is_ledgered(desk: Desk) -> None:
    claims = read(desk)
    through(desk, "review", id=of(claims, "age").id, expected=1, answer="rejected")
    through(desk, "corrections")
    desk.archive.log()
    (entry,) = desk.archive.shelf.latest_acts(("excerpt.made",))
    assert entry.reason == "1 cases of 1 invented texts"
