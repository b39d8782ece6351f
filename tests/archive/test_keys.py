"""Keys at the command line, as people meet them: custodians, passphrases, a locked archive, a lost key, no terminal."""

import os
import stat
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.program import PASSPHRASE, Program

pytestmark = pytest.mark.needs("age")


class House(NamedTuple):
    """An archive with three custodians, each with a key made by the stock program, and two items in it."""

    program: Program
    secret: tuple[Path, ...]
    public: tuple[Path, ...]
    id: str


def keygen(folder: Path, name: str) -> tuple[Path, Path]:
    secret, public = folder / f"{name}.key", folder / f"{name}.pub"
    subprocess.run(["age-keygen", "-o", secret], capture_output=True, check=True)
    public.write_bytes(subprocess.run(["age-keygen", "-y", secret], capture_output=True, check=True).stdout)
    return secret, public


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("house")
    program = Program(home)
    made = [keygen(home, name) for name in ("alma", "bero", "cyra")]
    secret, public = tuple(s for s, _ in made), tuple(p for _, p in made)
    options = [word for path in public for word in ("--custodian", path)]
    told = program.run("init", program.archive, *options, "--json")
    assert told.code == 0, told.err
    (home / "letter.txt").write_text("Nader Kelarud was arrested.\n", encoding="utf-8")
    assert program.run("take-in", home / "letter.txt", "--json").code == 0
    yield House(program, secret, public, told.json["id"])
    program.locked("lock")


@pytest.fixture
def closed(house: House) -> House:
    """Locked, whatever a test before this one did."""
    if list((house.program.home / "config").rglob("*.sock")):
        house.program.locked("lock")
    return house


def keys(house: House) -> Path:
    return house.program.home / "config" / "muniment" / house.id


def test_founding_with_custodians_writes_wraps_outside_and_says_the_mode(house: House) -> None:
    assert len(list((keys(house) / "custodians").glob("*.age"))) == 3
    assert 'mode = "custodians"' in (house.program.archive / "archive.toml").read_text()
    for path in keys(house).rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_who_the_custodians_are_must_be_said(tmp_path: Path, house: House) -> None:
    bare = Program(tmp_path)
    nobody = bare.run("init", bare.archive)
    assert nobody.code == 2 and "custodians" in nobody.err and "--alone" in nobody.err
    both = bare.run("init", bare.archive, "--alone", "--custodian", house.public[0])
    assert both.code == 2 and "not both" in both.err
    two = bare.run("init", bare.archive, "--custodian", house.public[0], "--custodian", house.public[1])
    assert two.code == 2 and "Three different custodians" in two.err
    secret = bare.run("init", bare.archive, *(w for p in (*house.public[:2], house.secret[2]) for w in ("--custodian", p)))
    assert secret.code == 2 and "a secret key" in secret.err and "AGE-SECRET-KEY-1" + house.secret[2].read_text()[-20:] not in secret.err
    assert not bare.archive.exists() and not list(bare.home.rglob("*.age"))


def test_on_a_terminal_it_asks_for_their_public_keys(tmp_path: Path, house: House) -> None:
    bare = Program(tmp_path)
    lines = [path.read_text().strip() for path in house.public]
    code, said = bare.typed([f"{line}\n" for line in lines], "init", bare.archive)
    assert code == 0, said
    assert "Public key of custodian 3" in said
    assert 'mode = "custodians"' in (bare.archive / "archive.toml").read_text()


@pytest.mark.parametrize("words", ["evidence", "take-in README.txt"])
def test_locked_without_a_terminal_each_command_says_so_and_does_nothing(closed: House, words: str) -> None:
    before = {p: p.stat().st_mtime_ns for p in closed.program.archive.rglob("*")}
    verb, *rest = words.split()
    ran = closed.program.locked(verb, *(closed.program.archive / name for name in rest))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "The archive is locked and there is no terminal to ask for its passphrase. "
        "Run “muniment unlock”, or set MUNIMENT_PASSPHRASE_FILE, or give --passphrase-fd.\n"
    )
    assert {p: p.stat().st_mtime_ns for p in closed.program.archive.rglob("*")} == before


def test_a_wrong_passphrase_is_told_and_the_right_one_then_opens(closed: House) -> None:
    wrong = closed.program.home / "wrong"
    wrong.write_text("seven herons over the bridge\n")
    wrong.chmod(0o600)
    for verb in ("unlock", "evidence"):
        ran = closed.program.locked(verb, MUNIMENT_PASSPHRASE_FILE=str(wrong))
        assert ran.code == 2
        assert ran.err.startswith("The passphrase does not open the keys of this archive. Nothing was changed: try again")
    assert closed.program.run("evidence", "--json").rows[0]["name"] == "letter.txt"


def test_a_passphrase_file_that_others_can_read_is_not_read(closed: House) -> None:
    open_to_all = closed.program.home / "open"
    open_to_all.write_text(PASSPHRASE)
    open_to_all.chmod(0o644)
    ran = closed.program.locked("evidence", MUNIMENT_PASSPHRASE_FILE=str(open_to_all))
    assert ran.code == 2 and "can be read by others" in ran.err and "chmod 600" in ran.err and PASSPHRASE not in ran.err


def test_a_passphrase_comes_through_a_descriptor(closed: House) -> None:
    read, write = os.pipe()
    os.write(write, f"{PASSPHRASE}\n".encode())
    os.close(write)
    ran = closed.program.locked("evidence", "--json", "--passphrase-fd", read, fds=(read,))
    os.close(read)
    assert ran.code == 0 and ran.rows[0]["name"] == "letter.txt"


