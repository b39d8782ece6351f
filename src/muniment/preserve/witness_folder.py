"""A witness's own folder: its key, the logs it watches, and what it saw of each, on disk before it answers.

    witness.vkey        the key that partners compare and enter: one line
    key.age             the private key, wrapped by a passphrase
    logs.txt            a log a line: its verifier key, whose name is the log's origin
    seen/<digest>.json  for each log the largest tree that was cosigned; the digest is the SHA-256 of the origin
    lock                one request at a time, whoever asks: a second process, a thread, a file from a stick
    RETIRED.txt         what was seen is lost or older than this machine remembers: no more is signed, ever

A witness that forgot would sign a fork. So a log without its file in `seen/`, one that cannot be read, or one behind the memory
outside the folder retires the witness for good: a new one, with a new key, has to be made and named to the archives.
"""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from muniment.model.errors import BadInputError, MunimentError
from muniment.preserve.note import COSIGNATURE, ED25519, Key, NoteError, is_name, parse_vkey
from muniment.preserve.witness import Answer, Seen, judged, known
from muniment.protect.keyring import unwrapped, wrapped, write_private

KEY, VKEY, LOGS, RETIRED = "key.age", "witness.vkey", "logs.txt", "RETIRED.txt"


class RetiredError(MunimentError):
    """This witness lost what it saw, and must not sign again."""


