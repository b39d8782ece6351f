"""The annotated documents are what their README says: anchored in their text, invented, and the blind ones strangers to the open ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from muniment.model.text import fold

HERE = Path(__file__).parents[1] / "material" / "extract"
NOTES = sorted(HERE.glob("*/*.json"))


def annotation(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def folded(text: str) -> str:
    return "".join(fold(text).text.casefold().split())


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_names_ages_and_quotations_stand_in_the_text(path: Path) -> None:
    note, text = annotation(path), folded(path.with_suffix(".txt").read_text(encoding="utf-8"))
    assert note["invented"] is True
    for person in note["people"]:
        assert any(folded(name) in text for name in [person["name"], *person.get("aliases", [])]), person["name"]
        assert str(person.get("age", "")) in text, person
    for said in note["attributions"]:
        assert folded(said["quote_prefix"]) in text, said["quote_prefix"]
        assert any(folded(speaker) in text for speaker in said["speaker"]), said["speaker"]


def test_the_blind_documents_share_no_person_with_the_open_ones() -> None:
    people = {
        side: {person["name"] for path in NOTES if path.parent.name == side for person in annotation(path)["people"]}
        for side in ("open", "blind")
    }
    assert people["open"] and people["blind"] and not people["open"] & people["blind"]
    for side in ("open", "blind"):
        languages = [annotation(path)["lang"] for path in NOTES if path.parent.name == side]
        assert languages.count("en") == languages.count("fa") > 6, side


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.stem)
def test_nothing_planned_stayed_or_denied_is_annotated_as_an_execution(path: Path) -> None:
    for person in annotation(path)["people"]:
        for act in person["acts"]:
            if act["type"] == "execution":
                assert person["status"] == "executed" and act.get("modality", "asserted") == "asserted", person["name"]
