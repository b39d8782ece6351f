"""The door that lays two versions of a noun side by side. Whoever may see a kind of noun may see how one of them came to be."""

from __future__ import annotations

import msgspec

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.model.canonical import NOUNS, PREFIX
from muniment.model.difference import FieldChange, difference
from muniment.model.errors import BadInputError, UnknownError
from muniment.model.noun import Noun, Version

SEEN_BY = {
    "agent": "user.manage", "assignment": "claim.see", "belonging": "evidence.see", "claim": "claim.see", "comment": "claim.see", "condition": "consent.see", "consent": "consent.see",
    "custody": "evidence.see", "demand": "submission.see", "evidence": "evidence.see", "examination": "evidence.see",
    "finding": "finding.see", "judgement": "record.see", "package": "package.make", "passage": "claim.see", "record": "record.see",
    "source": "source.see", "submission": "submission.see", "text": "claim.see",
}  # fmt: skip
"""Kind -> the permission that opens it. A register entry and a ledger entry have no versions: neither is kept as a noun."""
KINDS = {PREFIX[kind]: kind for kind in SEEN_BY}


class Difference(msgspec.Struct, frozen=True):
    """Two versions of one noun, and every field in which they differ."""

    id: str
    kind: str
    older: int
    newer: int
    changes: tuple[FieldChange, ...]


@door("difference", noun="archive", permission="trace.see")
def versions(desk: Desk, *, id: str, older: Version | None = None, newer: Version | None = None) -> Difference:
    """Every field in which two versions of a noun differ, before and after; without versions, the last two."""
    kind = KINDS.get(id[:2])
    if kind is None:
        raise UnknownError(f"There is no {id} here that has versions.", advice="Check the identifier.")
    seen = desk.through(SEEN_BY[kind])
    last = seen.get(id, NOUNS[kind]).version
    if last == 1 and older is None:
        raise BadInputError(f"{id} has one version only: there is nothing to compare it with.")
    after = _version(seen, id, kind, newer or last, last)
    before = _version(seen, id, kind, older or max(after.version - 1, 1), last)
    return Difference(id, kind, before.version, after.version, difference(before, after))


def _version(desk: Desk, id: str, kind: str, version: int, last: int) -> Noun:
    if version > last:
        raise UnknownError(f"{id} has no version {version}: its last is {last}.", advice="Name one that is there.")
    return desk.get(id, NOUNS[kind], version)
