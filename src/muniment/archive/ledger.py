"""The doors of the ledger: read its entries, check everything, print every row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import msgspec

from muniment.archive.check import verify_archive
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.files import failed, verify_files
from muniment.model.canonical import digest, encode
from muniment.model.errors import MunimentError
from muniment.model.ledger import LedgerEntry
from muniment.model.noun import HIDDEN, Count, Limit, Moment
from muniment.model.verdict import Verdict
from muniment.store.errors import ReadOnlyError

OF_ITSELF = frozenset({"archive.exported", "archive.rebuilt", "archive.restored-from"})


class Line(msgspec.Struct, frozen=True):
    """A ledger entry as its readers see it: no content, the nouns by their ids."""

    seq: int | None
    type: str
    at: Moment
    actor: str
    effects: tuple[tuple[str, int], ...]
    reason: str


@door("ledger", noun="ledger", permission="ledger.see")
def ledger(desk: Desk, *, start: Count = 0, limit: Limit = 100) -> tuple[Line, ...]:
    """The ledger's entries from `start`: what was done, when, by whom, to which nouns."""
    desk.archive.log()
    stop = min(desk.archive.shelf.head(), start + limit)
    return tuple(map(line, desk.archive.shelf.entries(max(0, start), stop)))


def line(entry: LedgerEntry) -> Line:
    """An entry for reading."""
    effects = tuple((effect.id, effect.version) for effect in entry.effects)
    return Line(entry.seq, entry.type, entry.made_at, entry.made_by, effects, entry.reason)


@door("check", noun="archive", permission="archive.verify", ledger=("archive.verified",))
def check(desk: Desk) -> Verdict:
    """Check every byte, act and row against the signed ledger; what fails is named."""
    files = verify_files(desk.archive.root, desk.archive.settings)
    try:
        desk.archive.log()
    except ReadOnlyError:
        pass  # nothing can be signed on this disk; what was signed can be looked at
    except MunimentError as exc:
        files = files.joined([Verdict((failed("log", "log/head.json", str(exc)),))])
    verdict = verify_archive(desk.archive, files)
    counts = " ".join(f"{answer} {len(verdict.having(answer))}" for answer in ("passed", "failed", "not_checked"))
    with suppress(ReadOnlyError):
        desk.archive.note("archive.verified", desk.agent, counts)
    desk.archive.checked(verdict.answer != "failed")
    return verdict


@door("dump", noun="archive", permission="archive.export", ledger=("archive.exported",))
def dump(desk: Desk, *, until: Count | None = None) -> bytes:
    """Every row, and every entry below `until`, as JSON Lines in a stable order; the same archive gives the same bytes.

    What exports, rebuilds and restorings themselves leave in the ledger is left out: a rebuilt archive prints the same as before.
    """
    desk.archive.log()
    lines = b"".join(_dumped(desk, desk.archive.shelf.head() if until is None else until))
    desk.archive.note("archive.exported", desk.agent, digest(lines))
    return lines


def _dumped(desk: Desk, head: int) -> Iterator[bytes]:
    for id, version, kind, compartment, payload, sha256, is_erased in desk.archive.shelf.rows():
        readable = not is_erased and compartment in desk.compartments
        row = {"id": id, "version": version, "kind": kind, "compartment": compartment, "sha256": sha256, "erased": is_erased}
        if readable and compartment == HIDDEN:
            payload = encode(desk.archive.shelf.get(id, version))  # in the row itself it is ciphertext
        yield msgspec.json.encode({**row, "noun": msgspec.Raw(payload) if readable else None}, order="sorted") + b"\n"
    for entry in desk.archive.shelf.entries(0, head):
        if entry.type not in OF_ITSELF:
            yield msgspec.json.encode(entry, order="sorted") + b"\n"
