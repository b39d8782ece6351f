"""Reading: nouns by id, kind, searched column, what they rest on, words. Pages are windows (keyset), counts are capped.

What was stored sealed does not exist for a reader without its key: lists leave it out, `get` answers as for an unknown id.
"""

# ruff: noqa: S608 - names of tables and columns come from this room's code, values are always parameters

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from muniment.model.canonical import decode
from muniment.model.errors import BadInputError, UnknownError
from muniment.model.noun import Noun
from muniment.store.bulk import chunks, every, marks, one, raw, table
from muniment.store.columns import COLUMNS
from muniment.store.errors import ErasedError, ours
from muniment.store.ground import Ground
from muniment.store.search import Hits, hit, places
from muniment.store.stored import SEALED

COUNTED = 5001
PAGE = 500
READ = "r.serial, r.noun, r.compartment, r.payload, r.erased"
NOW = "store_current c JOIN store_row r ON r.serial = c.row"


class Reading(Ground):
    """The half of the shelf that only looks."""

    def get(self, id: str, version: int | None = None) -> Noun:
        """The noun, as it is now or as it was in that version.

        Raises:
            UnknownError: no such noun or version, or none that a key here opens; ErasedError when erased by order.
        """
        row = self._row(id, version)
        with ours():
            noun = self._noun(row)
        if noun is None:
            raise _unknown(id, version)
        return noun

    def payload(self, id: str, version: int | None = None) -> bytes:
        """The stored bytes, as they were stored."""
        return raw(self._row(id, version)[3])

    def payloads(self, versions: Sequence[tuple[str, int]]) -> dict[tuple[str, int], bytes]:
        """The stored bytes of these versions; those that are not here or were erased are left out."""
        self.here()
        found: dict[tuple[str, int], bytes] = {}
        with ours():
            for some in chunks(dict.fromkeys(versions)):
                pairs = ", ".join(["(%s, %s)"] * len(some))
                asked = f"SELECT noun, version, payload FROM store_row WHERE (noun, version) IN (VALUES {pairs}) AND NOT erased"
                rows = every(asked, [value for pair in some for value in pair])
                found |= {(noun, version): raw(payload) for noun, version, payload in rows}
        return found

    def many(self, ids: Sequence[str]) -> list[Noun]:
        """The current versions of those that are here, in the order asked; the others are left out."""
        self.here()
        found: dict[str, Noun] = {}
        for some in chunks(dict.fromkeys(ids)):
            nouns = self._nouns(f"SELECT {READ} FROM {NOW} WHERE c.noun IN ({marks(some)})", some)
            found |= {noun.id: noun for noun in nouns}
        return [found[id] for id in dict.fromkeys(ids) if id in found]

    def as_they_came(self, ids: Iterable[str]) -> list[str]:
        """Those of these that are here, each once, in the order they first came."""
        self.here()
        with ours():
            asked = "SELECT serial, noun FROM store_current WHERE noun IN ({})"
            found = [(int(s), str(n)) for some in chunks(dict.fromkeys(ids)) for s, n in every(asked.format(marks(some)), some)]
        return [noun for _, noun in sorted(found)]

    def history(self, id: str) -> list[Noun]:
        """Every version that was not erased, oldest first.

        Raises:
            UnknownError: no such noun; ErasedError when all of it was erased.
        """
        self._row(id, None)
        return self._nouns(f"SELECT {READ} FROM store_row r WHERE noun = %s AND NOT erased ORDER BY version", (id,))

    def find(
        self, kind: str, *, compartments: Collection[str], after: str | None = None, limit: int | None = None,
        newest: bool = False,
    ) -> list[Noun]:  # fmt: skip
        """Current nouns of a kind in the order they first came, or newest first; `after` is the last one seen."""
        where, params = _within(kind, compartments)
        if after is not None:
            where += f" AND c.serial {'<' if newest else '>'} (SELECT serial FROM store_current WHERE noun = %s)"
            params.append(after)
        order = f"ORDER BY c.serial {'DESC' if newest else 'ASC'}"
        return self._nouns(f"SELECT {READ} FROM {NOW} WHERE {where} {order}{_at_most(limit)}", params)

    def count(self, kind: str, *, compartments: Collection[str], cap: int = COUNTED) -> int:
        """How many there are, counting no further than `cap`."""
        self.here()
        where, params = _within(kind, compartments)
        with ours():
            some = f"SELECT 1 FROM store_current c WHERE {where} LIMIT {int(cap)}"
            return int(one(f"SELECT count(*) FROM ({some}) AS counted", params)[0])

    def newest(self) -> int:
        """The row of the newest version of any noun: while it stays the same, no noun came, changed or went."""
        self.here()
        with ours():
            return int(one("SELECT coalesce(max(serial), 0) FROM store_row")[0])

    def unread(self, *, compartments: Collection[str], limit: int | None = None) -> list[Noun]:
        """Evidence, not withdrawn, of which there is no text, no record, and no word in its custody that it was read."""
        where, params = _within("evidence", compartments)
        asked = f"""SELECT {READ} FROM {NOW} WHERE {where} AND c.state IS NULL AND NOT EXISTS (SELECT 1 FROM store_edge e
                    JOIN store_current o ON o.row = e.row WHERE e.target = c.noun AND (o.kind IN ('text', 'record')
                    OR (o.kind = 'custody' AND o.tag = 'read'))) ORDER BY c.serial{_at_most(limit)}"""
        return self._nouns(asked, params)

    def unexamined(self, *, compartments: Collection[str]) -> list[Noun]:
        """Evidence, not withdrawn, that nobody has looked into."""
        where, params = _within("evidence", compartments)
        asked = f"""SELECT {READ} FROM {NOW} WHERE {where} AND c.state IS NULL AND NOT EXISTS (SELECT 1 FROM store_edge e
                    JOIN store_current o ON o.row = e.row WHERE e.target = c.noun AND o.kind = 'examination') ORDER BY c.serial"""
        return self._nouns(asked, params)

    def lookup(
        self, column: str, value: str, *, kind: str, compartments: Collection[str] | None = None, limit: int | None = None
    ) -> list[Noun]:
        """Current nouns of a kind by one of the searched columns: `about`, `tag`, `state` (see `store.columns`)."""
        if column not in COLUMNS:
            raise BadInputError(f"Nothing is looked up by {column!r}.", advice=f"Choose one of {', '.join(COLUMNS)}.")
        where, params = _within(kind, compartments) if compartments is not None else ("c.kind = %s", [kind])
        asked = f"SELECT {READ} FROM {NOW} WHERE {where} AND c.{column} = %s ORDER BY c.serial{_at_most(limit)}"
        return self._nouns(asked, (*params, value))

    def tagged(self, tags: Sequence[str], *, kind: str, compartments: Collection[str]) -> list[Noun]:
        """Current nouns of a kind with any of these tags, in the order they first came."""
        found: list[Noun] = []
        where, params = _within(kind, compartments)
        for some in chunks(dict.fromkeys(tags)):
            asked = f"SELECT {READ} FROM {table(some)} CROSS JOIN {NOW} WHERE c.tag = asked.column1 AND {where} ORDER BY c.serial"
            found += self._nouns(asked, (*some, *params))
        return found

    def about(self, ids: Sequence[str], *, kind: str) -> list[Noun]:
        """Current nouns of a kind that are about any of these, in the order they first came."""
        found: list[Noun] = []
        for some in chunks(dict.fromkeys(ids)):
            asked = f"SELECT {READ} FROM {table(some)} CROSS JOIN {NOW} WHERE c.about = asked.column1 AND c.kind = %s ORDER BY c.serial"
            found += self._nouns(asked, (*some, kind))
        return found

    def resting_on(
        self, id: str, *, kind: str | None = None, role: str | None = None, newest: bool = False, limit: int | None = None
    ) -> list[Noun]:
        """Current nouns whose current version rests directly on this one, in the order they first came, or newest first."""
        chosen = [(c, v) for c, v in (("c.kind", kind), ("e.role", role)) if v is not None]
        where = "".join(f" AND {column} = %s" for column, _ in chosen)
        asked = f"""SELECT {READ} FROM (SELECT DISTINCT c.serial AS place, c.row AS row FROM store_edge e
                    JOIN store_current c ON c.row = e.row WHERE e.target = %s{where}) AS on_it
                    JOIN store_row r ON r.serial = on_it.row
                    ORDER BY on_it.place {"DESC" if newest else "ASC"}{_at_most(limit)}"""
        return self._nouns(asked, (id, *(value for _, value in chosen)))

    def newest_on(self, ids: Sequence[str], *, kind: str, role: str) -> dict[str, str]:
        """For each of these on which a noun of that kind rests directly in that role, the id of the one that came last."""
        self.here()
        found: dict[str, str] = {}
        with ours():
            for some in chunks(dict.fromkeys(ids)):
                asked = f"""SELECT l.target, c.noun FROM (SELECT e.target AS target, max(c.serial) AS place FROM {table(some)}
                            CROSS JOIN store_edge e CROSS JOIN store_current c WHERE e.target = asked.column1 AND c.row = e.row
                            AND c.kind = %s AND e.role = %s GROUP BY e.target) AS l JOIN store_current c ON c.serial = l.place"""
                found |= dict(every(asked, (*some, kind, role)))
        return found

    def resting_on_any(self, ids: Sequence[str], *, kind: str) -> list[Noun]:
        """Current nouns of a kind that rest directly on any of these, each once."""
        found: dict[str, Noun] = {}
        for some in chunks(dict.fromkeys(ids)):
            asked = f"""SELECT {READ} FROM (SELECT DISTINCT c.row AS row FROM {table(some)} CROSS JOIN store_edge e
                        CROSS JOIN store_current c WHERE e.target = asked.column1 AND c.row = e.row AND c.kind = %s) AS on_it
                        JOIN store_row r ON r.serial = on_it.row"""
            found |= {noun.id: noun for noun in self._nouns(asked, (*some, kind))}
        return list(found.values())

    def doubled(self, kind: str, tags: Sequence[str], *, state: str, compartments: Collection[str]) -> list[str]:
        """What several current nouns of a kind are about that share one of these tags and are in this state."""
        where, params = _within(kind, compartments)
        asked = f"""SELECT DISTINCT about FROM store_current c WHERE {where} AND c.state = %s AND c.tag IN ({marks(tags)})
                    GROUP BY about, tag HAVING count(*) > 1"""
        self.here()
        with ours():
            return [about for (about,) in every(asked, (*params, state, *tags))]

    def roots(self, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The evidence on which each current noun rests; evidence on itself, until it is withdrawn. Unknown ids are left out."""
        self.here()
        found: dict[str, list[str]] = {}
        with ours():
            for some in chunks(dict.fromkeys(ids)):
                asked = f"""SELECT c.noun, t.evidence FROM store_current c LEFT JOIN store_root t ON t.row = c.row
                            WHERE c.noun IN ({marks(some)}) ORDER BY c.noun, t.evidence"""
                for noun, evidence in every(asked, some):
                    found.setdefault(noun, []).extend([evidence] if evidence else [])
        return {id: tuple(roots) for id, roots in found.items()}

    def rooted_in(self, evidence: str) -> list[tuple[str, int]]:
        """Every (id, version), not erased before, that rests on this evidence."""
        self.here()
        asked = """SELECT r.noun, r.version FROM store_root t JOIN store_row r ON r.serial = t.row
                   WHERE t.evidence = %s AND NOT r.erased ORDER BY r.serial"""
        with ours():
            return [(noun, version) for noun, version in every(asked, (evidence,))]

    def search(self, query: str, *, compartments: Collection[str], limit: int = 50) -> Hits:
        """Find words, in any spelling that the fold unites, and names in any script."""
        self.here()
        with ours():
            found, total = places(query, compartments, limit, self._name_key)
            ids = dict(every(f"SELECT noun, serial FROM store_current WHERE serial IN ({marks(found)})", found))
        nouns = {ids[noun.id]: noun for noun in self.many(list(ids))}
        return Hits(total, tuple(hit(nouns[place], query) for place in found if place in nouns))

    def rows(self) -> Iterator[tuple[str, int, str, str, bytes, str, bool]]:
        """Every row by id and version: id, version, kind, compartment, payload, digest, erased."""
        last: tuple[str, int] = ("", 0)
        asked = f"""SELECT noun, version, kind, compartment, payload, digest, erased FROM store_row
                    WHERE (noun, version) > (%s, %s) ORDER BY noun, version LIMIT {PAGE}"""
        while True:
            self.here()
            with ours():
                page = every(asked, last)
            for noun, version, kind, compartment, payload, written, erased in page:
                yield noun, version, kind, compartment, raw(payload), written, bool(erased)
            if len(page) < PAGE:
                return
            last = (page[-1][0], page[-1][1])

    def _row(self, id: str, version: int | None) -> tuple[Any, ...]:
        self.here()
        chosen = "ORDER BY r.version DESC LIMIT 1" if version is None else "AND r.version = %s"
        with ours():
            asked = f"SELECT {READ} FROM store_row r WHERE r.noun = %s {chosen}"
            found = every(asked, (id,) if version is None else (id, version))
        if not found:
            raise _unknown(id, version)
        if found[0][4]:
            raise ErasedError(f"{id} was erased by order.", advice="Its digest remains; the ledger says who and why.")
        return found[0]

    def _nouns(self, sql: str, params: Sequence[Any]) -> list[Noun]:
        self.here()
        with ours():
            return [noun for row in every(sql, params) if (noun := self._noun(row)) is not None]

    def _noun(self, row: tuple[Any, ...]) -> Noun | None:
        """The noun in a row; None when it is sealed and no key here opens it."""
        serial, _, compartment, payload, _ = row
        payload = raw(payload)
        if not payload.startswith(SEALED):
            return decode(payload)
        if self._unseal is None:
            return None
        roots = every("SELECT evidence FROM store_root WHERE row = %s ORDER BY evidence", (serial,))
        try:
            return decode(self._unseal(payload, tuple(evidence for (evidence,) in roots), compartment))
        except UnknownError:
            return None


def _within(kind: str, compartments: Collection[str]) -> tuple[str, list[Any]]:
    levels = sorted(compartments)
    return f"c.kind = %s AND c.compartment IN ({marks(levels)})", [kind, *levels]


def _at_most(limit: int | None) -> str:
    return "" if limit is None else f" LIMIT {int(limit)}"


def _unknown(id: str, version: int | None = None) -> UnknownError:
    which = id if version is None else f"{id} version {version}"
    return UnknownError(f"There is no {which} here.", advice="Check the identifier.")
