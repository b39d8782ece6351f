"""An archive a test, opened by its owner; closed again whatever happened."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from muniment.archive.desk import Desk
from muniment.model.errors import MunimentError
from tests.archive.makers import founded


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
