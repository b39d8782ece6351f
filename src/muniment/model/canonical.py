"""Canonical bytes: RFC 8785 (JSON Canonicalization Scheme), and the way back.

Nouns hold no float and only integers within 2^53, and their keys are ASCII: then msgspec's sorted JSON is RFC 8785. Bytes
once stored are never written again: an older schema is raised to today's in memory, by the steps in `UPCAST`.
"""

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec

from muniment.model.agent import Agent
from muniment.model.casework import Assignment, Comment
from muniment.model.claim import Claim
from muniment.model.consent import Condition, Consent
from muniment.model.derived import DerivedText
from muniment.model.entry import Entry
from muniment.model.errors import SchemaError
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.examination import Belonging, Examination
from muniment.model.finding import Finding
from muniment.model.judgement import Judgement
from muniment.model.ledger import LedgerEntry
from muniment.model.noun import Noun
from muniment.model.package import Package
from muniment.model.passage import Passage
from muniment.model.record import Record
from muniment.model.source import Source
from muniment.model.submission import Demand, Submission

AnyNoun = (
    Agent | Assignment | Belonging | Claim | Comment | Condition | Consent | CustodyEvent | Demand | DerivedText | Entry | Evidence | Examination
    | Finding | Judgement | LedgerEntry | Package | Passage | Record | Source | Submission
)  # fmt: skip
NOUNS: dict[str, type[Noun]] = {noun.kind(): noun for noun in AnyNoun.__args__}
PREFIX: dict[str, str] = {
    "agent": "ag", "assignment": "as", "belonging": "be", "claim": "cl", "comment": "cm", "condition": "cn", "consent": "co", "custody": "cu", "demand": "de",
    "text": "tx", "entry": "en", "evidence": "ev", "examination": "ex", "finding": "fi", "judgement": "ju", "ledger-entry": "le", "package": "pk", "passage": "pa",
    "record": "re", "source": "so", "submission": "su",
}  # fmt: skip
SCHEMA: dict[str, int] = {kind: next(f.default for f in msgspec.structs.fields(noun) if f.name == "schema") for kind, noun in NOUNS.items()}
"""The schema number of each kind today. What bears a higher one was written by a newer version and is not guessed at."""
UPCAST: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""(kind, schema) -> the step that raises that payload by one schema number."""

_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(AnyNoun)


def encode(noun: msgspec.Struct) -> bytes:
    """The canonical bytes of a noun (or of a part of one)."""
    return _encoder.encode(noun)


def digest(payload: bytes) -> str:
    """SHA-256 in hex, the one hash used everywhere."""
    return hashlib.sha256(payload).hexdigest()


def decode(payload: bytes) -> Noun:
    """The noun in these bytes, raised to today's schema.

    Raises:
        SchemaError: not JSON, an unknown kind or field, a value out of its range.
    """
    try:
        noun: Noun = _decoder.decode(_raised(payload) if UPCAST else payload)
    except (msgspec.MsgspecError, UnicodeError, ValueError, RecursionError, TypeError, KeyError) as exc:
        raise SchemaError(f"These bytes are not a noun of this version: {exc}.") from exc
    if noun.schema != SCHEMA[noun.kind()]:
        raise SchemaError(
            f"This {noun.kind()} has schema {noun.schema}; this version knows {SCHEMA[noun.kind()]}.",
            advice="Open it with the version that wrote it, or a newer one.",
        )
    return noun


def _raised(payload: bytes) -> bytes:
    fields = msgspec.json.decode(payload, type=dict[str, Any])
    while (step := UPCAST.get((fields.get("kind", ""), fields.get("schema", 0)))) is not None:
        fields = step(fields)
    return msgspec.json.encode(fields, order="sorted")
