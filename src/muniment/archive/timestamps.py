"""The doors of trusted time: the ledger's head, stamped by outside authorities (RFC 3161), so that its age does not rest on our clock.

Off until an authority is named, which is the owner's request; then it is asked on every beat (`stamping`), and by `timestamp` at
once. A machine without a network asks by way of two files, a request that is carried out and a reply that is carried in.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec
from msgspec.structs import replace

from muniment.archive import settings as at
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.opened import Archive
from muniment.archive.settings import STICK, Authority
from muniment.archive.stamping import PERMISSION, case, following, keep, received, send, unverified, wanted, wind
from muniment.archive.stamps import MOST_LINKS, Refusal, Stamped, authority_pem, below, by, named
from muniment.model.errors import BadInputError, RefusedError
from muniment.model.noun import Count, Limit, Moment
from muniment.preserve import route
from muniment.preserve.stamp import LARGEST, certificates, fingerprints, judge, request
from muniment.store.flush import place

NOBODY = "No time authority is named, so none is asked."
HOW = "Name one: “muniment timestamp authority NAME --url URL --via direct --root FILE”."


class Times(msgspec.Struct, frozen=True):
    """How far the time stamps are: authorities with the digests of their roots, the next beat, how many requests wait, the heads."""

    authorities: tuple[Authority, ...]
    roots: tuple[tuple[str, str], ...]
    every_hours: int
    next: Moment | None
    waiting: int
    heads: tuple[Stamped, ...]


class Question(msgspec.Struct, frozen=True):
    """A request to be carried to an authority: about a head of this size, and for which chain."""

    size: int
    chain: str
    request: bytes


@door("timestamps", noun="ledger", permission="ledger.see")
def timestamps(desk: Desk, *, limit: Limit = 20) -> Times:
    """The time stamps over the ledger's heads, newest first: who stamped when, what waits and for how long, what went wrong."""
    return times(desk.archive, limit)


def times(archive: Archive, limit: int) -> Times:
    """The same, for pages that have asked for the permission already."""
    known = at.read(archive.root)
    heads = tuple(archive.stamps.records())
    return Times(
        known.authorities, tuple((one.name, root) for one in known.authorities for root in fingerprints(authority_pem(archive.root, one.name)[0])),
        known.stamp_every_hours, following(known, archive.now()) if known.authorities else None,
        sum(len(head.wanted) for head in heads), heads[:limit],
    )  # fmt: skip


@door("timestamp", noun="ledger", permission=PERMISSION, ledger=("timestamp.asked", "timestamp.received", "timestamp.unverified"))
def timestamp(desk: Desk) -> Times:
    """Have the head of the ledger stamped now by every time authority, and send what waits."""
    known = _known(desk.archive)
    keep(desk, known)
    send(desk, known)
    return times(desk.archive, 1)


@door("timestamp-authority", noun="ledger", permission=PERMISSION, ledger=("timestamp.authority",))
def authority(desk: Desk, *, name: str, roots: str, url: str = "", via: str = STICK, hours: Count | None = None) -> Times:
    """Name a time authority, with its root certificates, its address and the route to it; from then on it is asked on every beat."""
    if not named(name):
        raise BadInputError(f"{name!r} is no name for an authority.", advice="Use 1 to 32 small letters, digits and dashes.")
    if via != STICK:
        route.checked(url, via)
    archive, known = desk.archive, at.read(desk.archive.root)
    kept = authority_pem(archive.root, name)
    anchors, others = certificates(roots + kept[0] + kept[1])  # what an earlier token hangs on stays
    for end, text in (("", anchors), (".chain", others)):
        if text:
            place(text.encode(), archive.root / "keys" / f"tsa-{name}{end}.pem", archive.vault.incoming / f"tsa{end}", 0o644)
    made = Authority(name=name, url=url, via=via, asked_by=desk.agent.id)
    rest = tuple(one for one in known.authorities if one.name != name)
    changed = replace(known, authorities=(*rest, made), stamp_every_hours=hours or known.stamp_every_hours)
    at.write(archive.root, at.sound(changed))
    archive.note("timestamp.authority", desk.agent, f"{name} {url} via {via}, roots {' '.join(fingerprints(anchors))}")
    wind(archive, changed)
    return times(archive, 1)


