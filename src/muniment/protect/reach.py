"""Reaching into a sealed object: any stretch of its plaintext, without opening what lies before it.

An age v1 file is a header that holds the file key and a payload of chunks of 64 KiB, each sealed with its own number
(age-encryption.org/v1, “Payload”): a recording of gigabytes is played a few chunks at a time. One layer alone, an item's own.
"""

from __future__ import annotations

import hmac
from base64 import b64decode
from binascii import Error
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from muniment.protect.sealing import Identity, SealError

CHUNK, TAG, NONCE = 1 << 16, 16, 16
LONGEST_HEADER = 1 << 14
"""Bytes; one of ours has some 300."""
INTRO, X25519 = b"age-encryption.org/v1\n", b"age-encryption.org/v1/X25519"
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


class Reach:
    """The plaintext behind a seekable ciphertext: `size` in bytes, and `read` from anywhere in it."""

    def __init__(self, source: BinaryIO, identity: Identity) -> None:
        """Raises SealError: this key does not open it, or its header was changed."""
        self._source = source
        head = source.read(LONGEST_HEADER)
        try:
            file_key, self._begin = _file_key(head, _scalar(str(identity)))
        except (ValueError, Error, InvalidTag, IndexError) as exc:
            raise _broken() from exc
        nonce = head[self._begin : self._begin + NONCE]
        self._begin += NONCE
        self._aead = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
        sealed = source.seek(0, 2) - self._begin
        self._chunks = max(1, -(-sealed // (CHUNK + TAG)))
        self.size = sealed - self._chunks * TAG
        if self.size < 0:
            raise _broken()

    def read(self, start: int, length: int) -> bytes:
        """At most `length` bytes from `start` on; fewer at the end.

        Raises:
            SealError: a chunk was changed, moved or cut.
        """
        stop = min(start + length, self.size)
        if start >= stop:
            return b""
        first, last = start // CHUNK, (stop - 1) // CHUNK
        opened = b"".join(self._chunk(n) for n in range(first, last + 1))
        return opened[start - first * CHUNK : stop - first * CHUNK]

    def _chunk(self, number: int) -> bytes:
        self._source.seek(self._begin + number * (CHUNK + TAG))
        sealed, is_last = self._source.read(CHUNK + TAG), number == self._chunks - 1
        try:
            return self._aead.decrypt(number.to_bytes(11, "big") + bytes([is_last]), sealed, None)
        except InvalidTag as exc:
            raise _broken() from exc


def _broken() -> SealError:
    return SealError("The key does not open this, or its bytes were changed.", advice="Run “muniment verify”.")


def _file_key(head: bytes, scalar: bytes) -> tuple[bytes, int]:
    """The file key, and where the header ends. ValueError, IndexError or InvalidTag for anything else than a header for this key."""
    if not head.startswith(INTRO):
        raise ValueError("not an age file")
    foot = head.index(b"\n--- ") + 4
    end = head.index(b"\n", foot) + 1
    for stanza in head[len(INTRO) : foot - 4].split(b"-> ")[1:]:
        argument, body = stanza.split(b"\n", 1)
        if not argument.startswith(b"X25519 "):
            continue
        try:
            key = _unwrapped(scalar, _decoded(argument[7:]), _decoded(body.replace(b"\n", b"")))
        except InvalidTag:
            continue  # for somebody else
        mac = hmac.digest(_derived(key, b"", b"header"), head[:foot], "sha256")
        if hmac.compare_digest(mac, _decoded(head[foot + 1 : end - 1])):
            return key, end
    raise ValueError("no stanza for this key")


def _unwrapped(scalar: bytes, share: bytes, body: bytes) -> bytes:
    ours = X25519PrivateKey.from_private_bytes(scalar)
    secret = ours.exchange(X25519PublicKey.from_public_bytes(share))
    public = ours.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return ChaCha20Poly1305(_derived(secret, share + public, X25519)).decrypt(bytes(12), body, None)


def _derived(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(secret)


def _decoded(words: bytes) -> bytes:
    return b64decode(words + b"=" * (-len(words) % 4), validate=True)


def _scalar(line: str) -> bytes:
    """The 32 bytes of AGE-SECRET-KEY-1… (Bech32; its checksum was looked at when the identity was made)."""
    number = 0
    for letter in line.lower().removeprefix("age-secret-key-1")[:-6]:
        number = number << 5 | LETTERS.index(letter)
    return (number >> 4).to_bytes(32, "big")
