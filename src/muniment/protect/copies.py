"""Copies of an archive's keys, for its custodians: what a disk takes, two of them bring back; what was withdrawn, none of them does.

A copy holds the key sheets, sealed to their compartments, and the custodians' wraps; in an archive of one, which has no wraps, the
keyring under its passphrase instead. One custodian alone opens nothing of it. A copy is brought up to now in place: sheets that were
written anew since are overwritten, those that are gone are overwritten and removed, so that a withdrawal reaches the copy as well.
It lies apart from every backup of the archive.
"""

from __future__ import annotations

import secrets
from contextlib import nullcontext
from pathlib import Path
from typing import Literal

import msgspec

from muniment.model.errors import BadInputError, RefusedError
from muniment.model.noun import Moment
from muniment.protect import custodians
from muniment.protect.keyring import UNWRAPPED, WRAPPED, overwritten, write_private
from muniment.protect.sheets import DESTROYED, Sheets

FILE = "keys.json"
SHEETS = "sheets"
README = """This folder holds the keys of a Muniment archive, for its custodians. It is no backup of the archive, and is kept apart from one.

  sheets/*.age        one line an item: its identifier and its key; each file is sealed to a compartment of the archive
  custodians/*.age    the keyring, sealed to a pair of custodians: age -d with the second one's key, then with the first one's
  keyring.age         only in an archive of one: the keyring under its passphrase

On a new machine:  muniment key bring THIS-FOLDER --with KEY1 --with KEY2
Bring it up to now after every withdrawal and every intake:  muniment key copy THIS-FOLDER
"""


class Copy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a copy says of itself: of which archive it is, its own name, and how many keys had been destroyed by order when it was made."""

    format: Literal["muniment-keys/1"]
    archive: str
    copy: str
    made_at: Moment
    sheets: int
    destroyed: int


def read(folder: Path) -> Copy:
    """What the copy in this folder says of itself.

    Raises:
        BadInputError: there is none, or it cannot be read.
    """
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Copy)
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise BadInputError(f"There is no copy of keys in {folder}.", advice="Make one with “muniment key copy DIR”.") from exc
    except (msgspec.MsgspecError, OSError) as exc:
        raise BadInputError(f"{folder / FILE} cannot be read: {exc}.", advice="Take another copy of the keys.") from exc


def write(keys: Path, target: Path, archive: str, at: Moment, sheets: Sheets) -> Copy:
    """Make a copy of the keys in this folder, or bring one up to now; nothing older remains in it.

    Raises:
        BadInputError: the target holds something else. RefusedError: it is a copy of another archive's keys.
    """
    name = _name(target, archive)
    with sheets.quiet():  # no withdrawal between reading a sheet and counting the orders
        wanted = _wanted(keys)
        made = Copy("muniment-keys/1", archive, name, at, sum(1 for path in wanted if path.startswith(f"{SHEETS}/") and path.endswith(".age")),
                    len(sheets.remembered()))  # fmt: skip
        for where, data in wanted.items():
            _put(target / where, data)
        for path in sorted(target.rglob("*")):
            if path.is_file() and path.relative_to(target).as_posix() not in {*wanted, FILE}:
                with overwritten(path):
                    path.unlink()
        _put(target / FILE, msgspec.json.encode(made))
    return made


def bring(copy: Path, keys: Path) -> Copy:
    """Put the sheets and wraps of a copy where an archive's keys live, and the keyring of an archive of one.

    Raises:
        BadInputError: no copy there. RefusedError: keys of this archive are here already: an older copy is not laid over them.
    """
    found = read(copy)
    if any((keys / name).exists() for name in (WRAPPED, UNWRAPPED)) or any((keys / SHEETS).glob("*.age")):
        raise RefusedError(
            f"Keys of this archive are on this machine already, in {keys}.",
            advice="An older copy is never laid over them. If they are damaged, move that folder away first.",
        )
    for path, data in _wanted(copy).items():
        if path != "README.txt":
            write_private(keys / path, data)
    return found


def _name(target: Path, archive: str) -> str:
    """The name of the copy that is there, or a new one."""
    if target.exists() and (not target.is_dir() or ((names := {p.name for p in target.iterdir()}) and FILE not in names)):
        raise BadInputError(f"{target} is not empty, and no copy of keys.", advice="Name a new folder; nothing was changed.")
    if not (target / FILE).exists():
        return secrets.token_hex(4)
    found = read(target)
    if found.archive != archive:
        raise RefusedError(
            f"{target} holds the keys of another archive ({found.archive}).", advice="Name another folder; nothing was changed."
        )
    return found.copy


def _wanted(keys: Path) -> dict[str, bytes]:
    """What a copy holds, by its path. The keyring itself is in it only where no custodians can bring it."""
    paths = [*sorted((keys / SHEETS).glob("*.age")), keys / SHEETS / DESTROYED, *sorted((keys / custodians.FOLDER).glob("*.*"))]
    if not custodians.has_wraps(keys):
        paths += [keys / WRAPPED, keys / UNWRAPPED]
    held = {path.relative_to(keys).as_posix(): path.read_bytes() for path in paths if path.is_file() and not path.name.endswith(".new")}
    return {"README.txt": README.encode(), **held}


def _put(path: Path, data: bytes) -> None:
    """A file of the copy; what stood there before is overwritten when it differed."""
    if path.is_file() and path.read_bytes() == data:
        return
    with overwritten(path) if path.is_file() else nullcontext():
        write_private(path, data)
