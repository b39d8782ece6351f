"""Archives for these tests: one of a test's own, and one shared by a file's tests that only look."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from muniment.archive import Archive
from tests.archive.makers import make_archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """A new archive for this test alone."""
    made = make_archive(tmp_path / "archive")
    yield made
    made.shelf.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive that all tests of a file share."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("home")))
    made = make_archive(tmp_path_factory.mktemp("shared") / "archive")
    yield made
    made.shelf.close()
    patch.undo()
