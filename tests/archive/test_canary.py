"""Locked or open, no file of the archive, nor of its keys, nor any temporary file, holds a readable name, claim or search term.

A name in Latin and one in Persian are put wherever words go: titles, names of files, sources, notes, texts, claims, records,
consents, letters, judgements' reasons, reasons given at doors, search terms, jobs, accounts, refusals.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.archive import Archive, Desk, found, open_archive, owner
from muniment.archive import settings as at
from muniment.archive.founding import socket_path
from muniment.archive.work import once
from muniment.model.errors import MunimentError
from muniment.preserve.intake import Incoming
from muniment.protect import agent
from muniment.store import jobs
from tests.archive import canary
from tests.archive.canary import CANARIES, LATIN, PERSIAN
from tests.archive.office import accepted, owner_of, seat, take, through, transcribed

PASSPHRASE = "seven quiet herons over Korsha"


def sing(desk: Desk, compartment: str) -> str:
    """Put the canaries wherever words go in one compartment; answers the item."""
    source = through(desk, "source", name=LATIN, note=PERSIAN, connection=PERSIAN, compartment=compartment)
    through(desk, "grade", id=source.id, expected=1, grade="B", credibility="2", note=f"{LATIN} {PERSIAN}")
    body = f"{LATIN} Kelarud was arrested on 3 October 2024.\n{PERSIAN} روز ۱۲ مهر ۱۴۰۳ بازداشت شد.\n" + f"{LATIN} {PERSIAN}\n" * 400
    item = take(desk, f"{compartment}: {body}", name=f"{PERSIAN} {LATIN}.txt", title=LATIN, note=PERSIAN, source=source.id,
                compartment=compartment)  # fmt: skip
    text, claims = transcribed(desk, item, body)
    accepted(desk, claims[:3])
    for start, name in ((0, LATIN), (body.index(PERSIAN), PERSIAN)):
        made = through(desk, "claim", text=text.id, start=start, end=start + len(name), property="name",
                       value={"is": "name", "text": name})  # fmt: skip
        through(desk, "edit", id=made.id, expected=1, value={"is": "name", "text": f"{name} {LATIN}"}, note=PERSIAN)
    records = [r.id for r in desk.archive.shelf.resting_on(item, kind="record")][-2:]
    through(desk, "judge", left=records[0], right=records[1], answer="different", reason=f"{LATIN} is not {PERSIAN}")
    entry = f"en-{records[0][3:]}"
    through(desk, "consent", about=[entry], given_by=LATIN, capacity=PERSIAN, how="by telephone", language="fa", evidence=[item],
            answers=[{"purpose": "submit", "basis": "given", "why": PERSIAN}])  # fmt: skip
    through(desk, "condition", evidence=item, provider=LATIN, rule="ask-first", words=PERSIAN)
    letter = through(desk, "draft", kind="urgent-appeal", ids=[entry])
    through(desk, "weigh", id=letter.submission.id, expected=1, words=f"{LATIN} {PERSIAN}")
    through(desk, "open", id=item, reason=f"asked by {LATIN} {PERSIAN}")
    return item


def searched(desk: Desk) -> None:
    for word in CANARIES:
        through(desk, "search", query=word)
        through(desk, "search", query=f'"{word} {word}"')
        for verb in ("show", "person", "trace"):
            with pytest.raises(MunimentError):
                through(desk, verb, id=word)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Everything that is written lies below: the archive, the keys, whatever anyone calls temporary."""
    made = tmp_path_factory.mktemp("place")
    patch = pytest.MonkeyPatch()
    (made / "tmp").mkdir()
    patch.setenv("TMPDIR", str(made / "tmp"))
    patch.setattr(tempfile, "tempdir", str(made / "tmp"))
    patch.setenv("XDG_CONFIG_HOME", str(made / "config"))
    yield made
    patch.undo()


