"""The agent: keys in one process's memory, handed to the same user alone, until told to lock or left alone too long."""

import os
import socket
import stat
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.protect import agent
from muniment.protect.agent import AgentError, Held, connect, hold, lock, unlock
from muniment.protect.keyring import Keyring, encoded, new_keyring


@pytest.fixture(scope="module")
def ring() -> Keyring:
    return new_keyring("0" * 16)


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "agents" / "a.sock"
    lock(tmp_path / "agents" / "a.sock")


def wait(until: object, seconds: float = 10.0) -> bool:
    """Whether it becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if until():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def briefly(path: Path, ring: Keyring) -> Iterator[threading.Thread]:
    """An agent in a thread that locks after 0.6 seconds without use."""
    path.parent.mkdir(mode=0o700)
    thread = threading.Thread(target=hold, args=(path, encoded(ring), 0.6), daemon=True)
    thread.start()
    assert wait(path.exists)
    yield thread
    lock(path)
    thread.join(10)
    assert not thread.is_alive()


HOLDERS: list[Held] = []


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    yield
    while HOLDERS:
        HOLDERS.pop().close()


def held(path: Path) -> Held:
    found = connect(path)
    assert found is not None
    HOLDERS.append(found)
    return found


def test_it_holds_the_keys_until_it_is_told_to_lock(path: Path, ring: Keyring) -> None:
    assert connect(path) is None, "locked: no agent yet"
    unlock(path, ring, 5)
    holder = held(path)
    assert holder.ring == ring and holder.is_open()
    assert lock(path)
    assert wait(lambda: not holder.is_open())
    assert connect(path) is None
    assert not path.exists()
    assert not lock(path), "it was locked already"


def test_socket_and_folder_are_closed_to_others(path: Path, ring: Keyring) -> None:
    unlock(path, ring, 5)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_no_secret_is_in_its_arguments_its_environment_or_its_files(path: Path, ring: Keyring) -> None:
    pid = unlock(path, ring, 5)
    said = Path(f"/proc/{pid}/cmdline").read_bytes() + Path(f"/proc/{pid}/environ").read_bytes()
    assert not [secret for secret in (ring.database, ring.log, *ring.compartments.values()) if secret.encode() in said]
    limits = Path(f"/proc/{pid}/limits").read_text()
    assert next(line for line in limits.splitlines() if line.startswith("Max core file size")).split()[4:6] == ["0", "0"]
    assert [p for p in path.parent.rglob("*") if p.is_file()] == []


def test_unlocking_again_replaces_the_agent(path: Path, ring: Keyring) -> None:
    first = unlock(path, ring, 5)
    holder = held(path)
    second = unlock(path, new_keyring("1" * 16), 5)
    assert first != second
    assert wait(lambda: not holder.is_open())
    assert held(path).ring.archive == "1" * 16


def test_left_alone_it_locks_by_itself(briefly: threading.Thread, path: Path) -> None:
    holder = held(path)
    assert wait(lambda: not briefly.is_alive(), 5)
    assert not holder.is_open()
    assert connect(path) is None


def test_in_use_it_stays_open(briefly: threading.Thread, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server asks once for the keys and then works all day: its work is use, its mere being there is not."""
    monkeypatch.setattr(agent, "LOOK_EVERY", 0.1)
    holder = held(path)
    for _ in range(12):
        time.sleep(0.1)
        assert holder.is_open(), "asking whether it is open is no use; using it is"
        holder.used()
    assert briefly.is_alive()
    assert wait(lambda: not holder.is_open(), 5)
    holder.used()  # after the lock it says nothing


def test_asking_whether_it_is_open_does_not_keep_it_open(briefly: threading.Thread, path: Path) -> None:
    holder = held(path)
    assert wait(lambda: not holder.is_open(), 5)


def test_a_silent_or_babbling_caller_does_not_take_it_down(briefly: threading.Thread, path: Path, ring: Keyring) -> None:
    for words in (b"", b"give me the keys\n" * 100, b"lock"):
        stranger = socket.socket(socket.AF_UNIX)
        stranger.connect(str(path))
        stranger.sendall(words)
        stranger.close()
    assert held(path).ring == ring


def test_sleep_counts_as_time(monkeypatch: pytest.MonkeyPatch) -> None:
    if hasattr(time, "CLOCK_BOOTTIME"):
        asked: list[int] = []
        monkeypatch.setattr(time, "clock_gettime", lambda clock: asked.append(clock) or 0.0)
        agent._clock()
        assert asked == [time.CLOCK_BOOTTIME]


def test_a_socket_left_by_a_crash_counts_as_locked_and_is_cleared(path: Path, ring: Keyring) -> None:
    path.parent.mkdir(mode=0o700)
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(path))
    left.close()
    assert connect(path) is None
    assert not lock(path)
    assert not path.exists()
    unlock(path, ring, 5)
    assert held(path).ring == ring


def test_a_folder_that_others_may_enter_is_refused(path: Path, ring: Keyring) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o777)
    with pytest.raises(AgentError, match="chmod 700"):
        unlock(path, ring, 5)


def test_an_agent_that_cannot_listen_is_told_and_leaves_no_process(tmp_path: Path, ring: Keyring) -> None:
    far = tmp_path / ("x" * 120) / "a.sock"
    far.parent.mkdir(mode=0o700)
    with pytest.raises(AgentError, match="did not start"):
        unlock(far, ring, 5)


def test_a_ring_from_a_passphrase_stays_open_with_its_process(ring: Keyring) -> None:
    alone = Held(ring, None)
    alone.used()
    assert alone.is_open()
    alone.close()


def test_an_agent_that_is_killed_leaves_its_holders_locked(path: Path, ring: Keyring) -> None:
    pid = unlock(path, ring, 5)
    holder = held(path)
    os.kill(pid, 9)
    assert wait(lambda: not holder.is_open())
    assert connect(path) is None
