"""How an archive is looked after, by its own ledger: fixity, backup, drill, copies of the keys; each done, overdue, behind or never.

Values, not sentences: the command line and the pages say them in their own words and languages.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import msgspec

from muniment.archive import fixity
from muniment.model.ledger import LedgerEntry
from muniment.model.noun import Moment
from muniment.model.verdict import Answer

if TYPE_CHECKING:
    from muniment.archive.opened import Archive

What = Literal["fixity", "backup", "drill", "key-copies"]
How = Literal["done", "overdue", "never", "failed", "behind", "off"]
_COPY = re.compile(r"copy ([0-9a-f]{8}), (\d+) sheets, (\d+) destroyed by order")
GRACE = timedelta(days=1)


class Care(msgspec.Struct, frozen=True):
    """One thing that is due from time to time: how it stands, since when, how many (faults, copies behind), and where it lies."""

    what: What
    answer: Answer
    how: How
    at: Moment | None = None
    count: int = 0
    where: str = ""


def care(archive: Archive) -> tuple[Care, ...]:
    """All four."""
    return (fixity_care(archive), _backup(archive), _drill(archive), _copies(archive))


def fixity_care(archive: Archive) -> Care:
    """The last pass over every sealed byte. A fault that was found since is told at once."""
    found = archive.past.of(fixity.CHECKED, fixity.FAILED)
    ended = next((entry for entry in found if fixity.report(entry)), None)
    if found and found[0].type == fixity.FAILED:
        report = fixity.report(found[0])
        count = report.faults if report else 1
        return Care("fixity", "failed", "failed", found[0].made_at, count)
    days = archive.settings.fixity_days
    if ended is None:
        return Care("fixity", "not_checked", "never" if days else "off")
    return _dated(archive, "fixity", ended, days)


def _backup(archive: Archive) -> Care:
    last = archive.past.last("archive.backed-up")
    return (
        _never(archive, "backup", archive.settings.backup_days)
        if last is None
        else _dated(archive, "backup", last, archive.settings.backup_days)
    )


def _drill(archive: Archive) -> Care:
    last, days = archive.past.last("archive.drilled"), archive.settings.drill_days
    if last is None:
        return _never(archive, "drill", days)
    if not last.reason.startswith("passed"):
        return Care("drill", "failed", "failed", last.made_at, where=_where(last))
    return _dated(archive, "drill", last, days)


def _copies(archive: Archive) -> Care:
    """Behind is a copy that still holds a key destroyed by order, or that was made before a rotation; or all of them, where keys of
    items lie in none."""
    newest: dict[str, LedgerEntry] = {}
    for entry in archive.past.of("key.copied"):
        if said := _COPY.match(entry.reason):
            newest.setdefault(said[1], entry)
    if not newest:
        return _never(archive, "key-copies", archive.settings.backup_days)
    rotated = archive.past.last("key.rotated")
    sheets, destroyed = archive.seals.sheets.count(), len(archive.seals.sheets.remembered())
    told = {name: said for name, entry in newest.items() if (said := _COPY.match(entry.reason))}
    behind = [
        name for name, entry in newest.items()
        if int(told[name][3]) < destroyed or (rotated is not None and (rotated.seq or 0) > (entry.seq or 0))
    ]  # fmt: skip
    at = max(entry.made_at for entry in newest.values())
    if behind:
        return Care("key-copies", "failed", "behind", at, len(behind), ", ".join(sorted(behind)))
    if max(int(said[2]) for said in told.values()) < sheets:
        return Care("key-copies", "failed", "overdue", at, len(newest), ", ".join(sorted(newest)))
    return Care("key-copies", "passed", "done", at, len(newest), ", ".join(sorted(newest)))


def _dated(archive: Archive, what: What, entry: LedgerEntry, days: int) -> Care:
    is_late = bool(days) and archive.now() - entry.made_at > timedelta(days=days) + GRACE
    return Care(what, "failed" if is_late else "passed", "overdue" if is_late else "done", entry.made_at, where=_where(entry))


def _never(archive: Archive, what: What, days: int) -> Care:
    """Never done: only worth a thought in a young archive, a fault in an old one."""
    is_late = bool(days) and archive.now() - archive.settings.founded > timedelta(days=days) + GRACE
    return Care(what, "failed" if is_late else "not_checked", "never")


def _where(entry: LedgerEntry) -> str:
    """The folder that stands at the end of what an entry says."""
    return entry.reason.rpartition("; ")[2] if entry.type in ("archive.backed-up", "archive.drilled") else ""
