"""Whether the index is what the rows give: edges, roots, looked-up columns, current versions, which act touched what.

A row can be whole while the index beside it was changed: a claim is then missing from what rests on an item, or an older version
is shown as the one that holds. What is sealed and cannot be opened here is compared as far as its columns tell.
"""

# ruff: noqa: S608 - names of tables and columns come from this room's code, values are always parameters

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from django.db import connection

from muniment.model.canonical import decode
from muniment.model.errors import MunimentError
from muniment.model.ledger import LedgerEntry
from muniment.model.noun import Noun
from muniment.store.acts import Acts
from muniment.store.bulk import every, marks, raw
from muniment.store.columns import columns
from muniment.store.errors import ours
from muniment.store.reading import Reading
from muniment.store.stored import SEALED

PAGE = 500
Latest = dict[str, tuple[int, int, tuple[Any, ...]]]


class Index(Reading, Acts):
    """The part of the shelf that compares its tables with each other."""

    def damaged_pages(self) -> list[str]:
        """The pages of the encrypted file whose seal does not fit, those that no query reads among them; of a server's database none:
        its own checksums are its keeper's. A page that another process is writing just now is looked at again.

        Source: SQLCipher API, `PRAGMA cipher_integrity_check`.
        """
        if connection.vendor != "sqlite":
            return []
        found: list[str] = []
        for wait in (0.0, 0.1, 0.5):
            time.sleep(wait)
            self.here()
            with ours():
                found = [str(said) for (said,) in every("PRAGMA cipher_integrity_check")]
                if not found:
                    break
                every("PRAGMA wal_checkpoint(PASSIVE)")  # a page torn by a power cut stands whole in the log beside the file
        return found

    def misplaced(self) -> Iterator[tuple[str, str]]:
        """(noun version or act, what is wrong) for everything in the index that the rows do not give."""
        latest: Latest = {}
        for rows in self._pages("store_row", "serial, noun, version, kind, compartment, payload, erased"):
            yield from self._edges(rows, latest)
        yield from self._current(latest)
        yield from self._touched()
        for table in ("edge", "root"):
            with ours():
                lost = every(f"SELECT DISTINCT row FROM store_{table} WHERE row NOT IN (SELECT serial FROM store_row)")
            yield from ((f"row {row}", f"an {table} of a row that is not there") for (row,) in lost)

    def rooted(self) -> Iterator[tuple[str, int, tuple[str, ...]]]:
        """(noun, version, the evidence its row is said to rest on) of every row."""
        for rows in self._pages("store_row", "serial, noun, version"):
            with ours():
                found = every(f"SELECT row, evidence FROM store_root WHERE row IN ({marks(rows)})", [row[0] for row in rows])
            roots: dict[int, list[str]] = {}
            for row, evidence in found:
                roots.setdefault(row, []).append(evidence)
            yield from ((noun, version, tuple(roots.get(serial, ()))) for serial, noun, version in rows)

    def act_rows(self) -> Iterator[tuple[int, bytes]]:
        """(number, bytes) of every numbered act, in order, undecoded: a row that was edited is compared, not believed."""
        after = -1
        while True:
            self.here()
            with ours():
                page = every(f"SELECT seq, payload FROM store_act WHERE seq > %s ORDER BY seq LIMIT {PAGE}", (after,))
            if not page:
                return
            yield from ((seq, raw(payload)) for seq, payload in page)
            after = page[-1][0]

    def _pages(self, table: str, names: str) -> Iterator[list[tuple[Any, ...]]]:
        after = 0
        while True:
            self.here()
            with ours():
                page = every(f"SELECT {names} FROM {table} WHERE serial > %s ORDER BY serial LIMIT {PAGE}", (after,))
            if not page:
                return
            yield page
            after = page[-1][0]

    def _edges(self, rows: list[tuple[Any, ...]], latest: Latest) -> Iterator[tuple[str, str]]:
        with ours():
            found = every(f"SELECT row, role, target FROM store_edge WHERE row IN ({marks(rows)})", [row[0] for row in rows])
        edges: dict[int, list[tuple[str, str]]] = {}
        for row, role, target in found:
            edges.setdefault(row, []).append((role, target))
        for serial, id, version, kind, compartment, payload, is_erased in rows:
            try:
                noun = None if is_erased else self._noun((serial, id, compartment, payload, is_erased))
            except MunimentError:
                continue  # these bytes are no noun: the check of the rows names them
            held = edges.get(serial, [])
            if (noun is not None or is_erased) and sorted(held) != sorted(noun.rests_on() if noun else ()):
                yield f"{id} version {version}", "it rests on other nouns than its edges say"
            if not is_erased and version >= latest.get(id, (0, 0, ()))[0]:
                latest[id] = (version, serial, _facts(noun, kind, compartment, raw(payload)))

    def _current(self, latest: Latest) -> Iterator[tuple[str, str]]:
        seen = set()
        for page in self._pages("store_current", "serial, noun, version, row, kind, compartment, about, tag, state"):
            for _, noun, version, row, *facts in page:
                seen.add(noun)
                if noun not in latest:
                    yield noun, "a current version that no row gives"
                elif (version, row) != latest[noun][:2]:
                    yield noun, f"version {version} is shown as current, and {latest[noun][0]} is the last"
                elif tuple(facts) != latest[noun][2]:
                    yield noun, "it is looked up by other words than it holds"
        yield from ((noun, "no current version") for noun in latest if noun not in seen)

    def _touched(self) -> Iterator[tuple[str, str]]:
        for page in self._pages("store_act", "serial, payload"):
            with ours():
                found = every(f"SELECT act, noun FROM store_touch WHERE act IN ({marks(page)})", [row[0] for row in page])
            touched: dict[int, set[str]] = {}
            for act, noun in found:
                touched.setdefault(act, set()).add(noun)
            for serial, payload in page:
                entry = _entry(raw(payload))
                if entry is not None and touched.get(serial, set()) != {effect.id for effect in entry.effects}:
                    yield entry.id, "it touched other nouns than its index says"


def _entry(payload: bytes) -> LedgerEntry | None:
    """The act in a row; none where the row was edited: the check of the ledger's rows names it."""
    try:
        entry = decode(payload)
    except MunimentError:
        return None
    return entry if isinstance(entry, LedgerEntry) else None


def _facts(noun: Noun | None, kind: str, compartment: str, payload: bytes) -> tuple[Any, ...]:
    looked_up = (None, None, None) if noun is None or payload.startswith(SEALED) else columns(noun)
    return (kind, compartment, *looked_up)
