"""Packages: what a good one holds, and that programs which know nothing of us accept it."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest

from muniment.archive.package import Package
from muniment.model.errors import BadInputError
from muniment.preserve.package import Contents, begun, zipped
from muniment.preserve.verify import is_package, verify_package
from tests.archive.makers import LETTER, OWNER
from tests.preserve.packages import agree, ours, python, shell

NAMES = ["court", "letter", "many", "one"]
ID = re.compile(rb"\b[a-z]{2}-[0-9a-f]{32}\b")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.needs("openssl3")
def test_a_good_package_passes_everywhere(name: str, good: dict[str, Path]) -> None:
    answers = ours(good[name]), python(good[name]), shell(good[name])
    assert [a.code for a in answers] == [0, 0, 0], answers
    assert agree(*answers) == []
    assert all(set(a.checks.values()) == {"passed"} for a in answers)


@pytest.mark.parametrize("name", NAMES)
def test_a_good_zip_passes(name: str, made: dict[str, Package], tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(made[name].zip)
    assert ours(path).code == 0
    assert ours(path).checks["zip"] == "passed"


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_bag_to_the_library_of_congress(name: str, good: dict[str, Path]) -> None:
    ran = [sys.executable, "-W", "ignore", "-m", "bagit", "--validate", "--quiet", good[name]]  # its own code warns of itself
    assert subprocess.run(ran, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("name", NAMES)
def test_sha256sum_agrees_with_every_line(name: str, good: dict[str, Path]) -> None:
    for listing in ("manifest-sha256.txt", "tagmanifest-sha256.txt", "package-files.txt"):
        ran = subprocess.run(["sha256sum", "-c", "--strict", "--quiet", listing], cwd=good[name], capture_output=True, check=False)
        assert ran.returncode == 0, ran.stdout


@pytest.mark.needs("openssl3")
def test_openssl_accepts_the_signature_of_the_head(good: dict[str, Path], tmp_path: Path) -> None:
    import base64

    text, _, signatures = (good["one"] / "checkpoint").read_text().partition("\n\n")
    (tmp_path / "text").write_text(text + "\n")
    (tmp_path / "signature").write_bytes(base64.b64decode(signatures.split()[2])[4:])
    key = good["one"] / "keys" / "log.pem"
    ran = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", tmp_path / "text", "-sigfile", tmp_path / "signature"]
    assert subprocess.run(ran, capture_output=True, check=False).returncode == 0


def test_the_verifiers_inside_are_those_of_the_product(made: dict[str, Package], good: dict[str, Path]) -> None:
    for name in ("verify.py", "verify.sh"):
        run = ["python3", "-I", name] if name.endswith("py") else ["sh", name]
        assert subprocess.run(run, cwd=good["letter"], capture_output=True, check=False).returncode == 0
    assert (good["letter"] / "verify.py").read_bytes() == made["one"].bag["verify.py"]


def test_it_holds_what_the_contract_names(made: dict[str, Package]) -> None:
    bag = made["letter"].bag
    assert {
        "bagit.txt",
        "bag-info.txt",
        "checkpoint",
        "claims.jsonld",
        "VERIFY.txt",
        "verify.py",
        "verify.sh",
        "verify.html",
        "keys/log.pem",
    } <= set(bag)
    assert {path.split("/")[1] for path in bag if path.startswith("data/")} == {"files", "nouns", "letters"}
    assert bag["data/letters/letter.txt"] == LETTER
    graph = msgspec.json.decode(bag["claims.jsonld"])["@graph"]
    assert graph[0]["body"]["value"] == {"is": "words", "text": "teacher"}
    assert graph[0]["target"][0]["digest"] in bag["manifest-sha256.txt"].decode()


def test_a_custody_event_is_a_noun_with_a_proof_of_its_own(made: dict[str, Package]) -> None:
    bag = made["one"].bag
    (chain,) = [data for path, data in bag.items() if path.startswith("custody/")]
    events = [msgspec.json.decode(line) for line in chain.splitlines()]
    assert [event["event"] for event in events] == ["received", "received", "disclosed"]
    assert all(f"proofs/{event['id']}.v1.proof" in bag for event in events)


def test_two_packages_by_one_person_share_no_name_and_no_identifier_of_theirs(made: dict[str, Package], people: set[bytes]) -> None:
    first, second = made["letter"].bag, made["one"].bag
    assert not any(who in data for bag in (first, second) for data in bag.values() for who in people)
    shared = set.intersection(*({id for data in bag.values() for id in ID.findall(data)} for bag in (first, second)))
    assert shared == set()


@pytest.fixture
def people(made: dict[str, Package]) -> set[bytes]:
    """The owner's name, login and identifier, as the court package, which names them, has them."""
    found = {msgspec.json.decode(data)["made_by"].encode() for path, data in made["court"].bag.items() if path == "package.json"}
    assert len(found) == 1
    assert next(iter(found)).startswith(b"ag-")
    return {*found, OWNER.encode(), b"v.ashdale"}


def test_the_court_profile_names_who_acted(made: dict[str, Package], people: set[bytes]) -> None:
    nouns = [data for path, data in made["court"].bag.items() if path.startswith("data/nouns/ev-")]
    assert any(OWNER.encode() in data for data in nouns)
    assert made["court"].bag["actors.txt"] == b""


def test_one_person_is_one_word_in_one_package(made: dict[str, Package]) -> None:
    lines = [line.split(" ") for line in made["letter"].bag["actors.txt"].decode().splitlines()]
    assert {word for _, _, word in lines} == {"person-1"}
    noun, actor, _ = lines[0]
    assert actor.encode() in made["letter"].bag[noun]


def test_the_same_bag_is_the_same_zip_and_says_nothing_of_when_or_where(made: dict[str, Package]) -> None:
    assert zipped(made["one"].bag) == zipped(dict(reversed(made["one"].bag.items())))
    with zipfile.ZipFile(io.BytesIO(made["one"].zip)) as packed:
        entries = packed.infolist()
        assert packed.comment == b""
    assert {(e.date_time, e.extra, e.comment, e.compress_type, e.external_attr) for e in entries} == {
        ((1980, 1, 1, 0, 0, 0), b"", b"", 0, 0o100644 << 16)
    }


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".", "-rf", 'say "yes"', "tab\t", "line\nbreak"])
def test_a_letter_whose_name_could_be_a_path_is_refused(name: str) -> None:
    contents = Contents(nouns={}, evidence={}, custody={}, letters={name: b""}, actors="", pem=b"", vkey="", info={})
    with pytest.raises(BadInputError, match="letter cannot be called"):
        begun(contents)


def test_what_is_no_package_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a zip")
    with pytest.raises(BadInputError, match="is not a package"):
        verify_package(tmp_path / "notes.txt")
    with pytest.raises(BadInputError, match="nothing at"):
        verify_package(tmp_path / "nowhere")
    assert not is_package(tmp_path)


def test_a_package_zipped_again_by_another_program_passes_on_its_files(good: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "again.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(good["letter"].rglob("*")):
            if file.is_file():
                packed.write(file, Path("letter") / file.relative_to(good["letter"]))
    verdict = verify_package(path)
    assert verdict.answer == "passed"
    assert "another program" in (verdict.checks[0].found or "")
