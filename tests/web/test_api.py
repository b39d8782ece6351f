"""The programming interface: the doors by token, with the same refusals, and a description made from the door table."""

import json
import re
from typing import Any

import pytest

from muniment.archive import DOORS
from tests.web.conftest import House
from tests.web.visitor import Reply, multipart


def token(house: House, login: str) -> str:
    """A fresh token."""
    visitor = house.visit(login)
    visitor.get("/settings")
    found = re.search(r"mun_[A-Za-z0-9_-]{43}", visitor.post("/settings", {"do": "token", "token_name": "test"}).text)
    assert found is not None
    return found[0]


@pytest.fixture(scope="module")
def tokens(house: House) -> dict[str, str]:
    """One for each person."""
    return {login: token(house, login) for login in ("verrin", "okari", "admin")}


def call(house: House, secret: str, verb: str, **given: Any) -> Reply:
    """Through one door."""
    return house.visit().send(f"/api/{verb}", json.dumps(given).encode(), "application/json", Authorization=f"Bearer {secret}")


def test_without_a_token_nothing_opens_and_a_session_is_no_token(house: House) -> None:
    assert house.visit().send("/api/evidence", b"{}", "application/json").status == 401
    assert house.visit("verrin").send("/api/evidence", b"{}", "application/json").status == 401
    assert call(house, "mun_" + "x" * 43, "evidence").status == 401


def test_evidence_is_listed_shown_and_taken_in(house: House, tokens: dict[str, str]) -> None:
    listed = json.loads(call(house, tokens["verrin"], "evidence", limit=3).body)
    assert len(listed) == 3
    body, kind = multipart({"note": "by program"}, {"files": ("program.txt", b"sent by a program")})
    sent = house.visit().send("/api/take-in", body, kind, Authorization=f"Bearer {tokens['verrin']}")
    receipt = json.loads(sent.body)[0]
    assert sorted(receipt) == ["id", "name", "reason", "sha256", "size", "state", "time"]
    item, custody = json.loads(call(house, tokens["verrin"], "show", id=receipt["id"]).body)
    assert (item["name"], item["note"], custody[0]["event"]) == ("program.txt", "by program", "received")
    opened = call(house, tokens["verrin"], "open", id=receipt["id"], reason="test")
    assert opened.body == b"sent by a program"
    assert opened.headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(("who", "verb", "given", "status"), [
    ("okari", "take-in", {}, 403), ("admin", "evidence", {}, 403), ("verrin", "nosuch", {}, 404), ("verrin", "show", {}, 400),
    ("verrin", "show", {"id": 7}, 400), ("verrin", "show", {"id": "ev-" + "0" * 32}, 404), ("verrin", "show", {"id": "x", "role": "owner"}, 400),
    ("verrin", "evidence", {"limit": "many"}, 400), ("admin", "users", {"is_active": True}, 400),
])  # fmt: skip
def test_every_error_has_one_shape(house: House, tokens: dict[str, str], who: str, verb: str, given: dict[str, Any], status: int) -> None:
    if verb == "take-in":
        given = {"files": []}
    reply = call(house, tokens[who], verb, **given)
    assert reply.status == status
    assert sorted(json.loads(reply.body)) == ["error", "said"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'{"limit": 1e999}', b'"x"'])
def test_a_body_that_is_no_object_is_refused(house: House, tokens: dict[str, str], body: bytes) -> None:
    reply = house.visit().send("/api/evidence", body, "application/json", Authorization=f"Bearer {tokens['verrin']}")
    assert reply.status == 400
    assert "Traceback" not in reply.text


def test_what_is_sealed_to_a_reader_is_as_absent_for_every_door_that_takes_an_id(house: House, tokens: dict[str, str]) -> None:
    sealed, absent = house.items["About Mirhoveda"], "ev-" + "0" * 32
    for verb, more in (
        ("show", {}),
        ("open", {"reason": "x"}),
        ("view", {}),
        ("prove", {}),
        ("fixity", {}),
        ("trace", {}),
        ("difference", {"older": 1, "newer": 1}),
        ("claims", None),
    ):
        name = {"claims": "evidence"}.get(verb, "id")
        replies = [call(house, tokens["verrin"], verb, **{name: id, **(more or {})}) for id in (sealed, absent)]
        said = [reply.text.replace(id, "ID") for reply, id in zip(replies, (sealed, absent), strict=True)]
        assert said[0] == said[1], verb
    found = json.loads(call(house, tokens["verrin"], "search", query="Mirhoveda").body)
    assert found["total_capped"] == 0


def test_the_description_names_every_door_with_its_permission(house: House) -> None:
    described = json.loads(house.visit().get("/api/openapi.json").body)
    assert described["openapi"].startswith("3.1")
    assert set(described["paths"]) == {f"/api/{verb}" for verb in DOORS}
    for verb, door in DOORS.items():
        operation = described["paths"][f"/api/{verb}"]["post"]
        assert operation["x-permission"] == door.permission
        schema = next(iter(operation["requestBody"]["content"].values()))["schema"]
        assert set(schema["properties"]) == {p.name for p in door.inputs if p.name != "progress"}
