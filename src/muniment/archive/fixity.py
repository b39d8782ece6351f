"""Fixity on a beat: every sealed byte is looked at again, month after month, in small slices behind all other work.

A pass goes through the vault part by part, then through the ledger's files; it needs no key. Where it is stands in its own job, as
numbers alone (when it began, the last part, objects, bytes, faults), so that it goes on after a lock, a crash or a night. What is
found is in the ledger at once (PREMIS: fixity check), with the item's own custody where an item's bytes are concerned; the end of
a pass says its scope and its sum.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from muniment.archive.custody import chained, custody
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.files import verify_log
from muniment.model.agent import Agent
from muniment.model.evidence import Evidence
from muniment.model.ledger import LedgerEntry
from muniment.model.noun import RANK, Limit, Moment
from muniment.store import Fault, jobs
from muniment.store.fixity import Looked

if TYPE_CHECKING:
    from muniment.archive.opened import Archive

KIND = "fixity.slice"
CHECKED, FAILED = "archive.fixity-checked", "archive.fixity-failed"
SLICE = 64 << 20
"""Bytes, after which other work has its turn; a part is never cut."""
REST = timedelta(seconds=5)
"""Between two slices."""
LOOSE, LOG = 10**9, 2 * 10**9
"""Where large objects and the log stand in the order of parts."""
NAMED = 20
"""So many faults are named in one entry; `verify` names all."""
_SUM = re.compile(r"(\d+) objects, (\d+) bytes, (\d+) faults; whole vault and log, begun (\S+)")
Progress = Callable[[str, int, int], None]


class Report(msgspec.Struct, frozen=True):
    """One pass over every sealed byte: when it ended and began, its scope and what it found."""

    at: Moment
    entry: int | None
    begun: str
    objects: int
    bytes: int
    faults: int


class Pass(msgspec.Struct, frozen=True):
    """How far a pass is. `after` is the place of the last part that was looked at."""

    begun: int
    after: int = -1
    objects: int = 0
    bytes: int = 0
    faults: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        """As a job carries it."""
        return tuple(str(n) for n in (self.begun, self.after + 1, self.objects, self.bytes, self.faults))


def carried(ids: tuple[str, ...]) -> Pass:
    """The pass that a job carries."""
    begun, following, objects, size, faults = map(int, ids)
    return Pass(begun, following - 1, objects, size, faults)


@door("fixity-run", noun="archive", permission="archive.verify", ledger=(CHECKED, FAILED))
def run(desk: Desk, *, progress: Progress | None = None) -> Report:
    """Look at every sealed byte now, without a key: objects, packs, ledger files. What failed is in the ledger and in the item's custody."""
    archive = desk.archive
    state = Pass(int(archive.now().timestamp()))
    total = sum(kept.size for kept in archive.vault.kept())
    while (part := _next(archive, state.after)) is not None:
        before = state.bytes
        state = _looked(archive, state, part)
        if progress is not None:
            progress("looking", state.bytes - before, total)
    return _ended(archive, state, desk.agent)


@door("fixity-passes", noun="archive", permission="archive.verify")
def reports(desk: Desk, *, limit: Limit = 12) -> tuple[Report, ...]:
    """Earlier passes over every sealed byte, the newest first: when, over what, and what was found."""
    desk.archive.log()
    found = (report(entry) for entry in desk.archive.past.of(CHECKED, FAILED))
    return tuple(one for one in found if one is not None)[:limit]


def report(entry: LedgerEntry) -> Report | None:
    """The pass that an entry ends; None for an entry of a single finding."""
    said = _SUM.fullmatch(entry.reason)
    return Report(entry.made_at, entry.seq, said[4], int(said[1]), int(said[2]), int(said[3])) if said else None


def plan(archive: Archive) -> bool:
    """Put the next pass in the queue when it is due; answers whether it did."""
    days = archive.settings.fixity_days
    if not days or jobs.pending(KIND):
        return False
    last = next((entry for entry in archive.past.of(CHECKED, FAILED) if report(entry)), None)
    now, since = archive.now(), last.made_at if last else archive.settings.founded
    if now - since < timedelta(days=days):
        return False
    with archive.shelf.transaction():
        if jobs.pending(KIND):
            return False
        jobs.add(KIND, Pass(int(now.timestamp())).ids, now)
    return True


def slice_(archive: Archive, job: jobs.Job) -> None:
    """Go on with a pass for one slice; the next waits, behind whatever else there is to do."""
    state, done = carried(job.ids), 0
    while done < SLICE:
        part = _next(archive, state.after)
        if part is None:
            _ended(archive, state, muniment(archive))
            jobs.finish(job)
            archive.log()  # what is due next is read from the numbered entries
            return
        before = state.bytes
        state = _looked(archive, state, part)
        done += state.bytes - before
        job = jobs.renew(job, archive.now())
    with archive.shelf.transaction():
        jobs.add(KIND, state.ids, archive.now(), run_after=archive.now() + REST)
        jobs.finish(job)


def muniment(archive: Archive) -> Agent:
    """Who acts when nobody asked."""
    return Agent(id="muniment", made_by="muniment", made_at=archive.now(), type="software", name="Muniment, on its beat")


def _next(archive: Archive, after: int) -> str | None:
    """The first part behind this place."""
    parts = [*archive.vault.parts(), "log"]
    return min((part for part in parts if _place(part) > after), key=_place, default=None)


def _place(part: str) -> int:
    if part in ("packs", "objects", "log"):
        return {"packs": 0, "objects": LOOSE, "log": LOG}[part]
    folder, name = part.split("/")
    return int(name.removesuffix(".tar")) if folder == "packs" else LOOSE + 1 + int(name, 16)


def _looked(archive: Archive, state: Pass, part: str) -> Pass:
    seen = _log(archive) if part == "log" else archive.vault.look(part)
    if seen.faults:
        _told(archive, seen)
    return replace(
        state,
        after=_place(part),
        objects=state.objects + seen.objects,
        bytes=state.bytes + seen.bytes,
        faults=state.faults + len(seen.faults),
    )


def _log(archive: Archive) -> Looked:
    """The ledger's files under the signed head; the lock keeps a head and its tiles together meanwhile."""
    with archive.sequencer.alone():
        bad = [check for check in verify_log(archive.root, archive.settings) if check.verdict == "failed"]
        size = sum(path.stat().st_size for path in (archive.root / "log").rglob("*") if path.is_file())
    return Looked("log", 0, size, tuple(Fault(check.found or "", check.where or "log") for check in bad))


def _told(archive: Archive, seen: Looked) -> None:
    """What was found, at once, with the custody of the items whose bytes these are."""
    where = {fault.object: fault.where for fault in seen.faults if fault.object}
    named = "; ".join(f"{fault.where}: {fault.what}" for fault in seen.faults[:NAMED])
    items = [item for item in archive.shelf.find("evidence", compartments=RANK) if isinstance(item, Evidence) and item.object in where]
    desk = Desk(archive, muniment(archive))
    if not items:
        archive.note(FAILED, desk.agent, named)
        return
    with chained(desk, [item.id for item in items], FAILED, named) as act:
        act.add(*(custody(act, item.id, "fixity-failed", detail=where[item.object or ""]) for item in items))


def _ended(archive: Archive, state: Pass, agent: Agent) -> Report:
    begun = datetime.fromtimestamp(state.begun, UTC).isoformat()
    said = f"{state.objects} objects, {state.bytes} bytes, {state.faults} faults; whole vault and log, begun {begun}"
    archive.note(FAILED if state.faults else CHECKED, agent, said)
    return Report(archive.now(), None, begun, state.objects, state.bytes, state.faults)
