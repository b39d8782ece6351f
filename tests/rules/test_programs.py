"""A test that could not run is said aloud, or fails where everything was promised; and no test reaches the network."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.source import ROOT

SAMPLE = """
import pytest

@pytest.mark.needs("tesseract")
def test_one(): pass

@pytest.mark.needs("tesseract")
def test_two(): pass

def test_three(): pass

@pytest.mark.slow
def test_four(): raise AssertionError("ran")
"""


def run(tmp_path: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The sample above, on a machine without any program."""
    (tmp_path / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-q", "-c", str(ROOT / "pyproject.toml"),
               "--rootdir", str(tmp_path), *options, str(tmp_path)]  # fmt: skip
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MUNIMENT")}
    return subprocess.run(command, cwd=ROOT, env=clean | {"PATH": str(tmp_path)} | environment, capture_output=True, text=True, check=False)


def test_an_absent_program_is_one_loud_line(tmp_path: Path) -> None:
    said = run(tmp_path)
    assert said.returncode == 0, said.stdout
    assert said.stdout.count("NOT RUN (2 tests): no Tesseract. apt install tesseract-ocr tesseract-ocr-fas") == 1
    assert "1 passed, 3 skipped" in said.stdout


def test_an_absent_program_fails_where_all_was_promised(tmp_path: Path) -> None:
    said = run(tmp_path, MUNIMENT_REQUIRE_ALL="1")
    assert said.returncode == 1
    assert "2 errors" in said.stdout


def test_what_no_package_brings_is_said_and_never_fails(tmp_path: Path) -> None:
    (tmp_path / "test_real.py").write_text('import pytest\n\n@pytest.mark.needs("material")\ndef test_real(): pass\n', encoding="utf-8")
    said = run(tmp_path, "-k", "test_real", MUNIMENT_REQUIRE_ALL="1", MUNIMENT_MATERIAL=str(tmp_path))
    assert said.returncode == 0 and "NOT RUN (1 tests): no field material." in said.stdout


def test_slow_tests_run_when_asked(tmp_path: Path) -> None:
    assert "AssertionError: ran" in run(tmp_path, "--slow").stdout


@pytest.mark.parametrize("ask", [
    lambda: socket.create_connection(("192.0.2.1", 80), timeout=1),
    lambda: socket.socket().connect_ex(("192.0.2.1", 80)),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
    lambda: socket.getaddrinfo("example.org", 443),
])  # fmt: skip
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_test_reaches_the_network(ask: object) -> None:
    with pytest.raises(AssertionError, match="asked for the network"):
        ask()  # type: ignore[operator]
