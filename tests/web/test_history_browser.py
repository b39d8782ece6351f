"""Two versions of a claim compared in a real browser, by keys alone, in English and Persian."""

from typing import Any

import pytest

from tests.web.browsing import axe, enter, press, settled
from tests.web.conftest import House

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def address(browser: Any, desk_house: House) -> str:
    """The history of a claim that was accepted and taken back: three versions."""
    page = enter(browser, desk_house, "verrin")
    page.goto(f"{desk_house.address}/review/{desk_house.items['Communiqué no. 9']}")
    settled(page)
    claim, item = page.locator(".claim[data-selected]").get_attribute("data-claim"), desk_house.items["Communiqué no. 9"]
    press(page, "a")
    settled(page)
    press(page, "z")
    settled(page)
    page.context.close()
    return f"{desk_house.address}/review/{item}/history/{claim}"


@pytest.mark.parametrize(("lang", "theme", "label", "accepted"), [
    ("en", "light", "Decisions", "Accepted"), ("fa", "dark", "داوری‌ها", "پذیرفته"),
])  # fmt: skip
def test_versions_are_chosen_and_compared_by_keys(
    browser: Any, desk_house: House, address: str, lang: str, theme: str, label: str, accepted: str
) -> None:
    page = enter(browser, desk_house, "senior", lang=lang, theme=theme)
    page.goto(address)
    settled(page)
    page.focus("#from")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**?from=1&to=2")
    settled(page)
    row = page.locator("tr", has_text="standing.readings[0].answer")
    assert row.locator("th").text_content().startswith(label)
    assert row.locator("td").all_text_contents() == ["–", accepted]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    assert page.said == []
    page.context.close()
