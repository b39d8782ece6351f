"""What every test stands on: programs that may be absent are said loudly, and nothing leaves this machine.

`@pytest.mark.needs("chromium")`: without that program the test is skipped and one NOT RUN line says so at the end; with
MUNIMENT_REQUIRE_ALL=1 (as in CI) its absence is a failure, unless no package brings it (the field material). `@pytest.mark.slow` runs with --slow alone.
"""

import gc
import ipaddress
import os
import shutil
import signal
import socket
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("muniment", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("muniment")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # begun in a shell's background: what the tests start could not be stopped
    signal.signal(signal.SIGINT, signal.default_int_handler)

MACOS_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
MISSING: Counter[str] = Counter()
FEW = 12  # files that a test file may leave open


def chromium() -> str | None:
    """The browser of this system; never one downloaded for the tests."""
    named = [os.environ.get("MUNIMENT_CHROMIUM"), "chromium", "chromium-browser", "google-chrome", MACOS_CHROME]
    return next((path for name in named if name and (path := shutil.which(name))), None)


def postgres() -> bool:
    """A server named for the tests, or one whose programs are here to start."""
    return bool(os.environ.get("MUNIMENT_TEST_PG") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def openssl3() -> bool:
    """OpenSSL 3 or newer."""
    if not shutil.which("openssl"):
        return False
    said = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=False).stdout.split()
    return said[0] == "OpenSSL" and int(said[1].split(".")[0]) >= 3


def dejavu() -> bool:
    """The fonts of this system that set a letter with two glyphs."""
    return any(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))


def command(name: str) -> Callable[[], bool]:
    """A program found by its name."""
    return lambda: bool(shutil.which(name))


def sumdb() -> bool:
    """Go, and the code of its checksum database as Debian packs it."""
    return bool(shutil.which("go")) and Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog").is_dir()


def material() -> Path | None:
    """The field material: real documents that are not in the repository, in a folder beside the checkout."""
    beside = [folder / "shared" / "material" for folder in list(Path(__file__).parents)[1:5]]
    places = [Path(os.environ["MUNIMENT_MATERIAL"])] if "MUNIMENT_MATERIAL" in os.environ else beside
    return next((path for path in places if (path / "extract" / "seed.txt").is_file()), None)


PROGRAMS: dict[str, tuple[str, Callable[[], bool], str]] = {  # name in tests: (said as, is it here, what to do)
    "chromium": ("Chromium", lambda: bool(chromium()), "apt install chromium"),
    "firefox": ("Firefox", lambda: bool(shutil.which("firefox-esr") or shutil.which("firefox")), "apt install firefox-esr"),
    "postgres": ("PostgreSQL", postgres, "apt install postgresql"),
    "openssl3": ("OpenSSL 3", openssl3, "apt install openssl"),
    "tesseract": ("Tesseract", command("tesseract"), "apt install tesseract-ocr tesseract-ocr-fas"),
    "bwrap": ("bubblewrap", command("bwrap"), "apt install bubblewrap"),
    "age": ("age", command("age"), "apt install age"),
    "dejavu": ("DejaVu fonts", dejavu, "apt install fonts-dejavu-core"),
    "cc": ("C compiler", command("cc"), "apt install gcc libc6-dev"),
    "git": ("git", command("git"), "apt install git"),
    "gpg": ("GnuPG", command("gpg"), "apt install gnupg"),
    "poppler": ("Poppler", command("pdftotext"), "apt install poppler-utils"),
    "go": ("Go with golang.org/x/mod", sumdb, "apt install golang-go golang-golang-x-mod-dev"),
    "java": ("Java", command("java"), "apt install default-jre-headless"),
    "material": (
        "field material",
        lambda: material() is not None,
        "Put shared/material beside the checkout, or name it in MUNIMENT_MATERIAL.",
    ),
    "libreoffice": ("LibreOffice", command("soffice"), "apt install libreoffice-writer-nogui"),
}


OUTSIDE = {"material"}
"""What no package brings: its absence is said, and fails nowhere."""


def is_required(name: str) -> bool:
    """Whether its absence is a failure here."""
    return bool(os.environ.get("MUNIMENT_REQUIRE_ALL")) and name not in OUTSIDE


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the whole of the volume tests as well")


LONGEST = ("journeys", "cli", "web", "archive")
"""Folders whose files take longest: they come first, so that no worker is left alone with one of them at the end."""


def _turn(item: pytest.Item) -> int:
    return next((n for n, folder in enumerate(LONGEST) if folder in item.path.parts), len(LONGEST))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    for item in items:
        if item.get_closest_marker("slow") and not config.getoption("--slow"):
            item.add_marker(pytest.mark.skip(reason="slow: run with --slow"))
            continue
        for marker in item.iter_markers("needs"):
            if not PROGRAMS[marker.args[0]][1]() and not is_required(marker.args[0]):
                MISSING[marker.args[0]] += 1
                item.add_marker(pytest.mark.skip(reason=f"needs {marker.args[0]}"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        said, here, advice = PROGRAMS[marker.args[0]]
        if not here():
            pytest.fail(f"MUNIMENT_REQUIRE_ALL is set and there is no {said}. {advice}", pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker (pytest-xdist) hands what it missed to the process that prints the summary."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["missing"] = dict(MISSING)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Every worker collects the same tests: what one of them missed, all missed."""
    MISSING.update(getattr(node, "workeroutput", {}).get("missing", {}) if not MISSING else {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for program, count in sorted(MISSING.items()):
        said, _, advice = PROGRAMS[program]
        terminalreporter.write_line(f"NOT RUN ({count} tests): no {said}. {advice}", red=True)


def is_here(host: object) -> bool:
    """Whether a host is this machine."""
    try:
        return host in ("localhost", "", None) or ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """No test opens a connection, sends a datagram or asks for a name beyond this machine."""
    patch = pytest.MonkeyPatch()

    def refuse(asked: object) -> None:
        raise AssertionError(f"a test asked for the network: {asked}")

    def guard(name: str, where: int) -> None:
        real = getattr(socket.socket, name)

        def guarded(self: socket.socket, *args: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not is_here(args[where][0]):
                refuse(args[where])
            return real(self, *args)

        patch.setattr(socket.socket, name, guarded)

    guard("connect", 0)
    guard("connect_ex", 0)
    guard("sendto", -1)
    lookup = socket.getaddrinfo
    patch.setattr(socket, "getaddrinfo", lambda host, *a, **k: lookup(host, *a, **k) if is_here(host) else refuse(host))
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and sockets of test archives never meet those of the person running the tests."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    for name in ("MUNIMENT_ARCHIVE", "MUNIMENT_DATABASE", "MUNIMENT_PASSPHRASE_FILE", "MUNIMENT_USER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="module")
def nothing_left_open() -> Iterator[None]:
    """A file of tests lets go of what it opened: archives that nobody closes would use up a process's open files."""
    before = _open_files()
    yield
    if _open_files() > before + FEW:
        gc.collect()
    assert _open_files() <= before + FEW, "archives, vaults or processes were left open"


def _open_files() -> int:
    return len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium, for the tests of one file."""
    from tests.web import browsing

    with browsing.chromium() as made:
        yield made
