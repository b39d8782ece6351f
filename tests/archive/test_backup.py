"""Backups: all that is needed and no key, only what is new, whole or not at all, while others work."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muniment.archive import back_up, inventory
from muniment.archive.backup import Backup, BackupError
from muniment.archive.desk import Desk
from muniment.archive.inventory import FILE
from muniment.archive.settings import keys_folder
from muniment.archive.verify import verify
from muniment.model.errors import BadInputError, MunimentError, RefusedError
from muniment.protect.keyring import encoded
from muniment.store.copy import Copier
from tests.archive.canary import forms
from tests.archive.makers import files_below, take
from tests.archive.office import seat


def secrets_of(desk: Desk) -> list[str]:
    """Every private key of an archive, as it is written anywhere."""
    ring = desk.archive.seals.ring
    kept = [ring.database, ring.log, ring.ledger, ring.tags, *ring.compartments.values()]
    return [*kept, *(str(one) for one in desk.archive.seals.sheets.identities())]


def made(desk: Desk, target: Path, **how: Any) -> Backup:
    return back_up(desk, target, **how)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "disk" / "backup"


@pytest.fixture
def filled(desk: Desk) -> Desk:
    take(desk, b"a letter", os.urandom(2 << 20))
    take(desk, b"identity", compartment="sealed-identity")
    desk.archive.log()
    return desk


def test_it_is_a_whole_archive_without_keys_and_without_database(filled: Desk, target: Path) -> None:
    done = made(filled, target)
    assert (done.copied, done.mended, done.entries) == (13, (), filled.archive.log())
    verdict = verify(target, lambda: "")
    assert verdict.answer == "passed", verdict.having("failed")
    held = files_below(target)
    assert not [name for name in held if "index.db" in name or name.startswith("runs")]
    spelled = {form for secret in secrets_of(filled) for form in forms(secret).values()}
    spelled |= {bytes.fromhex(secret) for secret in secrets_of(filled) if len(secret) == 64}
    assert len(spelled) > 40
    everything = {**held, "the inventory's own": b"".join(inventory.read(target).inside(n) or b"" for n in held)}
    assert [name for name, data in everything.items() if any(form in data for form in spelled)] == []


def test_the_search_for_keys_would_find_one(filled: Desk) -> None:
    ring = encoded(filled.archive.seals.ring)
    assert all(any(form in ring for form in forms(secret).values()) for secret in filled.archive.seals.ring.compartments.values())
    assert any(path.suffix == ".json" for path in keys_folder(filled.archive.settings.id).iterdir())


def test_an_address_of_a_database_stays_on_this_machine(filled: Desk, target: Path) -> None:
    from msgspec.structs import replace

    filled.archive.settings = replace(filled.archive.settings, database="postgresql://someone:a-password@localhost/x")
    made(filled, target)
    assert b"a-password" not in (target / "archive.toml").read_bytes()


def test_the_ledger_says_it_and_the_backup_holds_that_entry(filled: Desk, target: Path) -> None:
    done = made(filled, target)
    entry = filled.archive.shelf.entry(filled.archive.log() - 1)
    assert entry.type == "archive.backed-up"
    assert entry.reason.endswith(str(target))
    assert done.entries == filled.archive.log()


def test_only_what_is_new_is_copied(filled: Desk, target: Path) -> None:
    made(filled, target)
    stands = {path: path.stat().st_ino for path in target.rglob("*") if path.is_file()}
    take(filled, b"one more")
    again = made(filled, target)
    assert again.copied_bytes < 200_000
    kept = [path for path, inode in stands.items() if path.exists() and path.stat().st_ino == inode]
    assert {path.relative_to(target).parts[0] for path in kept} >= {"objects", "keys", "log"}
    assert again.copied == 6, "acts, tile, bundle, pack, checkpoint, head"
    assert verify(target, lambda: "").answer == "passed"


def test_a_closed_pack_is_copied_once(desk: Desk, target: Path) -> None:
    desk.archive.vault._close_at = 30_000  # type: ignore[attr-defined]
    for _ in range(5):
        take(desk, os.urandom(20_000))
    made(desk, target)
    closed = sorted(target.glob("packs/*.sha256"))
    assert closed
    before = {path: path.stat().st_ino for path in target.glob("packs/*")}
    take(desk, os.urandom(20_000))
    made(desk, target)
    assert {
        path: path.stat().st_ino for path in before if path.with_name(path.name.split(".")[0] + ".tar.sha256") in closed
    }.items() <= before.items()
    assert verify(target, lambda: "").answer == "passed"


class _Stopped(BaseException):
    """The disk is pulled, the process dies."""


def stopping(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """From now on the copier dies at a file."""
    real, left = Copier._put, [after]

    def put(self: Copier, *given: Any) -> str:
        left[0] -= 1
        if left[0] < 0:
            raise _Stopped
        return real(self, *given)

    monkeypatch.setattr(Copier, "_put", put)


def test_one_that_broke_off_never_looks_complete_and_goes_on(filled: Desk, target: Path) -> None:
    for after in (0, 1, 3, 12, 13):
        with pytest.MonkeyPatch.context() as patch:
            stopping(patch, after)
            with pytest.raises(_Stopped):
                made(filled, target)
        assert not (target / FILE).exists()
        with pytest.raises(BadInputError, match="no finished backup"):
            inventory.read(target)
    made(filled, target)
    assert verify(target, lambda: "").answer == "passed"
    assert list((target / "incoming").iterdir()) == []


@pytest.mark.parametrize("after", range(9))
def test_one_that_broke_off_later_is_still_the_backup_of_before_or_the_new_one(filled: Desk, target: Path, after: int) -> None:
    first = made(filled, target)
    take(filled, b"one more")
    head = filled.archive.log()
    with pytest.MonkeyPatch.context() as patch:
        stopping(patch, after)
        with pytest.raises(_Stopped):
            made(filled, target)
    held = inventory.read(target)
    assert held.entries in (first.entries, head)
    assert list(inventory.faults(target, held)) == []
    made(filled, target)
    assert verify(target, lambda: "").answer == "passed"


def test_a_copy_that_went_bad_on_its_disk_is_made_again(filled: Desk, target: Path) -> None:
    made(filled, target)
    (large,) = target.glob("objects/??/*")
    large.write_bytes(os.urandom(large.stat().st_size))
    (target / "packs" / "000001.tar").unlink()
    again = made(filled, target)
    assert again.mended == (large.relative_to(target).as_posix(),)
    assert verify(target, lambda: "").answer == "passed"


def test_an_archive_that_is_damaged_is_named_and_the_backup_of_before_stands(filled: Desk, target: Path) -> None:
    first = made(filled, target)
    take(filled, os.urandom(9000))
    filled.archive.log()
    pack = filled.archive.root / "packs" / "000001.tar"
    with pack.open("r+b") as file:
        file.seek(pack.stat().st_size - 3000)
        file.write(os.urandom(9))
    with pytest.raises(BackupError, match="archive itself is damaged") as told:
        made(filled, target)
    assert told.value.faults[0].where is not None
    assert told.value.faults[0].where.startswith("packs/000001.tar")
    held = inventory.read(target)
    assert held.entries == first.entries
    assert list(inventory.faults(target, held)) == []


def test_every_changed_bit_of_a_backup_is_found_and_named(filled: Desk, target: Path) -> None:
    made(filled, target)
    held, chance = inventory.read(target), random.Random(2026)
    names = [file.name for file in held.files if held.inside(file.name) is None]
    for name in [*names, *chance.choices(names, k=60)]:
        path = target / name
        path.chmod(0o600)
        data = path.read_bytes()
        bit = chance.randrange(len(data) * 8)
        path.write_bytes(data[: bit // 8] + bytes([data[bit // 8] ^ 1 << bit % 8]) + data[bit // 8 + 1 :])
        assert [fault.where for fault in inventory.faults(target, held)] == [name]
        path.write_bytes(data)


@pytest.mark.parametrize("inside", ["here", "backup", "strange", "file", "other"])
def test_where_it_does_not_belong_nothing_is_written(filled: Desk, tmp_path: Path, inside: str) -> None:
    root = filled.archive.root
    target = {
        "here": root,
        "backup": root / "backup",
        "strange": tmp_path / "strange",
        "file": tmp_path / "file",
        "other": tmp_path / "other",
    }[inside]
    if inside == "strange":
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    if inside == "file":
        target.write_text("mine")
    if inside == "other":
        made(filled, target)
        text = (target / FILE).read_text()
        (target / FILE).write_text(text.replace(filled.archive.settings.id, "0" * 16))
    before = files_below(tmp_path) if inside != "file" else {}
    with pytest.raises((BadInputError, RefusedError)):
        made(filled, target)
    after = files_below(tmp_path) if inside != "file" else {}
    assert {name for name in after if "index.db" not in name} == {name for name in before if "index.db" not in name}


def test_who_may_not_is_refused(filled: Desk, target: Path) -> None:
    with pytest.raises(RefusedError):
        made(seat(filled.archive, "analyst"), target)
    assert not target.exists()
    made(seat(filled.archive, "administrator"), target)


TAKING = """
import os, sys
from pathlib import Path
from tests.archive.makers import reopened, take
desk = reopened(Path(sys.argv[1]))
for n in range(int(sys.argv[2])):
    take(desk, os.urandom(3000), os.urandom(1 << 20 if n % 3 else 3 << 20))
    desk.archive.log()
    print(n, flush=True)
