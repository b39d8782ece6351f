"""Trusted time in a real archive: stamped on a beat and by hand, over a network and by two files; what fails waits and is shown."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from muniment.archive import settings as at
from muniment.archive import stamping
from muniment.archive.desk import Desk
from muniment.archive.stamping import BEAT, LATEST, SOONEST, due, following
from muniment.archive.stamps import Stamped
from muniment.archive.work import once
from muniment.model.errors import BadInputError, RefusedError
from muniment.model.verdict import Check
from muniment.preserve import stamp
from muniment.store import jobs
from tests.archive.makers import again, checked, faults, take, through
from tests.preserve.authorities import House, served

pytestmark = pytest.mark.needs("openssl3")


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("authorities")) as made:
        yield made


@pytest.fixture(autouse=True)
def without_a_child(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replies are judged in this process, but for some tests: what the sandbox adds is tried where the parser is."""
    if "sandboxed" not in request.node.name:
        monkeypatch.setattr(stamp, "run", lambda parser, argument, data, limits: stamp.judged(argument, data))


@pytest.fixture(autouse=True)
def alive(tsa: House) -> Iterator[None]:
    tsa.dead.clear()
    tsa.posts.clear()
    yield


def name(desk: Desk, tsa: House, *called: str, **given: Any) -> None:
    for one in called:
        address = {"url": tsa.url(one), "via": "direct"} | given
        through(desk, "timestamp-authority", name=one, roots=tsa.root(one if one in tsa.authorities else "alpha"), **address)


def newest(desk: Desk) -> Stamped:
    return next(desk.archive.stamps.records())


def entries(desk: Desk, type: str) -> list[str]:
    return [line.reason for line in through(desk, "ledger", limit=1000) if line.type == type]


def later(desk: Desk, by: timedelta) -> None:
    then = desk.archive.now() + by
    desk.archive.clock = lambda: then


def test_nothing_is_sent_and_nothing_waits_before_an_authority_is_named(desk: Desk, tsa: House) -> None:
    while once(desk.archive):
        pass
    assert (tsa.posts, desk.archive.stamps.sizes(), jobs.known(BEAT, (desk.agent.id,))) == ([], [], None)
    with pytest.raises(BadInputError, match="No time authority is named"):
        through(desk, "timestamp")
    assert not [c for c in checked(desk).checks if c.what == "timestamps"]


def test_a_head_is_stamped_by_two_authorities_sandboxed_and_the_whole_responses_are_kept(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "alpha", "loose")
    known = through(desk, "timestamp")
    head = newest(desk)
    assert known.heads == (head,)
    assert {one.chain: one.verifier.split()[0] for one in head.stamps} == {"alpha": "rfc3161-client", "loose": "OpenSSL"}
    assert head.wanted == ()
    note = (desk.archive.root / f"log/tst/{head.size}.note").read_text()
    assert note.splitlines()[1] == str(head.size)
    told = entries(desk, "timestamp.received")
    assert [f"size {head.size} chain {one.chain} sha256 {one.sha256}" in words for one, words in zip(head.stamps, told, strict=True)] == [
        True,
        True,
    ]
    verdict = checked(desk)
    assert faults(verdict) == []
    assert {c.what: c.found for c in verdict.checks}["timestamps as ledgered"] == "2 time stamps"


def test_a_cosigned_head_is_preferred_while_it_is_newer_than_what_was_stamped(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "alpha")
    size = desk.archive.log()
    folder = desk.archive.root / "log" / "witnessed"
    folder.mkdir()
    (folder / f"{size}.note").write_text(desk.archive.ledger.checkpoint() + "— witness.example AAAAAAAAAAAAAAAAAAAAAAAA\n")
    take(desk, b"one more entry")
    through(desk, "timestamp")
    assert (newest(desk).size, newest(desk).is_cosigned) == (size, True)
    assert b"witness.example" in desk.archive.stamps.note(size)
    through(desk, "timestamp")
    assert newest(desk).size > size
    assert not newest(desk).is_cosigned
    shutil.rmtree(folder)
    assert faults(checked(desk)) == []


