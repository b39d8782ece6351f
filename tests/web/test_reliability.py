"""Agreement and the random sample in the browser: blind until one answers, decided in place, the figures afterwards."""

import json
import re

import pytest

from tests.web import browsing
from tests.web.conftest import House
from tests.web.visitor import Visitor


@pytest.fixture(scope="module")
def drawn(desk_house: House, verrin: Visitor) -> str:
    """The address of a sample for the second reader, after the first accepted ten claims."""
    review = next(path for path in re.findall(r'href="(/review/ev-[0-9a-f]+)"', verrin.get("/review").markup))
    for _ in range(10):
        page = verrin.get(review).markup
        card = re.search(r'name="claim" value="(cl-\w+)".*?name="version" value="(\d+)"', page, re.S)
        assert card, "there is something to decide"
        assert verrin.post(review, {"claim": card[1], "version": card[2], "do": "accept"}).status == 200
    return "/reliability?of=claims&n=5&seed=7"


def test_the_desk_leads_to_it_and_without_answers_there_is_no_figure(desk_house: House) -> None:
    senior = desk_house.visit("senior")
    assert 'href="/reliability"' in senior.get("/review").markup
    assert "No claim was decided by two readers yet" in senior.get("/reliability").text


def test_a_sample_is_blind_and_an_answer_shows_what_others_decided(desk_house: House, drawn: str) -> None:
    senior = desk_house.visit("senior")
    page = senior.get(drawn)
    assert page.text.count('value="accepted"') == 5
    assert "You have read none of them yet." in page.text
    assert "Invented data" in page.text
    around = re.findall(r"<bdi[^>]*>([^<]*)<mark>([^<]+)</mark>([^<]*)</bdi>", page.text)
    assert len(around) == 5
    assert any(before and after for before, _, after in around), "words stand in their sentence"
    assert all(len(before) <= 160 and len(after) <= 160 for before, _, after in around)
    ids = re.findall(r'name="id" value="(cl-\w+)"><input type="hidden" name="expected" value="(\d+)"', page.markup)
    for (id, version), answer in zip(ids, ("accepted", "rejected", "unsure"), strict=False):
        reply = senior.post("/reliability", {"of": "claims", "n": "5", "seed": "7", "id": id, "expected": version, "do": answer})
        assert reply.status == 200
    assert "1 of the 2 you have read were wrong: 50.0 %" in reply.text
    assert reply.text.count('value="accepted"') == 2
    agreed = senior.get("/reliability").text
    assert "Krippendorff" in agreed
    assert re.search(r"All together.*3 claims", agreed, re.S)
    undone = senior.post(
        "/reliability", {"of": "claims", "n": "5", "seed": "7", "id": ids[1][0], "expected": str(int(ids[1][1]) + 1), "do": "undo"}
    )
    assert "0 of the 1 you have read were wrong" in undone.text


def test_links_are_judged_on_their_own_page_without_what_others_judged(desk_house: House, verrin: Visitor) -> None:
    pair = re.search(r'name="left" value="(re-\w+)"><input type="hidden" name="right" value="(re-\w+)"', verrin.get("/people/pairs").markup)
    assert pair
    verrin.post("/people/pairs", {"left": pair[1], "right": pair[2], "do": "same", "reason": "one father, one school"})
    senior = desk_house.visit("senior")
    sample, alone = "/reliability?of=links&n=50&seed=1", f"/people/pairs?left={pair[1]}&right={pair[2]}"
    assert f'href="{alone}&blind=yes"' in senior.get(sample).markup.replace("&amp;", "&")
    assert "one father, one school" in senior.get(alone).text
    blind = senior.get(f"{alone}&blind=yes").text
    assert "one father, one school" not in blind
    assert "Both stand in one entry with" in senior.get(alone).text
    assert "Both stand in one entry with" not in blind
    assert "You read this pair as part of a sample." in blind
    senior.post("/people/pairs", {"left": pair[1], "right": pair[2], "do": "different", "reason": "two fathers"})
    assert "1 of the 1 you have read were wrong: 100.0 %" in senior.get(sample).text


def test_a_wrong_number_is_told_by_the_form_and_a_stranger_decides_nothing(desk_house: House, drawn: str) -> None:
    senior = desk_house.visit("senior")
    for query in ("n=0&seed=7", "n=x&seed=7", "n=5&seed=-1", "n=5&seed=7&of=people"):
        reply = senior.get(f"/reliability?{query}")
        assert reply.status == 422, query
        assert 'id="seed-error"' in reply.markup
    assert senior.post("/reliability", {"id": "cl-" + "0" * 32, "expected": "1", "do": "accepted"}).status == 404
    assert senior.post("/reliability", {"id": "x", "expected": "x", "do": "drop"}).status == 400


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(("lang", "theme"), [("en", "light"), ("fa", "dark")])
def test_the_page_is_accessible_narrow_and_quiet(browser: object, desk_house: House, drawn: str, lang: str, theme: str) -> None:
    page = browsing.enter(browser, desk_house, "senior", lang=lang, theme=theme, viewport={"width": 320, "height": 640})
    for address in (drawn, "/reliability"):
        page.goto(desk_house.address + address)
        assert page.said == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert browsing.axe(page) == []
        page.said.clear()  # axe itself tries an inline style, and the policy stops it


def test_corrections_in_invented_items_are_taken_as_a_file_of_cases(desk_house: House) -> None:
    head, at = desk_house.visit("head"), f"/review/{desk_house.items['Bulletin 12']}"
    proposed = re.search(r'<li class="claim proposed" data-claim="([^"]+)"', head.get(at).markup)
    assert proposed is not None
    card = next(part for part in head.get(f"{at}?claim={proposed[1]}").markup.split('<li class="claim ') if part.startswith("selected"))
    claim, version = (re.search(rf'name="{name}" value="([^"]+)"', card)[1] for name in ("claim", "version"))  # type: ignore[index]
    assert head.post(at, {"do": "reject", "claim": claim, "version": version}).status == 200
    assert 'value="corrections"' in head.get("/reliability").markup
    taken = head.post("/reliability", {"do": "corrections"})
    assert taken.headers["Content-Disposition"] == 'attachment; filename="cases.json"'
    (bulletin,) = [one for one in json.loads(taken.body) if one["evidence"] == desk_house.items["Bulletin 12"]]
    assert [case["is_wanted"] for case in bulletin["cases"]] == [False]
    senior = desk_house.visit("senior")
    assert 'value="corrections"' not in senior.get("/reliability").markup
    assert senior.post("/reliability", {"do": "corrections"}).status == 403
