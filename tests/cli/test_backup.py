"""`backup`, `restore`, `doctor`, `fixity-run`, `key`: from the first copy to a new machine, as a user types them."""

import shutil
from pathlib import Path

import pytest

from tests.cli.program import PASSPHRASE, Program

VERDICTS = {"passed", "failed", "not_checked"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """An archive of one with two papers, a backup of it, and a copy of its keys."""
    made = Program(tmp_path_factory.mktemp("office"))
    made.done("init", made.archive, "--alone")
    for name in ("letter", "statement"):
        (made.home / f"{name}.txt").write_text(f"An invented {name}.\n", encoding="utf-8")
    made.done("take-in", made.home / "letter.txt", made.home / "statement.txt")
    said = made.done("backup", made.home / "disk", "--json")
    assert set(said.json) == {"folder", "entries", "files", "bytes", "copied", "copied_bytes", "mended", "looked_at", "is_same_disk"}
    assert said.json["is_same_disk"] is True
    made.done("key", "copy", made.home / "stick")
    return made


def test_a_second_backup_says_how_little_is_new(office: Program) -> None:
    said = office.done("backup", office.home / "disk", "--quick")
    assert "copied now" in said.out
    assert "keys are not in it" in said.err
    assert office.run("verify", office.home / "disk").code == 0


def test_a_backup_checks_itself_without_any_key(office: Program) -> None:
    said = office.locked("verify", office.home / "disk", "--json", XDG_CONFIG_HOME=str(office.home / "none"))
    assert (said.code, said.json["verdict"]) == (0, "passed")


def test_on_a_new_machine_keys_and_archive_come_back(office: Program, tmp_path: Path) -> None:
    office.done("backup", office.home / "disk")
    new = Program(tmp_path)
    for folder in ("disk", "stick"):
        shutil.copytree(office.home / folder, new.home / folder)
    without = new.run("restore", new.home / "disk", new.archive)
    assert (without.code, new.archive.exists()) == (2, False)
    assert "not on this machine" in without.err
    new.done("key", "bring", new.home / "stick")
    said = new.done("restore", new.home / "disk", new.archive)
    assert "are back in" in said.out
    assert new.run("verify", new.archive).code == 0
    assert [row["name"] for row in new.done("evidence", "--json").rows] == ["letter.txt", "statement.txt"]
    assert any(row["type"] == "archive.restored-from" for row in new.done("ledger", "--json").rows)


def test_an_older_backup_is_refused_in_one_sentence(office: Program) -> None:
    shutil.copytree(office.home / "disk", office.home / "older")
    (office.home / "more.txt").write_text("Another invented paper.\n", encoding="utf-8")
    office.done("take-in", office.home / "more.txt")
    said = office.run("restore", office.home / "older", office.home / "back")
    assert said.code == 1
    assert "older than the archive" in said.err
    assert "--accept-older" in said.err
    assert not (office.home / "back").exists()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("restore", "nothing", "back"), 2, "no finished backup"),
        (("backup", "archive/inside"), 2, "lie in each other"),
        (("restore", "disk", "disk2", "--with", "letter.txt"), 2, "Two custodians"),
        (("key",), 0, "copy"),
        (("key", "cpoy"), 2, "Did you mean"),
        (("key", "bring", "nothing"), 2, "no copy of keys"),
        (("key", "copy", "archive/keys"), 2, "never kept in the archive"),
        (("doctor", "--drill", "nothing"), 2, "no finished backup"),
    ],
)
def test_bad_input_is_one_sentence(office: Program, words: tuple[str, ...], code: int, told: str) -> None:
    said = office.run(*words)
    assert said.code == code, said.err
    assert told in said.out + said.err
    assert "Traceback" not in said.err


def test_doctor_says_what_is_well_and_what_is_due(office: Program) -> None:
    office.done("backup", office.home / "disk")
    office.done("doctor", "--drill", office.home / "disk")
    office.done("fixity-run")
    office.done("key", "copy", office.home / "stick")
    said = office.run("doctor", "--json")
    found = {check["what"]: check for check in said.json["checks"]}
    assert {check["verdict"] for check in found.values()} <= VERDICTS
    assert {found[what]["verdict"] for what in ("fixity", "backup", "drill", "copies of the keys", "ledger", "keys")} == {"passed"}
    assert found["backup"]["where"] == found["drill"]["where"] == str(office.home / "disk")
    assert said.code == {"passed": 0, "failed": 1, "not_checked": 4}[said.json["verdict"]]
    page = office.run("doctor").out
    assert len(page.splitlines()) < 60
    assert "copies of the keys" in page


def test_locked_and_without_an_archive_doctor_still_looks_at_the_machine(office: Program, bare: Program) -> None:
    locked = office.locked("doctor", "--json")
    assert {check["what"]: check["verdict"] for check in locked.json["checks"]}["backup"] == "not_checked"
    none = bare.locked("doctor", "--json")
    assert none.json["checks"][-1]["what"] == "archive"
    assert none.code in (1, 4)


def test_fixity_says_no_when_a_byte_differs(office: Program, tmp_path: Path) -> None:
    copy = Program(tmp_path)
    shutil.copytree(office.archive, copy.archive)
    shutil.copytree(office.home / "config", copy.home / "config")
    assert copy.done("fixity-run", "--json").json["faults"] == 0
    pack = copy.archive / "packs" / "000001.tar"
    data = pack.read_bytes()
    pack.write_bytes(data[:700] + bytes([data[700] ^ 1]) + data[701:])
    said = copy.run("fixity-run")
    assert (said.code, "1 FAULTS" in said.out) == (1, True)
    assert "1 FAULTS" in copy.done("fixity-passes").out.splitlines()[0]
    assert copy.run("doctor").code == 1


def test_keys_are_rotated_by_whoever_has_the_passphrase(office: Program, tmp_path: Path) -> None:
    copy = Program(tmp_path)
    shutil.copytree(office.archive, copy.archive)
    shutil.copytree(office.home / "config", copy.home / "config")
    said = copy.done("key", "rotate", "open")
    assert "new keys for open" in said.out
    assert copy.run("verify", copy.archive).code == 0
    assert {c["what"]: c for c in copy.run("doctor", "--json").json["checks"]}["copies of the keys"]["verdict"] == "failed"
    assert PASSPHRASE not in said.out + said.err
