"""People and why: every value walks down to bytes, contradictions stand side by side, findings and judgements are somebody's."""

import html
import re

import pytest

from tests.web.conftest import House
from tests.web.visitor import Reply, Visitor


def person(desk_house: House, name: str = "Behan Esmarin") -> str:
    return f"/people/{desk_house.people[name]}"


def row(reply: Reply, label: str) -> str:
    """What stands under one label of the values."""
    rows = re.findall(r'<div class="(\w+)"><dt>(.*?)</dt><dd>(.*?)</dd></div>', reply.text, flags=re.DOTALL)
    return next(html.unescape(f"{state} {body}") for state, name, body in rows if name == label)


def why(reply: Reply) -> str:
    return html.unescape(re.search(r'<section class="sheet why.*?</section>', reply.text, flags=re.DOTALL)[0])  # type: ignore[index]


def key(reply: Reply, label: str, words: str) -> str:
    """The claim behind the line of a value that holds these words."""
    return next(k for k, line in re.findall(r'\?why=(cl-\w+)#why".*?>(.*?)</p>', row(reply, label), flags=re.DOTALL) if words in line)


def test_everyone_is_listed_with_what_tells_them_from_others(desk_house: House, verrin: Visitor) -> None:
    text = html.unescape(verrin.get("/people").text)
    assert re.search(r"\d+ in the register", text)
    assert "34 years old · father Karim · Stone Ford" in text
    assert "one person, or two?" in text


@pytest.mark.parametrize(("show", "there", "not_there"), [
    ("danger", "Behan Esmarin", "Varin Halek"), ("contested", "Behan Esmarin", "Kian Veshnari"), ("nonsense", "Varin Halek", "~"),
])  # fmt: skip
def test_the_list_can_be_narrowed(verrin: Visitor, show: str, there: str, not_there: str) -> None:
    text = verrin.get(f"/people?show={show}").text
    assert there in text
    assert not_there not in text


def test_contradicting_dates_stand_side_by_side_without_a_winner(desk_house: House, verrin: Visitor) -> None:
    arrest = row(verrin.get(person(desk_house)), "Arrest")
    assert arrest.startswith("contested")
    assert "3 October 2024" in arrest
    assert "9 October 2024" in arrest
    assert "12 Mehr 1403" in arrest


def test_why_walks_from_the_entry_to_the_digest_and_says_what_is_not_proved(desk_house: House, verrin: Visitor) -> None:
    page = verrin.get(person(desk_house))
    panel = why(verrin.get(f"{person(desk_house)}?why={key(page, 'Arrest', '3 October')}"))
    nouns = ["Register entry", "Record in Communiqué no. 9", "Claim: Arrest", "arrested", "Taken in by"]
    assert [panel.index(words) for words in nouns] == sorted(panel.index(words) for words in nouns)
    assert "Accepted by L. Verrin" in panel
    assert "Source grade F, information 6" in panel
    assert "judged one person by L. Verrin" in panel
    digest = re.sub(r"\s", "", re.search(r"<b>sha256</b><span>(.*?)</span>", panel)[1])  # type: ignore[index]
    assert digest in re.sub(r"\s", "", verrin.get(f"/evidence/{desk_house.items['Communiqué no. 9']}").text)
    assert "Ledger, entry" in panel
    assert "Existed by an outside clock" in panel
    assert "That the document is true" in panel


def test_what_speaks_against_a_value_is_named_with_its_own_thread(desk_house: House, verrin: Visitor) -> None:
    page = verrin.get(person(desk_house))
    panel = why(verrin.get(f"{person(desk_house)}?why={key(page, 'Arrest', '3 October')}"))
    assert "Against: <bdi>9 October 2024" in panel or "Against: 9 October 2024" in panel
    link = re.search(r'class="counter against".*?href="(.*?)"', panel, flags=re.DOTALL)[1]  # type: ignore[index]
    assert "State Gazette" in why(verrin.get(link.split("#")[0]))


def test_the_words_around_a_passage_are_those_of_the_document(desk_house: House, verrin: Visitor) -> None:
    page = verrin.get(person(desk_house))
    panel = why(verrin.get(f"{person(desk_house)}?why={key(page, 'Age', '34')}"))
    before, mark, after = re.search(
        r'<p class="quote".*?>(.*?)<mark class="proposed">(.*?)</mark>(.*?)</p>', panel, flags=re.DOTALL
    ).groups()  # type: ignore[union-attr]
    from tests.web.served import COMMUNIQUE, LETTER

    texts = [text.replace("\n", " ") for text in (COMMUNIQUE, LETTER)]
    assert any(before.strip("…") + mark + after.strip("…") in text for text in texts)


def test_a_value_of_a_list_walks_down_to_its_cell(desk_house: House, verrin: Visitor) -> None:
    page = verrin.get(person(desk_house, "Varin Halek"))
    panel = why(verrin.get(f"{person(desk_house, 'Varin Halek')}?why={key(page, 'Age', '34')}"))
    assert "row 2, column 4" in panel
    assert "List A" in panel


def test_a_claim_of_somebody_else_opens_no_panel_here(desk_house: House, verrin: Visitor) -> None:
    other = verrin.get(person(desk_house, "Varin Halek"))
    page = verrin.get(f"{person(desk_house)}?why={key(other, 'Age', '34')}")
    assert "Choose a value" in why(page)


