"""The desk in a real browser at a really served archive: by keys alone from a sealed paper to a letter that left.

Two people in two browsers; English and Persian, light and dark; axe-core finds nothing and the console says nothing.
"""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.browsing import axe, chromium, enter, select
from tests.web.conftest import House

pytestmark = pytest.mark.needs("chromium")

PAPER = """A note from ward 4

Yaros Danvali, a teacher aged 30, was arrested on 4 April 2025 in Merun. On 9 June 2025 Yaros Danvali was sentenced to death by Branch 4 of the Ostrin Bench. On 20 November 2026 Yaros Danvali was moved to solitary confinement.

The families ask to be told where Yaros Danvali is held: in Stone Ford prison, a guard said.
"""


@pytest.fixture(scope="module")
def house(desk_house: House) -> House:
    return desk_house


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="module")
def verrin(browser: Any, house: House) -> Any:
    return enter(browser, house, "verrin")


@pytest.fixture(scope="module")
def persian(browser: Any, house: House) -> Any:
    """The second reader, in Persian and in the dark."""
    return enter(browser, house, "senior", lang="fa", theme="dark")


def until(page: Any, true: str, seconds: float = 15) -> None:
    """Until a page says yes. Asked from here: the content policy lets nothing in the page wait by itself."""
    end = time.monotonic() + seconds
    while not _says(page, true):
        assert time.monotonic() < end, true
        page.wait_for_timeout(50)


def _says(page: Any, true: str) -> bool:
    from playwright.sync_api import Error

    try:
        return bool(page.evaluate(true))
    except Error as exc:  # the page went elsewhere while it was asked
        assert "context was destroyed" in str(exc), exc
        return False


def settled(page: Any) -> None:
    """Until htmx has put the answer in its place."""
    page.wait_for_load_state("load")
    until(page, "!document.querySelector('.htmx-request, .htmx-settling, .htmx-swapping')")


def press(page: Any, key: str) -> None:
    """Press a key and wait for what it opens: another page, or another part of this one."""
    page.keyboard.press(key)
    page.wait_for_timeout(60)
    page.wait_for_load_state("networkidle")
    settled(page)


def chosen(page: Any) -> str:
    return str(page.locator(".claim[data-selected]").get_attribute("data-claim"))


def test_from_a_sealed_paper_to_a_letter_that_left_by_keys_alone(browser: Any, house: House, tmp_path: Path) -> None:
    """1 seal; 2 review; 3 why; 4 draft; 5 consent; 6 the second person; 7 release."""
    page = enter(browser, house, "verrin")
    paper = tmp_path / "ward-4.txt"
    paper.write_text(PAPER)
    page.goto(f"{house.address}/evidence")  # (1)
    page.set_input_files("#files", str(paper))
    page.focus("main form button.primary")
    press(page, "Enter")
    page.goto(f"{house.address}/review")
    until(page, "fetch('/review').then(r => r.text()).then(t => t.includes('ward-4.txt'))", 90)
    page.reload()
    while "ward-4.txt" not in (page.locator(".at").text_content() if page.locator(".at").count() else ""):  # (2)
        press(page, "j")
    press(page, "Enter")
    total = int(re.search(r"0 of (\d+)", page.text_content("#progress"))[1])  # type: ignore[index]
    for done in range(1, total + 1):
        press(page, "a")
        assert page.text_content("#progress") == f"{done} of {total} read"
    assert "accepted" in page.text_content("#said")
    assert page.locator(".tie.decided").count() == 1
    select(page, "Stone Ford prison")
    press(page, "p")
    assert page.input_value("#new [name=quote]") == "Stone Ford prison"
    page.select_option("#new [name=about]", label="Yaros Danvali")
    page.focus("#new [name=value]")
    press(page, "Enter")
    assert "A new claim stands in the list" in page.text_content("#said")
    page.goto(f"{house.address}/people?show=danger")  # (3)
    page.click("text=Yaros Danvali")
    settled(page)
    assert "In danger now" in page.text_content(".person-title")
    while page.locator("a.said.at").count() == 0 or "4 April 2025" not in page.text_content("a.said.at"):
        press(page, "j")
    press(page, "w")
    assert "4 April 2025" in page.text_content("#why .asked")
    assert page.locator("#why .bedrock").is_visible()
    press(page, "d")  # (4)
    page.wait_for_url("**/submissions/su-*")
    letter = page.url
    assert "It cannot leave yet" in page.text_content("main")
    press(page, "c")  # (5)
    for name, words in (("given_by", "his mother"), ("capacity", "mother"), ("how", "by telephone"), ("language", "fa")):
        page.fill(f"[name={name}]", words)
    for purpose in ("submit", "share-with-state", "name-in-letter"):
        page.select_option(f"[name=answer-{purpose}]", "next-of-kin")
    page.focus("main form button.primary")
    press(page, "Enter")
    assert page.url == letter
    assert "Every answer that this letter needs is there." in page.text_content("main")
    if not page.locator("#cover-submitter").is_visible():
        page.click("details.cover summary")
    for name, words in (("submitter", "Merun Circle"), ("contact", "desk@circle.example"), ("country", "Tavrin"), ("state", "Tavrin"), ("relation", "an association"),
                        ("obtained", "from his mother"), ("perpetrator", "the prison office")):  # fmt: skip
        page.fill(f"#cover-{name}", words)
    page.check("[name=follow_up]")
    page.check("[name=good_faith]")
    page.click("button[value=cover]")
    settled(page)
    page.select_option("#what", "reprisal")
    page.fill("#words", "His mother asked for it, knowing what could follow.")
    page.click("button[value=decide]")
    settled(page)
    second = enter(browser, house, "okari")  # (6)
    second.goto(letter)
    for what in ("reprisal", "approve"):
        second.select_option("#what", what)
        second.fill("#words", "Read against its claims.")
        second.click("button[value=decide]")
        settled(second)
    assert second.locator("text=It cannot leave yet").count() == 0, second.text_content(".wrong")
    second.fill("#release-words", "The hours are few.")
    second.press("#release-words", "Enter")  # (7)
    settled(second)
    assert "This letter has left and is frozen." in second.text_content("main")
    with second.expect_download() as download:
        second.click("text=PDF")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    assert page.said == []
    assert second.said == []


