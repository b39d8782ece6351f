"""`init`, `unlock`, `lock`, `recover`: the keys of an archive from its first minute to the last resort."""

import os
import stat

import pyrage
import pytest

from tests.cli.program import Program


def custodians(bare: Program) -> list[str]:
    """Three people's key files; answers the names of the secret ones."""
    names = []
    for name in ("ava", "babak", "carine"):
        identity = pyrage.x25519.Identity.generate()
        (bare.home / f"{name}.pub").write_text(f"# {name}\n{identity.to_public()}\n", encoding="utf-8")
        (bare.home / f"{name}.key").write_text(f"{identity}\n", encoding="utf-8")
        names.append(str(bare.home / f"{name}.key"))
    return names


def test_an_archive_of_one_is_declared(bare: Program) -> None:
    said = bare.run("init", bare.archive, "--alone", "--json")
    assert said.code == 0
    assert set(said.json) == {"archive", "id", "mode", "login", "one_time_password"}
    assert said.json["mode"] == "alone"
    assert "second decision not held" in said.err
    assert stat.S_IMODE(bare.archive.stat().st_mode) == 0o700


def test_who_the_custodians_are_is_asked(bare: Program) -> None:
    said = bare.run("init", bare.archive)
    assert (said.code, said.out) == (2, "")
    assert "--alone" in said.err
    assert not bare.archive.exists()


def test_a_folder_with_something_in_it_is_left_alone(bare: Program) -> None:
    bare.archive.mkdir()
    (bare.archive / "mine.txt").touch()
    said = bare.run("init", bare.archive, "--alone")
    assert said.code == 2
    assert [path.name for path in bare.archive.iterdir()] == ["mine.txt"]


def test_two_of_three_custodians_bring_the_keys_back(bare: Program) -> None:
    secrets = custodians(bare)
    bare.done("init", bare.archive, *(f"--custodian={name.replace('.key', '.pub')}" for name in secrets))
    new = bare.home / "new passphrase"
    new.write_text("another one altogether\n", encoding="utf-8")
    new.chmod(0o600)
    told = bare.locked("recover", secrets[2], secrets[0], MUNIMENT_PASSPHRASE_FILE=str(new))
    assert told.code == 0, told.err
    assert bare.locked("users", MUNIMENT_PASSPHRASE_FILE=str(new)).code == 0
    assert bare.run("users").code == 2, "the old passphrase opens nothing any more"
    one = bare.locked("recover", secrets[1], secrets[1], MUNIMENT_PASSPHRASE_FILE=str(new))
    assert (one.code, one.out) == (1, ""), "understood, and refused"
    assert "one custodian twice" in one.err


def test_keys_that_are_not_on_this_machine_are_named_like_any_missing_thing(bare: Program) -> None:
    """Exit 2, as for a missing archive or a wrong passphrase; what needs no key is checked all the same."""
    bare.done("init", bare.archive, "--alone")
    (bare.home / "config").rename(bare.home / "left at the office")
    for words in (("evidence",), ("unlock",), ("rebuild",)):
        said = bare.run(*words)
        assert (said.code, said.out) == (2, ""), words
        assert "not on this machine" in said.err
        assert "muniment recover" in said.err
    checked = bare.run("verify", bare.archive)
    assert checked.code == 4, checked.err
    assert "not on this machine" in checked.err


def test_unlocked_it_asks_nothing_and_locked_it_asks_again(bare: Program) -> None:
    bare.done("init", bare.archive, "--alone")
    assert "60 minutes" in bare.done("unlock").err
    assert bare.locked("users").code == 0
    assert bare.locked("lock").err == "Locked.\n"
    assert bare.locked("users").code == 2
    assert bare.locked("lock").err == "It was locked already.\n"


@pytest.mark.parametrize(("text", "said"), [("", "it holds 0"), ("a\nb\n", "it holds 2")])
def test_a_key_file_holds_one_key(bare: Program, text: str, said: str) -> None:
    path = bare.home / "custodian.pub"
    path.write_text(text, encoding="utf-8")
    told = bare.run("init", bare.archive, *[f"--custodian={path}"] * 3)
    assert told.code == 2
    assert said in told.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_named(bare: Program) -> None:
    bare.home.chmod(0o500)
    said = bare.run("init", bare.home / "below" / "archive", "--alone")
    bare.home.chmod(0o700)
    assert (said.code, said.out) == (2, "")
