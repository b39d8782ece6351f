"""Readers and comments on the pages: asked, handed in, said; in a real browser, in both languages."""

import re
from typing import Any

import pytest

from tests.web.browsing import axe, enter, press, settled
from tests.web.conftest import House
from tests.web.visitor import Visitor

WORDS = "The day is that of the letter"
ROW = re.compile(r'name="id" value="(as-\w+)"><input type="hidden" name="version" value="(\d+)">')


@pytest.fixture(scope="module")
def at(desk_house: House) -> str:
    return f"/review/{desk_house.items['Communiqué no. 9']}"


@pytest.fixture(scope="module")
def head(desk_house: House) -> Visitor:
    return desk_house.visit("head")


def open_row(markup: str) -> dict[str, str]:
    """What hands the open assignment in."""
    found = ROW.search(markup)
    assert found, "nothing can be handed in"
    return {"id": found[1], "version": found[2]}


def option(markup: str, name: str) -> str:
    found = re.search(rf'<option value="(ag-\w+)"[^>]*>{re.escape(name)}</option>', markup)
    assert found, f"{name} cannot be asked"
    return found[1]


def test_somebody_is_asked_finds_it_in_their_list_and_hands_it_in(desk_house: House, head: Visitor, at: str) -> None:
    verrin = desk_house.visit("verrin")
    assert "Nothing is asked of you" in verrin.get("/review?whose=mine").text
    asked = head.post(
        f"{at}/casework", {"do": "assign", "to": option(head.get(f"{at}/casework").markup, "L. Verrin"), "note": "before Friday"}
    )
    assert "before Friday" in asked.text
    assert "asked of L. Verrin" in head.get("/review").text
    assert at in verrin.get("/review?whose=mine").markup
    refused = verrin.post(f"{at}/casework", open_row(verrin.get(f"{at}/casework").markup) | {"do": "returned"})
    assert refused.status == 422
    assert "needs a reason" in refused.text
    done = verrin.post(f"{at}/casework", open_row(refused.markup) | {"do": "done"})
    assert ">done<" in done.markup
    assert "Nothing is asked of you" in verrin.get("/review?whose=mine").text


def test_a_comment_stands_with_its_claim_and_is_counted_at_the_desk(head: Visitor, at: str) -> None:
    claim = re.search(r'data-claim="(cl-\w+)"', head.get(at).markup)
    assert claim is not None
    said = head.post(f"{at}/casework", {"do": "comment", "claim": claim[1], "words": f"<b>{WORDS}</b>"})
    assert f"&lt;b&gt;{WORDS}" in said.markup
    assert f"{at}?claim={claim[1]}" in said.markup
    assert "one comment" in head.get(at).text


def test_what_cannot_be_taken_is_not_lost(head: Visitor, at: str) -> None:
    long = "word " * 1000
    refused = head.post(f"{at}/casework", {"do": "comment", "words": long})
    assert refused.status == 422
    assert long.strip() in refused.text


def test_whoever_may_not_ask_sees_no_form_to_ask(desk_house: House, at: str) -> None:
    okari = desk_house.visit("okari")
    page = okari.get(f"{at}/casework")
    assert page.status == 200
    assert 'value="assign"' not in page.markup
    assert okari.post(f"{at}/casework", {"do": "assign", "to": "verrin"}).status == 403
    assert desk_house.visit("audit").get(f"{at}/casework").status == 403


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("fa", "dark")])
def test_a_comment_is_made_by_keys_and_axe_finds_nothing(browser: Any, desk_house: House, at: str, lang: str, theme: str) -> None:
    page = enter(browser, desk_house, "verrin", lang=lang, theme=theme)
    page.goto(desk_house.address + at)
    settled(page)
    page.locator(".claim[data-selected] a[href*=casework]").focus()
    press(page, "Enter")
    assert axe(page) == []
    page.focus("#words")
    page.keyboard.type(WORDS)
    page.keyboard.press("Tab")
    press(page, "Enter")
    assert WORDS in page.locator("section[aria-labelledby=comments] li").last.inner_text()
    assert axe(page) == []
    assert page.said == []