def test_two_browsers_decide_one_claim_and_the_second_sees_both_versions_in_its_place(house: House, verrin: Any, persian: Any) -> None:
    at = f"{house.address}/review/{house.items['نامهٔ خواهر']}"
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


def test_j_and_k_move_the_open_claim_with_its_passage_and_the_line_between(house: House, verrin: Any) -> None:
    verrin.goto(f"{house.address}/review/{house.items['Communiqué no. 9']}")
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


def test_a_decision_says_what_it_did_to_those_who_do_not_see_it(house: House, verrin: Any) -> None:
    verrin.goto(f"{house.address}/review/{house.items['List C']}")
    settled(verrin)
    for key, words in (("u", "unsure"), ("k", ""), ("r", "rejected")):
        press(verrin, key)
        if words:
            assert words in verrin.text_content("#live")
    press(verrin, "k")


@pytest.mark.parametrize("title", ["Letter, photographed", "نامهٔ خواهر"])
def test_a_persian_document_is_tied_from_right_to_left(house: House, persian: Any, title: str) -> None:
    persian.goto(f"{house.address}/review/{house.items[title]}")
    settled(persian)
    until(persian, "[...document.images].every(i => i.complete)")
    assert persian.get_attribute("#document", "dir") == "rtl"
    persian.wait_for_selector(".tie.tied")
    mark = persian.locator("mark[data-selected]").last.bounding_box()
    block = persian.locator(".tie rect").bounding_box()
    assert abs(block["x"] + 4 - mark["x"]) < 6
    assert persian.locator("#document").bounding_box()["x"] > persian.locator(".claim-list").bounding_box()["x"]


def test_words_selected_in_persian_become_a_claim_at_their_code_points(house: House, persian: Any) -> None:
    persian.goto(f"{house.address}/review/{house.items['Letter, photographed']}")
    settled(persian)
    select(persian, "۱۲ مهر ۱۴۰۳")
    press(persian, "d")
    assert persian.is_visible("#new [name=year]")
    assert not persian.is_visible("#new [name=value]")
    persian.focus("#new [name=year]")
    press(persian, "Enter")
    assert "۱۲ مهر ۱۴۰۳" in persian.text_content(".claim[data-selected]")


PAGES = ("review", "bulletin", "people", "person", "pairs", "submissions", "letter", "consent")


def address(house: House, page: Any, name: str) -> str:
    person, item = house.people["Behan Esmarin"], house.items
    made = {
        "review": f"/review/{item['Letter, photographed']}", "bulletin": f"/review/{item['Bulletin 12']}", "people": "/people", "person": f"/people/{person}",
        "pairs": "/people/pairs", "submissions": "/submissions", "consent": f"/consent/{person}",
    }  # fmt: skip
    if name != "letter":
        return house.address + made[name]
    page.goto(house.address + "/submissions")
    return house.address + str(page.get_attribute("main table a", "href"))


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_english_and_light(house: House, verrin: Any, name: str) -> None:
    verrin.goto(address(house, verrin, name))
    settled(verrin)
    assert axe(verrin) == []


@pytest.mark.parametrize("name", ["review", "bulletin", "people", "person", "pairs"])
def test_axe_finds_nothing_in_persian_and_dark(house: House, persian: Any, name: str) -> None:
    persian.goto(address(house, persian, name))
    settled(persian)
    if name == "person":
        press(persian, "w")
        assert persian.locator("#why .bedrock").is_visible()
    assert axe(persian) == []


@pytest.mark.parametrize("name", ["review", "person", "pairs"])
def test_no_page_of_the_desk_scrolls_sideways_at_320_pixels(house: House, verrin: Any, name: str) -> None:
    verrin.goto(address(house, verrin, name))
    verrin.set_viewport_size({"width": 320, "height": 640})
    settled(verrin)
    wide = verrin.evaluate("document.documentElement.scrollWidth")
    verrin.set_viewport_size({"width": 1440, "height": 900})
    assert wide <= 320


def test_what_was_done_by_scripts_can_be_done_without_them(browser: Any, house: House) -> None:
    page = enter(browser, house, "verrin", java_script_enabled=False)
    page.goto(f"{house.address}/review/{house.items['Communiqué no. 9']}")
    page.locator("a.claim-row").first.click()
    page.click("button[value=unsure]")
    assert "unsure" in page.text_content("#said")
    page.goto(f"{house.address}/people/{house.people['Behan Esmarin']}")
    page.locator("a.said").first.click()
    assert page.locator("#why .bedrock").is_visible()


def test_nobody_complained(verrin: Any, persian: Any) -> None:
    """A refusal has its status, which the console repeats; nothing else is said there."""
    assert [words for page in (verrin, persian) for words in page.said if "409" not in words] == []