@pytest.mark.parametrize(
    ("called", "why", "has_reply"),
    [("crossed", "nonce differs", True), ("other", "another request", True), ("late", "has expired", True), ("garbage", "no time stamp", True),
     ("empty", "no time stamp", False), ("broken", "HTTP status 500", True), ("huge", "more than the", True)],
)  # fmt: skip
def test_a_bad_reply_is_kept_as_it_came_and_asked_for_again(called: str, why: str, has_reply: bool, desk: Desk, tsa: House) -> None:
    name(desk, tsa, called)
    through(desk, "timestamp")
    head = newest(desk)
    (refusal,) = head.refusals
    assert why in refusal.why
    assert head.wanted == (called,)
    assert head.stamps == ()
    assert bool(refusal.reply) == has_reply
    assert len(entries(desk, "timestamp.unverified")) == int(has_reply)
    if has_reply:
        assert (desk.archive.root / f"log/tst/refused/{refusal.reply}.tsr").is_file()
    assert [r.state for r in take(desk, b"intake goes on")] == ["stored"]
    assert faults(checked(desk)) == []


def test_an_unknown_root_is_refused(desk: Desk, tsa: House) -> None:
    through(desk, "timestamp-authority", name="alpha", url=tsa.url("alpha"), via="direct", roots=tsa.root("beta"))
    through(desk, "timestamp")
    assert "certificate does not hold" in newest(desk).refusals[0].why


def test_a_dead_authority_keeps_no_other_from_stamping(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "alpha", "beta")
    through(desk, "timestamp-authority", name="dead", url="http://127.0.0.1:9/", via="direct", roots=tsa.root("alpha"))
    through(desk, "timestamp")
    head = newest(desk)
    assert {one.chain for one in head.stamps} == {"alpha", "beta"}
    assert head.wanted == ("dead",)
    assert "gave no answer" in head.refusals[0].why
    assert entries(desk, "timestamp.unverified") == [], "that nobody answered is in the record alone"


def test_the_beat_is_fixed_and_asks_whether_or_not_anything_was_done(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "alpha", hours=6)
    assert once(desk.archive)
    assert not once(desk.archive), "the next beat is not due yet"
    first = newest(desk)
    begun = following(at.read(desk.archive.root), desk.archive.now())
    for turn in range(3):
        then = begun + timedelta(hours=6 * turn, seconds=1)
        desk.archive.clock = lambda then=then: then  # type: ignore[misc]
        if turn == 1:
            take(desk, *(f"a busy day {n}".encode() for n in range(30)))
        assert once(desk.archive)
        assert not once(desk.archive)
    kept = [head.kept for head in desk.archive.stamps.records()]
    assert len(kept) == 4
    assert [b - a for b, a in pairwise(kept[:3])] == [timedelta(hours=6)] * 2
    assert first.size < newest(desk).size
    assert tsa.posts == ["alpha"] * 4


def test_what_waits_is_queued_with_its_delay_and_sent_when_the_network_is_back(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "alpha", "beta")
    tsa.dead |= {"alpha", "beta"}
    for _ in range(3):
        assert once(desk.archive)
        later(desk, timedelta(days=1))
    known = through(desk, "timestamps")
    assert (known.waiting, len(known.heads)) == (6, 3)
    assert [round(head.delay(desk.archive.now()) / 86400) for head in known.heads] == [1, 2, 3]
    assert all(head.refusals for head in known.heads), "those behind the first are put off with it"
    tsa.posts.clear()
    tsa.dead.clear()
    assert once(desk.archive)
    assert through(desk, "timestamps").waiting == 0
    assert len(tsa.posts) == 8
    oldest = list(desk.archive.stamps.records())[-1]
    assert {one.chain for one in oldest.stamps} == {"alpha", "beta"}
    assert faults(checked(desk)) == []


def test_an_authority_is_asked_again_after_as_long_as_it_has_kept_us_waiting(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "alpha")
    tsa.dead.add("alpha")
    began, times = following(at.read(desk.archive.root), desk.archive.now()), []  # a whole beat lies before us: the next keeps a new head
    for minute in range(0, 20 * 60, 5):
        desk.archive.clock = lambda then=began + timedelta(minutes=minute, seconds=1): then  # type: ignore[misc]
        if once(desk.archive):
            times.append(minute)
    assert times[:6] == [0, 5, 10, 20, 40, 80]
    assert all(timedelta(minutes=b - a) <= LATEST + SOONEST for a, b in pairwise(times))
    assert jobs.failed() == []


