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
from pathlib import Path

from muniment.model.errors import MunimentError
from muniment.protect.keyring import Keyring, decoded, encoded

LONGEST_PATH = 100
PR_SET_DUMPABLE = 4


class AgentError(MunimentError):
    """The agent could not be started or reached."""


class Held:
    """The ring as handed out by an agent, and the open connection that says it still may be used."""

    def __init__(self, ring: Keyring, connection: socket.socket | None) -> None:
        self.ring, self.connection = ring, connection

    def is_open(self) -> bool:
        """False once the agent has locked. A ring that came from a passphrase stays open with its process."""
        if self.connection is None:
            return True
        ready, _, _ = select.select([self.connection], [], [], 0)
        return not ready

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
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    command = [sys.executable, "-m", "muniment.protect.agent", str(path), str(minutes)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, close_fds=True
    )
    assert process.stdin is not None
    process.stdin.write(encoded(ring))
    process.stdin.close()
    for _ in range(200):
        if path.exists() and connect(path) is not None:
            process.returncode = 0  # it lives on by itself: nobody waits for it
            return process.pid
        if process.poll() is not None:
            break
        time.sleep(0.02)
    raise AgentError("The key agent did not start.", advice="Try again; without it, give the passphrase with each command.")


def connect(path: Path) -> Held | None:
    """The ring from a running agent, or None when none is there (locked)."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(path))
        connection.sendall(b"ring\n")
        length = struct.unpack(">I", _exactly(connection, 4))[0]
        return Held(decoded(_exactly(connection, length)), connection)
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


def hold(path: Path, ring: bytes, idle: float) -> None:
    """Serve the ring on this socket until told to lock or until nobody asked for `idle` seconds."""
    path.unlink(missing_ok=True)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    old = os.umask(0o177)
    try:
        server.bind(str(path))
    finally:
        os.umask(old)
    server.listen(16)
    holders: list[socket.socket] = []
    until = time.monotonic() + idle
    try:
        while (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([server, *holders], [], [], left)
            for one in ready:
                if one is not server:
                    holders.remove(one)
                    one.close()
                    continue
                connection, _ = server.accept()
                if not _is_mine(connection):
                    connection.close()
                    continue
                if not _serve(connection, ring):
                    return
                holders.append(connection)
                until = time.monotonic() + idle
    finally:
        path.unlink(missing_ok=True)
        for connection in holders:
            connection.close()
        server.close()


def _serve(connection: socket.socket, ring: bytes) -> bool:
    """Answer one caller; False when it says lock."""
    connection.settimeout(2)
    try:
        asked = connection.recv(16)
        if asked == b"lock\n":
            connection.close()
            return False
        if asked == b"ring\n":
            connection.sendall(struct.pack(">I", len(ring)) + ring)
    except OSError:
        connection.close()
    return True


def _main() -> None:
    _harden()
    ring = sys.stdin.buffer.read()
    decoded(ring)
    hold(Path(sys.argv[1]), ring, float(sys.argv[2]) * 60)


if __name__ == "__main__":
    _main()
