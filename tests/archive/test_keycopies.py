"""Copies of the keys: two custodians bring them back and one never does; what was withdrawn is in none of them; rotation."""

import os
import subprocess
from pathlib import Path

import pytest

from muniment.archive import open_archive, owner
from muniment.archive.desk import Desk
from muniment.archive.founding import found
from muniment.archive.keycopies import bring_keys, copy_keys, rotate
from muniment.archive.settings import keys_folder
from muniment.model.errors import BadInputError, RefusedError
from muniment.protect import copies
from muniment.protect.keyring import KeyMissingError, load
from muniment.protect.sealing import fresh, unseal_by_any
from tests.archive.makers import checked, faults, files_below, founded, items, reopened, take, through, told
from tests.archive.office import seat

PASSPHRASE = "seven herons over the ford"
PEOPLE = [fresh() for _ in range(3)]
SECRETS = [str(one) for one in PEOPLE]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def lines(stick: Path, desk: Desk) -> str:
    """Everything that stands on the sheets of a copy, for someone with the compartments' keys."""
    ring = desk.archive.seals.ring
    every = [one for name in ring.compartments for one in ring.identities(name)]
    return "".join(unseal_by_any(path.read_bytes(), every).decode() for path in sorted(stick.glob("sheets/*.age")))


def test_a_withdrawal_reaches_the_copy_when_it_is_brought_up_to_now(desk: Desk, stick: Path) -> None:
    first, second = take(desk, b"a letter", b"asked back")
    secret = str(desk.archive.seals.sheets.find(str(second.id)))
    made = copy_keys(desk, stick)
    old = {path: path.read_bytes() for path in stick.glob("sheets/*.age")}
    assert secret in lines(stick, desk)
    through(desk, "withdraw", id=second.id, expected=1, reason="asked for")
    again = copy_keys(desk, stick)
    assert (again.copy, again.destroyed, made.destroyed) == (made.copy, 1, 0)
    assert secret not in lines(stick, desk)
    assert str(first.id) in lines(stick, desk)
    assert not any(data in old.values() for data in files_below(stick).values())


def test_a_sheet_with_nothing_left_on_it_goes_from_the_copy(desk: Desk, stick: Path) -> None:
    id = take(desk, b"asked back")[0].id
    copy_keys(desk, stick)
    assert len(list(stick.glob("sheets/*.age"))) == 1
    through(desk, "withdraw", id=id, expected=1, reason="asked for")
    copy_keys(desk, stick)
    assert list(stick.glob("sheets/*.age")) == []
    assert (stick / "sheets" / "destroyed.txt").read_text().startswith(str(id))


def test_the_bytes_of_the_old_sheet_are_overwritten_where_they_lay(desk: Desk, stick: Path) -> None:
    id = take(desk, b"asked back", b"kept")[0].id
    copy_keys(desk, stick)
    (sheet,) = stick.glob("sheets/*.age")
    with sheet.open("rb") as old:  # the same bytes on the disk, whatever name they have
        before = old.read()
        through(desk, "withdraw", id=id, expected=1, reason="asked for")
        copy_keys(desk, stick)
        old.seek(0)
        assert old.read() != before
        assert len(os.pread(old.fileno(), 1 << 20, 0)) == len(before)


@pytest.mark.parametrize("where", ["archive", "backup", "strange", "file", "other"])
def test_keys_go_nowhere_they_do_not_belong(desk: Desk, tmp_path: Path, where: str) -> None:
    target = desk.archive.root / "keys" if where == "archive" else tmp_path / where
    if where in ("backup", "strange"):
        target.mkdir()
        (target / ("backup.json" if where == "backup" else "mine.txt")).touch()
    if where == "file":
        target.touch()
    if where == "other":
        copy_keys(desk, target)
        (target / copies.FILE).write_text((target / copies.FILE).read_text().replace(desk.archive.settings.id, "0" * 16))
    with pytest.raises((BadInputError, RefusedError)):
        copy_keys(desk, target)


def test_who_sees_no_content_copies_no_keys(desk: Desk, stick: Path) -> None:
    with pytest.raises(RefusedError):
        copy_keys(seat(desk.archive, "administrator"), stick)


def test_of_an_archive_of_one_the_keyring_comes_too_and_opens_as_before(
    tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = found(tmp_path / "archive", passphrase=PASSPHRASE)
    desk = Desk(archive, owner(archive))
    take(desk, b"a letter")
    copy_keys(desk, stick)
    id = archive.settings.id
    archive.close()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "new"))
    bring_keys(stick, None, lambda: "")
    assert load(keys_folder(id), PASSPHRASE).archive == id
    again = open_archive(tmp_path / "archive", lambda: PASSPHRASE)
    assert faults(checked(Desk(again, owner(again)))) == []
    again.close()
    with pytest.raises(RefusedError, match="on this machine already"):
        bring_keys(stick, None, lambda: "")


@pytest.fixture
def held(tmp_path: Path, stick: Path) -> Path:
    """An archive with three custodians, a copy of its keys, and nothing of them on the next machine."""
    archive = found(tmp_path / "archive", passphrase=PASSPHRASE, custodians_keys=tuple(str(one.to_public()) for one in PEOPLE))
    desk = Desk(archive, owner(archive))
    with desk.act("user.changed") as act:
        desk = Desk(archive, act.change(desk.agent, 1, roles=("owner", "analyst", "administrator")))
    take(desk, b"a letter")
    copy_keys(desk, stick)
    archive.close()
    return tmp_path / "archive"


