"""Where half-written things lie: a folder a process under `incoming/`, on the vault's own filesystem.

Each folder is locked by its process; a process that dies lets go, and what it left is wiped at the next start.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import threading
from pathlib import Path

from muniment.store.errors import disk
from muniment.store.flush import folder

LOCK = "lock"


class Incoming:
    """The folder of this process, made when first asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._held: tuple[int, Path, int] | None = None
        self._turn = threading.Lock()

    def folder(self) -> Path:
        """This process's own folder."""
        with self._turn:
            if self._held is None or self._held[0] != os.getpid() or not self._held[1].is_dir():
                self._held = self._make()
            return self._held[1]

    def wipe(self) -> list[str]:
        """Remove what no living process holds; answers which folders."""
        if not self._root.is_dir():
            return []
        return [path.name for path in sorted(self._root.iterdir()) if self._wiped(path)]

    def close(self) -> None:
        """Remove this process's folder."""
        if self._held is not None and self._held[0] == os.getpid():
            shutil.rmtree(self._held[1], ignore_errors=True)
            os.close(self._held[2])
        self._held = None

    def _make(self) -> tuple[int, Path, int]:
        folder(self._root)
        while True:
            path = self._root / f"{os.getpid()}-{secrets.token_hex(4)}"
            try:
                path.mkdir(mode=0o700)
                descriptor = os.open(path / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            except FileNotFoundError:  # another process took the folder, not yet locked, for a dead one's
                continue
            except OSError as exc:
                raise disk(exc, "incoming") from exc
            if (path / LOCK).exists():
                return os.getpid(), path, descriptor
            os.close(descriptor)

    def _wiped(self, path: Path) -> bool:
        if not path.is_dir() or path.is_symlink():
            path.unlink(missing_ok=True)
            return True
        try:
            descriptor = os.open(path / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(path, ignore_errors=True)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True
