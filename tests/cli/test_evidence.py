"""`take-in`: one receipt an item, whatever the files are; JSON on standard output and nothing else."""

import hashlib
import json
import os
import re
import subprocess
from pathlib import Path

from tests.cli.program import Program
from tests.preserve.formats.makers import make_jpeg, make_wacz, make_zip


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


def photographs(program: Program, name: str = "photographs") -> Path:
    folder = program.home / name
    (folder / "gate").mkdir(parents=True)
    (folder / "gate" / "1.jpg").write_bytes(make_jpeg())
    (folder / "2.txt").write_text("a note beside it")
    (folder / "3.txt").write_text("nobody wrote a row for me")
    return folder


def test_a_sheet_says_of_each_file_what_its_giver_knows(program: Program) -> None:
    folder, sheet = photographs(program), program.home / "photographs.csv"
    sheet.write_text(
        "file,title,collector,source,grade,credibility,compartment,captured_at,clock,url,shelf\n"
        "gate/1.jpg,The gate,A field worker,Harbour Gazette,B,2,restricted,2026-03-01T05:06:07+03:30,camera,https://tavrin.example/1,left\n"
        "2.txt,A note,,Harbour Gazette,B,2,,,,,\ngone.txt,,,,,,,,,,\n",
        encoding="utf-8",
    )
    refused = program.run("take-in", folder, "--metadata", sheet, "--json")
    assert (refused.code, refused.out) == (2, "")
    assert "not known here: “shelf”" in refused.err
    said = program.done("take-in", folder, "--metadata", sheet, "--keep-columns", "--json")
    assert "1 of the sheet's rows are about no file here: row 4 “gone.txt”." in said.err
    assert "“photographs/3.txt”" in said.err
    ids = {row["name"]: row["id"] for row in said.rows}
    item, _, inside = program.done("show", ids["photographs/gate/1.jpg"], "--json").rows
    assert (item["title"], item["collector"], item["compartment"]) == ("The gate", "A field worker", "restricted")
    (held,) = inside["examinations"]
    assert {one["where"]: one["words"] for one in held["stated"]} == {
        "captured_at": "2026-03-01T05:06:07+03:30", "clock": "camera", "url": "https://tavrin.example/1", "shelf": "left",
    }  # fmt: skip
    assert held["verdict"]["checks"][0]["verdict"] == "not_checked"
    other, _, _ = program.done("show", ids["photographs/2.txt"], "--json").rows
    assert other["source"] == item["source"]
    assert other["compartment"] == "open"
    (source,) = [one for one in program.done("sources", "--json").rows if one["id"] == item["source"]]
    assert (source["name"], source["grade"], source["credibility"]) == ("Harbour Gazette", "B", "2")


def test_a_broken_sheet_takes_nothing_in(program: Program) -> None:
    folder, sheet = photographs(program, "other photographs"), program.home / "broken.csv"
    before = len(program.done("evidence", "--json", "--limit", "1000").rows)
    for text in ("file,compartment\n2.txt,secret\n", "file,source\n2.txt,so-" + "0" * 32 + "\n", "file\nelsewhere\n", "file,source,grade,"
                 "credibility\n2.txt,X,A,1\n3.txt,X,B,1\n"):  # fmt: skip
        sheet.write_text(text)
        said = program.run("take-in", folder, "--metadata", sheet)
        assert (said.code, said.out) == (2, ""), text
        assert "Nothing was taken in" in said.err or "“file” is the path" in said.err
    assert len(program.done("evidence", "--json", "--limit", "1000").rows) == before


def test_a_bundle_is_looked_into_at_once_and_a_picture_when_asked(program: Program) -> None:
    path = program.home / "page.wacz"
    path.write_bytes(make_zip(make_wacz()))
    said = program.done("take-in", path)
    assert "wacz: not checked  (records 4" not in said.out
    assert re.search(r"wacz: not checked +\(4 records, 3 response records", said.err), said.err
    assert "the file says of itself (its own word, not checked)" in said.err
    picture = program.home / "picture.jpg"
    picture.write_bytes(make_jpeg())
    (row,) = program.done("take-in", picture, "--json").rows
    assert "GPS position" not in program.done("show", row["id"]).out
    assert "GPS position, in degrees: 35.510000, -51.250000" in program.done("examine", row["id"]).out
    assert "GPS position" in program.done("show", row["id"]).out


def test_a_receipt_can_be_printed_and_holds_no_name(program: Program) -> None:
    path, paper, lines = program.home / "CANARY letter.txt", program.home / "receipt.pdf", program.home / "receipt.json"
    path.write_text("an invented letter, handed over")
    (row,) = program.done("take-in", path, "--receipt", paper, "--language", "fa", "--json").rows
    assert paper.read_bytes().startswith(b"%PDF-")
    assert paper.stat().st_mode & 0o077 == 0
    program.done("take-in", path, "--receipt", lines)
    held = json.loads(lines.read_text())
    assert (held["id"], held["sha256"], set(held)) == (row["id"], row["sha256"], {"id", "sha256", "time"})
    again = program.done("receipt", row["id"], "--form", "json").json
    assert again == held
    assert again["time"] > row["time"], "the second time it was handed over"
    refused = program.run("take-in", path, "--receipt", program.home / "receipt.doc")
    assert (refused.code, refused.out) == (2, "")
