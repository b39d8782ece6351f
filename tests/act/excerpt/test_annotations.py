"""JSON-LD against the Web Annotation data model (W3C Recommendation, 23 February 2017): what it says an annotation must have."""

import json
from typing import Any

from msgspec.structs import replace

from muniment.act.excerpt import Told, annotated
from muniment.model.claim import Voice
from muniment.model.passage import Cell, Interval, Region, Whole
from muniment.model.standing import Standing
from tests.act.excerpt.makers import HEAD, make_told

NEEDS = {
    "TextQuoteSelector": {"exact"}, "TextPositionSelector": {"start", "end"}, "FragmentSelector": {"value"},
}  # fmt: skip


def made(*told: Told) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(b"".join(annotated(HEAD, told)))
    return found


def test_a_collection_with_one_page_says_what_the_model_asks_of_it() -> None:
    found = made(make_told())
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (found["type"], found["total"], found["first"]["type"]) == ("AnnotationCollection", 1, "AnnotationPage")
    assert found["manifest"]["withheld"] == {"never asked": 2}


def test_each_claim_is_an_annotation_on_its_words_and_their_place() -> None:
    told = make_told(quote="«معلم»، a teacher")
    (one,) = made(told)["first"]["items"]
    assert one["type"] == "Annotation"
    assert one["id"] == f"urn:muniment:{told.claim.id}"
    (target,) = one["target"]
    quote, place = target["selector"]
    assert (quote["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
    assert place["end"] - place["start"] == len(quote["exact"])
    assert target["source"] == f"urn:muniment:{told.item.id}"


def test_modality_voices_state_and_reviewer_stand_in_the_body() -> None:
    told = make_told(modality="denied", stated_by=(Voice(name="the court"), Voice(name="a newspaper")))
    body = made(told)["first"]["items"][0]["body"]
    assert (body["modality"], body["statedBy"], body["state"]) == ("denied", ["the court", "a newspaper"], "accepted")
    assert body["reviewedBy"] == ["reviewer-1"]
    assert "ag-" not in json.dumps(body)


def test_what_nobody_reviewed_has_no_reviewer() -> None:
    told = make_told()
    body = made(replace(told, claim=replace(told.claim, standing=Standing())))["first"]["items"][0]["body"]
    assert body["state"] == "proposed"
    assert not {"reviewedBy", "reviewedOn"} & body.keys()


def test_every_way_of_selecting_has_what_its_type_needs() -> None:
    told = make_told()
    where = (
        Region(page=3, x=10, y=20, width=30, height=45),
        Interval(start_ms=2000, end_ms=3500),
        Cell(row=4, column=2, quote="x"),
        Cell(row=5),
        Whole(),
    )
    (one,) = made(replace(told, passages=(replace(told.passages[0], where=where),)))["first"]["items"]
    assert len(one["target"]) == len(where)
    for target in one["target"]:
        for selector in target.get("selector", ()):
            assert NEEDS[selector["type"]] <= selector.keys()
    assert one["target"][0]["selector"][0]["value"] == "page=3&xywh=percent:1,2,3,4.5"
    assert "selector" not in one["target"][-1]


def test_every_term_of_ours_is_in_the_context() -> None:
    found = made(make_told(stated_by=(Voice(name="the court"),), rule="people"))
    ours = found["@context"][1]
    (one,) = found["first"]["items"]
    standard = {"type", "value", "selector", "source"}
    assert set(one["body"]) - standard <= ours.keys()
    assert set(one["target"][0]) - standard <= ours.keys()
    assert "manifest" in ours
