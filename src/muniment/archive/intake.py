"""The door through which evidence enters: each file read twice, sealed under a key of its own, with a receipt and its custody.

A known file is received again and not stored again. What cannot be taken in is refused by name and stops nothing else.
"""

from __future__ import annotations

import os
from collections import ChainMap, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import asdict, replace

from muniment.archive.acts import Acting, neighbourhood
from muniment.archive.custody import custody, linked
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.quires import Quire, placed
from muniment.archive.run import Run
from muniment.document.media import sniff
from muniment.model.canonical import digest
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.noun import Compartment, Moment
from muniment.model.source import Source
from muniment.preserve.hand import Close, File, Glance, Look, Seal, Sealed, Wish
from muniment.preserve.hands import Helping
from muniment.preserve.intake import SMALL, Incoming, Looked, Receipt, twin
from muniment.store.errors import FlushError, disk

if TYPE_CHECKING:
    from muniment.archive.opened import Archive

BATCH, BATCH_BYTES = 512, 4 << 20
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


class Fresh(msgspec.Struct, frozen=True):
    """New bytes under a key of their own: the file, its place in the batch, and where its ciphertext waits if it is large."""

    looked: Looked
    place: int
    id: str
    draft: Path | None


class Again(msgspec.Struct, frozen=True):
    """One file whose bytes are here already, as `known`; `written` when this very run has taken it in before it broke off."""

    looked: Looked
    known: str
    written: CustodyEvent | None = None


class Batch(msgspec.Struct):
    """Files on their way in together. `good` are the new ones that were sealed, `quires` the nouns that `act` tells of them; `kept` are
    the ids of those whose bytes the vault may hold: their keys stay."""

    files: list[Incoming]
    refused: list[Receipt] = []
    fresh: list[Fresh] = []
    known: list[Again] = []
    good: list[tuple[Fresh, Sealed]] = []
    act: Acting | None = None
    quires: list[Quire] = []
    kept: set[str] = set()


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
    for batch, receipts in Intake(desk, about, run).all(batches(files)):
        if progress is not None:
            progress(len(batch.files), sum(receipt.size or 0 for receipt in receipts))
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
        size += _waiting(file)
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def is_full(batch: list[Incoming]) -> bool:
    """Whether more are to be expected: then a second process is worth starting."""
    return len(batch) >= BATCH or sum(map(_waiting, batch)) >= BATCH_BYTES


def _waiting(file: Incoming) -> int:
    """How many bytes of a file wait in memory at most."""
    try:
        return min(file.path.lstat().st_size, SMALL) if file.path else len(file.data or b"")
    except OSError:
        return 0  # gone meanwhile: refused when it is looked at


