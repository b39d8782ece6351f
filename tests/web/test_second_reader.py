"""Two people read a claim on the pages: the owner asks for it, the first reads, the second is told nothing until both have."""

import re

import pytest

from tests.web.conftest import House
from tests.web.visitor import Visitor

CARD = re.compile(r'name="claim" value="(cl-\w+)".*?name="version" value="(\d+)"', re.S)


@pytest.fixture(scope="module")
def owner(desk_house: House) -> Visitor:
    return desk_house.visit("head")


def first_card(page: str) -> tuple[str, str]:
    found = CARD.search(page)
    assert found
    return found[1], found[2]


def read(who: Visitor, review: str, answer: str, **more: str) -> str:
    """Decide on the card that the desk opens, with all that is inside it; answers whose card it was."""
    page = who.get(review).markup
    claim, version = first_card(page)
    also = re.findall(r'name="also" value="([^"]+)"', page)
    assert who.post(review, {"claim": claim, "version": version, "do": answer, "also": also, **more}).status == 200
    return claim


def test_only_whoever_manages_reviewing_is_offered_the_choice(owner: Visitor, verrin: Visitor) -> None:
    assert "One reader is enough for every claim." in owner.get("/reliability").text
    assert 'value="read-twice"' in owner.get("/reliability").markup
    seen = verrin.get("/reliability")
    assert "One reader is enough for every claim." in seen.text
    assert 'value="read-twice"' not in seen.markup
    assert verrin.post("/reliability", {"do": "read-twice", "which": "all"}).status == 403


def test_kinds_are_chosen_and_told(owner: Visitor) -> None:
    reply = owner.post("/reliability", {"do": "read-twice", "which": "these", "kind": ["execution", "age"]})
    assert "Claims of these kinds hold once two people have read them" in reply.text
    assert len(re.findall(r'name="kind" value="\w+" checked', reply.markup)) == 2
    nothing = owner.post("/reliability", {"do": "read-twice", "which": "these"})
    assert nothing.status == 422
    assert 'role="alert"' in nothing.markup
    assert "Every claim holds once two people" in owner.post("/reliability", {"do": "read-twice", "which": "all"}).text


def test_the_second_reader_is_told_nothing_until_both_have_read(desk_house: House, owner: Visitor, verrin: Visitor) -> None:
    owner.post("/reliability", {"do": "read-twice", "which": "all"})
    senior = desk_house.visit("senior")
    review = next(path for path in re.findall(r'href="(/review/ev-[0-9a-f]+)"', verrin.get("/review").markup))
    claim = read(verrin, review, "reject", reason="a different man")
    mine = verrin.get(f"{review}?claim={claim}")
    assert "read by you, waits for a second reader" in mine.text
    assert 'value="undo"' in mine.markup
    assert claim != first_card(verrin.get(review).markup)[0], "the desk opens what is still to read"

    theirs = senior.get(f"{review}?claim={claim}")
    assert first_card(theirs.markup) == (claim, "2")
    history = senior.get(f"{review}/history/{claim}")
    for page in (theirs, history):
        assert "a different man" not in page.text
        assert "waits for a second reader" not in page.text
    assert "a different man" in verrin.get(f"{review}/history/{claim}").text

    decided = senior.post(review, {"claim": claim, "version": "2", "do": "accept"})
    assert decided.status == 200
    assert "unsure" in senior.get(f"{review}?claim={claim}").text.lower()
    assert "a different man" in senior.get(f"{review}/history/{claim}").text


def test_what_i_have_read_leaves_my_queue_and_stays_in_the_others(desk_house: House, owner: Visitor, verrin: Visitor) -> None:
    owner.post("/reliability", {"do": "read-twice", "which": "all"})
    senior = desk_house.visit("senior")

    def waiting(who: Visitor) -> int:
        return sum(int(n) for n in re.findall(r"(\d+) (?:claims?|to decide|waiting)", who.get("/review").text))

    before = waiting(verrin), waiting(senior)
    review = next(path for path in re.findall(r'href="(/review/ev-[0-9a-f]+)"', verrin.get("/review").markup))
    read(verrin, review, "accept")
    assert waiting(verrin) < before[0]
    assert waiting(senior) == before[1]


def test_what_was_decided_inside_a_card_is_not_decided_again_with_it(owner: Visitor, verrin: Visitor) -> None:
    owner.post("/reliability", {"do": "read-twice", "which": "none"})
    review = next(path for path in re.findall(r'href="(/review/ev-[0-9a-f]+)"', verrin.get("/review").markup))
    page = verrin.get(review).markup
    head, version = first_card(page)
    inside, at = next(pair.split(":") for pair in re.findall(r'name="also" value="([^"]+)"', page))
    assert verrin.post(review, {"claim": inside, "version": at, "do": "reject"}).status == 200
    assert verrin.post(review, {"claim": head, "version": version, "do": "accept", "also": f"{inside}:{int(at) + 1}"}).status == 200
    told = verrin.get(f"{review}/history/{inside}").text
    assert "rejected" in told
    assert "Accepted" not in told
