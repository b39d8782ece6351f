"""The pictures of the documentation are taken from the demonstration; those kept are of the same pages, and small."""

import os
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from tests.journeys.shell import SRC, Shell
from tests.rules.source import ROOT

KEPT = ROOT / "docs" / "pictures"
LARGEST = 120_000


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module that `make pictures` runs."""
    monkeypatch.syspath_prepend(str(ROOT / "setup"))
    import pictures as made

    return made


def sizes(folder: Path) -> dict[str, tuple[int, int]]:
    """Width and height of each picture in a folder."""
    found = {}
    for path in folder.glob("*.png"):
        with Image.open(path) as picture:
            found[path.name] = picture.size
    return found


@pytest.mark.needs("chromium")
def test_every_kept_picture_can_be_taken_again_without_a_complaint(copied: Shell, pictures: ModuleType, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(SRC), "XDG_CONFIG_HOME": str(copied.home)}
    complaints = pictures.take(copied.archive, tmp_path / "taken", environment)
    assert complaints == []
    assert sizes(tmp_path / "taken") == sizes(KEPT), "run: make pictures"


def test_a_kept_picture_is_small_and_shown_somewhere(pictures: ModuleType) -> None:
    assert sorted(path.stem for path in KEPT.glob("*.png")) == sorted(picture.name for picture in pictures.PICTURES)
    assert {path.name: path.stat().st_size for path in KEPT.iterdir() if path.stat().st_size > LARGEST} == {}
    pages = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    assert [path.name for path in KEPT.iterdir() if f"pictures/{path.name}" not in pages] == []
