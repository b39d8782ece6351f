"""C2PA manifests: whether a file carries one, and what their reader says of it where that is installed.

Presence proves nothing and absence proves nothing. Nothing is ever fetched: a manifest that lies elsewhere is not checked. No
signer is trusted here, so that a good signature says who is named by the certificate, not that they are who they say.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from muniment.preserve.formats.found import Notes

LABEL = b"jumb"
MARKS = (b"c2pa", bytes.fromhex("d8fec3d61b0e483c92975828877ec481"))
SETTINGS = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": False, "verify_timestamp_trust": False}}
ABSENT = "it carries a C2PA manifest; the reader for it (group c2pa) is not installed here"


def is_marked(data: bytes) -> bool:
    """Whether a manifest lies inside: a JUMBF box labelled c2pa."""
    return LABEL in data and any(mark in data for mark in MARKS)


def look(notes: Notes, media_type: str, data: bytes) -> None:
    """Add what can be said of a file's manifest."""
    if not is_marked(data):
        return
    try:
        import c2pa
    except (ImportError, OSError):
        notes.open("C2PA", ABSENT)
        return
    try:
        settings = c2pa.Settings.from_dict(SETTINGS)
        with c2pa.Context(settings) as context, c2pa.Reader(media_type, BytesIO(data), context=context) as reader:
            held, state = json.loads(reader.json()), reader.get_validation_state()
    except Exception as exc:  # the library raises its own and the system's errors
        notes.open("C2PA", f"its reader could not read the manifest: {exc}")
        return
    _state(notes, str(state or ""), held)
    _manifest(notes, held)


def _state(notes: Notes, state: str, held: dict[str, Any]) -> None:
    faults = [f"{one.get('code')}: {one.get('explanation', '')}" for one in held.get("validation_status") or [] if isinstance(one, dict)]
    if state in ("Valid", "Trusted"):
        notes.passed("C2PA", "the manifest fits these bytes and is signed by the certificate inside it")
        notes.does_not_prove.append("Who signed the C2PA manifest: no certificate was followed to a root that you trust.")
    elif state == "Invalid":
        notes.failed("C2PA", "the manifest", "a manifest that fits these bytes", "; ".join(faults) or "it does not")
    else:
        notes.open("C2PA", f"its reader gives no verdict ({state or 'none'})")


def _manifest(notes: Notes, held: dict[str, Any]) -> None:
    active = (held.get("manifests") or {}).get(held.get("active_manifest"), {})
    if not isinstance(active, dict):
        return
    signature = active.get("signature_info") or {}
    told = {"title": active.get("title"), "claim generator": active.get("claim_generator"), "signed by": signature.get("common_name"),
            "issuer": signature.get("issuer"), "time": signature.get("time")}  # fmt: skip
    for name, words in told.items():
        notes.say(f"C2PA {name}", words or "")
    for one in active.get("assertions") or []:
        if isinstance(one, dict):
            notes.say(f"C2PA {one.get('label')}", json.dumps(one.get("data"), ensure_ascii=False))