class Intake:
    """The batches of one run. While one is written down here, the nouns of the next are sealed, the files of the one after it, and the
    fourth is read, in a second process where that is worth starting (`preserve.hands`).

    1 read and hash each file; 2 part the known from the new; 3 a key for each that is new, on disk; 4 seal, reading again; 5 seal the
    nouns about them; 6 one flush to the vault; 7 one act; 8 receipts. Whatever fails before 7, nothing of the batch was taken in.
    """

    def __init__(self, desk: Desk, about: About, run: Run) -> None:
        self.desk, self.about, self.run = desk, about, run
        self._under_way: list[Batch] = []  # with keys, and not written down
        self._last = deque[dict[str, str]](maxlen=2)  # digest to id of the batches written last: those after them were parted before
        self._failed: Exception | None = None

    def all(self, groups: Iterator[list[Incoming]]) -> Iterator[tuple[Batch, list[Receipt]]]:
        """Each batch with its receipts, in order. When the giver's list of files breaks off, what it named is taken in first."""
        first = self._next(groups)
        try:
            with self.desk.archive.seals.hands.lent(is_worth=first is not None and is_full(first.files)) as hand:
                sealing: Batch | None = None
                closing: Batch | None = None
                looking = self._looking(hand, first)
                while looking or sealing or closing:
                    sealed = hand.answer() if sealing else []
                    following = self._sealing(hand, looking, [one for one in (closing, sealing) if one])
                    looking = self._looking(hand, self._next(groups)) if looking else None
                    bound = self._closing(hand, sealing, sealed)
                    if closing:
                        yield closing, self._written(closing, hand.answer())
                    sealing, closing = following, bound
        finally:
            for batch in self._under_way:
                self._abandoned(batch)
        if self._failed:
            raise self._failed

    def _next(self, groups: Iterator[list[Incoming]]) -> Batch | None:
        try:
            group = None if self._failed else next(groups, None)
        except Exception as exc:
            self._failed, group = exc, None
        return None if group is None else Batch(group)

    def _looking(self, hand: Helping, batch: Batch | None) -> Batch | None:
        """(1)"""
        if batch is not None:
            hand.ask(Look([File(None if file.path is None else os.fsencode(file.path), file.data) for file in batch.files]))
        return batch

    def _sealing(self, hand: Helping, batch: Batch | None, before: list[Batch]) -> Batch | None:
        """(2) (3) and, asked for, (4)"""
        if batch is None:
            return None
        self._parted(batch, hand.answer(), {one.looked.sha256 for ahead in before for one in ahead.fresh})
        self.desk.archive.seals.grow([one.id for one in batch.fresh], self.about.compartment)
        self._under_way.append(batch)
        keys = self.desk.archive.seals.sheets.public([one.id for one in batch.fresh])
        pairs = zip(batch.fresh, keys, strict=True)
        hand.ask(Seal([Wish(one.place, key, b"" if one.draft is None else os.fsencode(one.draft)) for one, key in pairs]))
        return batch

    def _parted(self, batch: Batch, glances: list[Glance], ahead: set[str]) -> None:
        """(2) New bytes, each once; and those that are here already, or come a second time in this batch or one `ahead` of it (`known`
        is then empty)."""
        looked = [Looked(file, g.sha256, g.size, g.head, file.data) for file, g in zip(batch.files, glances, strict=True)]
        held = _held(self.desk, [g.sha256 for g in glances if g.refusal is None], self.about.compartment)
        near = neighbourhood()
        for place, (one, glance) in enumerate(zip(looked, glances, strict=True)):
            if glance.refusal is not None:
                batch.refused.append(_refused(one.incoming, glance.refusal, self.desk))
            elif (found := held.get(one.sha256)) is not None:
                batch.known.append(Again(one, found, self.run.written(found, one)))
            elif one.sha256 in ahead:
                batch.known.append(Again(one, ""))
            else:
                ahead.add(one.sha256)
                id = self.desk.archive.new_id("ev", near)
                is_large = one.size > SMALL and one.incoming.path is not None
                batch.fresh.append(Fresh(one, place, id, self.desk.archive.vault.incoming / id if is_large else None))

    def _closing(self, hand: Helping, batch: Batch | None, sealed: list[Sealed]) -> Batch | None:
        """(5), asked for"""
        if batch is None:
            return None
        batch.good = self._good(batch, sealed)
        batch.act = act = self.desk.act("evidence.taken-in")
        act.add(*(noun for one, answer in batch.good for noun in _nouns(act, one, answer.object, self.about, self.run)))
        batch.quires = act.bound()
        hand.ask(Close([(quire.plain, quire.recipients) for quire in batch.quires]))
        return batch

    def _written(self, batch: Batch, nouns: list[bytes]) -> list[Receipt]:
        """(6) (7) (8)"""
        assert batch.act is not None
        try:
            self._placed(batch, batch.act, nouns)  # (6)
            stored = {one.looked.sha256: one.id for one, _ in batch.good}
            known = list(_settled(self.desk, batch, ChainMap(stored, *self._last)))
            _told(self.desk, batch.act, known, self.run, batch.refused)  # (7)
        except FlushError:
            batch.kept.update(one.id for one in batch.fresh)  # what the disk did not confirm may be there all the same
            raise
        self._last.append(stored)
        self._under_way.remove(batch)
        self._drop(batch)
        at, files = batch.act.at, [one for one, _ in batch.good]
        receipts = [_receipt(one.looked, one.id, "stored", at, None if one.looked.size else "the file is empty") for one in files]
        return [*batch.refused, *receipts, *(_receipt_again(one, at) for one in known)]  # (8)

    def _good(self, batch: Batch, sealed: list[Sealed]) -> list[tuple[Fresh, Sealed]]:
        """Those that were sealed; the others are refused, unless it was our disk that failed."""
        pairs = list(zip(batch.fresh, sealed, strict=True))
        for one, answer in pairs:
            if answer.disk is not None:
                raise disk(OSError(*answer.disk), one.id)
            if answer.refusal is not None:
                batch.refused.append(_refused(one.looked.incoming, answer.refusal, self.desk))
        return [(one, answer) for one, answer in pairs if answer.refusal is None]

    def _placed(self, batch: Batch, act: Acting, nouns: list[bytes]) -> None:
        """(6) The bytes and the nouns about them. A large one's key is kept from the moment its bytes are in the vault, whatever
        comes after: nothing lies there that no key of ours opens."""
        vault = self.desk.archive.vault
        for one, answer in batch.good:
            if one.draft is not None and answer.ciphertext is None:
                vault.put_file(one.draft, answer.object)
                batch.kept.add(one.id)
        small = [(answer.object, answer.ciphertext) for _, answer in batch.good if answer.ciphertext is not None]
        small += [(digest(data), data) for data in nouns]
        ids = vault.put_many([data for _, data in small], [id for id, _ in small])
        batch.kept.update(one.id for one, _ in batch.good)
        act.placed(placed(batch.quires, ids[len(ids) - len(nouns) :]))

    def _abandoned(self, batch: Batch) -> None:
        for one in batch.fresh:
            if one.draft is not None:
                one.draft.unlink(missing_ok=True)
        self._drop(batch)

    def _drop(self, batch: Batch) -> None:
        """Keys that turned out not to be needed."""
        if unused := {one.id for one in batch.fresh} - batch.kept:
            self.desk.archive.seals.drop(unused)


