"""Ledger entries: one act, one leaf. What was done, by whom, when by which clock, and its effects as salted commitments."""

from muniment.model.noun import Digest, Id, Noun, Part, Version


class Effect(Part, frozen=True):
    """One noun version this act brought about. `commitment` binds it whole, `shown` the form without who acted (none where the
    payload is ciphertext); `object` is where its sealed bytes lie once the act is logged."""

    id: Id
    version: Version
    commitment: Digest
    sha256: Digest
    size: int
    roots: tuple[Id, ...] = ()
    compartment: str = "open"
    object: Digest | None = None
    shown: Digest | None = None


class LedgerEntry(Noun, frozen=True, kw_only=True, tag="ledger-entry"):
    """An act. `seq` and the effects' objects are known once the sequencer has numbered it; made_by acted, at made_at."""

    type: str
    clock: str
    reason: str = ""
    salt: Digest
    effects: tuple[Effect, ...] = ()
    seq: int | None = None
