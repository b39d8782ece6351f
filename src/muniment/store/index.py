"""Whether the index is what the rows give: edges, roots, looked-up columns, current versions, which act touched what.

A row can be whole while the index beside it was changed: a claim is then missing from what rests on an item, or an older version
is shown as the one that holds. What is sealed and cannot be opened here is compared as far as its columns tell.
"""

# ruff: noqa: S608 - names of tables and columns come from this room's code, values are always parameters

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from django.db import connection

from muniment.model.canonical import decode
from muniment.model.errors import MunimentError
from muniment.model.ledger import LedgerEntry
from muniment.model.noun import Noun
from muniment.store.acts import Acts
from muniment.store.bulk import chunks, every, marks, raw
from muniment.store.columns import columns
from muniment.store.errors import ours
from muniment.store.reading import Reading
from muniment.store.stored import SEALED

PAGE = 500
ACTS = 32
"""Acts read at once: one may tell of thousands of nouns."""
ASKED = """SELECT serial, noun, version, kind, compartment, payload, digest, erased,
                  NOT EXISTS (SELECT 1 FROM store_row n WHERE n.noun = r.noun AND n.version > r.version)
           FROM (VALUES {}) AS asked JOIN store_row r ON r.noun = asked.column1 AND r.version = asked.column2"""
HELD = """SELECT r.serial, r.noun, r.version, r.kind, r.compartment, r.payload, r.erased,
                 NOT r.erased AND NOT EXISTS (SELECT 1 FROM store_row n WHERE n.noun = r.noun AND n.version > r.version AND NOT n.erased),
                 c.version, c.row, c.kind, c.compartment, c.about, c.tag, c.state
          FROM store_row r LEFT JOIN store_current c ON c.noun = r.noun WHERE r.serial > %s ORDER BY r.serial"""
ROWLESS = "SELECT noun FROM store_current c WHERE NOT EXISTS (SELECT 1 FROM store_row r WHERE r.noun = c.noun AND NOT r.erased)"


class Standing(msgspec.Struct, frozen=True):
    """What the index says of one noun version, undecoded; `digest` is the one that stands beside the bytes."""

    kind: str
    compartment: str
    payload: bytes
    digest: str
    is_erased: bool
    is_last: bool
    roots: tuple[str, ...]


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
        for rows in self._paged(HELD):
            yield from self._rows(rows)
        yield from self._touched()
        with ours():
            lost = every(ROWLESS)
        yield from ((noun, "a current version that no row gives") for (noun,) in lost)
        for table in ("edge", "root"):
            with ours():
                lost = every(f"SELECT DISTINCT row FROM store_{table} t WHERE NOT EXISTS (SELECT 1 FROM store_row WHERE serial = t.row)")
            yield from ((f"row {row}", f"an {table} of a row that is not there") for (row,) in lost)

    def standing(self, versions: Collection[tuple[str, int]]) -> dict[tuple[str, int], Standing]:
        """What the index says of these noun versions, those that it has."""
        self.here()
        found = {}
        for some in chunks(versions):
            with ours():
                rows = every(ASKED.format(", ".join(["(%s, %s)"] * len(some))), [value for pair in some for value in pair])
                roots = self._roots([row[0] for row in rows])
            for serial, noun, version, kind, compartment, payload, written, is_erased, is_last in rows:
                held = tuple(roots.get(serial, ()))
                found[noun, version] = Standing(kind, compartment, raw(payload), written, bool(is_erased), bool(is_last), held)
        return found

    def versions(self) -> Iterator[tuple[str, int]]:
        """(id, version) of every row."""
        for page in self._pages("store_row", "serial, noun, version"):
            yield from ((noun, version) for _, noun, version in page)

    def _roots(self, serials: list[int]) -> dict[int, list[str]]:
        roots: dict[int, list[str]] = {}
        for row, evidence in every(f"SELECT row, evidence FROM store_root WHERE row IN ({marks(serials)})", serials):
            roots.setdefault(row, []).append(evidence)
        return roots

    def act_rows(self) -> Iterator[tuple[int, bytes]]:
        """(number, bytes) of every numbered act, in order, undecoded: a row that was edited is compared, not believed."""
        for page in self._paged("SELECT seq, payload FROM store_act WHERE seq > %s ORDER BY seq", ACTS, -1):
            yield from ((seq, raw(payload)) for seq, payload in page)

    def _pages(self, table: str, names: str) -> Iterator[list[tuple[Any, ...]]]:
        return self._paged(f"SELECT {names} FROM {table} WHERE serial > %s ORDER BY serial")

    def _paged(self, sql: str, size: int = PAGE, after: int = 0) -> Iterator[list[tuple[Any, ...]]]:
        """The answers a page at a time, in the rising order of their first column."""
        while True:
            self.here()
            with ours():
                page = every(f"{sql} LIMIT {size}", (after,))
            if not page:
                return
            yield page
            after = page[-1][0]

    def _rows(self, rows: list[tuple[Any, ...]]) -> Iterator[tuple[str, str]]:
        """Of some rows: their edges, and for those that hold now, the current version of their noun."""
        with ours():
            found = every(f"SELECT row, role, target FROM store_edge WHERE row IN ({marks(rows)})", [row[0] for row in rows])
        edges: dict[int, list[tuple[str, str]]] = {}
        for row, role, target in found:
            edges.setdefault(row, []).append((role, target))
        for serial, id, version, kind, compartment, payload, is_erased, is_last, *shown in rows:
            try:
                noun = None if is_erased else self._noun((serial, id, compartment, payload, is_erased))
            except MunimentError:
                continue  # these bytes are no noun: the check of the rows names them
            if (noun is not None or is_erased) and sorted(edges.get(serial, [])) != sorted(noun.rests_on() if noun else ()):
                yield f"{id} version {version}", "it rests on other nouns than its edges say"
            if is_last:
                yield from _current(id, (version, serial), _facts(noun, kind, compartment, raw(payload)), shown)

    def _touched(self) -> Iterator[tuple[str, str]]:
        for page in self._paged("SELECT serial, payload FROM store_act WHERE serial > %s ORDER BY serial", ACTS):
            with ours():
                found = every(f"SELECT act, noun FROM store_touch WHERE act IN ({marks(page)})", [row[0] for row in page])
            touched: dict[int, set[str]] = {}
            for act, noun in found:
                touched.setdefault(act, set()).add(noun)
            for serial, payload in page:
                entry = _entry(raw(payload))
                if entry is not None and touched.get(serial, set()) != {effect.id for effect in entry.effects}:
                    yield entry.id, "it touched other nouns than its index says"


def _current(id: str, last: tuple[int, int], facts: tuple[Any, ...], shown: list[Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with the current version of a noun, given (version, row) of its last and what that is looked up by."""
    version, row, *words = shown
    if version is None:
        yield id, "no current version"
    elif (version, row) != last:
        yield id, f"version {version} is shown as current, and {last[0]} is the last"
    elif tuple(words) != facts:
        yield id, "it is looked up by other words than it holds"


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
