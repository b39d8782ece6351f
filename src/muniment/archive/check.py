"""Checking a whole archive with its keys, after what needs none (`files`):

4 the sealed acts beside the log are the leaves of the log, the public keys in the folder are ours, and the time stamps those that
  the acts tell of;
5 the rows of the ledger are those acts, and whose cosignatures count is what they say;
6 every row's bytes are those its act committed to, no row is missing, added, or emptied without an order;
7 edges, roots, looked-up columns and the current version of each noun are those that rows and acts give;
8 every object an act names is in the vault and holds those bytes, unless it was erased by order; no object is there that
  nothing names and no key of ours opens.
"""

from __future__ import annotations

from collections.abc import Iterator

from muniment.archive.acts import shown_form
from muniment.archive.files import DOES_NOT_PROVE, KEEP, LATER, PROVES, failed, passed
from muniment.archive.layout import DATABASE
from muniment.archive.opened import Archive
from muniment.archive.quires import Quires
from muniment.archive.rebuild import KINDS, decoded, unnamed, withdrawn
from muniment.archive.times import check_ledgered
from muniment.archive.witness_check import agreed
from muniment.model.canonical import decode, digest, encode
from muniment.model.errors import MunimentError
from muniment.model.evidence import Evidence
from muniment.model.ledger import Effect, LedgerEntry
from muniment.model.noun import HIDDEN
from muniment.model.verdict import Check, Verdict
from muniment.preserve import tiles
from muniment.preserve.commitment import leaf_of, object_commitment

REBUILD = "Run “muniment rebuild”: the vault holds what was sealed."


def verify_archive(archive: Archive, files: Verdict) -> Verdict:
    """All steps with keys, joined to what was found without. Of a database whose pages are damaged nothing more can be asked."""
    if pages := archive.shelf.damaged_pages():
        bad = [failed("index", DATABASE, said, advice=REBUILD) for said in pages]
        return Verdict((*files.checks, *bad), (), DOES_NOT_PROVE)
    acts, told = _acts(archive)
    checks = [c for c in files.checks if not (c.what in LATER and c.verdict == "not_checked")]
    checks += [*told, *_stamps(archive, acts), *_ledger_rows(archive, acts), *Checked(archive, acts).all(), *_waiting(archive)]
    checks += agreed(archive.root, archive.ledger, acts)
    is_sound = not any(c.verdict == "failed" for c in checks)
    return Verdict(tuple(checks), PROVES if is_sound else (), DOES_NOT_PROVE)


def _acts(archive: Archive) -> tuple[list[LedgerEntry], list[Check]]:
    """(4)"""
    acts: list[LedgerEntry] = []
    bad = list(_public(archive))
    for first, last, path in archive.ledger.acts():
        where = f"log/acts/{path.name}"
        try:
            batch = decoded(archive.seals.unseal_act(path.read_bytes()))
        except (MunimentError, OSError) as exc:
            bad.append(failed("acts", where, str(exc)))
            continue
        if first != len(acts) or [entry.seq for entry in batch] != list(range(first, last + 1)):
            bad.append(failed("acts", where, "other acts than its name says, or a gap before it"))
        acts += batch
    size = _signed(archive, len(acts))
    if len(acts) < size:
        bad.append(failed("acts", "log/acts", f"{len(acts)} acts", f"{size} acts"))
    bad += _leaves(archive, acts[:size])
    return acts, passed("acts", f"{len(acts):,} sealed acts are the leaves of the log", bad)


def _signed(archive: Archive, count: int) -> int:
    """How many acts were signed; where the head cannot be read (step 2 has named it), those that are here."""
    try:
        return archive.ledger.head().size
    except MunimentError:
        return count


def _public(archive: Archive) -> Iterator[Check]:
    """The public keys that lie in the folder are those of the keyring."""
    ring, folder = archive.seals.ring, archive.root / "keys"
    for name, ours in (("log.vkey", f"{archive.ledger.key(ring).vkey}\n".encode()), ("compartments.txt", ring.listed())):
        if (folder / name).is_file() and (folder / name).read_bytes() != ours:
            yield failed("acts", f"keys/{name}", "another key than the one of this archive")


def _stamps(archive: Archive, acts: list[LedgerEntry]) -> list[Check]:
    """(4) The time stamps are those that the acts tell of, numbered or not yet."""
    return check_ledgered(archive.root, archive.stamps, [*acts, *(entry for _, entry in archive.shelf.unnumbered(1 << 30))])


