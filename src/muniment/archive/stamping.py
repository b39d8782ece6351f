"""Stamping the ledger's head: on a beat, by what waits in the folder of stamps, and whatever comes back.

A head is kept and sent in fixed intervals that are the same whether anything was done or not, so that nobody outside learns from
them how much is done here. What leaves is a digest of a signed head: no name, no file, no count. What cannot be sent waits and is
shown with its delay; an authority that did not answer is asked again after as long as it has kept us waiting. What is not accepted is
kept as it came, ledgered as *unverified*, and asked for again. Nothing else waits for any of this.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from muniment.archive import settings as at
from muniment.archive.desk import Desk
from muniment.archive.opened import Archive
from muniment.archive.settings import STICK, Authority
from muniment.archive.stamps import Refusal, Stamp, Stamped, authority_pem, below, by
from muniment.model.agent import Agent
from muniment.model.canonical import digest
from muniment.model.noun import Moment
from muniment.preserve import note, route
from muniment.preserve.stamp import LARGEST, Case, Judged, judge, request
from muniment.protect.roles import allows
from muniment.store import jobs

BEAT = "ledger.timestamp"
PERMISSION = "ledger.timestamp"
SOONEST, LATEST = timedelta(minutes=5), timedelta(hours=6)
"""Between two requests to an authority that does not answer."""
AT_ONCE = 20
"""Requests to one authority in one beat, well inside the lease of a job; the next beat follows at once."""


def keep(desk: Desk, known: at.Settings) -> None:
    """Keep the ledger's head, to be stamped by every authority."""
    archive = desk.archive
    archive.log()
    text, is_cosigned = archive.ledger.best(after=max(archive.stamps.sizes(), default=0))
    size = note.checkpoint(text.partition("\n\n")[0] + "\n").size
    archive.stamps.keep(Stamped(size=size, kept=archive.now(), is_cosigned=is_cosigned), text.encode())
    more = archive.stamps.want(size, [one.name for one in known.authorities])
    archive.note("timestamp.asked", desk.agent, f"size {size}, of {', '.join(more) or 'nobody anew'}")


def send(desk: Desk, known: at.Settings, *, only_due: bool = False) -> None:
    """Send what waits, newest first. An authority that fails is not asked again this time; what waits for it is put off with it."""
    archive = desk.archive
    for one in known.authorities:
        waiting = wanted(archive, one.name) if one.via != STICK else []
        if only_due:
            waiting = waiting[:AT_ONCE] if waiting and archive.now() >= due(waiting) else []
        for number, (head, chain) in enumerate(waiting):
            if refusal := _sent(desk, head, chain, one):
                for other, theirs in waiting[number + 1 :]:
                    archive.stamps.put_off(other.size, replace(refusal, chain=theirs, reply=None))
                break


def _sent(desk: Desk, head: Stamped, chain: str, one: Authority) -> Refusal | None:
    """One request and its reply; what went wrong, if anything did."""
    archive = desk.archive
    if _adopted(desk, head, chain):
        return None
    asked = request(archive.stamps.message(head.size, chain), is_renewal=bool(below(chain)))
    try:
        reply = route.post(one.url, asked, "application/timestamp-query", one.via, LARGEST)
    except route.RouteError as exc:
        refusal = Refusal(chain=chain, at=archive.now(), why=str(exc))
        unverified(desk, head, refusal, exc.reply)
        return refusal
    (judged,) = judge([case(archive, head.size, chain, reply, asked)])
    if judged.outcome == "accepted":
        received(desk, head, chain, asked, reply, judged)
        return None
    refusal = Refusal(chain=chain, at=archive.now(), why=judged.why)
    unverified(desk, head, refusal, reply)
    return refusal


def _adopted(desk: Desk, head: Stamped, chain: str) -> bool:
    """Whether a response that was kept just before a crash is there, and holds: then it only has to be written down."""
    stamps = desk.archive.stamps
    try:
        reply, asked = stamps.reply(head.size, chain), stamps.request(head.size, chain)
    except FileNotFoundError:
        return False
    (judged,) = judge([case(desk.archive, head.size, chain, reply, asked or b"")])
    if judged.outcome == "accepted":
        received(desk, head, chain, asked or b"", reply, judged)
    return judged.outcome == "accepted"


