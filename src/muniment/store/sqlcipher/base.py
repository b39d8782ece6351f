"""The connection: keyed before its first read, then set up so that what is committed survives a power cut.

WAL, `synchronous=FULL`, temporary tables in memory, deleted content overwritten, writers waiting 5 s. On a disk that
cannot be written the file is opened unchanged, for reading only. A wrong key is told apart at once.
"""

from __future__ import annotations

import datetime
import decimal
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as sqlcipher

from muniment.store.errors import LockedError, ReadOnlyError, WrongKeyError
from muniment.store.sqlcipher import keys

WAIT_MS = 5000
ALWAYS = ("foreign_keys = ON", "legacy_alter_table = OFF", "temp_store = MEMORY", f"busy_timeout = {WAIT_MS}")
WRITING = ("secure_delete = ON", "journal_mode = WAL", "synchronous = FULL", "cache_size = -32000", "wal_autocheckpoint = 32000")

sqlcipher.register_converter("bool", b"1".__eq__)
for _name, _parse in (("date", parse_date), ("time", parse_time), ("datetime", parse_datetime), ("timestamp", parse_datetime)):
    sqlcipher.register_converter(_name, base.decoder(_parse))
sqlcipher.register_adapter(decimal.Decimal, str)
sqlcipher.register_adapter(datetime.date, base.adapt_date)
sqlcipher.register_adapter(datetime.datetime, base.adapt_datetime)


class Cursor(sqlcipher.Cursor):  # type: ignore[misc]
    """Django's placeholders on a cursor of SQLCipher."""

    def execute(self, query: str, params: Any = None) -> Any:
        if params is None:
            return super().execute(query)
        return super().execute(self._spelled(query, params), params)

    def executemany(self, query: str, param_list: Any) -> Any:
        params = list(param_list)
        return super().executemany(self._spelled(query, params[0] if params else ()), params)

    def _spelled(self, query: str, params: Any) -> str:
        if isinstance(params, dict):
            return query % {name: f":{name}" for name in params}
        return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """The backend that settings name: `ENGINE: muniment.store.sqlcipher`."""

    Database = sqlcipher
    display_name = "SQLCipher"

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        path = str(conn_params["database"])
        key = keys.of(path)
        if key is None:
            raise LockedError("This archive is locked.", advice="Run “muniment unlock”.")
        is_fixed = not is_writable(path)
        connection = sqlcipher.connect(**{**conn_params, "database": _fixed(path) if is_fixed else path})
        try:
            self._open(connection, key, path, is_fixed)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open(self, connection: Any, key: bytes, path: str, is_fixed: bool) -> None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlcipher.OperationalError:
            raise
        except sqlcipher.DatabaseError as exc:
            raise WrongKeyError(
                f"The key does not open the database {Path(path).name}: it is another archive's key, or the file is damaged.",
                advice="Check that keyring and archive belong together; “muniment rebuild” makes the database again.",
            ) from exc
        register(connection)
        for pragma in ALWAYS if is_fixed else (*ALWAYS, *WRITING):
            connection.execute(f"PRAGMA {pragma}")

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002
        return self.connection.cursor(factory=Cursor)

    def close(self) -> None:
        BaseDatabaseWrapper.close(self)

    def is_in_memory_db(self) -> bool:
        return False


def is_writable(path: str) -> bool:
    """Whether the database and its folder can be written."""
    return os.access(Path(path).parent, os.W_OK) and (not Path(path).exists() or os.access(path, os.W_OK))


def _fixed(path: str) -> str:
    """The address that opens the file without touching its folder; refused while the log of a crash lies beside it."""
    log = Path(f"{path}-wal")
    if log.exists() and log.stat().st_size:
        raise ReadOnlyError(
            "The disk is read-only and the database was not closed: its last changes lie in a log beside it.",
            advice="Copy the archive to a disk that can be written and open it there.",
        )
    return f"file:{quote(path)}?mode=ro&immutable=1"
