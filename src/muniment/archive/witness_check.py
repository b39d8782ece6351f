"""Checking what witnesses cosigned: without keys that the ledger still keeps all of it, with keys that nobody changed whose word counts.

An archive that was put back as a whole from an older copy, on a machine that remembers nothing, is whole in itself. A cosigned
checkpoint that lies beside it, or with the witness, is larger: that is how it is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from muniment.archive.log import Log
from muniment.archive.witnessed import POLICY, Cosigned, Witnessed
from muniment.model.canonical import digest
from muniment.model.errors import BadInputError, MunimentError
from muniment.model.ledger import LedgerEntry
from muniment.model.verdict import Check
from muniment.preserve import note, tiles
from muniment.preserve.policy import Policy
from muniment.preserve.witness import parse

WHAT = "witnesses"
COSIGNED = re.compile(r"(?P<name>\S+): (?P<size>\d+) entries; .*; lines (?P<lines>[0-9a-f ]+)")
SETTLE = "Change nothing. Compare with a backup, ask the witness; then “muniment witness settle”."


def cosigned(root: Path, log: Log, key: note.Key, signed: note.Checkpoint) -> list[Check]:
    """Every cosigned checkpoint is the beginning of the ledger that is here; enough witnesses cosigned one. Nothing where there are none."""
    kept = Witnessed(root, log)
    try:
        trusted = kept.policy()
        if trusted is None and not kept.notes():
            return _alarms(kept)
        bad = [
            *_foreign(trusted, key),
            *(check for size, path in kept.notes() for check in _kept(kept, size, path, key, signed)),
            *(check for size, path in kept.requests() for check in _asked(kept, size, path, key, signed)),
            *_evidence(kept),
            *_alarms(kept),
        ]
        return bad or [_enough(trusted, list(kept.cosigned(trusted)), signed)]
    except (MunimentError, OSError, ValueError) as exc:
        return [Check(WHAT, "failed", None, str(exc), "keys/policy.txt, log/witnessed", SETTLE)]


def _foreign(trusted: Policy | None, key: note.Key) -> Iterator[Check]:
    if trusted is None:
        yield Check(WHAT, "failed", "the policy under which they were cosigned", "missing", POLICY, "Restore it from a backup.")
    elif trusted.log != key:
        yield Check(WHAT, "failed", key.vkey, trusted.log.vkey, POLICY, "Restore it from a backup.")


def _kept(kept: Witnessed, size: int, path: Path, key: note.Key, signed: note.Checkpoint) -> Iterator[Check]:
    where = f"log/witnessed/{path.name}"
    trusted = kept.policy()
    try:
        text = path.read_text(encoding="utf-8", errors="backslashreplace")
        head = note.checkpoint(note.opened(text, [key])[0])
        note.cosignatures(text, trusted.keys if trusted else [])
    except MunimentError as exc:
        yield Check(WHAT, "failed", "a checkpoint signed by this log and by witnesses", str(exc), where, SETTLE)
        return
    if (head.origin, head.size) != (signed.origin, size):
        yield Check(WHAT, "failed", f"{signed.origin}, {size} entries", f"{head.origin}, {head.size} entries", where, SETTLE)
    elif size > signed.size:
        yield Check(
            WHAT, "failed", f"at least {size} entries, which witnesses saw", f"{signed.size}: an older copy was put back", where, SETTLE
        )
    elif size and tiles.Tree(kept.log.read, signed.size).subtree(0, size) != head.root:
        yield Check(WHAT, "failed", "the ledger that witnesses saw", "another one of the same name", where, SETTLE)


def _asked(kept: Witnessed, size: int, path: Path, key: note.Key, signed: note.Checkpoint) -> Iterator[Check]:
    """A request on its way is the one that is made about this log, byte for byte."""
    try:
        request = parse(path.read_bytes())
        head = note.checkpoint(note.opened(request.note, [key])[0])
        is_made = kept.about(request.old, size, signed.size, request.note).body.encode() == path.read_bytes()
        is_ours = is_made and head.size == size and (size == 0 or tiles.Tree(kept.log.read, signed.size).subtree(0, size) == head.root)
    except (MunimentError, OSError, ValueError) as exc:
        yield Check(WHAT, "failed", "a request about this log", str(exc), f"log/witnessed/asked/{path.name}", SETTLE)
        return
    if not is_ours:
        yield Check(WHAT, "failed", "a request about this log", "another one", f"log/witnessed/asked/{path.name}", SETTLE)


def _evidence(kept: Witnessed) -> Iterator[Check]:
    """What a witness refused is kept under its digest."""
    for path in sorted((kept.folder / "evidence").glob("*.txt")):
        if (found := digest(path.read_bytes())[:8]) != path.stem.rpartition("-")[2]:
            yield Check(WHAT, "failed", path.stem.rpartition("-")[2], found, f"log/witnessed/evidence/{path.name}", SETTLE)


def _alarms(kept: Witnessed) -> list[Check]:
    try:
        alarm = kept.alarm()
    except MunimentError as exc:
        return [Check(WHAT, "failed", "no refusal by a witness", str(exc), "log/witnessed/alarm.json", SETTLE)]
    if alarm is None:
        return []
    return [Check(WHAT, "failed", "no refusal by a witness", f"{alarm.at:%Y-%m-%d}: {alarm.witness} {alarm.told}", alarm.evidence, SETTLE)]


def _enough(trusted: Policy | None, found: Sequence[Cosigned], signed: note.Checkpoint) -> Check:
    if trusted is None:
        raise BadInputError("keys/policy.txt is missing.")
    sizes = [one.size for one in found if trusted.holds(one.by)]
    asked = f"{trusted.quorum} of {len(trusted.witnesses)}"
    if not sizes:
        most = max((len(one.by) for one in found), default=0)
        return Check(WHAT, "not_checked", asked, f"{most} cosigned", POLICY, "Ask them: “muniment witness request NAME request.txt”.")
    return Check(WHAT, "passed", found=f"{asked} cosigned {max(sizes):,} of {signed.size:,} entries")


def agreed(root: Path, log: Log, acts: Sequence[LedgerEntry]) -> list[Check]:
    """Whose word counts is what the ledger says; and an alarm that it tells of was not taken away."""
    kept, bad = Witnessed(root, log), []
    said = [act for act in acts if act.type == "witness.trusted"]
    path = root / POLICY
    found = digest(path.read_bytes()) if path.exists() else "missing"
    expected = said[-1].reason.rpartition("; ")[2] if said else "missing"
    if found != expected:
        where = f"{POLICY}, entry {said[-1].seq}" if said else POLICY
        bad.append(Check(WHAT, "failed", expected, found, where, "Name the witnesses again: “muniment witness trust”."))
    bad += _lines(kept, acts)
    told = [act for act in acts if act.type in ("witness.alarmed", "witness.settled")]
    if told and told[-1].type == "witness.alarmed" and not (kept.folder / "alarm.json").exists():
        where = "log/witnessed/alarm.json"
        bad.append(Check(WHAT, "failed", f"the alarm of entry {told[-1].seq}", "taken away, and nobody settled it", where, SETTLE))
    return bad


def _lines(kept: Witnessed, acts: Sequence[LedgerEntry]) -> Iterator[Check]:
    """Each cosignature that the ledger tells of stands under its checkpoint, whether its witness is trusted now or not."""
    told = [COSIGNED.fullmatch(act.reason) for act in acts if act.type == "witness.cosigned"]
    last = {(match["name"], int(match["size"])): set(match["lines"].split()) for match in told if match}
    for (name, size), lines in sorted(last.items()):
        path = kept.folder / f"{size}.note"
        if lines - {digest(line) for line in (path.read_bytes() if path.exists() else b"").split(b"\n")}:
            yield Check(WHAT, "failed", f"the cosignature of {name}", "missing or another", f"log/witnessed/{path.name}", SETTLE)
