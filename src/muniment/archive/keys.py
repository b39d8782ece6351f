"""What the command line does with an archive's keys: the agent, the custodians, the first password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from muniment.archive import settings as at
from muniment.archive.founding import open_archive, owner, socket_path
from muniment.archive.opened import Archive
from muniment.archive.users import Welcome, one_time_password
from muniment.protect import agent, custodians, keyring
from muniment.protect.sealing import identity
from muniment.store import accounts


def unlock(root: Path, ask: Callable[[], str], minutes: int | None = None) -> int:
    """Start the agent of this archive; answers after how many idle minutes it will lock."""
    known = at.read(root)
    folder = at.keys_folder(known.id)
    ring = keyring.load(folder, ask() if keyring.is_wrapped(folder) else None)
    idle = minutes if minutes is not None else known.lock_after_minutes
    agent.unlock(socket_path(known.id), ring, idle)
    return idle


def lock(root: Path) -> bool:
    """End the agent; answers whether there was one."""
    return agent.lock(socket_path(at.read(root).id))


def recover(root: Path, first: str, second: str, ask: Callable[[], str]) -> None:
    """The keyring from two custodians, kept under a new passphrase.

    Raises:
        RefusedError: these two cannot open it together.
    """
    known = at.read(root)
    folder = at.keys_folder(known.id)
    ring = custodians.recover(folder, identity(first), identity(second))
    keyring.keep(folder, ring.without("sealed-identity"), ask())


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
