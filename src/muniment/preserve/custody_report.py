"""The chain-of-custody report of one item: who had it, from its arrival until now, and what can be checked of that.

It holds what a court asks of a custody record (ISO/IEC 27037; Berkeley Protocol, para 167): every link in its order, with
person, time, clock and reason, and beside it the number of the ledger entry that covers it. The six preservation qualities of the
Berkeley Protocol are answered as far as a machine can look; what nobody looked at is *not checked*.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.verdict import Answer

QualityName = Literal["authenticity", "availability", "identity", "persistence", "renderability", "understandability"]


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """One link; times are RFC 3339 in UTC. `entry` is its ledger number, None before it was numbered."""

    event: str
    at: str
    agent: str
    clock: str
    reason: str = ""
    detail: str = ""
    receiver: str = ""
    outcome: str = "success"
    entry: int | None = None
    sheet: str = ""


class Quality(msgspec.Struct, frozen=True):
    """One of the six qualities: the answer, and what it rests on (a word of the report's vocabulary)."""

    name: QualityName
    answer: Answer
    why: str


class CustodyReport(msgspec.Struct, frozen=True, kw_only=True):
    """The report as data. `checkpoint` is the signed note over `head` entries with this root (hex)."""

    archive: str
    origin: str
    mode: str
    made_at: str
    made_by: str
    id: str
    title: str
    name: str
    media_type: str
    size: int
    sha256: str
    taken_at: str
    clock: str
    collector: str
    source: str
    note: str
    is_invented: bool
    withdrawn: str
    links: tuple[Link, ...]
    is_unbroken: bool
    qualities: tuple[Quality, ...]
    head: int
    root: str
    checkpoint: str


def moment(at: object) -> str:
    """A time of the chain, to the second, in UTC."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def link(event: CustodyEvent, entry: int | None) -> Link:
    """A custody event as a link of the report."""
    return Link(
        event=event.event, at=moment(event.made_at), agent=event.agent, clock=event.clock, reason=event.reason or "",
        detail=event.detail or "", receiver=event.receiver or "", outcome=event.outcome, entry=entry, sheet=event.sheet or "",
    )  # fmt: skip


def is_unbroken(chain: Sequence[CustodyEvent]) -> bool:
    """Whether each link names the one before it, and the first none: no gap between custodians."""
    return bool(chain) and all(event.previous == (chain[i - 1].id if i else None) for i, event in enumerate(chain))


def qualities(item: Evidence, chain: Sequence[CustodyEvent], proof: Answer, *, is_readable: bool | None) -> tuple[Quality, ...]:
    """The six qualities (Berkeley Protocol, ch. VI) as far as they can be looked at; `proof` is that of bytes and ledger now.

    `is_readable` says whether a reader or a viewer could make something of it, None where none tried.
    """
    last = next((e.event for e in reversed(chain) if e.event in ("fixity-checked", "fixity-failed")), None)
    renders: Answer = "not_checked" if is_readable is None else "passed" if is_readable else "failed"
    told = bool(item.source and (item.note or item.title))
    return (
        Quality("authenticity", proof, "bytes_and_ledger"),
        Quality("availability", "not_checked", "copies"),
        Quality("identity", "passed", "one_id"),
        Quality("persistence", "not_checked" if last is None else "passed" if last == "fixity-checked" else "failed", "fixity"),
        Quality("renderability", renders, "rendered"),
        Quality("understandability", "passed" if told else "not_checked", "context"),
    )