def test_the_queue_outlives_the_database(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "alpha")
    tsa.dead.add("alpha")
    through(desk, "timestamp")
    through(desk, "rebuild")
    desk = again(desk)
    tsa.dead.clear()
    later(desk, timedelta(hours=7))
    while once(desk.archive):
        pass
    assert newest(desk).wanted == ()
    assert faults(checked(desk)) == []
    desk.archive.close()


def test_who_lost_the_role_is_asked_for_no_more_and_the_ledger_says_so(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "alpha")
    with desk.act("user.changed") as act:
        act.change(desk.archive.shelf.get(desk.agent.id), 2, roles=("auditor",))
    assert once(desk.archive)
    assert tsa.posts == []
    assert desk.archive.stamps.sizes() == []
    lost = [line for line in through(desk, "ledger", limit=1000) if line.type == "access.refused"]
    assert [line.reason for line in lost] == ["ledger.timestamp"]
    assert not once(desk.archive), "and it is not tried every second"


def test_a_beat_is_not_a_use_of_the_keys(desk: Desk, tsa: House, monkeypatch: pytest.MonkeyPatch) -> None:
    name(desk, tsa, "alpha")
    monkeypatch.setattr(type(desk.archive.held), "used", lambda self: pytest.fail("a beat would keep the keys open"))
    assert once(desk.archive)


def test_by_two_files_without_a_network(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "beta", via="stick", url="")
    asked = through(desk, "timestamp-request")
    assert through(desk, "timestamp-request") == asked, "the same request until it is answered"
    assert tsa.posts == []
    with pytest.raises(RefusedError, match=r"not accepted.*log/tst/refused"):
        through(desk, "timestamp-accept", reply=tsa.authorities["alpha"].answer(asked.request))
    reply = tsa.authorities["beta"].answer(asked.request)
    known = through(desk, "timestamp-accept", reply=reply)
    assert [one.chain for one in known.heads[0].stamps] == ["beta"]
    with pytest.raises(BadInputError, match="No request is out"):
        through(desk, "timestamp-accept", reply=reply)
    assert len(entries(desk, "timestamp.unverified")) == 1
    assert faults(checked(desk)) == []


@pytest.mark.parametrize("reply", [b"", b"x", bytes(300), b"\x30\x82\xff\xff"])
def test_what_is_no_reply_is_refused_and_kept(reply: bytes, desk: Desk, tsa: House) -> None:
    name(desk, tsa, "beta", via="stick", url="")
    through(desk, "timestamp-request")
    with pytest.raises(RefusedError, match="not accepted"):
        through(desk, "timestamp-accept", reply=reply)
    assert newest(desk).wanted == ("beta",)


def test_a_renewal_lies_over_head_and_old_stamp(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "alpha", "loose")
    through(desk, "timestamp")
    size = newest(desk).size
    for _ in range(2):
        through(desk, "timestamp-renew", size=size)
    head = desk.archive.stamps.record(size)
    assert sorted(one.chain for one in head.stamps) == sorted(
        ["alpha", "loose", "alpha+alpha", "loose+loose", "alpha+alpha+alpha", "loose+loose+loose"]
    )
    assert desk.archive.stamps.message(size, "alpha+alpha") == desk.archive.stamps.note(size) + desk.archive.stamps.reply(size, "alpha")
    assert [one.chain for one in head.tips()] == ["alpha+alpha+alpha", "loose+loose+loose"]
    assert faults(checked(desk)) == []
    through(desk, "timestamp-renew", days=365)
    assert desk.archive.stamps.record(size) == head, "nothing is that old"
    later(desk, timedelta(days=400))
    through(desk, "timestamp-renew", days=365)
    assert len(desk.archive.stamps.record(size).stamps) == 8


