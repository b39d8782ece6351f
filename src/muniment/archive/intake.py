"""The doors through which evidence enters and is looked at: take in, list, show, custody, open the bytes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from muniment.archive.acts import Acting
from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.document.media import sniff
from muniment.model.canonical import digest
from muniment.model.errors import BadInputError, MunimentError, UnknownError
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.noun import Compartment, Noun
from muniment.model.terms import Custody
from muniment.preserve.intake import Incoming, IntakeError, Receipt, Steady, read_whole, walk

if TYPE_CHECKING:
    from muniment.archive.opened import Archive

BATCH, BATCH_BYTES = 256, 32 << 20
LARGE = 1 << 20
WINDOW = 500
Progress = Callable[[int, int], None]
"""Called with items and bytes done since the last call."""


class SealBrokenError(MunimentError):
    """Bytes in the vault are not the bytes that were sealed."""


class Sealed(msgspec.Struct, frozen=True):
    """One file, hashed and sealed, not yet stored. `object` is set when its bytes already lie in the vault."""

    incoming: Incoming
    id: str
    sha256: str
    size: int
    media: str
    ciphertext: bytes | None
    object: str | None = None


@door("take-in", noun="evidence", permission="evidence.take-in", ledger=("evidence.taken-in",))
def take_in(
    desk: Desk,
    *,
    files: Iterable[Incoming],
    source: str | None = None,
    compartment: Compartment = "open",
    title: str | None = None,
    note: str | None = None,
    invented: bool = False,
    progress: Progress | None = None,
) -> Iterator[Receipt]:
    """Seal files: digest, time and custody from this moment on. A known file becomes a new custody event."""
    if source is not None:
        desk.archive.shelf.get(source)
    if compartment not in desk.compartments:
        raise BadInputError(f"The compartment {compartment!r} is not open to you.", advice="Choose another or ask for it.")
    about: dict[str, Any] = {"source": source, "compartment": compartment, "title": title, "note": note, "invented": invented}
    for batch in batches(files):
        yield from _take_batch(desk, batch, about, progress)


def from_paths(paths: Iterable[Path]) -> Iterator[Incoming]:
    """The files below these paths, folders entered."""
    return walk(paths)


def batches(files: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    """Groups small enough to hold in memory and large enough to make one disk flush worth it."""
    batch: list[Incoming] = []
    size = 0
    for file in files:
        batch.append(file)
        size += min(file.path.lstat().st_size, LARGE) if file.path else len(file.data or b"")
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _take_batch(desk: Desk, batch: list[Incoming], about: dict[str, Any], progress: Progress | None) -> list[Receipt]:
    """1 seal each file under a key of its own; 2 one flush to the vault; 3 one act; 4 receipts."""
    archive, sealed_in = desk.archive, str(about["compartment"])
    receipts: list[Receipt] = []
    fresh: list[Sealed] = []
    again: list[tuple[Sealed, str]] = []
    ids = [archive.new_id("ev") for _ in batch]
    archive.seals.grow(ids, sealed_in)
    seen: dict[str, str] = {}
    for incoming, id in zip(batch, ids, strict=True):
        try:
            sealed = _seal(desk, incoming, id, sealed_in)  # (1)
        except IntakeError as exc:
            receipts.append(_refused(incoming, str(exc), desk))
            continue
        known = seen.get(sealed.sha256) or _known(desk, sealed.sha256, sealed_in)
        if known:
            again.append((sealed, known))
        else:
            fresh.append(sealed)
            seen[sealed.sha256] = id
    objects = iter(archive.vault.put_many([s.ciphertext for s in fresh if s.ciphertext is not None]))  # (2)
    with desk.act("evidence.taken-in") as act:  # (3)
        for sealed in fresh:
            _keep(act, sealed, sealed.object or next(objects), about)
        for sealed, known in again:
            act.add(custody(act, known, "received", detail=f"again, as {sealed.incoming.name}"))
    archive.seals.drop(set(ids) - {s.id for s in fresh})
    if progress is not None:
        progress(len(batch), sum(s.size for s in fresh) + sum(s.size for s, _ in again))
    receipts += [_receipt(s, s.id, "stored", act) for s in fresh]  # (4)
    return receipts + [_receipt(s, known, "duplicate", act) for s, known in again]


def _seal(desk: Desk, incoming: Incoming, id: str, compartment: str) -> Sealed:
    if (reason := incoming.refusal()) is not None:
        raise IntakeError(reason)
    if incoming.path is not None and incoming.path.stat().st_size > LARGE:
        return _seal_large(desk, incoming, incoming.path, id, compartment)
    data = incoming.data or b"" if incoming.path is None else read_whole(incoming.path)
    ciphertext = desk.archive.seals.seal(data, (id,), compartment)
    return Sealed(incoming, id, digest(data), len(data), sniff(data[:4096], incoming.name), ciphertext)


def _seal_large(desk: Desk, incoming: Incoming, path: Path, id: str, compartment: str) -> Sealed:
    """A large file goes through in one pass; its ciphertext waits in `incoming/` and never its plaintext."""
    archive = desk.archive
    with Steady(path) as (stream, _):
        head = stream.read(4096)
        stream.seek(0)
        descriptor, waiting = tempfile.mkstemp(dir=archive.vault.incoming)
        with os.fdopen(descriptor, "wb") as out:
            streamed = archive.seals.seal_stream(stream, out, id)
    if _known(desk, streamed.sha256, compartment):
        Path(waiting).unlink()
        object_id = None
    else:
        object_id = archive.vault.put_file(Path(waiting))
    return Sealed(incoming, id, streamed.sha256, streamed.size, sniff(head, incoming.name), None, object_id)


def _known(desk: Desk, sha256: str, compartment: str) -> str | None:
    """The evidence that already holds these bytes in this compartment. Whole files only, never across compartments."""
    found = desk.archive.shelf.lookup("tag", sha256, kind="evidence")
    return next((noun.id for noun in found if noun.compartment == compartment), None)


def _keep(act: Acting, sealed: Sealed, object_id: str, about: dict[str, Any]) -> None:
    evidence = Evidence(
        id=sealed.id, made_by=act.agent.id, made_at=act.at, sha256=sealed.sha256, size=sealed.size,
        media_type=sealed.media, object=object_id, name=sealed.incoming.name, collector=act.agent.name,
        taken_at=act.at, clock=act.archive.clock_source, **about,
    )  # fmt: skip
    act.add(evidence)
    act.add(custody(act, sealed.id, "received", first=True))


def custody(act: Acting, evidence: str, event: Custody, *, first: bool = False, reason: str | None = None, detail: str | None = None) -> CustodyEvent:
    """The next link of an item's chain of custody, as part of an act."""
    stored = [] if first else act.archive.shelf.resting_on(evidence, kind="custody", role="evidence")
    adding = [one.noun for one in act.added.values() if getattr(one.noun, "evidence", None) == evidence]
    links = custody_of([*stored, *adding])
    return CustodyEvent(
        id=act.new("cu"), made_by=act.agent.id, made_at=act.at, evidence=evidence, event=event, agent=act.agent.name,
        clock=act.archive.clock_source, previous=links[-1].id if links else None, reason=reason, detail=detail,
    )  # fmt: skip


