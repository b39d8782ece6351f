"""Django is told once a process which database it stands on; a process that opens another archive is re-pointed.

Settings never hold the key: `repr`, an error page and a dump of the settings show the path alone. What the pages add
(applications, middleware, passwords) had better come with the first call: a later call may still add it, as long as no page
has been served and no other thread is at work. Applications are never taken away again.
"""

from __future__ import annotations

import importlib.util
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django
import msgspec
from asgiref.local import Local
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from muniment.model.errors import BadInputError
from muniment.store.errors import LockedError, ours
from muniment.store.sqlcipher import keys

APPS = ("muniment.store.apps.Store",)
KEY_SIZE = 32


class Database(msgspec.Struct, frozen=True):
    """Where the index is. `key` (32 bytes) opens a SQLite file; PostgreSQL has none."""

    url: str
    key: bytes | None = None

    def __repr__(self) -> str:
        return f"Database({urlsplit(self.url).scheme}, key {'held' if self.key else 'none'})"

    def __rich_repr__(self) -> Any:
        yield urlsplit(self.url).scheme


class _Bound:
    """The database this process stands on, and the additions it was configured with."""

    database: Database | None = None
    apps: tuple[str, ...] = ()


def configure(database: Database, extra: Mapping[str, object] | None = None) -> None:
    """Stand on this database from now on.

    Raises:
        BadInputError: an address that is neither SQLite nor PostgreSQL, or a SQLite file without a 32-byte key.
    """
    default = _default(database)
    if not settings.configured:
        _first(default, extra or {})
    else:
        _add(extra or {})
        if database != _Bound.database:
            _rebind(default)
    if database.key is not None:
        keys.hold(default["NAME"], database.key)
    _Bound.database = database


def bound() -> Database | None:
    """The database this process stands on now."""
    return _Bound.database


def stand(database: Database | None) -> None:
    """Make sure that this process stands on this database, coming back from another if need be.

    Raises:
        LockedError: it was closed.
    """
    if database is None or _Bound.database is None:
        raise LockedError("The archive is closed.", advice="Open it again.")
    if database is not _Bound.database:
        configure(database)


def migrate() -> None:
    """Create the tables, or raise them to this version. Tables of every configured application are included."""
    with ours():
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)


def close() -> None:
    """Let go of the database and forget its key. Nothing can be read until `configure` is called again."""
    if _Bound.database is None:
        return
    name = connections.settings["default"]["NAME"]
    _drop()
    keys.drop(name)
    _Bound.database = None


def _first(default: dict[str, Any], extra: Mapping[str, object]) -> None:
    _Bound.apps = tuple(dict.fromkeys((*APPS, *_apps(extra))))
    base: dict[str, Any] = {
        "DATABASES": {"default": default},
        "INSTALLED_APPS": list(_Bound.apps),
        "AUTH_USER_MODEL": "store.Account",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "SECRET_KEY": secrets.token_hex(32),
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "LOGGING_CONFIG": None,
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "DEBUG": False,
    }
    settings.configure(**base | {name: value for name, value in extra.items() if not name.endswith("+")})
    django.setup()


def _add(extra: Mapping[str, object]) -> None:
    """Plain values at once; applications by filling Django's registry anew, before any page has been asked for."""
    if late := tuple(app for app in _apps(extra) if app not in _Bound.apps):
        _Bound.apps += late
        settings.INSTALLED_APPS = list(_Bound.apps)
        apps.set_installed_apps(settings.INSTALLED_APPS)
    for name, value in extra.items():
        if not name.endswith("+") and getattr(settings, name, None) != value:
            setattr(settings, name, value)


def _apps(extra: Mapping[str, object]) -> tuple[str, ...]:
    added = extra.get("INSTALLED_APPS+", ())
    return tuple(added) if isinstance(added, list | tuple) else ()


def _rebind(default: dict[str, Any]) -> None:
    _drop()
    connections.settings["default"] = connections.configure_settings({"default": default})["default"]


def _drop() -> None:
    """Close this thread's connection; those of other threads are let go and closed with their last user."""
    with ours():
        connections.close_all()
    vars(connections)["_connections"] = Local(connections.thread_critical)


def _default(database: Database) -> dict[str, Any]:
    scheme = urlsplit(database.url).scheme
    if scheme == "sqlite":
        return _sqlite(database)
    if scheme in ("postgresql", "postgres"):
        return _postgres(database.url)
    raise BadInputError(
        f"A database address begins with sqlite:// or postgresql://, this one with {scheme or 'neither'}.",
        advice="Look at [store] in archive.toml.",
    )


def _sqlite(database: Database) -> dict[str, Any]:
    if database.key is None or len(database.key) != KEY_SIZE:
        raise BadInputError("A SQLite database needs its key of 32 bytes.", advice="Unlock the archive.")
    path = "/" + database.url.removeprefix("sqlite://").lstrip("/")
    return {
        "ENGINE": "muniment.store.sqlcipher",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 5},
        "CONN_MAX_AGE": None,
    }


def _postgres(url: str) -> dict[str, Any]:
    if importlib.util.find_spec("psycopg") is None:
        raise BadInputError("PostgreSQL needs the group “pg”, which is not installed.", advice="Install it: muniment[pg].")
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or "") or asked.pop("user", ""),
        "PASSWORD": unquote(parts.password or "") or asked.pop("password", ""),
        "HOST": parts.hostname or asked.pop("host", ""),
        "PORT": str(parts.port or asked.pop("port", "")),
        "OPTIONS": asked,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
