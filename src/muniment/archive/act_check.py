"""Checking the sealed acts one after the other, as a long ledger is read: they are the leaves of the log, and the rows of the ledger are
those acts. What later steps must know of all of them is kept, and no more: orders to erase, and what tells of witnesses and time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from muniment.archive.files import failed, passed
from muniment.archive.opened import Archive
from muniment.archive.rebuild import decoded
from muniment.model.canonical import digest, encode
from muniment.model.errors import MunimentError
from muniment.model.ledger import LedgerEntry
from muniment.model.verdict import Check
from muniment.preserve import tiles
from muniment.preserve.commitment import leaf_of

REBUILD = "Run “muniment rebuild”: the vault holds what was sealed."
TELLING = ("evidence.withdrawn", "archive.restored-from", "timestamp.", "witness.")
"""Types of acts, or their beginnings, that say something of the archive as a whole."""


class Acts:
    """The sealed acts of an archive, checked while they are read; `telling` are those that say something of the whole."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.telling = archive, list[LedgerEntry]()

    def __iter__(self) -> Iterator[LedgerEntry]:
        """Every act that can be read, numbered or not yet, in order; what cannot be read is named by `checked`."""
        for _, _, path in self.archive.ledger.acts():
            yield from self._opened(path, [])
        yield from self._unnumbered()

    def checked(self) -> list[Check]:
        """The acts are whole, the leaves of the log, and the rows of the ledger; the public keys beside them are ours."""
        bad, count, size = list(_public(self.archive)), 0, _signed(self.archive)
        leaves, rows = Leaves(self.archive, size), Rows(self.archive)
        for first, last, path in self.archive.ledger.acts():
            faults = len(bad)
            acts = self._opened(path, bad)
            if len(bad) == faults and (first != count or [act.seq for act in acts] != list(range(first, last + 1))):
                bad.append(failed("acts", f"log/acts/{path.name}", "other acts than its name says, or a gap before it"))
            for number, act in enumerate(acts, first):
                leaves.see(number, act)
                rows.see(number, act)
                self._hear(act)
            count = last + 1
        rows.end()
        for act in self._unnumbered():
            self._hear(act)
        if count < size:
            bad.append(failed("acts", "log/acts", f"{count} acts", f"{size} acts"))
        return [
            *passed("acts", f"{count:,} sealed acts are the leaves of the log", bad + leaves.bad),
            *passed("ledger rows", f"{rows.count:,} rows", rows.bad),
        ]

    def _opened(self, path: Path, bad: list[Check]) -> list[LedgerEntry]:
        try:
            return decoded(self.archive.seals.unseal_act(path.read_bytes()))
        except (MunimentError, OSError) as exc:
            bad.append(failed("acts", f"log/acts/{path.name}", str(exc)))
            return []

    def _unnumbered(self) -> list[LedgerEntry]:
        return [entry for _, entry in self.archive.shelf.unnumbered(1 << 30)]

    def _hear(self, act: LedgerEntry) -> None:
        if act.type.startswith(TELLING):
            self.telling.append(act)


def _signed(archive: Archive) -> int:
    """How many acts were signed; where the head cannot be read (the check of the files has named it), every act that is here."""
    try:
        return archive.ledger.head().size
    except MunimentError:
        return max((last + 1 for _, last, _ in archive.ledger.acts()), default=0)


def _public(archive: Archive) -> Iterator[Check]:
    """The public keys that lie in the folder are those of the keyring."""
    ring, folder = archive.seals.ring, archive.root / "keys"
    for name, ours in (("log.vkey", f"{archive.ledger.key(ring).vkey}\n".encode()), ("compartments.txt", ring.listed())):
        if (folder / name).is_file() and (folder / name).read_bytes() != ours:
            yield failed("acts", f"keys/{name}", "another key than the one of this archive")


class Leaves:
    """The leaves of the log, a bundle at a time, as far as they are signed."""

    def __init__(self, archive: Archive, size: int) -> None:
        self.bad: list[Check] = []
        self._ledger, self._size = archive.ledger, size
        self._n, self._bundle = -1, list[bytes]()

    def see(self, number: int, act: LedgerEntry) -> None:
        """Compare one act with its leaf."""
        if number >= self._size:
            return
        n, place = divmod(number, tiles.WIDTH)
        if n != self._n:
            self._n, self._bundle = n, self._read(n, min(tiles.WIDTH, self._size - n * tiles.WIDTH))
        if place < len(self._bundle) and self._bundle[place] != leaf_of(act):
            self.bad.append(failed("acts", f"entry {number}", "another act", "the leaf of the log"))

    def _read(self, n: int, width: int) -> list[bytes]:
        try:
            return tiles.unbundle(self._ledger.read(tiles.path("entries", n, width)))[:width]
        except (MunimentError, OSError):
            return []  # the check of the files has named it


class Rows:
    """The rows of the ledger, in the order of their numbers, beside the acts."""

    def __init__(self, archive: Archive) -> None:
        self.bad: list[Check] = []
        self.count = 0
        self._rows = archive.shelf.act_rows()
        self._next = next(self._rows, None)

    def see(self, number: int, act: LedgerEntry) -> None:
        """Compare one act with its row."""
        while self._next is not None and self._next[0] < number:
            self._added()
        if self._next is None or self._next[0] != number:
            self.bad.append(failed("ledger rows", f"entry {number}", "missing", act.id, REBUILD))
            return
        payload, expected = self._next[1], encode(act)
        if payload != expected:
            self.bad.append(failed("ledger rows", f"entry {number}", digest(payload), digest(expected), REBUILD))
        self._step()

    def end(self) -> None:
        """What is left over was added."""
        while self._next is not None:
            self._added()

    def _added(self) -> None:
        assert self._next is not None
        number, payload = self._next
        self.bad.append(failed("ledger rows", f"entry {number}", digest(payload), "no row", REBUILD))
        self._step()

    def _step(self) -> None:
        self.count += 1
        self._next = next(self._rows, None)
