"""JSON-LD after the W3C Web Annotation model: a claim is an annotation, its passages are the targets.

A stretch of text is selected twice over, by its words (TextQuoteSelector) and by its place (TextPositionSelector, code points of
the derived text); each selector alone finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from muniment.act.excerpt.manifest import Manifest
from muniment.act.excerpt.rows import Reviewers, reviewed_on
from muniment.act.excerpt.told import Told
from muniment.model.passage import Cell, Interval, Passage, Region, Stretch, Where

TERMS = (
    "about", "act", "person", "property", "value", "modality", "statedBy", "state", "reviewedBy", "reviewedOn", "version", "credibility",
    "exculpatory", "coerced", "proposedBy", "digest", "manifest", "derivedText",
)  # fmt: skip
CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"m": "urn:muniment:term:", **{term: f"m:{term}" for term in TERMS}}]
MEDIA = "https://www.w3.org/TR/media-frags/"


def annotated(manifest: Manifest, told: Iterable[Told]) -> Iterator[bytes]:
    """One AnnotationCollection with one page."""
    head = {"@context": CONTEXT, "id": f"urn:muniment:excerpt:{manifest.root}", "type": "AnnotationCollection", "label": manifest.says,
            "total": manifest.rows, "manifest": manifest}  # fmt: skip
    yield msgspec.json.encode(head)[:-1] + b',"first":{"type":"AnnotationPage","startIndex":0,"items":['
    reviewers = Reviewers()
    for number, one in enumerate(told):
        yield (b",\n" if number else b"\n") + msgspec.json.encode(_annotation(one, reviewers))
    yield b"\n]}}\n"


def _annotation(told: Told, reviewers: Reviewers) -> dict[str, Any]:
    claim = told.claim
    body = {
        "type": "Dataset", "about": _urn(claim.about), "person": _urn(told.entry), "property": claim.property, "field": claim.field or None, "value": claim.value,
        "modality": claim.modality, "statedBy": [voice.name for voice in claim.stated_by], "state": claim.standing.state,
        "reviewedBy": reviewers.of(told), "reviewedOn": reviewed_on(told), "version": claim.version, "credibility": claim.credibility,
        "exculpatory": claim.is_exculpatory, "coerced": claim.is_coerced, "proposedBy": claim.rule,
    }  # fmt: skip
    targets = [_target(told, passage, where) for passage in told.passages for where in passage.where]
    return {
        "id": _urn(claim.id), "type": "Annotation", "motivation": "describing", "created": claim.made_at,
        "body": {name: value for name, value in body.items() if value not in ("", None, (), [])}, "target": targets,
    }  # fmt: skip


def _target(told: Told, passage: Passage, where: Where) -> dict[str, Any]:
    target: dict[str, Any] = {"type": "SpecificResource", "source": _urn(told.item.id), "digest": f"sha256:{told.item.sha256}"}
    if passage.text:
        target["derivedText"] = _urn(passage.text)
    selectors = _selectors(where)
    return target | ({"selector": selectors} if selectors else {})


def _selectors(where: Where) -> list[dict[str, Any]]:
    match where:
        case Stretch():
            return [{"type": "TextQuoteSelector", "exact": where.quote},
                    {"type": "TextPositionSelector", "start": where.start, "end": where.end}]  # fmt: skip
        case Region():
            box = ",".join(f"{side / 10:g}" for side in (where.x, where.y, where.width, where.height))
            return [{"type": "FragmentSelector", "conformsTo": MEDIA, "value": f"page={where.page}&xywh=percent:{box}"}]
        case Interval():
            return [{"type": "FragmentSelector", "conformsTo": MEDIA, "value": f"t={where.start_ms / 1000:g},{where.end_ms / 1000:g}"}]
        case Cell():
            place = f"row={where.row}" if where.column is None else f"cell={where.row},{where.column}"
            exact = [{"type": "TextQuoteSelector", "exact": where.quote}] if where.quote else []
            return [{"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc7111", "value": place}, *exact]
    return []


def _urn(id: str) -> str:
    return f"urn:muniment:{id}" if id else ""
