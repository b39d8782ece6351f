"""The keyring: the private keys of one archive, outside it, wrapped by a passphrase (age, scrypt).

It holds the key of the database, the key that signs the ledger, the identity that opens ledger entries, and one identity a
compartment. The identity of *sealed-identity* is not in it where custodians hold it: it takes two of them to bring it.
"""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from muniment.model.errors import BadInputError
from muniment.model.noun import RANK
from muniment.protect.sealing import Identity, Recipient, fresh, identity, recipient

SHORTEST = 12
PATIENCE = 20
EXCESSIVE = "Excessive work"
WRAPPED, UNWRAPPED = "keyring.age", "keyring.json"


class KeyMissingError(BadInputError):
    """A key that is needed is not at hand."""


class BusyError(BadInputError):
    """This machine is too slow just now to try a passphrase."""


class WrongPassphraseError(BadInputError):
    """The passphrase does not open the keyring."""


class Keyring(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The secrets of one archive. Hex or age lines; never printed, logged or put in an error."""

    archive: str
    database: str
    log: str
    ledger: str
    tags: str
    compartments: dict[str, str]
    public: dict[str, str]
    retired: dict[str, tuple[str, ...]] = {}

    def __repr__(self) -> str:
        return f"Keyring({self.archive})"

    def opens(self, compartment: str) -> bool:
        """Whether this keyring can open a compartment."""
        return compartment in self.compartments

    def identity(self, compartment: str) -> Identity:
        """The identity of a compartment.

        Raises:
            KeyMissingError: it is not on this ring.
        """
        if compartment not in self.compartments:
            raise KeyMissingError(f"The key of “{compartment}” is not here.", advice="Two custodians together can open it.")
        return identity(self.compartments[compartment])

    def identities(self, compartment: str) -> list[Identity]:
        """Every identity that a compartment has had, the one of now first: what was sealed before a rotation needs those before.

        Raises:
            KeyMissingError: they are not on this ring.
        """
        return [self.identity(compartment), *map(identity, reversed(self.retired.get(compartment, ())))]

    def public_of(self, compartment: str) -> str:
        """The public key of a compartment: sealing needs no secret.

        Raises:
            KeyMissingError: there is no such compartment.
        """
        if compartment not in self.public:
            raise KeyMissingError(f"There is no compartment “{compartment}”.", advice="They are open, restricted, sealed-identity.")
        return self.public[compartment]

    def recipient(self, compartment: str) -> Recipient:
        """The same, to seal for. Raises KeyMissingError."""
        return recipient(self.public_of(compartment))

    def sign(self, message: bytes) -> bytes:
        """Sign with the log's key (Ed25519)."""
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.log)).sign(message)

    @property
    def log_public(self) -> bytes:
        """The 32 bytes that verify the log's signatures."""
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.log)).public_key()
        return key.public_bytes(Encoding.Raw, PublicFormat.Raw)

    def listed(self) -> bytes:
        """The public keys of the compartments, as `keys/compartments.txt` lists them."""
        return "".join(f"{name} {public}\n" for name, public in self.public.items()).encode()

    def without(self, compartment: str) -> "Keyring":
        """This ring with one compartment's secret taken off."""
        kept = {name: secret for name, secret in self.compartments.items() if name != compartment}
        retired = {name: secrets for name, secrets in self.retired.items() if name != compartment}
        return msgspec.structs.replace(self, compartments=kept, retired=retired)

    def rotated(self, compartment: str) -> "Keyring":
        """This ring with a new identity for a compartment; the one it had is kept for what was sealed to it.

        Raises:
            KeyMissingError: it is not on this ring.
        """
        old, new = str(self.identity(compartment)), fresh()
        return msgspec.structs.replace(
            self,
            compartments=self.compartments | {compartment: str(new)},
            public=self.public | {compartment: str(new.to_public())},
            retired=self.retired | {compartment: (*self.retired.get(compartment, ()), old)},
        )


def new_keyring(archive: str, compartments: tuple[str, ...] = RANK) -> Keyring:
    """Fresh random keys for a new archive."""
    made = {name: fresh() for name in compartments}
    return Keyring(
        archive=archive,
        database=secrets.token_hex(32),
        log=secrets.token_hex(32),
        ledger=str(fresh()),
        tags=secrets.token_hex(32),
        compartments={name: str(one) for name, one in made.items()},
        public={name: str(one.to_public()) for name, one in made.items()},
    )


def encoded(ring: Keyring) -> bytes:
    """The ring as bytes, to be wrapped at once."""
    return msgspec.json.encode(ring)


