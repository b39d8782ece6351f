"""Founding and opening: nothing half-made, nothing opened without its keys, each refusal saying what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from muniment.archive import Archive, found, founding, open_archive, owner, rebuild_archive
from muniment.archive import settings as at
from muniment.archive.desk import Desk
from muniment.model.errors import BadInputError, MunimentError
from muniment.protect import keyring
from muniment.protect.keyring import KeyMissingError
from muniment.protect.sealing import NotAKeyError, fresh
from muniment.store.errors import StoreError
from tests.archive.office import entries, item, make_archive, owner_of, take, through, transcribed

PASSPHRASE = "seven quiet herons over Korsha"
PUBLIC = tuple(str(fresh().to_public()) for _ in range(3))


def config() -> Path:
    return Path(os.environ["XDG_CONFIG_HOME"])


def test_private_keys_lie_outside_and_the_folder_says_how_to_read_it(archive: Archive) -> None:
    files = {p.relative_to(archive.root).as_posix(): p for p in archive.root.rglob("*") if p.is_file()}
    ring = archive.seals.ring
    for path in files.values():
        data = path.read_bytes()
        assert not [s for s in (ring.database, ring.log, ring.ledger, ring.tags, *ring.compartments.values()) if s.encode() in data], path
    assert "age -d -i" in files["README.txt"].read_text()
    assert archive.root.stat().st_mode & 0o777 == 0o700
    assert entries(archive)[0] == ("archive.founded", "demonstration")


def test_a_passphrase_wraps_it_and_only_a_demonstration_lies_open(tmp_path: Path) -> None:
    for words in (None, "", "short"):
        with pytest.raises(BadInputError, match="at least 12"):
            found(tmp_path / "a", passphrase=words)
    made = found(tmp_path / "a", passphrase=PASSPHRASE)
    assert made.settings.mode == "alone" and made.settings.is_alone
    made.close()
    assert keyring.is_wrapped(at.keys_folder(made.settings.id))


@pytest.mark.parametrize(
    ("keys", "error"),
    [(PUBLIC[:2], BadInputError), ((*PUBLIC[:2], PUBLIC[0]), BadInputError), ((*PUBLIC[:2], "age1nonsense"), NotAKeyError),
     ((*PUBLIC[:2], str(fresh())), NotAKeyError)],
)  # fmt: skip
def test_wrong_custodians_make_nothing_at_all(tmp_path: Path, keys: tuple[str, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        found(tmp_path / "a", passphrase=PASSPHRASE, custodians_keys=keys)
    assert not (tmp_path / "a").exists()
    assert not list(config().rglob("*"))


def test_where_something_is_already_nothing_is_made(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name, said in (("full", "not empty"), ("file", "is a file")):
        with pytest.raises(BadInputError, match=said):
            make_archive(tmp_path / name)
    assert {p.name: p.read_text() for p in tmp_path.rglob("*") if p.is_file()} == {"notes.txt": "mine", "file": "mine"}
    assert not list(config().rglob("*"))


@pytest.mark.parametrize("step", ["_lay_out", "opened_with", "_first_agent"])
@pytest.mark.parametrize("was_there", [True, False])
def test_a_founding_that_breaks_off_leaves_neither_folder_nor_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, was_there: bool
) -> None:
    root = tmp_path / "a"
    if was_there:
        root.mkdir()
    real = getattr(founding, step)

    def breaks(*args: object, **kwargs: object) -> None:
        real(*args, **kwargs)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(founding, step, breaks)
    with pytest.raises(OSError, match="No space"):
        make_archive(root)
    assert root.exists() == was_there
    assert list(root.iterdir() if was_there else ()) == []
    assert not [p for p in config().rglob("*") if p.is_file()]
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    make_archive(root).shelf.close()


def test_an_archive_without_its_keys_says_what_brings_them(archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    archive.close()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another machine"))
    with pytest.raises(KeyMissingError, match=r"not on this machine.*muniment recover.*two custodians"):
        open_archive(archive.root, lambda: "")


def test_another_archives_keys_do_not_open_it(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    other = make_archive(tmp_path / "other")
    other.close()
    swapped = keyring.load(at.keys_folder(other.settings.id), None)
    keyring.keep(at.keys_folder(archive.settings.id), swapped, None)
    with pytest.raises(StoreError, match=r"another archive's key"):
        open_archive(archive.root, lambda: "")


@pytest.mark.parametrize("path", ["nothing", "README.txt"])
def test_where_there_is_no_archive_it_is_told_how_to_make_one(archive: Archive, path: str) -> None:
    with pytest.raises(BadInputError, match="muniment init"):
        open_archive(archive.root / path, lambda: "")


def test_what_was_put_in_is_there_again_after_closing(archive: Archive) -> None:
    id = take(owner_of(archive), note="kept")
    archive.close()
    again = open_archive(archive.root, lambda: pytest.fail("its keys lie open"))
    assert item(Desk(again, owner(again)), id).note == "kept"
    again.close()


def test_the_person_at_the_terminal_is_the_account_of_the_systems_user(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    through(owner_of(archive), "user-add", login="mira", name="Mira Santel", roles=["analyst"])
    monkeypatch.setenv("MUNIMENT_USER", "mira")
    assert owner(archive).name == "Mira Santel"
    monkeypatch.delenv("MUNIMENT_USER")
    monkeypatch.setattr(founding, "system_user", lambda: "nobody-here")
    assert "owner" in owner(archive).roles


def test_a_slip_in_the_login_that_is_asked_for_never_acts_in_the_owners_name(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUNIMENT_USER", "mria")
    with pytest.raises(BadInputError, match="names mria, and nobody here has this login"):
        owner(archive)


def test_a_system_that_knows_no_names_has_an_owner_too(tmp_path: Path) -> None:
    code = "from muniment.archive.founding import system_user; print(system_user())"
    environment = {k: v for k, v in os.environ.items() if k not in ("LOGNAME", "USER", "LNAME", "USERNAME")}
    environment |= {"PYTHONPATH": os.pathsep.join(sys.path)}
    if os.getuid() != 0:
        pytest.skip("only root may become an unknown user")
    done = subprocess.run([sys.executable, "-c", "import os; os.setuid(54321); " + code], env=environment, capture_output=True, text=True,
                          check=False, cwd="/")  # fmt: skip
    if "Permission denied" in done.stderr or "ModuleNotFound" in done.stderr:
        pytest.skip("the tests' own folder is closed to strangers")
    assert done.stdout == "owner\n", done.stderr


def test_the_socket_has_a_path_that_every_system_takes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ("x" * 150)))
    assert len(os.fsencode(founding.socket_path("0" * 16))) <= founding.LONGEST_SOCKET
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1000")
    assert founding.socket_path("0" * 16) == Path(f"/run/user/1000/muniment/{'0' * 16}.sock")


def test_a_rebuild_that_cannot_be_done_leaves_the_old_database_as_it_was(archive: Archive) -> None:
    """With the ledger's acts gone there is nothing to build from: better the index than nothing."""
    desk = owner_of(archive)
    id = take(desk)
    transcribed(desk, id)
    archive.close()
    kept = {p: p.read_bytes() for p in (archive.root / "log" / "acts").iterdir()}
    before = (archive.root / "index.db").stat().st_size
    for path in kept:
        path.write_bytes(b"damaged")
    with pytest.raises(MunimentError):
        rebuild_archive(archive.root, lambda: "")
    assert (archive.root / "index.db").stat().st_size == before
    assert not list(archive.root.glob("index.db.*"))
    for path, data in kept.items():
        path.write_bytes(data)
    again = open_archive(archive.root, lambda: "")
    assert item(Desk(again, owner(again)), id).id == id
    again.close()
