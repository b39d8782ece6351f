"""Making a new archive, opening one that exists, and finding its keys."""

from __future__ import annotations

import getpass
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from muniment.archive import settings as at
from muniment.archive import withdraw
from muniment.archive.desk import Desk
from muniment.archive.layout import DATABASE, FOLDERS, NAMASTE, NAMASTE_TEXT, README
from muniment.archive.log import Log
from muniment.archive.opened import Archive
from muniment.archive.presence import Presence, alone
from muniment.archive.rebuild import Rebuilt, rebuilt
from muniment.archive.seals import Seals
from muniment.link import skeleton
from muniment.model.agent import Agent
from muniment.model.canonical import digest
from muniment.model.errors import BadInputError, MunimentError
from muniment.protect import agent, custodians, keyring
from muniment.protect.agent import Held
from muniment.protect.sheets import Sheets
from muniment.store import Database, Shelf, Vault, close, configure, migrate
from muniment.store.flush import folders, place_all

Extra = Callable[[keyring.Keyring], Mapping[str, object]]
"""What the web interface adds to the store's settings, made from the keys."""
LONGEST_SOCKET = 100
"""Bytes. Systems differ between 104 and 108."""


def found(
    root: Path, *, passphrase: str | None, custodians_keys: tuple[str, ...] = (), title: str = "", is_demonstration: bool = False,
    database: str = "", owner_login: str | None = None,
) -> Archive:  # fmt: skip
    """Make a new archive and open it: keys first, then folders, then the database, then the first ledger entry.

    Raises:
        BadInputError: something is there already, the passphrase is too short, or the custodians are not three; nothing was made.
    """
    _is_free(root)
    publics = custodians.checked(custodians_keys) if custodians_keys else ()
    wrapped_by = None if is_demonstration and passphrase is None else keyring.long_enough(passphrase or "")
    id = secrets.token_hex(8)
    mode: at.Mode = "demonstration" if is_demonstration else "custodians" if publics else "alone"
    made = at.Settings(id=id, title=title or root.name, mode=mode, created=datetime.now(UTC).date().isoformat(), database=database)
    ring, folder = keyring.new_keyring(id), at.keys_folder(id)
    was_there = root.exists()
    try:
        _lay_out(root, made, ring)
        if publics:
            custodians.wrap(folder, ring, publics)
        # The founder's own ring closes sealed identities: they open when two custodians are present.
        own = ring.without("sealed-identity") if publics else ring
        keyring.keep(folder, own, wrapped_by)
        archive = opened_with(root, made, Held(own, None), fresh=True)
        archive.presence = Presence(folder)
        _first_agent(archive, owner_login or system_user())
    except BaseException:
        _take_back(root, folder, was_there=was_there)
        raise
    return archive


def _is_free(root: Path) -> None:
    if root.exists() and not root.is_dir():
        raise BadInputError(f"{root} is a file.", advice="Name a new folder for the archive.")
    if root.exists() and any(root.iterdir()):
        raise BadInputError(f"{root} is not empty.", advice="Name a new folder for the archive.")


def _take_back(root: Path, folder: Path, *, was_there: bool) -> None:
    """Nothing half-made: neither folders nor keys of an archive that did not come to be."""
    close()
    shutil.rmtree(folder, ignore_errors=True)
    for made in root.iterdir() if was_there else ():
        shutil.rmtree(made) if made.is_dir() else made.unlink()
    if not was_there:
        shutil.rmtree(root, ignore_errors=True)


def system_user() -> str:
    """Who runs this, by the system's account; a system without names has an owner too."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "owner"


def _lay_out(root: Path, made: at.Settings, ring: keyring.Keyring) -> None:
    for name in FOLDERS:
        folders(root / name)
    root.chmod(0o700)
    key = Log(root / "log", made.origin).key(ring)
    texts = {
        NAMASTE: NAMASTE_TEXT, "README.txt": README.encode(), "keys/log.pem": key.pem, "keys/log.vkey": f"{key.vkey}\n".encode(),
        "keys/compartments.txt": ring.listed(),
    }  # fmt: skip
    place_all({root / name: text for name, text in texts.items()}, root / "incoming")
    at.write(root, made)


def _first_agent(archive: Archive, login: str) -> None:
    """The owner, from the system's user: the maker of everything until others are added."""
    roles = ("owner", "custodian", "administrator") if archive.settings.is_alone else ("owner", "administrator")
    roles = (*roles, "analyst", "reviewer", "linker", "drafter", "releaser") if archive.settings.is_alone else roles
    id, now = archive.new_id("ag"), archive.now()
    person = Agent(id=id, made_by=id, made_at=now, type="person", name=login, login=login, roles=roles)
    act = Desk(archive, person).act("archive.founded", archive.settings.mode)
    act.add(person)
    act.write()


def open_archive(root: Path, ask: Callable[[], str], *, extra: Extra | None = None, is_looking: bool = False) -> Archive:
    """Open an archive: with the keys its agent holds, or with a passphrase from `ask`. Only to look, nothing in it is mended.

    Raises:
        BadInputError: no archive there; a wrong passphrase.
        KeyMissingError: its keys are not on this machine.
    """
    known = at.read(root)
    keys = held(known, ask)
    presence = None if is_looking else Presence(at.keys_folder(known.id))
    try:
        archive = opened_with(root, known, keys, extra=extra, is_looking=is_looking)
    except BaseException:
        if presence is not None:
            presence.leave()
        raise
    archive.presence = presence
    if not is_looking and not at.is_as_written(root) and os.access(root, os.W_OK):
        archive.note(
            "settings.found",
            program(archive, "settings"),
            f"archive.toml was changed by hand; sha256 {digest((root / at.FILE).read_bytes())}",
        )
        at.accept(root)
    return archive


