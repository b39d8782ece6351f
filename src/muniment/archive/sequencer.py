"""The sequencer: gives acts their numbers, seals their nouns into the vault, writes the tiles, signs the head.

The steps, in the order that survives a crash at any arrow (a lock covers them; readers never wait):
 1 take unnumbered acts, oldest first;  2 seal the noun versions they brought about (`quires`), append, flush;
 3 number them and seal the acts themselves beside the log, flush;  4 write the numbers, one transaction;
 5 write tiles and bundles, a pure function of the numbered acts;
 6 keep (size, root) with a flush *before* publishing; refuse a smaller size or another root;  7 sign, publish.
After a crash between 3 and 4 the next run drops the acts kept in vain and numbers anew; between 4 and 7 it finds the log shorter
than the ledger, or the checkpoint behind the head, and does 5 to 7 again. Before it does anything it makes sure that the rows
are those that were signed: an older database, put back, would else be signed into a fork.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from muniment.archive.log import ForkError, Head, Log
from muniment.archive.quires import Version, bound, placed
from muniment.archive.seals import Seals
from muniment.model.canonical import encode
from muniment.model.ledger import LedgerEntry
from muniment.preserve import tiles
from muniment.preserve.commitment import leaf_of
from muniment.store import Blobs, Shelf

BATCH, BATCH_BYTES = 4096, 4 << 20
"""Acts numbered and flushed together, at most."""


class Sequencer:
    """Numbers what is unnumbered. Several processes may call it; the lock lets one through at a time."""

    def __init__(self, shelf: Shelf, vault: Blobs, seals: Seals, log: Log) -> None:
        self.shelf, self.vault, self.seals, self.log = shelf, vault, seals, log

    def run(self) -> int:
        """Number everything that waits; answers the size of the ledger.

        Raises:
            ForkError: database or log are older than what was signed.
        """
        if not self.shelf.unnumbered(1) and self.log.is_published(size := self.shelf.head()):
            return size
        with self.log.alone():
            self._same()
            start, leaves = self.shelf.head(), list[bytes]()
            while batch := self.shelf.unnumbered(BATCH, BATCH_BYTES):  # (1)
                leaves += self._number(batch)
            return self._publish(start, leaves)

    def _same(self) -> None:
        """Before anything is added: the rows are those that were signed, as far as the last of them shows."""
        size, signed = self.shelf.head(), self.log.head().size
        self.log.agrees(size)
        if signed and _last_leaf(self.log, signed) != leaf_of(self.shelf.entry(signed - 1)):
            raise ForkError(
                f"Entry {signed - 1} of the database is not the one that was signed.",
                advice="Run “muniment verify”, then “muniment rebuild”; do not go on.",
            )
        self.log.drop_acts(size)

    def _number(self, batch: list[tuple[int, LedgerEntry]]) -> list[bytes]:
        """Answers their leaves."""
        size = self.shelf.head()
        entries = self._placed([entry for _, entry in batch])  # (2)
        numbered = [replace(entry, seq=size + i) for i, entry in enumerate(entries)]
        sealed = self.seals.seal_act(b"[" + b",".join(map(encode, numbered)) + b"]")
        self.log.keep_acts(size, size + len(numbered) - 1, sealed)  # (3)
        self.shelf.number([(key, entry) for (key, _), entry in zip(batch, numbered, strict=True)])  # (4)
        return [leaf_of(entry) for entry in numbered]

    def _placed(self, entries: list[LedgerEntry]) -> list[LedgerEntry]:
        """The entries with the vault's object ids filled in, where they were not when the act was written; all objects of the batch
        share one flush. An effect whose key was destroyed before it got its number has none."""
        wanted = [[effect for effect in entry.effects if effect.object is None] for entry in entries]
        payloads = self.shelf.payloads([(effect.id, effect.version) for effects in wanted for effect in effects])
        quires = [quire for effects in wanted for quire in bound(effects, payloads, self.seals)]
        sealed = self.seals.seal_all([(quire.plain, quire.recipients) for quire in quires])
        objects = placed(quires, self.vault.put_many(sealed))
        return [_filled(entry, objects) if effects else entry for entry, effects in zip(entries, wanted, strict=True)]

    def _publish(self, start: int, leaves: list[bytes]) -> int:
        """`leaves` are those from `start` on; those between the signed head and them are read again."""
        before, size = self.log.head().size, start + len(leaves)
        leaves = [*(leaf_of(entry) for entry in self.shelf.entries(before, start)), *leaves]
        if leaves:
            self.log.write(tiles.grow(self.log.read, before, leaves))  # (5)
        tree = tiles.Tree(self.log.read, size)
        self.log.publish(Head(size, tree.root.hex()), self.seals.ring)  # (6) (7)
        self.log.prune(before, size)
        return size


def _filled(entry: LedgerEntry, objects: Mapping[Version, str]) -> LedgerEntry:
    return replace(entry, effects=tuple(replace(e, object=e.object or objects.get((e.id, e.version))) for e in entry.effects))


def _last_leaf(log: Log, size: int) -> bytes:
    """The last leaf of a log of this size."""
    n = (size - 1) // tiles.WIDTH
    return tiles.unbundle(log.read(tiles.path("entries", n, size - n * tiles.WIDTH)))[-1]
