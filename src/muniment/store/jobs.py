"""Work to be done later, with leases: a worker that dies gives its job back when the lease runs out.

A job must be able to run twice without harm. Its payload holds identifiers, never content, and its error says what kind
of thing went wrong, not what was read. The number of tries is the token of a lease: a worker that comes back too late
cannot finish what another has taken over. The clock is the caller's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from django.db import connection, transaction

from muniment.model.errors import BadInputError, ChangedError
from muniment.store.errors import ours

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from muniment.store import models

LEASE = timedelta(minutes=2)
MOST_TRIES = 5
WIDTH = 35
"""Of an identifier."""
_KIND = re.compile(r"[a-z][a-z0-9.-]{0,63}")
_ID = re.compile(r"[a-z]{2}-[0-9a-f]{32}|[0-9a-f]{64}|[0-9]{1,18}")


class Job(msgspec.Struct, frozen=True):
    """One piece of work as a worker holds it. `tries` counts this one."""

    id: int
    kind: str
    ids: tuple[str, ...]
    tries: int
    lease_until: datetime


def add(kind: str, ids: Sequence[str], now: datetime, *, run_after: datetime | None = None) -> int:
    """Put work in the queue; joins the transaction that is open, if there is one.

    Raises:
        BadInputError: something other than identifiers, digests or numbers.
    """
    from muniment.store.models import Job as Row

    if not _KIND.fullmatch(kind):
        raise BadInputError(f"{kind!r} is no kind of work.", advice="Use small letters, digits, “.” and “-”.")
    if any(not _ID.fullmatch(id) for id in ids):
        raise BadInputError(f"A job of kind {kind} was given something that is no identifier.", advice="Store content first.")
    with ours():
        return int(Row.objects.create(kind=kind, payload=" ".join(ids), run_after=run_after or now).pk)


def claim(now: datetime, *, kinds: Sequence[str] = (), lease: timedelta = LEASE) -> Job | None:
    """Take the oldest job that is due, for as long as the lease; jobs tried too often are set aside as failed."""
    with _turn():
        rows = _due(now, kinds)
        for row in rows:
            if row.tries < MOST_TRIES:
                row.state, row.tries, row.lease_until = "running", row.tries + 1, now + lease
                row.save()
                return Job(row.serial, row.kind, tuple(row.payload.split()), row.tries, now + lease)
            row.state, row.lease_until = "failed", None
            row.error = row.error or "the worker died each time"
            row.save()
    return claim(now, kinds=kinds, lease=lease) if rows else None


def renew(job: Job, now: datetime, *, lease: timedelta = LEASE) -> Job:
    """Go on holding a job. Raises ChangedError when the lease had run out and another worker has it."""
    _change(job, lease_until=now + lease)
    return msgspec.structs.replace(job, lease_until=now + lease)


def finish(job: Job) -> None:
    """The work is done. Raises ChangedError when another worker has it."""
    _change(job, state="done", lease_until=None, error="")


def fail(job: Job, error: str, now: datetime, *, wait: timedelta = timedelta(minutes=1)) -> None:
    """The work failed: try again later, twice as late each time, or set it aside after five tries."""
    state = "failed" if job.tries >= MOST_TRIES else "waiting"
    _change(job, state=state, lease_until=None, error=error[:500], run_after=now + wait * 2 ** (job.tries - 1))


def waiting(now: datetime, compartments: Collection[str] | None = None) -> int:
    """How many jobs are due or being worked on; of these compartments alone, where some are named."""
    with ours():
        return _within(compartments).filter(state__in=("waiting", "running"), run_after__lte=now).count()


def aside(compartments: Collection[str]) -> int:
    """How many jobs on things of these compartments were set aside."""
    with ours():
        return _within(compartments).filter(state="failed").count()


def _within(compartments: Collection[str] | None) -> QuerySet[models.Job]:
    """Jobs whose first identifier is a noun of one of these compartments: who may not see the noun learns of no job on it."""
    from django.db.models.functions import Substr

    from muniment.store.models import Current
    from muniment.store.models import Job as Row

    if compartments is None:
        return Row.objects.all()
    seen = Current.objects.filter(compartment__in=list(compartments)).values("noun")
    return Row.objects.annotate(first=Substr("payload", 1, WIDTH)).filter(first__in=seen)


def known(kind: str, ids: Sequence[str]) -> str | None:
    """How far the newest job of this kind with just these identifiers is: waiting, running, done or failed; None without one."""
    from muniment.store.models import Job as Row

    with ours():
        return Row.objects.filter(kind=kind, payload=" ".join(ids)).order_by("-serial").values_list("state", flat=True).first()


def pending(kind: str) -> bool:
    """Whether a job of this kind waits or is being worked on, now or later."""
    from muniment.store.models import Job as Row

    with ours():
        return Row.objects.filter(kind=kind, state__in=("waiting", "running")).exists()


def failed() -> list[tuple[int, str, str]]:
    """Jobs that were set aside: number, kind, and what went wrong."""
    from muniment.store.models import Job as Row

    with ours():
        return [(row.serial, row.kind, row.error) for row in Row.objects.filter(state="failed").order_by("serial")]


def again(id: int, now: datetime) -> None:
    """Give a job that was set aside another five tries."""
    from muniment.store.models import Job as Row

    with ours():
        if not Row.objects.filter(serial=id, state="failed").update(state="waiting", tries=0, run_after=now, error=""):
            raise BadInputError(f"Job {id} was not set aside.", advice="See “muniment doctor” for those that were.")


def _due(now: datetime, kinds: Sequence[str]) -> list[models.Job]:
    """The next few jobs to look at, locked against other workers."""
    from django.db.models import Q

    from muniment.store.models import Job as Row

    due = Row.objects.filter(Q(state="waiting", run_after__lte=now) | Q(state="running", lease_until__lte=now))
    if kinds:
        due = due.filter(kind__in=list(kinds))
    if connection.vendor == "postgresql":
        due = due.select_for_update(skip_locked=True)
    return list(due.order_by("run_after", "serial")[:1])


@contextmanager
def _turn() -> Iterator[None]:
    """On SQLite this begins with the write lock (BEGIN IMMEDIATE), so two workers never see the same job as free."""
    with ours(), transaction.atomic():
        yield


def _change(job: Job, **fields: object) -> None:
    from muniment.store.models import Job as Row

    with ours():
        if not Row.objects.filter(serial=job.id, state="running", tries=job.tries).update(**fields):
            raise ChangedError(f"Job {job.id} is no longer held: its lease ran out.", advice="Leave it to the other worker.")
