"""Making a new archive, opening one that exists, and finding its keys."""

from __future__ import annotations

import getpass
import os
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from muniment.archive import settings as at
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
from muniment.store import Database, Shelf, Vault, configure, migrate

Extra = Callable[[keyring.Keyring], Mapping[str, object]]
"""What the web interface adds to the store's settings, made from the keys."""
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


class NotUnlockedError(MunimentError):
    """The agent locked while the archive was open."""


def found(
    root: Path, *, passphrase: str | None, custodians_keys: tuple[str, ...] = (), title: str = "", is_demonstration: bool = False,
    database: str = "", owner_login: str | None = None,
) -> Archive:  # fmt: skip
    """Make a new archive and open it: keys first, then folders, then the database, then the first ledger entry.

    Raises:
        BadInputError: something is there already, or the custodians are not three.
    """
    if root.exists() and any(root.iterdir()):
        raise BadInputError(f"{root} is not empty.", advice="Name a new folder for the archive.")
    id = secrets.token_hex(8)
    mode: at.Mode = "demonstration" if is_demonstration else "custodians" if custodians_keys else "alone"
    made = at.Settings(id=id, title=title or root.name, mode=mode, created=datetime.now(UTC).date().isoformat(), database=database)
    ring = keyring.new_keyring(id)
    folder = at.keys_folder(id)
    if custodians_keys:
        custodians.wrap(folder, ring, custodians_keys)
    keyring.keep(folder, ring.without("sealed-identity") if custodians_keys else ring, passphrase)
    _lay_out(root, made, ring)
    archive = _opened(root, made, Held(ring, None), fresh=True)
    _first_agent(archive, owner_login or getpass.getuser())
    return archive


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
    if not (os.environ.get("MUNIMENT_DATABASE") or known.database):
        for name in ("index.db", "index.db-wal", "index.db-shm"):
            (root / name).unlink(missing_ok=True)
    archive = _opened(root, known, keys, fresh=True)
    program = Agent(id=archive.new_id("ag"), made_by="muniment", made_at=archive.now(), type="software", name="rebuild", roles=("owner",))
    try:
        return rebuilt(archive.desk(program).through("archive.export"))
    finally:
        archive.close()


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
    return base / f"{id}.sock"


def _opened(root: Path, known: at.Settings, keys: Held, *, fresh: bool = False, extra: Extra | None = None) -> Archive:
    is_writable = os.access(root, os.W_OK)
    configure(Database(url=at.database_url(root, known), key=bytes.fromhex(keys.ring.database)), extra(keys.ring) if extra else None)
    if fresh or is_writable:
        migrate()
    vault = Vault(root)
    if is_writable:
        vault.recover()
    seals = Seals(keys.ring, Sheets(at.keys_folder(known.id) / "sheets", keys.ring))
    return Archive(root, known, Shelf(unseal=seals.unsealed, name_key=skeleton), vault, seals, keys)


def owner(archive: Archive) -> Agent:
    """The person at the terminal: the account named like the system's user, else the owner.

    Raises:
        BadInputError: the archive knows nobody.
    """
    people = [a for a in archive.shelf.find("agent", compartments=("open",)) if isinstance(a, Agent) and a.type == "person"]
    named = os.environ.get("MUNIMENT_USER") or getpass.getuser()
    mine = [a for a in people if a.login == named] or [a for a in people if "owner" in a.roles]
    if not mine:
        raise BadInputError("This archive knows no person.", advice="Run “muniment rebuild”.")
    return mine[0]
