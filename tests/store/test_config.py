"""Which database a process stands on, and that its key is nowhere to be read."""

import secrets
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from muniment.model.errors import BadInputError
from muniment.store import Database, Shelf, close, configure, migrate
from muniment.store.config import bound
from muniment.store.errors import LockedError, StoreError, WrongKeyError
from tests.store.makers import ALL, make_source, other_process, put


def test_the_key_is_shown_by_no_repr_and_no_setting(sqlite: Database) -> None:
    key = (sqlite.key or b"").hex()
    shown = repr(sqlite) + str(sqlite) + repr(connections.settings) + repr({n: getattr(settings, n, None) for n in dir(settings)})
    shown += repr(vars(connections["default"]))
    assert key not in shown and repr(sqlite.key) not in shown


def test_an_error_page_of_django_shows_no_key(sqlite: Database) -> None:
    from django.views.debug import SafeExceptionReporterFilter

    assert (sqlite.key or b"").hex() not in repr(SafeExceptionReporterFilter().get_safe_settings())


def test_the_wrong_key_is_told_apart_and_changes_nothing(sqlite: Database, tmp_path: Path) -> None:
    put(Shelf(), make_source())
    close()
    before = (tmp_path / "index.db").read_bytes()
    configure(Database(sqlite.url, secrets.token_bytes(32)))
    for verb in (migrate, lambda: Shelf().count("source", compartments=ALL)):
        with pytest.raises(WrongKeyError, match="another archive's key"):
            verb()
    close()
    assert (tmp_path / "index.db").read_bytes() == before
    configure(sqlite)
    assert Shelf().count("source", compartments=ALL) == 1


def test_a_file_that_is_no_database_is_said_to_be_none(sqlite: Database, tmp_path: Path) -> None:
    close()
    (tmp_path / "index.db").write_bytes(secrets.token_bytes(8192))
    configure(sqlite)
    with pytest.raises(WrongKeyError, match="damaged"):
        migrate()


@pytest.mark.parametrize(
    ("url", "key"),
    [("mysql://localhost/x", b"k" * 32), ("", b"k" * 32), ("sqlite:////tmp/x.db", None), ("sqlite:////tmp/x.db", b"short")],
)
def test_an_address_without_a_meaning_or_a_file_without_a_key_is_refused(url: str, key: bytes | None) -> None:
    with pytest.raises(BadInputError):
        configure(Database(url, key))


def test_without_the_driver_of_postgresql_the_group_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BadInputError, match="pg"):
        configure(Database("postgresql:///x"))


def test_a_server_that_is_not_there_is_an_error_of_ours() -> None:
    configure(Database("postgresql:///x?host=/nonexistent&user=u&password=kanarienvogel"))
    with pytest.raises(StoreError) as refused:
        Shelf().head()
    assert "kanarienvogel" not in str(refused.value)
    close()


def test_configuring_the_same_database_again_changes_nothing(database: Database) -> None:
    shelf = Shelf()
    put(shelf, make_source())
    configure(database)
    assert shelf.count("source", compartments=ALL) == 1


def test_closed_nothing_can_be_read_until_it_is_configured_again(database: Database) -> None:
    shelf = Shelf()
    put(shelf, make_source())
    shelf.close()
    assert bound() is None
    with pytest.raises(LockedError):
        shelf.head()
    configure(database)
    assert Shelf().count("source", compartments=ALL) == 1


def test_several_archives_open_in_turn_in_one_process_never_mix(tmp_path: Path, database: Database) -> None:
    first = Shelf()
    put(first, make_source(name="of the first"))
    configure(Database(f"sqlite:///{tmp_path}/second.db", secrets.token_bytes(32)))
    migrate()
    second = Shelf()
    put(second, make_source(name="of the second"))
    for _ in range(3):
        assert [s.name for s in first.find("source", compartments=ALL)] == ["of the first"]  # type: ignore[attr-defined]
        assert [s.name for s in second.find("source", compartments=ALL)] == ["of the second"]  # type: ignore[attr-defined]
    first.close()
    assert second.count("source", compartments=ALL) == 1
    second.close()
    configure(database)  # for the fixture


def test_the_same_path_with_and_without_a_fourth_slash_is_one_file(tmp_path: Path) -> None:
    key = secrets.token_bytes(32)
    for url in (f"sqlite:///{tmp_path}/one.db", f"sqlite://{tmp_path}/one.db"):
        configure(Database(url, key))
        migrate()
    close()
    assert [path.name for path in tmp_path.iterdir()] == ["one.db"]


def test_plain_values_follow_the_archive_that_is_opened(sqlite: Database) -> None:
    configure(sqlite, {"SECRET_KEY": "another"})
    assert settings.SECRET_KEY == "another"


PAGES = """
import sys
from muniment.store import Database, Shelf, configure, migrate
if sys.argv[2] == "late":
    configure(Database(sys.argv[1], b"k" * 32))
    migrate()
    assert Shelf().head() == 0
configure(Database(sys.argv[1], b"k" * 32), {
    "INSTALLED_APPS+": ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    "MIDDLEWARE": ["a.b"], "SECRET_KEY": "s"})
migrate()
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.db import SessionStore
from muniment.store import accounts
agent = "ag-" + "0" * 32
accounts.create("ilmar", agent, ("analyst",), "four long words here")
session = SessionStore(); session["a"] = 1; session.save()
found = authenticate(None, username="ilmar", password="four long words here")
print(settings.MIDDLEWARE, settings.SECRET_KEY, found.roles)
print(authenticate(None, username="ilmar", password="no"), authenticate(None, username="ILMAR", password="four long words here"))
accounts.set_active(agent, False)
print(authenticate(None, username="ilmar", password="four long words here"))
"""


@pytest.mark.parametrize("when", ["first", "late"])
def test_what_the_pages_add_stands_beside_the_store_and_django_logs_in_whom_we_made(tmp_path: Path, when: str) -> None:
    out, _ = other_process(PAGES, f"sqlite:///{tmp_path}/index.db", when).communicate()
    assert out == "['a.b'] s ('analyst',)\nNone None\nNone\n"


def test_the_tables_are_those_of_the_models(sqlite: Database) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0)


def test_a_disk_that_cannot_be_written_is_read(sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from muniment.store.errors import ReadOnlyError
    from muniment.store.sqlcipher import base

    source = make_source()
    put(Shelf(), source)
    close()
    monkeypatch.setattr(base, "is_writable", lambda path: False)
    configure(sqlite)
    shelf = Shelf()
    assert shelf.get(source.id) == source
    with pytest.raises(ReadOnlyError, match="read-only"):
        put(shelf, make_source())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index.db"]


def test_on_a_read_only_disk_a_log_that_was_not_closed_is_said(sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from muniment.store.errors import ReadOnlyError
    from muniment.store.sqlcipher import base

    close()
    (tmp_path / "index.db-wal").write_bytes(b"unfinished")
    monkeypatch.setattr(base, "is_writable", lambda path: False)
    configure(sqlite)
    with pytest.raises(ReadOnlyError, match="Copy the archive"):
        Shelf().head()
    (tmp_path / "index.db-wal").unlink()
