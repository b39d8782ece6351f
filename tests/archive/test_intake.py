"""Taking in through the door: receipts, custody, duplicates, what fails and leaves nothing half-done, and runs that go on."""

import errno
import json
import os
import resource
import signal
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from muniment.archive import intake
from muniment.archive.desk import Desk
from muniment.archive.evidence import unsealed
from muniment.archive.intake import acknowledged, logged
from muniment.model.canonical import digest
from muniment.model.errors import BadInputError, MunimentError, UnknownError
from muniment.model.evidence import Evidence
from muniment.model.source import Source
from muniment.preserve.hands import HandLostError
from muniment.preserve.intake import Incoming, Receipt, walk
from muniment.store.errors import FullError, StoreError
from tests.archive.makers import PYTHON, again, chain, checked, faults, items, reopened, take, through


def sound(desk: Desk) -> None:
    """Nothing is damaged, here and after the archive was opened anew."""
    assert faults(checked(desk)) == []
    assert faults(checked(again(desk))) == []


def item(desk: Desk, receipt: Receipt) -> Evidence:
    found: Evidence = through(desk, "show", id=receipt.id)[0]
    return found


def test_a_file_is_sealed_as_it_is(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "نامه.txt"
    path.write_bytes(b"\xef\xbb\xbf as it came\r\n")
    (receipt,) = take(desk, path, note="handed over by a neighbour")
    assert receipt.state == "stored"
    assert receipt.sha256 == digest(path.read_bytes())
    evidence = item(desk, receipt)
    assert (evidence.name, evidence.size, evidence.note, evidence.taken_at) == ("نامه.txt", 16, "handed over by a neighbour", receipt.time)
    assert unsealed(desk, evidence) == path.read_bytes()
    assert [event.event for event in chain(desk, evidence.id)] == ["received"]


def test_the_givers_receipt_holds_identifier_digest_and_time_and_says_when_it_is_logged(desk: Desk) -> None:
    (receipt,) = take(desk, b"words")
    assert logged(desk.archive, receipt).state == "stored"
    desk.archive.log()
    assert logged(desk.archive, receipt).state == "logged"
    held = msgspec.to_builtins(receipt)
    assert not {"source", "path", "collector"} & set(held)


def test_the_same_bytes_again_are_a_custody_event_and_no_second_copy(desk: Desk) -> None:
    (first,) = take(desk, b"the same words")
    objects = len(list(desk.archive.vault.ids()))
    (second,) = take(desk, Incoming("copy.txt", data=b"the same words"))
    assert (second.state, second.id) == ("duplicate", first.id)
    assert len(list(desk.archive.vault.ids())) == objects
    events = chain(desk, first.id or "")
    assert [(e.event, e.previous, e.detail) for e in events] == [("received", None, None), ("received", events[0].id, "again, as copy.txt")]
    sound(desk)


def test_the_same_bytes_many_times_in_one_run_are_one_item_with_one_chain(desk: Desk) -> None:
    receipts = take(desk, *[b"once more"] * 10, bytes(2 << 20), bytes(2 << 20))
    assert [r.state for r in receipts] == ["stored"] * 2 + ["duplicate"] * 10
    assert len(items(desk)) == 2
    events = chain(desk, receipts[0].id or "")
    assert [e.previous for e in events] == [None, *(e.id for e in events[:-1])]
    assert len(events) == 10
    sound(desk)


def test_one_source_sends_the_same_bytes_into_another_compartment(desk: Desk) -> None:
    """Whole files are found again within one compartment alone: whoever sees the open one must not learn of the other."""
    (first,) = take(desk, b"words")
    (second,) = take(desk, b"words", compartment="restricted")
    assert second.state == "stored"
    assert second.id != first.id


def test_bytes_that_were_withdrawn_are_taken_in_anew(desk: Desk) -> None:
    (first,) = take(desk, b"asked back")
    through(desk, "withdraw", id=first.id, expected=1, reason="asked for by the giver")
    (second,) = take(desk, b"asked back")
    assert second.state == "stored"
    assert unsealed(desk, item(desk, second)) == b"asked back"
    sound(desk)


def test_what_comes_from_a_closed_source_is_closed_with_it(desk: Desk) -> None:
    with desk.act("source.made") as act:
        source = Source(id=act.new("so"), made_by=desk.agent.id, made_at=act.at, name="A neighbour", compartment="restricted")
        act.add(source)
    (receipt,) = take(desk, b"words", source=source.id)
    assert item(desk, receipt).compartment == "restricted"
    sheets = desk.archive.seals.sheets
    assert sheets._known[receipt.id or ""][0].name.startswith("restricted-")


def test_a_source_that_is_none_is_refused(desk: Desk) -> None:
    (receipt,) = take(desk, b"words")
    for source in (receipt.id, "so-" + "0" * 32):
        with pytest.raises(UnknownError):
            take(desk, b"more", source=source)
    with pytest.raises(BadInputError, match="compartment"):
        take(desk, b"more", compartment="elsewhere")


# --- bad input, a row each --------------------------------------------------------------------------------------------


def test_an_empty_file_is_accepted_recorded_and_flagged(desk: Desk) -> None:
    (receipt,) = take(desk, b"")
    assert (receipt.state, receipt.reason, item(desk, receipt).size) == ("stored", "the file is empty", 0)
    sound(desk)


def test_binary_noise_is_evidence_like_any_other(desk: Desk) -> None:
    noise = os.urandom(300_000)
    (receipt,) = take(desk, noise)
    assert unsealed(desk, item(desk, receipt)) == noise


def test_links_devices_and_pipes_are_refused_by_name_ledgered_and_never_followed(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("good")
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "up").symlink_to("..")
    os.mkfifo(folder / "pipe")
    receipts = list(through(desk, "take-in", files=walk([folder, Path("/dev/zero")])))
    assert {r.name: r.state for r in receipts} == {
        "in/good.txt": "stored", "in/link": "refused", "in/up": "refused", "in/pipe": "refused", "zero": "refused",
    }  # fmt: skip
    assert all(r.reason and r.id is None for r in receipts if r.state == "refused")
    desk.archive.log()
    refused = [line.reason for line in through(desk, "ledger", limit=500) if line.type == "intake.refused"]
    assert len(refused) == 4
    assert sum("a symbolic link is never followed" in reason for reason in refused) == 2
    assert not any(receipt.name in reason for reason in refused for receipt in receipts if receipt.name), "a name is content"
    assert {reason.rpartition(" ")[2] for reason in refused} == {
        desk.archive.seals.tag(r.name) for r in receipts if r.name and r.state == "refused"
    }, "whoever knows the name can find its refusal"
    sound(desk)


def test_a_file_that_grows_while_it_is_read_is_refused_and_the_rest_is_taken_in(desk: Desk, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a", "growing", "z")]
    for path in paths:
        path.write_bytes(path.name.encode())

    def growing() -> Iterator[Incoming]:
        for path in paths:
            yield Incoming(path.name, path)

    real = desk.archive.seals.grow

    def meanwhile(ids: list[str], compartment: str) -> None:
        with paths[1].open("ab") as out:
            out.write(b"!")
        real(ids, compartment)

    desk.archive.seals.grow = meanwhile  # type: ignore[method-assign, assignment]
    receipts = list(through(desk, "take-in", files=growing()))
    assert {r.name: r.state for r in receipts} == {"a": "stored", "growing": "refused", "z": "stored"}
    assert "changed during intake" in next(r.reason or "" for r in receipts if r.state == "refused")
    assert len(items(desk)) == 2
    desk.archive.seals.grow = real  # type: ignore[method-assign]
    sound(desk)


def test_a_large_file_that_grows_leaves_nothing_in_the_vault(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(bytes(3 << 20))
    real = desk.archive.seals.grow

    def meanwhile(ids: list[str], compartment: str) -> None:
        path.write_bytes(bytes(3 << 20))
        real(ids, compartment)

    desk.archive.seals.grow = meanwhile  # type: ignore[method-assign, assignment]
    before = len(list(desk.archive.vault.ids()))
    (receipt,) = take(desk, path)
    assert receipt.state == "refused"
    assert len(list(desk.archive.vault.ids())) == before
    assert list(desk.archive.vault.incoming.glob("ev-*")) == []


NAMES = [
    b"caf\xe9.txt", "نامه\u200cها.txt".encode(), "annex\u202efdp.exe".encode(), b"x" * 255, b"a\nb", b"-rf", b" .txt",
]  # fmt: skip


def test_names_of_every_kind_are_kept_and_no_file_of_ours_is_called_by_them(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in NAMES:
        with open(os.path.join(os.fsencode(folder), name), "wb") as out:
            out.write(name)
    receipts = list(through(desk, "take-in", files=walk([folder])))
    assert [r.state for r in receipts] == ["stored"] * len(NAMES)
    json.dumps([msgspec.to_builtins(r) for r in receipts]).encode()
    told = {r.name for r in receipts}
    assert {"in/caf\\xe9.txt", "in/annex\\u202efdp.exe", "in/a\\u000ab", "in/نامه\u200cها.txt"} <= told
    below = [p.name for p in desk.archive.root.rglob("*")]
    assert not any(word in name for name in below for word in ("caf", "annex", "xxx"))


def test_twins_of_one_name_are_both_taken_in_and_warned_of(desk: Desk) -> None:
    one, two = (unicodedata.normalize(form, "é.txt") for form in ("NFC", "NFD"))
    receipts = take(desk, Incoming(one, data=b"one"), Incoming(two, data=b"two"), Incoming("other", data=b"3"))
    assert [r.state for r in receipts] == ["stored"] * 3
    assert receipts[0].reason is None
    assert "accents written otherwise" in (receipts[1].reason or "")
    assert receipts[1].name == two
    assert [receipt.reason for receipt in take(desk, Incoming("plain.txt", data=b"4"), Incoming("plain.txt", data=b"5"))] == [None, None]


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """No file may grow beyond this: to a writing process the same as a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [300_000, 2_000_000])
def test_a_full_disk_is_said_before_anything_is_acknowledged(size: int, desk: Desk) -> None:
    (kept,) = take(desk, b"kept")
    desk.archive.log()
    with disk_of(size), pytest.raises(StoreError) as caught:
        take(desk, *(os.urandom(900_000) for _ in range(4)))
    assert isinstance(caught.value, FullError)
    assert len(items(desk)) == 1
    assert unsealed(desk, item(desk, kept)) == b"kept"
    sound(desk)


def test_a_full_disk_under_a_large_file_leaves_nothing_half_done(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "film"
    path.write_bytes(os.urandom(4 << 20))
    with disk_of(1 << 20), pytest.raises(FullError):
        take(desk, b"small", path)
    assert items(desk) == []
    assert list(desk.archive.vault.incoming.glob("ev-*")) == []
    assert [r.state for r in take(desk, b"small", path)] == ["stored", "stored"]
    sound(desk)


@pytest.mark.parametrize("call", ["fdatasync", "write"])
def test_a_disk_that_fails_is_said_before_anything_is_acknowledged(call: str, desk: Desk) -> None:
    (kept,) = take(desk, b"kept")

    def failing(*_: object) -> int:
        raise OSError(errno.EIO, "Input/output error")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(StoreError):
        patch.setattr(os, call, failing)
        take(desk, b"lost")
    if call == "fdatasync":
        with pytest.raises(StoreError):  # a flush that failed is final: this process takes nothing in any more
            take(desk, b"again")
    desk.archive.vault.close()
    desk.archive.shelf.close()
    opened = reopened(desk.archive.root)
    assert unsealed(opened, item(opened, kept)) == b"kept"
    assert [r.state for r in take(opened, b"lost")] == ["stored"]
    assert faults(checked(opened)) == []


def test_a_file_that_fails_half_way_is_refused_and_the_others_are_taken_in(desk: Desk, tmp_path: Path) -> None:
    """EIO on the giver's stick is the file's, not ours."""
    mem = Incoming("mem", Path("/proc/self/mem"))
    receipts = take(desk, b"good", mem)
    assert [r.state for r in receipts] == ["refused", "stored"]
    assert "could not be read" in (receipts[0].reason or "")


def test_a_clock_that_goes_back_is_told_and_the_ledger_keeps_its_order(desk: Desk) -> None:
    now = desk.archive.now()
    take(desk, b"first")
    desk.archive.clock = lambda: now - timedelta(hours=3)
    take(desk, b"second")
    desk.archive.log()
    entries = [e for e in desk.archive.shelf.entries() if e.type == "evidence.taken-in"]
    assert entries[0].seq is not None
    assert entries[1].seq is not None
    assert entries[0].seq < entries[1].seq
    assert entries[0].made_at > entries[1].made_at
    assert "went back" not in entries[0].clock
    assert "went back, 10" in entries[1].clock
    assert all("monotonic" in entry.clock for entry in entries)
    desk.archive.clock = lambda: now + timedelta(hours=1)
    sound(desk)


@pytest.mark.parametrize("size", [64, pytest.param(200, marks=pytest.mark.slow)])
def test_a_very_large_file_goes_through_in_little_memory(size: int, desk: Desk, tmp_path: Path, home: dict[str, str]) -> None:
    path = tmp_path / "film"
    with path.open("wb") as out:
        for _ in range(size):
            out.write(os.urandom(4096) * 256)
    desk.archive.close()
    script = """if 1:
        import resource, sys
        from pathlib import Path
        from tests.archive.makers import reopened, take
        desk = reopened(Path(sys.argv[1]))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        (receipt,) = take(desk, Path(sys.argv[2]))
        print(receipt.sha256, receipt.size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
        desk.archive.close()
    """
    ran = subprocess.run([PYTHON, "-c", script, desk.archive.root, path], env=home, capture_output=True, text=True, check=True)
    sha256, taken, grown = ran.stdout.split()
    assert int(taken) == size << 20
    assert sha256 == subprocess.run(["sha256sum", path], capture_output=True, text=True, check=True).stdout.split()[0]
    assert int(grown) < 40_000, f"{grown} kB more for {size} MB"


# --- many: the next batch is read and sealed in another process while one is written down --------------------------------


@pytest.fixture
def in_eights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BATCH", 8)


def many(folder: Path, *contents: bytes) -> list[Path]:
    folder.mkdir()
    for number, content in enumerate(contents):
        (folder / f"{number:03}.txt").write_bytes(content)
    return sorted(folder.iterdir())


@pytest.mark.usefixtures("in_eights")
def test_many_files_large_and_small_are_taken_in_as_they_are(desk: Desk, tmp_path: Path) -> None:
    paths = many(tmp_path / "in", *(os.urandom(900) for _ in range(40)), os.urandom(2 << 20), b"", os.urandom(3 << 20))
    receipts = take(desk, *paths)
    assert [r.state for r in receipts] == ["stored"] * 43
    assert desk.archive.seals.hands._beside is not None, "nobody helped"
    for receipt, path in zip(receipts, paths, strict=True):
        assert unsealed(desk, item(desk, receipt)) == path.read_bytes()
    assert list(desk.archive.vault.incoming.glob("ev-*")) == []
    sound(desk)


@pytest.mark.usefixtures("in_eights")
def test_the_same_bytes_in_neighbouring_batches_are_one_item(desk: Desk, tmp_path: Path) -> None:
    """The second batch is sealed before the first is written: it must not be taken for new."""
    paths = many(tmp_path / "in", *(f"statement {n % 12}".encode() for n in range(60)))
    receipts = take(desk, *paths)
    assert Counter(r.state for r in receipts) == {"stored": 12, "duplicate": 48}
    assert len(items(desk)) == 12
    assert len({r.id for r in receipts}) == 12
    assert sorted(len(chain(desk, one.id)) for one in items(desk)) == [5] * 12
    sound(desk)


@pytest.mark.usefixtures("in_eights")
def test_what_came_together_has_neighbouring_identifiers_and_nothing_else_in_common(desk: Desk, tmp_path: Path) -> None:
    receipts = take(desk, *many(tmp_path / "in", *(os.urandom(20) for _ in range(24))))
    ids = [r.id or "" for r in receipts]
    batches = [ids[n : n + 8] for n in (0, 8, 16)]
    assert [len({id[:15] for id in batch}) for batch in batches] == [1, 1, 1]
    assert len({id[:15] for id in ids}) == 3
    assert len({id[15:] for id in ids}) == 24
    assert len({chain(desk, id)[0].id[3:15] for id in batches[0]}) == 1, "the links of one act are not neighbours"


@pytest.mark.usefixtures("in_eights")
@pytest.mark.parametrize("between", [7, 15], ids=["one batch later", "two batches later"])
def test_a_copy_of_what_changed_meanwhile_is_refused_by_name(between: int, desk: Desk, tmp_path: Path) -> None:
    paths = many(tmp_path / "in", b"the same", *(b"%d" % n for n in range(between)), b"the same")
    real = desk.archive.seals.grow

    def meanwhile(ids: list[str], compartment: str) -> None:
        paths[0].write_bytes(b"another")
        real(ids, compartment)

    desk.archive.seals.grow = meanwhile  # type: ignore[method-assign, assignment]
    receipts = take(desk, *paths)
    desk.archive.seals.grow = real  # type: ignore[method-assign]
    refused = {r.name: r.reason or "" for r in receipts if r.state == "refused"}
    assert sorted(refused) == ["000.txt", paths[-1].name]
    assert "changed during intake" in refused["000.txt"]
    assert "could not be taken in" in refused[paths[-1].name]
    assert len(receipts) == between + 2
    sound(desk)


@pytest.mark.usefixtures("in_eights")
def test_when_the_other_process_dies_what_was_acknowledged_stands_and_the_run_goes_on(desk: Desk, tmp_path: Path) -> None:
    paths = many(tmp_path / "in", *(os.urandom(50) for _ in range(60)))
    taken = []
    with pytest.raises(HandLostError):
        for receipt in through(desk, "take-in", files=plugged(paths, 99), resume="the same words"):
            taken.append(receipt)
            if len(taken) == 1:
                beside = desk.archive.seals.hands._beside
                assert beside is not None
                os.kill(beside._process.pid, signal.SIGKILL)
    assert 8 <= len(taken) < 60
    assert {r.id for r in taken} <= {one.id for one in items(desk)}
    receipts = list(through(desk, "take-in", files=plugged(paths, 99), resume="the same words"))
    assert len(receipts) == 60
    assert {r.id for r in taken} <= {r.id for r in receipts}
    assert len(items(desk)) == 60
    assert all(len(chain(desk, one.id)) == 1 for one in items(desk))
    sound(desk)


@pytest.mark.usefixtures("in_eights")
def test_a_run_that_is_left_in_the_middle_leaves_no_key_of_what_was_not_taken_in(desk: Desk, tmp_path: Path) -> None:
    paths = many(tmp_path / "in", *(os.urandom(50) for _ in range(59)), os.urandom(2 << 20))
    going = through(desk, "take-in", files=plugged(paths, 99))
    next(going)
    going.close()
    held = {one.id for one in items(desk)}
    assert len(held) == 8
    desk.archive.seals.sheets.identities()
    assert set(desk.archive.seals.sheets._known) == held
    assert list(desk.archive.vault.incoming.glob("ev-*")) == []
    sound(desk)


@pytest.mark.usefixtures("in_eights")
def test_an_archive_is_closed_while_a_run_stands_in_the_middle(desk: Desk, tmp_path: Path) -> None:
    paths = many(tmp_path / "in", *(os.urandom(50) for _ in range(60)))
    going = through(desk, "take-in", files=plugged(paths, 99))
    next(going)
    opened = again(desk)
    with pytest.raises(MunimentError):
        list(going)
    assert len(items(opened)) == 8
    sound(opened)


# --- runs that were interrupted ---------------------------------------------------------------------------------------


class PulledError(Exception):
    """The plug."""


def plugged(paths: list[Path], after: int) -> Iterator[Incoming]:
    for number, path in enumerate(paths):
        if number == after:
            raise PulledError
        yield Incoming(path.name, path)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    monkeypatch.setattr(intake, "BATCH", 256)
    made = tmp_path / "many"
    made.mkdir()
    for number in range(300):
        (made / f"{number:03}.txt").write_text(f"statement {number % 290}")
    return sorted(made.iterdir())


def test_an_interrupted_run_goes_on_and_doubles_nothing(desk: Desk, folder: list[Path]) -> None:
    with pytest.raises(PulledError):
        list(through(desk, "take-in", files=plugged(folder, 280), resume="the same words"))
    taken = len(items(desk))
    assert taken == 256
    desk = again(desk)
    receipts = list(through(desk, "take-in", files=plugged(folder, 999), resume="the same words"))
    assert len(receipts) == 300
    assert [r.reason for r in receipts].count("taken in before this run was interrupted") == taken
    assert len(items(desk)) == 290
    events = [event for one in items(desk) for event in chain(desk, one.id)]
    assert len(events) == 300
    acknowledged(desk, "the same words")
    assert list((desk.archive.root / "runs").iterdir()) == []
    sound(desk)


def test_receipts_that_reached_nobody_are_given_again(desk: Desk, folder: list[Path]) -> None:
    """Whoever saw no receipt must not be told that somebody else was here before."""
    first = list(through(desk, "take-in", files=plugged(folder[:3], 9), resume="the same words"))
    second = list(through(again(desk), "take-in", files=plugged(folder[:3], 9), resume="the same words"))
    assert {(r.state, r.reason) for r in second} == {("stored", "taken in before this run was interrupted")}
    assert [(r.id, r.time) for r in second] == [(r.id, r.time) for r in first]


def test_a_finished_run_asked_for_again_is_received_again(desk: Desk, folder: list[Path]) -> None:
    for state in ("stored", "duplicate"):
        receipts = list(through(desk, "take-in", files=plugged(folder[:3], 9), resume="the same words"))
        acknowledged(desk, "the same words")
        assert {r.state for r in receipts} == {state}
    assert len(chain(desk, items(desk)[0].id)) == 2


def test_another_runs_words_do_not_go_on_with_this_one(desk: Desk, folder: list[Path]) -> None:
    with pytest.raises(PulledError):
        list(through(desk, "take-in", files=plugged(folder[:270], 265), resume="these words"))
    receipts = list(through(desk, "take-in", files=plugged(folder[:3], 9), resume="other words"))
    assert {r.state for r in receipts} == {"duplicate"}


def test_a_run_leaves_no_readable_word_in_the_folder(desk: Desk, folder: list[Path]) -> None:
    with pytest.raises(PulledError):
        list(through(desk, "take-in", files=plugged(folder, 270), resume="CANARY case"))
    (journal,) = (desk.archive.root / "runs").iterdir()
    assert "CANARY" not in journal.name + journal.read_text()
    assert len({e.detail for one in items(desk) for e in chain(desk, one.id)}) == 256
