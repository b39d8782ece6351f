"""A language model beside the rules: what it invents never passes, what it says of the text does, and the rules' own stays as it is."""

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from msgspec.structs import replace

from muniment.document import endpoint
from muniment.document.asking import PIECE, Heard, asked, pieces
from muniment.document.endpoint import Model, checked
from muniment.document.extraction import Extraction
from muniment.document.gate import Gate, GateError
from muniment.document.offers import LARGEST, Offer, OfferError, read
from muniment.document.rules import extract
from muniment.model.errors import BadInputError, MunimentError
from tests.document.liar import LIES, Paper, lies, reply, served, telling


def heard(url: str, text: str, found: Extraction | None = None, **more: Any) -> Heard:
    return asked(Model(url=url, name="liar", **more), text, found or extract(text))


@pytest.mark.parametrize("many", [3 * len(LIES), pytest.param(1000, marks=pytest.mark.slow)])
def test_none_of_a_thousand_lies_passes(many: int) -> None:
    passed = []
    for number, (paper, offer) in enumerate(lies(many)):
        try:
            (one, *_), _ = read(json.dumps({"offers": [offer]}))
            Gate(paper.text, extract(paper.text), "liar").judge(one)
        except (GateError, OfferError, ValueError):
            continue
        passed.append((number % len(LIES), offer))
    assert passed == []


def test_a_model_that_lies_adds_nothing_to_what_the_rules_found() -> None:
    paper, other = Paper(7), Paper(100_007)
    with served(telling(lambda _: [lie(paper, other) for lie in LIES])) as here:
        found = extract(paper.text)
        got = heard(here.url, paper.text, found)
    assert (got.found, got.passed) == (found, 0)
    assert len(got.refused) == len(LIES)
    assert all(one.reason for one in got.refused)


def without_arrest(paper: Paper) -> Extraction:
    """As if the rules had missed the arrest."""
    found = extract(paper.text)
    people = tuple(replace(p, acts=tuple(a for a in p.acts if a.type != "arrest")) for p in found.people)
    return replace(found, people=people)


def test_what_the_rules_missed_and_the_text_says_is_taken_in_the_texts_own_words() -> None:
    paper = Paper(3)
    said = {"person": paper.held, "quote": paper.arrest, "act": "arrest", "date": paper.date, "place": paper.town}
    with served(telling(lambda _: [said, said])) as here:
        got = heard(here.url, paper.text, without_arrest(paper), key="s3cret")
    assert got.passed == 1, "and one of two that are the same"
    assert here.keys == ["Bearer s3cret"]
    (person,) = (p for p in got.found.people if p.name == paper.held)
    (act,) = (a for a in person.acts if a.type == "arrest")
    assert (act.date, act.place, act.modality, act.rule) == (paper.date, paper.town, "asserted", "language model liar")
    assert paper.text[slice(*act.span)] == act.quote


def test_the_text_alone_is_sent_and_as_data() -> None:
    paper = Paper(5)
    with served(telling(lambda _: [])) as here:
        heard(here.url, paper.text)
    (sent,) = here.asked
    assert sent["temperature"] == 0
    assert [m["role"] for m in sent["messages"]] == ["system", "user"]
    assert sent["messages"][1]["content"] == f"BEGIN\n{paper.text}\nEND"
    assert paper.held not in sent["messages"][0]["content"]
    assert here.keys == [None]


@pytest.mark.parametrize("text", ["", "a" * (3 * PIECE + 5), "line\n" * PIECE])
def test_a_long_text_is_asked_in_pieces_that_make_the_whole(text: str) -> None:
    made = list(pieces(text))
    assert "".join(made) == text
    assert all(0 < len(piece) <= PIECE for piece in made)
    assert all(piece.endswith("\n") for piece in made[:-1]) or "\n" not in text


def _drip(handler: BaseHTTPRequestHandler, _: str) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _number in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def _endless(handler: BaseHTTPRequestHandler, _: str) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * (1 << 16))


NO_ANSWER: dict[str, Callable[[BaseHTTPRequestHandler, str], None]] = {
    "an error": lambda h, _: reply(h, b"{}", 500),
    "elsewhere": lambda h, _: reply(h, b"", 302, Location="http://127.0.0.1:1/v1"),
    "a drip": _drip,
    "no end": _endless,
}
NO_MODEL: dict[str, bytes] = {
    "no JSON": b"<html>", "no choice": b"{}", "no list": b'{"choices": {}}', "no words": b'{"choices": [{"message": {"content": null}}]}',
    "no UTF-8": b"\xff\xfe", "a depth": b"[" * 50_000, "other words": b'{"choices": [{"message": {"content": "Certainly! Here is"}}]}',
    "a key twice": b'{"choices": [], "choices": [{"message": {"content": "{}"}}]}', "a length": b" " * (5 * LARGEST),
    "the exchange format": b'{"choices": [{"message": {"content": "{\\"people\\": [{\\"name\\": \\"A\\"}]}"}}]}',
}  # fmt: skip


@pytest.mark.parametrize("how", NO_ANSWER)
def test_an_endpoint_that_gives_no_answer_is_said_to(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "SECONDS", 0.4)
    began = time.monotonic()
    with served(NO_ANSWER[how]) as here, pytest.raises(MunimentError):
        heard(here.url, Paper(1).text)
    assert time.monotonic() - began < 5
    assert len(here.asked) == 1, "nobody else is asked instead"


@pytest.mark.parametrize("how", NO_MODEL)
def test_an_answer_that_is_none_of_a_model_leaves_the_rules_alone(how: str) -> None:
    found = extract(Paper(1).text)
    with served(lambda h, _: reply(h, NO_MODEL[how])) as here:
        try:
            got = heard(here.url, Paper(1).text, found)
        except MunimentError:
            return
    assert (got.found, got.passed) == (found, 0)
    assert got.refused


@pytest.mark.parametrize(
    "url", ["http://model.example/v1", "ftp://127.0.0.1/", "https://", "x", "http://127.0.0.1.example/v1", "http://10.0.0.1/v1"]
)
def test_what_others_could_read_on_the_way_is_not_asked(url: str) -> None:
    with pytest.raises(BadInputError):
        checked(Model(url=url, name="m"))


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/v1", "http://localhost/v1", "http://[::1]:1/v1", "https://model.example/v1"])
def test_this_machine_and_what_is_encrypted_may_be_asked(url: str) -> None:
    checked(Model(url=url, name="m"))


def test_two_people_of_one_sentence_do_not_lend_each_other_their_courts() -> None:
    text = (
        "Nader Tavrini was sentenced to death by Branch 26 of the Tehran Revolutionary Court and Omid Selmandi was sentenced to death by "
        "Branch 15 of the Shiraz Revolutionary Court.\n"
    )
    gate = Gate(text, extract(text), "liar")
    offer = Offer(person="Omid Selmandi", quote=text.strip(), act="death_sentence", court="Branch 26 of the Tehran Revolutionary Court")
    with pytest.raises(GateError):
        gate.judge(offer)
