"""Checking the time stamps of an archive: without keys, and against the ledger with them.

1 each head that was stamped is the log's own: signed by its key, and the beginning of what is signed now;
2 each response is the one that its record names, holds under the roots in keys/, at the time that was written down;
3 with keys: record and ledger name the same responses, and the roots are those that the ledger names.
A stamp that is still waited for is no failure; how many wait is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from muniment.archive.log import Log
from muniment.archive.stamps import Stamped, Stamps, stamp_case
from muniment.model.canonical import digest
from muniment.model.errors import MunimentError
from muniment.model.ledger import LedgerEntry
from muniment.model.verdict import Check
from muniment.preserve import note, tiles
from muniment.preserve.stamp import OTHER_BYTES, OTHER_NONCE, OTHER_REQUEST, Case, fingerprints, is_as_made, judge

WHAT, LEDGERED = "timestamps", "timestamps as ledgered"
KEEP = "Keep this archive as it is, and restore a copy from a backup beside it."
RECEIVED = re.compile(r"size (?P<size>\d+) chain (?P<chain>\S+) sha256 (?P<sha256>[0-9a-f]{64}) .*")
NAMED = re.compile(r"(?P<name>\S+) .*, roots (?P<roots>[0-9a-f ]+)")


def check_stamps(root: Path, log: Log, signed: note.Checkpoint, key: note.Key) -> list[Check]:
    """(1) and (2); nothing where no head was ever kept to be stamped."""
    stamps = Stamps(log.folder / "tst", lambda: log.folder)
    bad, records = [], []
    for size in stamps.sizes():
        where = f"log/tst/{size}.json"
        try:
            records.append(stamps.record(size))
            where = f"log/tst/{size}.note"
            _head(stamps, log, signed, key, size)
        except (MunimentError, OSError, UnicodeDecodeError) as exc:
            bad.append(_failed(where, str(exc)))
    bad += [*_replies(root, stamps, records), *_refused(stamps)]
    if bad or not records:
        return bad
    made, waiting = sum(len(one.stamps) for one in records), sum(len(one.wanted) for one in records)
    if not made:
        return [Check(WHAT, "not_checked", found=f"none has come yet, {waiting} waited for", advice="“muniment timestamps” says why.")]
    newest = max(one.size for one in records if one.stamps)
    told = f"{made:,} time stamps over heads of up to {newest:,} entries" + (f", {waiting} waited for" if waiting else "")
    return [Check(WHAT, "passed", found=told)]


def _failed(where: str, found: str, expected: str | None = None) -> Check:
    return Check(WHAT, "failed", expected, found, where, KEEP)


def _head(stamps: Stamps, log: Log, signed: note.Checkpoint, key: note.Key, size: int) -> None:
    """(1)

    Raises:
        MunimentError: it is not.
    """
    known = note.checkpoint(note.opened((stamps.folder / f"{size}.note").read_text(encoding="utf-8"), [key])[0])
    if (known.origin, known.size) != (log.origin, size) or not 0 < size <= signed.size:
        raise MunimentError("it is a head of another log, or of another size")
    if tiles.Tree(log.read, signed.size).subtree(0, size) != known.root:
        raise MunimentError("what it names is not the beginning of this log")


def _replies(root: Path, stamps: Stamps, records: Iterable[Stamped]) -> Iterator[Check]:
    """(2)"""
    cases, names = [], []
    for record in records:
        for stamp in record.stamps:
            where = f"log/tst/{record.size}.{stamp.chain}.tsr"
            try:
                cases.append(stamp_case(root, stamps, record.size, stamp.chain))
                names.append((where, stamp, digest(cases[-1].reply)))
            except OSError as exc:
                yield _failed(where, exc.strerror or str(exc))
    for (where, stamp, found), case, one in zip(names, cases, judge(cases), strict=True):
        if found != stamp.sha256:
            yield _failed(where, found, stamp.sha256)
        elif one.outcome == "unchecked":
            yield Check(WHAT, "not_checked", found=one.why, where=where, advice="Install openssl, then look again.")
        elif one.why in (OTHER_BYTES, OTHER_REQUEST, OTHER_NONCE):  # the response is the one that came: what it is about is not
            yield _failed(*_asked_otherwise(where, case))
        elif one.outcome == "refused" or one.at != stamp.at:
            yield _failed(where, one.why or str(one.at), f"a time stamp of {stamp.at}")


def _asked_otherwise(where: str, case: Case) -> tuple[str, str, str]:
    """Which of the two that lie beside a response changed, the head or the request: the response fits one of them."""
    (alone,) = judge([replace(case, request=b"")])
    if alone.outcome == "accepted":
        return where.replace(".tsr", ".tsq"), "another request", "the request that was sent"
    return f"{where.partition('.')[0]}.note", "other bytes", "the head that was stamped"


def _refused(stamps: Stamps) -> Iterator[Check]:
    for path in sorted((stamps.folder / "refused").glob("*.tsr")):
        if (found := digest(path.read_bytes())) != path.stem:
            yield _failed(f"log/tst/refused/{path.name}", found, path.stem)


def check_ledgered(root: Path, stamps: Stamps, acts: Iterable[LedgerEntry]) -> list[Check]:
    """(3)"""
    acts = list(acts)
    found = [RECEIVED.fullmatch(act.reason) for act in acts if act.type == "timestamp.received"]
    ledgered = {(int(one["size"]), one["chain"]): one["sha256"] for one in found if one}
    recorded = {(head.size, stamp.chain): stamp.sha256 for head in stamps.records() for stamp in head.stamps}
    bad = [
        Check(LEDGERED, "failed", ledgered.get(one, "none"), recorded.get(one, "none"), f"log/tst/{one[0]}.{one[1]}.tsr", KEEP)
        for one in sorted(ledgered.keys() | recorded.keys())
        if ledgered.get(one) != recorded.get(one)
    ]
    bad += _roots(root, acts)
    return bad or [Check(LEDGERED, "passed", found=f"{len(ledgered):,} time stamps")]


def _roots(root: Path, acts: Iterable[LedgerEntry]) -> Iterator[Check]:
    """The roots that tokens hang on are those that the owner gave: a forger would bring an authority of their own."""
    given: dict[str, set[str]] = {}
    for act in acts:
        if act.type == "timestamp.authority" and (one := NAMED.fullmatch(act.reason)):
            given.setdefault(one["name"], set()).update(one["roots"].split())
    for path in sorted((root / "keys").glob("tsa-*.pem")):
        name, text = path.stem.removeprefix("tsa-").removesuffix(".chain"), path.read_text(encoding="ascii", errors="replace")
        if not is_as_made(text):  # a reader forgives what stands between the lines: it is not as we wrote it
            yield Check(LEDGERED, "failed", None, "not as it was written", f"keys/{path.name}", KEEP)
            continue
        strange = set(fingerprints(text)) - given.get(name, set())
        if not path.stem.endswith(".chain") and strange:
            yield Check(LEDGERED, "failed", "a root that the ledger names", " ".join(sorted(strange)), f"keys/{path.name}", KEEP)
