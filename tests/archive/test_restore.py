"""Restoring: the same archive again, or nothing and the name of what is wrong; what was withdrawn stays withdrawn."""

import os
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from muniment.archive import back_up, found, inventory, open_archive, owner, restore_archive
from muniment.archive.backup import BackupError
from muniment.archive.desk import Desk
from muniment.archive.drill import drill
from muniment.archive.inventory import FILE
from muniment.archive.keycopies import bring_keys, copy_keys
from muniment.archive.ledger import dump
from muniment.archive.log import MEMORY
from muniment.archive.restore import Restored
from muniment.archive.settings import keys_folder
from muniment.model.errors import BadInputError, MunimentError, RefusedError
from muniment.model.evidence import Evidence
from muniment.protect.keyring import KeyMissingError
from muniment.protect.sealing import fresh
from muniment.store.copy import Copier
from muniment.store.errors import ErasedError
from tests.archive.makers import checked, faults, items, reopened, take, through, told
from tests.archive.office import entries

CANARY = b"Tamin Orsavel of Quillmere, whom nobody else is called"


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    return tmp_path / "disk"


@pytest.fixture
def filled(desk: Desk) -> Desk:
    told(desk)
    take(desk, os.urandom(2 << 20))
    take(desk, b"identity", compartment="sealed-identity")
    gone = take(desk, b"asked back")[0].id
    through(desk, "withdraw", id=gone, expected=1, reason="asked for by the giver")
    return desk


def ended(desk: Desk) -> Path:
    """The archive closed for good: its folder is moved out of the way, as if its disk had died."""
    desk.archive.log()
    desk.archive.leave()
    away = desk.archive.root.with_name("away")
    desk.archive.root.rename(away)
    return away


def back(disk: Path, root: Path, **how: Any) -> Restored:
    return restore_archive(disk, root, lambda: "", **how)


def test_the_archive_is_the_same_to_the_last_byte_of_its_dump(filled: Desk, disk: Path) -> None:
    done = back_up(filled, disk)
    before, root = dump(filled, until=done.entries), filled.archive.root
    memory = keys_folder(filled.archive.settings.id) / MEMORY
    memory.write_bytes(b'{"size":%d,"root":"%s"}' % (done.entries, inventory.read(disk).root.encode()))  # as before the dump was ledgered
    filled.archive.leave()
    root.rename(root.with_name("away"))
    made = back(disk, root)
    assert (made.entries, made.given_up, made.withdrawn) == (done.entries, 0, ())
    again = reopened(root)
    assert dump(again, until=done.entries) == before
    assert dump(again) == before, "what a restoring itself leaves in the ledger is no part of the dump"
    type, reason = entries(again.archive)[done.entries]
    assert type == "archive.restored-from"
    assert f"{done.entries} entries, root {inventory.read(disk).root}" in reason
    assert faults(checked(again)) == []
    take(again, b"life goes on")
    again.archive.close()


def test_it_is_refused_while_somebody_has_the_archive_open(filled: Desk, disk: Path, tmp_path: Path) -> None:
    back_up(filled, disk)
    with pytest.raises(RefusedError, match="has this archive open"):
        back(disk, tmp_path / "second")
    assert not (tmp_path / "second").exists()


def test_nobody_comes_in_while_it_lasts(filled: Desk, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    back_up(filled, disk)
    away, root = ended(filled), filled.archive.root
    real = Copier.file

    def file(self: Copier, *given: Any) -> str:
        monkeypatch.setattr(Copier, "file", real)
        with pytest.raises(RefusedError, match="being restored"):
            reopened(away)
        return real(self, *given)

    monkeypatch.setattr(Copier, "file", file)
    back(disk, root, accept_older=True)


DAMAGE: dict[str, Any] = {
    "packs/000001.tar": lambda path: path.write_bytes(path.read_bytes()[:-700] + os.urandom(700)),
    "log/tile": lambda path: next(one for one in path.rglob("*") if one.is_file()).write_bytes(os.urandom(64)),
    "log/acts": lambda path: sorted(path.iterdir())[1].unlink(),
    "keys/log.vkey": lambda path: path.write_text("another+00000000+key"),
    "archive.toml": lambda path: path.write_text(path.read_text().replace("Test office", "Toast office")),
    "0=muniment_vault_1": lambda path: path.write_bytes(b"muniment_vault_2\n"),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A backup, and the keys' home, of an archive whose disk died."""
    from tests.archive.makers import founded

    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "home"))
        desk = founded(folder / "archive")
        told(desk)
        desk.archive.log()
        back_up(desk, folder / "disk")
        desk.archive.close()
    return folder / "disk", folder / "home"


