"""What a room may ask for when it must read or keep something: small protocols that the archive fills.

Rooms never import the store, read the clock or touch the environment; they take these as arguments.
"""

from collections.abc import Callable
from typing import Protocol

NewId = Callable[[str], str]
"""Prefix in, new identifier out."""


class Signer(Protocol):
    """Signs with a key that stays where it is."""

    def sign(self, message: bytes) -> bytes: ...
