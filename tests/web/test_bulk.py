"""Accepting in bulk on the pages: the rules, the sample read one by one, the rest at once and back; in a real browser, both languages."""

import re
import time
from typing import Any
from urllib.parse import urlencode

import pytest

from muniment.archive.bulk import SAMPLE
from tests.web.browsing import axe, enter
from tests.web.conftest import House
from tests.web.test_evidence import seal
from tests.web.visitor import Visitor

MANY = SAMPLE + 6
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ASKED = urlencode({"by_rule": "name muniment-rules@1", "property": "age", "seed": "7"})
FORM = re.compile(r'name="id" value="(cl-\w+)"><input type="hidden" name="expected" value="(\d+)">(?:<button|\s)', re.S)


def line(number: int) -> str:
    first, second = LETTERS[number % 26], LETTERS[number // 26]
    return f"Ar{first}an Tav{second}{first}rini, {20 + number % 50}, was arrested in Port Selm on {number % 28 + 1} May 2024."


def population(visitor: Visitor) -> int:
    found = re.search(r"out of (\d+)", visitor.get(f"/bulk?{ASKED}").text)
    return int(found[1]) if found else 0


@pytest.fixture(scope="module")
def reader(desk_house: House) -> Visitor:
    """A reviewer before a list of many ages, none of them decided on."""
    visitor = desk_house.visit("head")
    body = "\n\n".join(line(number) for number in range(MANY))
    found = re.search(r"/evidence/(ev-[0-9a-f]{32})", seal(visitor, "many.txt", body.encode()).markup)
    assert found
    until = time.monotonic() + 120
    while population(visitor) < MANY:
        assert time.monotonic() < until, "the worker of the house did not read it"
        time.sleep(0.3)  # claims that are proposed later would take places in the sample
    return visitor


def posted(visitor: Visitor, action: str, **more: str) -> Any:
    return visitor.post("/bulk", {"by_rule": "name muniment-rules@1", "property": "age", "seed": "7", "do": action, **more})


def test_the_sample_is_read_then_the_rest_is_accepted_at_once_and_taken_back(reader: Visitor) -> None:
    listed = reader.get("/bulk").text
    assert "name muniment-rules@1" in listed
    page = reader.get(f"/bulk?{ASKED}")
    assert f"0 of {SAMPLE} read" in page.text
    assert 'value="bulk-accept"' not in page.markup
    early = posted(reader, "bulk-accept")
    assert early.status == 422
    assert "Nothing was accepted" in early.text
    waiting = FORM.findall(page.markup)
    assert len(waiting) == SAMPLE
    for id, version in waiting:
        page = posted(reader, "accepted", id=id, expected=version)
    assert f"{SAMPLE} of {SAMPLE} read" in page.text
    assert "At most 5.0 % of all are wrong" in page.text.replace("\u00a0", " ")
    assert 'value="bulk-accept"' in page.markup
    done = posted(reader, "bulk-accept")
    assert "claims were decided." in done.text
    assert 'value="bulk-accept"' not in done.markup
    back = posted(reader, "bulk-undo")
    assert "claims were decided." in back.text
    assert 'value="bulk-accept"' in back.markup


def test_who_may_not_review_is_not_offered_it(desk_house: House, reader: Visitor) -> None:
    assert 'href="/bulk"' in reader.get("/review").markup
    assert desk_house.visit().get("/bulk").url.endswith("/login?next=/bulk") or "login" in desk_house.visit().get("/bulk").url


@pytest.mark.parametrize("seed", ["", "x", "-1", "9" * 40])
def test_a_seed_that_is_none_is_said(reader: Visitor, seed: str) -> None:
    reply = reader.get(f"/bulk?{urlencode({'by_rule': 'name muniment-rules@1', 'property': 'age', 'seed': seed})}")
    assert reply.status == 422
    assert 'role="alert"' in reply.markup


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("fa", "dark")])
def test_the_pages_hold_in_a_real_browser(browser: Any, desk_house: House, reader: Visitor, lang: str, theme: str) -> None:
    page = enter(browser, desk_house, "head", lang=lang, theme=theme)
    for address in ("/bulk", f"/bulk?{ASKED}"):
        page.goto(desk_house.address + address)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.said == []
