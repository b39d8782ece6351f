"""The door for withdrawal: the key of one item is destroyed, and with it all that rests on it, here and in our backups.

What remains: digests, decisions, and the list of what had already left. The ledger says so.
"""

from __future__ import annotations

from collections import Counter

import msgspec
from msgspec.structs import replace

from muniment.archive.acts import Acting
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.intake import custody
from muniment.model.errors import BadInputError
from muniment.model.evidence import Evidence, Withdrawal
from muniment.model.submission import Submission


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
def withdraw(desk: Desk, *, id: str, expected: int, reason: str) -> Withdrawn:
    """Destroy the key of an item: its bytes and all that rests on them become unreadable, for ever."""
    item = desk.get(id, Evidence)
    desk.archive.expect(item, expected)
    if not reason.strip():
        raise BadInputError("A withdrawal needs a reason in words, and who asked for it.")
    account = _account(desk, item)
    desk.archive.sequencer.run()
    act = desk.act("evidence.withdrawn", reason)
    _tombstone(act, item, account, reason)
    desk.archive.seals.doom(id)
    desk.archive.shelf.erase(desk.archive.shelf.rooted_in(id), act.sealed(), tuple(act.added.values()))
    desk.archive.seals.destroy(id)
    return account


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