def decoded(data: bytes) -> Keyring:
    """The ring in these bytes.

    Raises:
        KeyMissingError: they are no keyring.
    """
    try:
        return msgspec.json.decode(data, type=Keyring)
    except (msgspec.MsgspecError, UnicodeDecodeError) as exc:
        raise KeyMissingError("These bytes are not a keyring.", advice="Restore the keys from the custodians' copies.") from exc


def keep(folder: Path, ring: Keyring, passphrase: str | None) -> Path:
    """Write the ring, wrapped; without a passphrase (demonstration only) it lies open and says so by its name."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if passphrase is None:
        return write_private(folder / UNWRAPPED, encoded(ring))
    return write_private(folder / WRAPPED, wrapped(encoded(ring), passphrase))


def long_enough(passphrase: str) -> str:
    """This passphrase, if it may wrap keys (OWASP ASVS: at least twelve characters; no rule on what they are).

    Raises:
        BadInputError: it is shorter.
    """
    if len(passphrase.strip()) < SHORTEST:
        raise BadInputError(
            f"A passphrase needs at least {SHORTEST} characters, this one has {len(passphrase.strip())}.",
            advice="Take four or more words that do not belong together; nothing was made.",
        )
    return passphrase


def is_wrapped(folder: Path) -> bool:
    """Whether a passphrase is needed.

    Raises:
        KeyMissingError: there is no keyring at all.
    """
    if (folder / UNWRAPPED).exists():
        return False
    if (folder / WRAPPED).exists():
        return True
    raise KeyMissingError(
        f"The keys of this archive are not on this machine ({folder} holds none).",
        advice="Bring them with “muniment recover” and two custodians. Fixity and proofs can be checked without keys.",
    )


def load(folder: Path, passphrase: str | None) -> Keyring:
    """Read the ring.

    Raises:
        KeyMissingError: there is none.
        WrongPassphraseError: the passphrase does not fit; nothing was changed, try again.
        BusyError: whether it fits was not tried, this machine being too slow just now.
    """
    if not is_wrapped(folder):
        return decoded((folder / UNWRAPPED).read_bytes())
    return decoded(unwrapped((folder / WRAPPED).read_bytes(), passphrase or ""))


def wrapped(data: bytes, passphrase: str) -> bytes:
    """Secrets under a passphrase (age, scrypt)."""
    made: bytes = pyrage.passphrase.encrypt(data, passphrase)
    return made


RECOVER = "Nothing was changed: try again, or bring two custodians for “muniment recover”."


def unwrapped(data: bytes, passphrase: str, what: str = "the keys of this archive", advice: str = RECOVER) -> bytes:
    """Secrets out from under their passphrase.

    Raises:
        WrongPassphraseError: it does not fit; nothing was changed, try again.
        BusyError: whether it fits was not tried, this machine being too slow just now.
    """
    try:
        return _unwrapped(data, passphrase)
    except pyrage.DecryptError as exc:
        if EXCESSIVE in str(exc):
            raise BusyError(
                "The keys were not tried: this machine is far slower now than the one that wrapped them.",
                advice="The passphrase may be right: try again when less is running.",
            ) from exc
        raise WrongPassphraseError(f"The passphrase does not open {what}.", advice=advice) from exc


def _unwrapped(data: bytes, passphrase: str) -> bytes:
    """age measures this machine anew each time, and refuses unasked what it takes for too much work. Where others keep the machine
    busy for a moment the next measure is another, so it is asked again."""
    for left in reversed(range(PATIENCE)):
        try:
            opened: bytes = pyrage.passphrase.decrypt(data, passphrase)
        except pyrage.DecryptError as exc:
            if EXCESSIVE not in str(exc) or not left:
                raise
            time.sleep(0.1)
        else:
            return opened
    raise AssertionError("unreachable: the last try raises")


@contextmanager
def overwritten(path: Path) -> Iterator[None]:
    """What stands at this path is overwritten once something else has taken its place, or nothing.

    What a disk may still hold of it is out of our hands: flash memory and snapshots keep copies.
    """
    with path.open("r+b") as old:
        yield
        old.write(os.urandom(os.fstat(old.fileno()).st_size))
        old.flush()
        os.fsync(old.fileno())


def write_private(path: Path, data: bytes) -> Path:
    """Write a file that only its owner can read, whole or not at all, on disk before this returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    waiting = path.with_name(path.name + f".{os.getpid()}.new")
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(descriptor)
    waiting.replace(path)
    _flush_names(path.parent)
    return path


def remove_private(path: Path) -> None:
    """Remove a file if it is there; its name does not come back when the power goes."""
    path.unlink(missing_ok=True)
    _flush_names(path.parent)


def _flush_names(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
