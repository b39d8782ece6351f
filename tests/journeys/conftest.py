"""The demonstration, built once by its command and looked at by every journey that starts from it; a copy for those that change it."""

import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.journeys.shell import Shell


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