def _held(desk: Desk, digests: list[str], compartment: str) -> dict[str, str]:
    """By digest, the evidence that holds these bytes in this compartment. Whole files only, never across compartments, and never
    one that was withdrawn: its bytes are gone."""
    found = desk.archive.shelf.tagged(digests, kind="evidence", compartments=(compartment,))
    return {noun.sha256: noun.id for noun in reversed(found) if isinstance(noun, Evidence) and not noun.withdrawn}


def _settled(desk: Desk, batch: Batch, stored: Mapping[str, str]) -> Iterator[Again]:
    """Those that came twice, with the id the first was given; refused where the first was refused after all."""
    for one in batch.known:
        if known := one.known or stored.get(one.looked.sha256):
            yield replace(one, known=known)
        else:
            reason = "Another file with these bytes came with it and could not be taken in. Take this one in again."
            batch.refused.append(_refused(one.looked.incoming, reason, desk))


def _told(desk: Desk, act: Acting, known: list[Again], run: Run, refused: list[Receipt]) -> None:
    """(7) One act for all, refusals noted beside it (a file's name is content: its tag stands for it)."""
    for receipt in refused:
        desk.archive.note("intake.refused", desk.agent, f"{receipt.reason}; name {desk.archive.seals.tag(receipt.name or '')}")
    again = [one for one in known if one.written is None]
    if act.added or again:
        with linked(act, [one.known for one in again]):
            for one in again:
                said = f"again, as {one.looked.incoming.shown}"
                act.add(custody(act, one.known, "received", detail="; ".join(filter(None, (said, run.mark(one.looked))))))


def _nouns(act: Acting, fresh: Fresh, object: str, about: About, run: Run) -> tuple[Evidence, CustodyEvent]:
    """The item and the first link of its custody."""
    looked = fresh.looked
    told = {"collector": act.agent.name, **asdict(about), **dict(looked.incoming.said)}
    evidence = Evidence(
        id=fresh.id, made_by=act.agent.id, made_at=act.at, sha256=looked.sha256, size=looked.size,
        media_type=sniff(looked.head, looked.incoming.name), object=object, name=looked.incoming.shown,
        taken_at=act.at, clock=act.archive.clock_source, **told,
    )  # fmt: skip
    return evidence, custody(act, fresh.id, "received", first=True, detail=run.mark(looked))


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
    """The receipt, with a word where another name of this run differs only in how its accents are written. Names without any are
    not remembered: of a hundred thousand files that is most of what a run would hold."""
    name = receipt.name or ""
    if name.isascii():
        return receipt
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
