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