def test_a_chain_has_an_end(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "alpha")
    through(desk, "timestamp")
    size = newest(desk).size
    for _ in range(7):
        through(desk, "timestamp-renew", size=size)
    assert len(desk.archive.stamps.record(size).stamps) == 6


def test_roots_are_added_and_never_taken_away(desk: Desk, tsa: House) -> None:
    name(desk, tsa, "alpha")
    through(desk, "timestamp")
    through(desk, "timestamp-authority", name="alpha", url=tsa.url("beta"), via="direct", roots=tsa.root("beta"))
    through(desk, "timestamp")
    assert newest(desk).wanted == ()
    assert faults(checked(desk)) == [], "what hangs on the old root still holds"
    assert len(at.read(desk.archive.root).authorities) == 1


@pytest.mark.parametrize("given", [
    {"name": "Alpha"}, {"name": "a b"}, {"name": ""}, {"name": "a" * 33}, {"url": "ftp://x/"}, {"url": ""}, {"via": "carrier pigeon"},
    {"roots": "no certificate"}, {"hours": 100000},
])  # fmt: skip
def test_what_cannot_be_set_is_refused_and_nothing_is_changed(given: dict[str, Any], desk: Desk, tsa: House) -> None:
    before = at.read(desk.archive.root)
    whole = {"name": "alpha", "url": tsa.url("alpha"), "via": "direct", "roots": tsa.root("alpha")} | given
    with pytest.raises(BadInputError):
        through(desk, "timestamp-authority", **whole)
    assert at.read(desk.archive.root) == before


