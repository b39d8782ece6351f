"""Fixity: every byte of the vault is covered, every change is named with its file and range."""

import os
import random
from pathlib import Path

import pytest

from muniment.store import Fault, Vault


def filled(vault: Vault) -> list[str]:
    """Three closed packs, an open one, two objects on their own."""
    ids = [vault.put(os.urandom(700 + n)) for n in range(20)]
    ids += vault.put_many([os.urandom(2500), os.urandom(2600)])
    vault.close()
    assert list(vault.check()) == []
    return ids


def files(vault: Vault) -> list[Path]:
    return sorted(path for folder in ("packs", "objects") for path in (vault.root / folder).rglob("*") if path.is_file())


def flip(path: Path, bit: int) -> None:
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)


def flips_found(vault: Vault, count: int) -> None:
    chance = random.Random(2026)
    paths = files(vault)
    for _ in range(count):
        path = chance.choice(paths)
        bit = chance.randrange(path.stat().st_size * 8)
        flip(path, bit)
        faults = list(vault.check())
        assert any(path.name.split(".")[0] in fault.where for fault in faults), (path, bit, faults)
        flip(path, bit)
    assert list(vault.check()) == []


def test_every_flipped_bit_in_any_file_is_found(vault: Vault) -> None:
    filled(vault)
    flips_found(vault, 300)


@pytest.mark.slow
def test_ten_thousand_flipped_bits_are_found(vault: Vault) -> None:
    filled(vault)
    flips_found(vault, 10_000)


def test_a_changed_object_is_named_with_its_byte_range(vault: Vault) -> None:
    filled(vault)
    id, where, offset, size = next(iter(vault.ids()))
    flip(vault.root / where, (offset + 3) * 8)
    assert Fault("the bytes of an object are not what was stored", f"{where} bytes {offset}-{offset + size - 1}", id) in vault.check()


def test_a_missing_pack_a_foreign_file_and_a_foreign_member_are_named(vault: Vault) -> None:
    filled(vault)
    packs = vault.root / "packs"
    (packs / "notes.txt").write_text("hello")
    (vault.root / "objects" / "zz").write_text("hello")
    with (packs / "000004.tar").open("ab") as file:
        file.write(os.urandom(512) + bytes(512))
    (packs / "000002.tar").unlink()
    found = {(fault.what, fault.where.split(" ")[0]) for fault in vault.check()}
    assert found == {
        ("a foreign file", "packs/notes.txt"),
        ("a foreign file", "objects/zz"),
        ("a torn end: half-written when a process died", "packs/000004.tar"),
        ("a pack is missing", "packs/000002.tar"),
    }


def test_a_pack_cut_short_or_grown_after_closing_is_named(vault: Vault) -> None:
    filled(vault)
    for name, change in (("000001.tar", lambda d: d[:-700]), ("000002.tar", lambda d: d + bytes(512))):
        path = vault.root / "packs" / name
        path.chmod(0o600)
        path.write_bytes(change(path.read_bytes()))
    assert {f.where.split(".")[0] for f in vault.check()} == {"packs/000001", "packs/000002"}


def test_a_digest_of_a_closed_pack_that_is_not_its_own_is_named(vault: Vault) -> None:
    filled(vault)
    beside = vault.root / "packs" / "000001.tar.sha256"
    beside.chmod(0o600)
    said, remark = beside.read_bytes().splitlines(keepends=True)
    wrong = said.replace(said[:64], b"0" * 64)
    for written in (wrong + remark, wrong, said + remark[:-2], said + remark + b"\n", said + b"# another remark\n", remark, b""):
        beside.write_bytes(written)
        assert [fault.what for fault in vault.check()] == ["the digest of a closed pack is not the one beside it"], written


def test_a_digest_without_its_remark_is_compared_with_the_pack(vault: Vault) -> None:
    filled(vault)
    beside = vault.root / "packs" / "000001.tar.sha256"
    beside.chmod(0o600)
    beside.write_bytes(beside.read_bytes().splitlines(keepends=True)[0])
    assert list(vault.check()) == []
    flip(beside, 5)
    assert [fault.where for fault in vault.check()] == ["packs/000001.tar.sha256"]


def test_a_link_in_place_of_an_object_is_foreign(vault: Vault) -> None:
    id = next(i for i, where, _, _ in (filled(vault), vault.ids())[1] if where.startswith("objects"))
    path = vault.root / "objects" / id[:2] / id[2:]
    elsewhere = vault.root / "copy"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert [fault.what for fault in vault.check()] == ["a foreign file"]


def test_a_pack_that_is_being_appended_to_raises_no_alarm(vault: Vault) -> None:
    vault.put(b"safe")
    with (vault.root / "packs" / "000001.tar").open("ab") as file:
        file.write(b"half of the next member")
    assert list(Vault(vault.root).check()) == []


def test_checking_needs_no_right_to_write(vault: Vault) -> None:
    filled(vault)
    before = {path: path.stat().st_mtime_ns for path in files(vault)}
    list(Vault(vault.root).check())
    assert before == {path: path.stat().st_mtime_ns for path in files(vault)}
    assert not (vault.root / "incoming").exists() or not any((vault.root / "incoming").iterdir())
