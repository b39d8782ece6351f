"""The key agent: one process that holds the unwrapped keyring in memory, until `lock` or until its time is up.

Its socket has mode 600 in a folder of mode 700, and it looks at who is calling (SO_PEERCRED). Whoever is handed the ring keeps
the connection open: when the agent locks, the connection closes and every holder knows. The ring comes in on standard input,
never in arguments or the environment; core dumps are off.
"""

import ctypes
import os
import resource
import select
import socket
import struct
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from muniment.model.errors import MunimentError
from muniment.protect.keyring import Keyring, decoded, encoded

PR_SET_DUMPABLE = 4
LOOK_EVERY = 5.0
"""Seconds: how often the agent looks at the clock, and how often a holder says that the keys are in use."""


class AgentError(MunimentError):
    """The agent could not be started or reached."""


class Held:
    """The ring as handed out by an agent, and the open connection that says it still may be used."""

    def __init__(self, ring: Keyring, connection: socket.socket | None) -> None:
        self.ring, self.connection = ring, connection
        self._said = 0.0

    def used(self) -> None:
        """Tell the agent that the keys are in use: its idle time begins anew."""
        if self.connection is None or time.monotonic() - self._said < LOOK_EVERY:
            return
        self._said = time.monotonic()
        with suppress(OSError):  # locked, which `is_open` will tell
            self.connection.send(b".", socket.MSG_DONTWAIT)

    def is_open(self) -> bool:
        """False once the agent has locked. A ring that came from a passphrase stays open with its process."""
        if self.connection is None:
            return True
        waiting = select.poll()  # `select` knows no file numbers over 1,023, and a busy process has such
        waiting.register(self.connection, select.POLLIN)
        return not waiting.poll(0)

    def close(self) -> None:
        """Let go."""
        if self.connection is not None:
            self.connection.close()


def unlock(path: Path, ring: Keyring, minutes: int) -> int:
    """Start an agent that holds this ring for so many minutes after its last use; answers its process id.

    Raises:
        AgentError: it did not come up.
    """
    lock(path)
    _own_folder(path.parent)
    command = [sys.executable, "-m", "muniment.protect.agent", str(path), str(minutes)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, close_fds=True
    )
    assert process.stdin is not None
    with suppress(BrokenPipeError):  # it ended at once: told below
        process.stdin.write(encoded(ring))
        process.stdin.close()
    for _ in range(200):
        if path.exists() and (held := connect(path)) is not None:
            held.close()
            process.returncode = 0  # it lives on by itself: nobody waits for it
            return process.pid
        if process.poll() is not None:
            break
        time.sleep(0.02)
    process.kill()
    process.wait()
    raise AgentError("The key agent did not start.", advice="Try again; without it, give the passphrase with each command.")


def _own_folder(folder: Path) -> None:
    """The folder of the socket: ours, and closed to everyone else."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = folder.stat()
    if status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise AgentError(f"{folder} is not closed to others.", advice=f"Run “chmod 700 {folder}”, or remove it if it is not yours.")


def connect(path: Path) -> Held | None:
    """The ring from a running agent, or None when none is there (locked)."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(5)
        connection.connect(str(path))
        connection.sendall(b"ring\n")
        length = struct.unpack(">I", _exactly(connection, 4))[0]
        ring = decoded(_exactly(connection, length))
        connection.settimeout(None)
        return Held(ring, connection)
    except (OSError, EOFError, struct.error):
        connection.close()
        return None


def lock(path: Path) -> bool:
    """End the agent; answers whether there was one."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(str(path))
            connection.sendall(b"lock\n")
            connection.recv(1)
        except OSError:
            path.unlink(missing_ok=True)
            return False
    return True


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        chunk = connection.recv(count - len(data))
        if not chunk:
            raise EOFError
        data += chunk
    return data


def _harden() -> None:
    """No core dump, not readable by a debugger of the same user."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def _is_mine(connection: socket.socket) -> bool:
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    _, uid, _ = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i")))
    return bool(uid == os.getuid())


def _clock() -> float:
    """Seconds that also pass while the machine sleeps: a laptop closed overnight wakes up locked."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def hold(path: Path, ring: bytes, idle: float) -> None:
    """Serve the ring on this socket until told to lock or until nobody used it for `idle` seconds."""
    path.unlink(missing_ok=True)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    old = os.umask(0o177)
    try:
        server.bind(str(path))
    finally:
        os.umask(old)
    server.listen(16)
    holders: list[socket.socket] = []
    until = _clock() + idle
    try:
        while (left := until - _clock()) > 0:
            ready, _, _ = select.select([server, *holders], [], [], min(left, LOOK_EVERY))
            for one in ready:
                if one is server:
                    connection, _ = server.accept()
                    if not _served(connection, ring, holders):
                        return
                elif not _is_in_use(one):
                    holders.remove(one)
                    one.close()
                    continue
                until = _clock() + idle
    finally:
        path.unlink(missing_ok=True)
        for connection in holders:
            connection.close()
        server.close()


def _is_in_use(holder: socket.socket) -> bool:
    """What a holder says: that it uses the keys, or nothing more, having gone."""
    try:
        return bool(holder.recv(64))
    except OSError:
        return False


def _served(connection: socket.socket, ring: bytes, holders: list[socket.socket]) -> bool:
    """Let in a caller of the same user and answer it; False when it says lock."""
    if not _is_mine(connection):
        connection.close()
        return True
    holders.append(connection)
    connection.settimeout(2)
    with suppress(OSError):  # slow or gone: the next look at it will tell
        asked = connection.recv(16)
        if asked == b"lock\n":
            return False
        if asked == b"ring\n":
            connection.sendall(struct.pack(">I", len(ring)) + ring)
    return True


def _main() -> None:
    _harden()
    ring = sys.stdin.buffer.read()
    decoded(ring)
    hold(Path(sys.argv[1]), ring, float(sys.argv[2]) * 60)


if __name__ == "__main__":
    _main()
