"""The chain of custody of an item: who had it, when, and what was done with it. It grows at its end, a link at a time.

Each link names the one before it, under a lock that several processes share, so that a chain never forks (Berkeley Protocol;
PREMIS events). The order is that of the links; clocks may go back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from muniment.archive.acts import Acting
from muniment.archive.desk import Desk
from muniment.model.evidence import CustodyEvent
from muniment.model.noun import Noun
from muniment.model.terms import Custody

if TYPE_CHECKING:
    from muniment.archive.opened import Archive


@contextmanager
def chained(desk: Desk, items: Sequence[str], type: str, reason: str = "") -> Iterator[Acting]:
    """An act that lengthens chains of custody."""
    with linked(desk.act(type, reason), items) as act:
        yield act


@contextmanager
def linked(act: Acting, items: Sequence[str]) -> Iterator[Acting]:
    """The end of an act that lengthens chains of custody: nobody else adds a link to these between our look at the last and our
    own. Others wait meanwhile, so nothing slow belongs inside."""
    with act.archive.shelf.transaction():
        act.archive.shelf.hold(items)
        act.links = _last_links(act.archive, items) | act.links
        yield act
        act.write()


def custody(
    act: Acting, evidence: str, event: Custody, *, first: bool = False, reason: str | None = None, detail: str | None = None,
    receiver: str | None = None, sheet: str | None = None,
) -> CustodyEvent:  # fmt: skip
    """The next link of an item's chain of custody, as part of an act (`chained`, where the item is not new)."""
    before = act.links.get(evidence) or (None if first else _last_links(act.archive, [evidence]).get(evidence))
    made = CustodyEvent(
        id=act.new("cu"), made_by=act.agent.id, made_at=act.at, evidence=evidence, event=event, agent=act.agent.name,
        clock=act.archive.clock_source, previous=before, reason=reason, detail=detail,
        receiver=receiver, sheet=sheet,
    )  # fmt: skip
    act.links[evidence] = made.id
    return made


def _last_links(archive: Archive, items: Sequence[str]) -> dict[str, str]:
    return archive.shelf.newest_on(items, kind="custody", role="evidence")


def custody_of(nouns: Iterable[Noun]) -> list[CustodyEvent]:
    """The custody events among these, in the order of the chain, not of the clock."""
    events = [noun for noun in nouns if isinstance(noun, CustodyEvent)]
    following = {event.previous: event for event in events}
    chain: list[CustodyEvent] = []
    at: str | None = None
    while (event := following.pop(at, None)) is not None:
        chain.append(event)
        at = event.id
    linked = {event.id for event in chain}
    return chain + [event for event in events if event.id not in linked]
