"""Evidence: sealed bytes with a digest, a time and the hands they passed through. Never edited.

A withdrawal destroys the key; what remains is this noun without its name, source and note, carrying the withdrawal.
"""

from muniment.model.noun import Count, Digest, Edge, Id, Moment, Noun, Part
from muniment.model.terms import Custody


class Withdrawal(Part, frozen=True):
    """Why the bytes are gone, and what had already left before."""

    by: str
    at: Moment
    reason: str
    rested: Count
    left: tuple[str, ...] = ()


class Evidence(Noun, frozen=True, kw_only=True, tag="evidence"):
    """One sealed item. `object` is the SHA-256 of its ciphertext in the vault, `sha256` that of the bytes themselves."""

    sha256: Digest
    size: Count
    media_type: str
    object: Digest | None
    name: str | None
    title: str | None = None
    collector: str | None = None
    source: Id | None = None
    taken_at: Moment
    clock: str
    note: str | None = None
    invented: bool = False
    withdrawn: Withdrawal | None = None

    def rests_on(self) -> tuple[Edge, ...]:
        return (("source", self.source),) if self.source else ()


class CustodyEvent(Noun, frozen=True, kw_only=True, tag="custody"):
    """One link of the chain of custody: PREMIS-like type, who, when, by which clock, why, and the link before it.

    A transfer names the receiver and keeps the sheet that giver and receiver signed (`preserve.handover`).
    """

    evidence: Id
    event: Custody
    agent: str
    clock: str
    reason: str | None = None
    outcome: str = "success"
    detail: str | None = None
    receiver: str | None = None
    sheet: str | None = None
    previous: Id | None = None

    def rests_on(self) -> tuple[Edge, ...]:
        return (("evidence", self.evidence),)
