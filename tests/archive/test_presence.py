"""Presence: many may be in; who replaces an archive is alone; a process that dies lets go."""

import subprocess
import sys
from pathlib import Path

import pytest

from muniment.archive import rebuild_archive
from muniment.archive.desk import Desk
from muniment.archive.presence import Presence, alone
from muniment.model.errors import RefusedError


def test_many_may_be_in_and_nobody_alone_meanwhile(tmp_path: Path) -> None:
    first, second = Presence(tmp_path), Presence(tmp_path)
    with pytest.raises(RefusedError, match="has this archive open"), alone(tmp_path):
        pass
    first.leave()
    with pytest.raises(RefusedError), alone(tmp_path):
        pass
    second.leave()
    with alone(tmp_path), pytest.raises(RefusedError, match="being restored or rebuilt"):
        Presence(tmp_path)
    Presence(tmp_path).leave()


def test_a_process_that_dies_lets_go(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from muniment.archive.presence import Presence; Presence(Path(sys.argv[1])); os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code, tmp_path], check=False).returncode == 9
    with alone(tmp_path):
        pass


def test_keys_that_cannot_be_written_beside_are_no_hindrance(tmp_path: Path) -> None:
    Presence(tmp_path / "none").leave()
    assert not (tmp_path / "none").exists()


def test_a_rebuild_is_refused_while_somebody_is_in(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="has this archive open"):
        rebuild_archive(desk.archive.root, lambda: "")
