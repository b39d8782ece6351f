"""Key sheets: one destroyable identity for each piece of evidence, kept outside the archive beside the keyring.

A sheet is an age file for its compartment, with a line “ev-… AGE-SECRET-KEY-1…” for each item of one batch. Withdrawal writes
the sheet again without that line and overwrites the old file. Packs stay as they are: without the line nothing in them can be
read. Several processes may hold the same sheets: each looks, at every use, whether one was written anew since.
"""

import fcntl
import os
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from muniment.model.errors import MunimentError
from muniment.protect.keyring import Keyring, overwritten, remove_private, write_private
from muniment.protect.sealing import Identity, fresh, identity, seal, unseal_by_any

DOOMED = "doomed"
LOCK = "lock"
REMEMBERED = 20_000
"""Public keys kept at hand, at most: working one out costs as much as hashing 40 kB."""
DESTROYED = "destroyed.txt"
Seen = tuple[int, int, int]
"""Inode, time and size of a sheet when it was read."""


class KeyDestroyedError(MunimentError):
    """The key of an item was destroyed: it and what rests on it cannot be read any more, by anyone."""


class Sheets:
    """The sheets in one folder. Writing needs only public keys; reading needs the compartment's identity."""

    def __init__(self, folder: Path, ring: Keyring) -> None:
        self.folder, self.ring = folder, ring
        self._known: dict[str, tuple[Path, Identity]] = {}
        self._public: dict[str, str] = {}
        self._read: dict[Path, Seen] = {}
        self._alone = threading.RLock()

    def grow(self, ids: Iterable[str], compartment: str) -> None:
        """A fresh identity for each of these, on one new sheet, on disk before this returns."""
        made = {id: fresh() for id in ids}
        if not made:
            return
        path = self.folder / f"{compartment}-{next(iter(made))[3:]}.age"
        with self._alone:
            self._write(path, compartment, made)
            self._known.update({id: (path, one) for id, one in made.items()})

    def find(self, id: str) -> Identity:
        """The identity of an item.

        Raises:
            KeyDestroyedError: it stands on no sheet.
        """
        return self.find_all([id])[0]

    def find_all(self, ids: Sequence[str]) -> list[Identity]:
        """The identities of these items, all as the sheets stand now; each sheet is looked at once.

        Raises:
            KeyDestroyedError: one of them stands on no sheet.
        """
        with self._alone:
            self._look(ids)
            try:
                return [self._known[id][1] for id in ids]
            except KeyError as exc:
                raise _destroyed(exc.args[0]) from None

    def public(self, ids: Sequence[str]) -> list[str]:
        """The public keys of these items; worked out once for those that were made or asked for last.

        Raises:
            KeyDestroyedError: one of them stands on no sheet.
        """
        found = self.publics(ids)
        try:
            return [found[id] for id in ids]
        except KeyError as exc:
            raise _destroyed(exc.args[0]) from None

    def publics(self, ids: Collection[str]) -> dict[str, str]:
        """The public keys of those of these items that stand on a sheet."""
        with self._alone:
            self._look(ids)
            if len(self._public) > REMEMBERED:
                self._public.clear()
            held = [id for id in ids if id in self._known]
            self._public |= {id: str(self._known[id][1].to_public()) for id in held if id not in self._public}
            return {id: self._public[id] for id in held}

    def holds(self, id: str) -> bool:
        """Whether the item's key is here, now: another process may have destroyed it since it was read."""
        with self._alone:
            self._look([id])
            return id in self._known

    def _look(self, ids: Iterable[str]) -> None:
        """Read the sheets again where one of these is on none, or its sheet is not the one that was read."""
        paths = {held[0] if (held := self._known.get(id)) else None for id in ids}
        if any(path is None or _seen(path) != self._read.get(path) for path in paths):
            self._load()

    def identities(self) -> list[Identity]:
        """Every identity on the sheets that can be read here."""
        with self._alone:
            self._load()
            return [one for _, one in self._known.values()]

    def doom(self, id: str) -> None:
        """Say to all processes that this key is about to be destroyed: nothing more may be sealed under it."""
        write_private(self.folder / f"{DOOMED}-{id}", str(os.getpid()).encode())

    def among_doomed(self, ids: Collection[str]) -> list[str]:
        """Those of these items whose withdrawal has begun."""
        marks = (mark.name.removeprefix(f"{DOOMED}-") for mark in self.folder.glob(f"{DOOMED}-*"))
        return sorted(id for id in marks if id in ids)

    def doomed(self) -> list[str]:
        """Items whose withdrawal was begun by a process that is no longer alive, or by this one."""
        marks = sorted(self.folder.glob(f"{DOOMED}-ev-*[0-9a-f]"))
        return [mark.name.removeprefix(f"{DOOMED}-") for mark in marks if not _is_elsewhere(mark)]

    def pardon(self, id: str) -> None:
        """Take the announcement back: the withdrawal did not become true."""
        remove_private(self.folder / f"{DOOMED}-{id}")

    def destroy(self, ids: Iterable[str], *, ordered: Mapping[str, str] | None = None) -> None:
        """Destroy the keys of these items: their sheets are written again without them, the old files overwritten. What was ordered
        is remembered, item and object, with nothing that opens anything."""
        ids = tuple(ids)
        with self._alone, self.quiet():
            self._remember(ordered or {})
            self._load()
            gone = [id for id in ids if id in self._known]
            for path in {self._known[id][0] for id in gone}:
                self._without(path, set(gone))
            for id in gone:
                del self._known[id]
            for id in ids:
                self.pardon(id)

    def _remember(self, ordered: Mapping[str, str]) -> None:
        known = self.remembered()
        if new := {id: held for id, held in ordered.items() if held or id not in known}:
            lines = (f"{id} {held}".strip() for id, held in sorted({**known, **new}.items()))
            write_private(self.folder / DESTROYED, "".join(f"{line}\n" for line in lines).encode())

    def count(self) -> int:
        """How many sheets there are."""
        return sum(1 for _ in self.folder.glob("*.age"))

    def remembered(self) -> dict[str, str]:
        """The items whose keys were destroyed by order, each with the object that held its bytes, where that is known."""
        try:
            lines = (self.folder / DESTROYED).read_text(encoding="ascii").splitlines()
        except FileNotFoundError:
            return {}
        return {id: held for id, _, held in (line.partition(" ") for line in lines)}

    def _without(self, path: Path, gone: set[str]) -> None:
        compartment = _compartment(path)
        rest = {id: one for id, (where, one) in self._known.items() if where == path and id not in gone}
        with overwritten(path):
            if rest:
                self._write(path, compartment, rest)
            else:
                remove_private(path)

    def rewrap(self, ring: Keyring) -> int:
        """Seal every sheet of the compartments open here to the public keys of this ring instead; answers how many. What is on
        them stays as it is: nothing in a vault is touched."""
        with self._alone, self.quiet():
            paths = [path for path in sorted(self.folder.glob("*.age")) if self.ring.opens(_compartment(path))]
            for path in paths:
                plain = unseal_by_any(path.read_bytes(), self.ring.identities(_compartment(path)))
                with overwritten(path):
                    write_private(path, seal(plain, [ring.recipient(_compartment(path))]))
            self.ring = ring
            self._read.clear()
            self._known.clear()
            return len(paths)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """No other process writes sheets anew meanwhile: it would bring back the line that is being taken out."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _load(self) -> None:
        """Read the sheets that are new or changed since, and forget what stands on none."""
        found = {path: seen for path in sorted(self.folder.glob("*.age")) if (seen := _seen(path)) is not None}
        stale = {path for path in self._read if found.get(path) != self._read[path]}
        self._known = {id: held for id, held in self._known.items() if held[0] not in stale}
        for path in stale:
            del self._read[path]
        for path, seen in found.items():
            compartment = _compartment(path)
            if path in self._read or not self.ring.opens(compartment):
                continue
            for line in unseal_by_any(path.read_bytes(), self.ring.identities(compartment)).decode().splitlines():
                id, secret = line.split(" ")
                self._known[id] = (path, identity(secret))
            self._read[path] = seen

    def _write(self, path: Path, compartment: str, lines: dict[str, Identity]) -> None:
        text = "".join(f"{id} {one}\n" for id, one in lines.items())
        write_private(path, seal(text.encode(), [self.ring.recipient(compartment)]))
        seen = _seen(path)
        assert seen is not None
        self._read[path] = seen


def _destroyed(id: str) -> KeyDestroyedError:
    return KeyDestroyedError(f"The key of {id} was destroyed, or its compartment is closed to you.")


def _compartment(path: Path) -> str:
    return path.name.rsplit("-", 1)[0]


def _seen(path: Path) -> Seen | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def _is_elsewhere(mark: Path) -> bool:
    """Whether another process that still lives put this mark."""
    try:
        pid = int(mark.read_text() or 0)
        if pid in (0, os.getpid()):
            return False
        os.kill(pid, 0)
    except (ProcessLookupError, FileNotFoundError, ValueError):
        return False
    except PermissionError:
        return True
    return True