def _leaves(archive: Archive, acts: list[LedgerEntry]) -> list[Check]:
    bad: list[Check] = []
    for n, width in tiles.widths(len(acts), 0):
        try:
            leaves = tiles.unbundle(archive.ledger.read(tiles.path("entries", n, width)))
        except (MunimentError, OSError):
            continue  # step 2 has named it
        for i, leaf in enumerate(leaves[:width]):
            if leaf != leaf_of(acts[n * tiles.WIDTH + i]):
                bad.append(failed("acts", f"entry {n * tiles.WIDTH + i}", "another act", "the leaf of the log"))
    return bad


def _ledger_rows(archive: Archive, acts: list[LedgerEntry]) -> list[Check]:
    """(5)"""
    bad: list[Check] = []
    seen = set()
    for seq, payload in archive.shelf.act_rows():
        seen.add(seq)
        expected = encode(acts[seq]) if seq < len(acts) else b""
        if payload != expected:
            bad.append(failed("ledger rows", f"entry {seq}", digest(payload), digest(expected) if expected else "no row", REBUILD))
    bad += [failed("ledger rows", f"entry {seq}", "missing", act.id, REBUILD) for seq, act in enumerate(acts) if seq not in seen]
    return passed("ledger rows", f"{len(seen):,} rows", bad)


