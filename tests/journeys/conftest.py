"""The demonstration, built once by its command and looked at by every journey that starts from it; a copy for those that change it."""

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.journeys.shell import Shell
from tests.web.conftest import House
from tests.web.served import PASSWORD
from tests.web.visitor import Visitor

LOGIN = "l.verrin"


class Told(NamedTuple):
    """What the command left, and what it said."""

    shell: Shell
    said: subprocess.CompletedProcess[str]
    bag: Path
    place: Path


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """`python -m muniment demo --no-serve`, and its package unpacked."""
    place = tmp_path_factory.mktemp("demo")
    shell = Shell(place, place / "demonstration")
    said = shell.run("demo", "--no-serve", at=place)
    assert said.returncode == 0, said.stdout + said.stderr
    with zipfile.ZipFile(place / "demonstration-package.zip") as packed:
        packed.extractall(place / "bag")
    return Told(shell, said, place / "bag", place)


@pytest.fixture
def copied(told: Told, tmp_path: Path) -> Shell:
    """The demonstration again, for a test that changes it."""
    shutil.copytree(told.place / "demonstration", tmp_path / "demonstration")
    shutil.copytree(told.place / "muniment", tmp_path / "muniment")
    return Shell(tmp_path, tmp_path / "demonstration")


@pytest.fixture(scope="module")
def house(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration, served as its command serves it; whoever first came in chose the password of the tests."""
    place = tmp_path_factory.mktemp("served")
    for name in ("demonstration", "muniment"):
        shutil.copytree(told.place / name, place / name)
    shell = Shell(place, place / "demonstration", PYTHONUNBUFFERED="1")
    with shell.begin("demo", "--port", 0, at=place) as running:
        address, password = _heard(running)
        first = Visitor(address)
        assert first.enter(LOGIN, password).url.endswith("/password")
        assert first.post("/password", {"old": password, "new": PASSWORD, "again": PASSWORD}).status == 200
        yield House(address, {}, {}, shell.archive, place, place)
        running.terminate()


def _heard(running: subprocess.Popen[str]) -> tuple[str, str]:
    """Where it is served, and the one-time password."""
    assert running.stdout is not None
    said = ""
    for line in running.stdout:
        said += line
        if line.startswith("Open "):
            return line.split()[1].rstrip("/"), said.partition("one-time password")[2].split()[0]
    raise AssertionError(said)
