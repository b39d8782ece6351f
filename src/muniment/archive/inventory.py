"""The inventory of a backup: every file with its size and digest, and the ledger's head that they make up together.

It is written last and whole: a backup is as far as its inventory says. A folder without one is no backup yet; one whose copying
broke off is still the backup of the day before, because packs only grow and what changes in place (the checkpoint, the settings)
stands in the new inventory itself until it is in its place. Names come from a disk that anyone may have held: one that does not
belong to an archive is refused.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from muniment.archive.layout import NEEDED
from muniment.model.canonical import digest
from muniment.model.errors import BadInputError
from muniment.model.noun import Moment
from muniment.model.verdict import Check
from muniment.store.copy import Copier, digest_of

FILE = "backup.json"
_BELOW = re.compile(r"(packs|objects|log|keys)(/[A-Za-z0-9._-]+)+")
Progress = Callable[[int], None]
"""Called with the bytes done since the last call."""


class Copied(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of a backup. The copy may be longer, where a pack has grown since; the bytes that count are these many."""

    name: str
    size: int
    sha256: str


class Inventory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds. `entries` and `root` are the ledger's head; `changed` holds what differs from the inventory before."""

    format: Literal["muniment-backup/1"]
    archive: str
    made_at: Moment
    entries: int
    root: str
    files: tuple[Copied, ...]
    changed: dict[str, str] = {}

    @property
    def size(self) -> int:
        """All of it together, in bytes."""
        return sum(file.size for file in self.files)

    def inside(self, name: str) -> bytes | None:
        """The bytes of a file that the inventory holds itself."""
        held = self.changed.get(name)
        return None if held is None else base64.b64decode(held)


def encoded(data: bytes) -> str:
    """Bytes as the inventory holds them."""
    return base64.b64encode(data).decode()


def read(folder: Path) -> Inventory:
    """The inventory of the backup in this folder.

    Raises:
        BadInputError: there is no backup, or its inventory cannot be read or names what is no file of an archive.
    """
    try:
        found = msgspec.json.decode((folder / FILE).read_bytes(), type=Inventory)
        for name in found.changed:
            found.inside(name)
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise BadInputError(f"There is no finished backup in {folder}.", advice="Make one with “muniment backup DIR”.") from exc
    except (msgspec.MsgspecError, ValueError, OSError) as exc:
        raise BadInputError(f"{folder / FILE} cannot be read: {exc}.", advice="Take another backup; this one is damaged.") from exc
    for file in found.files:
        if file.name not in NEEDED and (not _BELOW.fullmatch(file.name) or ".." in file.name.split("/")):
            raise BadInputError(
                f"{folder / FILE} names “{file.name[:80]}”, which is no file of an archive.", advice="Nothing was copied from it."
            )
    return found


def write(folder: Path, made: Inventory, copier: Copier) -> None:
    """Put an inventory in place of the one before: from this moment the backup is this one."""
    copier.end()
    copier.put(msgspec.json.encode(made), FILE)
    copier.end()
    settle(folder, made, copier)


def settle(folder: Path, held: Inventory, copier: Copier) -> None:
    """Bring what the inventory holds itself to its place, as far as it is not there yet."""
    for file in held.files:
        data = held.inside(file.name)
        if data is not None and digest_of(folder / file.name, file.size) != file.sha256:
            copier.put(data, file.name)
    copier.end()


def faults(folder: Path, held: Inventory, progress: Progress = lambda _: None) -> Iterator[Check]:
    """Every file that is not as the inventory says."""
    for file in held.files:
        found = _digest(folder, held, file)
        if found != file.sha256:
            yield Check("backup", "failed", file.sha256, found or "missing, or cut short", file.name, "Take another backup.")
        progress(file.size)


def _digest(folder: Path, held: Inventory, file: Copied) -> str | None:
    data = held.inside(file.name)
    if data is not None:
        return digest(data) if len(data) == file.size else None
    path = folder / file.name
    return None if path.is_symlink() else digest_of(path, file.size)


def spread(folder: Path, held: Inventory, copier: Copier, progress: Progress = lambda _: None) -> None:
    """Copy a whole backup into the copier's folder, each file as far as it counts.

    Raises:
        CopyError: a file ended early, or reads otherwise on the other side.
    """
    for file in held.files:
        data = held.inside(file.name)
        copier.put(data, file.name) if data is not None else copier.file(folder / file.name, file.name, file.size)
        progress(file.size)
    copier.end()