def test_unlocked_commands_need_no_passphrase_until_it_is_locked(closed: House) -> None:
    assert closed.program.run("unlock").code == 0
    socket = closed.program.home / "config" / "muniment" / "agents" / f"{closed.id}.sock"
    assert stat.S_IMODE(socket.stat().st_mode) == 0o600
    assert closed.program.locked("evidence", "--json").rows[0]["name"] == "letter.txt"
    assert closed.program.locked("lock").err == "Locked.\n"
    assert closed.program.locked("evidence").code == 2
    assert closed.program.locked("lock").err == "It was locked already.\n"


def test_a_time_that_is_none_unlocks_nothing(closed: House) -> None:
    for minutes in ("0", "-5", "9999999"):
        ran = closed.program.run("unlock", "--minutes", minutes)
        assert ran.code == 2 and "minutes" in ran.err
    assert closed.program.locked("evidence").code == 2


def test_any_two_custodians_bring_the_keys_back_under_a_new_passphrase(closed: House) -> None:
    """The owner is gone, and the passphrase with them."""
    ring = keys(closed) / "keyring.age"
    kept = ring.read_bytes()
    ring.unlink()
    lost = closed.program.run("evidence")
    assert lost.code == 2 and "not on this machine" in lost.err and "muniment recover" in lost.err
    new = closed.program.home / "new"
    new.write_text("nine otters under the old ford\n")
    new.chmod(0o600)
    try:
        back = closed.program.locked("recover", closed.secret[2], closed.secret[0], MUNIMENT_PASSPHRASE_FILE=str(new))
        assert back.code == 0 and "under the new passphrase" in back.err
        found = closed.program.locked("evidence", "--json", MUNIMENT_PASSPHRASE_FILE=str(new))
        assert found.code == 0 and found.rows[0]["name"] == "letter.txt"
        assert closed.program.run("evidence").code == 2, "the old passphrase opens nothing any more"
    finally:
        ring.write_bytes(kept)


@pytest.mark.parametrize(
    ("first", "second", "code", "said"),
    [("alma.key", "alma.key", 1, "one custodian twice"), ("alma.key", "stranger.key", 1, "do not open this archive together"),
     ("alma.key", "bero.pub", 2, "not an age secret key"), ("alma.key", "empty.key", 2, "should hold one key"),
     ("alma.key", "nowhere.key", 2, "cannot be read")],
)  # fmt: skip
def test_anything_but_two_custodians_recovers_nothing(closed: House, first: str, second: str, code: int, said: str) -> None:
    home = closed.program.home
    if not (home / "stranger.key").exists():
        keygen(home, "stranger")
    (home / "empty.key").write_text("# a comment\n")
    before = (keys(closed) / "keyring.age").read_bytes()
    ran = closed.program.run("recover", home / first, home / second)
    assert ran.code == code and said in ran.err
    assert (keys(closed) / "keyring.age").read_bytes() == before


def test_a_short_new_passphrase_recovers_nothing(closed: House) -> None:
    short = closed.program.home / "short"
    short.write_text("short\n")
    short.chmod(0o600)
    before = (keys(closed) / "keyring.age").read_bytes()
    ran = closed.program.locked("recover", closed.secret[0], closed.secret[1], MUNIMENT_PASSPHRASE_FILE=str(short))
    assert ran.code == 2 and "at least 12" in ran.err
    assert (keys(closed) / "keyring.age").read_bytes() == before


def test_without_any_wrap_it_says_what_to_copy_and_where(closed: House) -> None:
    wraps = keys(closed) / "custodians"
    wraps.rename(keys(closed) / "elsewhere")
    try:
        ran = closed.program.run("recover", closed.secret[0], closed.secret[1])
        assert ran.code == 2 and "Copy the folder “custodians”" in ran.err and str(keys(closed)) in ran.err
    finally:
        (keys(closed) / "elsewhere").rename(wraps)


def test_sealed_identities_open_with_two_custodians_alone_and_the_ledger_says_so(closed: House) -> None:
    program = closed.program
    letter = program.home / "sealed.txt"
    letter.write_text("A name that only two may open.\n")
    refused = program.run("take-in", letter, "--compartment", "sealed-identity")
    assert refused.code == 2 and "not open to you" in refused.err
    one = program.locked("unlock", "--with", closed.secret[0])
    assert one.code == 2 and "two custodians" in one.err
    assert program.locked("unlock", "--with", closed.secret[0], "--with", closed.secret[1]).code == 0
    assert program.locked("take-in", letter, "--compartment", "sealed-identity").code == 0
    assert {row["compartment"] for row in program.locked("evidence", "--json").rows} == {"open", "sealed-identity"}
    assert "compartment.unsealed" in program.locked("ledger", "--json").out
    program.locked("lock")
    program.run("unlock")
    assert {row["compartment"] for row in program.locked("evidence", "--json").rows} == {"open"}
    rebuilt = program.locked("rebuild")
    assert rebuilt.code == 2 and "two custodians" in rebuilt.err, "it would lose sight of what is sealed"
    assert {row["compartment"] for row in program.locked("evidence", "--json").rows} == {"open"}
    verified = program.locked("verify", program.archive, "--json")
    assert verified.code in (0, 4), verified.out
    assert not [check for check in verified.json["checks"] if check["verdict"] == "failed"]


@pytest.mark.slow
def test_left_alone_for_its_minute_it_locks_by_itself(closed: House) -> None:
    assert closed.program.run("unlock", "--minutes", "1").code == 0
    assert closed.program.locked("evidence").code == 0
    time.sleep(70)
    assert closed.program.locked("evidence").code == 2