def test_where_the_proceedings_stand_becomes_a_finding_that_a_named_person_decides(desk_house: House, verrin: Visitor) -> None:
    at = person(desk_house, "Kian Veshnari")
    assert "Nobody has concluded it yet" in verrin.get(at).text
    proposed = verrin.post(at, {"do": "find"})
    assert "findings are proposed" in proposed.text
    assert "Finding: Sentenced" in proposed.text
    given = dict(re.findall(r'name="(finding|version)" value="([^"]*)"', proposed.text))
    decided = verrin.post(at, {**given, "do": "accept"})
    assert "accepted in your name" in decided.text
    assert "Accepted by L. Verrin" in decided.text
    assert "reasonable grounds to suspect" in decided.text
    again = verrin.post(at, {**given, "do": "reject"})
    assert again.status == 409


def test_no_button_drafts_an_urgent_appeal_for_someone_dead(desk_house: House, verrin: Visitor) -> None:
    text = verrin.get(person(desk_house, "Navid Tesmani")).text
    assert re.search(r'class="button off"[^>]*>Draft appeal</span><span class="note">Dead<', text)
    assert verrin.post(f"/submissions/draft?person={desk_house.people['Navid Tesmani']}").status == 403


def test_an_entry_answers_to_every_id_it_ever_had(desk_house: House, verrin: Visitor) -> None:
    assert verrin.get("/people/en-" + "0" * 32).status == 404
    assert verrin.get("/people/anything").status == 404


def test_who_may_not_see_the_register_sees_nobody(desk_house: House) -> None:
    visitor = desk_house.visit("audit")
    assert visitor.get("/people").status == 403
    assert "Behan" not in visitor.get(person(desk_house)).text
    assert "Halek" not in visitor.get("/people/pairs").text


def pair(reply: Reply) -> dict[str, str]:
    return dict(re.findall(r'name="(left|right)" value="(re-\w+)"', reply.text))


def test_two_records_are_shown_field_by_field_and_silence_is_no_contradiction(desk_house: House, verrin: Visitor) -> None:
    reply = verrin.get("/people/pairs")
    if "Miran Okardan" not in reply.text:
        reply = verrin.get(html.unescape(re.search(r'href="([^"]*)" data-key="n"', reply.text)[1]))  # type: ignore[index]
    text = html.unescape(reply.text)
    found = {
        label: verdict for verdict, label in re.findall(r'<tr class="(\w+)">.*?<th scope="row".*?<span>(.*?)</span>', text, flags=re.DOTALL)
    }
    assert found == {"Name": "agrees", "Age": "differs", "Held at": "silent", "Arrest": "agrees"}
    assert "mrn krdn" in text
    assert "one person disappears from the register" in text
    assert "Two entries become one with 2 records" in text


def test_a_judgement_needs_a_reason_and_keeps_what_was_chosen(desk_house: House, verrin: Visitor) -> None:
    given = pair(verrin.get("/people/pairs"))
    reply = verrin.post("/people/pairs", {**given, "do": "same", "reason": "  "})
    assert reply.status == 422
    assert "A reason is needed" in reply.text
    assert pair(reply) == given


def test_a_judgement_joins_two_entries_and_taken_back_parts_them(desk_house: House, verrin: Visitor) -> None:
    before = verrin.get("/people")
    count = int(re.search(r"(\d+) in the register", before.text)[1])  # type: ignore[index]
    given = pair(verrin.get("/people/pairs"))
    done = verrin.post("/people/pairs", {**given, "do": "same", "reason": "same father, same day of arrest"})
    assert "Judged one person, in your name." in done.text
    assert f"{count - 1} in the register" in verrin.get("/people").text
    last = re.search(r'<form class="good.*?</form>', done.text, flags=re.DOTALL)[0]  # type: ignore[index]
    undone = verrin.post("/people/pairs", {**dict(re.findall(r'name="(left|right)" value="(re-\w+)"', last)), "do": "undo"})
    assert "taken back" in undone.text
    assert f"{count} in the register" in verrin.get("/people").text


def test_different_and_unsure_join_nothing_and_are_not_asked_again(desk_house: House, verrin: Visitor) -> None:
    count = re.search(r"(\d+) in the register", verrin.get("/people").text)[1]  # type: ignore[index]
    given = pair(verrin.get("/people/pairs"))
    verrin.post("/people/pairs", {**given, "do": "different", "reason": "twenty-seven years apart"})
    assert f"{count} in the register" in verrin.get("/people").text
    assert pair(verrin.get("/people/pairs")) != given
    shown = verrin.get(f"/people/pairs?left={given['left']}&right={given['right']}")
    assert "L. Verrin judged this Different" in html.unescape(shown.text)


@pytest.mark.parametrize(
    "form", [{"do": "same", "reason": "x"}, {"do": "same", "left": "re-x", "right": "re-y", "reason": "x"}, {"do": "marry"}]
)
def test_a_judgement_that_makes_no_sense_is_a_sentence(verrin: Visitor, form: dict[str, str]) -> None:
    verrin.get("/people/pairs")
    reply = verrin.post("/people/pairs", form)
    assert reply.status in (400, 404, 422)
    assert "went wrong here" not in reply.text
