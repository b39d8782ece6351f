"""Making the database again from vault, ledger and keys: it is an index, and nothing is lost with it.

 1 read the sealed acts, one batch after the other, none missing;
 2 compare them with the log: below the signed head they must give the signed root, or nothing is made at all;
 3 destroy the keys of items whose withdrawal the ledger holds: keys may have come from a copy that was made before;
 4 write tiles that are missing or differ: they are a pure function of the acts;
 5 read the acts once more, still the same, and bring every noun version back out of the vault, compared with what its act committed
   to; what cannot be read any more (erased by order, or damaged) leaves its identifier and digest, and what is damaged is named;
 6 put rows and entries into an empty database meanwhile, in one transaction.
Sessions, jobs, passwords and the search index are made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from muniment.archive.desk import Desk
from muniment.archive.doors import door
from muniment.archive.log import ForkError, Log
from muniment.archive.opened import Archive
from muniment.archive.quires import Quires
from muniment.model.canonical import PREFIX, decode
from muniment.model.errors import MunimentError
from muniment.model.ledger import Effect, LedgerEntry
from muniment.model.noun import HIDDEN
from muniment.preserve import tiles
from muniment.preserve.commitment import leaf_of
from muniment.preserve.merkle import root
from muniment.protect.keyring import KeyMissingError
from muniment.store import Gone, Stored

_ITEM = re.compile(r"\b(ev-[0-9a-f]{32})\b(?: ([0-9a-f]{64}))?")
KINDS = {prefix: kind for kind, prefix in PREFIX.items()}


class Rebuilt(msgspec.Struct, frozen=True):
    """What a rebuild brought back; `damaged` names what the vault should hold and does not."""

    nouns: int
    entries: int
    erased: int
    damaged: tuple[str, ...] = ()


@door("rebuild", noun="archive", permission="archive.backup", ledger=("archive.rebuilt",))
def rebuild(desk: Desk) -> Rebuilt:
    """Make the database again from vault, ledger and keys. Sessions, jobs, passwords and the search index are made anew."""
    desk.archive.log()
    return rebuilt(desk)


def rebuilt(desk: Desk) -> Rebuilt:
    """The same, for the start of an archive whose database is gone."""
    made = remade(desk.archive)
    desk.archive.note("archive.rebuilt", desk.agent, f"{made.nouns} nouns" + (f", {len(made.damaged)} damaged" if made.damaged else ""))
    return made


def remade(archive: Archive) -> Rebuilt:
    """The steps themselves, without a word to the ledger."""
    leaves: list[bytes] = []
    ordered = withdrawn(_counted(batches(archive), leaves))  # (1)
    _signed(archive.ledger, leaves)  # (2)
    for id in ordered:
        archive.seals.destroy(id)  # (3)
    _tiles(archive.ledger, leaves)  # (4)
    back = _Back(archive)
    with archive.shelf.transaction():
        archive.shelf.clear()
        archive.shelf.load(back.items(_same(archive, leaves)), _same(archive, leaves), back.gone)  # (5) (6)
    return Rebuilt(back.count, len(leaves), len(back.gone) - len(back.damaged), tuple(back.damaged))


def _counted(entries: Iterable[LedgerEntry], leaves: list[bytes]) -> Iterator[LedgerEntry]:
    """The entries; their leaves come into the list."""
    for entry in entries:
        leaves.append(leaf_of(entry))
        yield entry


def _same(archive: Archive, leaves: list[bytes]) -> Iterator[LedgerEntry]:
    """Every sealed act once more: all of them at once would not fit into a small machine. They are still those that were signed."""
    for number, entry in enumerate(batches(archive)):
        if number >= len(leaves) or leaf_of(entry) != leaves[number]:
            raise ForkError(f"The sealed acts changed while they were read, at {number}.", advice="Run “muniment verify”.")
        yield entry


def batches(archive: Archive) -> Iterator[LedgerEntry]:
    """Every sealed act, in order (1).

    Raises:
        MunimentError: a batch is missing, doubled, or cannot be read.
    """
    expected = 0
    for first, last, path in archive.ledger.acts():
        if first != expected:
            raise MunimentError(f"The sealed acts go on at {first}, not at {expected}.", advice="Restore log/acts from a backup.")
        batch = decoded(archive.seals.unseal_act(path.read_bytes()))
        if [entry.seq for entry in batch] != list(range(first, last + 1)):
            raise MunimentError(f"log/acts/{path.name} holds other acts than its name says.", advice="Restore it from a backup.")
        yield from batch
        expected = last + 1


def decoded(payload: bytes) -> list[LedgerEntry]:
    """The entries in an opened batch."""
    try:
        return msgspec.json.decode(payload, type=list[LedgerEntry])
    except msgspec.MsgspecError as exc:
        raise MunimentError(f"A batch of ledger entries cannot be read: {exc}.", advice="Run “muniment verify”.") from exc


def withdrawn(entries: Iterable[LedgerEntry]) -> dict[str, int | None]:
    """The items whose erasure the ledger orders, with the number of the entry. An older backup that was brought back knows no order
    given after it: the entry of the restoring names the items whose keys were destroyed since."""
    ordered: dict[str, int | None] = {}
    back: dict[str, int | None] = {}
    for entry in entries:
        if entry.type == "evidence.withdrawn":
            ordered |= {effect.id: entry.seq for effect in entry.effects if effect.id.startswith("ev-")}
        elif entry.type == "archive.restored-from":
            back |= {id: entry.seq for id, _ in _ITEM.findall(entry.reason)}
    return ordered | back


def unnamed(entries: Iterable[LedgerEntry]) -> set[str]:
    """The objects with the bytes of items withdrawn after a backup that was brought back: nothing that can be read names them any more."""
    back = (entry for entry in entries if entry.type == "archive.restored-from")
    return {object_id for entry in back for _, object_id in _ITEM.findall(entry.reason) if object_id}


def _signed(log: Log, leaves: list[bytes]) -> None:
    """(2)"""
    head = log.head()
    log.agrees(head.size)
    if len(leaves) < head.size:
        raise ForkError(f"log/acts holds {len(leaves)} acts, and {head.size} were signed.", advice="Restore log/acts from a backup.")
    if root(leaves[: head.size]).hex() != head.root:
        raise ForkError(
            "The sealed acts are not those that were signed: nothing was made from them.",
            advice="Run “muniment verify” to see which, and restore log/acts from a backup.",
        )


def _tiles(log: Log, leaves: list[bytes]) -> None:
    """(4)"""
    size = log.head().size
    made = tiles.grow(log.read, 0, leaves[:size])
    log.write({path: data for path, data in made.items() if not _is_there(log, path, data)})


def _is_there(log: Log, path: str, data: bytes) -> bool:
    try:
        return (log.folder / path).read_bytes() == data
    except OSError:
        return False


class _Back:
    """Noun versions on their way back out of the vault. What is gone, and what is damaged, is known once all were asked for."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.quires = archive, Quires(archive.vault, archive.seals)
        self.count, self.gone, self.damaged = 0, list[Gone](), list[str]()

    def items(self, entries: Iterable[LedgerEntry]) -> Iterator[Stored]:
        """Every noun version that can still be read."""
        for entry in entries:
            for effect in entry.effects:
                if (item := self._item(effect)) is not None:
                    self.count += 1
                    yield item

    def _item(self, effect: Effect) -> Stored | None:
        if not self.archive.keys.opens(effect.compartment):
            raise KeyMissingError(
                f"The compartment “{effect.compartment}” is closed here, and {effect.id} lies in it.",
                advice="Bring two custodians with “muniment recover”, then rebuild.",
            )
        try:
            if effect.object is not None and self.archive.seals.is_readable(effect.roots):
                return self._stored(effect)
        except MunimentError as exc:
            self.damaged.append(f"{effect.id} version {effect.version}: {exc}")
        kind = KINDS.get(effect.id[:2], "unknown")
        self.gone.append(Gone(effect.id, effect.version, kind, effect.compartment, effect.sha256, effect.roots))
        return None

    def _stored(self, effect: Effect) -> Stored:
        kept = self.quires.stored(effect)
        hidden = effect.compartment == HIDDEN
        payload = self.archive.seals.unseal(kept, effect.roots, effect.compartment) if hidden else kept
        return Stored(decode(payload), kept, effect.roots)
