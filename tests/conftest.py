"""What every test stands on: programs that may be absent are said loudly, and nothing leaves this machine."""

import os
import shutil
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("muniment", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("muniment")

HINTS = {
    "chromium": "apt install chromium",
    "postgres": "apt install postgresql",
    "openssl3": "apt install openssl",
    "tesseract": "apt install tesseract-ocr tesseract-ocr-fas",
    "bwrap": "apt install bubblewrap",
    "age": "apt install age",
    "poppler": "apt install poppler-utils",
}
MISSING: Counter[str] = Counter()


def chromium() -> str | None:
    """The browser of this system."""
    named = [os.environ.get("MUNIMENT_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
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


def present(program: str) -> bool:
    """Whether a program that tests need is here."""
    known = {"chromium": lambda: bool(chromium()), "postgres": postgres, "openssl3": openssl3,
             "poppler": lambda: bool(shutil.which("pdftotext"))}  # fmt: skip
    return known.get(program, lambda: bool(shutil.which(program)))()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the whole of the volume tests as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("slow") and not config.getoption("--slow"):
            item.add_marker(pytest.mark.skip(reason="slow: run with --slow"))
        for marker in item.iter_markers("needs"):
            if not present(marker.args[0]) and not os.environ.get("MUNIMENT_REQUIRE_ALL"):
                MISSING[marker.args[0]] += 1
                item.add_marker(pytest.mark.skip(reason=f"needs {marker.args[0]}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for program, count in sorted(MISSING.items()):
        terminalreporter.write_line(f"NOT RUN ({count} tests): no {program}. {HINTS.get(program, 'Install it')}", red=True)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """No test opens a connection beyond this machine."""
    real = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test asked for the network: {address}")
        real(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign]
    yield
    socket.socket.connect = real  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and sockets of test archives never meet those of the person running the tests."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    for name in ("MUNIMENT_ARCHIVE", "MUNIMENT_DATABASE", "MUNIMENT_PASSPHRASE_FILE", "MUNIMENT_USER"):
        monkeypatch.delenv(name, raising=False)
