"""Home, evidence, ledger, checking, search and settings as they are really served: accessible, quiet, narrow, light, by keys alone."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from tests.web import browsing
from tests.web.conftest import House

pytestmark = pytest.mark.needs("chromium")

PAGES = ("/", "/evidence", "/evidence/{item}", "/evidence/{photo}", "/ledger/verify", "/packages?id={item}", "/excerpts", "/settings", "/trace/{item}",
         "/search")  # fmt: skip
STATIC = Path(__file__).parents[2] / "src" / "muniment" / "web" / "static"


def addresses(house: House) -> list[str]:
    """Every page of this file, with identifiers of this house."""
    ids = {"item": house.items["Communiqué no. 9"], "photo": house.items["Letter, photographed"]}
    return [page.format(**ids) for page in PAGES]


@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), pytest.param("fa", "dark", marks=pytest.mark.slow)])
def test_axe_finds_nothing_and_no_page_complains(browser: Any, house: House, lang: str, theme: str) -> None:
    page = browsing.enter(browser, house, "verrin", lang=lang, theme=theme)
    for address in addresses(house):
        page.goto(house.address + address)
        page.wait_for_load_state("load")
        assert page.said == [], address
        assert browsing.axe(page) == [], address
        page.said.clear()  # axe itself tries an inline style, and the policy stops it


def test_no_page_scrolls_sideways_on_a_narrow_phone(browser: Any, house: House) -> None:
    page = browsing.enter(browser, house, "verrin", lang="fa", viewport={"width": 320, "height": 640})
    for address in addresses(house):
        page.goto(house.address + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_a_page_weighs_under_100_kb_compressed_with_all_it_loads_but_fonts(house: House) -> None:
    visitor = house.visit("verrin")
    for address in addresses(house):
        text = visitor.get(address).text
        loads = {name for name in re.findall(r'(?:href|src)="/static/([^"]+)"', text) if not name.endswith(".woff2")} | {
            "vendor/pico.min.css"
        }
        weight = len(gzip.compress(text.encode())) + sum(len(gzip.compress((STATIC / name).read_bytes())) for name in loads)
        assert weight < 100_000, (address, weight)


def test_the_keyboard_alone_takes_in_finds_and_checks(browser: Any, house: House) -> None:
    page = browsing.enter(browser, house, "verrin")
    page.keyboard.press("/")
    page.keyboard.type("Esmarin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?n=*")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/*")
    page.wait_for_load_state("load")
    page.goto(f"{house.address}/evidence")
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.id") == "files"


def test_a_file_dropped_anywhere_is_chosen_and_one_too_large_is_said_before_it_is_sent(browser: Any, house: House) -> None:
    page = browsing.enter(browser, house, "verrin")
    page.goto(f"{house.address}/evidence")
    drop = """size => { const data = new DataTransfer(); data.items.add(new File([new Uint8Array(size)], 'dropped.bin'));
              document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})); }"""  # fmt: skip
    page.evaluate(drop, 10)
    assert page.evaluate("document.getElementById('files').files[0].name") == "dropped.bin"
    assert page.text_content("#files-error") == ""
    page.evaluate(drop, 65_000_000)
    assert "taken in on the machine itself" in page.text_content("#files-error")
    page.click("form.intake button.primary")
    assert page.url.endswith("/evidence")
    assert page.evaluate("document.activeElement.id") == "files"


def test_an_auditor_checks_the_whole_archive_by_one_key(browser: Any, house: House) -> None:
    page = browsing.enter(browser, house, "audit")
    page.goto(f"{house.address}/ledger")
    assert browsing.axe(page) == []
    page.keyboard.press("v")
    page.wait_for_selector("#verdict", timeout=60_000)  # every byte is read again
    assert page.locator(".checked.failed").count() == 0


def test_the_keyboard_alone_chooses_and_saves_an_excerpt(browser: Any, house: House) -> None:
    page = browsing.enter(browser, house, "verrin")
    page.goto(f"{house.address}/excerpts")
    page.focus("[name=of]:checked")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("[...document.querySelectorAll('main input:checked')].map(i => i.value)") == ["records", "xlsx", "count"]
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("for a study")
    assert page.evaluate("document.querySelector('[name=reason]').value") == "for a study"
    assert page.said == []
