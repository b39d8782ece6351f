"""Many rows at once, past the object layer: `executemany` on SQLite, COPY on PostgreSQL (several times faster than objects).

Table and column names come from this room's code alone, values always as parameters. Call inside a transaction.
"""

# ruff: noqa: S608 - names of tables and columns come from this room's code, values are always parameters

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import connection

FEW = 64
CHUNK = 500
T = TypeVar("T")


def pour(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert all rows."""
    if not rows:
        return
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) > FEW:
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def reserve(table: str, count: int) -> list[int]:
    """So many serial numbers that nobody else will use, rising. On SQLite the open transaction holds the only write lock."""
    if connection.vendor == "postgresql":
        asked = f"SELECT nextval(pg_get_serial_sequence('{table}', 'serial')) FROM generate_series(1, %s)"
        return [int(serial) for (serial,) in every(asked, (count,))]
    first = int(one(f"SELECT coalesce(max(serial), 0) + 1 FROM {table}")[0])
    return list(range(first, first + count))


def every(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def one(sql: str, params: Sequence[Any] = ()) -> tuple[Any, ...]:
    """The only answer of a query that always has one."""
    return every(sql, params)[0]


def do(sql: str, params: Sequence[Any] = ()) -> int:
    """Change rows; answers how many."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def do_each(sql: str, rows: Sequence[Sequence[Any]]) -> int:
    """The same change with each of these; answers how many rows it changed in all."""
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)
        return int(cursor.rowcount)


def raw(value: Any) -> bytes:
    """The bytes of a column. SQLite keeps text where a hand has written text, and that has to be seen as what it is."""
    return value.encode() if isinstance(value, str) else bytes(value)


def marks(values: Sequence[Any]) -> str:
    """As many placeholders as values, for an IN list; never empty."""
    return ", ".join(["%s"] * len(values)) if values else "NULL"


def table(values: Sequence[Any]) -> str:
    """The values as a table `asked` of one column, never of none. Joined to others by CROSS JOIN, SQLite looks each value up; of an IN
    list it may think, knowing no figures of ours, that to look through all of a kind is less work."""
    return f"(VALUES {', '.join(['(%s)'] * len(values))}) AS asked"


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The values in lists of at most `size`."""
    chunk: list[T] = []
    for value in values:
        chunk.append(value)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
