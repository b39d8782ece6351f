"""Jobs: claimed by one worker at a time, given back when its lease runs out, never holding content."""

import threading
from datetime import timedelta

import pytest

from muniment.model.errors import BadInputError, ChangedError
from muniment.store import Database, Shelf, jobs
from tests.store.makers import NOW, make_source, new, put

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def test_the_oldest_due_job_is_claimed_once(database: Database) -> None:
    ids = [new("ev"), new("ev")]
    for id in ids:
        jobs.add("read", [id], NOW)
    first, second = jobs.claim(NOW), jobs.claim(NOW)
    assert first is not None and second is not None
    assert [first.ids, second.ids] == [(ids[0],), (ids[1],)]
    assert (first.kind, first.tries) == ("read", 1)
    assert jobs.claim(NOW) is None
    jobs.finish(first)
    assert jobs.waiting(NOW) == 1


def test_a_job_for_later_waits(database: Database) -> None:
    jobs.add("read", [], NOW, run_after=NOW + MINUTE)
    assert jobs.claim(NOW) is None
    assert jobs.claim(NOW + MINUTE) is not None


def test_a_worker_takes_only_the_kinds_it_knows(database: Database) -> None:
    jobs.add("capture", [], NOW)
    assert jobs.claim(NOW, kinds=["read", "scrub"]) is None
    assert jobs.claim(NOW, kinds=["capture"]) is not None


def test_a_lease_that_ran_out_gives_the_job_back_and_the_late_worker_cannot_finish_it(database: Database) -> None:
    jobs.add("read", [], NOW)
    late = jobs.claim(NOW, lease=MINUTE)
    assert late is not None
    assert jobs.claim(NOW + MINUTE - SECOND) is None
    other = jobs.claim(NOW + MINUTE)
    assert other is not None and other.id == late.id and other.tries == 2
    for verb in (lambda: jobs.finish(late), lambda: jobs.renew(late, NOW), lambda: jobs.fail(late, "late", NOW)):
        with pytest.raises(ChangedError, match="no longer held"):
            verb()
    jobs.finish(other)


def test_a_renewed_lease_holds(database: Database) -> None:
    jobs.add("read", [], NOW)
    job = jobs.claim(NOW, lease=MINUTE)
    assert job is not None
    job = jobs.renew(job, NOW + 50 * SECOND, lease=MINUTE)
    assert job.lease_until == NOW + 110 * SECOND
    assert jobs.claim(NOW + 100 * SECOND) is None


def test_a_job_that_waits_or_runs_is_pending_and_one_that_ended_is_not(database: Database) -> None:
    assert not jobs.pending("read")
    jobs.add("read", [], NOW, run_after=NOW + MINUTE)
    assert jobs.pending("read")
    assert not jobs.pending("write")
    job = jobs.claim(NOW + MINUTE)
    assert job is not None
    assert jobs.pending("read")
    jobs.finish(job)
    assert not jobs.pending("read")


def test_a_failed_job_is_tried_later_each_time_and_set_aside_in_the_end(database: Database) -> None:
    number = jobs.add("read", [], NOW)
    now = NOW
    for delay in (1, 2, 4, 8, 16):
        job = jobs.claim(now)
        assert job is not None
        jobs.fail(job, "the reader died", now)
        assert jobs.claim(now + delay * MINUTE - SECOND) is None
        now += delay * MINUTE
    assert jobs.claim(now) is None
    assert jobs.failed() == [(number, "read", "the reader died")]
    jobs.again(number, now)
    assert jobs.claim(now) is not None
    with pytest.raises(BadInputError):
        jobs.again(number, now)


def test_a_worker_that_dies_each_time_does_not_block_the_queue(database: Database) -> None:
    bad, good = jobs.add("read", [], NOW), jobs.add("read", [], NOW + SECOND)
    now = NOW
    for _ in range(jobs.MOST_TRIES):
        job = jobs.claim(now, lease=MINUTE)
        assert job is not None and job.id == bad
        now += MINUTE
    job = jobs.claim(now)
    assert job is not None and job.id == good
    assert jobs.failed() == [(bad, "read", "the worker died each time")]


@pytest.mark.parametrize("payload", ["a name", "ev-1", "محمد", "x" * 64, "../x", ""])
def test_content_is_refused_as_payload(database: Database, payload: str) -> None:
    with pytest.raises(BadInputError, match="identifier"):
        jobs.add("read", [payload], NOW)
    with pytest.raises(BadInputError, match="kind"):
        jobs.add("Read it!", [], NOW)


def test_a_job_falls_with_the_act_it_belongs_to(shelf: Shelf) -> None:
    with pytest.raises(RuntimeError), shelf.transaction():
        put(shelf, make_source())
        jobs.add("read", [], NOW)
        raise RuntimeError
    assert jobs.claim(NOW) is None


def test_many_workers_never_hold_the_same_job(database: Database) -> None:
    for _ in range(30):
        jobs.add("read", [], NOW)
    held: list[int] = []

    def work() -> None:
        from django.db import connection

        while (job := jobs.claim(NOW)) is not None:
            held.append(job.id)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(held) == len(set(held)) == 30
