"""`draft`, `submission`, `release`, `consent`, `trace`, `package`: one letter from the command line alone."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Program

COVER = """
submitter = "Merun Families' Circle"
contact = "an address known to us"
country = "Tavrin"
state = "Tavrin"
relation = "His family asked us to write."
"""
CONSENT = """
given_by = "a sister"
capacity = "next of kin"
how = "by telephone"
language = "fa"
given_on = "2026-11-21"
answers = [{ purpose = "submit", basis = "next-of-kin" }, { purpose = "share-with-state", basis = "refused" }]
"""


@pytest.fixture(scope="module")
def draft(program: Program, person: str) -> Any:
    """What `draft --json` answers."""
    cover = program.home / "cover.toml"
    cover.write_text(COVER, encoding="utf-8")
    return program.done("draft", "urgent-appeal", person, "--cover", cover, "--out", program.home / "letters", "--json").json


def test_a_draft_answers_what_the_contract_says_and_its_files_are_there(draft: Any, program: Program) -> None:
    assert set(draft) == {"id", "kind", "gaps", "files"}
    assert draft["id"].startswith("su-")
    assert draft["kind"] == "urgent-appeal"
    assert all(gap.endswith(("?", ".")) for gap in draft["gaps"])
    assert not any("Who submits" in gap for gap in draft["gaps"]), "the cover answered that"
    paths = [program.home / file for file in draft["files"]]
    assert sorted(path.suffix for path in paths) == [".docx", ".json", ".pdf", ".txt"]
    assert paths[0].read_bytes()[:2] == b"PK"
    assert "Kelarud" in next(path for path in paths if path.suffix == ".txt").read_text(encoding="utf-8")


def test_only_its_owner_can_read_a_letter_on_the_disk_and_its_name_names_nobody(draft: Any) -> None:
    for file in map(Path, draft["files"]):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert "kelarud" not in file.name.lower()


def test_a_draft_for_people_lists_questions_and_what_is_missing(draft: Any, program: Program) -> None:
    said = program.done("submission", draft["id"]).out
    assert "  ? " in said
    assert "missing before release: Consent to submit" in said


def test_a_release_is_refused_with_everything_missing_named(draft: Any, program: Program) -> None:
    said = program.run("release", draft["id"], "--expected", "1")
    assert (said.code, said.out) == (1, "")
    assert said.err.count("  missing: ") >= 4
    assert "Consent to submit" in said.err


def test_consent_is_read_from_a_file(program: Program, person: str) -> None:
    path = program.home / "consent.toml"
    path.write_text(CONSENT, encoding="utf-8")
    said = program.done("consent", person, "--file", path).out
    assert "by a sister (next of kin), by telephone, in fa, on 2026-11-21" in said
    assert "share-with-state   refused" in said
    assert said in program.done("consents", person).out, "it stands there as it was told"


def test_consent_is_asked_purpose_by_purpose_on_a_terminal(program: Program, person: str) -> None:
    answers = ["a lawyer\n", "lawyer\n", "in person\n", "en\n", "2026-11-22\n", "given\n", "\n", "lawyer\n", *["\n"] * 6]
    code, said = program.typed(answers, "consent", person, "--json")
    assert code == 0, said
    made = json.loads(said.strip().splitlines()[-1])
    assert [(a["purpose"], a["basis"]) for a in made["answers"]] == [("preserve", "given"), ("submit", "lawyer")]


def test_without_a_terminal_consent_asks_for_a_file(program: Program, person: str) -> None:
    said = program.run("consent", person)
    assert (said.code, said.out) == (2, "")
    assert "--file" in said.err


def evidence_of(step: Any) -> list[tuple[str, str]]:
    """The leaves of a chain."""
    if step.get("sha256"):
        return [(step["evidence"], step["sha256"])]
    return [leaf for below in step.get("rests_on", []) for leaf in evidence_of(below)]


def test_a_letter_walks_down_to_sealed_bytes(draft: Any, program: Program, letter: str) -> None:
    chain = program.done("trace", draft["id"], "--json").json
    sealed = program.done("show", letter, "--json").rows[0]
    assert chain["id"] == draft["id"]
    assert set(evidence_of(chain)) == {(letter, sealed["sha256"])}
    shown = program.done("trace", draft["id"]).out
    assert shown.startswith(f"submission {draft['id']}")
    assert f"sha256 {sealed['sha256']}" in shown


def test_a_package_is_written_once_and_verifies(draft: Any, program: Program) -> None:
    out = program.home / "package.zip"
    made = program.done("package", draft["id"], "--out", out, "--json").json
    assert made["file"] == str(out)
    assert made["items"] == 1
    again = program.run("package", draft["id"], "--out", out)
    assert again.code == 2
    assert "exists already" in again.err
    verdict = program.run("verify", out, "--json").json
    assert verdict["verdict"] == "passed"


def test_a_kind_of_letter_nobody_can_draft_is_refused_with_those_there_are(program: Program, person: str) -> None:
    said = program.run("draft", "manifesto", person)
    assert said.code == 2
    assert "There is urgent-appeal." in said.err


def test_a_letter_goes_nowhere_a_file_cannot_be_written(program: Program, person: str) -> None:
    blocked = program.home / "a file"
    blocked.touch()
    said = program.run("draft", "urgent-appeal", person, "--out", blocked)
    assert (said.code, said.out) == (2, "")
    assert "Traceback" not in said.err
    assert str(blocked) in said.err
