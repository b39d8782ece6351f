"""One letter on its whole way: what goes in, and what must be left of it, whether it went by commands alone or by pages alone."""

import re
from collections.abc import Iterable

LETTER = """Korsha, 20 November 2026

Nader Kelarud was arrested on 3 October 2024. On 14 May 2025 Nader Kelarud was sentenced to death by Branch 3 of the Korsha Bench.
On 17 November 2026 Nader Kelarud was moved to solitary confinement.

A guard says that he is kept with four others in the upper cells.
"""
NAME, PLACE = "Nader Kelarud", "the upper cells"
COVER = {
    "submitter": "Selmand Families' Committee (invented)", "relation": "in contact with the family", "obtained": "a letter of counsel",
    "state": "Republic of Tavrin", "perpetrator": "the Kilometre 9 prison office",
}  # fmt: skip
ASKED = ("submit", "share-with-state", "name-in-letter")
LEDGER = {
    "archive.founded", "user.added", "source.made", "evidence.taken-in", "evidence.read", "claim.reviewed", "claim.made",
    "submission.drafted", "submission.changed", "consent.recorded", "submission.approved", "submission.released", "package.made", "views.sealed",
}  # fmt: skip
"""The types of the acts, each at least once, and none besides."""
PACKED = {
    "VERIFY.txt", "actors.txt", "bag-info.txt", "bagit.txt", "checkpoint", "claims.jsonld", "manifest-sha256.txt", "package-files.txt",
    "package.json", "tagmanifest-sha256.txt", "verify.html", "verify.py", "verify.sh", "keys/log.pem", "keys/log.vkey", "proofs/package.proof",
    "custody/ev-*.jsonl", "data/files/ev-*.txt", *(f"data/letters/su-*-v*.{ending}" for ending in ("docx", "json", "pdf", "txt")),
    *(pattern for kind in ("cl", "cu", "ev", "pa", "re", "so", "su", "tx") for pattern in (f"data/nouns/{kind}-*.v*.json", f"proofs/{kind}-*.v*.proof")),
}  # fmt: skip
"""The files of its package, ids and versions left out."""


def kinds(names: Iterable[str]) -> set[str]:
    """The names of a package's files without what differs from one archive to the next."""
    return {re.sub(r"\bv\d+\b", "v*", re.sub(r"[0-9a-f]{32}", "*", name)) for name in names}
