"""WACZ: what py-wacz made passes, and every member, digest, signature, record and line of the index that was changed is named."""

import json
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from muniment.preserve.formats import item, wacz
from muniment.preserve.formats.contents import Zip
from muniment.preserve.formats.found import Found
from tests.preserve.formats.makers import bad, line, make_folder, make_wacz, make_zip, said

SAMPLE = Path(__file__).parents[2] / "material" / "bundles" / "py-wacz-0.6.0.wacz"
KEY = ec.generate_private_key(ec.SECP384R1())


def examined(members: dict[str, bytes]) -> Found:
    return msgspec.json.decode(item("application/wacz", make_zip(members)), type=Found)


def test_one_made_by_py_wacz_passes_but_for_what_it_lacks() -> None:
    found = msgspec.json.decode(item("application/wacz", SAMPLE.read_bytes()), type=Found)
    assert bad(found) == []
    assert {check.what for check in found.verdict.having("not_checked")} == {"signature"}
    assert dict(found.counted)["records"] == 4
    assert said(found, "datapackage.json: title") == ["Invented pages"]
    assert line(found, "index").found == "3 lines of indexes/index.cdx.gz point to the record they name"


@pytest.mark.parametrize("der", [True, False])
def test_a_signed_one_passes_whole_zipped_or_unpacked(der: bool) -> None:
    members = make_wacz(key=KEY, der=der)
    for found in (examined(members), wacz.examine(make_folder(members))):
        assert found.verdict.answer == "passed", found.verdict
        assert any("Whose key" in words for words in found.verdict.does_not_prove)


def test_a_signature_over_another_list_fails() -> None:
    one, other = make_wacz(key=KEY), make_wacz(key=ec.generate_private_key(ec.SECP384R1()))
    digest, stranger = json.loads(one["datapackage-digest.json"]), json.loads(other["datapackage-digest.json"])
    digest["signedData"]["publicKey"] = stranger["signedData"]["publicKey"]
    assert ("signature", "datapackage-digest.json") in bad(examined(one | {"datapackage-digest.json": json.dumps(digest).encode()}))
    digest["signedData"]["hash"] = "sha256:00"
    assert ("signature", "datapackage-digest.json") in bad(examined(one | {"datapackage-digest.json": json.dumps(digest).encode()}))


@pytest.mark.parametrize("key", ["", "AAAA", "not base 64!", 7])
def test_a_signature_that_cannot_be_read_is_not_checked(key: object) -> None:
    members = make_wacz(key=KEY)
    digest = json.loads(members["datapackage-digest.json"])
    digest["signedData"]["publicKey"] = key
    found = examined(members | {"datapackage-digest.json": json.dumps(digest).encode()})
    assert line(found, "signature").verdict == "not_checked"


def test_a_member_that_is_missing_changed_or_of_another_size_is_named() -> None:
    assert ("list", "pages/pages.jsonl") in bad(examined(make_wacz(pages_pages_jsonl=None)))
    page = make_wacz()["pages/pages.jsonl"]
    for changed in (page + b" ", page.replace(b"invented", b"INVENTED")):
        assert ("list", "pages/pages.jsonl") in bad(examined(make_wacz(pages_pages_jsonl=changed)))


def test_a_member_that_no_digest_covers_is_not_checked() -> None:
    found = examined(make_wacz() | {"archive/added.txt": b"words"})
    assert [c.where for c in found.verdict.having("not_checked") if c.what == "list"] == ["archive/added.txt"]


def test_a_list_that_was_changed_is_found_by_its_digest() -> None:
    members = make_wacz()
    members["datapackage.json"] = members["datapackage.json"].replace(b"Invented", b"Forged")
    assert bad(examined(members)) == [("digest of the list", "datapackage-digest.json")]


@pytest.mark.parametrize(("old", "new"), [(b'"offset": "', b'"offset": "1'), (b'"length": "', b'"length": "1'), (b"sha1:", b"sha1:A"),
                                          (b"data.warc.gz", b"other.warc"), (b'"offset"', b'"off"')])  # fmt: skip
def test_an_index_that_points_elsewhere_is_found(old: bytes, new: bytes) -> None:
    members = make_wacz()
    members["indexes/index.cdxj"] = members["indexes/index.cdxj"].replace(old, new, 1)
    assert ("index", "indexes/index.cdxj, line 1") in bad(examined(members))


def test_a_forged_page_packed_anew_passes_and_says_what_that_does_not_prove() -> None:
    """No web-archive format resists whoever makes it: only a digest in a ledger does."""
    found = examined(make_wacz())
    assert bad(found) == []
    assert any("whoever makes a WARC can make its digests" in words for words in found.verdict.does_not_prove)


@pytest.mark.parametrize("package", [b"", b"[]", b"{}", b'{"resources": {}}', b'{"resources": [1, {"path": 3}]}', b"\xff", b"[" * 100_000])
def test_a_list_that_is_none_is_said(package: bytes) -> None:
    found = examined(make_wacz() | {"datapackage.json": package})
    assert found.verdict.answer == "failed"
    assert found.unread is None


def test_a_truncated_one_says_how_far_it_goes() -> None:
    data = make_zip(make_wacz())
    for at in range(200, len(data) - 1, 97):
        found = msgspec.json.decode(item("application/wacz", data[:at]), type=Found)
        assert found.damaged
        assert "byte" in found.damaged


def test_members_are_read_in_any_order() -> None:
    members = make_wacz()
    assert Zip(make_zip(dict(reversed(members.items())))).names() == sorted(members)
