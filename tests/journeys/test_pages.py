"""Every page of the demonstration in a real browser, in both languages, light and dark, wide and narrow: accessible, quiet, within reach of keys.

The pages are those that links lead to, one of each shape of address, and a draft with everything it lacks.
"""

import re
from typing import Any

import pytest

from tests.journeys.conftest import LOGIN
from tests.journeys.tour import tour
from tests.web import browsing
from tests.web.conftest import House

pytestmark = pytest.mark.needs("chromium")

UNSEEN = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && !e.classList.contains('skip'))
  .filter(e => { e.focus({focusVisible: true, preventScroll: true}); const s = getComputedStyle(e);
    return document.activeElement !== e || (s.outlineStyle === 'none' && s.boxShadow === 'none'); })
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def addresses(house: House) -> list[str]:
    """One address of each shape."""
    visitor = house.visit(LOGIN)
    person = re.search(r"/people/(en-[0-9a-f]{32})", visitor.get("/people?show=danger").text)[1]  # type: ignore[index]
    draft = visitor.post(f"/submissions/draft?person={person}").url.removeprefix(house.address)
    found = list(tour(visitor, each=1))
    assert len(found) > 25
    return list(dict.fromkeys([*found, draft, f"/consent/{person}", "/people/en-" + "0" * 32]))


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.slow), "fa"])
def test_every_page_is_accessible_in_both_themes_quiet_and_reached_by_keys(
    house: House, browser: Any, addresses: list[str], lang: str
) -> None:
    page = browsing.enter(browser, house, LOGIN, lang=lang)
    wrong: dict[str, list[str]] = {}
    for address in addresses:
        page.said.clear()
        page.emulate_media(color_scheme="light")
        page.goto(house.address + address)
        page.wait_for_load_state("load")
        said = [words for words in page.said if "404" not in words]
        found = [*said, *browsing.axe(page), *(f"no focus ring: {html}" for html in page.evaluate(UNSEEN))]
        page.emulate_media(color_scheme="dark")
        found += browsing.axe(page, "color-contrast")
        if found:
            wrong[address] = found
    assert wrong == {}


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_no_page_scrolls_sideways_on_the_narrowest_phone(house: House, browser: Any, addresses: list[str], lang: str) -> None:
    page = browsing.enter(browser, house, LOGIN, lang=lang, viewport={"width": 320, "height": 640})
    wide = {}
    for address in addresses:
        page.goto(house.address + address)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            wide[address] = width
    assert wide == {}
