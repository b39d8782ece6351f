"""The doors that show evidence without handing it out: a safe picture, and what can be proved of one item here and now.

What is shown was made anew in the sandbox; what is proved was recomputed when it was asked for. What nobody checked is said.
"""

from __future__ import annotations

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.evidence import unsealed
from muniment.archive.stamps import stamp_case
from muniment.archive.witnesses import state
from muniment.document.picture import SHOWN
from muniment.model.errors import BadInputError, MunimentError
from muniment.model.evidence import Evidence
from muniment.model.verdict import Check, Verdict
from muniment.preserve import note, tiles
from muniment.preserve.commitment import leaf_of
from muniment.preserve.merkle import includes, inclusion, leaf_hash
from muniment.preserve.stamp import judge
from muniment.protect.sandbox import Limits, SandboxError, run

PARSER, SMALL = "muniment.document.picture:pressed", "muniment.document.picture:small"
AT_HAND = 400
"""Small pictures kept in memory while an archive is open, some 5 kB each; none is ever written to a disk."""
LIMITS = Limits(seconds=20, memory=1 << 30, output=16 << 20)
PROVES = ("These bytes are those that were sealed here, and the signed head of the ledger covers the act that took them in.",)
DOES_NOT_PROVE = (
    "That what they say is true, or who wrote it.",
    "That they existed at that hour, by anybody's clock but this archive's, unless an outside authority stamped it.",
)
KEEP = "Keep this archive as it is, and restore a copy from a backup beside it."


@door("view", noun="evidence", permission="evidence.see")
def view(desk: Desk, *, id: str, small: bool = False) -> bytes:
    """A picture of an image or of a PDF's first page, made anew in the sandbox: pixels alone, no metadata, at most 1,400 a side, or 160."""
    item, kept = desk.get(id, Evidence), desk.archive.small
    if item.media_type not in SHOWN:
        raise BadInputError(f"There is no picture of {item.media_type}.", advice="Look at the text that was read from it.")
    if item.withdrawn:
        kept.pop(id, None)
    if small and id in kept:
        return kept[id]
    try:
        made = run(SMALL if small else PARSER, item.media_type, unsealed(desk, item), LIMITS)
    except SandboxError as exc:
        raise BadInputError(
            f"No picture can be made of {id}: {exc}", advice="It stays sealed; take the original out with a reason."
        ) from exc
    if small and len(kept) < AT_HAND:
        kept[id] = made
    return made


@door("prove", noun="evidence", permission="evidence.see")
def prove(desk: Desk, *, id: str) -> Verdict:
    """What can be proved of one item here and now: bytes, ledger, signed head; and what nobody has checked."""
    item = desk.get(id, Evidence)
    checks = (*_bytes(desk, item), *_ledger(desk, item), _head(desk), _time(desk, item), _witness(desk, item), Check("hand", "not_checked"))
    return Verdict(checks, PROVES, DOES_NOT_PROVE)


def _bytes(desk: Desk, item: Evidence) -> tuple[Check, ...]:
    """Opened and hashed again; an item erased by order has no bytes left to check."""
    if item.withdrawn:
        return (Check("bytes", "not_checked", expected=item.sha256, found="erased by order"),)
    try:
        unsealed(desk, item)
    except MunimentError as exc:
        return (Check("bytes", "failed", expected=item.sha256, found=str(exc), advice=KEEP),)
    return (Check("bytes", "passed", expected=item.sha256, found=item.sha256),)


def _ledger(desk: Desk, item: Evidence) -> tuple[Check, ...]:
    """The act that took it in leads to the root of the tree, hash by hash."""
    archive = desk.archive
    entries = archive.shelf.entries_of(item.id)
    size = archive.ledger.head().size
    if not entries or entries[0].seq is None or entries[0].seq >= size:
        return (Check("ledger", "not_checked", found="not yet under a signed head"),)
    tree, seq = tiles.Tree(archive.ledger.read, size), entries[0].seq
    try:
        path = inclusion(seq, size, tree.subtree)
        is_in = includes(leaf_hash(leaf_of(entries[0])), seq, size, path, bytes.fromhex(archive.ledger.head().root))
    except (MunimentError, OSError) as exc:
        return (Check("ledger", "failed", found=str(exc), where=f"entry {seq}", advice=KEEP),)
    return (Check("ledger", "passed" if is_in else "failed", found=f"{len(path)}", where=f"{seq}", advice=None if is_in else KEEP),)


def _head(desk: Desk) -> Check:
    """The published head carries the signature of this archive's own key."""
    log = desk.archive.ledger
    try:
        body, _ = note.opened(log.checkpoint(), [log.key(desk.archive.seals.ring)])
        return Check("head", "passed", found=f"{note.checkpoint(body).size}")
    except MunimentError as exc:
        return Check("head", "failed" if log.checkpoint() else "not_checked", found=str(exc), advice=KEEP)


def _time(desk: Desk, item: Evidence) -> Check:
    """By when it existed: the first head that was stamped with it, its tokens read again."""
    entries, stamps = desk.archive.shelf.entries_of(item.id), desk.archive.stamps
    seq = entries[0].seq if entries else None
    heads = [head for head in stamps.records() if head.stamps and seq is not None and seq < head.size]
    if not heads:
        return Check("time", "not_checked")
    head = min(heads, key=lambda one: (one.first, one.size))
    judged = judge([stamp_case(desk.archive.root, stamps, head.size, one.chain) for one in head.stamps])
    times = {one.at: stamp.chain for one, stamp in zip(judged, head.stamps, strict=True) if one.at}
    if bad := next((one for one in judged if one.outcome != "accepted"), None):
        return Check("time", "failed" if bad.outcome == "refused" else "not_checked", found=bad.why, where=f"{head.size}", advice=KEEP)
    return Check("time", "passed", found=min(times).isoformat(), where=", ".join(sorted(stamp.chain for stamp in head.stamps)))


def _witness(desk: Desk, item: Evidence) -> Check:
    """The act that took it in is under a head that enough witnesses cosigned, and none has refused the ledger since."""
    entries = desk.archive.shelf.entries_of(item.id)
    try:
        known = state(desk.archive)
    except MunimentError as exc:
        return Check("witness", "failed", found=str(exc), advice=KEEP)
    if known.alarm:
        return Check("witness", "failed", found=f"{known.alarm.witness} {known.alarm.told}", where=known.alarm.evidence, advice=KEEP)
    if known.size is None or not entries or entries[0].seq is None or entries[0].seq >= known.size:
        return Check("witness", "not_checked")
    return Check("witness", "passed", found=f"{known.size}", where=f"{entries[0].seq}")