@door("timestamp-request", noun="ledger", permission=PERMISSION, ledger=("timestamp.asked",))
def ask(desk: Desk, *, authority: str | None = None) -> Question:
    """A request to carry to a time authority by hand, about the ledger's head or what waits longest unanswered."""
    known = _known(desk.archive)
    name = authority or next((one.name for one in known.authorities if one.via == STICK), known.authorities[0].name)
    if known.authority(name) is None:
        raise BadInputError(f"No time authority is called {name!r} here.", advice=HOW)
    if not wanted(desk.archive, name):
        keep(desk, known)
    record, chain = wanted(desk.archive, name)[0]
    stamps = desk.archive.stamps
    asked = stamps.request(record.size, chain)
    if asked is None:
        asked = request(stamps.message(record.size, chain), is_renewal=bool(below(chain)))
        stamps.asked(record.size, chain, asked)
    return Question(record.size, chain, asked)


@door("timestamp-accept", noun="ledger", permission=PERMISSION, ledger=("timestamp.received", "timestamp.unverified"))
def accept(desk: Desk, *, reply: bytes) -> Times:
    """Take in a time authority's reply that was carried here: refused, and kept as it came, unless it answers one of our requests."""
    if len(reply) > LARGEST:
        raise BadInputError(f"A reply is at most {LARGEST:,} bytes; this is {len(reply):,}.", advice="Choose the .tsr file.")
    archive = desk.archive
    open_ = [(head, chain, asked) for head, chain in wanted(archive) if (asked := archive.stamps.request(head.size, chain))]
    if not open_:
        raise BadInputError("No request is out that this could answer.", advice="Make one with “muniment timestamp request FILE”.")
    judged = judge([case(archive, head.size, chain, reply, asked) for head, chain, asked in open_])
    for (head, chain, asked), one in zip(open_, judged, strict=True):
        if one.outcome == "accepted":
            received(desk, head, chain, asked, reply, one)
            return times(archive, 1)
    (head, chain, _), one = max(zip(open_, judged, strict=True), key=lambda pair: "another request" not in pair[1].why)
    kept = unverified(desk, head, Refusal(chain=chain, at=archive.now(), why=one.why), reply)
    raise RefusedError(f"This reply is not accepted: {one.why}.", advice=f"It is kept as log/tst/refused/{kept}.tsr; ask again.")


@door("timestamp-renew", noun="ledger", permission=PERMISSION, ledger=("timestamp.asked", "timestamp.received", "timestamp.unverified"))
def renew(desk: Desk, *, size: Count | None = None, days: Count = 365) -> Times:
    """Lay a new time stamp over head and old stamp, before an algorithm or an authority dies: of one head, or of all stamps older than `days`."""
    archive, known = desk.archive, _known(desk.archive)
    heads = [archive.stamps.record(size)] if size is not None else list(archive.stamps.records())
    before = archive.now() - timedelta(days=days)
    for head in heads:
        tips = [tip for tip in head.tips() if size is not None or tip.at < before]
        chains = [f"{tip.chain}+{_again(known, by(tip.chain))}" for tip in tips if tip.chain.count("+") < MOST_LINKS]
        if more := archive.stamps.want(head.size, chains):
            archive.note("timestamp.asked", desk.agent, f"size {head.size}, of {', '.join(more)}")
    send(desk, known)
    return times(archive, len(heads) or 1)


def _again(known: at.Settings, name: str) -> str:
    """Who renews: the same authority, if it is still asked."""
    return name if known.authority(name) else known.authorities[0].name


def _known(archive: Archive) -> at.Settings:
    known = at.read(archive.root)
    if not known.authorities:
        raise BadInputError(NOBODY, advice=HOW)
    return known
