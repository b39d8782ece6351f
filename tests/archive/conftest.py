"""An archive a test, opened by its owner; closed again whatever happened."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from muniment.archive import Archive
from muniment.archive.desk import Desk
from muniment.model.errors import MunimentError
from tests.archive.makers import REOPENED, founded
from tests.archive.office import make_archive


@pytest.fixture(autouse=True, scope="module")
def let_go() -> Iterator[None]:
    """Nothing that a file of tests opened again stays open after it."""
    yield
    while REOPENED:
        REOPENED.pop().leave()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def desk(root: Path) -> Iterator[Desk]:
    made = founded(root)
    yield made
    with suppress(MunimentError):  # some tests leave an archive that rightly refuses to go on
        made.archive.close()


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of another process that stands on the same keys."""
    source = Path(__file__).parents[2] / "src"
    return {**os.environ, "PYTHONPATH": f"{source}:{source.parent}", "MUNIMENT_USER": "v.ashdale"}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A new archive whose people a test seats itself."""
    made = make_archive(tmp_path / "archive")
    yield made
    made.leave()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive that all tests of a file share."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("home")))
    made = make_archive(tmp_path_factory.mktemp("shared") / "archive")
    yield made
    made.leave()
    patch.undo()
