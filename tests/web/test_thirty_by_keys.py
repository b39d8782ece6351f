"""Thirty proposed claims accepted, corrected, rejected or left unsure in a real browser, by keys alone."""

import re
import time
from typing import Any

import pytest

from tests.web.browsing import enter, press, settled
from tests.web.conftest import House
from tests.web.test_evidence import seal

pytestmark = pytest.mark.needs("chromium")
THIRTY = 30
GIVEN, FAMILY = ("Arvin", "Behan", "Kian", "Navid", "Talek", "Soren", "Miran", "Dara"), ("Velkori", "Ostami", "Merandi", "Zinvalo")
KEYS = ("a", "a", "e", "r", "u", "a")


def report() -> str:
    """A report on as many invented people as thirty cards take."""
    people = [f"{given} {family}" for family in FAMILY for given in GIVEN[: 1 + len(family) % 4]]
    return "\n\n".join(
        f"{name}, {21 + n}, was arrested on {n + 1} May 2025 in Merun. On {n + 1} June 2025 {name} was sentenced to death."
        for n, name in enumerate(people)
    )


@pytest.fixture(scope="module")
def report_at(desk_house: House) -> str:
    """Where the report is reviewed, once the worker of the house has read it."""
    visitor = desk_house.visit("head")
    found = re.search(r"/evidence/(ev-[0-9a-f]{32})", seal(visitor, "report-of-thirty.txt", report().encode()).markup)
    assert found
    until = time.monotonic() + 120
    while visitor.get(f"/review/{found[1]}").markup.count('data-claim="') < THIRTY:
        assert time.monotonic() < until, "the worker of the house did not read it"
        time.sleep(0.3)
    return f"{desk_house.address}/review/{found[1]}"


def chosen(page: Any) -> tuple[str, str]:
    """The open card: its claim, and how often it was decided or corrected."""
    card = page.locator(".claim[data-selected]")
    return card.get_attribute("data-claim"), card.locator("input[name=version]").first.get_attribute("value")


def correct(page: Any) -> None:
    """Correct the open claim: its value where it is typed, and the reason, with Tab and Enter."""
    press(page, "e")
    for _ in range(12):
        name = page.evaluate("document.activeElement.name || ''")
        if name == "value":
            page.keyboard.press("Control+A")
            page.keyboard.type("44")
        if name == "reason":
            break
        page.keyboard.press("Tab")
    assert name == "reason"
    page.keyboard.type("read again")
    press(page, "Enter")


def test_thirty_claims_are_decided_by_keys_alone(browser: Any, desk_house: House, report_at: str) -> None:
    page = enter(browser, desk_house, "verrin")
    page.goto(report_at)
    settled(page)
    decided: dict[str, str] = {}
    while len(decided) < THIRTY:
        claim, _ = chosen(page)
        key = KEYS[len(decided) % len(KEYS)]
        assert claim not in decided, "a decided card is open again"
        decided[claim] = key
        if key == "e":
            correct(page)
            assert chosen(page)[0] == claim  # a correction is shown before the next
            press(page, "a" if page.locator(".claim[data-selected] .contested").count() else "j")  # what else the card says
        else:
            press(page, key)
    said = {"a": "accepted", "e": "accepted", "r": "rejected", "u": "unsure"}
    page.goto(report_at)
    settled(page)
    states = {}
    for claim in decided:
        page.goto(f"{report_at}?claim={claim}")
        states[claim] = page.locator(".claim[data-selected] .state").inner_text()
    assert all(said[key] in states[claim].lower() for claim, key in decided.items())
    assert f"{THIRTY} of " in page.text_content("#progress")
    assert page.said == []
