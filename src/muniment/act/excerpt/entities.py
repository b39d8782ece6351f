"""FollowTheMoney entities, one JSON object a line: Person and Organization of the register, Event for acts, Document for evidence.

The model has no word for a planned, denied or averted act: the name of an event begins with its modality, and is never the bare
act. Values that contradict each other stand side by side, as the model allows. `proof` leads to the Document; a Document says the
digest of its bytes, and neither title nor name. Identifiers are the archive's own, the same in every excerpt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from muniment.act.excerpt.manifest import Manifest
from muniment.act.excerpt.told import Person, Told, quote, words
from muniment.model.evidence import Evidence
from muniment.model.when import When

SCHEMAS = {"person": "Person", "body": "Organization"}
"""What the register holds -> the schema for it; offices, places and groups have none that would be true of them."""
OF_PERSON = {"name": "name", "alias": "alias", "father_name": "fatherName", "occupation": "position"}
OF_BODY = {"name": "name", "alias": "alias"}


def entities(manifest: Manifest, people: Iterable[Person]) -> Iterator[bytes]:
    """The manifest as a Document, then everyone with their events; each Document stands before what it proves."""
    about = {"name": ["Manifest"], "summary": [manifest.says], "description": [msgspec.json.encode(manifest).decode()]}
    yield _line(f"excerpt-{manifest.root[:32]}", "Document", about)
    seen: set[str] = set()
    for person in people:
        if person.about not in SCHEMAS:
            continue
        for told in person.told:
            if told.item.id not in seen:
                seen.add(told.item.id)
                yield _document(told.item)
        yield _someone(person)
        yield from (_event(person, told) for told in person.told if told.claim.property == "act")


def _document(item: Evidence) -> bytes:
    found = {"name": [item.id], "mimeType": [item.media_type], "fileSize": [str(item.size)], "notes": [f"sha256:{item.sha256}"]}
    return _line(item.id, "Document", found)


def _someone(person: Person) -> bytes:
    mapped = OF_PERSON if person.about == "person" else OF_BODY
    found: dict[str, list[str]] = {}
    for told in person.told:
        claim = told.claim
        if claim.about.startswith("cl-") or claim.property == "act":
            continue
        is_plain = claim.modality == "asserted" and claim.standing.state == "accepted"
        if is_plain and claim.property in mapped:
            _add(found, mapped[claim.property], words(claim.value))
        elif is_plain and claim.property == "birth" and person.about == "person" and (day := _date(claim.value)):
            _add(found, "birthDate", day)
        _add(found, "notes", _statement(told))
        _add(found, "proof", told.item.id)
    return _line(person.id, SCHEMAS[person.about], {"name": [person.id]} | found)


def _event(person: Person, told: Told) -> bytes:
    found: dict[str, list[str]] = {"name": [f"{told.claim.modality}: {words(told.claim.value)}"], "involved": [person.id]}
    for one in (told, *(other for other in person.told if other.act and other.act.id == told.claim.id)):
        value = one.claim.value
        if one.claim.property == "date" and isinstance(value, When):
            _dated(found, value)
        if one.claim.property == "place":
            _add(found, "location", words(value))
        _add(found, "notes", _statement(one))
        _add(found, "proof", one.item.id)
    return _line(told.claim.id, "Event", found)


def _dated(found: dict[str, list[str]], when: When) -> None:
    """A day, month or year is its date; of anything wider the two ends."""
    if day := _date(when):
        _add(found, "date", day)
    else:
        for name, end in (("startDate", when.earliest), ("endDate", when.latest)):
            if end:
                _add(found, name, end)


def _date(value: object) -> str | None:
    """`YYYY[-MM[-DD]]`, the dates that the model knows; a year of another calendar is none."""
    edtf = value.edtf.rstrip("~") if isinstance(value, When) else ""
    return edtf if edtf and "/" not in edtf else None


def _statement(told: Told) -> str:
    """What the source says in one line: property, value, modality, who says so, whether reviewed, the words themselves."""
    claim = told.claim
    voices = " <- ".join(voice.name for voice in claim.stated_by) or "the document itself"
    return f"{claim.property}: {words(claim.value)} ({claim.modality}; {claim.standing.state}; by {voices}; {claim.id}): {quote(told)}"


def _add(found: dict[str, list[str]], name: str, value: str) -> None:
    values = found.setdefault(name, [])
    if value and value not in values:
        values.append(value)


def _line(id: str, schema: str, properties: dict[str, Any]) -> bytes:
    return msgspec.json.encode({"id": id, "schema": schema, "properties": properties}) + b"\n"
