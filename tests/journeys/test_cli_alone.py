"""The whole chain through the command line alone, in an archive with custodians, by two people, each command a process of its own."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest

from tests.journeys.chain import ASKED, COVER, LEDGER, LETTER, NAME, PACKED, PLACE, kinds
from tests.journeys.shell import Shell, below, named

SECOND = "t.okari"
ACTS = ("arrest", "death_sentence", "solitary_confinement")


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A new archive with three custodians, unlocked by the passphrase in a file."""
    place = tmp_path_factory.mktemp("alone")
    secret = place / "passphrase"
    secret.write_text("four quiet words here\n", encoding="utf-8")
    secret.chmod(0o600)
    shell = Shell(place, place / "archive", MUNIMENT_PASSPHRASE_FILE=str(secret))
    keys = []
    for number in range(3):
        keys += ["--custodian", place / f"custodian-{number}"]
        (place / f"custodian-{number}").write_text(str(pyrage.x25519.Identity.generate().to_public()), encoding="utf-8")
    (made,) = shell.ask("init", shell.archive, *keys)
    assert made["mode"] == "custodians"
    assert shell.run("unlock").returncode == 0
    yield shell
    shell.run("lock")


@pytest.fixture(scope="module")
def item(shell: Shell) -> str:
    """The letter of counsel, sealed."""
    (shell.home / "counsel.txt").write_text(LETTER, encoding="utf-8")
    (shell.home / "source.toml").write_text(
        'name = "Counsel (invented)"\ntype = "person"\nconnection = "counsel in the case"\n', encoding="utf-8"
    )
    (receipt,) = shell.ask("take-in", shell.home / "counsel.txt", "--source", shell.home / "source.toml")
    assert receipt["state"] == "logged"
    return str(receipt["id"])


@pytest.fixture(scope="module")
def text(shell: Shell, item: str) -> str:
    """What was read of it."""
    (read,) = shell.ask("read", item)
    assert read["evidence"] == item and read["unread"] is None
    return str(read["text"])


@pytest.fixture(scope="module")
def entry(shell: Shell, item: str, text: str) -> str:
    """The person of the letter in the register: what was proposed is reviewed, what was not is claimed from the words."""
    claims = shell.ask("claims", item)
    name = next(c for c in claims if c["property"] == "name" and c["value"]["text"] == NAME)
    acts = [c for c in claims if c["about"] == name["about"] and c["value"]["is"] == "act" and c["value"]["type"] in ACTS]
    assert len(acts) == len(ACTS)
    for claim in (name, *acts):
        _accept(shell, claim)
    start = LETTER.index(PLACE)
    given = {"property": "place", "value": {"is": "place", "words": PLACE}}
    shell.give("claim", given, text, "--start", start, "--end", start + len(PLACE), "--about", name["about"])
    return str(named(shell.ask("people"), NAME)["entry"]["id"])


def _accept(shell: Shell, claim: Any) -> None:
    shell.ask("review", claim["id"], "--expected", claim["version"], "--answer", "accepted")


@pytest.fixture(scope="module")
def released(shell: Shell, entry: str) -> str:
    """The appeal: drafted, refused, allowed by the family, read by a second person, released."""
    (draft,) = shell.ask("draft", "urgent-appeal", entry)
    assert "missing: Consent to submit" in shell.refuses("release", draft["id"], "--expected", 1)
    yes = [{"purpose": p, "basis": "next-of-kin"} for p in ASKED]
    given = {"given_by": "a sister", "capacity": "next of kin", "how": "by telephone", "language": "fa", "answers": yes}
    shell.give("consent", given, entry)
    return _decided(shell, str(draft["id"]))


def _decided(shell: Shell, id: str) -> str:
    shell.give("redraft", {"cover": COVER | {"good_faith": True}}, id, "--expected", 1)
    roles = {"login": SECOND, "name": "T. Okari", "roles": ["custodian", "reviewer"]}
    shell.give("user-add", roles)
    shell.give("weigh", {"words": "The family asked for it."}, id, "--expected", 2)
    assert "second decision" in shell.refuses("release", id, "--expected", 3).lower()
    shell.give("approve", {"words": "I agree.", "what": "reprisal"}, id, "--expected", 3, user=SECOND)
    shell.give("approve", {"words": "Read against its claims."}, id, "--expected", 4, user=SECOND)
    (sent,) = shell.ask("release", id, "--expected", 5, "--out", shell.home / "sent", says="It goes to the mandates.\n")
    assert sent["state"] == "released"
    return id


def test_a_letter_goes_from_sealed_bytes_to_release_through_commands_alone(shell: Shell, released: str, item: str) -> None:
    files = sorted(path.suffix for path in (shell.home / "sent").iterdir())
    assert files == [".docx", ".json", ".pdf", ".txt"]
    text = next((shell.home / "sent").glob("*.txt")).read_text(encoding="utf-8")
    assert "According to counsel in the case, Nader Kelarud was allegedly arrested" in text and "Draft" not in text
    (sealed,) = [e["sha256"] for e in shell.ask("evidence") if e["id"] == item]
    (chain,) = shell.ask("trace", released)
    assert below(chain) == {sealed}


def test_its_package_and_its_archive_verify(shell: Shell, released: str, tmp_path: Path) -> None:
    made = tmp_path / "package.zip"
    shell.ask("package", released, "--out", made)
    assert shell.run("verify", made).returncode == 0
    assert shell.run("verify", shell.archive).returncode == 0
    with zipfile.ZipFile(made) as packed:
        assert kinds(packed.namelist()) == PACKED
        packed.extractall(tmp_path / "bag")
    done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=tmp_path / "bag", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_step_left_its_line_in_the_ledger(shell: Shell, released: str) -> None:
    assert {entry["type"] for entry in shell.ask("ledger")} == LEDGER


def test_locked_again_it_answers_nothing_without_the_passphrase(shell: Shell, released: str) -> None:
    assert shell.run("lock").returncode == 0
    done = Shell(shell.home, shell.archive).run("evidence")
    assert done.returncode == 2 and "locked" in done.stderr and done.stdout == ""
    assert shell.ask("evidence"), "with the passphrase in its file it opens for one command"
