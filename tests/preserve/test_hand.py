"""The hand that reads, hashes and seals: here or in a process of its own it answers the same, and never with a plaintext."""

import errno
import gc
import hashlib
import os
import resource
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.preserve.hand import Close, File, Glance, Look, Seal, Sealed, Wish
from muniment.preserve.hands import Beside, HandLostError, Hands, Helping, Here
from muniment.protect import sealing

KEY = sealing.fresh()
PUBLIC = str(KEY.to_public())
CANARY = b"CANARY of a witness"


@pytest.fixture(params=["here", "beside"])
def hand(request: pytest.FixtureRequest) -> Any:
    if request.param == "here":
        yield Here()
        return
    hands = Hands()
    with hands.lent(is_worth=True) as lent:
        yield lent
    hands.close()


def asked(hand: Helping, job: Look | Seal | Close) -> Any:
    hand.ask(job)
    return hand.answer()


def test_files_are_hashed_then_sealed_each_for_its_key(hand: Helping, tmp_path: Path) -> None:
    small, large, draft = tmp_path / "small", tmp_path / "large", tmp_path / "draft"
    small.write_bytes(CANARY)
    large.write_bytes(CANARY + os.urandom(2 << 20))
    glances: list[Glance] = asked(hand, Look([File(os.fsencode(small)), File(None, b"given"), File(os.fsencode(large))]))
    assert [(g.sha256, g.size) for g in glances] == [
        (hashlib.sha256(data).hexdigest(), len(data)) for data in (CANARY, b"given", large.read_bytes())
    ]  # fmt: skip
    assert glances[0].head == CANARY
    sealed: list[Sealed] = asked(hand, Seal([Wish(0, PUBLIC, b""), Wish(2, PUBLIC, os.fsencode(draft)), Wish(1, PUBLIC, b"")]))
    assert sealed[1].ciphertext is None
    written = [sealed[0].ciphertext or b"", draft.read_bytes(), sealed[2].ciphertext or b""]
    assert [one.object for one in sealed] == [hashlib.sha256(data).hexdigest() for data in written]
    assert [sealing.unseal(data, [KEY]) for data in written] == [CANARY, large.read_bytes(), b"given"]


def test_what_may_not_enter_or_changed_is_refused_by_name_and_the_rest_goes_on(hand: Helping, tmp_path: Path) -> None:
    good, grows, film, link, draft = (tmp_path / name for name in ("good", "grows", "film", "link", "draft"))
    for path in (good, grows):
        path.write_bytes(b"as it was")
    film.write_bytes(bytes(2 << 20))
    link.symlink_to(good)
    glances = asked(hand, Look([File(os.fsencode(path)) for path in (link, grows, film, good)]))
    assert "symbolic link" in glances[0].refusal
    grows.write_bytes(b"another")
    film.write_bytes(bytes(2 << 20))
    sealed = asked(hand, Seal([Wish(n, PUBLIC, os.fsencode(draft)) for n in (1, 2, 3)]))
    assert ["changed" in (one.refusal or "") for one in sealed] == [True, True, False]
    assert not draft.exists(), "nothing is left of what was refused"
    assert sealing.unseal(sealed[2].ciphertext, [KEY]) == b"as it was"


