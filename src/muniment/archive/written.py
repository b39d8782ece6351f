"""A record in a file of its own, with the digest of its bytes: what no ledger covers says itself whether it is as it was written.

Against rot, not against a forger, who would write the digest anew: what a forger must not change stands in the ledger as well.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from muniment.model.canonical import digest
from muniment.model.errors import MunimentError

R = TypeVar("R", bound=msgspec.Struct)


class _Written(msgspec.Struct, frozen=True):
    record: msgspec.Raw
    sha256: str


class NotAsWrittenError(MunimentError):
    """The file holds something else than was written there."""


def written(record: msgspec.Struct) -> bytes:
    """The file, in JSON to be read by people."""
    data = msgspec.json.encode(record)
    return msgspec.json.format(msgspec.json.encode(_Written(msgspec.Raw(data), digest(data))), indent=1) + b"\n"


def read(data: bytes, type: type[R], where: str) -> R:
    """The record in a file, which is called `where` in what is said of it.

    Raises:
        NotAsWrittenError: it cannot be read, or its digest is another.
    """
    try:
        kept = msgspec.json.decode(data, type=_Written)
        record = msgspec.json.decode(kept.record, type=type)
    except (msgspec.MsgspecError, UnicodeDecodeError) as exc:
        raise NotAsWrittenError(f"{where} cannot be read: {exc}.", advice="Run “muniment verify”.") from exc
    if kept.sha256 != digest(msgspec.json.encode(record)):
        raise NotAsWrittenError(f"{where} is not as it was written.", advice="Run “muniment verify”.")
    return record
