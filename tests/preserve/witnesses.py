"""Witnesses and logs in memory for tests: keys from seeds, a log of any leaves, and a witness that can be asked without a disk."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from muniment.preserve import note
from muniment.preserve.merkle import consistency, from_leaves, root
from muniment.preserve.note import COSIGNATURE, ED25519, Key
from muniment.preserve.witness import Answer, Request, Seen, judged, known

NOON = 1_790_000_000
ORIGIN = "muniment.archive/test"


class Pen:
    """Someone who signs, under a name."""

    def __init__(self, name: str, seed: int, type: bytes) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
        self.key = Key(name, self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), type)

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


class Log(Pen):
    """A log of some leaves, which signs whatever it is told to."""

    def __init__(self, leaves: list[bytes], seed: int = 1, origin: str = ORIGIN) -> None:
        super().__init__(origin, seed, ED25519)
        self.leaves = leaves

    def checkpoint(self, size: int | None = None) -> str:
        size = len(self.leaves) if size is None else size
        text = note.Checkpoint(self.key.name, size, root(self.leaves[:size])).text
        return note.sign(text, self.key.name, self.key, self)

    def request(self, old: int, size: int | None = None) -> bytes:
        size = len(self.leaves) if size is None else size
        proof = consistency(old, size, from_leaves(self.leaves)) if 0 < old <= size else []
        return Request(old, tuple(proof), self.checkpoint(size)).body.encode()


class Watcher(Pen):
    """A witness that keeps what it saw in memory."""

    def __init__(self, name: str = "witness.example/north", seed: int = 7) -> None:
        super().__init__(name, seed, COSIGNATURE)
        self.logs: dict[str, Key] = {}
        self.seen: dict[str, Seen] = {}
        self.now = NOON

    def watch(self, key: Key) -> "Watcher":
        self.logs[key.name] = key
        return self

    def asked(self, body: bytes) -> Answer:
        found = known(body, self.logs)
        if isinstance(found, Answer):
            return found
        request, head, text = found
        answer = judged(request, head, text, self.seen.get(head.origin, Seen()), self.key, self.now, self)
        if answer.seen:
            self.seen[head.origin] = answer.seen
        return answer


def leaves(count: int, mark: bytes = b"") -> list[bytes]:
    return [b"\x01" + mark + str(n).encode() for n in range(count)]
