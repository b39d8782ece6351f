"""Checking a whole archive: bytes, log, ledger, rows. What needs keys is *not checked* without them, and said.

1 every object in the packs is what its name says (no key needed);
2 tiles and bundles hang together under the signed head (no key needed);
3 the sealed acts beside the log are the leaves of the log;
4 the rows of the ledger are those acts;
5 every row's bytes are those its act committed to, and no row is missing or was added;
6 every object an act names is in the vault and holds those bytes, unless it was erased by order;
7 edges, roots and the current version of each noun are those the rows give.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from muniment.archive.acts import HIDDEN
from muniment.archive.log import Log
from muniment.archive.opened import Archive
from muniment.archive.settings import Settings
from muniment.model.canonical import digest
from muniment.model.errors import MunimentError
from muniment.model.evidence import Evidence
from muniment.model.ledger import Effect, LedgerEntry
from muniment.model.verdict import Check, Verdict
from muniment.preserve import note, tiles
from muniment.preserve.commitment import leaf_of, object_commitment
from muniment.preserve.merkle import fold, leaf_hash
from muniment.store import Vault

PROVES = (
    "The sealed bytes, the acts and the rows are those that the ledger's signed head covers.",
    "Nothing that the ledger names was changed, lost or added since.",
)
DOES_NOT_PROVE = (
    "That what a document says is true, or who wrote it.",
    "That this is the whole archive as it once was: an older copy, whole in itself, passes too. Witnesses would show it.",
    "When something happened, by anybody's clock but this archive's.",
)
KEEP = "Keep this archive as it is, and restore a copy from a backup beside it."


def verify_files(root: Path, settings: Settings) -> Verdict:
    """Steps 1 and 2: what can be checked without any key; the rest is *not checked*."""
    later = tuple(
        Check(what, "not_checked", advice="This needs the keys: unlock the archive.") for what in ("acts", "rows", "objects in place")
    )
    checks = (*_objects(Vault(root)), *_log(Log(root / "log", settings.origin), root), *later)
    return Verdict(checks, PROVES if not any(c.verdict == "failed" for c in checks) else (), DOES_NOT_PROVE)


def verify_archive(archive: Archive) -> Verdict:
    """All steps, with keys."""
    checks = [*_objects(archive.vault), *_log(archive.ledger, archive.root)]
    acts, told = _acts(archive)
    checks += [*told, *_ledger_rows(archive, acts), *_rows(archive, acts), *_in_place(archive, acts), *_waiting(archive)]
    return Verdict(tuple(checks), PROVES, DOES_NOT_PROVE)


def _passed(what: str, found: str, checks: list[Check]) -> list[Check]:
    """The failures, or one line that says how many things passed."""
    return checks or [Check(what, "passed", found=found)]


def _objects(vault: Vault) -> list[Check]:
    """(1)"""
    bad = [Check("objects", "failed", found=fault.what, where=fault.where, expected=fault.object, advice=KEEP) for fault in vault.check()]
    return _passed("objects", f"{sum(1 for _ in vault.ids()):,} sealed objects", bad)


def _log(log: Log, root: Path) -> list[Check]:
    """(2)"""
    text = log.checkpoint()
    if not text:
        return [Check("log", "not_checked", where="log/checkpoint", found="nothing was signed yet")]
    try:
        public = (root / "keys" / "log.vkey").read_text(encoding="utf-8").strip()
        body, _ = note.opened(text, [note.parse_vkey(public)])
        signed = note.checkpoint(body)
    except (MunimentError, OSError) as exc:
        return [Check("log", "failed", where="log/checkpoint", found=str(exc), advice=KEEP)]
    bad = list(_tiles(log, signed))
    return _passed("log", f"{signed.size:,} entries under the signed head", bad)


def _tiles(log: Log, signed: note.Checkpoint) -> Iterator[Check]:
    """Each bundle hashes to its tile, each tile to the one above, the top to the signed root."""
    try:
        for level in range(8):
            for n, width in tiles.widths(signed.size, level):
                yield from _tile(log, level, n, width)
        tree = tiles.Tree(log.read, signed.size)
        if tree.root != signed.root:
            yield Check("log", "failed", signed.root.hex(), tree.root.hex(), "log/tile", KEEP)
    except (MunimentError, OSError) as exc:
        yield Check("log", "failed", where="log/tile", found=str(exc), advice=KEEP)


def _tile(log: Log, level: int, n: int, width: int) -> Iterator[Check]:
    where = tiles.path(level, n, width)
    try:
        if level == 0:
            made = b"".join(leaf_hash(leaf) for leaf in tiles.unbundle(log.read(tiles.path("entries", n, width))))
        else:
            below = (log.read(tiles.path(level - 1, n * tiles.WIDTH + i)) for i in range(width))
            made = b"".join(fold([tile[k : k + 32] for k in range(0, len(tile), 32)]) for tile in below)
        if made != log.read(where):
            yield Check("log", "failed", "what lies below it", "something else", f"log/{where}", KEEP)
    except (MunimentError, OSError) as exc:
        yield Check("log", "failed", where=f"log/{where}", found=str(exc), advice=KEEP)


def _acts(archive: Archive) -> tuple[list[LedgerEntry], list[Check]]:
    """(3)"""
    acts: list[LedgerEntry] = []
    bad: list[Check] = []
    for first, last, path in archive.ledger.acts():
        where = f"log/acts/{path.name}"
        try:
            batch = msgspec.json.decode(archive.seals.unseal_act(path.read_bytes()), type=list[LedgerEntry])
        except (MunimentError, msgspec.MsgspecError, OSError) as exc:
            bad.append(Check("acts", "failed", where=where, found=str(exc), advice=KEEP))
            continue
        if first != len(acts) or last - first + 1 != len(batch):
            bad.append(Check("acts", "failed", f"acts from {len(acts)}", f"acts {first} to {last}", where, KEEP))
        acts += batch
    size = archive.ledger.head().size
    if len(acts) < size:
        bad.append(Check("acts", "failed", f"{size} acts", f"{len(acts)} acts", "log/acts", KEEP))
    bad += _leaves(archive, acts[:size])
    return acts, _passed("acts", f"{len(acts):,} sealed acts are the leaves of the log", bad)


def _leaves(archive: Archive, acts: list[LedgerEntry]) -> list[Check]:
    bad: list[Check] = []
    for n, width in tiles.widths(len(acts), 0):
        try:
            leaves = tiles.unbundle(archive.ledger.read(tiles.path("entries", n, width)))
        except (MunimentError, OSError):
            continue  # step 2 has named it
        for i, leaf in enumerate(leaves):
            if leaf != leaf_of(acts[n * tiles.WIDTH + i]):
                bad.append(Check("acts", "failed", "the leaf of the log", "another act", f"entry {n * tiles.WIDTH + i}", KEEP))
    return bad


def _ledger_rows(archive: Archive, acts: list[LedgerEntry]) -> list[Check]:
    """(4)"""
    rows = list(archive.shelf.entries())
    bad = [
        Check("ledger rows", "failed", a.id if a else "no row", r.id if r else "missing", f"entry {i}", "Run “muniment rebuild”.")
        for i, (a, r) in enumerate(_side_by_side(acts, rows))
        if a != r
    ]
    return _passed("ledger rows", f"{len(rows):,} rows", bad)


def _side_by_side(left: list[LedgerEntry], right: list[LedgerEntry]) -> Iterator[tuple[LedgerEntry | None, LedgerEntry | None]]:
    for i in range(max(len(left), len(right))):
        yield (left[i] if i < len(left) else None), (right[i] if i < len(right) else None)


def _rows(archive: Archive, acts: list[LedgerEntry]) -> list[Check]:
    """(5)"""
    waiting = [entry for _, entry in archive.shelf.unnumbered(1 << 30)]
    promised = {(e.id, e.version): e for act in (*acts, *waiting) for e in act.effects}
    bad: list[Check] = []
    seen: set[tuple[str, int]] = set()
    for id, version, _, _, payload, stored, is_erased in archive.shelf.rows():
        where = f"{id} version {version}"
        effect = promised.get((id, version))
        seen.add((id, version))
        if effect is None:
            bad.append(Check("rows", "failed", "an act that brought it about", "none: this row was added", where, KEEP))
        elif not is_erased:
            bad += _row(archive, effect, payload, stored, where)
    missing = [key for key in promised if key not in seen]
    bad += [Check("rows", "failed", "a row", "missing", f"{id} version {v}", "Run “muniment rebuild”.") for id, v in missing]
    return _passed("rows", f"{len(seen):,} noun versions", bad)


def _row(archive: Archive, effect: Effect, payload: bytes, stored: str, where: str) -> list[Check]:
    found = digest(payload)
    if found != effect.sha256 or stored != effect.sha256:
        return [Check("rows", "failed", effect.sha256, found, where, "Run “muniment rebuild”: the vault holds what was sealed.")]
    nonce = archive.seals.nonce(effect.id, effect.version, effect.roots, effect.compartment)
    if object_commitment(nonce, found, len(payload)) != effect.commitment:
        return [Check("rows", "failed", effect.commitment, "another commitment", where, KEEP)]
    return []


def _in_place(archive: Archive, acts: list[LedgerEntry]) -> list[Check]:
    """(6)"""
    bad: list[Check] = []
    erased = count = 0
    for act in acts:
        for effect in act.effects:
            where = f"{effect.id} version {effect.version}, entry {act.seq}"
            count += 1
            if not archive.seals.is_readable(effect.roots):
                erased += 1
            elif effect.object is None or not archive.vault.has(effect.object):
                bad.append(Check("objects in place", "failed", effect.object, "missing from the vault", where, KEEP))
            else:
                bad += _opens(archive, effect, where)
    bad += _evidence_in_place(archive)
    said = f"{count - erased:,} in place" + (f", {erased:,} erased by order" if erased else "")
    return _passed("objects in place", said, bad)


def _opens(archive: Archive, effect: Effect, where: str) -> list[Check]:
    assert effect.object is not None
    try:
        ciphertext = archive.vault.get(effect.object)
        found = digest(ciphertext if effect.compartment == HIDDEN else archive.seals.unseal(ciphertext, effect.roots, effect.compartment))
    except MunimentError as exc:
        return [Check("objects in place", "failed", effect.sha256, str(exc), where, KEEP)]
    return [] if found == effect.sha256 else [Check("objects in place", "failed", effect.sha256, found, where, KEEP)]


def _evidence_in_place(archive: Archive) -> list[Check]:
    """The bytes of every item that was not withdrawn."""
    bad: list[Check] = []
    for item in archive.shelf.find("evidence", compartments=("open", "restricted", "sealed-identity")):
        if not isinstance(item, Evidence) or item.withdrawn or item.object is None or not archive.seals.is_readable((item.id,)):
            continue
        try:
            found = digest(archive.seals.unseal(archive.vault.get(item.object), (item.id,), item.compartment))
        except MunimentError as exc:
            found = str(exc)
        if found != item.sha256:
            bad.append(Check("objects in place", "failed", item.sha256, found, f"{item.id}, the bytes themselves", KEEP))
    return bad


def _waiting(archive: Archive) -> list[Check]:
    waiting = archive.shelf.unnumbered(1)
    return [Check("entries not yet signed", "not_checked", advice="They are signed within a second; look again.")] if waiting else []
