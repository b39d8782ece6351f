"""Checking in the browser: the whole archive, a package as it was made, one that was damaged, and what is no package."""

import io
import re
import zipfile

import pytest

from tests.web.conftest import House
from tests.web.visitor import Reply


def headline(reply: Reply) -> str:
    """What came of it."""
    found = re.search(r'id="verdict">([^<]*)<', reply.text)
    return found[1] if found else ""


@pytest.fixture(scope="module")
def package(house: House) -> bytes:
    """A package of one item, as the page gives it."""
    visitor = house.visit("verrin")
    id = house.items["State Gazette, 21 March 2025"]
    visitor.get(f"/packages?id={id}")
    reply = visitor.post("/packages", {"id": id, "profile": "court"})
    assert reply.headers["Content-Disposition"].startswith('attachment; filename="pk-')
    return reply.body


def changed(package: bytes, name: str, data: bytes | None) -> bytes:
    """The package with one file's bytes exchanged, or the file left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
            elif data is not None:
                new.writestr(entry, data)
    return out.getvalue()


def test_the_whole_archive_is_checked_and_the_colophon_says_when(house: House) -> None:
    visitor = house.visit("audit")
    assert "Log not checked" in visitor.get("/ledger").text or "Last full check" in visitor.get("/ledger").text
    reply = visitor.post("/ledger/verify", {"do": "archive"})
    assert headline(reply).startswith(("Passed", "Not checked"))
    assert "Last full check" in visitor.get("/ledger").text
    assert "This page runs on this machine alone" in reply.text


def test_a_package_as_it_was_made_passes_and_says_what_that_does_not_prove(house: House, package: bytes) -> None:
    visitor = house.visit("okari")
    visitor.get("/ledger/verify")
    reply = visitor.post("/ledger/verify", {}, {"package": ("p.zip", package)})
    assert headline(reply).startswith("Passed")
    assert "That what a document says is true" in reply.text


@pytest.mark.parametrize("damage", ["flipped", "missing", "added"])
def test_damage_is_found_named_and_said_plainly(house: House, package: bytes, damage: str) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as bag:
        name = next(n for n in bag.namelist() if n.startswith("data/files/"))
        data = bag.read(name)
    broken = {
        "flipped": lambda: changed(package, name, bytes([data[0] ^ 1]) + data[1:]), "missing": lambda: changed(package, name, None),
        "added": lambda: changed(package, "", None) + b"",
    }[damage]()  # fmt: skip
    if damage == "added":
        out = io.BytesIO(package)
        with zipfile.ZipFile(out, "a") as bag:
            bag.writestr("data/extra.txt", b"slipped in")
        broken, name = out.getvalue(), "data/extra.txt"
    visitor = house.visit("okari")
    visitor.get("/ledger/verify")
    reply = visitor.post("/ledger/verify", {}, {"package": ("p.zip", broken)})
    assert headline(reply).startswith("Failed")
    assert name in reply.text
    assert "Do not rely on" in reply.text
    assert 'class="run cut"' in reply.text


@pytest.mark.parametrize("data", [b"", b"not a zip"])
def test_what_is_no_package_is_told_so_in_a_sentence(house: House, data: bytes) -> None:
    visitor = house.visit("okari")
    visitor.get("/ledger/verify")
    reply = visitor.post("/ledger/verify", {}, {"package": ("p.zip", data)})
    assert reply.status == 400
    assert "not a package" in reply.text


def test_a_zip_that_unpacks_without_end_or_is_broken_fails_and_says_why(house: House) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("bagit.txt", bytes(300_000_000))
    visitor = house.visit("okari")
    visitor.get("/ledger/verify")
    for data, why in ((out.getvalue(), "unpacks to more than 200 times its size"), (b"PK\x03\x04" + bytes(200), "not a zip file")):
        reply = visitor.post("/ledger/verify", {}, {"package": ("p.zip", data)})
        assert headline(reply).startswith("Failed")
        assert why in reply.text


def test_the_ledger_names_every_kind_of_act_in_words_and_no_content(house: House) -> None:
    reply = house.visit("audit").get("/ledger")
    assert reply.status == 200
    for word in ("Esmarin", "Communiqué", "Zaqrevin"):
        assert word not in reply.text
    older = re.search(r'href="(/ledger\?before=\d+)"', reply.text)
    assert older is not None
    assert house.visit("audit").get(older[1]).status == 200