def test_a_disk_that_fails_under_a_draft_is_not_the_fault_of_the_file(hand: Helping, tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.write_bytes(bytes(2 << 20))
    asked(hand, Look([File(os.fsencode(film))]))
    (one,) = asked(hand, Seal([Wish(0, PUBLIC, os.fsencode(tmp_path / "nowhere" / "draft"))]))
    assert one.refusal is None
    assert one.disk is not None
    assert one.disk[0] == errno.ENOENT


def test_a_disk_that_is_full_half_way_leaves_no_draft(tmp_path: Path) -> None:
    film, draft = tmp_path / "film", tmp_path / "draft"
    film.write_bytes(bytes(4 << 20))
    hand = Here()
    asked(hand, Look([File(os.fsencode(film))]))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
    try:
        (one,) = asked(hand, Seal([Wish(0, PUBLIC, os.fsencode(draft))]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert one.disk is not None
    assert one.disk[0] == errno.EFBIG
    assert not draft.exists()


def test_batches_are_sealed_in_the_order_they_were_looked_at(hand: Helping) -> None:
    for n in range(2):
        hand.ask(Look([File(None, b"batch %d" % n)]))
    for _ in range(2):
        hand.answer()
    for n in range(2):
        (one,) = asked(hand, Seal([Wish(0, PUBLIC, b"")]))
        assert sealing.unseal(one.ciphertext, [KEY]) == b"batch %d" % n


def test_names_that_are_no_utf8_are_found(hand: Helping, tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9")
    with open(path, "wb") as out:
        out.write(b"words")
    (glance,) = asked(hand, Look([File(path)]))
    assert glance.size == 5
    asked(hand, Seal([]))


@settings(max_examples=30)
@given(st.lists(st.tuples(st.binary(max_size=300), st.integers(0, 2)), max_size=6))
def test_many_are_sealed_each_in_its_layers(plain: list[tuple[bytes, int]]) -> None:
    keys = [sealing.fresh() for _ in range(2)]
    sealed = asked(Here(), Close([(data, [str(one.to_public()) for one in keys[:layers]]) for data, layers in plain]))
    assert [sealing.unseal(data, keys[:layers]) for data, (_, layers) in zip(sealed, plain, strict=True)] == [d for d, _ in plain]


# --- the process beside us --------------------------------------------------------------------------------------------


def test_its_end_is_said_and_another_takes_its_place() -> None:
    hands = Hands()
    with pytest.raises(HandLostError, match="nothing of this batch"), hands.lent(is_worth=True) as hand:
        assert isinstance(hand, Beside)
        os.kill(hand._process.pid, signal.SIGKILL)
        asked(hand, Look([File(None, b"words")]))
    with hands.lent(is_worth=True) as hand:
        assert asked(hand, Look([File(None, b"words")]))[0].size == 5
    hands.close()


def test_it_is_lent_to_one_at_a_time_and_not_with_another_owing_answers() -> None:
    hands = Hands()
    with hands.lent(is_worth=True) as first, hands.lent(is_worth=True) as second:
        assert isinstance(first, Beside)
        assert isinstance(second, Here)
        first.ask(Look([File(None, b"left behind")]))
    with hands.lent(is_worth=True) as third:
        assert third is not first
    hands.close()
    with hands.lent(is_worth=False) as small:
        assert isinstance(small, Here)


def test_a_hand_that_nobody_closed_leaves_neither_a_process_nor_open_files() -> None:
    before = sorted(os.listdir("/proc/self/fd"))
    hands = Hands()
    with hands.lent(is_worth=True) as hand:
        assert isinstance(hand, Beside)
        process = hand._process
    del hands, hand
    gc.collect()
    assert process.returncode is not None
    assert sorted(os.listdir("/proc/self/fd")) == before


def test_it_ends_with_the_process_that_started_it_whatever_ends_that() -> None:
    script = """if 1:
        import os, signal, sys
        from muniment.preserve.hand import File, Look
        from muniment.preserve.hands import Hands
        with Hands().lent(is_worth=True) as hand:
            hand.ask(Look([File(None, b"words")]))
            hand.answer()
            print(hand._process.pid, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)
    """
    python = Path(__file__).parents[2] / ".venv" / "bin" / "python"
    ran = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
    pid = int(ran.stdout)
    until = time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and "zombie" not in Path(f"/proc/{pid}/status").read_text() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{pid}").exists() or "zombie" in Path(f"/proc/{pid}/status").read_text()


def test_it_holds_no_secret_and_no_word_of_a_file_but_the_files_themselves(tmp_path: Path) -> None:
    """Neither command line nor environment: others on the machine can read those."""
    hands = Hands()
    with hands.lent(is_worth=True) as hand:
        assert isinstance(hand, Beside)
        asked(hand, Look([File(None, CANARY)]))
        about = b"".join(Path(f"/proc/{hand._process.pid}/{name}").read_bytes() for name in ("cmdline", "environ"))
        assert CANARY not in about
        assert b"SECRET-KEY" not in about
        assert str(Path.home()).encode() not in Path(f"/proc/{hand._process.pid}/environ").read_bytes()
    hands.close()
