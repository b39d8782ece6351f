"""Letters over a really served archive: drafted, consented, decided by two, refused until nothing is missing, frozen when they left."""

import hashlib
import html
import re
import zipfile
from io import BytesIO

import pytest

from tests.web.conftest import House
from tests.web.visitor import Reply, Visitor

COVER = {
    "submitter": "Merun Families’ Circle", "contact": "desk@circle.example", "country": "Tavrin", "perpetrator": "the prison office of Stone Ford, which holds him", "relation": "an association of families",
    "obtained": "from his sister and from public notices", "state": "Tavrin", "follow_up": "yes", "good_faith": "yes", "requests": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def okari(desk_house: House) -> Visitor:
    """The second person, who may approve and release and did not draft."""
    return desk_house.visit("okari")


@pytest.fixture(scope="module")
def letter(desk_house: House, verrin: Visitor) -> str:
    """A draft for the main person."""
    verrin.get(f"/people/{desk_house.people['Behan Esmarin']}")
    return verrin.post(f"/submissions/draft?person={desk_house.people['Behan Esmarin']}").url.removeprefix(desk_house.address)


def version(reply: Reply) -> str:
    return re.search(r'name="version" value="(\d+)"', reply.text)[1]  # type: ignore[index]


def send(visitor: Visitor, letter: str, **form: object) -> Reply:
    """Post to the letter as it stands now."""
    return visitor.post(letter, {"version": version(visitor.get(letter)), **form})


def missing(reply: Reply) -> str:
    found = re.search(r'class="wrong spaced".*?</ul>', reply.text, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", found[0])) if found else ""


def test_a_draft_shows_sentences_with_footnotes_and_gaps_as_questions(verrin: Visitor, letter: str) -> None:
    text = html.unescape(verrin.get(letter).text)
    assert text.count('class="sentence claims"') >= 4
    assert re.search(r'<sup><a href="#note-1"', text)
    assert "Ask:" in text
    assert "Where is Behan Esmarin held now?" in text or "Ask: the family" in text
    assert "Special Rapporteur on extrajudicial" in text


def test_every_sentence_of_a_source_can_be_traced_to_a_digest(desk_house: House, verrin: Visitor, letter: str) -> None:
    links = re.findall(r'<a href="(/trace/cl-\w+)" data-key="g"', verrin.get(letter).text)
    assert len(links) >= 4
    for link in links[:2]:
        assert "sha256" in verrin.get(link).text


def test_names_are_marked_while_nobody_allowed_them(verrin: Visitor, letter: str) -> None:
    assert re.search(r'<span class="blocked"[^>]*>Behan Esmarin</span>', verrin.get(letter).text)


def test_it_says_all_that_is_missing_and_a_forced_release_is_refused_with_the_same(verrin: Visitor, okari: Visitor, letter: str) -> None:
    told = missing(verrin.get(letter))
    for words in ("Consent to submit", "Consent to send it to the Government", "second decision", "Reprisals"):
        assert words in told
    reply = okari.post(letter, {"version": version(okari.get(letter)), "do": "release", "words": "now"})
    assert reply.status == 403
    for words in ("Consent to submit", "second decision", "Reprisals"):
        assert words in html.unescape(reply.text)


def test_a_question_can_be_left_unknown_by_decision(verrin: Visitor, letter: str) -> None:
    field = re.search(r'name="field" value="([^"]+)"', verrin.get(letter).text)[1]  # type: ignore[index]
    reply = send(verrin, letter, do="leave-unknown", field=field)
    assert "left unknown" in reply.text
    assert f'name="field" value="{field}"' not in reply.text


def test_a_form_prepared_on_an_older_version_is_told_and_the_words_are_kept(verrin: Visitor, letter: str) -> None:
    verrin.get(letter)
    reply = verrin.post(letter, {"version": "1", "do": "decide", "what": "reprisal", "words": "The family weighed it."})
    assert reply.status == 409
    assert "The family weighed it." in reply.text
    assert "now at version" in reply.text


def test_consent_without_a_name_or_an_answer_is_not_recorded_and_nothing_typed_is_lost(desk_house: House, verrin: Visitor) -> None:
    at = f"/consent/{desk_house.people['Behan Esmarin']}"
    verrin.get(at)
    reply = verrin.post(at, {"given_by": "his sister", "answer-submit": "given", "why-submit": "said by telephone"})
    assert reply.status == 422
    assert "In what capacity" in reply.text
    assert 'value="his sister"' in reply.text
    assert 'value="said by telephone"' in reply.text
    empty = verrin.post(at, {"given_by": "his sister", "capacity": "next of kin", "how": "telephone", "language": "fa"})
    assert "No answer was given" in empty.text


def test_what_was_not_asked_stays_not_asked(desk_house: House, verrin: Visitor, letter: str) -> None:
    at = f"/consent/{desk_house.people['Behan Esmarin']}"
    verrin.get(at)
    given = {"given_by": "his sister", "capacity": "next of kin", "how": "by telephone", "language": "fa", "given_on": "2026-11-21",
             "answer-submit": "next-of-kin", "answer-share-with-state": "next-of-kin"}  # fmt: skip
    reply = verrin.post(at, given)
    assert reply.url.endswith(letter)
    states = re.findall(r'<div class="consent (\w+)">.*?class="q">(.*?)</span>', reply.text, flags=re.DOTALL)
    assert [state for state, _ in states] == ["yes", "yes", "not_asked", "not_asked"]
    assert "From his sister, by telephone" in reply.text
    assert "one answer is missing" in reply.text


def test_the_cover_fills_what_only_the_drafter_can_say_and_stays_typed(verrin: Visitor, letter: str) -> None:
    reply = send(verrin, letter, do="cover", **COVER)
    text = html.unescape(reply.text)
    assert "Merun Families’ Circle" in text
    assert 'name="contact" value="desk@circle.example"' in text
    assert "1. Submitted by" not in missing(reply)


def test_the_drafter_cannot_approve_and_the_second_person_can(verrin: Visitor, okari: Visitor, letter: str) -> None:
    assert '<option value="approve">' not in verrin.get(letter).text
    forced = send(verrin, letter, do="decide", what="approve", words="I like it")
    assert forced.status in (400, 403)
    silent = send(okari, letter, do="decide", what="approve", words="  ")
    assert silent.status == 400
    assert '<option value="approve">' in okari.get(letter).text


def test_it_leaves_when_two_have_decided_and_nothing_is_missing(desk_house: House, verrin: Visitor, okari: Visitor, letter: str) -> None:
    at = f"/consent/{desk_house.people['Behan Esmarin']}"
    verrin.get(at)
    verrin.post(
        at,
        {
            "given_by": "his sister",
            "capacity": "next of kin",
            "how": "by telephone",
            "language": "fa",
            "answer-name-in-letter": "next-of-kin",
        },
    )
    send(verrin, letter, do="cover", **COVER)
    send(verrin, letter, do="decide", what="reprisal", words="She asked for it, knowing what could follow.")
    send(okari, letter, do="decide", what="reprisal", words="I agree, having read the file.")
    ready = send(okari, letter, do="decide", what="approve", words="Read against its claims, sentence by sentence.")
    assert missing(ready) == ""
    assert 'value="release"' in ready.text
    sent = send(okari, letter, do="release", words="The hours are few.")
    assert "This letter has left and is frozen." in sent.text
    assert "T. Okari" in sent.text


def test_what_left_can_be_fetched_again_byte_for_byte(verrin: Visitor, letter: str) -> None:
    listed = dict(
        re.findall(r'<span class="id wrap">[\w-]+-v\d+\.(\w+)</span><br><span class="id muted wrap">(\w{64})', verrin.get(letter).text)
    )
    assert {"docx", "pdf", "json"} <= set(listed)
    for kind, digest in listed.items():
        assert hashlib.sha256(verrin.get(f"{letter}/{kind}").body).hexdigest() == digest
    assert zipfile.ZipFile(BytesIO(verrin.get(f"{letter}/docx").body)).testzip() is None
    assert verrin.get(f"{letter}/exe").status == 404


def test_nothing_of_a_released_letter_can_be_changed(verrin: Visitor, okari: Visitor, letter: str) -> None:
    page = verrin.get(letter)
    assert 'name="do" value="leave-unknown"' not in page.text
    assert 'name="do" value="cover"' not in page.text
    number = re.search(r"released (\d+)", page.text)[1]  # type: ignore[index]
    for form in (
        {"do": "mandates"},
        {"do": "cover", **COVER},
        {"do": "decide", "what": "reprisal", "words": "x"},
        {"do": "leave-unknown", "field": "x"},
    ):
        reply = verrin.post(letter, {"version": number, **form})
        assert reply.status in (400, 403), form
    assert okari.post(letter, {"version": number, "do": "release", "words": "again"}).status == 403
    assert f"released {number}" in verrin.get(letter).text


def test_the_list_holds_drafts_and_what_was_sent(verrin: Visitor, letter: str) -> None:
    text = verrin.get("/submissions").text
    assert letter in text
    assert "urgent appeal" in text


@pytest.mark.parametrize(
    "form",
    [{}, {"do": "explode"}, {"do": "decide", "what": "nonsense", "words": "x"}, {"do": "release"}, {"do": "mandates", "mandate": "X"}],
)
def test_a_form_that_makes_no_sense_is_a_sentence(desk_house: House, verrin: Visitor, form: dict[str, str]) -> None:
    verrin.get(f"/people/{desk_house.people['Kian Veshnari']}")
    draft = verrin.post(f"/submissions/draft?person={desk_house.people['Kian Veshnari']}").url.removeprefix(desk_house.address)
    reply = verrin.post(draft, {"version": "1", **form})
    assert reply.status in (400, 403, 404, 409)
    assert "went wrong here" not in reply.text
