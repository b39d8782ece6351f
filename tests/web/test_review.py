"""The review desk over a really served archive, without a browser: decisions, corrections, new claims, two readers of one claim."""

import html
import re
from pathlib import Path

import pytest

from tests.web.conftest import House
from tests.web.visitor import Reply, Visitor


@pytest.fixture(scope="module")
def senior(desk_house: House) -> Visitor:
    """A second reader, in another browser."""
    return desk_house.visit("senior")


def fields(reply: Reply, marker: str = 'class="acts decide"') -> dict[str, list[str]]:
    """The hidden fields of the form that the open card has."""
    form = next(f for f in re.findall(r"<form.*?</form>", reply.text, flags=re.DOTALL) if marker in f)
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def cards(reply: Reply) -> dict[str, str]:
    """What each row says -> the id of its claim; the open card by its heading."""
    rows = re.findall(
        r'data-claim="(cl-\w+)" id="cl-\w+"><a class="claim-row".*?class="gist"><b>(.*?)</b> <span>(.*?)</span>',
        reply.text,
        flags=re.DOTALL,
    )
    opened = re.findall(r'<li class="claim selected" id="(cl-\w+)".*?class="claim-title">(.*?)<', reply.text, flags=re.DOTALL)
    return {f"{kind} {gist}": id for id, kind, gist in rows} | {f"open {kind}": id for id, kind in opened}


def card(reply: Reply, words: str) -> str:
    return next(id for gist, id in cards(reply).items() if words in gist)


def desk(desk_house: House, title: str = "Bulletin 12") -> str:
    return f"/review/{desk_house.items[title]}"


def progress(reply: Reply) -> str:
    return re.search(r'id="progress">(.*?)<', reply.text)[1]  # type: ignore[index]


def test_the_batch_says_what_waits_and_what_speaks_of_danger_first(desk_house: House, verrin: Visitor) -> None:
    reply = verrin.get("/review")
    order = [reply.text.index(title) for title in ("Bulletin 12", "List C")]
    assert order == sorted(order)
    assert "claims to decide · speaks of danger" in reply.text


def test_the_details_of_an_act_stand_in_its_card_and_nowhere_else(desk_house: House, verrin: Visitor) -> None:
    first = verrin.get(desk(desk_house))
    reply = verrin.get(f"{desk(desk_house)}?claim={card(first, 'Arrest Dara Melkoni')}")
    shown = re.search(r'<li class="claim selected".*?</li>', reply.text, flags=re.DOTALL)[0]  # type: ignore[index]
    assert "2 May 2025" in shown
    assert "Merun" in shown
    assert [gist for gist in cards(reply) if gist.startswith(("Date", "Place", "Court", "Role"))] == []


def test_one_decision_takes_an_act_with_its_details_in_one_entry_and_can_be_undone_together(desk_house: House, verrin: Visitor) -> None:
    at = f"{desk(desk_house)}?claim={card(verrin.get(desk(desk_house)), 'Arrest Dara Melkoni')}"
    opened = verrin.get(at)
    given = fields(opened)
    assert len(given["also"]) == 2
    before = progress(opened)
    after = verrin.post(desk(desk_house), {**given, "do": "accept"})
    assert "accepted." in after.text
    assert progress(after) != before
    assert verrin.get(at).text.count('class="verdict passed"') >= 1
    assert "inside to decide" not in verrin.get(at).text
    undone = verrin.post(desk(desk_house), {**fields(verrin.get(at)), "do": "undo"})
    assert progress(undone) == before


def test_an_undone_decision_cannot_be_undone_again(desk_house: House, verrin: Visitor) -> None:
    at = f"{desk(desk_house)}?claim={card(verrin.get(desk(desk_house)), 'Name Ilvan Edan')}"
    verrin.post(desk(desk_house), {**fields(verrin.get(at)), "do": "accept"})
    verrin.post(desk(desk_house), {**fields(verrin.get(at)), "do": "undo"})
    reply = verrin.post(desk(desk_house), {**fields(verrin.get(at)), "do": "undo"})
    assert reply.status == 400
    assert "decided nothing" in reply.text


