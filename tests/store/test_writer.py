"""Killed while writing: what was answered for is there, the rest is gone, and the next start goes on."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from muniment.model import digest
from muniment.store import Vault
from muniment.store.pack import Pack
from muniment.store.writer import lock
from tests.store.makers import other_process

SCRIPT = """
import os, random, sys
from pathlib import Path
from muniment.store import Vault
vault = Vault(Path(sys.argv[1]), loose_over=3000, close_at=200_000)
vault.recover()
chance = random.Random()
while True:
    ids = vault.put_many([os.urandom(chance.randrange(3300)) for _ in range(chance.randrange(1, 30))])
    print(*ids, flush=True)
"""


def killed(root: Path, runs: int) -> None:
    """Start, kill at any moment, start again; everything that was printed must be there."""
    chance, answered = random.Random(7), []
    for _ in range(runs):
        process = other_process(SCRIPT, str(root))
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(chance.random() * 0.06)
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        complete = (first + rest).rpartition("\n")[0]  # a last line without its end was not answered
        answered += complete.split()
    vault = Vault(root)
    vault.recover()
    assert len(answered) > runs
    assert all(digest(vault.get(id)) == id for id in answered)
    assert list(vault.check()) == []
    assert [path.name for path in (root / "incoming").iterdir()] in ([], [vault._incoming.folder().name])
    vault.close()


def test_killed_at_any_moment_nothing_answered_for_is_lost(tmp_path: Path) -> None:
    killed(tmp_path, 8)


@pytest.mark.slow
def test_killed_two_hundred_times_nothing_answered_for_is_lost(tmp_path: Path) -> None:
    killed(tmp_path, 200)


def test_killed_between_the_sorted_index_and_the_digest_a_pack_keeps_every_member(tmp_path: Path) -> None:
    vault = Vault(tmp_path, close_at=40_000)
    ids = vault.put_many([os.urandom(700) for _ in range(40)])
    vault.close()
    (tmp_path / "packs" / "000001.tar.sha256").unlink()  # as if it had never been written
    for path in (tmp_path / "packs").iterdir():
        path.chmod(0o600)
    again = Vault(tmp_path, close_at=40_000)
    again.recover()
    assert all(digest(again.get(id)) == id for id in ids)
    later = again.put(b"one more")
    again.close()
    last = Vault(tmp_path)
    assert all(last.has(id) for id in (*ids, later))
    assert list(last.check()) == []
    last.close()


def test_four_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    script = SCRIPT.replace("while True:", "for _ in range(12):")
    processes = [other_process(script, str(tmp_path)) for _ in range(4)]
    answered = [id for process in processes for id in process.communicate()[0].split()]
    assert all(process.returncode == 0 for process in processes)
    vault = Vault(tmp_path)
    assert all(digest(vault.get(id)) == id for id in answered)
    assert list(vault.check()) == []
    assert {id for id, _, _, _ in vault.ids()} == set(answered)


def test_an_end_cut_at_every_byte_is_mended_to_the_last_whole_member(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    ids = [vault.put(os.urandom(300)) for _ in range(3)]
    vault.close()
    path = tmp_path / "packs" / "000001.tar"
    whole = path.read_bytes()
    index = path.with_suffix(".idx.jsonl")
    lines = index.read_bytes()
    for length in range(0, len(whole), 37):
        path.write_bytes(whole[:length])
        index.write_bytes(lines)
        writer = lock(Pack(path))
        assert writer is not None
        assert writer.length == length // 1024 * 1024
        writer.release()
        assert path.stat().st_size == writer.length
        assert len(index.read_bytes()) == writer.length // 1024 * (len(lines) // 3)
    assert len(ids) == 3


def test_damage_before_a_whole_member_is_left_to_be_reported_not_cut(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    ids = [vault.put(os.urandom(300)) for _ in range(3)]
    vault.close()
    path = tmp_path / "packs" / "000001.tar"
    path.with_suffix(".idx.jsonl").unlink()
    data = bytearray(path.read_bytes())
    data[1024 + 512 + 5] ^= 1
    path.write_bytes(data)
    vault.recover()
    assert path.stat().st_size == len(data)
    assert [fault.object for fault in vault.check()] == [ids[1]]
    assert vault.get(ids[2])


def test_a_pack_without_any_member_is_removed_at_the_next_start(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.put(b"one")
    vault.close()
    (tmp_path / "packs" / "000002.tar").write_bytes(b"\0" * 300)
    assert vault.recover() == ["packs/000002.tar: removed, nothing was ever stored in it"]
    assert list(vault.check()) == []
    assert len(vault.put(b"two")) == 64


def test_killed_while_closing_a_pack_the_closing_is_done_again(tmp_path: Path) -> None:
    vault = Vault(tmp_path, close_at=2000)
    ids = vault.put_many([os.urandom(900) for _ in range(2)])
    vault.close()
    packs = tmp_path / "packs"
    (packs / "000001.tar.sha256").unlink()  # the last step of closing was never reached
    for name in ("000001.tar", "000001.idx.jsonl"):
        (packs / name).chmod(0o600)
    again = Vault(tmp_path, close_at=2000)
    again.recover()
    again.put(b"next")
    again.close()
    assert (packs / "000001.tar.sha256").exists()
    assert list(again.check()) == []
    assert all(again.get(id) for id in ids)