def test_a_crash_between_response_and_ledger_asks_for_nothing_twice(desk: Desk, tsa: House, monkeypatch: pytest.MonkeyPatch) -> None:
    name(desk, tsa, "alpha")
    real = desk.archive.note
    monkeypatch.setattr(desk.archive, "note", lambda type, *rest: real(type, *rest) if type != "timestamp.received" else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        through(desk, "timestamp")
    assert newest(desk).stamps == ()
    monkeypatch.setattr(desk.archive, "note", real)
    stamping.send(Desk(desk.archive, desk.agent, "ledger.timestamp"), at.read(desk.archive.root))
    assert [one.chain for one in newest(desk).stamps] == ["alpha"]
    assert tsa.posts == ["alpha"]
    assert faults(checked(desk)) == []


def test_what_can_be_proved_of_an_item_says_by_when_it_existed(desk: Desk, tsa: House) -> None:
    def time_of(id: str) -> Check:
        return next(c for c in through(desk, "prove", id=id).checks if c.what == "time")

    (early,) = take(desk, b"early")
    name(desk, tsa, "alpha", "loose")
    through(desk, "timestamp")
    (late,) = take(desk, b"late")
    found = time_of(early.id or "")
    assert (found.verdict, found.where) == ("passed", "alpha, loose")
    assert found.found == min(one.at for one in newest(desk).stamps).isoformat()
    assert time_of(late.id or "").verdict == "not_checked"
    path = desk.archive.root / f"log/tst/{newest(desk).size}.alpha.tsr"
    path.write_bytes(path.read_bytes()[:-40] + bytes(40))
    assert time_of(early.id or "").verdict == "failed"


def test_only_whoever_may_do_so_names_an_authority(desk: Desk, tsa: House) -> None:
    other = replace(desk, agent=replace(desk.agent, roles=("analyst",)))
    for verb, given in (("timestamp", {}), ("timestamp-authority", {"name": "a", "roots": tsa.root("alpha")}), ("timestamp-request", {})):
        with pytest.raises(RefusedError):
            through(other, verb, **given)


def test_the_next_beat_lies_on_a_grid_that_differs_from_archive_to_archive(desk: Desk) -> None:
    known, now = at.read(desk.archive.root), desk.archive.now()
    one, other = following(known, now), following(replace(known, id="0" * 15 + "1"), now)
    assert now < one <= now + timedelta(hours=24)
    assert following(known, one) == one + timedelta(hours=24)
    assert (other.timestamp() - 1) % 86400 == 0


def test_what_never_failed_is_due_at_once(desk: Desk) -> None:
    now = desk.archive.now()
    assert due([(Stamped(size=3, kept=now, wanted=("alpha",)), "alpha")]) == now


@pytest.fixture
def stamped(desk: Desk, tsa: House) -> Desk:
    name(desk, tsa, "alpha", "loose", "crossed")
    take(desk, b"an item")
    through(desk, "timestamp")
    return desk


def test_a_beautiful_day(stamped: Desk) -> None:
    assert faults(checked(stamped)) == []


def forged_root(desk: Desk, tsa: House, folder: Path) -> str:
    """A whole authority of a forger: root, token and record fit each other."""
    from muniment.model.canonical import digest
    from muniment.preserve.stamp import request

    size = newest(desk).size
    asked = request(desk.archive.stamps.note(size))
    reply = tsa.authorities["beta"].answer(asked)
    (folder / f"{size}.alpha.tsr").write_bytes(reply)
    (folder / f"{size}.alpha.tsq").write_bytes(asked)
    record = folder / f"{size}.json"
    old = newest(desk).stamps[0]
    from muniment.preserve.stamp import Case, judge

    (one,) = judge([Case(desk.archive.stamps.note(size), reply, tsa.root("beta"))])
    text = record.read_text().replace(old.sha256, digest(reply)).replace(f"{old.at:%Y-%m-%dT%H:%M:%SZ}", f"{one.at:%Y-%m-%dT%H:%M:%SZ}")
    record.write_text(text)
    (desk.archive.root / "keys" / "tsa-alpha.pem").write_text(tsa.root("beta"))
    return "keys/tsa-alpha.pem"


def flipped(end: str) -> Any:
    def done(desk: Desk, tsa: House, folder: Path) -> str:
        path = folder / f"{newest(desk).size}.{end}"
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 4
        path.write_bytes(data)
        return path.name

    return done


def gone(end: str) -> Any:
    def done(desk: Desk, tsa: House, folder: Path) -> str:
        path = folder / f"{newest(desk).size}.{end}"
        path.unlink()
        return path.name if end != "json" else f"{path.stem}.alpha.tsr"

    return done


def torn(desk: Desk, tsa: House, folder: Path) -> str:
    path = folder / f"{newest(desk).size}.json"
    path.write_bytes(path.read_bytes()[:40])
    return path.name


def all_gone(desk: Desk, tsa: House, folder: Path) -> str:
    where = f"{newest(desk).size}.alpha.tsr"
    shutil.rmtree(folder)
    return where


def refused_edited(desk: Desk, tsa: House, folder: Path) -> str:
    path = next((folder / "refused").iterdir())
    path.write_bytes(b"something else")
    return path.name


def stranger(desk: Desk, tsa: House, folder: Path) -> str:
    (folder / "note.txt").write_text("x")
    return "note.txt"


def later_time(desk: Desk, tsa: House, folder: Path) -> str:
    size = newest(desk).size
    record = folder / f"{size}.json"
    record.write_text(record.read_text().replace(f'"at": "{newest(desk).stamps[0].at:%Y}', '"at": "1999'))
    return f"{size}.alpha.tsr"


DAMAGE = {
    "a note": flipped("note"), "a token": flipped("alpha.tsr"), "a loose token": flipped("loose.tsr"), "no token": gone("alpha.tsr"),
    "no note": gone("note"), "no record": gone("json"), "a record": torn, "nothing left": all_gone, "a kept refusal": refused_edited,
    "a stranger": stranger, "another time": later_time, "a forger's authority": forged_root,
}  # fmt: skip


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_to_the_stamps_of_an_archive_is_named(kind: str, stamped: Desk, tsa: House) -> None:
    where = DAMAGE[kind](stamped, tsa, stamped.archive.root / "log" / "tst")
    found = faults(checked(stamped))
    assert any(where in one for one in found), (where, found)


def test_without_keys_the_stamps_are_checked_all_the_same(stamped: Desk) -> None:
    from muniment.archive.files import verify_files

    verdict = verify_files(stamped.archive.root, at.read(stamped.archive.root))
    (one,) = [c for c in verdict.checks if c.what == "timestamps"]
    assert (one.verdict, one.found) == ("passed", f"2 time stamps over heads of up to {newest(stamped).size} entries, 1 waited for")
