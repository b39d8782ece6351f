"""The ledger's rows: acts wait unnumbered until the sequencer gives them their place, once and in order.

An act is written in the transaction of its effects and never changes but for its number and the objects of its effects.
Which acts touched a noun is an index beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from muniment.model.canonical import decode, encode
from muniment.model.errors import BadInputError, ChangedError, UnknownError
from muniment.model.ledger import LedgerEntry
from muniment.store.bulk import do_each, every, one, pour, raw, reserve
from muniment.store.errors import DamagedError, ours
from muniment.store.ground import Ground

PAGE = 256
LOOKED_AT = 5000
ENDING = 200
"""Bytes of an act that hold its type and version, its last two fields."""


class Acts(Ground):
    """The ledger entries, numbered and not."""

    def note(self, entries: Sequence[LedgerEntry]) -> None:
        """Store acts that brought about no noun version: refusals, views, searches."""
        with self.transaction():
            write_acts(entries)

    def unnumbered(self, limit: int = PAGE, size: int | None = None) -> list[tuple[int, LedgerEntry]]:
        """Acts without a number and the row each stands in, oldest first: at most `limit`, and where `size` is given no more than
        so many bytes of them, the first in any case."""
        self.here()
        waiting = "FROM store_act WHERE seq IS NULL ORDER BY serial LIMIT"
        with ours():
            if size is not None:
                sums = accumulate(length for (length,) in every(f"SELECT length(payload) {waiting} {int(limit)}"))
                limit = max(1, sum(1 for reached in sums if reached <= size))
            return [(serial, _entry(payload)) for serial, payload in every(f"SELECT serial, payload {waiting} {int(limit)}")]

    def number(self, entries: Sequence[tuple[int, LedgerEntry]]) -> None:
        """Store acts with their numbers and the objects of their effects, in one transaction.

        Raises:
            BadInputError: an entry without a number, or numbers that do not go on from the head.
            ChangedError: one of them has a number already.
        """
        with self.transaction():
            head = _head()
            if [entry.seq for _, entry in entries] != list(range(head, head + len(entries))):
                raise BadInputError(f"The ledger holds {head} entries: the next number is {head}, each one higher.")
            rows = [(entry.seq, encode(entry), serial) for serial, entry in entries]
            if do_each("UPDATE store_act SET seq = %s, payload = %s WHERE serial = %s AND seq IS NULL", rows) != len(rows):
                raise ChangedError("An act was numbered meanwhile.", advice="Only one sequencer may run.")

    def entries(self, start: int = 0, stop: int | None = None) -> Iterator[LedgerEntry]:
        """Numbered acts from `start` up to, not including, `stop`."""
        while True:
            self.here()
            end = start + PAGE if stop is None else min(stop, start + PAGE)
            with ours():
                asked = "SELECT payload FROM store_act WHERE seq >= %s AND seq < %s ORDER BY seq"
                page = [_entry(payload) for (payload,) in every(asked, (start, end))]
            yield from page
            start += PAGE
            if not page or (stop is not None and start >= stop):
                return

    def entry(self, seq: int) -> LedgerEntry:
        """The act with this number. Raises UnknownError."""
        for found in self.entries(seq, seq + 1):
            return found
        raise UnknownError(f"The ledger has no entry {seq}.", advice=f"It holds 0 to {self.head() - 1}.")

    def entries_of(self, id: str) -> list[LedgerEntry]:
        """The acts that brought about a version of this noun, oldest first, those without a number last."""
        self.here()
        with ours():
            asked = """SELECT DISTINCT a.serial, a.seq, a.payload FROM store_touch t JOIN store_act a ON a.serial = t.act
                       WHERE t.noun = %s"""
            found = sorted((seq is None, seq or 0, serial, payload) for serial, seq, payload in every(asked, (id,)))
            return [_entry(payload) for *_, payload in found]

    def latest_acts(self, types: Collection[str], *, after: int = -1, limit: int = 1000) -> list[LedgerEntry]:
        """Numbered acts of these types above `after`, the newest first. The type stands at the end of the bytes: only that is looked
        at before an act, which may tell of thousands of nouns, is read."""
        signs = [f'"type":"{type}"'.encode() for type in types]
        ends = "SELECT seq, substr(payload, length(payload) - %s) FROM store_act WHERE seq >= %s AND seq < %s ORDER BY seq DESC"
        found: list[LedgerEntry] = []
        stop = self.head()
        while stop > after + 1 and len(found) < limit:
            start = max(after + 1, stop - LOOKED_AT)
            with ours():
                likely = [seq for seq, ending in every(ends, (ENDING, start, stop)) if any(sign in raw(ending) for sign in signs)]
            for seq in likely[: limit - len(found)]:
                entry = self.entry(seq)
                found += [entry] if entry.type in types else []
            stop = start
        return found

    def head(self) -> int:
        """How many acts are numbered, which is the next number."""
        self.here()
        with ours():
            return _head()


def write_acts(entries: Sequence[LedgerEntry]) -> None:
    """Insert acts, numbered or not, with what they touched. Inside a transaction."""
    pairs = list(zip(reserve("store_act", len(entries)), entries, strict=True))
    pour("store_act", ("serial", "seq", "payload"), [(serial, e.seq, encode(e)) for serial, e in pairs])
    touched = [(serial, noun) for serial, e in pairs for noun in dict.fromkeys(effect.id for effect in e.effects)]
    pour("store_touch", ("act", "noun"), touched)


def _head() -> int:
    return int(one("SELECT coalesce(max(seq) + 1, 0) FROM store_act")[0])


def _entry(payload: object) -> LedgerEntry:
    entry = decode(raw(payload))
    if not isinstance(entry, LedgerEntry):
        raise DamagedError(f"A {entry.kind()} stands where a ledger entry should.", advice="Run “muniment verify”.")
    return entry
