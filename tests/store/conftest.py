"""One archive's database a test, on both kinds: an encrypted file, and a PostgreSQL server of our own on a socket."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from muniment.store import Database, Shelf, Vault, close, configure, migrate

BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgres", id="postgres", marks=pytest.mark.needs("postgres"))]


class Given:
    """A server that the tests were given (MUNIMENT_TEST_PG, an address whose user may create databases)."""

    empty = ""

    def __init__(self, address: str) -> None:
        self.address = urlsplit(address)

    def url(self, name: str) -> str:
        return f"{self.address.scheme}://{self.address.netloc}/{name}?{self.address.query}"

    def sql(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def start(self) -> None:
        pass

    def stop(self) -> None:
        pass


class Own(Given):
    """A PostgreSQL cluster in a folder, listening on a socket there and nowhere else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"postgresql:///postgres?host={folder}&user=muniment")
        self.folder = folder
        self.bin = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.owner = "nobody" if os.geteuid() == 0 else None

    def start(self) -> None:
        self.folder.mkdir(mode=0o755)
        if self.owner:
            shutil.chown(self.folder, self.owner)
        self._run("initdb", "-D", "data", "-U", "muniment", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N",
                  "--locale-provider=icu", "--icu-locale=en-US")  # fmt: skip
        settings = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=off -c max_connections=20"
        self._run("pg_ctl", "-D", "data", "-o", settings, "-l", "log", "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder)

    def _run(self, program: str, *args: str) -> None:
        subprocess.run([str(self.bin / program), *args], cwd=self.folder, check=True, user=self.owner,
                       stdout=subprocess.DEVNULL, env={"PATH": "/usr/bin", "LC_ALL": "C"})  # fmt: skip


@pytest.fixture(scope="session")
def server() -> Iterator[Given]:
    """A server with an empty archive to copy from."""
    given = os.environ.get("MUNIMENT_TEST_PG")
    server = Given(given) if given else Own(Path("/tmp") / f"muniment-pg-{secrets.token_hex(4)}")  # socket paths are short
    server.start()
    empty = f"empty{secrets.token_hex(4)}"
    server.sql(f"CREATE DATABASE {empty}")
    configure(Database(server.url(empty)))
    migrate()
    close()
    server.empty = empty
    yield server
    server.sql(f"DROP DATABASE {empty} WITH (FORCE)")
    server.stop()


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of either kind, open."""
    if request.param == "sqlite":
        yield from _opened(Database(f"sqlite:///{tmp_path}/index.db", secrets.token_bytes(32)))
        return
    server: Given = request.getfixturevalue("server")
    name = f"m{secrets.token_hex(6)}"
    server.sql(f"CREATE DATABASE {name} TEMPLATE {server.empty}")
    yield from _opened(Database(server.url(name)))
    server.sql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """An empty encrypted file, open."""
    yield from _opened(Database(f"sqlite:///{tmp_path}/index.db", secrets.token_bytes(32)))


def _opened(database: Database) -> Iterator[Database]:
    configure(database)
    migrate()
    yield database
    close()


@pytest.fixture
def shelf(database: Database) -> Shelf:
    """An empty shelf on either kind of database."""
    return Shelf()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """An empty vault whose packs are small."""
    vault = Vault(tmp_path / "vault", loose_over=2000, close_at=8192)
    (tmp_path / "vault").mkdir()
    yield vault
    vault.close()
