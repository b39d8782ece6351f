"""`backup`: a copy of vault, ledger and public keys on another disk, while the archive is in use.

 1 the target is empty, or a backup of this archive; nobody else writes to it;
 2 under the lock of the log, for a moment: the head, the checkpoint and the partial tiles are read, the acts listed;
 3 the vault's files are listed after that, so that every object an act names is among them; a pack being filled, as far as it is safe;
 4 what the backup lacks is copied: drafts, flushed, read back, renamed; closed packs and large objects once for all;
 5 the copies are looked at as a vault, without a key; a copy that went bad on the disk is made again;
 6 the inventory is written: from now on it is the backup; 7 what changed in place follows; 8 tiles under the head are checked;
 9 the ledger says so; 10 that entry is copied too, so that a backup is as new as the last thing done.
Neither private keys nor the database are copied (docs/decisions/0080): `restore` makes the database again.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from muniment.archive import inventory as at
from muniment.archive import settings
from muniment.archive.desk import Desk
from muniment.archive.files import verify_log
from muniment.archive.inventory import FILE, Copied, Inventory
from muniment.archive.layout import NEEDED, belongs
from muniment.archive.opened import Archive
from muniment.model.canonical import digest
from muniment.model.errors import BadInputError, MunimentError, RefusedError
from muniment.model.verdict import Check
from muniment.store import Vault
from muniment.store.copy import Copier
from muniment.store.errors import disk
from muniment.store.flush import folders

Progress = Callable[[str, int, int], None]
"""Called with the step (“copying”, “looking”), the bytes done since the last call, and how many there will be."""
CHANGING = ("checkpoint", "head.json")


class BackupError(MunimentError):
    """A backup could not be made, or is not what it should be; the checks that failed are `faults`."""

    def __init__(self, message: str, faults: tuple[Check, ...] = (), *, advice: str = "") -> None:
        told = "".join(f"\n  {one.where}: {one.found}" for one in faults[:20])
        super().__init__(message, advice=advice + told)
        self.faults = faults


class Backup(msgspec.Struct, frozen=True):
    """A backup as it was made. `mended` are copies that had gone bad on the disk and were made again."""

    folder: str
    entries: int
    files: int
    bytes: int
    copied: int
    copied_bytes: int
    mended: tuple[str, ...]
    looked_at: str
    is_same_disk: bool


class Wanted(msgspec.Struct, frozen=True):
    """A file that the backup must hold: from where, or its very bytes."""

    name: str
    size: int
    source: Path | None = None
    data: bytes = b""


def back_up(desk: Desk, target: Path, *, progress: Progress = lambda *_: None, is_quick: bool = False) -> Backup:
    """Bring a backup up to now, or begin one; quick, only what was copied now is looked at, else all of it.

    Raises:
        BadInputError: the target is something else, or lies inside the archive. BackupError: a copy is not what was sealed.
    """
    archive = desk.through("archive.backup").archive
    before = _target(archive, target)  # (1)
    with _locked(target), _copier(target) as copier:
        if before:
            at.settle(target, before, copier)
        first = Copying(target, before, copier, progress)
        made = first.round(archive, is_quick=is_quick)
        looked_at = "new files" if is_quick else "all of it"
        said = f"{made.entries} entries, {len(made.files)} files, {made.size} bytes; {looked_at} looked at; {target.absolute()}"
        archive.note("archive.backed-up", desk.agent, said)  # (9)
        last = Copying(target, made, copier, lambda *_: None).round(archive, is_quick=True)  # (10)
    return Backup(str(target.absolute()), last.entries, len(last.files), last.size, len(first.copied), first.bytes, first.mended,
                  looked_at, target.stat().st_dev == archive.root.stat().st_dev)  # fmt: skip


def _target(archive: Archive, target: Path) -> Inventory | None:
    """(1) The inventory that is there, if any."""
    here, root = target.absolute().resolve(), archive.root.absolute().resolve()
    if here == root or root in here.parents or here in root.parents:
        raise BadInputError(f"{target} and the archive lie in each other.", advice="Name a folder on another disk.")
    if target.exists() and not target.is_dir():
        raise BadInputError(f"{target} is a file.", advice="Name a folder for the backup.")
    if (target / FILE).exists():
        found = at.read(target)
        if found.archive != archive.settings.id:
            raise RefusedError(
                f"{target} is a backup of another archive ({found.archive}).", advice="Name another folder; nothing was changed."
            )
        return found
    if target.exists() and not _is_begun(archive, target):
        raise BadInputError(f"{target} is not empty, and no backup of this archive.", advice="Name a new folder; nothing was changed.")
    try:
        folders(target.absolute())
    except OSError as exc:
        raise disk(exc, str(target)) from exc
    return None


def _is_begun(archive: Archive, target: Path) -> bool:
    """Whether it is empty, or holds the beginning of a backup of this archive that broke off."""
    names = {path.name for path in target.iterdir()} - {"lost+found", "incoming"}
    if not names or (names == {"log"} and {path.name for path in (target / "log").iterdir()} <= {"lock"}):
        return True
    try:
        return settings.read(target).id == archive.settings.id
    except BadInputError:
        return False


@contextmanager
def _locked(target: Path) -> Iterator[None]:
    folders(target / "log")
    lock = os.open(target / "log" / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as exc:
        raise RefusedError(f"Another process is writing to {target}.", advice="Wait until it has ended.") from exc
    finally:
        os.close(lock)


@contextmanager
def _copier(target: Path) -> Iterator[Copier]:
    """Drafts lie in a folder of the target that is wiped when its process is gone."""
    vault = Vault(target)
    try:
        vault.sweep()
        yield Copier(target, vault.incoming)
    finally:
        vault.close()


def _wanted(archive: Archive) -> tuple[list[Wanted], tuple[int, str]]:
    """(2) (3) Everything the backup must hold, and the head it makes up. Acts, full tiles and the vault only grow and are copied from
    where they lie; all else is small and may change in place (checkpoint, partial tiles, cosignatures): its bytes are taken now."""
    root = archive.root
    with archive.sequencer.alone():
        head = archive.ledger.head()
        paths = [path for folder in ("log", "keys") for path in sorted((root / folder).rglob("*")) if _is_ours(root, path)]
        held = [_small(root, path) for path in paths if path.name in CHANGING or path.parent.suffix == ".p"]
    bare = msgspec.structs.replace(archive.settings, database="")  # an address of a database may hold a password, and is this machine's own
    text = settings.text(bare).encode()
    wanted = [Wanted(settings.FILE, len(text), data=text)]
    wanted += [_small(root, root / name) for name in NEEDED if name != settings.FILE and "/" not in name]
    taken = {one.name for one in held}
    for path in paths:
        name = path.relative_to(root).as_posix()
        if name not in taken:
            wanted.append(Wanted(name, path.stat().st_size, path) if _only_grows(name) else _small(root, path))
    return [*wanted, *held, *(Wanted(kept.name, kept.size, root / kept.name) for kept in archive.vault.kept())], (head.size, head.root)


def _is_ours(root: Path, path: Path) -> bool:
    """A file that belongs into an archive, and no lock."""
    return path.is_file() and not path.is_symlink() and path.name != "lock" and belongs(path.relative_to(root).as_posix())


def _only_grows(name: str) -> bool:
    return name.startswith(("log/acts/", "log/tile/"))


def _small(root: Path, path: Path) -> Wanted:
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise disk(exc, path.name) from exc
    return Wanted(path.relative_to(root).as_posix(), len(data), data=data)


class Copying:
    """One backup under way: what is copied, what stood there, what went bad."""

    def __init__(self, target: Path, before: Inventory | None, copier: Copier, progress: Progress) -> None:
        self.target, self.copier, self.progress = target, copier, progress
        self.known = {file.name: file for file in before.files} if before else {}
        self.wanted: dict[str, Wanted] = {}
        self.copied: dict[str, None] = {}
        self.changed: dict[str, str] = {}
        self.mended: tuple[str, ...] = ()
        self.bytes = 0

    def round(self, archive: Archive, *, is_quick: bool) -> Inventory:
        """From the archive as it is now to a finished backup (2 to 8)."""
        archive.seal_views(is_closing=True)
        archive.log()
        wanted, head = _wanted(archive)  # (2) (3)
        files = self.all(wanted)  # (4)
        self.mended = self.look(is_quick=is_quick)  # (5)
        made = Inventory("muniment-backup/1", archive.settings.id, archive.now(), *head, files, self.changed)
        at.write(self.target, made, self.copier)  # (6) (7)
        _prune(self.target, made)
        _sound(self.target, archive)  # (8)
        return made

    def all(self, wanted: list[Wanted]) -> tuple[Copied, ...]:
        """(4) Copy what is not there."""
        self.wanted = {one.name: one for one in wanted}
        lacking = [one for one in wanted if not self._is_there(one)]
        total = sum(one.size for one in lacking)
        made = {one.name: self._copied(one, total) for one in lacking}
        self.copier.end()
        return tuple(made.get(one.name) or self.known[one.name] for one in wanted)

    def _is_there(self, one: Wanted) -> bool:
        """Files that have a source only grow or stay: of the same length they are the same."""
        held = self.known.get(one.name)
        if held is None or held.size != one.size:
            return False
        if one.source is None and held.sha256 != digest(one.data):
            return False
        path = self.target / one.name
        return path.is_file() and path.stat().st_size >= one.size

    def _copied(self, one: Wanted, total: int) -> Copied:
        self.copied[one.name] = None
        if one.source is not None:
            sha256 = self.copier.file(one.source, one.name, one.size)
        elif one.name in self.known:  # it changes in place: the backup of the day before is whole until the inventory says otherwise
            self.changed[one.name], sha256 = at.encoded(one.data), digest(one.data)
        else:
            sha256 = self.copier.put(one.data, one.name)
        self.bytes += one.size
        self.progress("copying", one.size, total)
        return Copied(one.name, one.size, sha256)

    def look(self, *, is_quick: bool) -> tuple[str, ...]:
        """(5) The copy as a vault, part by part; answers the files that were copied anew.

        Raises:
            BackupError: the copy of what the archive holds is not what was sealed: the archive itself is damaged.
        """
        vault, mended = Vault(self.target), []
        parts = [part for part in vault.parts() if not is_quick or self._is_new(part)]
        total = sum((self.target / part).stat().st_size for part in parts if part.endswith(".tar"))
        for part in parts:
            seen = vault.look(part)
            if seen.faults:
                mended += self._again(part)
                seen = vault.look(part)
            if seen.faults:
                faults = tuple(Check("objects", "failed", fault.object, fault.what, fault.where) for fault in seen.faults)
                raise BackupError("The archive itself is damaged: what was copied is not what was sealed.", faults,
                                  advice="Run “muniment verify”. The backup of before stands.")  # fmt: skip
            self.progress("looking", seen.bytes, total)
        return tuple(mended)

    def _is_new(self, part: str) -> bool:
        return any(name == part or name.startswith((f"{part}/", f"{part}.")) for name in self.copied)

    def _again(self, part: str) -> list[str]:
        """Copy the files of a part once more: what is at fault may be the disk. What is there and should not be is taken away."""
        stem = part.removesuffix(".tar")
        strays = (
            [path for path in (self.target / part).parent.glob(f"{Path(stem).name}.*") if path.is_file()] if part.endswith(".tar") else []
        )
        for path in strays:
            if path.relative_to(self.target).as_posix() not in self.wanted:
                path.unlink()
        names = [name for name in self.wanted if name.startswith((f"{part}/", f"{stem}."))]
        for name in names:
            one = self.wanted[name]
            assert one.source is not None
            self.copier.file(one.source, name, one.size)
        self.copier.end()
        return [name for name in names if name not in self.copied]


def _prune(target: Path, made: Inventory) -> None:
    """Partial tiles that wider ones took the place of."""
    held = {file.name for file in made.files}
    for path in (target / "log" / "tile").rglob("*"):
        if path.is_file() and path.relative_to(target).as_posix() not in held:
            path.unlink()


def _sound(target: Path, archive: Archive) -> None:
    """(8) A backup whose ledger does not hang together is none."""
    bad = tuple(check for check in verify_log(target, archive.settings) if check.verdict == "failed")
    if bad:
        (target / FILE).unlink()
        raise BackupError(
            "The ledger of the copy does not hang together.", bad, advice="Run “muniment verify”, then make the backup again."
        )
