"""Checking a whole archive with its keys, after what needs none (`files`):

4 the sealed acts beside the log are the leaves of the log, the public keys in the folder are ours, and the time stamps those that
  the acts tell of;
5 the rows of the ledger are those acts, and whose cosignatures count is what they say;
6 every row's bytes are those its act committed to, no row is missing, added, or emptied without an order;
7 edges, roots, looked-up columns and the current version of each noun are those that rows and acts give;
8 every object an act names is in the vault and holds those bytes, unless it was erased by order; no object is there that
  nothing names and no key of ours opens.

The acts are read twice, one after the other (`act_check`), and of what they did only digests are kept: a large archive is checked in
little memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice

from muniment.archive.act_check import REBUILD, Acts
from muniment.archive.acts import shown_form
from muniment.archive.files import DOES_NOT_PROVE, KEEP, LATER, PROVES, failed, passed
from muniment.archive.layout import DATABASE
from muniment.archive.opened import Archive
from muniment.archive.quires import Quires
from muniment.archive.rebuild import KINDS, unnamed, withdrawn
from muniment.archive.times import check_ledgered
from muniment.archive.witness_check import agreed
from muniment.model.canonical import decode, digest
from muniment.model.errors import MunimentError
from muniment.model.evidence import Evidence
from muniment.model.ledger import Effect, LedgerEntry
from muniment.model.noun import HIDDEN
from muniment.model.verdict import Check, Verdict
from muniment.preserve.commitment import object_commitment
from muniment.store import Standing

TOGETHER = 500
"""Noun versions looked up at once."""


def verify_archive(archive: Archive, files: Verdict) -> Verdict:
    """All steps with keys, joined to what was found without. Of a database whose pages are damaged nothing more can be asked."""
    if pages := archive.shelf.damaged_pages():
        bad = [failed("index", DATABASE, said, advice=REBUILD) for said in pages]
        return Verdict((*files.checks, *bad), (), DOES_NOT_PROVE)
    acts = Acts(archive)
    checks = [c for c in files.checks if not (c.what in LATER and c.verdict == "not_checked")]
    checks += acts.checked()
    checks += check_ledgered(archive.root, archive.stamps, acts.telling)
    checks += [*Checked(archive, acts).all(), *_waiting(archive), *agreed(archive.root, archive.ledger, acts.telling)]
    is_sound = not any(c.verdict == "failed" for c in checks)
    return Verdict(tuple(checks), PROVES if is_sound else (), DOES_NOT_PROVE)


class Checked:
    """Steps 6 to 8, which all ask of an effect whether its keys are here, destroyed by order, closed to us, or lost."""

    def __init__(self, archive: Archive, acts: Acts) -> None:
        self.archive, self.acts = archive, acts
        self.ordered = withdrawn(acts.telling)
        self.named = {bytes.fromhex(id) for id in unnamed(acts.telling)}
        self.quires = Quires(archive.vault, archive.seals)
        self.keys, self.rows, self.index, self.places = list[Check](), list[Check](), list[Check](), list[Check]()
        self.count = {"readable": 0, "erased": 0, "closed": 0, "lost": 0}
        self.closed_rows = self.closed_items = 0
        self.versions = Heap()

    def all(self) -> Iterator[Check]:
        """The checks, in order."""
        effects = ((act, effect) for act in self.acts for effect in act.effects)
        while some := list(islice(effects, TOGETHER)):
            found = self.archive.shelf.standing([(effect.id, effect.version) for _, effect in some])
            for act, effect in some:
                self._effect(act, effect, found.get((effect.id, effect.version)))
        yield from self._keys()
        yield from passed("rows", f"{self.versions.count:,} noun versions", [*self.rows, *self._added()])
        yield from self._closed("rows", self.closed_rows)
        misplaced = [failed("index", where, what, advice=REBUILD) for where, what in self.archive.shelf.misplaced()]
        yield from passed("index", "edges, roots and current versions fit the rows", misplaced + self.index)
        yield from self._in_place()
        yield from self._nameless()

    def _effect(self, act: LedgerEntry, effect: Effect, row: Standing | None) -> None:
        state, where = self._state(effect), f"{effect.id} version {effect.version}"
        if effect.object is not None:
            self.named.add(bytes.fromhex(effect.object))
        if act.seq is not None:
            self.count[state] += 1
            if state == "readable":
                self.places += self._opens(effect, f"{where}, entry {act.seq}")
        if row is None:
            self.rows.append(failed("rows", where, "missing", "a row", REBUILD))
            return
        self.versions.add(effect.id, effect.version)
        self.closed_rows += state == "closed"
        self.rows += self._row(effect, row, where, state)
        if set(row.roots) != set(effect.roots):
            self.index.append(failed("index", where, " ".join(row.roots), " ".join(effect.roots), REBUILD))
        if effect.id.startswith("ev-"):
            self._item(effect, row, state)

    def _state(self, effect: Effect) -> str:
        """readable, erased, closed or lost."""
        if any(root in self.ordered for root in effect.roots):
            return "erased"
        if not self.archive.keys.opens(effect.compartment):
            return "closed"
        return "readable" if self.archive.seals.is_readable(effect.roots) else "lost"

    def _keys(self) -> Iterator[Check]:
        """What was ordered to be destroyed is destroyed, and nothing else is (`_item`)."""
        for id, seq in self.ordered.items():
            if self.archive.seals.is_readable((id,)):
                yield failed("objects in place", id, "its key is still here", f"destroyed by order, entry {seq}", "Open the archive again.")
        yield from self.keys

    def _row(self, effect: Effect, row: Standing, where: str, state: str) -> list[Check]:
        """(6)"""
        theirs, ours = (row.kind, row.compartment, row.digest), (KINDS.get(effect.id[:2]), effect.compartment, effect.sha256)
        if theirs != ours:
            return [failed("rows", where, f"{theirs[0]}, {theirs[1]}, {theirs[2]}", f"{ours[0]}, {ours[1]}, {ours[2]}", REBUILD)]
        if row.is_erased != (state == "erased"):
            said = "emptied, and nobody ordered it" if row.is_erased else "still here, though it was ordered erased"
            return [failed("rows", where, said, advice=REBUILD)]
        if row.is_erased:
            return []
        if (found := digest(row.payload)) != effect.sha256:
            return [failed("rows", where, found, effect.sha256, REBUILD)]
        if state != "readable":
            return []
        nonce = self.archive.seals.nonce(effect.id, effect.version, effect.roots, effect.compartment)
        both = (object_commitment(nonce, found, len(row.payload)), shown_form(row.payload, nonce, effect.compartment))
        return [] if both == (effect.commitment, effect.shown) else [failed("rows", where, "another commitment", effect.commitment)]

    def _added(self) -> Iterator[Check]:
        """Rows that no act brought about. What there is, is compared as a whole; only where it differs is each looked for."""
        if self.versions == Heap(self.archive.shelf.versions()):
            return
        known = {(effect.id, effect.version) for act in self.acts for effect in act.effects}
        for id, version in self.archive.shelf.versions():
            if (id, version) in known:
                known.discard((id, version))
            else:
                yield failed("rows", f"{id} version {version}", "none: this row was added", "an act that brought it about")

    def _item(self, effect: Effect, row: Standing, state: str) -> None:
        """(8) Of an item: its key is here, and under it the bytes themselves."""
        opens = self.archive.keys.opens(effect.compartment)
        if row.is_last:
            self.closed_items += not opens
            if effect.id not in self.ordered and opens and not self.archive.seals.is_readable((effect.id,)):
                self.keys.append(failed("objects in place", effect.id, "its key is gone, and no entry of the ledger orders it", "its key",
                                        "Restore the key sheets from a custodian's copy."))  # fmt: skip
        if state != "readable" or digest(row.payload) != effect.sha256:
            return
        plain = self.archive.seals.unseal(row.payload, effect.roots, effect.compartment) if effect.compartment == HIDDEN else row.payload
        item = decode(plain)
        if isinstance(item, Evidence) and item.object:
            self.named.add(bytes.fromhex(item.object))
            if row.is_last and not item.withdrawn and self.archive.seals.is_readable((item.id,)):
                self.places += self._bytes(item, item.object)

    def _bytes(self, item: Evidence, object: str) -> list[Check]:
        try:
            found = digest(self.archive.seals.unseal(self.archive.vault.get(object), (item.id,), item.compartment))
        except MunimentError as exc:
            found = str(exc)
        return [] if found == item.sha256 else [failed("objects in place", f"{item.id}, the bytes themselves", found, item.sha256)]

    def _closed(self, what: str, count: int) -> list[Check]:
        if not count:
            return []
        return [Check(what, "not_checked", found=f"{count:,} in a compartment closed here", advice="Bring its key, then look again.")]

    def _in_place(self) -> list[Check]:
        """(8)"""
        orders = ", ".join(f"entry {seq}" for seq in self.ordered.values())
        said = f"{self.count['readable']:,} in place" + (
            f", {self.count['erased']:,} erased by order, {orders}" if self.count["erased"] else ""
        )
        return [*passed("objects in place", said, self.places), *self._closed("objects in place", self.count["closed"])]

    def _opens(self, effect: Effect, where: str) -> list[Check]:
        if effect.object is None or not self.archive.vault.has(effect.object):
            return [failed("objects in place", where, "missing from the vault", effect.object or effect.sha256)]
        try:
            found = digest(self.quires.stored(effect))
        except MunimentError as exc:
            found = str(exc)
        return [] if found == effect.sha256 else [failed("objects in place", where, found, effect.sha256)]

    def _nameless(self) -> list[Check]:
        """Objects that no act and no item names. An interrupted intake leaves some, which a key of ours opens; others were added."""
        bad, left = [], 0
        for id, where, offset, _ in self.archive.vault.ids():
            if bytes.fromhex(id) in self.named:
                continue
            if self._is_ours(id):
                left += 1
            else:
                bad.append(failed("objects nobody names", f"{where} byte {offset}", f"{id}, which no key of ours opens", advice=KEEP))
        if bad and self.closed_items:
            return self._closed("objects nobody names", len(bad))
        return passed("objects nobody names", f"none added, {left} left by an interrupted run" if left else "none", bad)

    def _is_ours(self, id: str) -> bool:
        try:
            return self.archive.seals.is_ours(self.archive.vault.get(id))
        except MunimentError:
            return True  # its bytes are damaged: step 1 has named it


class Heap:
    """Noun versions in no order, compared as a whole: how many, and the sum of their digests."""

    def __init__(self, versions: Iterable[tuple[str, int]] = ()) -> None:
        self.count, self._sum = 0, 0
        for id, version in versions:
            self.add(id, version)

    def add(self, id: str, version: int) -> None:
        """One more."""
        self.count += 1
        self._sum += int.from_bytes(hashlib.sha256(f"{id} {version}".encode()).digest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Heap) and (self.count, self._sum) == (other.count, other._sum)

    __hash__ = None  # type: ignore[assignment]


def _waiting(archive: Archive) -> list[Check]:
    waiting = archive.shelf.unnumbered(1)
    return [Check("entries not yet signed", "not_checked", advice="They are signed within a second; look again.")] if waiting else []
