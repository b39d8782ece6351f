"""The doors through which evidence is looked at: list, show with its custody, open the bytes, compare them with their digest."""

from __future__ import annotations

from muniment.archive.custody import chained, custody, custody_of
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.model.canonical import digest
from muniment.model.errors import MunimentError, UnknownError
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.noun import Limit

WINDOW = 500
"""How many items are looked through at a time, where only some are wanted."""


class SealBrokenError(MunimentError):
    """Bytes in the vault are not the bytes that were sealed."""


@door("evidence", noun="evidence", permission="evidence.see")
def evidence(
    desk: Desk, *, after: str | None = None, limit: Limit = 50, newest: bool = False, media: str | None = None, source: str | None = None
) -> list[Evidence]:  # fmt: skip
    """The evidence you may see, a page at a time (`after` is the last identifier of the page before), of one media type or source."""
    if media is None and source is None:
        return desk.find(Evidence, after=after, limit=limit, newest=newest)
    found: list[Evidence] = []
    while len(found) < limit and (window := desk.find(Evidence, after=after, limit=WINDOW, newest=newest)):
        after = window[-1].id
        found += [item for item in window if item.media_type.startswith(media or "") and source in (None, item.source)]
    return found[:limit]


@door("show", noun="evidence", permission="evidence.see")
def show(desk: Desk, *, id: str) -> tuple[Evidence, tuple[CustodyEvent, ...]]:
    """One piece of evidence with its chain of custody."""
    item = desk.get(id, Evidence)
    return item, tuple(custody_of(desk.archive.shelf.resting_on(id, kind="custody", role="evidence")))


@door("open", noun="evidence", permission="evidence.open", ledger=("evidence.opened",))
def open_bytes(desk: Desk, *, id: str, reason: str) -> bytes:
    """The sealed bytes themselves, for a reason that is ledgered; compared with their digest on the way out."""
    item = desk.get(id, Evidence)
    data = unsealed(desk, item)
    with chained(desk, [id], "evidence.opened", reason) as act:
        act.add(custody(act, id, "exported", reason=reason))
    return data


@door("fixity", noun="evidence", permission="evidence.see")
def fixity(desk: Desk, *, id: str) -> bool:
    """Whether the bytes of an item are still those that arrived: opened and hashed again, here and now."""
    item = desk.get(id, Evidence)
    sealed_object(item)  # what was erased by order is gone, which is not the same as changed
    try:
        unsealed(desk, item)
    except MunimentError:
        return False
    return True


def sealed_object(item: Evidence) -> str:
    """The object that holds the bytes of an item. Raises UnknownError: withdrawn."""
    if item.object is None or item.withdrawn:
        raise UnknownError(f"{item.id} was withdrawn: its bytes are gone.", advice="Its digest and decisions remain.")
    return item.object


def unsealed(desk: Desk, item: Evidence) -> bytes:
    """The bytes of an item, as they arrived.

    Raises:
        UnknownError: withdrawn.
        SealBrokenError: they are not what was sealed.
    """
    data = desk.archive.seals.unseal(desk.archive.vault.get(sealed_object(item)), (item.id,), item.compartment)
    if digest(data) != item.sha256:
        raise SealBrokenError(f"{item.id} is not what was sealed.", advice="Run “muniment verify” and keep both.")
    return data
