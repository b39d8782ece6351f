"""Making a new archive, opening one that exists, and finding its keys."""

from __future__ import annotations

import getpass
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from muniment.archive import settings as at
from muniment.archive import withdraw
from muniment.archive.ledger import Rebuilt, rebuilt
from muniment.archive.log import Log, keep
from muniment.archive.opened import Archive
from muniment.archive.seals import Seals
from muniment.link import skeleton
from muniment.model.agent import Agent
from muniment.model.errors import BadInputError, MunimentError
from muniment.protect import agent, custodians, keyring
from muniment.protect.agent import Held
from muniment.protect.sheets import Sheets
from muniment.store import Database, Shelf, Vault, close, configure, migrate

Extra = Callable[[keyring.Keyring], Mapping[str, object]]
"""What the web interface adds to the store's settings, made from the keys."""
LONGEST_SOCKET = 100
"""Bytes. Systems differ between 104 and 108."""
NAMASTE = "0=muniment_vault_1"
README = """This folder is a Muniment archive. What it is and how to read it without our software:

  archive.toml        what the archive is called; no secret, no name of a person
  packs/*.tar         sealed objects; each member is an age file (https://age-encryption.org), its name the SHA-256 of its bytes
  objects/ab/cdef...  larger sealed objects, named the same way (the first two digits are the folder)
  log/checkpoint      the head of the ledger, signed (C2SP signed note, Ed25519)
  log/tile/...        the ledger's Merkle tree (C2SP tlog-tiles, RFC 6962 hashing)
  log/acts/*.age      the ledger's entries, sealed to the auditor's key; each says which object holds which noun
  keys/               public keys only
  index.db            an index (SQLCipher); it can be made again from the rest with the keys

To see that the bytes are whole, without any key:   tar -xf packs/000001.tar && sha256sum *     (names must equal digests)
To open an object, with the keys:                   age -d -i KEYFILE OBJECT
The private keys are not in this folder. Its owner holds them wrapped by a passphrase; two of three custodians can bring them.
"""


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
        archive = _opened(root, made, Held(own, None), fresh=True)
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
    for name in ("packs", "objects", "log", "keys", "incoming"):
        (root / name).mkdir(parents=True, exist_ok=True)
    root.chmod(0o700)
    keep(root / NAMASTE, b"muniment_vault_1\n")
    keep(root / "README.txt", README.encode())
    key = Log(root / "log", made.origin).key(ring)
    keep(root / "keys" / "log.pem", key.pem)
    keep(root / "keys" / "log.vkey", f"{key.vkey}\n".encode())
    lines = "".join(f"{name} {public}\n" for name, public in ring.public.items())
    keep(root / "keys" / "compartments.txt", lines.encode())
    at.write(root, made)


def _first_agent(archive: Archive, login: str) -> None:
    """The owner, from the system's user: the maker of everything until others are added."""
    roles = ("owner", "custodian", "administrator") if archive.settings.is_alone else ("owner", "administrator")
    roles = (*roles, "analyst", "reviewer", "linker", "drafter", "releaser") if archive.settings.is_alone else roles
    id, now = archive.new_id("ag"), archive.now()
    person = Agent(id=id, made_by=id, made_at=now, type="person", name=login, login=login, roles=roles)
    act = archive.desk(person).act("archive.founded", archive.settings.mode)
    act.add(person)
    act.write()


def open_archive(root: Path, ask: Callable[[], str], *, extra: Extra | None = None) -> Archive:
    """Open an archive: with the keys its agent holds, or with a passphrase from `ask`.

    Raises:
        BadInputError: no archive there; a wrong passphrase.
        KeyMissingError: its keys are not on this machine.
    """
    known = at.read(root)
    return _opened(root, known, held(known, ask), extra=extra)


def rebuild_archive(root: Path, ask: Callable[[], str]) -> Rebuilt:
    """Make the database again, whether it is damaged, lost or only doubted. It is an index: nothing is lost with it.

    Raises:
        BadInputError: no archive there; a wrong passphrase.
    """
    known = at.read(root)
    keys = held(known, ask)
    _settle(root, known, keys)
    with _aside(root, is_file=not (os.environ.get("MUNIMENT_DATABASE") or known.database)):
        return _rebuilt(root, known, keys)


def _settle(root: Path, known: at.Settings, keys: Held) -> None:
    """What the old database holds and the ledger does not yet is logged first, if the old database can be read at all."""
    if (root / "index.db").exists():
        with suppress(MunimentError):
            old = _opened(root, known, keys)
            try:
                old.sequencer.run()
            finally:
                old.shelf.close()


@contextmanager
def _aside(root: Path, *, is_file: bool) -> Iterator[None]:
    """The old database out of the way while a new one is made; back again if that fails."""
    found = [root / name for name in ("index.db", "index.db-wal", "index.db-shm") if (root / name).exists()] if is_file else []
    old = [path.with_name(f"{path.name}.before") for path in found]
    for path, kept in zip(found, old, strict=True):
        path.replace(kept)
    try:
        yield
    except BaseException:
        for path in root.glob("index.db*") if is_file else ():
            if path not in old:
                path.unlink()
        for path, kept in zip(found, old, strict=True):
            kept.replace(path)
        raise
    for kept in old:
        kept.unlink()


def _rebuilt(root: Path, known: at.Settings, keys: Held) -> Rebuilt:
    archive = _opened(root, known, keys, fresh=True)
    program = Agent(id=archive.new_id("ag"), made_by="muniment", made_at=archive.now(), type="software", name="rebuild", roles=("owner",))
    try:
        done = rebuilt(archive.desk(program).through("archive.export"))
    except BaseException:
        archive.shelf.close()  # without logging: there is nothing yet that a log could be held against
        raise
    archive.close()
    return done


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


def _opened(root: Path, known: at.Settings, keys: Held, *, fresh: bool = False, extra: Extra | None = None) -> Archive:
    is_writable = os.access(root, os.W_OK)
    configure(Database(url=at.database_url(root, known), key=bytes.fromhex(keys.ring.database)), extra(keys.ring) if extra else None)
    if fresh or is_writable:
        migrate()
    vault = Vault(root)
    if is_writable:
        vault.recover()
    seals = Seals(keys.ring, Sheets(at.keys_folder(known.id) / "sheets", keys.ring))
    archive = Archive(root, known, Shelf(unseal=seals.unsealed, name_key=skeleton), vault, seals, keys)
    for id in () if fresh else seals.doomed():
        withdraw.finish(archive, id)
    return archive


def owner(archive: Archive) -> Agent:
    """The person at the terminal: the account named like the system's user, else the owner.

    Raises:
        BadInputError: the archive knows nobody.
    """
    people = [a for a in archive.shelf.find("agent", compartments=("open",)) if isinstance(a, Agent) and a.type == "person"]
    named = os.environ.get("MUNIMENT_USER") or system_user()
    mine = [a for a in people if a.login == named] or [a for a in people if "owner" in a.roles]
    if not mine:
        raise BadInputError("This archive knows no person.", advice="Run “muniment rebuild”.")
    return mine[0]