def test_a_part_of_a_card_can_be_corrected_alone_and_its_versions_are_kept(desk_house: House, verrin: Visitor) -> None:
    opened = verrin.get(f"{desk(desk_house)}?claim={card(verrin.get(desk(desk_house)), 'Death sentence')}")
    detail = re.findall(r'href="\?claim=(cl-\w+)&amp;change=1">Edit', opened.text)[0]
    form = verrin.get(f"{desk(desk_house)}?claim={detail}&change=1")
    assert 'name="year"' in form.text
    assert 'value="2025"' in form.text
    given = fields(form, 'value="change"')
    reply = verrin.post(
        desk(desk_house),
        {**given, "year": "1404", "month": "3", "day": "", "calendar": "solar-hijri", "do": "change", "reason": "the court’s own notice"},
    )
    assert "22 May 2025 to 21 June 2025" in reply.text
    history = verrin.get(f"/review/{desk_house.items['Bulletin 12']}/history/{detail}")
    assert "Version 2" in history.text
    assert "9 June 2025" in history.text
    assert "the court’s own notice" in html.unescape(history.text)
    compared = table(history)
    assert compared["Decisions", "standing.readings[0].answer"] == ("–", "Accepted")
    assert compared["As the source puts it", "value.calendar"] == ("gregorian", "solar-hijri")
    assert not [field for _, field in compared if field == "version"]
    same = verrin.get(f"/review/{desk_house.items['Bulletin 12']}/history/{detail}?from=2&to=2")
    assert "These two are the same." in same.text
    beyond = verrin.get(f"/review/{desk_house.items['Bulletin 12']}/history/{detail}?from=99&to=x")
    assert table(beyond) == compared, "what is not offered is not chosen"


def table(reply: Reply) -> dict[tuple[str, str], tuple[str, str]]:
    """The table of two versions: (label, field) -> before and after."""
    rows = re.findall(
        r'<tr><th scope="row">(.*?) <span class="note"><bdi[^>]*>(.*?)</bdi></span></th><td><[^>]*>(.*?)</[^>]*></td><td><[^>]*>(.*?)</[^>]*></td>',
        reply.text,
    )
    assert rows
    return {(label, field): (before, after) for label, field, before, after in rows}


@pytest.mark.parametrize(("typed", "words"), [
    ({"year": "20x5"}, "whole numbers"), ({"year": "2025", "month": "13"}, "month"), ({"year": "2025", "day": "3"}, "needs its month"),
])  # fmt: skip
def test_what_cannot_be_read_comes_back_in_its_field_with_everything_typed(
    desk_house: House, verrin: Visitor, typed: dict[str, str], words: str
) -> None:
    opened = verrin.get(f"{desk(desk_house)}?claim={card(verrin.get(desk(desk_house)), 'Release Ilvan')}")
    detail = re.findall(r'href="\?claim=(cl-\w+)&amp;change=1">Edit', opened.text)[0]
    given = fields(verrin.get(f"{desk(desk_house)}?claim={detail}&change=1"), 'value="change"')
    reply = verrin.post(desk(desk_house), {**given, "do": "change", "reason": "a slip of the pen", **typed})
    assert reply.status == 422
    assert words in reply.text
    assert 'aria-invalid="true"' in reply.text
    assert 'value="a slip of the pen"' in reply.text
    assert f'value="{typed["year"]}"' in reply.text


