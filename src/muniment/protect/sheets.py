"""Key sheets: one destroyable identity for each piece of evidence, kept outside the archive beside the keyring.

A sheet is an age file for its compartment, with a line “ev-… AGE-SECRET-KEY-1…” for each item of one batch. Withdrawal writes
the sheet again without that line. Packs stay as they are: without the line nothing in them can be read.
"""

from collections.abc import Iterable
from pathlib import Path

from muniment.model.errors import MunimentError
from muniment.protect.keyring import Keyring, write_private
from muniment.protect.sealing import Identity, fresh, identity, seal, unseal

DOOMED = "doomed"


class KeyDestroyedError(MunimentError):
    """The key of an item was destroyed: it and what rests on it cannot be read any more, by anyone."""


class Sheets:
    """The sheets in one folder. Writing needs only public keys; reading needs the compartment's identity."""

    def __init__(self, folder: Path, ring: Keyring) -> None:
        self.folder, self.ring = folder, ring
        self._known: dict[str, tuple[Path, Identity]] = {}
        self._read: dict[Path, int] = {}
        self._finish()

    def grow(self, ids: Iterable[str], compartment: str) -> None:
        """A fresh identity for each of these, on one new sheet, on disk before this returns."""
        made = {id: fresh() for id in ids}
        if not made:
            return
        path = self.folder / f"{compartment}-{next(iter(made))[3:]}.age"
        self._write(path, compartment, made)
        self._known.update({id: (path, one) for id, one in made.items()})
        self._read[path] = path.stat().st_mtime_ns

    def find(self, id: str) -> Identity:
        """The identity of an item.

        Raises:
            KeyDestroyedError: it stands on no sheet.
        """
        if id not in self._known:
            self._load()
        if id not in self._known:
            raise KeyDestroyedError(f"The key of {id} was destroyed, or its compartment is closed to you.")
        return self._known[id][1]

    def holds(self, id: str) -> bool:
        """Whether the item's key is here."""
        if id not in self._known:
            self._load()
        return id in self._known

    def drop(self, ids: Iterable[str]) -> None:
        """Take identities off again that were never used."""
        for id in ids:
            self.destroy(id)

    def doom(self, id: str) -> None:
        """Write down that this key is about to be destroyed, so that a crash in between is finished at the next start."""
        write_private(self.folder / f"{DOOMED}-{id}", b"")

    def destroy(self, id: str) -> None:
        """Destroy an item's key: its sheet is written again without it."""
        self._load()
        if id in self._known:
            path, _ = self._known.pop(id)
            rest = {other: one for other, (where, one) in self._known.items() if where == path}
            compartment = path.name.rsplit("-", 1)[0]
            if rest:
                self._write(path, compartment, rest)
                self._read[path] = path.stat().st_mtime_ns
            else:
                path.unlink(missing_ok=True)
        (self.folder / f"{DOOMED}-{id}").unlink(missing_ok=True)

    def _finish(self) -> None:
        for mark in self.folder.glob(f"{DOOMED}-*"):
            self.destroy(mark.name.removeprefix(f"{DOOMED}-"))

    def _load(self) -> None:
        """Read the sheets that are new or changed since, and forget what stands on none."""
        for path in sorted(self.folder.glob("*.age")):
            compartment = path.name.rsplit("-", 1)[0]
            changed = path.stat().st_mtime_ns
            if self._read.get(path) == changed or not self.ring.opens(compartment):
                continue
            self._known = {id: held for id, held in self._known.items() if held[0] != path}
            for line in unseal(path.read_bytes(), [self.ring.identity(compartment)]).decode().splitlines():
                id, secret = line.split(" ")
                self._known[id] = (path, identity(secret))
            self._read[path] = changed

    def _write(self, path: Path, compartment: str, lines: dict[str, Identity]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = "".join(f"{id} {one}\n" for id, one in lines.items())
        write_private(path, seal(text.encode(), [self.ring.recipient(compartment)]))
