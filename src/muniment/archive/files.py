"""Checking an archive folder without any key, changing nothing in it.

 1 every object in the packs is what its name says;
 2 tiles and bundles hang together under the signed head, the head is not older than the one this machine signed last, and keeps
   what witnesses cosigned;
 3 time stamps are over this log's heads, and hold;
 4 the sealed acts follow each other without a gap; everything in the folder belongs to an archive, and nothing is missing.
What needs keys is *not checked*, and said.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from muniment.archive import layout
from muniment.archive import settings as at
from muniment.archive.log import MEMORY, Head, Log
from muniment.archive.settings import Settings, keys_folder
from muniment.archive.times import LEDGERED, check_stamps
from muniment.archive.witness_check import cosigned
from muniment.model.canonical import digest
from muniment.model.errors import MunimentError
from muniment.model.verdict import Check, Verdict
from muniment.preserve import note, tiles
from muniment.preserve.merkle import folded, leaf_hashes
from muniment.store import Vault

PROVES = (
    "The sealed bytes, the acts and the rows are those that the ledger's signed head covers.",
    "Nothing that the ledger names was changed, lost or added since.",
)
PROVES_OF_A_COPY = ("The sealed bytes and the ledger's tiles are those of the head that stands in this copy.",)
DOES_NOT_PROVE = (
    "That what a document says is true, or who wrote it.",
    "That this is the whole archive as it once was: where no machine remembers a newer head, an older copy, whole in itself, passes. "
    "Witnesses would show it.",
    "When something happened, by anybody's clock but this archive's, except as the time stamps say: what a stamped head holds existed by then.",
    "What passwords, jobs and the search index hold: they are in the database alone and are made anew by a rebuild.",
)
KEEP = "Keep this archive as it is, and restore a copy from a backup beside it."
BY_HAND = "If someone changed it on purpose, open the archive to work in it: the ledger then says so. Else restore it from a backup."
LATER = ("acts", LEDGERED, "ledger rows", "rows", "index", "objects in place", "objects nobody names")


def verify_files(root: Path, settings: Settings) -> Verdict:
    """All of it; what needs keys is said to be *not checked*."""
    later = tuple(Check(what, "not_checked", advice="This needs the keys: unlock the archive.") for what in LATER)
    log = Log(root / "log", settings.origin, memory=keys_folder(settings.id) / MEMORY)
    checks = (*_objects(Vault(root)), *_log(log, root), *_folder(root), *later)
    return Verdict(checks, () if any(c.verdict == "failed" for c in checks) else PROVES, DOES_NOT_PROVE)


def verify_log(root: Path, settings: Settings) -> list[Check]:
    """The ledger's files of a copy: whether they hang together under their own head, whatever this machine remembers."""
    return _log(Log(root / "log", settings.origin), root)


def verify_copy(root: Path, settings: Settings, beside: tuple[str, ...] = ()) -> Verdict:
    """All of a copy of an archive's files that can be checked without keys, whatever this machine remembers; `beside` may lie there."""
    checks = (*_objects(Vault(root)), *verify_log(root, settings), *_folder(root, beside))
    is_sound = not any(c.verdict == "failed" for c in checks)
    return Verdict(checks, PROVES_OF_A_COPY if is_sound else (), DOES_NOT_PROVE)


def passed(what: str, found: str, bad: list[Check]) -> list[Check]:
    """The failures, or one line that says how many things passed."""
    return bad or [Check(what, "passed", found=found)]


def failed(what: str, where: str, found: str, expected: str | None = None, advice: str = KEEP) -> Check:
    """One thing that is not as it should be."""
    return Check(what, "failed", expected, found, where, advice)


def _objects(vault: Vault) -> list[Check]:
    """(1)"""
    bad = [failed("objects", fault.where, fault.what, fault.object) for fault in vault.check()]
    return passed("objects", f"{sum(1 for _ in vault.ids()):,} sealed objects", bad)


def _log(log: Log, root: Path) -> list[Check]:
    """(2)"""
    text = log.checkpoint()
    if not text and not any((log.folder / name).exists() for name in ("head.json", "acts", "tile")):
        return [Check("log", "not_checked", where="log/checkpoint", found="nothing was signed yet")]
    try:
        public = (root / "keys" / "log.vkey").read_text(encoding="utf-8", errors="backslashreplace")
        key = note.parse_vkey(public.removesuffix("\n"))
        signed = note.checkpoint(note.opened(text, [key])[0])
        if (root / "keys" / "log.pem").read_bytes() != key.pem:
            return [failed("log", "keys/log.pem", "another key than keys/log.vkey")]
        if signed.origin != log.origin:
            return [failed("log", "log/checkpoint", signed.origin, log.origin)]
    except (MunimentError, OSError) as exc:
        return [failed("log", "log/checkpoint", str(exc))]
    bad = [*_heads(log, signed), *checked_tiles(log, signed), *_batches(log, signed.size)]
    whole = passed("log", f"{signed.size:,} entries under the signed head", bad)
    return [*whole, *cosigned(root, log, key, signed), *check_stamps(root, log, signed, key)]