def case(archive: Archive, size: int, chain: str, reply: bytes, asked: bytes) -> Case:
    """A reply beside what it should be about, under the roots that were given for its authority."""
    roots, others = authority_pem(archive.root, by(chain))
    return Case(archive.stamps.message(size, chain), reply, roots, others, asked)


def received(desk: Desk, head: Stamped, chain: str, asked: bytes, reply: bytes, judged: Judged) -> None:
    """The response, then the ledger's word for it, then the record: a crash in between asks for nothing twice."""
    assert judged.at is not None
    archive, now = desk.archive, desk.archive.now()
    archive.stamps.asked(head.size, chain, asked)
    archive.stamps.answered(head.size, chain, reply)
    made = Stamp(chain=chain, at=judged.at, received=now, verifier=judged.verifier, sha256=digest(reply))
    late = (judged.at - head.kept).total_seconds()
    told = f"size {head.size} chain {chain} sha256 {made.sha256} at {made.at.isoformat()} by {made.verifier}, {late:.0f} s after the head"
    archive.note("timestamp.received", desk.agent, told)
    archive.stamps.stamp(head.size, made)


def unverified(desk: Desk, head: Stamped, refusal: Refusal, reply: bytes) -> str | None:
    """What went wrong, with the reply as it came; answers its digest. That nobody answered at all is in the record alone: a machine
    without a network would else fill its ledger with it."""
    archive = desk.archive
    kept = archive.stamps.refused(reply) if reply else None
    if kept:
        archive.note("timestamp.unverified", desk.agent, f"size {head.size} chain {refusal.chain} reply {kept}: {refusal.why}")
    archive.stamps.put_off(head.size, replace(refusal, reply=kept))
    return kept


def wanted(archive: Archive, name: str = "") -> list[tuple[Stamped, str]]:
    """What waits, of one authority or of all: heads and chains, newest first."""
    return [(head, chain) for head in archive.stamps.records() for chain in head.wanted if name in ("", by(chain))]


def due(waiting: Sequence[tuple[Stamped, str]]) -> Moment:
    """When an authority for which these wait is asked again: after as long again as the newest has waited."""
    newest = waiting[0][0].kept
    names = {by(chain) for _, chain in waiting}
    last = max((one.at for head, _ in waiting for one in head.refusals if by(one.chain) in names), default=None)
    if last is None:
        return newest
    return last + min(max(last - newest, SOONEST), LATEST)


def following(known: at.Settings, now: Moment) -> Moment:
    """The next beat: a fixed grid of hours, shifted by the archive's id so that not all archives ask at once."""
    every = known.stamp_every_hours * 3600
    shift = int(known.id, 16) % every
    return datetime.fromtimestamp((int(now.timestamp() - shift) // every + 1) * every + shift, UTC)


def wind(archive: Archive, known: at.Settings) -> None:
    """See to it that a beat waits in the job table, if an authority is named."""
    if known.authorities and jobs.known(BEAT, (known.authorities[0].asked_by,)) not in ("waiting", "running"):
        jobs.add(BEAT, (known.authorities[0].asked_by,), archive.now())


def beat(archive: Archive, person: str) -> None:
    """One beat, in the name of whoever named the authority: keep a head if none was kept since the last, send what is due, and put
    the next beat into the job table. It does not count as use of the keys, which lock all the same."""
    known, now = at.read(archive.root), archive.now()
    if not known.authorities:
        return
    agent, then = archive.shelf.get(person), following(known, now)
    if isinstance(agent, Agent) and allows(agent.roles, PERMISSION):
        desk = Desk(archive, agent, PERMISSION)
        last = max((head.kept for head in archive.stamps.records(newest=2)), default=None)
        if last is None or last < then - timedelta(hours=known.stamp_every_hours):
            keep(desk, known)
        send(desk, known, only_due=True)
        again = [due(waiting) for one in known.authorities if one.via != STICK and (waiting := wanted(archive, one.name))]
        then = min((then, *again))
    elif isinstance(agent, Agent):
        archive.note("access.refused", agent, PERMISSION)
    if jobs.known(BEAT, (known.authorities[0].asked_by,)) != "waiting":
        jobs.add(BEAT, (known.authorities[0].asked_by,), now, run_after=then)