def rebuild_archive(root: Path, ask: Callable[[], str]) -> Rebuilt:
    """Make the database again, whether it is damaged, lost or only doubted. It is an index: nothing is lost with it, but for
    passwords, jobs, and acts that a database which can no longer be read had not yet handed to the ledger.

    Raises:
        BadInputError: no archive there; a wrong passphrase.
        MunimentError: vault or ledger are not what was signed; the old database is left as it was.
        RefusedError: somebody has the archive open.
    """
    known = at.read(root)
    keys = held(known, ask)
    with alone(at.keys_folder(known.id)):
        return _rebuilt(root, known, keys)


def _rebuilt(root: Path, known: at.Settings, keys: Held) -> Rebuilt:
    aside = () if at.named_database() or known.database else _set_aside(root, known, keys)
    try:
        archive = opened_with(root, known, keys, fresh=True)
        try:
            made = rebuilt(Desk(archive, program(archive, "rebuild")).through("archive.export"))
        except BaseException:
            archive.let_go()
            raise
        archive.close()
        return made
    except BaseException:
        _put_back(root, aside)
        raise
    finally:
        for _, moved in aside:
            moved.unlink(missing_ok=True)


def program(archive: Archive, name: str) -> Agent:
    """Muniment itself, acting where nobody is known yet or nobody sits at a desk."""
    return Agent(id=archive.new_id("ag"), made_by="muniment", made_at=archive.now(), type="software", name=name, roles=("owner",))


def _set_aside(root: Path, known: at.Settings, keys: Held) -> tuple[tuple[Path, Path], ...]:
    """The old database out of the way, once what waits in it has reached the ledger, if it can be read at all."""
    if (root / DATABASE).exists():
        with suppress(MunimentError):
            old = opened_with(root, known, keys)
            try:
                old.log()
            finally:
                old.let_go()
    held_by_us = Vault(root)
    aside = tuple((root / f"{DATABASE}{end}", held_by_us.incoming / f"{DATABASE}{end}") for end in ("", "-wal", "-shm"))
    return tuple((path, path.replace(moved)) for path, moved in aside if path.exists())


def _put_back(root: Path, aside: tuple[tuple[Path, Path], ...]) -> None:
    for end in ("", "-wal", "-shm"):
        (root / f"{DATABASE}{end}").unlink(missing_ok=True)
    for path, moved in aside:
        moved.replace(path)


def held(known: at.Settings, ask: Callable[[], str]) -> Held:
    """The keyring: from the agent, from an unwrapped ring (demonstration), or from the passphrase."""
    folder = at.keys_folder(known.id)
    running = agent.connect(socket_path(known.id))
    if running is not None:
        return running
    return Held(keyring.load(folder, ask() if keyring.is_wrapped(folder) else None), None)


def socket_path(id: str) -> Path:
    """Where the agent of an archive listens: a folder of the user's own, of a length every system takes."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    base = Path(runtime) / "muniment" if runtime else at.keys_folder(id).parent / "agents"
    path = base / f"{id}.sock"
    return path if len(os.fsencode(path)) <= LONGEST_SOCKET else Path(tempfile.gettempdir()) / f"muniment-{os.getuid()}" / f"{id}.sock"


def opened_with(
    root: Path, known: at.Settings, keys: Held, *, fresh: bool = False, extra: Extra | None = None, is_looking: bool = False,
    database: str = "",
) -> Archive:  # fmt: skip
    """The archive in this folder, on these keys. Fresh, its database is made now, and nothing in it is brought to an end. A database
    may be named that no setting and no variable overrules."""
    is_writable = os.access(root, os.W_OK) and not is_looking
    configure(
        Database(url=database or at.database_url(root, known), key=bytes.fromhex(keys.ring.database)), extra(keys.ring) if extra else None
    )
    if fresh or is_writable:
        migrate()
    vault = Vault(root)
    if is_writable:
        vault.recover()
    seals = Seals(keys.ring, Sheets(at.keys_folder(known.id) / "sheets", keys.ring))
    archive = Archive(root, known, Shelf(unseal=seals.unsealed, name_key=skeleton), vault, seals, keys)
    for id in () if fresh or is_looking else seals.doomed():
        withdraw.finish(archive, id)
    return archive


def owner(archive: Archive) -> Agent:
    """The person at the terminal: the login that MUNIMENT_USER names, else the account named like the system's user, else the owner.

    Raises:
        BadInputError: the archive knows nobody, or nobody of the login that was named: a slip must not act in the owner's name.
    """
    people = [a for a in archive.shelf.find("agent", compartments=("open",)) if isinstance(a, Agent) and a.type == "person"]
    asked = os.environ.get("MUNIMENT_USER")
    named = asked or system_user()
    if asked and all(a.login != asked for a in people):
        raise BadInputError(f"MUNIMENT_USER names {asked}, and nobody here has this login.", advice="“muniment users” lists them.")
    mine = [a for a in people if a.login == named] or [a for a in people if "owner" in a.roles]
    if not mine:
        raise BadInputError("This archive knows no person.", advice="Run “muniment rebuild”.")
    return mine[0]
