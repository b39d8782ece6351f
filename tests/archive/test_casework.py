"""Casework: who is asked to read what, and what colleagues say; nothing of it tells a second reader what the first one found."""

import msgspec
import pytest

from muniment.archive import DOORS, Archive, Desk
from muniment.model.casework import Assignment, Comment
from muniment.model.claim import Claim
from muniment.model.errors import BadInputError, ChangedError, RefusedError, UnknownError
from tests.archive.office import owner_of, seat, take, through, transcribed

BODY = "Nader Kelarud, 34, was arrested on 3 October 2024."


@pytest.fixture
def claims(archive: Archive) -> list[Claim]:
    desk = owner_of(archive)
    return list(transcribed(desk, take(desk, BODY, name="letter.txt"), BODY)[1])


@pytest.fixture
def reviewer(archive: Archive) -> Desk:
    return seat(archive, "reviewer")


def test_a_reader_is_asked_and_hands_in(archive: Archive, claims: list[Claim], reviewer: Desk) -> None:
    owner, item = owner_of(archive), claims[0].evidence
    asked = through(owner, "assign", evidence=item, to=reviewer.agent.login, note="before Friday")
    assert through(reviewer, "assignments", to="me") == [asked]
    assert through(owner, "assignments", to=reviewer.agent.login) == [asked]
    assert through(owner, "assignments", to="me") == []
    done = through(reviewer, "hand-in", id=asked.id, expected=1, progress="done")
    assert (done.progress, done.note, done.version) == ("done", None, 2), "what the asker noted is not put into another's mouth"
    assert through(reviewer, "assignments", to="me") == []
    assert through(reviewer, "assignments", evidence=item, progress="all") == [done]
    with pytest.raises(BadInputError, match="handed in already"):
        through(reviewer, "hand-in", id=asked.id, expected=2, progress="done")


def test_what_is_given_back_says_why_and_may_be_asked_again(archive: Archive, claims: list[Claim], reviewer: Desk) -> None:
    owner, item = owner_of(archive), claims[0].evidence
    asked = through(owner, "assign", evidence=item, to=reviewer.agent.id)
    with pytest.raises(BadInputError, match="asked to read this already"):
        through(owner, "assign", evidence=item, to=reviewer.agent.id)
    with pytest.raises(BadInputError, match="reason"):
        through(reviewer, "hand-in", id=asked.id, expected=1, progress="returned")
    through(reviewer, "hand-in", id=asked.id, expected=1, progress="returned", note="I know the family")
    assert through(owner, "assign", evidence=item, to=reviewer.agent.id).progress == "open"


def test_only_reviewers_hand_in_and_over_the_version_they_saw(archive: Archive, claims: list[Claim], reviewer: Desk) -> None:
    owner, item = owner_of(archive), claims[0].evidence
    asked = through(owner, "assign", evidence=item, to=owner.agent.id)
    with pytest.raises(ChangedError):
        through(owner, "hand-in", id=asked.id, expected=7, progress="done")
    assert through(reviewer, "hand-in", id=asked.id, expected=1, progress="done").made_by == reviewer.agent.id
    for role in ("analyst", "linker", "drafter", "releaser"):
        with pytest.raises(RefusedError):
            through(seat(archive, role), "hand-in", id=asked.id, expected=2, progress="done")


@pytest.mark.parametrize("role", ["analyst", "linker", "auditor", "administrator"])
def test_nobody_is_asked_who_may_not_decide_on_claims(archive: Archive, claims: list[Claim], role: str) -> None:
    with pytest.raises(BadInputError, match="Nobody who may review"):
        through(owner_of(archive), "assign", evidence=claims[0].evidence, to=seat(archive, role).agent.id)


def test_nobody_is_asked_to_read_what_does_not_exist_for_them(archive: Archive, reviewer: Desk) -> None:
    owner = owner_of(archive)
    sealed = take(owner, "sealed words", name="sealed.txt", compartment="sealed-identity")
    with pytest.raises(BadInputError, match="Nobody who may review"):
        through(owner, "assign", evidence=sealed, to=reviewer.agent.id)
    mine = through(owner, "assign", evidence=sealed, to=owner.agent.id)
    assert through(owner, "assignments") == [mine]
    assert through(owner, "assignments", to="me", progress="all") == [mine]
    assert through(reviewer, "assignments") == []
    through(owner, "comment", on=sealed, words="of the sealed one")
    with pytest.raises(UnknownError):
        through(reviewer, "comments", on=sealed)


def test_who_has_read_a_claim_that_one_reader_decides_is_heard_by_all(archive: Archive, claims: list[Claim], reviewer: Desk) -> None:
    through(reviewer, "review", id=claims[0].id, expected=1, answer="rejected")
    said = through(reviewer, "comment", on=claims[0].id, words="not what it says")
    assert through(owner_of(archive), "comments", on=claims[0].evidence) == [said]


