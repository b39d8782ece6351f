"""`doctor`: one page that says what is healthy and what is not, in three answers, each with what to do.

Machine first (programs, disk, file system, clock), then what the ledger says of the care taken (fixity, backups, drills, copies of the
keys), then keys, waiting work and the ledger itself. It looks and changes nothing; what needs the keys of a locked archive is *not
checked*.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from muniment.archive import machine, settings
from muniment.archive.care import Care, care
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.founding import socket_path
from muniment.archive.opened import Archive
from muniment.model.errors import MunimentError
from muniment.model.noun import Moment
from muniment.model.verdict import Check, Verdict
from muniment.protect import agent, custodians, keyring
from muniment.store import jobs

WITH_KEYS = ("fixity", "backup", "drill", "copies of the keys", "waiting work", "ledger")
LOCKED = "Unlock the archive, then look again."
NAMES = {"fixity": "fixity", "backup": "backup", "drill": "drill", "key-copies": "copies of the keys"}
ADVICE = {
    ("fixity", "failed"): "Run “muniment verify”; restore what failed from a backup, beside this archive.",
    ("fixity", "overdue"): "“serve” and “worker” go on with it while they run; or run “muniment fixity-run” now.",
    ("fixity", "never"): "“serve” and “worker” do it on their beat; or run “muniment fixity-run” now.",
    ("fixity", "off"): "Set fixity_days in archive.toml, or run “muniment fixity-run”.",
    ("backup", "overdue"): "Run “muniment backup DIR”.",
    ("backup", "never"): "Run “muniment backup DIR”, on another disk.",
    ("drill", "failed"): "Make a new backup, then run “muniment doctor --drill DIR” again.",
    ("drill", "overdue"): "Run “muniment doctor --drill DIR”.",
    ("drill", "never"): "Run “muniment doctor --drill DIR” with a backup: one that was never restored is a hope.",
    ("key-copies", "behind"): "Bring these copies up to now with “muniment key copy DIR”: they hold what was withdrawn, or keys of before.",
    ("key-copies", "overdue"): "Run “muniment key copy DIR”: keys of items taken in since lie on this machine alone.",
    ("key-copies", "never"): "Run “muniment key copy DIR”: the keys lie on this machine alone.",
}


@door("doctor", noun="archive", permission="archive.verify")
def doctor(desk: Desk) -> Verdict:
    """What is healthy here and what is not: programs, disk, clock, fixity, backups, drills, keys, waiting work, ledger."""
    archive = desk.archive
    last = archive.shelf.entry(archive.shelf.head() - 1).made_at if archive.shelf.head() else None
    checks = (
        *machine.programs(), machine.space(archive.root), machine.filesystem(archive.root),
        machine.clock(archive.now(), last, archive.settings.founded), *map(_cared, care(archive)), *_keys(archive.settings),
        _jobs(archive), _ledger(archive),
    )  # fmt: skip
    return Verdict(tuple(checks))


def without_keys(root: Path, now: Moment) -> Verdict:
    """What can be said of a locked archive, or of a machine that holds none."""
    checks = list(machine.programs())
    try:
        known = settings.read(root)
    except MunimentError as exc:
        return Verdict((*checks, machine.clock(now, None, None), Check("archive", "not_checked", found=str(exc))))
    later = (Check(what, "not_checked", found="locked", advice=LOCKED) for what in WITH_KEYS)
    return Verdict((*checks, machine.space(root), machine.filesystem(root), machine.clock(now, None, known.founded), *_keys(known), *later))


def _cared(one: Care) -> Check:
    """A line of care in words."""
    when = f"{one.at:%Y-%m-%d %H:%M}Z" if one.at else ""
    told = {"done": when, "overdue": f"{when}, overdue", "never": "never", "off": "switched off", "failed": f"failed {when}",
            "behind": f"{one.count} behind: {one.where}"}[one.how]  # fmt: skip
    count = f", {one.count:,} faults" if one.what == "fixity" and one.how == "failed" else ""
    where = one.where if one.how != "behind" else ""
    return Check(NAMES[one.what], one.answer, found=told + count, where=where or None, advice=ADVICE.get((one.what, one.how)))


def _keys(known: settings.Settings) -> Iterator[Check]:
    """Where the keys are, under what, who else can bring them, and whether they are open now."""
    folder = settings.keys_folder(known.id)
    try:
        is_wrapped = keyring.is_wrapped(folder)
    except MunimentError as exc:
        yield Check("keys", "failed", found="not on this machine", advice=exc.advice)
        return
    held = agent.connect(socket_path(known.id))
    told = "open: an agent holds them" if held is not None else "locked"
    if held is not None:
        held.close()
    if is_wrapped:
        yield Check("keys", "passed", found=told)
    else:
        yield Check("keys", "failed", "under a passphrase", "they lie open", advice="A demonstration: put nothing true into it.")
    people = len(custodians.known(folder))
    if custodians.has_wraps(folder):
        yield Check("custodians", "passed", found=f"two of {people} can bring the keys" if people else "two of three can bring the keys")
    else:
        yield Check(
            "custodians",
            "not_checked",
            found="none: one person holds everything",
            advice="Keep a copy of the keys elsewhere: there is no second way in.",
        )


def _jobs(archive: Archive) -> Check:
    failed = jobs.failed()
    told = f"{jobs.waiting(archive.now()):,} waiting, {len(failed):,} set aside"
    if failed:
        kinds = ", ".join(f"{number} ({kind}: {error})" for number, kind, error in failed[:5])
        return Check(
            "waiting work", "failed", found=told, where=kinds, advice="What was set aside was tried five times; its bytes are whole."
        )
    return Check("waiting work", "passed", found=told)


def _ledger(archive: Archive) -> Check:
    """The head as it is signed and remembered. `verify` looks at what lies below it."""
    log = archive.ledger
    try:
        head = log.head()
        log.agrees(archive.shelf.head())
        is_published = log.is_published(archive.shelf.head())
    except MunimentError as exc:
        return Check("ledger", "failed", found=str(exc), advice=exc.advice)
    told = f"{head.size:,} entries, root {head.root[:16]}…"
    if not is_published:
        return Check(
            "ledger",
            "not_checked",
            found=f"{told}; what was just done is not signed yet",
            advice="It is signed within a second; look again.",
        )
    return Check("ledger", "passed", found=told)
