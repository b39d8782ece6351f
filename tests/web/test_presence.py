"""Whoever logged in is still there: a session that nobody uses ends, every session ends, and what is sealed asks for the password anew.

The house of these tests lives in a hurry: idle after five seconds, over after ten, asked anew after one.
"""

import re
import time
from collections.abc import Iterator

import pytest

from tests.web.conftest import House, start, stop
from tests.web.served import PASSWORD
from tests.web.visitor import Visitor


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made, process = start(tmp_path_factory.mktemp("hurried"), "hurried")
    yield made
    stop(made, process)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house without hurry, in which an item is withdrawn and a name comes to rest."""
    made, process = start(tmp_path_factory.mktemp("calm"))
    yield made
    stop(made, process)


def is_in(visitor: Visitor) -> bool:
    return "/login" not in visitor.get("/settings").url


def test_a_session_that_nobody_uses_is_over_and_use_keeps_it(house: House) -> None:
    idle, busy = house.visit("okari"), house.visit("okari")
    for _ in range(4):
        time.sleep(1.5)
        assert is_in(busy)
    assert not is_in(idle), "unused for longer than five seconds"


def test_every_session_is_over_in_the_end_however_much_it_is_used(house: House) -> None:
    visitor, began = house.visit("okari"), time.monotonic()
    while is_in(visitor):
        assert time.monotonic() - began < 15, "it was to be over after ten seconds"
        time.sleep(0.5)
    assert time.monotonic() - began > 8


def test_the_original_is_opened_at_once_by_whoever_just_came_and_later_for_the_password(house: House) -> None:
    item = f"/evidence/{house.items['A file nobody can read']}"
    visitor = house.visit("verrin")
    assert visitor.post(f"{item}/original", {"reason": "for the expert"}).headers["Content-Type"] == "application/octet-stream"
    time.sleep(1.2)
    assert 'name="password"' in visitor.get(item).text
    refused = visitor.post(f"{item}/original", {"reason": "for the expert", "password": "not this one"})
    assert refused.status == 403
    assert "Nothing was done" in refused.text
    assert "for the expert" in refused.text, "what was typed is shown again"
    visitor.get(item)
    assert visitor.post(f"{item}/original", {"reason": "for the expert", "password": PASSWORD}).status == 200


def test_a_package_leaves_only_for_whoever_is_there(house: House) -> None:
    id = house.items["A file nobody can read"]
    visitor = house.visit("verrin")
    time.sleep(1.2)
    assert 'name="password"' in visitor.get(f"/packages?id={id}").text
    assert visitor.post("/packages", {"id": id, "profile": "partner"}).status == 403
    visitor.get(f"/packages?id={id}")
    assert visitor.post("/packages", {"id": id, "profile": "partner", "password": PASSWORD}).body.startswith(b"PK")


def test_nothing_is_withdrawn_without_the_password_even_by_whoever_just_came(calm: House) -> None:
    item = f"/evidence/{calm.items['A file nobody can read']}"
    visitor = calm.visit("brandt")
    page = visitor.get(f"{item}/withdraw").text
    assert 'name="password"' in page
    version = re.search(r'name="version" value="(\d+)"', page)[1]  # type: ignore[index]
    form = {"version": version, "reason": "the giver asks", "understood": "yes"}
    for wrong in ({}, {"password": "not this one"}):
        refused = visitor.post(f"{item}/withdraw", form | wrong)
        assert refused.status == 403
        assert "the giver asks" in refused.text
        assert "Withdrawn on" not in visitor.get(item).text
    visitor.get(f"{item}/withdraw")
    assert "Withdrawn on" in visitor.post(f"{item}/withdraw", form | {"password": PASSWORD}).text


def test_guessing_at_a_desk_that_was_left_counts_as_guessing_at_the_door(calm: House) -> None:
    item = f"/evidence/{calm.items['Letter, photographed']}"
    visitor = calm.visit("brandt")
    for _ in range(5):
        visitor.get(f"{item}/withdraw")
        visitor.post(f"{item}/withdraw", {"version": "1", "reason": "x", "understood": "yes", "password": "not this one"})
    assert "Too many tries" in calm.visit().enter("brandt", PASSWORD).text
