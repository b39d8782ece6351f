"""The second reader: a claim of the kinds asked for holds once two people have read it, and neither is told what the other found."""

from typing import Any

import msgspec
import pytest

from muniment.archive import DOORS, Archive, Desk, found, owner
from muniment.archive import settings as at
from muniment.model.canonical import encode
from muniment.model.claim import Claim
from muniment.model.errors import BadInputError, RefusedError
from tests.archive.makers import again
from tests.archive.office import owner_of, seat, take, through, transcribed


def read(desk: Desk, claim: Claim, answer: str, expected: int, **more: Any) -> Claim:
    made: Claim = through(desk, "review", id=claim.id, expected=expected, answer=answer, **more)
    return made


@pytest.fixture
def first(archive: Archive) -> Desk:
    """The first reader, in an archive in which two people read everything."""
    through(owner_of(archive), "read-twice", of=("all",))
    return seat(archive, "reviewer")


@pytest.fixture
def second(archive: Archive) -> Desk:
    return seat(archive, "reviewer")


@pytest.fixture
def claims(archive: Archive) -> list[Claim]:
    desk = owner_of(archive)
    made: list[Claim] = transcribed(desk, take(desk))[1]
    return made


def known(desk: Desk, claim: Claim) -> Claim:
    return next(one for one in through(desk, "claims", evidence=claim.evidence) if one.id == claim.id)


def test_one_reading_holds_nothing_and_the_second_decides(first: Desk, second: Desk, claims: list[Claim]) -> None:
    claim = claims[0]
    assert read(first, claim, "accepted", 1).standing.state == "proposed"
    assert not known(first, claim).standing.is_open(first.agent.id), "the first has read it"
    assert known(second, claim).standing.is_open(second.agent.id)
    decided = read(second, claim, "accepted", 2)
    assert decided.standing.state == "accepted"
    assert set(decided.standing.current()) == {first.agent.id, second.agent.id}
    assert known(first, claim).standing.state == "accepted"


def test_two_who_differ_leave_it_unsure(first: Desk, second: Desk, claims: list[Claim]) -> None:
    read(first, claims[0], "accepted", 1)
    assert read(second, claims[0], "rejected", 2).standing.state == "unsure"


def test_the_same_person_twice_is_one_reader(first: Desk, claims: list[Claim]) -> None:
    read(first, claims[0], "accepted", 1)
    assert read(first, claims[0], "accepted", 2).standing.state == "proposed"


def test_nothing_tells_the_second_what_the_first_found(first: Desk, second: Desk, claims: list[Claim]) -> None:
    name = next(claim for claim in claims if claim.property == "name")
    read(first, name, "rejected", 1, note="seen elsewhere")
    archive = first.archive
    others = (second, seat(archive, "analyst"), owner_of(archive))
    asked = {"claims": {"evidence": name.evidence}, "history": {"id": name.id}, "difference": {"id": name.id}, "trace": {"id": name.id},
             "search": {"query": "Kelarud"}, "sample": {"seed": 1, "n": 1000}, "people": {}}  # fmt: skip
    for desk in others:
        for verb, given in asked.items():
            try:
                told = msgspec.json.encode(DOORS[verb].through(desk, given))
            except RefusedError:
                continue
            assert b"rejected" not in told, verb
            assert b"seen elsewhere" not in told, verb
        inside = desk.through("claim.see")
        ways = (inside.get(name.id, Claim), inside.those([name.id], Claim)[name.id], *inside.find(Claim), *next(inside.windows(Claim)),
                *inside.about([name.about], Claim), *inside.resting_on(name.evidence, Claim), *inside.versions(name.id, Claim))  # fmt: skip
        assert not any(reading.answer for one in ways for reading in one.standing.readings if one.id == name.id)
    assert b"seen elsewhere" in msgspec.json.encode(through(first, "history", id=name.id)), "their own reading is theirs to see"
    read(second, name, "accepted", 2)
    assert b"seen elsewhere" in msgspec.json.encode(through(second, "history", id=name.id)), "told once both have read"


def test_the_register_tells_nothing_either(archive: Archive, claims: list[Claim]) -> None:
    one, two = seat(archive, "reviewer"), seat(archive, "reviewer")
    name = next(claim for claim in claims if claim.property == "name")
    other = next(claim for claim in claims if claim.about == name.about and claim.property not in ("name", "role"))
    read(one, name, "accepted", 1)
    through(owner_of(archive), "read-twice", of=("all",))
    read(one, other, "unsure", 1, note="seen elsewhere")
    (person,) = through(two, "people")
    for desk, is_told in ((one, True), (two, False)):
        assert (b"seen elsewhere" in msgspec.json.encode(through(desk, "person", id=person.entry.id))) is is_told


def test_the_first_reading_is_kept_when_the_second_comes(first: Desk, second: Desk, claims: list[Claim]) -> None:
    """What is not told is not lost: the second reader's version holds both."""
    read(first, claims[0], "unsure", 1, note="which brother?")
    read(second, claims[0], "unsure", 2)
    kept = first.archive.shelf.get(claims[0].id)
    assert isinstance(kept, Claim)
    assert [(r.by, r.note) for r in kept.standing.readings] == [(first.agent.id, "which brother?"), (second.agent.id, None)]


