"""The archive's own state in a few lines: the ledger, the bytes, outside time, readings that failed, work under way."""

from __future__ import annotations

from muniment.archive import DOORS
from muniment.archive.care import Care, care, fixity_care
from muniment.archive.desk import Desk
from muniment.archive.timestamps import times
from muniment.model.noun import RANK
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.house import FAULTS, archive
from muniment.web.pages import stamps
from muniment.web.sheets.parts import Check, Lang, Link
from muniment.web.words import apart, counted, number, say
from muniment.web.words.rooms import retold

FAILED_SHOWN = 3


def state_of_archive(lang: Lang, desk: Desk) -> tuple[Check, ...]:
    """What was checked, when, and how it ended; what nobody checked is said as such."""
    return (
        *_faults(lang),
        *_whole(lang),
        stamps.state(lang, times(archive(), stamps.HEADS), archive().now()),
        *_care(lang, desk),
        *_work(lang, desk),
    )


def alarms(lang: Lang, desk: Desk) -> tuple[tuple[str, Link | None], ...]:
    """What everyone who looks after the archive must know at once: bytes that are not those that were sealed."""
    if not allows(desk.agent.roles, "archive.verify"):
        return ()
    found = fixity_care(archive())
    if found.how != "failed" or found.at is None:
        return ()
    told = counted(lang, "home.fixity_alarm", found.count, time=dates.moment(lang, found.at))
    return ((told, Link(words=say(lang, "home.fixity_way"), href="/ledger")),)


def _faults(lang: Lang) -> tuple[Check, ...]:
    """What does not get done in the background, now."""
    return tuple(
        Check(answer="failed", what=say(lang, f"home.{name}_fault"), told=say(lang, "home.fault_note", kind=apart(kind)))
        for name, kind in sorted(FAULTS.items())
    )


def _whole(lang: Lang) -> tuple[Check, ...]:
    """Ledger and bytes as the last full check found them."""
    checked, log = archive().last_check(), archive().ledger.head()
    answer = "not_checked" if checked is None else "passed" if checked[1] else "failed"
    told = say(lang, "log.never_checked") if checked is None else say(lang, "log.checked", time=dates.moment(lang, checked[0]))
    items = archive().shelf.count("evidence", compartments=RANK)
    return (
        Check(answer=answer, what=say(lang, "home.ledger_check", count=number(lang, log.size)), told=told),  # type: ignore[arg-type]
        Check(answer=answer, what=say(lang, "home.bytes_check", count=number(lang, items))),  # type: ignore[arg-type]
    )


def _care(lang: Lang, desk: Desk) -> tuple[Check, ...]:
    """Fixity, backup, drill and copies of the keys: done, overdue, never. Where they lie is said on the command line alone."""
    if not allows(desk.agent.roles, "archive.verify"):
        return ()
    return tuple(_cared(lang, one) for one in care(archive()))


def _cared(lang: Lang, one: Care) -> Check:
    when = dates.moment(lang, one.at) if one.at else ""
    told = say(lang, f"care.{one.how}", time=when) if one.how in ("done", "overdue", "failed") else say(lang, f"care.{one.how}")
    advice = "" if one.answer == "passed" else say(lang, f"care.{one.what}_advice")
    return Check(answer=one.answer, what=say(lang, f"care.{one.what}"), told=" ".join(filter(None, (told, advice))))


def _work(lang: Lang, desk: Desk) -> tuple[Check, ...]:
    """Readings under way and set aside, counted truly; the latest items no reader could read, with the parser's words."""
    if not allows(desk.agent.roles, "evidence.see"):
        return ()
    work = DOORS["work"].through(desk, {})
    lines = []
    if work.waiting:
        lines.append(Check(answer="not_checked", what=counted(lang, "home.reading_waits", work.waiting), told=say(lang, "home.leave_page")))
    if work.failed:
        lines.append(Check(answer="failed", what=counted(lang, "home.reading_aside", work.failed), told=say(lang, "home.aside_note")))
    return (*lines, *(
        Check(answer="failed", what=say(lang, "home.reading_check", id=apart(f"{one.evidence[:7]}…")), told=retold(lang, one.why))
        for one in work.unreadable[-FAILED_SHOWN:]
    ))  # fmt: skip