@pytest.fixture
def lost(kept: tuple[Path, Path], disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, to be damaged."""
    shutil.copytree(kept[0], disk)
    shutil.copytree(kept[1], tmp_path / "home")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    return disk


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_backup_is_refused_naming_what_and_leaves_nothing(lost: Path, tmp_path: Path, name: str) -> None:
    (lost / name).chmod(0o700)
    DAMAGE[name](lost / name)
    with pytest.raises(MunimentError) as error:
        back(lost, tmp_path / "back")
    assert f"  {name}" in str(error.value)
    assert {path.name for path in tmp_path.iterdir()} == {"disk", "home"}


def test_a_backup_whose_inventory_was_made_to_fit_is_caught_by_the_ledger(lost: Path, tmp_path: Path) -> None:
    """By someone who takes an act out and writes the inventory anew."""
    import msgspec

    held = inventory.read(lost)
    less = tuple(file for file in held.files if file.name != sorted(f.name for f in held.files if "acts" in f.name)[2])
    (lost / FILE).write_bytes(msgspec.json.encode(msgspec.structs.replace(held, files=less)))
    with pytest.raises(BackupError, match="not a whole archive"):
        back(lost, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_backup_without_an_object_that_its_ledger_names_is_refused(lost: Path, tmp_path: Path) -> None:
    import msgspec

    held = inventory.read(lost)
    less = tuple(file for file in held.files if not file.name.startswith("packs/"))
    (lost / FILE).write_bytes(msgspec.json.encode(msgspec.structs.replace(held, files=less)))
    with pytest.raises(BackupError, match="not hold everything"):
        back(lost, tmp_path / "back")
    assert {path.name for path in tmp_path.iterdir()} == {"disk", "home"}


def test_one_that_breaks_off_leaves_nothing_and_can_be_done_again(lost: Path, tmp_path: Path) -> None:
    class _Stopped(BaseException):
        pass

    def stops(*_: Any) -> None:
        raise _Stopped

    for step in ("spread", "brought_back", "sync_folder"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(import_module("muniment.archive.restore"), step, stops)
            with pytest.raises(_Stopped):
                back(lost, tmp_path / "back")
        if step != "sync_folder":
            assert {path.name for path in tmp_path.iterdir()} == {"disk", "home"}
    shutil.rmtree(tmp_path / "back")
    back(lost, tmp_path / "back")
    desk = reopened(tmp_path / "back")
    assert faults(checked(desk)) == []
    desk.archive.close()


def test_without_the_keys_it_says_where_they_come_from(lost: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    with pytest.raises(KeyMissingError, match="not on this machine"):
        back(lost, tmp_path / "back")
    assert not (tmp_path / "back").exists()


@pytest.mark.parametrize("where", ["taken", "file", "inside"])
def test_an_archive_is_never_written_over(lost: Path, tmp_path: Path, where: str) -> None:
    target = lost / "back" if where == "inside" else tmp_path / where
    if where == "taken":
        target.mkdir()
        (target / "mine.txt").touch()
    if where == "file":
        target.touch()
    with pytest.raises(BadInputError):
        back(lost, target)


def test_a_database_that_the_environment_names_is_left_alone(lost: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other.db"
    monkeypatch.setenv("MUNIMENT_DATABASE", f"sqlite:///{other}")
    with pytest.raises(BadInputError, match="another archive"):
        back(lost, tmp_path / "back")
    assert not other.exists()
    assert not (tmp_path / "back").exists()


def test_an_empty_folder_will_do(lost: Path, tmp_path: Path) -> None:
    (tmp_path / "back").mkdir()
    assert back(lost, tmp_path / "back").given_up == 0


def test_an_older_backup_is_refused_with_what_would_be_lost_and_taken_when_asked(filled: Desk, disk: Path) -> None:
    done = back_up(filled, disk)
    kept = take(filled, b"after the backup")[0]
    head = filled.archive.log()
    away, root = ended(filled), filled.archive.root
    assert away.is_dir()
    with pytest.raises(
        RefusedError, match=rf"holds {done.entries} ledger entries.*signed {head}.*last {head - done.entries} would be lost"
    ):
        back(disk, root)
    assert not root.exists()
    made = back(disk, root, accept_older=True)
    assert made.given_up == head - done.entries
    desk = reopened(root)
    assert kept.sha256 not in {item.sha256 for item in items(desk)}
    assert f"{head - done.entries} later entries given up" in entries(desk.archive)[done.entries][1]
    assert list(keys_folder(desk.archive.settings.id).glob(f"{MEMORY}.given-up-*"))
    assert faults(checked(desk)) == []
    desk.archive.close()


def test_a_backup_of_another_history_is_refused(filled: Desk, disk: Path, tmp_path: Path) -> None:
    """The same keys signed something else at that size: a fork, not an older copy."""
    back_up(filled, disk)
    memory = keys_folder(filled.archive.settings.id) / MEMORY
    ended(filled)
    memory.write_bytes(b'{"size":2,"root":"%s"}' % (b"ab" * 32))
    with pytest.raises(BackupError, match="another than the one this machine has signed"):
        back(disk, tmp_path / "back")


def canary_item(desk: Desk) -> Evidence:
    """An item with a name that can be looked for, and a claim on it."""
    ids = told(desk, CANARY.decode())
    desk.archive.log()
    return next(item for item in items(desk) if item.id == ids["evidence"])


def gives_back(desk: Desk, item: Evidence) -> bool:
    """Whether anything in this archive still shows the canary: by its door, its rows, or any key on its objects."""
    try:
        assert CANARY in through(desk, "open", id=item.id, reason="to look")
    except (MunimentError, ErasedError):
        pass
    else:
        return True
    if any(CANARY in payload for _, _, _, _, payload, _, _ in desk.archive.shelf.rows()):
        return True
    keys = [
        *desk.archive.seals.sheets.identities(),
        *(one for name in desk.archive.seals.ring.compartments for one in desk.archive.seals.ring.identities(name)),
    ]
    return any(opens(desk.archive.vault.get(id), keys) for id, *_ in desk.archive.vault.ids())


def opens(ciphertext: bytes, keys: list[Any]) -> bool:
    from muniment.protect.sealing import SealError, unseal_by_any

    try:
        return CANARY in unseal_by_any(ciphertext, keys)
    except SealError:
        return False


def test_the_look_for_the_canary_would_find_it(desk: Desk) -> None:
    item = canary_item(desk)
    assert gives_back(desk, item)
    assert any(opens(desk.archive.vault.get(id), desk.archive.seals.sheets.identities()) for id, *_ in desk.archive.vault.ids())


def test_last_weeks_backup_with_todays_keys_gives_no_withdrawn_item_back(desk: Desk, disk: Path) -> None:
    item = canary_item(desk)
    back_up(desk, disk)
    through(desk, "withdraw", id=item.id, expected=1, reason="the giver asked for it back")
    ended(desk)
    made = back(disk, desk.archive.root, accept_older=True)
    assert made.withdrawn == (item.id,)
    again = reopened(desk.archive.root)
    assert not gives_back(again, item)
    assert faults(checked(again)) == [], "that its key is gone is in order: the entry of the restoring says so"
    assert [item.id in reason for type, reason in entries(again.archive) if type == "archive.restored-from"] == [True]
    again.archive.close()


def test_nor_with_a_custodians_copy_of_the_keys_that_was_brought_up_to_now(
    desk: Desk, disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, stick = canary_item(desk), tmp_path / "stick"
    secret = str(desk.archive.seals.sheets.find(item.id))
    copy_keys(desk, stick)
    back_up(desk, disk)
    through(desk, "withdraw", id=item.id, expected=1, reason="the giver asked for it back")
    copy_keys(desk, stick)
    ended(desk)
    assert secret  # the whole machine is lost: the keys come from the stick
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "new machine"))
    bring_keys(stick, None, lambda: "")
    made = back(disk, desk.archive.root)
    assert made.withdrawn == (item.id,)
    again = reopened(desk.archive.root)
    assert not gives_back(again, item)
    assert faults(checked(again)) == []
    again.archive.close()


def test_nor_a_backup_of_today_with_a_copy_of_the_keys_from_before(
    desk: Desk, disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, stick = canary_item(desk), tmp_path / "stick"
    copy_keys(desk, stick)
    through(desk, "withdraw", id=item.id, expected=1, reason="the giver asked for it back")
    back_up(desk, disk)
    ended(desk)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "new machine"))
    bring_keys(stick, None, lambda: "")
    back(disk, desk.archive.root)
    again = reopened(desk.archive.root)
    assert not gives_back(again, item)
    assert faults(checked(again)) == []
    again.archive.close()


def test_a_drill_restores_aside_and_says_so(filled: Desk, disk: Path) -> None:
    back_up(filled, disk)
    take(filled, b"after the backup")
    done = drill(filled, disk)
    assert done.since > 0
    assert entries(filled.archive)[-1] == ("archive.drilled", entries(filled.archive)[-1][1])
    assert entries(filled.archive)[-1][1].startswith("passed; backup of")
    assert not list(filled.archive.vault.incoming.glob("drill*"))
    take(filled, b"and the archive itself goes on")
    assert faults(checked(filled)) == []


def test_a_drill_of_a_damaged_backup_fails_in_the_ledger_too(filled: Desk, disk: Path) -> None:
    back_up(filled, disk)
    (pack,) = disk.glob("packs/*.tar")
    with pack.open("r+b") as file:
        file.seek(2000)
        file.write(b"?????")
    with pytest.raises(BackupError, match="damaged"):
        drill(filled, disk)
    assert entries(filled.archive)[-1][1].startswith("failed (BackupError); backup of")
    assert faults(checked(filled)) == []


def test_a_drill_notices_rows_that_are_not_ours(filled: Desk, disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from muniment.archive import drill as module

    back_up(filled, disk)
    real = module._rows

    def other(*given: Any) -> Any:
        rows = real(*given)
        return {key: (sha256, True) for key, (sha256, _) in rows.items()}

    monkeypatch.setattr(module, "_rows", other)
    with pytest.raises(BackupError, match="not this archive"):
        drill(filled, disk)


def test_two_custodians_restore_what_the_owner_cannot_open(tmp_path: Path) -> None:
    """Sealed identities are in the backup, and the owner's keyring does not open them: with two custodians all of it is checked."""
    people = [fresh() for _ in range(3)]
    archive = found(tmp_path / "archive", passphrase="seven herons", custodians_keys=tuple(str(one.to_public()) for one in people))
    desk = Desk(archive, owner(archive))
    with desk.act("user.changed") as act:
        desk = Desk(archive, act.change(desk.agent, 1, roles=("owner", "analyst", "administrator", "custodian")))
    (item,) = take(desk, b"a letter")
    back_up(desk, tmp_path / "disk")
    archive.leave()
    (tmp_path / "archive").rename(tmp_path / "away")
    made = restore_archive(tmp_path / "disk", tmp_path / "again", lambda: "", together=(str(people[0]), str(people[2])))
    assert (made.withdrawn, made.given_up) == ((), 0)
    opened = open_archive(tmp_path / "again", lambda: "seven herons")
    assert [one.id for one in items(Desk(opened, owner(opened)))] == [item.id]
    opened.close()
    with pytest.raises(MunimentError):
        restore_archive(tmp_path / "disk", tmp_path / "third", lambda: "", together=(str(people[0]), str(fresh())))
    assert not (tmp_path / "third").exists()