desk.archive.close()
"""


@pytest.fixture
def taking(filled: Desk, home: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Another process that takes files in."""
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", TAKING, str(filled.archive.root), "12"]
    with subprocess.Popen(command, env=home, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        yield process


def test_others_take_in_meanwhile(filled: Desk, target: Path, taking: subprocess.Popen[str]) -> None:
    assert taking.stdout is not None
    sizes = []
    while line := taking.stdout.readline():
        if int(line) % 3 == 0:
            sizes.append(made(filled, target).entries)
            verdict = verify(target, lambda: "")
            assert verdict.answer == "passed", verdict.having("failed")
    assert taking.wait(60) == 0
    assert len(set(sizes)) > 2
    assert made(filled, target).entries == filled.archive.log()


def test_two_backups_at_once_onto_one_disk_are_refused(filled: Desk, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from muniment.archive import backup

    real = backup.Copying.round

    def twice(self: Any, *given: Any, **how: Any) -> Any:
        monkeypatch.setattr(backup.Copying, "round", real)
        with pytest.raises(RefusedError, match="Another process is writing"):
            made(filled, target)
        return real(self, *given, **how)

    monkeypatch.setattr(backup.Copying, "round", twice)
    made(filled, target)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "index.db", "log/../../x", "packs/a b"])
def test_an_inventory_that_names_what_is_no_file_of_an_archive_is_not_followed(filled: Desk, target: Path, name: str) -> None:
    made(filled, target)
    text = (target / FILE).read_text().replace("packs/000001.tar", name)
    (target / FILE).write_text(text)
    with pytest.raises(BadInputError, match="no file of an archive"):
        inventory.read(target)


@pytest.mark.parametrize("text", [b"", b"{}", b"\xff", b'{"format":"muniment-backup/2"}', b"[]"])
def test_an_inventory_that_cannot_be_read_is_said_to_be_damaged(tmp_path: Path, text: bytes) -> None:
    (tmp_path / FILE).write_bytes(text)
    with pytest.raises(MunimentError, match="cannot be read"):
        inventory.read(tmp_path)
