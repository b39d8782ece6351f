"""The real article, which is not in the repository: taken in, read, drafted from, and held back for want of consent."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import material
from tests.journeys.shell import Shell, named

pytestmark = pytest.mark.needs("material")
LIVING, EXECUTED = "Yaqub Derakhshan", "Behrouz Ehsani"
ACTS = {LIVING: "death_sentence", EXECUTED: "execution"}


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A new archive of one person, unlocked, with the article sealed and read."""
    place = tmp_path_factory.mktemp("article")
    secret = place / "passphrase"
    secret.write_text("four quiet words here\n", encoding="utf-8")
    secret.chmod(0o600)
    shell = Shell(place, place / "archive", MUNIMENT_PASSPHRASE_FILE=str(secret))
    shell.ask("init", shell.archive, "--alone")
    assert shell.run("unlock").returncode == 0
    (receipt,) = shell.ask("take-in", _article())
    shell.ask("read", receipt["id"])
    yield shell
    shell.run("lock")


def _article() -> Path:
    found = material()
    assert found is not None
    return found / "extract" / "seed.txt"


@pytest.fixture(scope="module")
def people(shell: Shell) -> list[Any]:
    """The register once somebody has accepted what the article says of two people."""
    (item,) = shell.ask("evidence")
    claims = shell.ask("claims", item["id"])
    for name in (LIVING, EXECUTED):
        known = next(c for c in claims if c["property"] == "name" and c["value"]["text"] == name)
        acts = [c for c in claims if c["about"] == known["about"] and c["value"].get("type") == ACTS[name]]
        dates = [c for c in claims if c["about"] in [act["id"] for act in acts] and c["property"] == "date"]
        for claim in (known, *acts, *dates):
            shell.ask("review", claim["id"], "--expected", claim["version"], "--answer", "accepted")
    return shell.ask("people")


def test_each_claim_sits_on_the_articles_own_words(shell: Shell) -> None:
    text = _article().read_text(encoding="utf-8").replace("\r\n", "\n").removeprefix("\ufeff")
    (item,) = shell.ask("evidence")
    claims = shell.ask("claims", item["id"])
    assert {"act", "name", "date"} <= {c["property"] for c in claims}
    (chain,) = shell.ask("trace", next(c["id"] for c in claims if c["value"].get("text") == LIVING))
    (passage,) = [step for step in chain["rests_on"] if step["kind"] == "passage"]
    assert passage["said"] in text


def test_a_draft_renders_with_its_gaps_as_questions(shell: Shell, people: list[Any], tmp_path: Path) -> None:
    entry = named(people, LIVING)["entry"]["id"]
    (draft,) = shell.ask("draft", "urgent-appeal", entry, "--out", tmp_path)
    assert len(draft["gaps"]) > 5
    text = next(path for path in tmp_path.iterdir() if path.suffix == ".txt").read_text(encoding="utf-8")
    assert "24 July 2025" in text and "sentenced to death" in text
    said = shell.refuses("release", draft["id"], "--expected", 1)
    assert "Consent to submit" in said and "Consent to name the person in the letter" in said


def test_for_the_executed_an_urgent_appeal_is_refused(shell: Shell, people: list[Any]) -> None:
    assert "An allegation letter fits" in shell.refuses("draft", "urgent-appeal", named(people, EXECUTED)["entry"]["id"])
