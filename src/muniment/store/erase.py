"""Erasing by order: what a row held is overwritten, in the table, in the search index and in the database's own log.

SQLite overwrites what is deleted (`secure_delete`, and FTS5's option of that name); the write-ahead log, which still
holds the old pages, is then moved into the file and cut to nothing. PostgreSQL leaves dead rows behind: the tables are
rewritten. Its own log and its backups are the operator's (docs/decisions/0044).
"""

# ruff: noqa: S608 - names of tables and columns come from this room's code, values are always parameters

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from muniment.model.errors import UnknownError
from muniment.store import words
from muniment.store.bulk import chunks, do, every, marks

REWRITTEN = ("store_row", "store_edge", "store_current", "store_words")


def erase_rows(ids: Sequence[tuple[str, int]]) -> None:
    """Empty these versions and take them out of everything that is looked up. Inside a transaction.

    Raises:
        UnknownError: one of them is not here.
    """
    for some in chunks(dict.fromkeys(ids), 200):
        chosen = " OR ".join(["(noun = %s AND version = %s)"] * len(some))
        rows = [row for (row,) in every(f"SELECT serial FROM store_row WHERE {chosen}", [x for id in some for x in id])]
        if len(rows) != len(some):
            raise UnknownError(f"{len(some) - len(rows)} of the versions to erase are not here; nothing was erased.")
        which = marks(rows)
        now = [place for (place,) in every(f"SELECT serial FROM store_current WHERE row IN ({which})", rows)]
        words.forget(now)
        do(f"DELETE FROM store_current WHERE row IN ({which})", rows)
        do(f"DELETE FROM store_edge WHERE row IN ({which})", rows)
        do(f"UPDATE store_row SET payload = %s, erased = %s WHERE serial IN ({which})", (b"", True, *rows))


def scrub() -> bool:
    """Rewrite or cut what still holds erased bytes outside the tables. True when nothing was in the way."""
    if connection.vendor == "sqlite":
        busy, _, _ = every("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        return not busy
    for table in REWRITTEN:
        do(f"VACUUM FULL {table}")
    return True
