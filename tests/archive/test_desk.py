"""The desk: what someone may not see does not exist for them, in the same words; refusals and views are written down."""

import threading

import pytest

from muniment.archive import Archive
from muniment.model.claim import Claim
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.model.evidence import Evidence
from muniment.model.noun import Noun
from muniment.store.errors import ErasedError
from tests.archive.office import Clock, entries, owner_of, seat, take, through, transcribed

NONE = "ev-" + "0" * 32


def said(desk: object, id: str, **given: object) -> str:
    with pytest.raises(UnknownError) as refused:
        through(desk, "show", id=id, **given)  # type: ignore[arg-type]
    return str(refused.value).replace(id, "ID")


def test_unknown_sealed_and_of_another_kind_are_the_same_words_and_the_same_trace(archive: Archive) -> None:
    owner, analyst = owner_of(archive), seat(archive, "analyst")
    sealed = take(owner, compartment="sealed-identity")
    claims = transcribed(owner, take(owner, "Nader Kelarud was arrested."))[1]
    words, traces = set(), []
    for id in (NONE, sealed, claims[0].id):
        before = len(entries(archive))
        words.add(said(analyst, id))
        traces.append([(type, reason.replace(id, "ID")) for type, reason in entries(archive)[before:]])
    assert words == {"There is no evidence ID here. Check the identifier."}
    assert traces == [[("access.refused", "evidence.see ID")]] * 3


def test_words_that_are_no_identifier_are_never_repeated_in_the_ledger(archive: Archive) -> None:
    """A name typed where an id belongs must not be sealed for ever where auditors read."""
    with pytest.raises(UnknownError):
        through(seat(archive, "analyst"), "show", id="Nader Kelarud")
    assert not [reason for _, reason in entries(archive) if "Nader" in reason]


def test_what_was_erased_is_said_only_to_those_who_could_have_seen_it(archive: Archive) -> None:
    owner, analyst = owner_of(archive), seat(archive, "analyst")
    open_item, sealed_item = take(owner), take(owner, "another letter", compartment="sealed-identity")
    one = through(owner, "transcribe", evidence=open_item, body="words", language="en")
    other = through(owner, "transcribe", evidence=sealed_item, body="words", language="en")
    for id in (open_item, sealed_item):
        through(owner, "withdraw", id=id, expected=1, reason="asked for by the giver")
    inside = analyst.through("claim.see")
    with pytest.raises(ErasedError, match="erased by order"):
        inside.get(one.id, Noun)
    with pytest.raises(UnknownError, match=r"There is no .* here") as refused:
        inside.get(other.id, Noun)
    assert not isinstance(refused.value, ErasedError)


def test_a_page_cannot_be_begun_after_something_that_does_not_exist_for_its_reader(archive: Archive) -> None:
    """Else the answer to `after` tells that a sealed item is there."""
    owner, analyst = owner_of(archive), seat(archive, "analyst")
    first, sealed, last = take(owner, "1"), take(owner, "2", compartment="sealed-identity"), take(owner, "3")
    assert [e.id for e in through(analyst, "evidence", after=first)] == [last]
    refused = set()
    for after in (NONE, sealed, "Nader"):
        with pytest.raises(UnknownError) as told:
            through(analyst, "evidence", after=after)
        refused.add(str(told.value).replace(after, "ID"))
    assert len(refused) == 1


def test_lists_and_counts_leave_out_what_is_sealed(archive: Archive) -> None:
    owner, analyst = owner_of(archive), seat(archive, "analyst")
    seen = {take(owner, "1"), take(owner, "2", compartment="restricted")}
    hidden = take(owner, "3", compartment="sealed-identity")
    assert {e.id for e in through(analyst, "evidence")} == seen
    assert {e.id for e in through(owner, "evidence")} == seen | {hidden}
    assert {e.id for e in through(analyst, "evidence", limit=1)} < seen


def test_a_refusal_at_the_door_is_written_at_once_and_names_the_permission(archive: Archive) -> None:
    nobody = seat(archive)
    with pytest.raises(RefusedError, match=r"may not do this.*claim\.see.*Ask the owner"):
        through(nobody, "claims", evidence=NONE)
    assert entries(archive)[-1] == ("access.refused", "claim.see")


