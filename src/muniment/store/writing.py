"""Writing: one act is one transaction. Rows, edges, roots, the current version, search words and the ledger entry stand
together or not at all; a change prepared on an older version is refused (*changed meanwhile*).

A sealed payload (an age file) is kept as it comes: its words and columns are not indexed. Nor are the words of a sealed
identity, whatever its payload.
"""

# ruff: noqa: S608 - names of tables and columns come from this room's code, values are always parameters

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, connection

from muniment.model.canonical import digest
from muniment.model.errors import ChangedError
from muniment.model.ledger import LedgerEntry
from muniment.model.noun import Noun
from muniment.store import words
from muniment.store.acts import write_acts
from muniment.store.bulk import chunks, do, every, marks, pour, reserve
from muniment.store.columns import COLUMNS, columns
from muniment.store.erase import erase_rows, scrub
from muniment.store.errors import ours
from muniment.store.ground import Ground
from muniment.store.stored import Gone, Stored

BATCH = 5000
ACTS = 32
ROW = ("serial", "noun", "version", "kind", "schema", "compartment", "payload", "digest", "erased")
FACTS = ("kind", "compartment", *COLUMNS)
HIDDEN = "sealed-identity"

Held = dict[str, tuple[int, int]]
"""For a noun that is current: its place in the order of arrival, and its version."""


class Writing(Ground):
    """The half of the shelf that changes it."""

    def put(self, items: Sequence[Stored], entry: LedgerEntry) -> None:
        """Store an act: its noun versions and its ledger entry.

        Raises:
            ChangedError: the current version of one of them is not the one before; nothing was stored.
        """
        with self.transaction():
            self._write(items, is_strict=True)
            write_acts([entry])

    def load(self, items: Iterable[Stored], entries: Iterable[LedgerEntry], gone: Iterable[Gone] = ()) -> None:
        """Store what a rebuild reads: versions of a noun in rising order, numbered entries as they are; what is gone is asked for last."""
        with self.transaction():
            for batch in chunks(items, BATCH):
                self._write(batch, is_strict=False)
            for acts in chunks(entries, ACTS):
                write_acts(acts)
            for erased in chunks(gone, BATCH):
                _bury(erased)

    def erase(self, ids: Sequence[tuple[str, int]], entry: LedgerEntry, tombstone: Sequence[Stored]) -> bool:
        """Erase these versions by order: payload, search words and edges go; identifier, digest and roots remain.

        The bytes are overwritten in the database and its log is cut, so that the database key finds nothing either. False
        when another reader still held the log: `scrub` again, or the last process to close the database does it.
        """
        with self.transaction():
            self._write(tombstone, is_strict=True)
            erase_rows(ids)
            write_acts([entry])
        return self.scrub()

    def hold(self, ids: Sequence[str]) -> None:
        """Until the transaction around this ends, nobody else changes these (SQLite has one writer at a time as it is)."""
        with ours():
            _held(ids)

    def scrub(self) -> bool:
        """Take what was erased out of the database's own log too; False while another reader still holds it there."""
        self.here()
        with ours():
            return scrub()

    def clear(self) -> None:
        """Empty the index before a rebuild. Accounts, tokens and jobs stay."""
        with self.transaction():
            for table in ("edge", "root", "current", "row", "touch", "act", "words"):
                do(f"DELETE FROM store_{table}")

    def _write(self, items: Sequence[Stored], *, is_strict: bool) -> None:
        before = _held(item.noun.id for item in items)
        serials = reserve("store_row", len(items))
        last: dict[str, tuple[int, Stored]] = {}
        for serial, item in zip(serials, items, strict=True):
            noun = item.noun
            version = last[noun.id][1].noun.version if noun.id in last else before.get(noun.id, (0, 0))[1]
            if is_strict and noun.version != version + 1:
                raise _changed(noun, version)
            if noun.version > version:
                last[noun.id] = (serial, item)
        try:
            pour("store_row", ROW, [_row(s, item) for s, item in zip(serials, items, strict=True)])
            self._hold(last, before)
        except IntegrityError as exc:
            raise ChangedError(
                "Someone stored the same version meanwhile; nothing of this act was stored.",
                advice="Look at the newer version, then try again.",
            ) from exc
        pairs = list(zip(serials, items, strict=True))
        pour("store_edge", ("row", "role", "target"), [(s, *edge) for s, i in pairs for edge in i.noun.rests_on()])
        pour("store_root", ("row", "evidence"), [(s, root) for s, i in pairs for root in i.roots])

    def _hold(self, last: dict[str, tuple[int, Stored]], before: Held) -> None:
        """Make these the versions that hold now, for looking up and for search."""
        new = [id for id in last if id not in before]
        places = dict(zip(new, reserve("store_current", len(new)), strict=True))
        known = {id: before[id][0] for id in last if id in before}
        held = {id: (item.noun.version, row, *_facts(item)) for id, (row, item) in last.items()}
        pour("store_current", ("serial", "noun", "version", "row", *FACTS), [(places[i], i, *held[i]) for i in new])
        sets = ", ".join(f"{name} = %s" for name in ("version", "row", *FACTS))
        for id, place in known.items():
            do(f"UPDATE store_current SET {sets} WHERE serial = %s", (*held[id], place))
        words.forget(list(known.values()))
        texts = ((places.get(id) or known[id], _words(item)) for id, (_, item) in last.items())
        words.index([(place, said) for place, said in texts if said], self._name_key)


def _row(serial: int, item: Stored) -> tuple[Any, ...]:
    noun = item.noun
    head = (serial, noun.id, noun.version, noun.kind(), noun.schema, noun.compartment)
    return (*head, item.payload, digest(item.payload), False)


def _facts(item: Stored) -> tuple[str | None, ...]:
    looked_up = (None, None, None) if item.is_sealed else columns(item.noun)
    return (item.noun.kind(), item.noun.compartment, *looked_up)


def _words(item: Stored) -> words.Words | None:
    return None if item.is_sealed or item.noun.compartment == HIDDEN else words.words(item.noun)


def _held(ids: Iterable[str]) -> Held:
    """Which of these are current. Held until the act ends, where several may write at once."""
    hold = " ORDER BY noun FOR UPDATE" if connection.vendor == "postgresql" else ""
    return {
        noun: (serial, version)
        for some in chunks(dict.fromkeys(ids))
        for noun, serial, version in every(f"SELECT noun, serial, version FROM store_current WHERE noun IN ({marks(some)}){hold}", some)
    }


def _bury(gone: Sequence[Gone]) -> None:
    pairs = list(zip(reserve("store_row", len(gone)), gone, strict=True))
    pour("store_row", ROW, [(s, g.id, g.version, g.kind, g.schema, g.compartment, b"", g.digest, True) for s, g in pairs])
    pour("store_root", ("row", "evidence"), [(s, root) for s, g in pairs for root in g.roots])


def _changed(noun: Noun, held: int) -> ChangedError:
    found = f"it is now at version {held}" if held else "there is no such noun yet, or it was erased"
    return ChangedError(
        f"{noun.id} changed meanwhile: version {noun.version} was to be stored, and {found}.",
        advice="Look at the newer version, then try again; nothing was stored.",
    )
