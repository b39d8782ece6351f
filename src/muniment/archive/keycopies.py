"""Copies of the keys for the custodians, keys brought to a new machine, and new keys for compartments.

A copy of the keys is made by whoever looks after the archive and says so in the ledger, each copy by a name of its own: `doctor`
tells which are behind. A rotation gives a compartment a new key and wraps the small files anew (key sheets, custodians' wraps,
keyring); not a byte of the vault is touched, and what was sealed to the compartment before is opened with the key kept for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import msgspec

from muniment.archive import settings as at
from muniment.archive.desk import Desk
from muniment.archive.founding import opened_with, owner, socket_path
from muniment.archive.presence import alone
from muniment.model.errors import BadInputError, RefusedError
from muniment.model.noun import HIDDEN, RANK
from muniment.protect import agent, copies, custodians, keyring
from muniment.protect.agent import Held
from muniment.protect.copies import Copy
from muniment.protect.keyring import Keyring
from muniment.protect.sealing import identity
from muniment.protect.sheets import Sheets
from muniment.store import Vault
from muniment.store.flush import place

Ask = Callable[[], str]
Pair = tuple[str, str]
"""Two custodians' secret keys."""


class Rotated(msgspec.Struct, frozen=True):
    """The compartments that have a new key, and how many sheets and wraps were written anew."""

    compartments: tuple[str, ...]
    sheets: int
    wraps: int


def copy_keys(desk: Desk, target: Path) -> Copy:
    """Make a copy of the keys in this folder, or bring one up to now.

    Raises:
        BadInputError: the folder holds something else, or lies in the archive.
    """
    archive = desk.through("key.manage").archive
    here, root = target.absolute().resolve(), archive.root.absolute().resolve()
    if here == root or root in here.parents:
        raise BadInputError("Keys are never kept in the archive they open.", advice="Name a folder on another medium.")
    if (target / "backup.json").exists():
        raise BadInputError("Keys are never kept beside a backup: whoever finds both reads all.", advice="Name a folder on another medium.")
    made = copies.write(at.keys_folder(archive.settings.id), target, archive.settings.id, archive.now(), archive.seals.sheets)
    archive.note("key.copied", desk.agent, f"copy {made.copy}, {made.sheets} sheets, {made.destroyed} destroyed by order")
    return made


def bring_keys(copy: Path, together: Pair | None, ask: Ask) -> Copy:
    """Bring an archive's keys to this machine from a copy: with two custodians and a new passphrase, or, of an archive of one, as they are.

    Raises:
        RefusedError: keys are here already, or these two cannot open them together; nothing was changed.
    """
    found = copies.read(copy)
    folder = at.keys_folder(found.archive)
    if custodians.has_wraps(copy):
        if together is None:
            raise BadInputError("Two custodians bring these keys together.", advice="Give --with KEYFILE twice.")
        ring = custodians.recover(copy, *map(identity, together))
        if ring.archive != found.archive:
            raise RefusedError("These wraps are of another archive.", advice=f"The copy says it is of {found.archive}.")
        passphrase = keyring.long_enough(ask())
        with alone(folder):
            copies.bring(copy, folder)
            keyring.keep(folder, ring.without(HIDDEN), passphrase)
        return found
    with alone(folder):
        return copies.bring(copy, folder)


def rotate(root: Path, compartments: Collection[str], together: Pair | None, ask: Ask) -> Rotated:
    """Give compartments a new key; all that these keys open, where none is named.

    1 nobody has the archive open, and no agent holds the old keys; 2 the new keyring, which still holds the old key, is on the disk;
    3 the sheets; 4 the custodians' wraps; 5 the public keys in the archive; 6 the ledger. Broken off after any step, all can be read.

    Raises:
        BadInputError: no such compartment, or two custodians are needed. RefusedError: the archive is open somewhere.
    """
    known = at.read(root)
    folder = at.keys_folder(known.id)
    with alone(folder):  # (1)
        passphrase = ask() if keyring.is_wrapped(folder) else None
        own = keyring.load(folder, passphrase)
        whole = _whole(folder, own, together)
        chosen = tuple(name for name in RANK if name in (compartments or whole.compartments))
        if unknown := sorted(set(compartments) - set(RANK)):
            raise BadInputError(f"There is no compartment “{unknown[0]}”.", advice=f"They are {', '.join(RANK)}.")
        _takes_entries(root, known, own)
        new = whole
        for name in chosen:
            new = new.rotated(name)
        agent.lock(socket_path(known.id))
        kept = new if own.opens(HIDDEN) else new.without(HIDDEN)
        keyring.keep(folder, kept, passphrase)  # (2)
        sheets = Sheets(folder / "sheets", whole).rewrap(new)  # (3)
        wraps = _wrapped(folder, new)  # (4)
        vault = Vault(root)
        place(new.listed(), root / "keys" / "compartments.txt", vault.incoming / "compartments", 0o600)  # (5)
        vault.close()
        archive = opened_with(root, known, Held(kept, None))
        try:
            archive.note("key.rotated", owner(archive), f"{', '.join(chosen)}: {sheets} sheets, {wraps} wraps")  # (6)
        finally:
            archive.close()
    return Rotated(chosen, sheets, wraps)


def _takes_entries(root: Path, known: at.Settings, ring: Keyring) -> None:
    """Before anything is changed: what is done can be signed."""
    archive = opened_with(root, known, Held(ring, None))
    archive.close()


def _whole(folder: Path, own: Keyring, together: Pair | None) -> Keyring:
    """The keyring with every compartment: custodians hold what the owner's own does not, and their wraps must hold it again."""
    if not custodians.has_wraps(folder):
        return own
    if together is None:
        raise BadInputError("Two custodians must be present: their wraps are written anew.", advice="Give --with KEYFILE twice.")
    if not custodians.known(folder):
        raise BadInputError(
            "The custodians' public keys are not written down here.",
            advice=f"Write them, a line each, into {folder}/custodians/public.txt.",
        )
    return custodians.recover(folder, *map(identity, together))


def _wrapped(folder: Path, ring: Keyring) -> int:
    publics = custodians.known(folder)
    if publics:
        custodians.wrap(folder, ring, publics)
    return len(publics) * (len(publics) - 1) // 2
