"""Witnesses on the page of the ledger: a request goes out as a file, a reply comes back, a refusal stops what leaves."""

from collections.abc import Callable

import pytest

from muniment.preserve.note import parse_vkey
from tests.preserve.witnesses import Watcher
from tests.web.conftest import House
from tests.web.visitor import Visitor

OWN = "another-invented-sentence-8"


@pytest.fixture
def owner(own_house: Callable[..., House]) -> tuple[House, Visitor]:
    house = own_house("watched")
    visitor = house.visit()
    visitor.enter("owner", house.one_time)
    visitor.post("/password", {"old": house.one_time, "new": OWN, "again": OWN})
    return house, visitor


def test_a_request_a_reply_and_a_refusal_on_the_page(owner: tuple[House, Visitor]) -> None:
    house, visitor = owner
    witness = Watcher().watch(parse_vkey((house.folder / "keys" / "log.vkey").read_text().strip()))
    page = visitor.get("/ledger")
    assert "has cosigned nothing yet" in page.text
    assert "1 of 1 are needed; no head has been cosigned by enough of them yet" in visitor.get("/").text
    asked = visitor.post("/ledger/witnesses", {"do": "request", "name": "north"})
    assert asked.headers["Content-Disposition"] == 'attachment; filename="north.request.txt"'
    visitor.get("/ledger")
    after = visitor.post(
        "/ledger/witnesses", {"do": "accept", "name": "north"}, {"reply": ("reply.txt", witness.asked(asked.body).body.encode())}
    )
    assert after.url.endswith("/ledger")
    assert "by its clock" in after.text
    assert "A witness cosigned" in after.text
    assert "1 of 1 are needed; enough have cosigned" in visitor.get("/").text

    alarmed = visitor.post("/ledger/witnesses", {"do": "accept", "name": "north"}, {"reply": ("reply.txt", b"9999\n")})
    assert "A witness refused this ledger" in alarmed.text
    assert "A witness refused this ledger" in visitor.get("/").text
    visitor.get("/ledger")
    settled = visitor.post("/ledger/witnesses", {"do": "settle", "reason": "a test of the bell"})
    assert "A witness refused this ledger" not in settled.text


def test_what_is_no_reply_is_refused_and_who_may_not_ask_sees_no_form(owner: tuple[House, Visitor]) -> None:
    house, visitor = owner
    visitor.get("/ledger")
    assert visitor.post("/ledger/witnesses", {"do": "accept", "name": "north"}, {"reply": ("x", b"\xff")}).status == 400
    assert visitor.post("/ledger/witnesses", {"do": "accept", "name": "north"}).status == 400
    auditor = house.visit("audit")
    assert 'value="request"' not in auditor.get("/ledger").text
    auditor.get("/settings")
    assert auditor.post("/ledger/witnesses", {"do": "request", "name": "north"}).status == 403


def test_whose_cosignatures_count_is_said_on_the_page_and_a_line_that_is_none_changes_nothing(owner: tuple[House, Visitor]) -> None:
    house, visitor = owner
    policy = house.folder / "keys" / "policy.txt"
    before, north, south = policy.read_text(), Watcher().key.vkey, Watcher("witness.example/south", 8).key.vkey
    assert f"north {north}" in visitor.get("/ledger").text, "who is trusted now stands in the form"
    assert visitor.post("/ledger/witnesses", {"do": "trust", "witnesses": "north", "quorum": "1"}).status == 400
    visitor.get("/ledger")
    assert visitor.post("/ledger/witnesses", {"do": "trust", "witnesses": f"north {north}", "quorum": "7"}).status == 400
    assert policy.read_text() == before
    visitor.get("/ledger")
    visitor.post("/ledger/witnesses", {"do": "trust", "witnesses": f"north {north}\r\nsouth {south}\r\n", "quorum": "2"})
    assert "group witnesses 2 north south" in policy.read_text()
    auditor = house.visit("audit")
    assert 'value="trust"' not in auditor.get("/ledger").text
    auditor.get("/settings")
    assert auditor.post("/ledger/witnesses", {"do": "trust", "witnesses": f"north {north}", "quorum": "1"}).status == 403


def test_the_head_is_stamped_from_the_page_at_once_or_by_two_files(owner: tuple[House, Visitor]) -> None:
    house, visitor = owner
    assert 'action="/ledger/timestamps"' in visitor.get("/ledger").text
    asked = visitor.post("/ledger/timestamps", {"do": "request", "name": "alpha"})
    assert asked.headers["Content-Type"] == "application/timestamp-query"
    assert asked.headers["Content-Disposition"].endswith('.alpha.tsq"')
    assert asked.body[:1] == b"\x30"
    visitor.get("/ledger")
    assert visitor.post("/ledger/timestamps", {"do": "accept"}, {"reply": ("x.tsr", b"no reply")}).status == 403
    visitor.get("/ledger")
    assert visitor.post("/ledger/timestamps", {"do": "accept"}).status == 400
    visitor.get("/ledger")
    assert "waits for" in visitor.post("/ledger/timestamps", {"do": "now"}).text
    auditor = house.visit("audit")
    assert 'action="/ledger/timestamps"' not in auditor.get("/ledger").text
    auditor.get("/settings")
    assert auditor.post("/ledger/timestamps", {"do": "now"}).status == 403
