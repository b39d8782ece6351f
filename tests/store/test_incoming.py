"""Half-written things: one folder a process, gone with it."""

import os
from pathlib import Path

import pytest

from muniment.store.incoming import LOCK, Incoming


def test_the_folder_is_made_when_asked_for_and_is_the_same_each_time(tmp_path: Path) -> None:
    incoming = Incoming(tmp_path / "incoming")
    assert not (tmp_path / "incoming").exists()
    folder = incoming.folder()
    assert folder == incoming.folder() and folder.name.startswith(f"{os.getpid()}-")
    assert folder.stat().st_mode & 0o777 == 0o700
    incoming.close()
    assert list((tmp_path / "incoming").iterdir()) == []
    assert incoming.folder() != folder
    incoming.close()


def test_what_nobody_holds_is_wiped_whatever_it_is(tmp_path: Path) -> None:
    root = tmp_path / "incoming"
    (root / "99-dead").mkdir(parents=True)
    (root / "99-dead" / LOCK).touch()
    (root / "99-dead" / "half").write_bytes(b"x")
    (root / "old").mkdir()
    (root / "stray").write_bytes(b"x")
    (tmp_path / "outside").write_bytes(b"kept")
    (root / "link").symlink_to(tmp_path / "outside")
    living = Incoming(root)
    mine = living.folder()
    assert Incoming(root).wipe() == ["99-dead", "link", "old", "stray"]
    assert [path.name for path in root.iterdir()] == [mine.name]
    assert (tmp_path / "outside").exists()
    living.close()


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_child_process_does_not_share_its_parents_folder(tmp_path: Path) -> None:
    incoming = Incoming(tmp_path / "incoming")
    mine = incoming.folder()
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        os.write(write, incoming.folder().name.encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 100).decode() not in ("", mine.name)
    os.close(read), os.close(write)
    incoming.close()
