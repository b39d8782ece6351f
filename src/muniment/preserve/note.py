"""Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint): a few lines of text with Ed25519 signatures below.

1 the text ends in a newline, then an empty line, then signature lines “— name base64(key id, signature)”;
2 a key id is the first four bytes of SHA-256(name, newline, 0x01, public key): a hint, it proves nothing;
3 signatures of unknown keys are skipped; a bad signature of a known key spoils the whole note;
4 a checkpoint's text is origin, size, base64 root, each on its own line.
"""

import base64
import binascii
import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from muniment.model.errors import MunimentError
from muniment.model.shelf import Signer

ED25519 = b"\x01"
MOST_SIGNATURES = 100


class NoteError(MunimentError):
    """A note is malformed, or a signature of a known key does not fit."""


class Key(msgspec.Struct, frozen=True):
    """A verifier key: the name it signs under and its 32 bytes."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that hint at this key (2)."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as one line: name, key id in hex, type and key in base64."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @property
    def pem(self) -> bytes:
        """The key as openssl reads it."""
        return Ed25519PublicKey.from_public_bytes(self.public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def verifies(self, text: bytes, signature: bytes) -> bool:
        """Whether this key made that signature over this text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


def parse_vkey(line: str) -> Key:
    """The key in its one-line form.

    Raises:
        NoteError: it is none, or its key id does not fit.
    """
    try:
        name, id, encoded = line.split("+", 2)
        blob = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as exc:
        raise NoteError("This is not a verifier key: name, key id and key were expected.") from exc
    key = Key(name, blob[1:])
    if blob[:1] != ED25519 or len(blob) != 33 or key.id.hex() != id:
        raise NoteError(f"The verifier key {name} is not an Ed25519 key, or its key id does not fit.")
    return key


class Checkpoint(msgspec.Struct, frozen=True):
    """A log's size and root under its name."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed (4)."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(text: str, name: str, key: Key, signer: Signer) -> str:
    """A note over this text with one signature."""
    signature = base64.b64encode(key.id + signer.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def opened(note: str, keys: list[Key]) -> tuple[str, tuple[Key, ...]]:
    """The text of a note and those of the known keys that signed it.

    Raises:
        NoteError: it is malformed, nobody known signed it, or a known key's signature is bad (3).
    """
    text, signatures = parts(note)
    good: list[Key] = []
    for name, id, signature in signatures:
        for key in keys:
            if (key.name, key.id) == (name, id):
                if not key.verifies(text.encode(), signature):
                    raise NoteError(f"The signature of {name} does not fit this note.", advice="Do not rely on it.")
                good.append(key)
    if not good:
        raise NoteError("No known key has signed this note.", advice="Compare the key with one you got from elsewhere.")
    return text, tuple(dict.fromkeys(good))


def parts(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """The text, and each signature line as name, key id and signature; nothing is verified.

    Raises:
        NoteError: it is malformed.
    """
    body, gap, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    if not gap or lines[-1] != "" or not lines[:-1] or len(lines) > MOST_SIGNATURES:
        raise NoteError("This is not a signed note: a text, an empty line, signature lines.")
    if any(ord(c) < 0x20 and c != "\n" for c in note):
        raise NoteError("A signed note holds no control characters.")
    return body + "\n", [_signature(line) for line in lines[:-1]]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    words = line.split(" ")
    try:
        dash, name, encoded = words
        blob = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as exc:
        raise NoteError(f"A signature line is malformed: {line[:60]!r}.") from exc
    if dash != "—" or not name or "+" in name or len(blob) < 5:
        raise NoteError(f"A signature line is malformed: {line[:60]!r}.")
    return name, blob[:4], blob[4:]


def checkpoint(text: str) -> Checkpoint:
    """The checkpoint in a note's text (4); further lines are extensions and are left alone.

    Raises:
        NoteError: not a checkpoint.
    """
    lines = text.split("\n")
    try:
        origin, size, encoded = lines[:3]
        root = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as exc:
        raise NoteError("This note is not a checkpoint: origin, size and root were expected.") from exc
    if not origin or not size.isascii() or not size.isdigit() or (size != "0" and size[0] == "0") or len(root) != 32:
        raise NoteError("This note is not a checkpoint: origin, size and root were expected.")
    return Checkpoint(origin, int(size), root)
