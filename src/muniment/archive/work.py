"""Work done later: evidence waits in the job table until a worker reads it, with the rights of whoever asked; behind it, the beat.

A job names the item and the person, never content. It may run twice: what was read meanwhile is left alone, what was
withdrawn is let go. A reading that fails is tried again by the table's own rule, and its error names the kind of fault alone.
The beat of the time stamps is such a job too (`stamping`), and puts the next one into the table itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from muniment.archive import fixity, stamping
from muniment.archive.desk import Desk
from muniment.archive.document import read, unread
from muniment.archive.doors import door
from muniment.model.agent import Agent
from muniment.model.derived import DerivedText
from muniment.model.errors import ChangedError, MunimentError, UnknownError
from muniment.model.evidence import Evidence
from muniment.store import jobs

if TYPE_CHECKING:
    from muniment.archive.opened import Archive

READING = "evidence.read"
LOOK_EVERY = 60.0
"""Seconds between two looks at what is due on a beat."""
MOST_SHOWN, MOST_COUNTED = 50, 5001


class Unreadable(msgspec.Struct, frozen=True):
    """An item that is sealed and that no reader could read, with the parser's words."""

    evidence: str
    why: str


class Work(msgspec.Struct, frozen=True):
    """How far the reading is: items nobody has read, jobs waiting or running, jobs set aside, items that could not be read."""

    unread: int
    waiting: int
    failed: int
    unreadable: tuple[Unreadable, ...]


@door("queue", noun="evidence", permission="evidence.read")
def queue(desk: Desk, *, ids: tuple[str, ...]) -> int:
    """Have items read by the worker, in your name; answers how many were put in the queue."""
    items = [desk.get(id, Evidence) for id in ids]
    wanted = [item.id for item in items if not item.withdrawn and how_far(desk, item.id) not in ("waiting", "running")]
    with desk.archive.shelf.transaction():
        for id in wanted:
            jobs.add(READING, (id, desk.agent.id), desk.archive.now())
    return len(wanted)


def how_far(desk: Desk, id: str) -> str | None:
    """Whether this person asked for this item to be read, and how far it is."""
    return jobs.known(READING, (id, desk.agent.id))


@door("work", noun="evidence", permission="evidence.see")
def work(desk: Desk) -> Work:
    """How far the reading is: not read, waiting, set aside, and what no reader could read."""
    found = desk.archive.shelf.lookup("state", "unread", kind="text", compartments=desk.compartments)
    texts = [noun for noun in found if isinstance(noun, DerivedText)][-MOST_SHOWN:]
    return Work(len(unread(desk, limit=MOST_COUNTED)), jobs.waiting(desk.archive.now(), desk.compartments), jobs.aside(desk.compartments),
                tuple(Unreadable(text.evidence, text.unread or "") for text in texts))  # fmt: skip


def once(archive: Archive) -> bool:
    """Do one job that is due; answers whether there was one. What somebody waits for comes before what is done on a beat."""
    stamping.wind(archive, archive.settings)
    job = jobs.claim(archive.now(), kinds=tuple(WORK)) or _beaten(archive)
    if job is None:
        return False
    try:
        if job.kind == fixity.KIND:
            fixity.slice_(archive, job)
        else:
            WORK[job.kind](archive, *job.ids)
            jobs.finish(job)
    except ChangedError:
        pass  # the lease ran out and another worker has the job: it finds the text that was made here, and lets go
    except MunimentError as exc:
        jobs.fail(job, type(exc).__name__, archive.now())
    return True


def _beaten(archive: Archive) -> jobs.Job | None:
    """The next slice of what is done on a beat, planned now if it is due; looked for once a minute."""
    now = archive.monotonic()
    if now < archive.beaten + LOOK_EVERY:
        return jobs.claim(archive.now(), kinds=(fixity.KIND,)) if archive.is_beating else None
    archive.beaten = now
    fixity.plan(archive)
    archive.is_beating = jobs.pending(fixity.KIND)
    return jobs.claim(archive.now(), kinds=(fixity.KIND,))


def _read(archive: Archive, id: str, person: str) -> None:
    """Read one item in the name of one person, unless that is done or the item is gone."""
    agent = archive.shelf.get(person)
    if not isinstance(agent, Agent):
        raise UnknownError("The person who asked is not known here.")
    desk = Desk(archive, agent).through(READING)
    try:
        item = desk.get(id, Evidence)
    except UnknownError:
        return
    if item.withdrawn or desk.resting_on(id, DerivedText):
        return
    read(desk, ids=(id,))


WORK: dict[str, Callable[..., None]] = {READING: _read, stamping.BEAT: stamping.beat}
"""Kind of a job -> what does it."""
