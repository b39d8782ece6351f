"""The doors of the ledger: read its entries, check everything, print every row, make the database again."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from muniment.archive.acts import HIDDEN
from muniment.archive.check import verify_archive
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.model.canonical import PREFIX, decode, digest
from muniment.model.errors import MunimentError, RefusedError
from muniment.model.ledger import Effect, LedgerEntry
from muniment.model.noun import Count, Limit, Moment
from muniment.model.verdict import Verdict
from muniment.store import Gone, Stored

KINDS = {prefix: kind for kind, prefix in PREFIX.items()}


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
    desk.archive.log()
    verdict = verify_archive(desk.archive)
    counts = " ".join(f"{answer} {len(verdict.having(answer))}" for answer in ("passed", "failed", "not_checked"))
    desk.archive.note("archive.verified", desk.agent, counts)
    desk.archive.checked(verdict.answer != "failed")
    return verdict


@door("dump", noun="archive", permission="archive.export", ledger=("archive.exported",))
def dump(desk: Desk, *, until: Count | None = None) -> bytes:
    """Every row, and every entry below `until`, as JSON Lines in a stable order; the same archive gives the same bytes."""
    desk.archive.log()
    lines = b"".join(_dumped(desk, desk.archive.shelf.head() if until is None else until))
    desk.archive.note("archive.exported", desk.agent, digest(lines))
    return lines


def _dumped(desk: Desk, head: int) -> Iterator[bytes]:
    for id, version, kind, compartment, payload, sha256, is_erased in desk.archive.shelf.rows():
        readable = not is_erased and compartment in desk.compartments
        row = {"id": id, "version": version, "kind": kind, "compartment": compartment, "sha256": sha256, "erased": is_erased}
        yield msgspec.json.encode({**row, "noun": msgspec.Raw(payload) if readable else None}, order="sorted") + b"\n"
    for entry in desk.archive.shelf.entries(0, head):
        yield msgspec.json.encode(entry, order="sorted") + b"\n"


class Rebuilt(msgspec.Struct, frozen=True):
    """What a rebuild brought back."""

    nouns: int
    entries: int
    erased: int


@door("rebuild", noun="archive", permission="archive.backup", ledger=("archive.rebuilt",))
def rebuild(desk: Desk) -> Rebuilt:
    """Make the database again from vault, ledger and keys. Sessions, jobs, passwords and the search index are made anew."""
    return rebuilt(desk)


def rebuilt(desk: Desk) -> Rebuilt:
    """The same, for the start of an archive whose database is gone."""
    archive = desk.archive
    entries = [e for _, _, path in archive.ledger.acts() for e in _batch(archive.seals.unseal_act(path.read_bytes()))]
    if any(not archive.seals.opens(effect.compartment) for entry in entries for effect in entry.effects):
        raise RefusedError(
            "This archive holds sealed identities, and their key is not here: a rebuild without it would lose sight of them.",
            advice="Let two custodians open it first: “muniment unlock --with KEY1 --with KEY2”.",
        )
    items: list[Stored] = []
    gone: list[Gone] = []
    for entry in entries:
        for effect in entry.effects:
            _brought_back(desk, effect, items, gone)
    with archive.shelf.transaction():
        archive.shelf.clear()
        archive.shelf.load(items, entries, gone)
    archive.note("archive.rebuilt", desk.agent, f"{len(items)} nouns")
    return Rebuilt(len(items), len(entries), len(gone))


def _batch(payload: bytes) -> list[LedgerEntry]:
    try:
        return msgspec.json.decode(payload, type=list[LedgerEntry])
    except msgspec.MsgspecError as exc:
        raise MunimentError(f"A batch of ledger entries cannot be read: {exc}.", advice="Run “muniment verify”.") from exc


def _brought_back(desk: Desk, effect: Effect, items: list[Stored], gone: list[Gone]) -> None:
    archive = desk.archive
    if effect.object is None or not archive.seals.is_readable(effect.roots):
        kind = KINDS.get(effect.id[:2], "unknown")
        gone.append(Gone(effect.id, effect.version, kind, effect.compartment, effect.sha256, effect.roots))
        return
    ciphertext = archive.vault.get(effect.object)
    payload = archive.seals.unseal(ciphertext, effect.roots, effect.compartment)
    items.append(Stored(decode(payload), ciphertext if effect.compartment == HIDDEN else payload, effect.roots))