def test_the_second_reader_of_a_claim_is_told_and_sees_both_versions(desk_house: House, verrin: Visitor, senior: Visitor) -> None:
    one, two = verrin, senior
    at = f"{desk(desk_house)}?claim={card(one.get(desk(desk_house)), 'Status Ilvan')}&change=1"
    first, second = one.get(at), two.get(at)
    one.post(desk(desk_house), {**fields(first, 'value="change"'), "value": "let go in March", "do": "change"})
    reply = two.post(
        desk(desk_house),
        {**fields(second, 'value="change"'), "value": "set free", "modality": "alleged", "reason": "as the sister says", "do": "change"},
    )
    told = html.unescape(reply.text)
    assert reply.status == 409
    assert "Changed meanwhile by L. Verrin" in told
    for words in ("let go in March", "set free", "released", "as the sister says", "Both versions are kept"):
        assert words in told
    again = two.post(desk(desk_house), {**fields(reply, 'value="change"'), "value": "set free", "do": "change"})
    assert "has a new version" in again.text
    claim = fields(first, 'value="change"')["claim"][0]
    history = two.get(f"{desk(desk_house)}/history/{claim}")
    assert "let go in March" in history.text
    assert "set free" in history.text


def test_a_decision_on_a_version_somebody_changed_is_not_made(desk_house: House, verrin: Visitor, senior: Visitor) -> None:
    one, two = verrin, senior
    at = f"{desk(desk_house)}?claim={card(one.get(desk(desk_house)), 'Status Dara')}"
    first, second = one.get(at), two.get(at)
    one.post(desk(desk_house), {**fields(first), "do": "reject"})
    reply = two.post(desk(desk_house), {**fields(second), "do": "accept"})
    assert reply.status == 409
    assert "rejected" in reply.text
    assert "Accept" in re.search(r'class="wrong meanwhile".*?</dl>', reply.text, flags=re.DOTALL)[0]  # type: ignore[index]


@pytest.mark.parametrize(("words", "property", "more", "shown"), [
    ("a nurse", "occupation", {"value": "nurse"}, "nurse"), ("2 May 2025", "birth", {}, "2 May 2025"), ("Branch 4", "other", {}, "Branch 4"),
])  # fmt: skip
def test_words_of_the_document_become_a_claim_at_their_place(
    desk_house: House, verrin: Visitor, words: str, property: str, more: dict[str, str], shown: str
) -> None:
    from tests.web.desk_data import BULLETIN

    start_ = BULLETIN.index(words)
    page = verrin.get(desk(desk_house))
    about = re.search(r'<option value="(me-\w+)"[^>]*>Dara Melkoni<', page.text)[1]  # type: ignore[index]
    given = {
        "start": str(start_),
        "end": str(start_ + len(words)),
        "quote": words,
        "property": property,
        "about": about,
        "do": "claim",
        **more,
    }
    reply = verrin.post(desk(desk_house), given)
    assert "A new claim stands in the list." in reply.text
    opened = re.search(r'<li class="claim selected".*?</li>', reply.text, flags=re.DOTALL)[0]  # type: ignore[index]
    assert shown in opened
    assert "Accepted" in opened


def test_a_passage_outside_the_text_is_refused_and_the_form_keeps_what_was_typed(desk_house: House, verrin: Visitor) -> None:
    verrin.get(desk(desk_house))
    given = {"start": "5", "end": "99999", "quote": "x", "property": "name", "value": "Somebody Typed", "do": "claim"}
    reply = verrin.post(desk(desk_house), given)
    assert reply.status == 422
    assert "outside the text" in reply.text
    assert 'value="Somebody Typed"' in reply.text


def test_a_source_is_graded_from_the_desk_and_who_graded_it_stands_there(desk_house: House, verrin: Visitor) -> None:
    at = desk(desk_house, "Communiqué no. 9")
    given = fields(verrin.get(at), "grade-a")
    reply = verrin.post(at, {**given, "grade": "B", "credibility": "2", "do": "grade"})
    assert "Graded." in reply.text
    assert "Source grade B, information 2" in reply.text
    assert "graded by L. Verrin" in reply.text


def test_a_list_is_decided_row_by_row(desk_house: House, verrin: Visitor) -> None:
    at = desk(desk_house, "List C")
    opened = verrin.get(at)
    assert "0 of 3 read" in opened.text
    assert len(fields(opened)["also"]) == 5
    after = verrin.post(at, {**fields(opened), "do": "accept"})
    assert "1 of 3 read" in after.text
    people = verrin.get("/people")
    assert "Usan Yaros" in people.text


