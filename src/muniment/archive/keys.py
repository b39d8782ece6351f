"""What the command line does with an archive's keys: the agent, the custodians, the first password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from muniment.archive import settings as at
from muniment.archive.founding import open_archive, owner, socket_path
from muniment.archive.opened import Archive
from muniment.archive.users import Welcome, one_time_password
from muniment.model.errors import BadInputError, RefusedError
from muniment.protect import agent, custodians, keyring
from muniment.protect.sealing import identity
from muniment.store import accounts

SEALED_MINUTES = 15
"""How long sealed identities stay open without use, unless told otherwise."""
LONGEST = 7 * 24 * 60
"""Minutes: no agent holds keys for longer than a week without use."""


def unlock(root: Path, ask: Callable[[], str], minutes: int | None = None) -> int:
    """Start the agent of this archive; answers after how many idle minutes it will lock.

    Raises:
        BadInputError: no archive there, a wrong passphrase, or a time that is none.
    """
    known = at.read(root)
    idle = _idle(minutes if minutes is not None else known.lock_after_minutes)
    folder = at.keys_folder(known.id)
    ring = keyring.load(folder, ask() if keyring.is_wrapped(folder) else None)
    agent.unlock(socket_path(known.id), ring, idle)
    return idle


def unseal(root: Path, first: str, second: str, minutes: int = SEALED_MINUTES) -> int:
    """Start the agent with sealed identities open too: two custodians are present. It is ledgered at once.

    Raises:
        RefusedError: these two cannot open it together.
    """
    known = at.read(root)
    idle = _idle(minutes)
    ring = custodians.recover(at.keys_folder(known.id), identity(first), identity(second))
    agent.unlock(socket_path(known.id), ring, idle)
    archive = open_archive(root, lambda: "")
    try:
        archive.note("compartment.unsealed", owner(archive), f"sealed-identity, for {idle} minutes after its last use")
    finally:
        archive.close()
    return idle


def _idle(minutes: int) -> int:
    if not 1 <= minutes <= LONGEST:
        raise BadInputError(f"Keys are held for 1 to {LONGEST} minutes, not {minutes}.")
    return minutes


def lock(root: Path) -> bool:
    """End the agent; answers whether there was one."""
    return agent.lock(socket_path(at.read(root).id))


def recover(root: Path, first: str, second: str, ask: Callable[[], str]) -> None:
    """The keyring from two custodians, kept under a new passphrase. Who held the old keys holds them no more here.

    Raises:
        KeyMissingError: no custodians' wraps are here.
        RefusedError: these two cannot open it together.
        BadInputError: the new passphrase is too short; nothing was changed.
    """
    known = at.read(root)
    folder = at.keys_folder(known.id)
    ring = custodians.recover(folder, identity(first), identity(second))
    if ring.archive != known.id:
        raise RefusedError("These wraps are of another archive.", advice=f"This one is {known.id}.")
    keyring.keep(folder, ring.without("sealed-identity"), keyring.long_enough(ask()))


def first_password(archive: Archive) -> Welcome:
    """An account for the owner with a one-time password, shown once."""
    person = owner(archive)
    password = one_time_password()
    accounts.create(person.login or "owner", person.id, person.roles, password, must_change=True)
    return Welcome(person, password)


def new_password(root: Path) -> Welcome:
    """A new one-time password for the owner of a demonstration, whose keys lie open."""
    archive = open_archive(root, lambda: "")
    try:
        person = owner(archive)
        password = one_time_password()
        accounts.set_password(person.id, person.login or "owner", person.roles, password)
        return Welcome(person, password)
    finally:
        archive.close()
