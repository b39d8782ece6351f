"""`take-in`: one receipt an item, whatever the files are; JSON on standard output and nothing else."""

import hashlib
import os
import re
import subprocess
from pathlib import Path

from tests.cli.program import Program


def test_a_receipt_holds_what_the_contract_says(program: Program) -> None:
    path = program.home / "a report.txt"
    path.write_bytes(b"A report nobody read yet.\n")
    (row,) = program.done("take-in", path, "--json").rows
    assert row["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (row["size"], row["state"]) == (26, "logged")
    assert set(row) >= {"id", "sha256", "size", "time", "state", "reason"}
    assert row["reason"] is None
    assert re.fullmatch(r"ev-[0-9a-f]{32}", row["id"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", row["time"])
    (again,) = program.done("take-in", path, "--json").rows
    assert (again["id"], again["state"]) == (row["id"], "duplicate")
    assert "new custody event" in again["reason"]


def test_a_folder_gives_a_receipt_for_each_file_and_refuses_what_is_no_file(program: Program) -> None:
    folder = program.home / "گزارش‌ها"
    folder.mkdir()
    (folder / "empty.txt").touch()
    (folder / "نامه.txt").write_text("نامه", encoding="utf-8")
    (folder / "link").symlink_to(folder / "empty.txt")
    os.mkfifo(folder / "pipe")
    said = program.run("take-in", folder, "--json")
    assert said.code == 1
    states = {row["name"]: row["state"] for row in said.rows}
    assert states == {"گزارش‌ها/empty.txt": "logged", "گزارش‌ها/نامه.txt": "logged", "گزارش‌ها/link": "refused", "گزارش‌ها/pipe": "refused"}
    assert all(row["reason"] for row in said.rows if row["state"] == "refused")


def test_a_receipt_that_reached_nobody_is_given_again_and_only_once(program: Program) -> None:
    path = program.home / "unheard.txt"
    path.write_bytes(b"sealed, and the terminal was gone")
    with open("/dev/full", "w") as nowhere:
        line = [*program.line("take-in"), str(path), "--json"]
        assert subprocess.run(line, env=program.environment(), stdout=nowhere, stderr=subprocess.DEVNULL, cwd=program.home).returncode != 0
    (row,) = program.done("take-in", path, "--json").rows
    assert (row["state"], row["reason"]) == ("logged", "taken in before this run was interrupted")
    assert program.done("take-in", path, "--json").rows[0]["state"] == "duplicate"


def test_people_read_a_line_and_a_digest(program: Program) -> None:
    path = program.home / "plain.txt"
    path.write_bytes(b"plain")
    said = program.done("take-in", path)
    assert re.fullmatch(r"logged     plain\.txt\n {11}ev-[0-9a-f]{32}  sha256 [0-9a-f]{64}\n", said.out)


def test_a_missing_file_stops_before_anything_is_sealed(program: Program) -> None:
    there = program.home / "there.txt"
    there.write_bytes(b"there, and not taken in")
    said = program.run("take-in", there, program.home / "absent.txt", "--json")
    assert (said.code, said.out) == (2, "")
    assert "There is no file or folder" in said.err
    names = [row["name"] for row in program.done("evidence", "--json").rows]
    assert "there.txt" not in names


def test_a_source_comes_from_a_file_and_stays_out_of_the_shells_history(program: Program) -> None:
    source = program.home / "source.toml"
    source.write_text('name = "State Gazette of Tavrin"\ntype = "publication"\nis_interested = true\n', encoding="utf-8")
    path = program.home / "gazette.txt"
    path.write_bytes(b"The Gazette says otherwise.")
    (row,) = program.done("take-in", path, "--source", source, "--json").rows
    shown = program.done("show", row["id"], "--json").rows[0]
    assert shown["source"].startswith("so-")
    said = program.run("take-in", path, "--source", "A. Person")
    assert said.code == 2
    assert "A. Person cannot be read" in said.err


def test_a_bar_moves_on_a_terminal_only(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "bar.txt"
    path.write_bytes(b"watched")
    assert program.done("take-in", path).err == ""
    code, said = program.typed([], "take-in", str(path))
    assert code == 0
    assert "sealing" in said
    assert "1/1" in said


def test_a_name_of_bytes_that_are_no_text_is_kept_and_told_so(program: Program) -> None:
    path = program.home / os.fsdecode(b"letter \xff.txt")
    path.write_bytes(b"a letter from an old disk")
    (row,) = program.done("take-in", path, "--json").rows
    assert (row["state"], row["name"]) == ("logged", r"letter \xff.txt")
