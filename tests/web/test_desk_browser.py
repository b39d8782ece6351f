"""The desk in a real browser at a really served archive, by keys alone.

Two people in two browsers; English and Persian, light and dark; axe-core finds nothing and the console says nothing.
"""

from typing import Any

import pytest

from tests.web.browsing import axe, enter, press, select, settled, until
from tests.web.conftest import House

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def verrin(browser: Any, desk_house: House) -> Any:
    return enter(browser, desk_house, "verrin")


@pytest.fixture(scope="module")
def persian(browser: Any, desk_house: House) -> Any:
    """The second reader, in Persian and in the dark."""
    return enter(browser, desk_house, "senior", lang="fa", theme="dark")


def chosen(page: Any) -> str:
    return str(page.locator(".claim[data-selected]").get_attribute("data-claim"))


def test_two_browsers_decide_one_claim_and_the_second_sees_both_versions_in_its_place(desk_house: House, verrin: Any, persian: Any) -> None:
    at = f"{desk_house.address}/review/{desk_house.items['نامهٔ خواهر']}"
    for page in (verrin, persian):
        page.goto(at)
        settled(page)
    persian.goto(f"{at}?claim={chosen(verrin)}&change=1")
    settled(persian)
    press(verrin, "e")
    field = "#change-value" if verrin.locator("#change-value").count() else "#change-reason"
    verrin.fill(field, "one")
    verrin.click("button[value=change]")
    settled(verrin)
    persian.fill(field, "دو")
    persian.click("button[value=change]")
    settled(persian)
    told = persian.text_content(".meanwhile")
    assert "L. Verrin" in told
    assert persian.input_value(field) == "دو"
    assert axe(persian) == []
    persian.click("button[value=change]")
    settled(persian)
    assert persian.locator(".meanwhile").count() == 0


def test_j_and_k_move_the_open_claim_with_its_passage_and_the_line_between(desk_house: House, verrin: Any) -> None:
    verrin.goto(f"{desk_house.address}/review/{desk_house.items['Communiqué no. 9']}")
    settled(verrin)
    seen = []
    for key in ("k", "k", "j"):  # the desk opens at the last claim, which alone is still to decide
        before = chosen(verrin)
        press(verrin, key)
        until(verrin, f"document.querySelector('.claim[data-selected]').dataset.claim !== '{before}'")
        seen.append(chosen(verrin))
        assert verrin.locator("mark[data-selected]").first.get_attribute("data-claim") == seen[-1]
        until(verrin, f"document.activeElement.dataset.claim === '{seen[-1]}'")  # the open claim has the focus
    assert seen[0] == seen[2] != seen[1]


def test_a_decision_says_what_it_did_to_those_who_do_not_see_it(desk_house: House, verrin: Any) -> None:
    verrin.goto(f"{desk_house.address}/review/{desk_house.items['List C']}")
    settled(verrin)
    for key, words in (("u", "unsure"), ("k", ""), ("r", "rejected")):
        press(verrin, key)
        if words:
            assert words in verrin.text_content("#live")
    press(verrin, "k")


@pytest.mark.parametrize("title", ["Letter, photographed", "نامهٔ خواهر"])
def test_a_persian_document_is_tied_from_right_to_left(desk_house: House, persian: Any, title: str) -> None:
    persian.goto(f"{desk_house.address}/review/{desk_house.items[title]}")
    settled(persian)
    until(persian, "[...document.images].every(i => i.complete)")
    assert persian.get_attribute("#document", "dir") == "rtl"
    persian.wait_for_selector(".tie.tied")
    mark = persian.locator("mark[data-selected]").last.bounding_box()
    block = persian.locator(".tie rect").bounding_box()
    assert abs(block["x"] + 4 - mark["x"]) < 6
    assert persian.locator("#document").bounding_box()["x"] > persian.locator(".claim-list").bounding_box()["x"]


def test_words_selected_in_persian_become_a_claim_at_their_code_points(desk_house: House, persian: Any) -> None:
    persian.goto(f"{desk_house.address}/review/{desk_house.items['Letter, photographed']}")
    settled(persian)
    select(persian, "۱۲ مهر ۱۴۰۳")
    press(persian, "d")
    assert persian.is_visible("#new [name=year]")
    assert not persian.is_visible("#new [name=value]")
    persian.focus("#new [name=year]")
    press(persian, "Enter")
    assert "۱۲ مهر ۱۴۰۳" in persian.text_content(".claim[data-selected]")


PAGES = ("review", "bulletin", "people", "person", "pairs", "submissions", "letter", "consent")


def address(desk_house: House, page: Any, name: str) -> str:
    person, item = desk_house.people["Behan Esmarin"], desk_house.items
    made = {
        "review": f"/review/{item['Letter, photographed']}", "bulletin": f"/review/{item['Bulletin 12']}", "people": "/people", "person": f"/people/{person}",
        "pairs": "/people/pairs", "submissions": "/submissions", "consent": f"/consent/{person}",
    }  # fmt: skip
    if name != "letter":
        return desk_house.address + made[name]
    page.goto(f"{desk_house.address}/people/{person}")
    press(page, "d")
    page.wait_for_url("**/submissions/su-*")
    return str(page.url)


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_english_and_light(desk_house: House, verrin: Any, name: str) -> None:
    verrin.goto(address(desk_house, verrin, name))
    settled(verrin)
    assert axe(verrin) == []


@pytest.mark.parametrize("name", ["review", "bulletin", "people", "person", "pairs"])
def test_axe_finds_nothing_in_persian_and_dark(desk_house: House, persian: Any, name: str) -> None:
    persian.goto(address(desk_house, persian, name))
    settled(persian)
    if name == "person":
        press(persian, "w")
        assert persian.locator("#why .bedrock").is_visible()
    assert axe(persian) == []


@pytest.mark.parametrize("name", ["review", "person", "pairs"])
def test_no_page_of_the_desk_scrolls_sideways_at_320_pixels(desk_house: House, verrin: Any, name: str) -> None:
    verrin.goto(address(desk_house, verrin, name))
    verrin.set_viewport_size({"width": 320, "height": 640})
    settled(verrin)
    wide = verrin.evaluate("document.documentElement.scrollWidth")
    verrin.set_viewport_size({"width": 1440, "height": 900})
    assert wide <= 320


def test_what_was_done_by_scripts_can_be_done_without_them(browser: Any, desk_house: House) -> None:
    page = enter(browser, desk_house, "verrin", java_script_enabled=False)
    page.goto(f"{desk_house.address}/review/{desk_house.items['Communiqué no. 9']}")
    page.locator("a.claim-row").first.click()
    page.click("button[value=unsure]")
    assert "unsure" in page.text_content("#said")
    page.goto(f"{desk_house.address}/people/{desk_house.people['Behan Esmarin']}")
    page.locator("a.said").first.click()
    assert page.locator("#why .bedrock").is_visible()


def test_nobody_complained(verrin: Any, persian: Any) -> None:
    """A refusal has its status, which the console repeats; nothing else is said there."""
    assert [words for page in (verrin, persian) for words in page.said if "409" not in words] == []
