"""What a room may ask for when it must read or keep something: small protocols that the archive fills.

Rooms never import the store, read the clock or touch the environment; they take these as arguments.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from muniment.model.noun import Noun

Clock = Callable[[], datetime]
NewId = Callable[[str], str]
"""Prefix in, new identifier out."""


class Finder(Protocol):
    """Finds current nouns; what the reader may not see does not exist for it."""

    def get(self, id: str, version: int | None = None) -> Noun: ...

    def resting_on(self, id: str, kind: str | None = None) -> Iterable[Noun]: ...


class Objects(Protocol):
    """The blob layer: sealed bytes by the SHA-256 of their ciphertext."""

    def put(self, ciphertext: bytes) -> str: ...

    def get(self, object_id: str) -> bytes: ...


class Signer(Protocol):
    """Signs with a key that stays where it is."""

    def sign(self, message: bytes) -> bytes: ...