def test_a_transcript_stands_beside_its_picture_right_to_left(desk_house: House, verrin: Visitor) -> None:
    reply = verrin.get(desk(desk_house, "Letter, photographed"))
    assert f'src="/evidence/{desk_house.items["Letter, photographed"]}/view"' in reply.text
    assert re.search(r'id="document"[^>]*lang="fa" dir="rtl"', reply.text)
    assert "سورن تروالی" in reply.text


def test_an_item_nobody_can_read_says_so_in_the_parsers_words(desk_house: House, verrin: Visitor) -> None:
    reply = verrin.get(desk(desk_house, "A file nobody can read"))
    assert reply.status == 200
    assert "No claims yet" in reply.text


def test_who_may_not_decide_sees_why_and_a_forced_decision_is_refused(desk_house: House) -> None:
    okari = desk_house.visit("okari")
    reply = okari.get(desk(desk_house))
    assert "No role of yours decides claims" in reply.text
    assert 'class="acts decide"' not in reply.text
    claim = card(reply, "Arrest Dara")
    forced = okari.post(desk(desk_house), {"claim": claim, "version": "1", "do": "accept"})
    assert forced.status == 403


@pytest.mark.parametrize("form", [
    {"do": "accept", "claim": "cl-" + "0" * 32, "version": "1"}, {"do": "explode"}, {}, {"do": "accept", "claim": "x", "version": "9" * 30},
    {"do": "claim", "start": "a", "end": "b", "property": "name", "value": "x"}, {"do": "grade", "source": "so-x", "version": "1"},
    {"do": "change", "claim": "", "version": ""}, {"do": "claim", "start": "0", "end": "4", "property": "nonsense", "value": "x"},
])  # fmt: skip
def test_a_form_that_makes_no_sense_is_a_sentence_and_never_a_fault(desk_house: House, verrin: Visitor, form: dict[str, str]) -> None:
    verrin.get(desk(desk_house))
    reply = verrin.post(desk(desk_house), form)
    assert reply.status in (400, 403, 404, 409, 422), reply.text
    assert "went wrong here" not in reply.text


def test_a_long_document_is_turned_page_by_page(desk_house: House, verrin: Visitor, tmp_path: Path) -> None:
    body = "\n".join(f"Line {n}: Varin Halek was arrested on 3 October 2024 in Merun, so the Circle says." for n in range(200))
    verrin.get("/evidence")
    verrin.post("/evidence", {"note": ""}, files={"files": ("long.txt", body.encode())})
    listing = verrin.get("/evidence").text
    id = re.search(r'href="/evidence/(ev-\w{32})">(?:<bdi[^>]*>)?long.txt', listing)[1]  # type: ignore[index]
    import time

    for _ in range(60):
        reply = verrin.get(f"/review/{id}")
        if "Page 1 of" in reply.text:
            break
        time.sleep(0.5)
    assert "Page 1 of 2" in reply.text
    assert "Line 199" not in reply.text
    last = verrin.get(f"/review/{id}?page=2")
    assert "Line 199" in last.text
    assert "Line 0:" not in last.text
    assert len(last.body) < 400_000


def test_the_desk_that_comes_back_shows_the_whole_card_as_it_was_decided(desk_house: House, senior: Visitor) -> None:
    """Its head and what stands inside it, without being opened again."""
    at = desk(desk_house, "List C")
    undecided = re.findall(r'<li class="claim proposed" data-claim="([^"]+)"', senior.get(at).markup)
    form = next(f for id in undecided if (f := fields(senior.get(f"{at}?claim={id}"))).get("also"))
    sent = {"claim": form["claim"][0], "version": form["version"][0], "also": form["also"], "do": "accept"}
    back = senior.post(at, sent, **{"HX-Request": "true"})
    row = next(part for part in back.markup.split("<li ") if part.startswith('class="claim ') and f'data-claim="{sent["claim"]}"' in part)
    assert row.startswith('class="claim accepted"')
    assert "contested" not in row, "something inside is still said to be open"
