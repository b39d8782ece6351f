"""ProofMode bundles, signed by gpg as the telephone's key would: digest, proof and signatures, each found when it does not hold."""

import csv
import io
import json
import subprocess
from pathlib import Path

import msgspec
import pytest

from muniment.preserve.formats import item, proofmode
from muniment.preserve.formats.found import Found
from tests.preserve.formats.makers import bad, make_folder, make_jpeg, make_zip, said, sha256

pytestmark = pytest.mark.needs("gpg")
PICTURE = make_jpeg()
DIGEST = sha256(PICTURE)


class Phone:
    """A telephone's key, held by gpg."""

    def __init__(self, home: Path, who: str = "noone@proofmode.example") -> None:
        home.mkdir(mode=0o700)
        self.command = ["gpg", "--homedir", str(home), "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""]
        self.gpg("--quick-generate-key", who, "rsa2048", "sign", "never")
        self.key = self.gpg("--armor", "--export")

    def gpg(self, *words: str, data: bytes = b"") -> bytes:
        return subprocess.run([*self.command, *words], input=data, capture_output=True, check=True).stdout

    def sign(self, data: bytes) -> bytes:
        return self.gpg("--armor", "--digest-algo", "SHA256", "--detach-sign", data=data)


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Phone:
    return Phone(tmp_path_factory.mktemp("phone") / "home")


@pytest.fixture
def bundle(phone: Phone) -> dict[str, bytes]:
    fields = {"File Hash SHA256": DIGEST, "File Path": "/sdcard/DCIM/IMG_1.jpg", "Proof Generated": "2026-03-01T05:06:07Z",
              "Location.Latitude": "35.51", "Manufacturer": "Invented Works"}  # fmt: skip
    table = io.StringIO()
    writer = csv.DictWriter(table, fields)
    writer.writeheader()
    writer.writerow(fields)
    proof = {f"{DIGEST}.proof.json": json.dumps(fields).encode(), f"{DIGEST}.proof.csv": table.getvalue().encode()}
    signatures = {f"{name}.asc": phone.sign(data) for name, data in proof.items()}
    return {"IMG_1.jpg": PICTURE, f"{DIGEST}.asc": phone.sign(PICTURE), **proof, **signatures, "pubkey.asc": phone.key}


def test_a_whole_bundle_passes_zipped_or_as_a_folder(bundle: dict[str, bytes]) -> None:
    zipped = msgspec.json.decode(item("application/zip", make_zip(bundle)), type=Found)
    for found in (zipped, proofmode.examine(make_folder(bundle))):
        assert (found.format, found.verdict.answer) == ("proofmode", "passed"), found.verdict
        assert [c.what for c in found.verdict.checks].count("signature") == 3
        assert said(found, "proof: Location.Latitude") == ["35.51"]
        assert any("Whose key" in words for words in found.verdict.does_not_prove)


@pytest.mark.parametrize("part", ["IMG_1.jpg", f"{DIGEST}.proof.json", f"{DIGEST}.proof.csv"])
def test_a_part_that_was_changed_breaks_its_signature(part: str, bundle: dict[str, bytes]) -> None:
    found = proofmode.examine(make_folder(bundle | {part: bundle[part].replace(b"Invented", b"Inventor", 1)}))
    assert found.verdict.answer == "failed"
    if part == "IMG_1.jpg":
        assert ("media", f"{DIGEST}.proof") in bad(found)
    else:
        assert ("signature", f"{part}.asc") in bad(found)


def test_a_proof_that_names_another_picture_fails(bundle: dict[str, bytes], phone: Phone) -> None:
    proof = bundle[f"{DIGEST}.proof.json"].replace(DIGEST.encode(), b"0" * 64)
    found = proofmode.examine(make_folder(bundle | {f"{DIGEST}.proof.json": proof, f"{DIGEST}.proof.json.asc": phone.sign(proof)}))
    assert bad(found) == [("proof", f"{DIGEST}.proof.json")]


def test_a_signature_by_another_key_fails(bundle: dict[str, bytes], tmp_path: Path) -> None:
    other = Phone(tmp_path / "other")
    found = proofmode.examine(make_folder(bundle | {"pubkey.asc": other.key}))
    assert len([one for one in bad(found) if one[0] == "signature"]) == 3


@pytest.mark.parametrize("lacks", ["pubkey.asc", "IMG_1.jpg"])
def test_what_lacks_its_key_or_its_picture_is_not_called_good(lacks: str, bundle: dict[str, bytes]) -> None:
    found = proofmode.examine(make_folder({name: data for name, data in bundle.items() if name != lacks}))
    assert found.verdict.having("not_checked")
    assert (bad(found) == []) == (lacks == "pubkey.asc")


def test_junk_in_place_of_key_signature_or_proof_is_said(bundle: dict[str, bytes]) -> None:
    for name in bundle:
        found = proofmode.examine(make_folder(bundle | {name: b"\xffjunk"}))
        assert found.verdict.answer != "passed", name


def test_notarisations_beside_it_are_recorded_and_not_followed(bundle: dict[str, bytes]) -> None:
    found = proofmode.examine(make_folder(bundle | {f"{DIGEST}.ots": b"x", f"{DIGEST}.gst": b"x"}))
    assert [c.where for c in found.verdict.having("not_checked")] == [f"{DIGEST}.gst", f"{DIGEST}.ots"]


def test_an_older_bundle_with_a_table_alone_says_the_same(bundle: dict[str, bytes]) -> None:
    found = proofmode.examine(make_folder({name: data for name, data in bundle.items() if ".json" not in name}))
    assert found.verdict.answer == "passed"
    assert said(found, "proof: Manufacturer") == ["Invented Works"]
