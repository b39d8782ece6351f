"""Nouns with sensible defaults, and acts that store them. Everyone and everything here is invented."""

import os
import secrets
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import muniment
from muniment.model import Claim, Evidence, Noun, Passage, Source, encode
from muniment.model.canonical import digest
from muniment.model.claim import Words
from muniment.model.derived import DerivedText
from muniment.model.ledger import Effect, LedgerEntry
from muniment.model.name import Name
from muniment.store import Shelf, Stored

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ALL = ("open", "restricted", "sealed-identity")


def other_process(script: str, *args: str) -> "subprocess.Popen[str]":
    """Another process of ours, talking over its pipes."""
    source = Path(muniment.__file__).parents[1]
    paths = {"PYTHONPATH": f"{source}:{source.parent}"}
    return subprocess.Popen([sys.executable, "-c", script, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                            env=os.environ | paths)  # fmt: skip


def new(prefix: str) -> str:
    return f"{prefix}-{secrets.token_hex(16)}"


def made(prefix: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {"id": new(prefix), "made_by": "ag-tester", "made_at": NOW} | fields


def make_source(**fields: Any) -> Source:
    return Source(**made("so", {"name": "Harbour Gazette"} | fields))


def make_evidence(**fields: Any) -> Evidence:
    defaults = {
        "sha256": secrets.token_hex(32), "size": 3, "media_type": "text/plain", "object": secrets.token_hex(32),
        "name": "letter.txt", "taken_at": NOW, "clock": "system clock",
    }  # fmt: skip
    return Evidence(**made("ev", defaults | fields))


def make_text(evidence: Evidence, body: str, **fields: Any) -> DerivedText:
    return DerivedText(**made("tx", {"evidence": evidence.id, "how": "extracted", "tool": "t@1", "body": body} | fields))


def make_passage(evidence: Evidence, **fields: Any) -> Passage:
    return Passage(**made("pa", {"evidence": evidence.id, "where": ()} | fields))


def make_claim(evidence: Evidence, passage: Passage, value: Any = None, **fields: Any) -> Claim:
    defaults = {
        "evidence": evidence.id, "about": new("me"), "property": "occupation", "passages": (passage.id,),
        "value": value or Words(text="fisher"),
    }  # fmt: skip
    return Claim(**made("cl", defaults | fields))


def make_name(evidence: Evidence, passage: Passage, text: str, **fields: Any) -> Claim:
    return make_claim(evidence, passage, Name(text=text), property="name", **fields)


def make_entry(*nouns: Noun, **fields: Any) -> LedgerEntry:
    effects = tuple(Effect(id=n.id, version=n.version, commitment="0" * 64, sha256=digest(encode(n)), size=len(encode(n))) for n in nouns)
    return LedgerEntry(
        **made("le", {"type": "test.done", "clock": "system clock", "salt": secrets.token_hex(32), "effects": effects} | fields)
    )


def stored(noun: Noun, *roots: str) -> Stored:
    return Stored(noun, encode(noun), tuple(roots))


def put(shelf: Shelf, *nouns: Noun, roots: tuple[str, ...] = ()) -> LedgerEntry:
    """One act that stores these nouns, all resting on the same evidence."""
    entry = make_entry(*nouns)
    shelf.put([stored(noun, *roots) for noun in nouns], entry)
    return entry
