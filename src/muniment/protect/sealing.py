"""Sealing: every object is an age v1 file, for keys that can be destroyed one by one.

What rests on several pieces of evidence is sealed in layers, one for each, so that destroying any one key is enough. Nonces
are derived from the same secrets and stored nowhere: they die with the key. The stock `age` program opens every layer.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any, BinaryIO, Protocol, TypeAlias

import msgspec
import pyrage

from muniment.model.errors import BadInputError, MunimentError

Identity: TypeAlias = Any  # pyrage.x25519.Identity: the library has no types
Recipient: TypeAlias = Any  # pyrage.x25519.Recipient


class SealError(MunimentError):
    """Something could not be sealed or opened with the keys at hand."""


class NotAKeyError(SealError, BadInputError):
    """What was given as a key is none. The message never repeats what may be a secret."""


class Target(Protocol):
    """Where a stream goes."""

    def write(self, piece: bytes, /) -> int:
        """Write all of it."""

    def flush(self) -> None:
        """Nothing may wait."""


class Streamed(msgspec.Struct, frozen=True):
    """Digest and size of the plaintext that went by."""

    sha256: str
    size: int


def fresh() -> Identity:
    """A new random identity."""
    return pyrage.x25519.Identity.generate()


def identity(secret: str) -> Identity:
    """An identity from its line AGE-SECRET-KEY-1…

    Raises:
        NotAKeyError: it is none.
    """
    try:
        return pyrage.x25519.Identity.from_str(secret.strip())
    except Exception as exc:
        raise NotAKeyError("This is not an age secret key.", advice="It is one line that begins with AGE-SECRET-KEY-1.") from exc


def recipient(public: str) -> Recipient:
    """A recipient from its line age1…

    Raises:
        NotAKeyError: it is none.
    """
    try:
        return pyrage.x25519.Recipient.from_str(public.strip())
    except Exception as exc:
        found = "a secret key" if public.strip().upper().startswith("AGE-SECRET-KEY-") else "something else"
        raise NotAKeyError(f"This is not an age public key but {found}.", advice="It is one word that begins with age1.") from exc


def seal(plaintext: bytes, recipients: Sequence[Recipient]) -> bytes:
    """Seal for all of these together: a layer each, the first innermost."""
    sealed = plaintext
    for one in recipients:
        sealed = pyrage.encrypt(sealed, [one])
    return sealed


def unseal(ciphertext: bytes, identities: Sequence[Identity]) -> bytes:
    """Take the layers off, in the order they were sealed in.

    Raises:
        SealError: a key does not fit, or the bytes were changed.
    """
    opened = ciphertext
    try:
        for one in reversed(identities):
            opened = pyrage.decrypt(opened, [one])
    except pyrage.DecryptError as exc:
        raise SealError("The key does not open this, or its bytes were changed.", advice="Run “muniment verify”.") from exc
    return opened


def unseal_by_any(ciphertext: bytes, identities: Sequence[Identity]) -> bytes:
    """Take off one layer, sealed to whichever of these.

    Raises:
        SealError: none of them fits, or the bytes were changed.
    """
    try:
        opened: bytes = pyrage.decrypt(ciphertext, list(identities))
    except pyrage.DecryptError as exc:
        raise SealError("No key of this compartment opens this, or its bytes were changed.", advice="Run “muniment verify”.") from exc
    return opened


def opens(ciphertext: bytes, identities: Sequence[Identity]) -> bool:
    """Whether one of these identities takes the outermost layer off."""
    try:
        pyrage.decrypt(ciphertext, list(identities))
    except pyrage.DecryptError:
        return False
    return True


class _Hashing:
    """A reader that hashes what passes, and remembers what went wrong: pyrage keeps the words of an error alone."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self.digest, self.size = source, hashlib.sha256(), 0
        self.failed: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            chunk = self.source.read(size)
        except OSError as exc:
            self.failed = exc
            raise
        self.digest.update(chunk)
        self.size += len(chunk)
        return chunk


def seal_stream(source: BinaryIO, target: Target, to: Recipient) -> Streamed:
    """Seal a stream in one pass, never holding all of it.

    Raises:
        OSError: of the source. SealError: anything else, in the words of the library.
    """
    hashing = _Hashing(source)
    try:
        pyrage.encrypt_io(hashing, target, [to])
    except pyrage.EncryptError as exc:
        if hashing.failed:
            raise hashing.failed from exc
        raise SealError(f"This stream could not be sealed: {exc}.") from exc
    return Streamed(hashing.digest.hexdigest(), hashing.size)


def nonce(secrets: Sequence[str], id: str, version: int) -> str:
    """The nonce of a noun version, from the secrets it is sealed under; 32 bytes in hex."""
    key = hashlib.sha256("\n".join(sorted(secrets)).encode()).digest()
    return hmac.digest(key, f"muniment/nonce/1 {id} {version}".encode(), "sha256").hex()


def tag(key: bytes, words: str) -> str:
    """A keyed tag that lets equal words meet without giving them away."""
    return hmac.digest(key, words.encode(), "sha256").hex()