def test_comments_stand_with_their_claim_and_their_item(archive: Archive, claims: list[Claim], reviewer: Desk) -> None:
    owner, item = owner_of(archive), claims[0].evidence
    one = through(owner, "comment", on=item, words="  came by post ")
    two = through(reviewer, "comment", on=claims[0].id, words="the day is not clear")
    assert (one.words, one.claim, two.claim, two.evidence) == ("came by post", None, claims[0].id, item)
    assert through(owner, "comments", on=item) == [one, two]
    assert through(owner, "comments", on=claims[0].id) == [two]
    assert through(owner, "comments", on=claims[1].id) == []


@pytest.mark.parametrize("words", ["", "   ", "x" * 4001])
def test_nothing_and_too_much_is_not_said(archive: Archive, claims: list[Claim], words: str) -> None:
    with pytest.raises(BadInputError):
        through(owner_of(archive), "comment", on=claims[0].id, words=words)
    assert through(owner_of(archive), "comments", on=claims[0].evidence) == []


def test_only_items_and_claims_are_commented_on(archive: Archive, claims: list[Claim]) -> None:
    for on in (claims[0].passages[0], "cl-" + "0" * 32, "nothing"):
        with pytest.raises(UnknownError):
            through(owner_of(archive), "comment", on=on, words="here")


def test_a_second_reader_is_not_told_what_the_first_one_said(archive: Archive, claims: list[Claim]) -> None:
    first, second, owner = seat(archive, "reviewer"), seat(archive, "reviewer"), owner_of(archive)
    through(owner, "read-twice", of=("all",))
    for on in (claims[0].id, claims[0].evidence):
        through(first, "comment", on=on, words="clearly a forgery")
    through(owner, "comment", on=claims[0].evidence, words="came by post")
    assert b"forgery" in msgspec.json.encode(through(second, "comments", on=claims[0].evidence)), "nobody has read it yet"
    through(first, "review", id=claims[0].id, expected=1, answer="rejected")
    for on in (claims[0].id, claims[0].evidence):
        told = msgspec.json.encode(through(second, "comments", on=on))
        assert b"forgery" not in told
        assert b"forgery" in msgspec.json.encode(through(first, "comments", on=on))
    assert b"came by post" in msgspec.json.encode(through(second, "comments", on=claims[0].evidence))
    through(second, "review", id=claims[0].id, expected=2, answer="accepted")
    assert b"forgery" in msgspec.json.encode(through(second, "comments", on=claims[0].id)), "told once both have read"


def test_nor_by_a_note_beside_what_they_were_asked_to_read(archive: Archive, claims: list[Claim]) -> None:
    first, second, owner = seat(archive, "reviewer"), seat(archive, "reviewer"), owner_of(archive)
    through(owner, "read-twice", of=("all",))
    asked = through(owner, "assign", evidence=claims[0].evidence, to=first.agent.id, note="before Friday")
    through(first, "review", id=claims[0].id, expected=1, answer="rejected")
    through(first, "hand-in", id=asked.id, expected=1, progress="returned", note="clearly a forgery")
    again = through(owner, "assign", evidence=claims[0].evidence, to=second.agent.id)
    through(first, "hand-in", id=again.id, expected=1, progress="returned", note="a forgery as well")
    through(first, "assign", evidence=claims[0].evidence, to=owner.agent.id, note="see why it is a forgery")
    ways = {
        "assignments": ({}, {"progress": "all"}, {"evidence": claims[0].evidence, "progress": "all"}),
        "difference": ({"id": asked.id},),
    }
    for verb, inputs in ways.items():
        for given in inputs:
            assert b"forgery" not in msgspec.json.encode(DOORS[verb].through(second, given)), verb
            assert b"forgery" in msgspec.json.encode(DOORS[verb].through(first, given)), verb
    through(second, "review", id=claims[0].id, expected=2, answer="accepted")
    assert b"forgery" in msgspec.json.encode(through(second, "assignments", progress="all")), "told once both have read"


def test_what_is_withdrawn_takes_its_casework_with_it(archive: Archive, claims: list[Claim], reviewer: Desk) -> None:
    owner, item = owner_of(archive), claims[0].evidence
    asked = through(owner, "assign", evidence=item, to=reviewer.agent.id, note="quietly")
    said = through(owner, "comment", on=claims[0].id, words="quietly")
    version = archive.shelf.get(item).version
    through(owner, "withdraw", id=item, expected=version, reason="asked for")
    for id in (asked.id, said.id):
        with pytest.raises(UnknownError):
            DOORS["difference"].through(owner, {"id": id})
    assert not [one for kind in (Assignment, Comment) for one in owner.through("claim.see").find(kind)]
