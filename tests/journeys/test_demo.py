"""The demonstration, from the command to the letter and the package: what it promises a newcomer, and what it must refuse."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Told
from tests.journeys.shell import Shell, below, named

CHRONICLE = "Chronicle of publicly reported statements, July 2025"


@pytest.fixture(scope="module")
def people(told: Told) -> list[Any]:
    return told.shell.ask("people")


@pytest.fixture(scope="module")
def letter(told: Told) -> Any:
    (letter,) = told.shell.ask("submissions")
    return letter


@pytest.fixture(scope="module")
def evidence(told: Told) -> list[Any]:
    return told.shell.ask("evidence")


def test_the_story_is_told_to_its_end_within_a_minute(told: Told) -> None:
    story = told.said.stdout
    assert [int(n) for n in re.findall(r"^(\d+)\. ", story, re.MULTILINE)] == [1, 2, 3, 4, 5, 6]
    assert float(re.search(r"^Done in ([\d.]+) seconds", story, re.MULTILINE)[1]) < 60  # type: ignore[index]
    assert re.search(r"one-time password +[a-z2-9]{5}(-[a-z2-9]{5}){3}$", story, re.MULTILINE)
    assert told.said.stderr == ""


def test_the_story_shows_both_sides_of_a_contradiction_and_walks_one_sentence_to_its_bytes(told: Told, evidence: list[Any]) -> None:
    story = told.said.stdout
    assert re.search(r"2024-10-03: .*\n.*\n? +2024-10-09: State Gazette no\. 81", story)
    (digest,) = re.findall(r"bytes +sha256 ([0-9a-f]{64})$", story, re.MULTILINE)
    assert digest in {item["sha256"] for item in evidence}


def test_its_counts_are_those_of_the_archive(told: Told, evidence: list[Any]) -> None:
    assert f"{len(evidence)} items, each under a key of its own" in told.said.stdout
    for item in evidence:
        assert f"{item['size']:,} bytes  sha256 {item['sha256'][:16]}" in told.said.stdout


def test_the_package_proves_itself_without_us(told: Told) -> None:
    done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=told.bag, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.needs("openssl3")
def test_the_package_proves_itself_with_a_shell_alone(told: Told) -> None:
    done = subprocess.run(["sh", "verify.sh"], cwd=told.bag, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_says_that_it_is_a_demonstration(told: Told) -> None:
    assert "Muniment-Mode: demonstration" in (told.bag / "bag-info.txt").read_text(encoding="utf-8")
    (text,) = (told.bag / "data" / "letters").glob("*.txt")
    assert "[Made in a demonstration archive: not a submission.]" in text.read_text(encoding="utf-8")


def test_the_whole_archive_verifies(told: Told) -> None:
    done = told.shell.run("verify", told.shell.archive, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["verdict"] == "passed"


def test_every_sentence_of_the_letter_rests_on_sealed_bytes_or_is_its_writers(told: Told, letter: Any, evidence: list[Any]) -> None:
    assert letter["state"] == "released"
    sealed = {item["sha256"] for item in evidence}
    (chain,) = told.shell.ask("trace", letter["id"])
    steps = {step["id"]: step for step in _steps(chain)}
    sentences = [s for section in letter["sections"] for s in section["sentences"]]
    resting = [s for s in sentences if s["claims"]]
    assert len(resting) >= 20
    for sentence in sentences:
        assert sentence["claims"] or sentence["findings"] or sentence["basis"] == "own", sentence["text"]
        for claim in sentence["claims"]:
            assert below(steps[claim]) and below(steps[claim]) <= sealed, sentence["text"]


def _steps(step: dict[str, Any]) -> list[dict[str, Any]]:
    return [step, *(each for under in step.get("rests_on", ()) for each in _steps(under))]


def test_every_required_field_of_the_form_is_filled_and_the_one_unknown_is_said(letter: Any) -> None:
    told_ = {section["field"]: section for section in letter["sections"]}
    for field in ("submitter", "relation", "addressees", "victim", "consent", "incident", "perpetrator", "legal", "urgency", "request"):
        assert told_[field]["sentences"], field
    gaps = [gap for section in letter["sections"] for gap in section["gaps"]]
    assert gaps and all(gap["left_unknown"] for gap in gaps)


def test_one_entry_joins_the_three_lists_in_two_scripts(people: list[Any]) -> None:
    main = named(people, "Nader Kelarud")
    assert {record["list"] for record in main["records"] if record["list"]} == {"A", "B", "C"}
    assert {"نادر کلارود", "Nadir Kelarood"} <= {name["text"] for name in main["names"]}
    assert named(people, "نادر کلاردی")["entry"]["id"] != main["entry"]["id"], "a name that only sounds alike is another person"


def test_the_two_dates_of_the_arrest_stand_side_by_side(people: list[Any], letter: Any) -> None:
    main = named(people, "Nader Kelarud")
    arrests = {c["id"] for c in main["claims"] if c["value"] == {"is": "act", "type": "arrest"} and _accepted(c)}
    days = {c["value"]["earliest"] for c in main["claims"] if c["about"] in arrests and c["property"] == "date" and _accepted(c)}
    assert {"2024-10-03", "2024-10-09"} <= days
    (sentence,) = [s["text"] for section in letter["sections"] for s in section["sentences"] if "was arrested on" in s["text"]]
    assert "3 October 2024" in sentence and "the State Gazette of Tavrin gives 9 October 2024" in sentence


def _accepted(claim: Any) -> bool:
    return bool(claim["standing"]["readings"]) and claim["standing"]["readings"][-1]["answer"] == "accepted"


def test_the_denial_and_the_coerced_statement_are_told_as_what_they_are(letter: Any) -> None:
    text = " ".join(s["text"] for section in letter["sections"] for s in section["sentences"])
    assert "The State Gazette of Tavrin denies that Mr. Nader Kelarud was moved to solitary confinement." in text
    assert "alleged to have been obtained under coercion; its content is not relied on." in text
    assert "اتهام را می‌پذیرم" not in text


def test_no_letter_is_drafted_for_the_executed(told: Told, people: list[Any]) -> None:
    said = told.shell.refuses("draft", "urgent-appeal", named(people, "Kaveh Hamarani")["entry"]["id"])
    assert "accepted claims say that the person is dead" in said
    assert "An allegation letter fits" in said


def test_nobody_graded_or_reviewed_the_chronicle(told: Told, evidence: list[Any]) -> None:
    (item,) = [e for e in evidence if e["title"] == CHRONICLE]
    assert not item["invented"] and all(e["invented"] for e in evidence if e is not item)
    claims = told.shell.ask("claims", item["id"])
    assert claims and not any(c["standing"]["readings"] for c in claims)
    sources = {s["id"]: s for s in told.shell.ask("sources")}
    real = [sources[item["source"]]]
    real += [sources[id] for id in real[0]["derived_from"]]
    real += [sources[id] for id in real[1]["derived_from"]]
    assert len(real) == 3 and all((s["grade"], s["credibility"], s["graded_by"]) == ("F", "6", None) for s in real)


def test_a_release_for_someone_of_the_chronicle_is_refused_for_want_of_consent(copied: Shell) -> None:
    """Whoever opens the demonstration may review the chronicle; nothing about its people leaves without their word."""
    (item,) = [e for e in copied.ask("evidence") if e["title"] == CHRONICLE]
    claims = copied.ask("claims", item["id"])
    (name,) = [c for c in claims if c["property"] == "name" and "Derakhshan" in c["value"]["text"]]
    sentence = next(c for c in claims if c["about"] == name["about"] and c["value"] == {"is": "act", "type": "death_sentence"})
    for claim in (name, sentence):
        copied.ask("review", claim["id"], "--expected", claim["version"], "--answer", "accepted")
    entry = named(copied.ask("people"), name["value"]["text"])["entry"]["id"]
    (draft,) = copied.ask("draft", "urgent-appeal", entry)
    said = copied.refuses("release", draft["id"], "--expected", 1)
    assert "missing: Consent to submit" in said and "this was never asked" in said


def test_run_again_it_leaves_what_is_there(copied: Shell) -> None:
    before = len(copied.ask("ledger"))
    done = copied.run("demo", "--no-serve", "--dir", copied.archive)
    assert done.returncode == 0 and "is left as it is" in done.stderr and "one-time password" in done.stdout
    assert len(copied.ask("ledger")) == before


@pytest.mark.parametrize("again", [[], ["--again"]])
def test_it_touches_no_folder_that_holds_anything_else(tmp_path: Path, again: list[str]) -> None:
    kept = tmp_path / "mine" / "letter.txt"
    kept.parent.mkdir()
    kept.write_text("mine", encoding="utf-8")
    done = Shell(tmp_path, tmp_path / "mine").run("demo", "--no-serve", "--dir", tmp_path / "mine", *again)
    assert done.returncode == 2 and "not a demonstration" in done.stderr
    assert kept.read_text(encoding="utf-8") == "mine" and list((tmp_path / "mine").iterdir()) == [kept]


def test_what_is_stopped_half_way_is_thrown_away_and_not_served_by_halves(tmp_path: Path) -> None:
    shell = Shell(tmp_path, tmp_path / "demonstration")
    with shell.begin("demo", "--no-serve", at=tmp_path) as running:
        assert running.stdout is not None
        next(line for line in running.stdout if line.startswith("2. "))
        assert shell.archive.exists()
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert "Stopped" in said and "Traceback" not in said
    assert not shell.archive.exists() and not [path for path in (tmp_path / "muniment").iterdir() if path.name != "agents"]
