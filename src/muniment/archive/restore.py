"""`restore`: an archive again from a backup and the keys.

 1 nobody has the archive of these keys open; the target is new; 2 every file of the backup is what its inventory says;
 3 it is not older than what this machine has signed: else what would be lost is named, and whoever wants it all the same says so;
 4 copied beside the target, each file read back; 5 objects, tiles, checkpoint, folder: what needs no key is checked;
 6 the ledger is that of these keys; the database is made from it; what was withdrawn after the backup stays withdrawn;
 7 everything is checked with keys; 8 the entry of the restoring stands in the new database; 9 the folder gets its name;
10 the entry is numbered and signed.
Until (9) there is no archive at the target; whatever breaks off before leaves nothing. Passwords, jobs and sessions are made anew.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from muniment.archive import inventory as at
from muniment.archive import settings
from muniment.archive.backup import BackupError, Progress
from muniment.archive.check import verify_archive
from muniment.archive.files import verify_copy
from muniment.archive.founding import held as keys_held
from muniment.archive.founding import opened_with, program
from muniment.archive.inventory import Inventory
from muniment.archive.log import MEMORY, Head, Log
from muniment.archive.opened import Archive
from muniment.archive.presence import alone
from muniment.archive.rebuild import remade, withdrawn
from muniment.model.agent import Agent
from muniment.model.errors import BadInputError, MunimentError, RefusedError
from muniment.model.ledger import LedgerEntry
from muniment.model.verdict import Check, Verdict
from muniment.preserve import tiles
from muniment.protect import custodians, keyring
from muniment.protect.agent import Held
from muniment.protect.sealing import identity
from muniment.store import Vault
from muniment.store.copy import Copier
from muniment.store.flush import sync_folder

Ask = Callable[[], str]


class Restored(msgspec.Struct, frozen=True):
    """What came back. `given_up` entries were signed after the backup and are not in it; `withdrawn` items were withdrawn after it."""

    folder: str
    archive: str
    made_at: str
    entries: int
    nouns: int
    erased: int
    given_up: int
    withdrawn: tuple[str, ...]


def restore_archive(
    backup: Path, target: Path, ask: Ask, *, together: tuple[str, str] | None = None, accept_older: bool = False,
    progress: Progress = lambda *_: None,
) -> Restored:  # fmt: skip
    """Make an archive at `target` from a backup. `together` are two custodians' secret keys, where sealed identities are among it.

    Raises:
        BadInputError: no backup there, or the target is in use. KeyMissingError: the keys are not on this machine.
        BackupError: the backup is damaged, and where. RefusedError: it is older than what was signed, or the archive is open somewhere.
    """
    held = at.read(backup)
    _is_free(backup, target)
    folder = settings.keys_folder(held.archive)
    keyring.is_wrapped(folder)
    with alone(folder):  # (1)
        whole(backup, held, progress)  # (2)
        given_up = _older(backup, held, accept_older=accept_older)  # (3)
        keys = _keys(backup, held, ask, together)
        staged = target.absolute().with_name(f".{target.name}.{secrets.token_hex(4)}.restoring")
        try:
            known = spread(backup, held, staged, progress)  # (4) (5)
            archive = opened_with(staged, known, keys, fresh=True)
            try:
                made, gone = brought_back(archive, held, given_up)  # (6) (7) (8)
            finally:
                archive.let_go()
            if target.exists():
                target.rmdir()
            staged.rename(target.absolute())  # (9)
            sync_folder(target.absolute().parent)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        if given_up:
            _set_memory_aside(folder)
    _signed(target, keys)  # (10)
    return Restored(str(target.absolute()), held.archive, held.made_at.isoformat(), held.entries, *made, given_up, gone)


def _is_free(backup: Path, target: Path) -> None:
    if settings.named_database():
        raise BadInputError(
            "MUNIMENT_DATABASE names a database, and what another archive has in it would be cleared.",
            advice="Unset it and restore; then set it again: “muniment rebuild” makes the index there.",
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadInputError(f"{target} is not empty.", advice="Name a new folder; an archive is never written over.")
    here, there = target.absolute().resolve(), backup.absolute().resolve()
    if there == here or there in here.parents:
        raise BadInputError(f"{target} lies in the backup.", advice="Name a folder elsewhere.")


def _keys(backup: Path, held: Inventory, ask: Ask, together: tuple[str, str] | None) -> Held:
    if together is None:
        return keys_held(settings.read(backup), ask)
    first, second = map(identity, together)
    return Held(custodians.recover(settings.keys_folder(held.archive), first, second), None)


def whole(backup: Path, held: Inventory, progress: Progress) -> None:
    """(2)

    Raises:
        BackupError: it is damaged, and where.
    """
    bad = tuple(at.faults(backup, held, lambda size: progress("checking", size, held.size)))
    if bad:
        raise BackupError(f"The backup in {backup} is damaged: nothing was restored from it.", bad, advice="Take another backup.")


def _older(backup: Path, held: Inventory, *, accept_older: bool) -> int:
    """(3) How many entries were signed after this backup, which are lost with it."""
    memory = Log(backup / "log", "", memory=settings.keys_folder(held.archive) / MEMORY).remembered()
    if memory is None or memory.size <= held.entries:
        _extends(backup, held, memory)
        return 0
    lost = memory.size - held.entries
    if not accept_older:
        raise RefusedError(
            f"This backup is older than the archive: it holds {held.entries:,} ledger entries, made {held.made_at:%Y-%m-%d %H:%M}Z, and this "
            f"machine has signed {memory.size:,}. The last {lost:,} would be lost.",
            advice="Take a newer backup. If there is none, tell the custodians and give --accept-older.",
        )
    return lost


def _extends(backup: Path, held: Inventory, memory: Head | None) -> None:
    """A backup that is newer than the memory must hold what the memory says was signed."""
    if memory is None or not memory.size:
        return

    def read(name: str) -> bytes:
        inside = held.inside(f"log/{name}")
        return (backup / "log" / name).read_bytes() if inside is None else inside

    try:
        found = tiles.Tree(read, held.entries).subtree(0, memory.size).hex()
    except (MunimentError, OSError) as exc:
        raise BackupError(f"The ledger in {backup} cannot be read: {exc}", advice="Take another backup.") from exc
    if found != memory.root:
        raise BackupError(f"The ledger in {backup} is another than the one this machine has signed.", advice="Take another backup.")


def spread(backup: Path, held: Inventory, staged: Path, progress: Progress) -> settings.Settings:
    """(4) (5) The files of a backup in a new folder, and its settings."""
    staged.mkdir(mode=0o700)
    vault = Vault(staged)
    at.spread(backup, held, Copier(staged, vault.incoming), lambda size: progress("copying", size, held.size))
    vault.close()
    known = settings.read(staged)
    found = verify_copy(staged, known)
    bad = found.having("failed")
    if known.id != held.archive:
        bad = (*bad, Check("backup", "failed", held.archive, known.id, settings.FILE))
    if bad:
        raise BackupError(
            f"The backup in {backup} is not a whole archive: nothing was restored from it.", bad, advice="Take another backup."
        )
    return known


def brought_back(archive: Archive, held: Inventory, given_up: int) -> tuple[tuple[int, int], tuple[str, ...]]:
    """(6) (7) (8) Database and entry of an archive whose files were just spread; answers how many nouns came back and stay erased, and
    what was withdrawn after the backup."""
    archive.ledger.memory = None  # (3) has asked it
    made = remade(archive)
    if made.damaged:
        bad = tuple(Check("objects", "failed", found=one) for one in made.damaged)
        raise BackupError("The backup does not hold everything its ledger names.", bad, advice="Take another backup.")
    ordered, destroyed = withdrawn(archive.shelf.entries()), archive.seals.destroyed()
    gone = tuple(sorted(id for id in _items(archive.shelf.entries()) if id not in ordered and id in destroyed))
    said = f"backup of {held.made_at:%Y-%m-%d %H:%M:%S}Z, {held.entries} entries, root {held.root}"
    said += f"; {given_up} later entries given up" if given_up else ""
    said += f"; withdrawn since: {', '.join(f'{id} {destroyed[id]}'.strip() for id in gone)}" if gone else ""
    archive.note("archive.restored-from", _restorer(archive), said)
    bad = verify_archive(archive, Verdict()).having("failed")
    if bad:
        raise BackupError("What came back does not agree with its ledger.", bad, advice="Take another backup.")
    return (made.nouns, made.erased), gone


def _items(entries: Iterable[LedgerEntry]) -> set[str]:
    return {effect.id for entry in entries for effect in entry.effects if effect.id.startswith("ev-")}


def _restorer(archive: Archive) -> Agent:
    """The archive's owner, or the program where the ledger names nobody that these keys can read."""
    people = [a for a in archive.shelf.find("agent", compartments=("open",)) if isinstance(a, Agent) and "owner" in a.roles]
    return people[0] if people else program(archive, "restore")


def _set_memory_aside(folder: Path) -> None:
    """What was signed and given up is kept as a record of how much that was."""
    memory = folder / MEMORY
    if memory.exists():
        memory.rename(folder / f"{MEMORY}.given-up-{secrets.token_hex(4)}")


def _signed(target: Path, keys: Held) -> None:
    """(10)"""
    archive = opened_with(target, settings.read(target), keys)
    archive.close()
