"""FollowTheMoney entities against the published schema: what each schema may hold, and that no act is told as plainly done."""

import json
from typing import Any

from muniment.act.excerpt import Person, Told, entities
from muniment.model.claim import Act, Words
from muniment.model.name import Name
from muniment.model.place import Place
from muniment.model.when import When
from tests.act.excerpt.makers import HEAD, make_told

THING = {"name", "summary", "description", "alias", "notes", "proof", "keywords", "topics", "country", "sourceUrl"}
PUBLISHED = {
    "Person": THING | {"fatherName", "birthDate", "position", "deathDate"},
    "Organization": THING,
    "Event": THING | {"date", "startDate", "endDate", "location", "involved", "organizer"},
    "Document": THING | {"mimeType", "fileSize", "title", "fileName"},
}
"""Of https://github.com/alephdata/followthemoney, followthemoney/schema/*.yaml: the properties that concern us."""


def made(*told: Told, about: str = "person") -> list[dict[str, Any]]:
    person = Person("en-" + "1" * 32, about, told, ())
    return [json.loads(line) for line in b"".join(entities(HEAD, [person])).splitlines()]


def of(found: list[dict[str, Any]], schema: str) -> dict[str, Any]:
    return next(e for e in found if e["schema"] == schema and e["properties"]["name"] != ["Manifest"])


def test_entities_have_the_shape_and_the_properties_that_the_schema_knows() -> None:
    act = make_told(Act(type="arrest"), "act")
    date = make_told(When.parse("2024-10"), "date", about=act.claim.id, act=act.claim)
    place = make_told(Place(words="Korsha"), "place", about=act.claim.id, act=act.claim)
    found = made(make_told(Name(text="Nader Kelarud"), "name"), make_told(When.parse("1990"), "birth"), act, date, place)
    for entity in found:
        assert entity.keys() == {"id", "schema", "properties"}
        assert entity["properties"].keys() <= PUBLISHED[entity["schema"]]
        assert all(isinstance(v, str) and v for values in entity["properties"].values() for v in values)
    person, event = of(found, "Person"), of(found, "Event")
    assert (person["properties"]["name"], person["properties"]["birthDate"]) == (["Nader Kelarud"], ["1990"])
    assert (event["id"], event["properties"]["involved"]) == (act.claim.id, [person["id"]])
    assert (event["properties"]["date"], event["properties"]["location"]) == (["2024-10"], ["Korsha"])
    assert set(event["properties"]["proof"]) == {act.item.id, date.item.id, place.item.id}


def test_a_planned_or_denied_execution_is_never_an_event_of_that_bare_name() -> None:
    for modality in ("planned", "averted", "denied", "hypothetical", "alleged"):
        event = of(made(make_told(Act(type="execution"), "act", modality=modality)), "Event")
        assert event["properties"]["name"] == [f"{modality}: execution"]
        assert f"({modality}; accepted; by the document itself" in event["properties"]["notes"][0]


def test_an_alleged_or_unreviewed_value_is_a_note_and_no_property() -> None:
    found = made(
        make_told(Words(text="judge"), "occupation", modality="alleged"), make_told(Words(text="clerk"), "occupation", accepted=False)
    )
    person = of(found, "Person")["properties"]
    assert "position" not in person
    assert len(person["notes"]) == 2
    assert person["name"] == ["en-" + "1" * 32]


def test_an_interval_of_another_calendar_has_two_ends_and_no_date() -> None:
    act = make_told(Act(type="arrest"), "act")
    date = make_told(When.parse("jalali:1403"), "date", about=act.claim.id, act=act.claim)
    event = of(made(act, date), "Event")["properties"]
    assert "date" not in event
    assert (event["startDate"], event["endDate"]) == (["2024-03-20"], ["2025-03-20"])


def test_a_document_says_its_digest_and_neither_title_nor_name_and_bodies_are_organizations() -> None:
    told = make_told(Name(text="Bench of Korsha"), "name")
    found = made(told, about="body")
    document = of(found, "Document")["properties"]
    assert document["notes"] == [f"sha256:{told.item.sha256}"]
    assert of(found, "Organization")["properties"]["name"] == ["Bench of Korsha"]


def test_the_manifest_is_a_document_and_what_has_no_true_schema_is_left_out() -> None:
    first, *rest = made(make_told(), about="place")
    assert first["schema"] == "Document"
    assert "Nothing here is a fact" in first["properties"]["summary"][0]
    assert rest == []
