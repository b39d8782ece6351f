"""The door for withdrawal: the key of one item is destroyed, and with it all that rests on it, here and in our backups.

What remains: digests, decisions, and the list of what had already left. The ledger says so.

 1 announce it, so that no process seals anything more under the key;  2 wait for acts that were already being written;
 3 erase rows and write the tombstone and the ledger entry, one transaction;  4 destroy the key.
Whoever opens the archive after a crash between (1) and (4) brings it to one end (`finish`).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from muniment.archive.acts import Acting
from muniment.archive.custody import custody
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.model.errors import BadInputError, RefusedError, UnknownError
from muniment.model.evidence import Evidence, Withdrawal
from muniment.model.noun import Version
from muniment.model.submission import Submission

if TYPE_CHECKING:
    from muniment.archive.opened import Archive


class Withdrawn(msgspec.Struct, frozen=True):
    """What a withdrawal took away (`gone`: how many of each kind), what had left before, and what must be drafted again."""

    evidence: str
    sha256: str
    gone: dict[str, int]
    ids: tuple[str, ...]
    left: tuple[str, ...]


@door("rests", noun="evidence", permission="evidence.withdraw")
def rests(desk: Desk, *, id: str) -> Withdrawn:
    """What rests on an item: all that a withdrawal would take away. Changes nothing."""
    item = desk.get(id, Evidence)
    return _account(desk, item)


def _account(desk: Desk, item: Evidence) -> Withdrawn:
    rested = desk.archive.shelf.rooted_in(item.id)
    ids = tuple(sorted({noun for noun, _ in rested}))
    nouns = desk.archive.shelf.many(ids)
    left = tuple(n.id for n in nouns if isinstance(n, Submission) and n.state == "released")
    return Withdrawn(item.id, item.sha256, dict(Counter(n.kind() for n in nouns)), ids, left)


@door("withdraw", noun="evidence", permission="evidence.withdraw", ledger=("evidence.withdrawn",))
def withdraw(desk: Desk, *, id: str, expected: Version, reason: str) -> Withdrawn:
    """Destroy the key of an item: its bytes and all that rests on them become unreadable, for ever."""
    item = desk.get(id, Evidence)
    desk.archive.expect(item, expected)
    if not reason.strip():
        raise BadInputError("A withdrawal needs a reason in words, and who asked for it.")
    if item.withdrawn:
        raise RefusedError(f"{id} was withdrawn already.", advice="Its digest and decisions remain; the ledger says who and why.")
    archive = desk.archive
    archive.seals.doom(id)  # (1)
    try:
        with archive.shelf.transaction():  # (2)
            account = _account(desk, item)
        archive.sequencer.run()
        act = desk.act("evidence.withdrawn", reason)
        _tombstone(act, item, account, reason)
        archive.shelf.erase(archive.shelf.rooted_in(id), act.sealed(), tuple(act.added.values()))  # (3)
    except BaseException:
        finish(archive, id)
        raise
    archive.seals.destroy(id, item.object)  # (4)
    return account


def finish(archive: Archive, id: str) -> None:
    """Bring a withdrawal that was interrupted to one end: the key goes if the item is withdrawn in the ledger, else it stays."""
    try:
        item = archive.shelf.get(id)
    except UnknownError:
        return  # closed to these keys: who opens it finishes it
    if isinstance(item, Evidence) and item.withdrawn:
        archive.seals.destroy(id, item.object)
    else:
        archive.seals.pardon(id)


def _tombstone(act: Acting, item: Evidence, account: Withdrawn, reason: str) -> None:
    """The item without its name, source and note, under the key of its compartment; and the last link of its custody. It still
    names the object that nobody can open any more, so that `verify` knows it from one that was added.
    """
    gone = Withdrawal(by=act.agent.id, at=act.at, reason=reason, rested=len(account.ids), left=account.left)
    bare = replace(
        item, version=item.version + 1, made_by=act.agent.id, made_at=act.at, name=None, title=None,
        collector=None, source=None, note=None, withdrawn=gone,
    )  # fmt: skip
    act.add(bare)
    act.add(custody(act, item.id, "erased-by-order", first=True, reason=reason))