def test_views_are_one_leaf_a_minute_naming_who_saw_what(archive: Archive) -> None:
    clock = Clock()
    archive.clock = clock
    owner, analyst = owner_of(archive), seat(archive, "analyst")
    id = take(owner)
    archive.log()
    clock.on(61)
    archive.log()  # what was looked at until now
    before = archive.log()
    for _ in range(5):
        through(analyst, "show", id=id)
        through(owner, "show", id=id)
        through(analyst, "evidence")
        clock.on(10)
        archive.log()
    assert archive.log() == before, "not yet a minute"
    clock.on(10)
    assert archive.log() == before + 1
    (type, reason) = entries(archive)[-1]
    assert type == "views.sealed"
    assert reason == f"{analyst.agent.id}: {id}, list of evidence; {owner.agent.id}: {id}"
    clock.on(600)
    assert archive.log() == before + 1, "nobody looked"


def test_closing_seals_what_was_looked_at(archive: Archive) -> None:
    owner = owner_of(archive)
    id = take(owner)
    through(owner, "show", id=id)
    archive.seal_views(is_closing=True)
    assert entries(archive)[-1] == ("views.sealed", f"{owner.agent.id}: {id}")


def test_readers_and_the_sealing_of_views_do_not_trip_over_each_other(archive: Archive) -> None:
    agent, wrong = owner_of(archive).agent, []
    kept: list[str] = []
    archive.shelf.note = lambda entries: kept.extend(e.reason for e in entries)  # type: ignore[method-assign]

    def look(start: int) -> None:
        try:
            for n in range(start, start + 500):
                archive.viewed(agent, f"cl-{n}")
                if n % 7 == 0:
                    archive.seal_views(is_closing=True)
        except Exception as exc:
            wrong.append(exc)

    threads = [threading.Thread(target=look, args=(n * 1000,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    archive.seal_views(is_closing=True)
    assert wrong == []
    assert {f"cl-{n + k}" for n in range(0, 4000, 1000) for k in range(500)} == {
        id for reason in kept for id in reason.removeprefix(f"{agent.id}: ").split(", ")
    }


def test_nothing_may_be_put_where_one_may_not_look(archive: Archive) -> None:
    analyst = seat(archive, "analyst")
    for compartment in ("sealed-identity", "secret", ""):
        with pytest.raises(BadInputError):
            through(analyst, "source", name="someone", compartment=compartment)
    assert through(analyst, "source", name="someone", compartment="restricted").compartment == "restricted"


def test_an_older_version_is_still_there_for_who_may_see_it(archive: Archive) -> None:
    owner = owner_of(archive)
    source = through(owner, "source", name="A newspaper")
    through(owner, "grade", id=source.id, expected=1, grade="B", credibility="2")
    desk = owner.through("source.see")
    assert [desk.get(source.id, Noun, v).version for v in (1, 2, None)] == [1, 2, 2]  # type: ignore[arg-type]
    with pytest.raises(UnknownError):
        desk.get(source.id, Noun, 3)
    assert desk.find(Evidence) == [] and desk.resting_on(source.id, Claim) == []


def test_of_many_identifiers_a_desk_gives_what_exists_for_this_person(archive: Archive) -> None:
    owner, analyst = owner_of(archive), seat(archive, "analyst").through("evidence.see")
    first, second = take(owner, "a"), take(owner, "b")
    sealed = take(owner, "c", compartment="sealed-identity")
    claims = transcribed(owner, first)[1]
    asked = [second, NONE, sealed, first, second, claims[0].id]
    assert list(analyst.those(asked, Evidence)) == [second, first]
    assert list(owner.through("evidence.see").those(asked, Evidence)) == [second, sealed, first]


def test_all_of_a_kind_come_window_by_window_each_once(archive: Archive) -> None:
    owner = owner_of(archive)
    ids = [take(owner, words) for words in "abcde"]
    take(owner, "f", compartment="sealed-identity")
    windows = list(seat(archive, "analyst").through("evidence.see").windows(Evidence, 2))
    assert [len(window) for window in windows] == [2, 2, 1]
    assert [item.id for window in windows for item in window] == ids
