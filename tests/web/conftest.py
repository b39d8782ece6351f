"""A house that is really served: one process for all tests of the pages, an archive of invented people in a temporary folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from muniment.protect import agent
from tests.web.served import PASSWORD
from tests.web.visitor import Visitor

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class House:
    """Where it is served, whom and what it holds, and the folder it lies in."""

    address: str
    people: dict[str, str]
    items: dict[str, str]
    folder: Path
    config: Path
    runtime: Path
    one_time: str = ""

    def visit(self, name: str = "", password: str = PASSWORD) -> Visitor:
        """Somebody new at the door; logged in when a name is given."""
        visitor = Visitor(self.address)
        if name:
            reply = visitor.enter(name, password)
            assert reply.status == 200, reply.text
        return visitor


def start(folder: Path, *words: str) -> tuple[House, subprocess.Popen[str]]:
    """A house in a process of its own; answers once it is served."""
    config = folder / "config"
    config.mkdir(mode=0o700)
    runtime = tempfile.mkdtemp(prefix="mu")  # a socket's path may not be long
    environment = os.environ | {
        "XDG_CONFIG_HOME": str(config),
        "XDG_RUNTIME_DIR": runtime,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    command = [sys.executable, "-m", "tests.web.served", str(folder / "archive"), *words]
    with (folder / "errors").open("w") as errors:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, (folder / "errors").read_text()
    told: dict[str, Any] = json.loads(line)
    return House(folder=folder / "archive", config=config, runtime=Path(runtime), **told), process


def stop(house: House, process: subprocess.Popen[str]) -> None:
    """End it as Ctrl-C does, and wait; the agent that held its keys ends with it."""
    with process:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        finally:
            process.kill()
    for socket in house.runtime.glob("muniment/*.sock"):
        agent.lock(socket)
    shutil.rmtree(house.runtime)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The house that most tests share; what one test does must not disturb another."""
    made, process = start(tmp_path_factory.mktemp("house"))
    yield made
    stop(made, process)


@pytest.fixture(scope="module")
def desk_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house for one module of tests of desk, people or letters, who decide what others would find undecided."""
    made, process = start(tmp_path_factory.mktemp("desk-house"), "desk")
    yield made
    stop(made, process)


@pytest.fixture(scope="module")
def verrin(desk_house: House) -> Visitor:
    """Somebody who takes in, reviews, judges and drafts, at the house of the desk."""
    return desk_house.visit("verrin")


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Houses of one test alone."""
    running = []

    def open_one(*words: str) -> House:
        folder = tmp_path / f"house{len(running)}"
        folder.mkdir()
        made, process = start(folder, *words)
        running.append((made, process))
        return made

    yield open_one
    for made, process in running:
        stop(made, process)
