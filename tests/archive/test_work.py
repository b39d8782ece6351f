"""Work done later: in the name of whoever asked, once, and let go where there is nothing left to read."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from muniment.archive import DOORS, Archive, found, owner
from muniment.archive.desk import Desk
from muniment.archive.work import READING, how_far, once
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError, RefusedError
from muniment.preserve.intake import Incoming
from muniment.store import jobs


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of one, open."""
    made = found(tmp_path / "archive", passphrase=None, owner_login="owner", is_demonstration=True)
    yield made
    made.close()


def sealed(archive: Archive, name: str, data: bytes) -> str:
    """The id of a file just taken in."""
    desk = Desk(archive, owner(archive))
    receipt = next(iter(DOORS["take-in"].through(desk, {"files": [Incoming(name, data=data)]})))
    return str(receipt.id)


def texts(archive: Archive, id: str) -> list[Any]:
    """What was read from an item."""
    return Desk(archive, owner(archive)).through("evidence.see").resting_on(id, DerivedText)


def test_what_was_asked_for_is_read_once_and_the_page_can_tell_how_far_it_is(archive: Archive) -> None:
    desk, id = Desk(archive, owner(archive)), sealed(archive, "note.txt", b"Tamin Orsavel was arrested on 2 May 2026.")
    assert how_far(desk, id) is None
    assert DOORS["queue"].through(desk, {"ids": (id,)}) == 1
    assert DOORS["queue"].through(desk, {"ids": (id,)}) == 0, "it waits already"
    assert how_far(desk, id) == "waiting"
    assert DOORS["work"].through(desk, {}).waiting == 1
    assert once(archive)
    assert not once(archive)
    assert how_far(desk, id) == "done"
    assert len(texts(archive, id)) == 1


def test_a_job_that_runs_twice_reads_once(archive: Archive) -> None:
    id = sealed(archive, "note.txt", b"One line.")
    for _ in range(2):
        jobs.add(READING, (id, owner(archive).id), archive.now())
    assert once(archive)
    assert once(archive)
    assert len(texts(archive, id)) == 1


def test_a_withdrawn_item_is_let_go(archive: Archive) -> None:
    desk, id = Desk(archive, owner(archive)), sealed(archive, "note.txt", b"One line.")
    DOORS["queue"].through(desk, {"ids": (id,)})
    DOORS["withdraw"].through(desk, {"id": id, "expected": 1, "reason": "the giver asks"})
    assert once(archive)
    assert how_far(desk, id) == "done"
    assert DOORS["work"].through(desk, {}).failed == 0


def test_work_on_what_somebody_may_not_see_is_not_counted_for_them(archive: Archive) -> None:
    desk = Desk(archive, owner(archive))
    given = {"files": [Incoming("closed.txt", data=b"One line.")], "compartment": "sealed-identity"}
    closed = str(next(iter(DOORS["take-in"].through(desk, given))).id)
    DOORS["queue"].through(desk, {"ids": (closed, sealed(archive, "open.txt", b"Another line."))})
    welcome = DOORS["user-add"].through(desk, {"login": "c", "name": "C", "roles": ("analyst",)})
    assert "sealed-identity" not in Desk(archive, welcome.agent).through("evidence.see").compartments
    assert DOORS["work"].through(desk, {}).waiting == 2
    assert DOORS["work"].through(Desk(archive, welcome.agent), {}).waiting == 1
    now = archive.now()
    for _ in range(jobs.MOST_TRIES):
        while (job := jobs.claim(now)) is not None:
            jobs.fail(job, "the reader died", now, wait=timedelta(0))
    assert DOORS["work"].through(desk, {}).failed == 2
    assert DOORS["work"].through(Desk(archive, welcome.agent), {}).failed == 1


def test_the_rights_are_those_of_whoever_asked_on_the_day_it_is_read(archive: Archive) -> None:
    desk, id = Desk(archive, owner(archive)), sealed(archive, "note.txt", b"One line.")
    welcome = DOORS["user-add"].through(desk, {"login": "a", "name": "A", "roles": ("analyst",)})
    DOORS["queue"].through(Desk(archive, welcome.agent), {"ids": (id,)})
    DOORS["user-roles"].through(desk, {"id": welcome.agent.id, "expected": 1, "roles": ("auditor",)})
    assert once(archive)
    assert texts(archive, id) == []
    later = archive.now() + timedelta(days=1)
    archive.clock = lambda: later
    for _ in range(5):
        once(archive)
        later += timedelta(days=1)
    assert [error for _, _, error in jobs.failed()] == ["RefusedError"], "the kind of fault, and no word of what was read"


def test_who_may_not_read_may_not_ask_for_it(archive: Archive) -> None:
    desk, id = Desk(archive, owner(archive)), sealed(archive, "note.txt", b"One line.")
    welcome = DOORS["user-add"].through(desk, {"login": "r", "name": "R", "roles": ("reviewer",)})
    with pytest.raises(RefusedError):
        DOORS["queue"].through(Desk(archive, welcome.agent), {"ids": (id,)})


def test_unread_and_unreadable_are_told_apart(archive: Archive) -> None:
    desk = Desk(archive, owner(archive))
    unread, noise = sealed(archive, "note.txt", b"One line."), sealed(archive, "noise.bin", bytes(range(256)))
    DOORS["read"].through(desk, {"ids": (noise,)})
    work = DOORS["work"].through(desk, {})
    assert work.unread == 1
    assert [(one.evidence, "neither text nor" in one.why) for one in work.unreadable] == [(noise, True)]
    assert [item.id for item in DOORS["unread"].through(desk, {})] == [unread]


def test_a_job_holds_identifiers_and_nothing_else(archive: Archive) -> None:
    with pytest.raises(BadInputError):
        jobs.add(READING, ("a name",), archive.now())