def test_two_custodians_bring_the_keys_and_one_never(held: Path, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {path.parts[0] for path in map(Path, files_below(stick))} == {"README.txt", "custodians", "keys.json", "sheets"}
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "new"))
    for pair in (None, (SECRETS[0], SECRETS[0]), (SECRETS[0], str(fresh()))):
        with pytest.raises((BadInputError, RefusedError)):
            bring_keys(stick, pair, lambda: PASSPHRASE)
    assert not list((tmp_path / "new").rglob("*.age"))
    bring_keys(stick, (SECRETS[2], SECRETS[0]), lambda: "a new one, and long enough")
    again = open_archive(held, lambda: "a new one, and long enough")
    assert [item.sha256 for item in items(Desk(again, owner(again)))]
    again.close()


@pytest.mark.needs("age")
def test_the_readme_of_a_copy_tells_how_to_open_it_without_us(held: Path, stick: Path, tmp_path: Path) -> None:
    wrap = next(iter(stick.glob("custodians/*.age")))
    pair = [one for one in PEOPLE if str(one.to_public())[-12:] in wrap.name]
    pair.sort(key=lambda one: str(one.to_public()))
    for n, one in enumerate(pair):
        (tmp_path / f"key{n}").write_text(f"{one}\n")
    once = subprocess.run(["age", "-d", "-i", tmp_path / "key1", wrap], capture_output=True, check=True).stdout
    (tmp_path / "inner").write_bytes(once)
    ring = subprocess.run(["age", "-d", "-i", tmp_path / "key0", tmp_path / "inner"], capture_output=True, check=True).stdout
    assert b'"archive":' in ring
    assert subprocess.run(["age", "-d", "-i", tmp_path / "key0", wrap], capture_output=True, check=False).returncode != 0


def test_a_rotation_touches_no_byte_of_the_vault_and_everything_still_opens(tmp_path: Path, stick: Path) -> None:
    desk = founded(tmp_path / "archive")
    told(desk)
    take(desk, b"restricted", compartment="restricted")
    desk.archive.close()
    old = load(keys_folder(desk.archive.settings.id), None)
    before = files_below(tmp_path / "archive" / "packs") | files_below(tmp_path / "archive" / "objects")
    made = rotate(tmp_path / "archive", (), None, lambda: "")
    assert (made.compartments, made.sheets, made.wraps) == (("open", "restricted", "sealed-identity"), 2, 0)
    after = files_below(tmp_path / "archive" / "packs") | files_below(tmp_path / "archive" / "objects")
    assert all(after[name].startswith(data.rstrip(b"\0")[:-1024]) for name, data in before.items() if name.endswith(".tar"))
    again = reopened(tmp_path / "archive")
    assert faults(checked(again)) == []
    assert (tmp_path / "archive" / "keys" / "compartments.txt").read_bytes() == again.archive.seals.ring.listed()
    assert {old.public[name] for name in old.public} & set(again.archive.seals.ring.public.values()) == set()
    for path in (keys_folder(again.archive.settings.id) / "sheets").glob("*.age"):
        with pytest.raises(Exception, match="No key"):
            unseal_by_any(path.read_bytes(), [old.identity(name) for name in old.compartments])
    assert through(again, "open", id=items(again)[0].id, reason="to look")
    take(again, b"and after it")
    copy_keys(again, stick)
    assert faults(checked(again)) == []
    again.archive.close()


def test_a_rotation_may_stop_after_any_step_and_be_done_again(tmp_path: Path) -> None:
    class _Dies(BaseException):
        pass

    def dies(*_: object, **__: object) -> None:
        raise _Dies

    desk = founded(tmp_path / "archive")
    told(desk)
    desk.archive.close()
    for step in ("Sheets.rewrap", "_wrapped", "place"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(f"muniment.archive.keycopies.{step}", dies)
            with pytest.raises(_Dies):
                rotate(tmp_path / "archive", ("open",), None, lambda: "")
        looked = reopened(tmp_path / "archive")
        assert through(looked, "open", id=items(looked)[0].id, reason="to look")
        looked.archive.close()
    rotate(tmp_path / "archive", ("open",), None, lambda: "")
    looked = reopened(tmp_path / "archive")
    assert faults(checked(looked)) == []
    looked.archive.close()


def test_custodians_hold_the_new_keys_too_and_must_be_present(held: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="Two custodians must be present"):
        rotate(held, ("restricted",), None, lambda: PASSPHRASE)
    made = rotate(held, ("restricted",), (SECRETS[0], SECRETS[1]), lambda: PASSPHRASE)
    assert made.wraps == 3
    from muniment.protect.custodians import recover

    id = open_id(held)
    whole = recover(keys_folder(id), PEOPLE[1], PEOPLE[2])
    own = load(keys_folder(id), PASSPHRASE)
    assert whole.without("sealed-identity") == own
    assert not own.opens("sealed-identity")
    assert len(own.identities("restricted")) == 2
    with pytest.raises(KeyMissingError):
        own.identities("sealed-identity")


def open_id(root: Path) -> str:
    from muniment.archive.settings import read

    return read(root).id


def test_a_rotation_is_refused_while_somebody_is_in(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="has this archive open"):
        rotate(desk.archive.root, (), None, lambda: "")
    desk.archive.log()


def test_there_is_no_other_compartment(tmp_path: Path) -> None:
    desk = founded(tmp_path / "archive")
    desk.archive.close()
    with pytest.raises(BadInputError, match="no compartment “secret”"):
        rotate(tmp_path / "archive", ("secret",), None, lambda: "")