def test_a_reading_taken_back_waits_for_two_again(first: Desk, second: Desk, claims: list[Claim]) -> None:
    read(first, claims[0], "accepted", 1)
    through(first, "undo", id=claims[0].id, expected=2)
    with pytest.raises(BadInputError, match="decided nothing"):
        through(second, "undo", id=claims[0].id, expected=3)
    assert read(second, claims[0], "accepted", 3).standing.state == "proposed"


def test_a_correction_and_a_claim_of_ones_own_wait_for_another(first: Desk, second: Desk, claims: list[Claim]) -> None:
    mended = through(first, "edit", id=claims[0].id, expected=1, modality="alleged")
    assert mended.standing.state == "proposed"
    assert known(second, mended).modality == "alleged"
    assert read(second, mended, "accepted", 2).standing.state == "accepted"
    text = through(owner_of(first.archive), "transcribe", evidence=claims[0].evidence, body="He teaches.", language="en", how="translation")
    own = through(first, "claim", text=text.id, start=0, end=2, property="role", value={"is": "words", "text": "teacher"})
    assert own.standing.state == "proposed"
    assert read(second, own, "accepted", 1).standing.state == "accepted"


def test_only_the_kinds_asked_for_wait(archive: Archive, claims: list[Claim]) -> None:
    through(owner_of(archive), "read-twice", of=("arrest", "name"))
    reader = seat(archive, "reviewer")
    states = {}
    for claim in claims:
        kind = claim.value.type if claim.property == "act" else claim.property  # type: ignore[union-attr]
        states[kind] = read(reader, claim, "accepted", 1).standing.state
    assert {kind for kind, state in states.items() if state == "proposed"} == {"arrest", "name"} & set(states)
    assert "accepted" in states.values()


def test_what_was_decided_before_stays_decided_and_a_policy_dropped_asks_no_more(archive: Archive, claims: list[Claim]) -> None:
    one, two = seat(archive, "reviewer"), seat(archive, "reviewer")
    read(one, claims[0], "accepted", 1)
    through(owner_of(archive), "read-twice", of=("all",))
    assert known(two, claims[0]).standing.state == "accepted"
    read(one, claims[1], "accepted", 1)
    through(owner_of(archive), "read-twice", of=("none",))
    assert read(one, claims[1], "accepted", 2).standing.state == "accepted"


def test_the_policy_is_said_in_the_ledger_and_outlives_the_session(archive: Archive) -> None:
    desk = owner_of(archive)
    assert through(desk, "second-reader").of == ()
    assert through(desk, "read-twice", of=("name", "execution", "name")).of == ("execution", "name")
    assert through(seat(archive, "linker"), "second-reader").of == ("execution", "name")
    archive.log()
    (entry,) = archive.shelf.latest_acts(("review.policy",))
    assert entry.reason == "execution name"
    assert at.is_as_written(archive.root)
    assert through(desk, "read-twice", of=("name", "all")).of == ("all",)


def test_it_holds_in_an_archive_opened_again(desk: Desk) -> None:
    through(desk, "read-twice", of=("execution",))
    assert through(again(desk), "second-reader").of == ("execution",)


@pytest.mark.parametrize("of", [(), ("nobody",), ("name", "everything")])
def test_what_is_no_kind_of_claim_changes_nothing(archive: Archive, of: tuple[str, ...]) -> None:
    desk = owner_of(archive)
    through(desk, "read-twice", of=("name",))
    with pytest.raises(BadInputError):
        through(desk, "read-twice", of=of)
    assert through(desk, "second-reader").of == ("name",)


def test_only_whoever_manages_reviewing_sets_it(archive: Archive) -> None:
    with pytest.raises(RefusedError):
        through(seat(archive, "reviewer"), "read-twice", of=("all",))


def test_an_archive_of_one_has_no_second_reader(tmp_path: Any) -> None:
    alone = found(tmp_path / "alone", passphrase="one person, one long passphrase")
    try:
        desk = Desk(alone, owner(alone))
        with pytest.raises(BadInputError, match="archive of one"):
            through(desk, "read-twice", of=("all",))
        assert through(desk, "read-twice", of=("none",)).of == ()
    finally:
        alone.close()


def test_a_claim_that_one_person_reads_is_written_as_ever(archive: Archive, claims: list[Claim]) -> None:
    read(seat(archive, "reviewer"), claims[0], "accepted", 1)
    assert b"wanted" not in encode(archive.shelf.get(claims[0].id))


def test_the_history_tells_that_two_were_wanted(first: Desk, second: Desk, claims: list[Claim]) -> None:
    read(first, claims[0], "accepted", 1)
    read(second, claims[0], "accepted", 2)
    changes = through(second, "difference", id=claims[0].id, older=1, newer=3).changes
    assert ("standing.wanted", None, 2) in [(one.field, one.before, one.after) for one in changes]
