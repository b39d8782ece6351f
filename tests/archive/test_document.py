"""The doors of reading and review: by named people, in order, each version kept; a claim is about something of its own document."""

import pytest

from muniment.archive import Archive
from muniment.model.errors import BadInputError, ChangedError, UnknownError
from tests.archive.office import WORDS, owner_of, seat, state, take, through, transcribed


def test_decisions_are_taken_in_ones_own_name_and_taken_back_by_oneself(archive: Archive) -> None:
    owner, reviewer = owner_of(archive), seat(archive, "reviewer")
    claim = transcribed(owner, take(owner))[1][0]
    through(owner, "review", id=claim.id, expected=1, answer="accepted")
    through(reviewer, "review", id=claim.id, expected=2, answer="rejected", note="another Nader")
    undone = through(reviewer, "undo", id=claim.id, expected=3)
    assert undone.standing.state == "accepted", "the other's decision stands"
    assert [r.by for r in undone.standing.readings] == [owner.agent.id, reviewer.agent.id, reviewer.agent.id]
    assert [c.version for c in through(owner, "history", id=claim.id)] == [1, 2, 3, 4]


def test_a_corrected_claim_keeps_the_proposal_as_the_version_before(archive: Archive) -> None:
    desk = owner_of(archive)
    claim = transcribed(desk, take(desk))[1][0]
    through(desk, "edit", id=claim.id, expected=1, modality="denied", is_coerced=True)
    first, second = through(desk, "history", id=claim.id)
    assert (first.modality, first.is_coerced) == (claim.modality, False)
    assert (second.modality, second.is_coerced, second.standing.state) == ("denied", True, "accepted")


def test_two_people_at_one_claim_the_second_is_told(archive: Archive) -> None:
    owner, reviewer = owner_of(archive), seat(archive, "reviewer")
    claim = transcribed(owner, take(owner))[1][0]
    through(owner, "edit", id=claim.id, expected=1, modality="denied")
    for verb, given in (("edit", {"modality": "asserted"}), ("review", {"answer": "rejected"})):
        with pytest.raises(ChangedError, match="changed meanwhile"):
            through(reviewer, verb, id=claim.id, expected=1, **given)


def test_claims_of_one_passage_keep_their_places_when_some_are_decided(archive: Archive) -> None:
    desk = owner_of(archive)
    evidence = take(desk)
    claims = transcribed(desk, evidence)[1]
    for claim in (claims[0], claims[3]):
        through(desk, "review", id=claim.id, expected=1, answer="accepted")
    assert [c.id for c in through(desk, "claims", evidence=evidence)] == [c.id for c in claims]


@pytest.mark.parametrize(("property", "value"), [
    ("name", {"is": "number", "n": 7}), ("age", {"is": "words", "text": "seven"}), ("date", {"is": "name", "text": "Nader"}),
    ("place", {"is": "words", "text": "Korsha"}),
])  # fmt: skip
def test_a_value_has_a_form_that_its_property_takes(archive: Archive, property: str, value: dict[str, object]) -> None:
    desk = owner_of(archive)
    text, claims = transcribed(desk, take(desk))
    before = state(archive)
    with pytest.raises(BadInputError, match=f"“{property}” was given as {value['is']}"):
        through(desk, "claim", text=text.id, start=0, end=5, property=property, value=value)
    named = next(c for c in claims if c.property == "name")
    with pytest.raises(BadInputError, match="it takes name"):
        through(desk, "edit", id=named.id, expected=1, value={"is": "number", "n": 7})
    assert state(archive) == before


@pytest.mark.parametrize(("start", "end"), [(5, 5), (7, 3), (0, 10_000), (10_000, 10_001)])
def test_a_passage_lies_inside_its_text(archive: Archive, start: int, end: int) -> None:
    desk = owner_of(archive)
    text = transcribed(desk, take(desk))[0]
    before = state(archive)
    with pytest.raises(BadInputError, match="outside the text"):
        through(desk, "claim", text=text.id, start=start, end=end, property="role", value={"is": "words", "text": "teacher"})
    assert state(archive) == before


def test_a_claim_quotes_what_stands_at_its_passage(archive: Archive) -> None:
    desk = owner_of(archive)
    text = transcribed(desk, take(desk))[0]
    made = through(desk, "claim", text=text.id, start=0, end=13, property="name", value={"is": "name", "text": "Nader Kelarud"})
    passage = archive.shelf.get(made.passages[0])
    assert passage.quote == WORDS[:13] == "Nader Kelarud"  # type: ignore[attr-defined]


def test_a_claim_is_about_something_of_its_own_document(archive: Archive) -> None:
    desk = owner_of(archive)
    text, claims = transcribed(desk, take(desk))
    elsewhere = transcribed(desk, take(desk, "another letter"), "Sahar Tavrin was arrested.")[1]
    given = {"text": text.id, "start": 0, "end": 5, "property": "role", "value": {"is": "words", "text": "teacher"}}
    for about in ("me-" + "0" * 32, elsewhere[0].about, elsewhere[0].id, "Nader"):
        with pytest.raises(UnknownError):
            through(desk, "claim", **given, about=about)
    mention = next(c.about for c in claims if c.about.startswith("me-"))
    assert through(desk, "claim", **given, about=mention).about == mention


def test_a_translation_is_of_a_text_of_the_same_item(archive: Archive) -> None:
    desk = owner_of(archive)
    one, other = take(desk, "one"), take(desk, "other")
    text = transcribed(desk, one)[0]
    made = through(desk, "transcribe", evidence=one, body="un", language="fr", how="translation", of=text.id)
    assert made.of == text.id
    with pytest.raises(BadInputError, match="is not a text of"):
        through(desk, "transcribe", evidence=other, body="un", language="fr", how="translation", of=text.id)
    with pytest.raises(BadInputError, match="transcript or a translation"):
        through(desk, "transcribe", evidence=one, body="un", language="fr", how="summary")


def test_a_source_is_graded_on_two_axes_by_a_named_person(archive: Archive) -> None:
    desk = owner_of(archive)
    made = through(desk, "source", name="A newspaper")
    assert (made.grade, made.credibility, made.graded_by) == ("F", "6", None)
    graded = through(desk, "grade", id=made.id, expected=1, grade="B", credibility="2")
    assert (graded.grade, graded.credibility, graded.graded_by) == ("B", "2", desk.agent.name)
    with pytest.raises(BadInputError, match="not a source"):
        through(desk, "source", name="x", type="ghost")