class Checked:
    """Steps 6 to 8, which all ask of an effect whether its keys are here, destroyed by order, closed to us, or lost."""

    def __init__(self, archive: Archive, acts: list[LedgerEntry]) -> None:
        self.archive, self.acts = archive, acts
        self.every = [*acts, *(entry for _, entry in archive.shelf.unnumbered(1 << 30))]
        self.effects = {(e.id, e.version): e for act in self.every for e in act.effects}
        self.ordered = withdrawn(self.every)
        self.level = {e.id: e.compartment for e in self.effects.values() if e.id.startswith("ev-")}
        self.items: dict[tuple[str, int], Evidence] = {}
        self.quires = Quires(archive.vault, archive.seals)

    def all(self) -> Iterator[Check]:
        """The checks, in order."""
        yield from self._keys()
        yield from self._rows()
        yield from self._index()
        yield from self._in_place()
        yield from self._nameless()

    def _state(self, effect: Effect) -> str:
        """readable, erased, closed or lost."""
        if any(root in self.ordered for root in effect.roots):
            return "erased"
        if not self.archive.keys.opens(effect.compartment):
            return "closed"
        return "readable" if self.archive.seals.is_readable(effect.roots) else "lost"

    def _keys(self) -> Iterator[Check]:
        """What was ordered to be destroyed is destroyed, and nothing else is."""
        for id, seq in self.ordered.items():
            if self.archive.seals.is_readable((id,)):
                yield failed("objects in place", id, "its key is still here", f"destroyed by order, entry {seq}", "Open the archive again.")
        for id, level in self.level.items():
            if id not in self.ordered and self.archive.keys.opens(level) and not self.archive.seals.is_readable((id,)):
                yield failed("objects in place", id, "its key is gone, and no entry of the ledger orders it", "its key",
                             "Restore the key sheets from a custodian's copy.")  # fmt: skip

    def _rows(self) -> list[Check]:
        """(6)"""
        bad: list[Check] = []
        seen: set[tuple[str, int]] = set()
        closed = 0
        for id, version, kind, compartment, payload, stored, is_erased in self.archive.shelf.rows():
            where, effect = f"{id} version {version}", self.effects.get((id, version))
            seen.add((id, version))
            if effect is None:
                bad.append(failed("rows", where, "none: this row was added", "an act that brought it about"))
                continue
            state = self._state(effect)
            closed += state == "closed"
            if (kind, compartment, stored) != (KINDS.get(id[:2]), effect.compartment, effect.sha256):
                bad.append(failed("rows", where, f"{kind}, {compartment}, {stored}", f"{KINDS.get(id[:2])}, {effect.compartment}, {effect.sha256}",
                                  REBUILD))  # fmt: skip
            elif is_erased != (state == "erased"):
                bad.append(failed("rows", where, "emptied, and nobody ordered it" if is_erased else "still here, though it was ordered erased",
                                  advice=REBUILD))  # fmt: skip
            elif not is_erased:
                bad += self._row(effect, payload, where, state)
        bad += [failed("rows", f"{id} version {v}", "missing", "a row", REBUILD) for id, v in self.effects if (id, v) not in seen]
        return [*passed("rows", f"{len(seen):,} noun versions", bad), *self._closed("rows", closed)]

    def _row(self, effect: Effect, payload: bytes, where: str, state: str) -> list[Check]:
        found = digest(payload)
        if found != effect.sha256:
            return [failed("rows", where, found, effect.sha256, REBUILD)]
        if state != "readable":
            return []
        nonce = self.archive.seals.nonce(effect.id, effect.version, effect.roots, effect.compartment)
        self._gather(effect, payload)
        both = (object_commitment(nonce, found, len(payload)), shown_form(payload, nonce, effect.compartment))
        return [] if both == (effect.commitment, effect.shown) else [failed("rows", where, "another commitment", effect.commitment)]

    def _gather(self, effect: Effect, payload: bytes) -> None:
        """Keep the items, for step 8."""
        if effect.id.startswith("ev-"):
            plain = self.archive.seals.unseal(payload, effect.roots, effect.compartment) if effect.compartment == HIDDEN else payload
            item = decode(plain)
            if isinstance(item, Evidence):
                self.items[effect.id, effect.version] = item

    def _closed(self, what: str, count: int) -> list[Check]:
        if not count:
            return []
        return [Check(what, "not_checked", found=f"{count:,} in a compartment closed here", advice="Bring its key, then look again.")]

    def _index(self) -> list[Check]:
        """(7)"""
        bad = [failed("index", where, what, advice=REBUILD) for where, what in self.archive.shelf.misplaced()]
        for id, version, roots in self.archive.shelf.rooted():
            effect = self.effects.get((id, version))
            if effect is not None and set(roots) != set(effect.roots):
                bad.append(failed("index", f"{id} version {version}", " ".join(roots), " ".join(effect.roots), REBUILD))
        return passed("index", "edges, roots and current versions fit the rows", bad)

    def _in_place(self) -> list[Check]:
        """(8)"""
        bad: list[Check] = []
        count = {"readable": 0, "erased": 0, "closed": 0, "lost": 0}
        for act in self.acts:
            for effect in act.effects:
                state = self._state(effect)
                count[state] += 1
                if state == "readable":
                    bad += self._opens(effect, f"{effect.id} version {effect.version}, entry {act.seq}")
        bad += self._evidence()
        orders = ", ".join(f"entry {seq}" for seq in self.ordered.values())
        said = f"{count['readable']:,} in place" + (f", {count['erased']:,} erased by order, {orders}" if count["erased"] else "")
        return [*passed("objects in place", said, bad), *self._closed("objects in place", count["closed"])]

    def _opens(self, effect: Effect, where: str) -> list[Check]:
        if effect.object is None or not self.archive.vault.has(effect.object):
            return [failed("objects in place", where, "missing from the vault", effect.object or effect.sha256)]
        try:
            found = digest(self.quires.stored(effect))
        except MunimentError as exc:
            found = str(exc)
        return [] if found == effect.sha256 else [failed("objects in place", where, found, effect.sha256)]

    def _evidence(self) -> Iterator[Check]:
        """The bytes of every item that was not withdrawn."""
        for item in {id: item for (id, _), item in sorted(self.items.items())}.values():
            if item.object and not item.withdrawn and self.archive.seals.is_readable((item.id,)):
                try:
                    found = digest(self.archive.seals.unseal(self.archive.vault.get(item.object), (item.id,), item.compartment))
                except MunimentError as exc:
                    found = str(exc)
                if found != item.sha256:
                    yield failed("objects in place", f"{item.id}, the bytes themselves", found, item.sha256)

    def _nameless(self) -> list[Check]:
        """Objects that no act and no item names. An interrupted intake leaves some, which a key of ours opens; others were added."""
        named = {e.object for e in self.effects.values()} | {item.object for item in self.items.values()} | unnamed(self.every)
        bad, left = [], 0
        for id, where, offset, _ in self.archive.vault.ids():
            if id in named:
                continue
            if self._is_ours(id):
                left += 1
            else:
                bad.append(failed("objects nobody names", f"{where} byte {offset}", f"{id}, which no key of ours opens", advice=KEEP))
        hidden = sum(1 for id, level in self.level.items() if not self.archive.keys.opens(level))
        if bad and hidden:
            return self._closed("objects nobody names", len(bad))
        return passed("objects nobody names", f"none added, {left} left by an interrupted run" if left else "none", bad)

    def _is_ours(self, id: str) -> bool:
        try:
            return self.archive.seals.is_ours(self.archive.vault.get(id))
        except MunimentError:
            return True  # its bytes are damaged: step 1 has named it


def _waiting(archive: Archive) -> list[Check]:
    waiting = archive.shelf.unnumbered(1)
    return [Check("entries not yet signed", "not_checked", advice="They are signed within a second; look again.")] if waiting else []