class Witness:
    """A witness on disk. `memory` is a folder outside, on this machine, that remembers sizes once more."""

    def __init__(self, folder: Path, memory: Path) -> None:
        self.folder, self.memory = folder, memory / "witnesses" / self.id_of(folder)
        self.key = parse_vkey((folder / VKEY).read_text(encoding="utf-8").strip())

    @staticmethod
    def id_of(folder: Path) -> str:
        """What tells this witness from every other on a machine: the digest of its key.

        Raises:
            BadInputError: no witness lives there.
        """
        try:
            return hashlib.sha256((folder / VKEY).read_bytes()).hexdigest()[:16]
        except OSError as exc:
            raise BadInputError(
                f"There is no witness in {folder}.", advice="Make one with “muniment witness init DIR --name NAME”."
            ) from exc

    def logs(self) -> dict[str, Key]:
        """The logs that are watched, by origin."""
        path = self.folder / LOGS
        keys = [parse_vkey(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
        return {key.name: key for key in keys}

    def watch(self, vkey: str) -> Key:
        """Watch one more log, from its first entry on.

        Raises:
            BadInputError: not the key of a log, or another key of a log that is watched already.
        """
        try:
            key = parse_vkey(vkey)
        except NoteError as exc:
            raise BadInputError(f"This is not the key of a log. {exc}", advice="Ask the archive for its file keys/log.vkey.") from exc
        if key.type != ED25519:
            raise BadInputError(f"{key.name} is the key of a witness, not of a log.", advice="Ask the archive for its file keys/log.vkey.")
        with self._alone():
            logs = self.logs()
            if key.name in logs and logs[key.name] != key:
                raise BadInputError(
                    f"{key.name} is watched already, with another key.",
                    advice="A log keeps its key. Ask the archive, by a way you trust, what happened.",
                )
            if key.name not in logs:
                write_private(self._path(key.name), msgspec.json.encode(Seen()))
                write_private(self.folder / LOGS, "".join(f"{one.vkey}\n" for one in (*logs.values(), key)).encode())
        return key

    def seen(self, origin: str) -> Seen:
        """What was cosigned last of a log that is watched.

        Raises:
            RetiredError: that is not known any more.
        """
        if (self.folder / RETIRED).exists():
            raise self._retired()
        try:
            seen = msgspec.json.decode(self._path(origin).read_bytes(), type=Seen)
            outside = self._outside(origin)
        except (OSError, msgspec.MsgspecError) as exc:
            self._retire(f"{self._path(origin).name} is lost or cannot be read: what was cosigned of {origin} is not known any more.")
            raise self._retired() from exc
        if outside.size > seen.size or (outside.size == seen.size and outside.root != seen.root):
            self._retire(
                f"{self._path(origin).name} is older than what this machine cosigned of {origin}: {seen.size} against {outside.size}."
            )
            raise self._retired()
        return seen

    def answer(self, body: bytes, signer: Signer, at: int) -> Answer:
        """One request, answered; what a cosignature promises is on disk before this returns. `at` is in seconds since 1970.

        Raises:
            RetiredError: this witness must not sign any more.
        """
        asked = known(body, self.logs())
        if isinstance(asked, Answer):
            return asked
        request, head, text = asked
        with self._alone():
            seen = self.seen(head.origin)
            made = judged(request, head, text, seen, self.key, at, signer)
            if made.seen is not None:
                kept = msgspec.json.encode(made.seen)
                write_private(self._path(head.origin), kept)
                write_private(self.memory / self._path(head.origin).name, kept)  # second: it only ever refuses what is older
        return made

    def _outside(self, origin: str) -> Seen:
        path = self.memory / self._path(origin).name
        return msgspec.json.decode(path.read_bytes(), type=Seen) if path.exists() else Seen()

    def _path(self, origin: str) -> Path:
        return self.folder / "seen" / f"{digest(origin)}.json"

    def _retire(self, why: str) -> None:
        write_private(self.folder / RETIRED, f"{why}\n".encode())

    def _retired(self) -> RetiredError:
        why = (self.folder / RETIRED).read_text(encoding="utf-8", errors="backslashreplace").strip()
        return RetiredError(
            f"This witness is retired. {why}",
            advice="It could sign a fork without knowing. Make a new witness with a new key, and tell the archives that trusted this one.",
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Signer:
    """The private key of a witness, in memory."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    def sign(self, message: bytes) -> bytes:
        """Sign with it (Ed25519)."""
        return self._key.sign(message)


def digest(origin: str) -> str:
    """What a log is called in addresses and file names: the SHA-256 of its origin, in hex."""
    return hashlib.sha256(origin.encode()).hexdigest()


def begin(folder: Path, name: str, passphrase: str, memory: Path) -> Witness:
    """A new witness in a new folder.

    Raises:
        BadInputError: something is there, or it cannot be called so.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInputError(f"{folder} is not empty.", advice="Name a new folder for the witness.")
    if not is_name(name) or not name.isascii() or len(name) > 200:
        raise BadInputError(f"A witness cannot be called {name!r}.", advice="Use letters, digits, dots and slashes: witness.example/north.")
    made = Ed25519PrivateKey.generate()
    public = Key(name, made.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), COSIGNATURE)
    (folder / "seen").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    secret = made.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    write_private(folder / KEY, wrapped(secret, passphrase))
    write_private(folder / VKEY, f"{public.vkey}\n".encode())
    return Witness(folder, memory)


def unlocked(witness: Witness, passphrase: str) -> Signer:
    """The witness's private key.

    Raises:
        WrongPassphraseError: the passphrase does not open it.
        BadInputError: it is not there, or is another key than witness.vkey.
    """
    try:
        wrapped_key = (witness.folder / KEY).read_bytes()
    except OSError as exc:
        raise BadInputError(f"The witness in {witness.folder} has no key ({KEY}).", advice="Bring it back from your copy.") from exc
    secret = unwrapped(wrapped_key, passphrase, "the key of this witness", "Nothing was signed: try again.")
    key = Ed25519PrivateKey.from_private_bytes(secret)
    if key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw) != witness.key.public:
        raise BadInputError(f"{KEY} is not the key of {VKEY}.", advice="Bring both back from your copy.")
    return Signer(key)


def checkpoint_of(witness: Witness, origin_digest: str) -> str | None:
    """The last checkpoint that was cosigned of the log whose origin has this digest; None where there is none."""
    for origin in witness.logs():
        if origin_digest == digest(origin):
            return witness.seen(origin).note or None
    return None
