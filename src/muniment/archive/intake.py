"""The door through which evidence enters: each file read twice, sealed under a key of its own, with a receipt and its custody.

A known file is received again and not stored again. What cannot be taken in is refused by name and stops nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import msgspec
from msgspec.structs import asdict, replace

from muniment.archive.acts import Acting
from muniment.archive.custody import chained, custody
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.run import Run
from muniment.document.media import sniff
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.noun import Compartment, Moment
from muniment.model.source import Source
from muniment.preserve.intake import SMALL, Incoming, IntakeError, Looked, Receipt, again, changed, confirmed, look, twin
from muniment.store.errors import FlushError, disk

if TYPE_CHECKING:
    from muniment.archive.opened import Archive

BATCH, BATCH_BYTES = 256, 32 << 20
RESUMED = "taken in before this run was interrupted"
Progress = Callable[[int, int], None]
"""Called with items and bytes done since the last call."""


class About(msgspec.Struct, frozen=True):
    """What is said of every file of a run alike, and kept with each item under these names."""

    source: str | None
    compartment: Compartment
    title: str | None
    note: str | None
    invented: bool


class Sealed(msgspec.Struct, frozen=True):
    """One file sealed under a key of its own: its ciphertext, or the object in the vault that already holds it."""

    looked: Looked
    id: str
    ciphertext: bytes | None
    object: str | None = None


class Again(msgspec.Struct, frozen=True):
    """One file whose bytes are here already, as `known`; `written` when this very run has taken it in before it broke off."""

    looked: Looked
    known: str
    written: CustodyEvent | None = None


@door("take-in", noun="evidence", permission="evidence.take-in", ledger=("evidence.taken-in", "intake.refused"))
def take_in(
    desk: Desk,
    *,
    files: Iterable[Incoming],
    source: str | None = None,
    compartment: Compartment = "open",
    title: str | None = None,
    note: str | None = None,
    invented: bool = False,
    resume: str = "",
    progress: Progress | None = None,
) -> Iterator[Receipt]:
    """Seal files: digest, time and custody from this moment on. A known file becomes a new custody event.

    `resume` are words by which a run that was interrupted is known when it is asked for again. The run has not ended before
    its receipts are in somebody's hands: whoever gave `resume` says so with `acknowledged`.
    """
    about = About(source, _level(desk, source, compartment), title, note, invented)
    run = Run(desk, resume)
    twins: dict[str, str] = {}
    for batch in batches(files):
        receipts = _take_batch(desk, batch, about, run)
        if progress is not None:
            progress(len(batch), sum(receipt.size or 0 for receipt in receipts))
        yield from (_warned(receipt, twins) for receipt in receipts)


def acknowledged(desk: Desk, resume: str) -> None:
    """Every receipt of the run known by these words was handed over: the same words begin a new run."""
    Run(desk, resume).end()


def _level(desk: Desk, source: str | None, compartment: Compartment) -> Compartment:
    """The compartment of what comes in: that asked for, or that of its source where it is more closed. It must be open here."""
    level = compartment if source is None else desk.archive.highest((compartment, desk.get(source, Source).compartment))
    desk.may_fill(level)
    return level


def batches(files: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """Groups small enough to hold in memory and large enough to make one disk flush worth it."""
    batch: list[Incoming] = []
    size = 0
    for file in files:
        batch.append(file)
        size += _held(file)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _held(file: Incoming) -> int:
    """How many bytes of a file wait in memory at most."""
    try:
        return min(file.path.lstat().st_size, SMALL) if file.path else len(file.data or b"")
    except OSError:
        return 0  # gone meanwhile: refused when it is looked at


def _take_batch(desk: Desk, batch: list[Incoming], about: About, run: Run) -> list[Receipt]:
    """1 read and hash each file; 2 part the known from the new; 3 a key for each that is new; 4 seal, reading again; 5 one
    flush to the vault; 6 one act; 7 receipts. Whatever fails before 6, nothing of the batch was taken in."""
    refused: list[Receipt] = []
    looked = list(_looked(desk, batch, refused))  # (1)
    fresh, known = _parted(desk, looked, about.compartment, run)  # (2)
    ids = [desk.archive.new_id("ev") for _ in fresh]
    desk.archive.seals.grow(ids, about.compartment)  # (3)
    kept: set[str] = set()
    try:
        sealed = list(_sealed(desk, zip(fresh, ids, strict=True), about.compartment, refused, kept))  # (4)
        placed = _placed(desk, sealed)  # (5)
        kept |= {one.id for one in placed}
        known = _settled(known, placed)
        at = _act(desk, placed, known, about, run, refused)  # (6)
    except FlushError:
        kept.update(ids)  # what the disk did not confirm may be there all the same
        raise
    finally:
        desk.archive.seals.drop(set(ids) - kept)
    receipts = [_receipt(one.looked, one.id, "stored", at, None if one.looked.size else "the file is empty") for one in placed]
    return [*refused, *receipts, *(_receipt_again(one, at) for one in known)]  # (7)


def _looked(desk: Desk, batch: list[Incoming], refused: list[Receipt]) -> Iterator[Looked]:
    for incoming in batch:
        try:
            yield look(incoming)
        except IntakeError as exc:
            refused.append(_refused(incoming, str(exc), desk))


def _parted(desk: Desk, looked: list[Looked], compartment: str, run: Run) -> tuple[list[Looked], list[Again]]:
    """New bytes, each once; and those that are here already, or come a second time in this batch (`known` is then empty)."""
    fresh: dict[str, Looked] = {}
    known: list[Again] = []
    for one in looked:
        if (found := _known(desk, one.sha256, compartment)) is not None:
            known.append(Again(one, found, run.written(found, one)))
        elif one.sha256 in fresh:
            known.append(Again(one, ""))
        else:
            fresh[one.sha256] = one
    return list(fresh.values()), known


def _settled(known: list[Again], placed: list[Sealed]) -> list[Again]:
    """Those that came twice in this batch, with the id the first was given; without it when the first was refused after all."""
    stored = {one.looked.sha256: one.id for one in placed}
    return [replace(one, known=one.known or stored[one.looked.sha256]) for one in known if one.known or one.looked.sha256 in stored]


def _sealed(desk: Desk, fresh: Iterable[tuple[Looked, str]], compartment: str, refused: list[Receipt], kept: set[str]) -> Iterator[Sealed]:
    for looked, id in fresh:
        try:
            if looked.data is not None:
                yield Sealed(looked, id, desk.archive.seals.seal(confirmed(looked), (id,), compartment))
            else:
                yield Sealed(looked, id, None, _stored_large(desk, looked, id, kept))
        except IntakeError as exc:
            refused.append(_refused(looked.incoming, str(exc), desk))


def _stored_large(desk: Desk, looked: Looked, id: str, kept: set[str]) -> str:
    """A large file goes through in one pass; its ciphertext waits in `incoming/` and never its plaintext. Its key is kept from
    the moment its bytes are in the vault, whatever comes after: nothing lies there that no key of ours opens."""
    vault = desk.archive.vault
    waiting = vault.incoming / id
    try:
        with again(looked) as stream, _writing(waiting) as out:
            streamed = desk.archive.seals.seal_stream(stream, out, id)
        if streamed.sha256 != looked.sha256:
            raise changed()
        stored = vault.put_file(waiting)
    finally:
        waiting.unlink(missing_ok=True)
    kept.add(id)
    return stored


@contextmanager
def _writing(path: Path) -> Iterator[BinaryIO]:
    """A file of ours in the making; what the disk says against it is an error of ours and not of the file that is read."""
    try:
        out = path.open("wb")
    except OSError as exc:
        raise disk(exc, path.name) from exc
    try:
        with out:
            yield out
    except OSError as exc:
        raise disk(exc, path.name) from exc


def _placed(desk: Desk, sealed: list[Sealed]) -> list[Sealed]:
    objects = iter(desk.archive.vault.put_many([one.ciphertext for one in sealed if one.ciphertext is not None]))
    return [one if one.object else replace(one, object=next(objects), ciphertext=None) for one in sealed]


def _act(desk: Desk, placed: list[Sealed], known: list[Again], about: About, run: Run, refused: list[Receipt]) -> Moment:
    """One act for all, refusals noted beside it (a file's name is content: its tag stands for it); answers its time."""
    for receipt in refused:
        desk.archive.note("intake.refused", desk.agent, f"{receipt.reason}; name {desk.archive.seals.tag(receipt.name or '')}")
    again = [one for one in known if one.written is None]
    if not placed and not again:
        return desk.archive.now()
    with chained(desk, [one.known for one in again], "evidence.taken-in") as act:
        for one in placed:
            _keep(act, one, about, run)
        for other in again:
            detail = f"again, as {other.looked.incoming.shown}"
            act.add(custody(act, other.known, "received", detail="; ".join(filter(None, (detail, run.mark(other.looked))))))
    return act.at


def _known(desk: Desk, sha256: str, compartment: str) -> str | None:
    """The evidence that holds these bytes in this compartment. Whole files only, never across compartments, and never one that
    was withdrawn: its bytes are gone."""
    found = desk.archive.shelf.lookup("tag", sha256, kind="evidence", compartments=(compartment,))
    return next((noun.id for noun in found if isinstance(noun, Evidence) and not noun.withdrawn), None)


def _keep(act: Acting, sealed: Sealed, about: About, run: Run) -> None:
    looked = sealed.looked
    told = {"collector": act.agent.name, **asdict(about), **dict(looked.incoming.said)}
    evidence = Evidence(
        id=sealed.id, made_by=act.agent.id, made_at=act.at, sha256=looked.sha256, size=looked.size,
        media_type=sniff(looked.head, looked.incoming.name), object=sealed.object, name=looked.incoming.shown,
        taken_at=act.at, clock=act.archive.clock_source, **told,
    )  # fmt: skip
    act.add(evidence)
    act.add(custody(act, sealed.id, "received", first=True, detail=run.mark(looked)))


def _receipt(looked: Looked, id: str, state: Literal["stored", "duplicate"], at: Moment, reason: str | None) -> Receipt:
    return Receipt(id, looked.sha256, looked.size, at, state, reason, looked.incoming.shown)


def _receipt_again(one: Again, at: Moment) -> Receipt:
    if one.written is None:
        reason = "these bytes are here already: a new custody event was written"
        return _receipt(one.looked, one.known, "duplicate", at, reason)
    state: Literal["stored", "duplicate"] = "stored" if one.written.previous is None else "duplicate"
    return _receipt(one.looked, one.known, state, one.written.made_at, RESUMED)


def _refused(incoming: Incoming, reason: str, desk: Desk) -> Receipt:
    return Receipt(None, None, None, desk.archive.now(), "refused", reason, incoming.shown)


def _warned(receipt: Receipt, twins: dict[str, str]) -> Receipt:
    """The receipt, with a word where another name of this run differs only in how its accents are written."""
    name = receipt.name or ""
    other = twins.setdefault(twin(name), name)
    if other == name:
        return receipt
    said = f"another file has this name with its accents written otherwise ({len(other.encode())} and {len(name.encode())} bytes)"
    return replace(receipt, reason="; ".join(filter(None, (receipt.reason, said))))


def logged(archive: Archive, receipt: Receipt) -> Receipt:
    """The receipt once the ledger has numbered its act."""
    if receipt.state != "stored" or receipt.id is None:
        return receipt
    is_numbered = any(entry.seq is not None for entry in archive.shelf.entries_of(receipt.id))
    return replace(receipt, state="logged") if is_numbered else receipt