def _heads(log: Log, signed: note.Checkpoint) -> Iterator[Check]:
    """The checkpoint is the last that was signed, here and by the memory outside the archive."""
    try:
        head, outside = log.head(), log.remembered()
    except MunimentError as exc:
        yield failed("log", "log/head.json", str(exc))
        return
    said, kept = f"size {signed.size}, root {signed.root.hex()}", f"size {head.size}, root {head.root}"
    if said != kept:  # the checkpoint is older or another one, unless it is the memory that no tile knows
        yield failed("log", *(("log/checkpoint", said, kept) if _is_laid(log, head) else ("log/head.json", kept, said)))
    if outside is not None and outside.size > signed.size:
        yield failed("log", "the whole folder", f"signed at {signed.size} entries: an older copy was put back",
                     f"at least {outside.size} entries, which this machine has signed")  # fmt: skip
    elif outside is not None and outside.size and not _holds(log, signed, outside.size, outside.root):
        yield failed("log", "the whole folder", "another ledger than the one this machine has signed", outside.root)


def _is_laid(log: Log, head: Head) -> bool:
    """Whether the tiles lead to this head."""
    try:
        return head.size > 0 and tiles.Tree(log.read, head.size).root.hex() == head.root
    except (MunimentError, OSError):
        return False


def _holds(log: Log, signed: note.Checkpoint, size: int, root: str) -> bool:
    try:
        return tiles.Tree(log.read, signed.size).subtree(0, size).hex() == root
    except (MunimentError, OSError):
        return True  # the missing tile is named below


def checked_tiles(log: Log, signed: note.Checkpoint) -> Iterator[Check]:
    """Each bundle hashes to its tile, each tile to the one above, the top to the signed root; older partial tiles are the
    beginning of what took their place."""
    wanted = set()
    roots: list[bytes] = []  # of the tiles of the level below
    for level in range(8):
        below, roots = roots, []
        for n, width in tiles.widths(signed.size, level):
            wanted |= {tiles.path(level, n, width), *([tiles.path("entries", n, width)] if level == 0 else [])}
            held, bad = _tile(log, level, n, width, below)
            yield from bad
            roots.append(folded(held))
    try:
        tree = tiles.Tree(lambda where: (log.folder / where).read_bytes(), signed.size)
        if tree.root != signed.root:
            yield failed("log", "log/tile", tree.root.hex(), signed.root.hex())
    except (MunimentError, OSError) as exc:
        yield failed("log", "log/tile", str(exc))
    for where in sorted(_laid(log.folder, "tile") - wanted):
        yield from _leftover(log, where, signed.size)


def _tile(log: Log, level: int, n: int, width: int, below: list[bytes]) -> tuple[bytes, list[Check]]:
    """The bytes of a tile, and what is wrong with it, given its bundle or the roots of the tiles `below`. Where it is missing, what
    it should hold."""
    where, bundle = tiles.path(level, n, width), tiles.path("entries", n, width)
    made, reading = b"".join(below[n * tiles.WIDTH : n * tiles.WIDTH + width]), where
    try:
        if level == 0:
            reading = bundle
            made = b"".join(leaf_hashes(tiles.unbundle(_read(log, bundle))))
        reading = where
        held = _read(log, where)
    except (MunimentError, OSError) as exc:
        return made, [failed("log", f"log/{reading}", "missing" if isinstance(exc, FileNotFoundError) else str(exc))]
    expected = f"the leaves of log/{bundle}" if level == 0 else "what lies below it"
    return held, [] if made == held else [failed("log", f"log/{where}", "something else", expected)]


def _read(log: Log, where: str) -> bytes:
    """A log of a million entries is eight thousand files: paths as strings cost a third of paths as objects."""
    with open(f"{log.folder}/{where}", "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()


def _laid(folder: Path, below: str) -> set[str]:
    """Every file below a folder, as it is called from there."""
    start = len(str(folder)) + 1
    return {f"{where}/{name}"[start:] for where, _, names in os.walk(folder / below) for name in names}


def _leftover(log: Log, where: str, size: int) -> Iterator[Check]:
    """A tile that the signed head does not need: an older, narrower one, or one of entries that are not signed yet."""
    tile = tiles.parsed(where)
    if tile is None:
        return  # named with the strangers
    level, n, width = tile
    held = (size if level == "entries" else size >> (8 * int(level))) - n * tiles.WIDTH
    if width > held:
        yield Check("log", "not_checked", where=f"log/{where}", found="not signed yet", advice="Open the archive, then look again.")
        return
    whole = (log.folder / tiles.path(level, n, min(held, tiles.WIDTH))).read_bytes()
    if (log.folder / where).read_bytes() != tiles.cut(level, whole, width):
        yield failed("log", f"log/{where}", "something else", "the beginning of the tile that took its place")


def _batches(log: Log, size: int) -> Iterator[Check]:
    """(4) By their names; what they hold needs the key."""
    expected = 0
    for first, last, path in log.acts():
        if first != expected or last < first:
            yield failed("log", f"log/acts/{path.name}", f"acts {first} to {last}", f"acts from {expected}")
        expected = max(expected, last + 1)
    if expected < size:
        yield failed("log", "log/acts", f"{expected} acts", f"{size} acts")


def _folder(root: Path, beside: tuple[str, ...] = ()) -> list[Check]:
    """(4)"""
    bad = [failed("folder", where, what) for where, what in layout.strangers(root) if where not in beside]
    bad += [failed("folder", where, "missing") for where in layout.missing(root)]
    for name, text in ((layout.NAMASTE, layout.NAMASTE_TEXT), ("README.txt", layout.README.encode())):
        if (root / name).is_file() and (root / name).read_bytes() != text:
            bad.append(failed("folder", name, digest((root / name).read_bytes()), digest(text), "Put the words of this version back."))
    if (root / at.FILE).is_file() and not at.is_as_written(root):
        bad.append(failed("folder", at.FILE, "changed since it was written", advice=BY_HAND))
    return passed("folder", "nothing missing, nothing added", bad)
