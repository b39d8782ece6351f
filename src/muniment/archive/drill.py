"""The drill: a backup is restored aside, compared with the archive, and thrown away; the ledger says when, and how it ended.

A backup that nobody ever brought back is a hope. The drill takes every step of a restoring but the last two: nothing is signed and
nothing gets a name. It lies in this process's own folder of half-written things, which is wiped if the process dies.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from muniment.archive import inventory as at
from muniment.archive.backup import BackupError, Progress
from muniment.archive.desk import Desk
from muniment.archive.founding import opened_with
from muniment.archive.inventory import Inventory
from muniment.archive.layout import DATABASE
from muniment.archive.opened import Archive
from muniment.archive.restore import brought_back, spread, whole
from muniment.model.errors import MunimentError, RefusedError
from muniment.model.verdict import Check
from muniment.preserve import tiles

Row = tuple[str, int]


class Drilled(msgspec.Struct, frozen=True):
    """A drill that ended well: how old the backup is, how much came back, and how many entries were made since."""

    folder: str
    made_at: str
    entries: int
    nouns: int
    since: int


def drill(desk: Desk, backup: Path, *, progress: Progress = lambda *_: None) -> Drilled:
    """Restore a backup aside, check everything, compare it with the archive, and write the drill down.

    Raises:
        BackupError: what came back is not whole, or not this archive's; the ledger says so too.
    """
    archive = desk.through("archive.backup").archive
    held = at.read(backup)
    if held.archive != archive.settings.id:
        raise RefusedError(f"{backup} is a backup of another archive ({held.archive}).", advice="Name a backup of this one.")
    archive.log()
    where = f"backup of {held.made_at:%Y-%m-%d %H:%M:%S}Z, {held.entries} entries; {backup.absolute()}"
    try:
        whole(backup, held, progress)
        rows = _rows(archive, backup, held, progress)
        _same(archive, held, rows)
    except MunimentError as exc:
        archive.shelf.here()
        archive.note("archive.drilled", desk.agent, f"failed ({type(exc).__name__}); {where}")
        raise
    archive.note("archive.drilled", desk.agent, f"passed; {where}")
    return Drilled(str(backup.absolute()), held.made_at.isoformat(), held.entries, len(rows), archive.ledger.head().size - held.entries)


def _rows(archive: Archive, backup: Path, held: Inventory, progress: Progress) -> dict[Row, tuple[str, bool]]:
    """What the restored archive holds, row by row: its digest, and whether it was erased."""
    folder = archive.vault.incoming / "drill"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        known = replace(spread(backup, held, folder, progress), database="")
        aside = opened_with(folder, known, archive.held, fresh=True, database=f"sqlite:///{(folder / DATABASE).absolute()}")
        try:
            brought_back(aside, held, 0)
            return dict(_held(aside))
        finally:
            archive.shelf.here()  # first: closing the copy's database must not close ours
            aside.let_go()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _held(archive: Archive) -> Iterator[tuple[Row, tuple[str, bool]]]:
    for id, version, _, _, _, sha256, is_erased in archive.shelf.rows():
        yield (id, version), (sha256, is_erased)


def _same(archive: Archive, held: Inventory, rows: dict[Row, tuple[str, bool]]) -> None:
    """What came back is the archive as it was: its ledger is the beginning of ours, its rows are ours, less what was erased since."""
    bad = []
    if tiles.Tree(archive.ledger.read, archive.ledger.head().size).subtree(0, held.entries).hex() != held.root:
        bad.append(Check("log", "failed", found="another ledger", where="log"))
    ours = dict(_held(archive))
    for (id, version), (sha256, is_erased) in rows.items():
        mine = ours.get((id, version))
        if mine is None or mine[0] != sha256 or (is_erased and not mine[1]):
            bad.append(Check("rows", "failed", mine[0] if mine else "no row", "erased" if is_erased else sha256, f"{id} version {version}"))
    if bad:
        raise BackupError("What came back is not this archive.", tuple(bad), advice="Make a new backup, and keep this one.")
