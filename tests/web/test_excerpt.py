"""Excerpts in the browser: who may choose, what is saved, and what a refusal says."""

import json

import pytest

from tests.web.conftest import House
from tests.web.test_api import call, token
from tests.web.visitor import Visitor

CHOSEN = {"form": "jsonl", "of": "claims", "purpose": "count", "reason": "for a study"}


@pytest.fixture(scope="module")
def agreed(desk_house: House, verrin: Visitor) -> Visitor:
    """Somebody who may make excerpts, where one person agreed to be counted."""
    at = f"/consent/{desk_house.people['Behan Esmarin']}"
    verrin.get(at)
    given = {"given_by": "the sister", "capacity": "next of kin", "how": "by telephone", "language": "fa", "answer-count": "given"}
    assert verrin.post(at, given).status == 200
    return verrin


def test_the_people_lead_to_it_and_the_form_says_what_stays(agreed: Visitor) -> None:
    assert 'href="/excerpts"' in agreed.get("/people").markup
    page = agreed.get("/excerpts").text
    assert "Whoever was not asked about this purpose" in page
    assert page.count('name="form"') == 5


def test_what_is_chosen_is_saved_as_a_file_that_names_those_who_agreed_alone(agreed: Visitor) -> None:
    agreed.get("/excerpts")
    reply = agreed.post("/excerpts", CHOSEN)
    assert reply.headers["Content-Disposition"].startswith('attachment; filename="claims-')
    assert reply.headers["Cache-Control"] == "no-store"
    head, *rows = [json.loads(line) for line in reply.body.splitlines()]
    assert len(rows) == head["manifest"]["rows"] > 0
    assert {row.get("name", "") for row in rows} - {""} == {"Behan Esmarin"}
    assert b"Sotalek" not in reply.body


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonld", "ftm"])
def test_every_form_comes_with_its_own_kind_and_name(agreed: Visitor, form: str) -> None:
    agreed.get("/excerpts")
    reply = agreed.post("/excerpts", CHOSEN | {"form": form})
    assert reply.status == 200
    assert f'.{form}"' in reply.headers["Content-Disposition"].replace(".ftm.json", ".ftm")
    assert len(reply.body) > 500


def test_a_refusal_says_what_is_missing_and_in_persian_too(agreed: Visitor) -> None:
    agreed.get("/excerpts")
    said = agreed.post("/excerpts", CHOSEN | {"purpose": "publication", "form": "ftm"})
    assert said.status == 403
    assert "never asked" in said.text
    agreed.post("/language", {"lang": "fa"})
    agreed.get("/excerpts")
    assert "هرگز پرسیده نشد" in agreed.post("/excerpts", CHOSEN | {"purpose": "publication", "form": "ftm"}).text
    agreed.post("/language", {"lang": "en"})


def test_without_a_reason_nothing_leaves(agreed: Visitor) -> None:
    agreed.get("/excerpts")
    assert agreed.post("/excerpts", CHOSEN | {"reason": " "}).status == 400


def test_whoever_may_not_sees_neither_the_way_nor_the_form(desk_house: House) -> None:
    visitor = desk_house.visit("audit")
    assert visitor.get("/excerpts").status == 403


def test_the_interface_gives_the_same_file_to_a_token(desk_house: House, agreed: Visitor) -> None:
    reply = call(desk_house, token(desk_house, "verrin"), "excerpt", form="csv", purpose="count", reason="for a study")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert b"Behan Esmarin" in reply.body
    assert call(desk_house, token(desk_house, "audit"), "excerpt", form="csv", purpose="count", reason="x").status == 403


def test_a_person_and_an_item_lead_to_an_excerpt_of_them_alone(desk_house: House, agreed: Visitor) -> None:
    person = desk_house.people["Behan Esmarin"]
    assert f'href="/excerpts?person={person}"' in agreed.get(f"/people/{person}").markup
    item = desk_house.items["Communiqué no. 9"]
    assert f'href="/excerpts?evidence={item}"' in agreed.get(f"/evidence/{item}").markup
    assert f'name="person" value="{person}"' in agreed.get(f"/excerpts?person={person}").markup