@pytest.fixture(autouse=True)
def here(own_home: None, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys stay where this file's archive put them."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(place / "config"))


@pytest.fixture(scope="module")
def sung(place: Path) -> Iterator[Archive]:
    archive = found(place / "archive", passphrase=PASSPHRASE, owner_login="owner")
    desk = Desk(archive, owner(archive))
    for compartment in ("open", "restricted", "sealed-identity"):
        sing(desk, compartment)
    take(desk, f"{LATIN} was moved.".encode() * 200_000, name="a large one.txt")  # over the size that goes through in one pass
    unread = take(desk, f"{PERSIAN} {LATIN} was arrested.", name=f"{LATIN}.txt")
    through(desk, "queue", ids=[unread])
    assert once(archive), "the job was done, in the sandbox"
    jobs.add("read", (unread, desk.agent.id), archive.now())
    failing = jobs.claim(archive.now())
    assert failing is not None
    jobs.fail(failing, f"{LATIN} could not be read: {PERSIAN}", archive.now())
    through(desk, "user-add", login="mira", name=LATIN, roles=["analyst"])
    searched(desk)
    with pytest.raises(MunimentError):
        through(seat(archive), "search", query=LATIN)
    archive.log()
    yield archive
    archive.shelf.close()


def test_the_search_would_find_each_spelling(tmp_path: Path) -> None:
    """The nose works: every form planted alone, in a zip and in a file's name, is found."""
    import zipfile

    for number, (name, form) in enumerate(canary.FORMS.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "plain.bin").write_bytes(b"\x00\xff" + form + b"\x00")
        with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("inside", b"x" * 100 + form)
        hits = canary.found(folder)
        assert f"plain.bin: {name}" in hits
        assert f"a.zip > inside: {name}" in hits
    (tmp_path / "name").mkdir()
    (tmp_path / "name" / f"{PERSIAN}.txt").write_bytes(b"")
    assert canary.found(tmp_path / "name")
    assert canary.seen(__import__("base64").b64encode(f"ab{LATIN}yz".encode())), "whatever stands before it"


def test_open_and_in_use_nothing_is_readable_on_disk(sung: Archive, place: Path) -> None:
    names = {path.name for path in (place / "archive").iterdir()}
    assert {"index.db", "index.db-wal", "packs", "log", "incoming"} <= names
    assert (place / "archive" / "index.db-wal").stat().st_size > 100_000
    assert through(owner_of(sung), "search", query=PERSIAN).total_capped >= 3, "and yet it can be found by who may"
    assert canary.found(place) == []


def test_locked_nothing_is_readable_and_what_was_there_comes_back(sung: Archive, place: Path) -> None:
    sung.close()
    assert not (place / "archive" / "index.db-wal").exists()
    assert canary.found(place) == []
    again = open_archive(place / "archive", lambda: PASSPHRASE)
    desk = Desk(again, owner(again))
    for word in CANARIES:
        assert through(desk, "search", query=word).items
    assert through(desk, "check").answer == "passed"
    again.close()
    assert canary.found(place) == []


def test_the_agents_files_hold_nothing_either(sung: Archive, place: Path) -> None:
    from muniment.archive import keys

    known = at.read(place / "archive")
    keys.unlock(place / "archive", lambda: PASSPHRASE, 5)
    try:
        held = open_archive(place / "archive", lambda: pytest.fail("the agent has the keys"))
        searched(Desk(held, owner(held)))
        assert canary.found(place) == []
        held.close()
    finally:
        agent.lock(socket_path(known.id))
    assert canary.found(place) == []


def test_a_refused_file_leaves_nothing_of_itself(sung: Archive, place: Path, tmp_path: Path) -> None:
    again = open_archive(place / "archive", lambda: PASSPHRASE)
    link = tmp_path / f"{LATIN}.lnk"
    link.symlink_to(tmp_path)
    (receipt,) = through(Desk(again, owner(again)), "take-in", files=[Incoming(f"{LATIN}.lnk", path=link)])
    assert receipt.state == "refused"
    again.close()
    assert canary.found(place) == []