def custody_of(nouns: Iterable[Noun]) -> list[CustodyEvent]:
    """The custody events among these, in the order of the chain, not of the clock."""
    events = [noun for noun in nouns if isinstance(noun, CustodyEvent)]
    following = {event.previous: event for event in events}
    chain: list[CustodyEvent] = []
    at: str | None = None
    while (event := following.pop(at, None)) is not None:
        chain.append(event)
        at = event.id
    return chain + [event for event in events if event not in chain]


def _receipt(sealed: Sealed, id: str, state: Literal["stored", "duplicate"], act: Acting) -> Receipt:
    reason = "these bytes are here already: a new custody event was written" if state == "duplicate" else None
    return Receipt(id, sealed.sha256, sealed.size, act.at, state, reason, sealed.incoming.name)


def _refused(incoming: Incoming, reason: str, desk: Desk) -> Receipt:
    return Receipt(None, None, None, desk.archive.now(), "refused", reason, incoming.name)


@door("evidence", noun="evidence", permission="evidence.see")
def evidence(
    desk: Desk, *, after: str | None = None, limit: int = 50, newest: bool = False, media: str | None = None, source: str | None = None
) -> list[Evidence]:  # fmt: skip
    """The evidence you may see, a page at a time (`after` is the last identifier of the page before), of one media type or source."""
    if media is None and source is None:
        return desk.find(Evidence, after=after, limit=limit, newest=newest)
    found: list[Evidence] = []
    while len(found) < limit and (window := desk.find(Evidence, after=after, limit=WINDOW, newest=newest)):
        after = window[-1].id
        found += [item for item in window if item.media_type.startswith(media or "") and source in (None, item.source)]
    return found[:limit]


@door("show", noun="evidence", permission="evidence.see")
def show(desk: Desk, *, id: str) -> tuple[Evidence, tuple[CustodyEvent, ...]]:
    """One piece of evidence with its chain of custody."""
    item = desk.get(id, Evidence)
    return item, tuple(custody_of(desk.archive.shelf.resting_on(id, kind="custody", role="evidence")))


@door("open", noun="evidence", permission="evidence.open", ledger=("evidence.opened",))
def open_bytes(desk: Desk, *, id: str, reason: str) -> bytes:
    """The sealed bytes themselves, for a reason that is ledgered; compared with their digest on the way out."""
    item = desk.get(id, Evidence)
    data = unsealed(desk, item)
    with desk.act("evidence.opened", reason) as act:
        act.add(custody(act, id, "exported", reason=reason))
    return data


@door("fixity", noun="evidence", permission="evidence.see")
def fixity(desk: Desk, *, id: str) -> bool:
    """Whether the bytes of an item are still those that arrived: opened and hashed again, here and now."""
    try:
        unsealed(desk, desk.get(id, Evidence))
    except MunimentError:
        return False
    return True


def unsealed(desk: Desk, item: Evidence) -> bytes:
    """The bytes of an item, as they arrived.

    Raises:
        UnknownError: withdrawn.
        SealBrokenError: they are not what was sealed.
    """
    if item.object is None or item.withdrawn:
        raise UnknownError(f"{item.id} was withdrawn: its bytes are gone.", advice="Its digest and decisions remain.")
    data = desk.archive.seals.unseal(desk.archive.vault.get(item.object), (item.id,), item.compartment)
    if digest(data) != item.sha256:
        raise SealBrokenError(f"{item.id} is not what was sealed.", advice="Run “muniment verify” and keep both.")
    return data


def logged(archive: Archive, receipt: Receipt) -> Receipt:
    """The receipt once the ledger has numbered its act."""
    if receipt.state != "stored" or receipt.id is None:
        return receipt
    is_numbered = any(entry.seq is not None for entry in archive.shelf.entries_of(receipt.id))
    return msgspec.structs.replace(receipt, state="logged") if is_numbered else receipt
