"""What every noun has: an identifier, a version, a schema number, a compartment, a maker and a time.

A noun is its own schema: a frozen msgspec struct tagged with its kind. It holds no float, list or dict, so that its sorted
JSON is canonical (RFC 8785). It knows what it rests on, never what stands on it: arrows go down only.
"""

import re
from datetime import datetime
from typing import Annotated, Literal

import msgspec

Compartment = Literal["open", "restricted", "sealed-identity"]
RANK: tuple[Compartment, ...] = ("open", "restricted", "sealed-identity")
"""The compartments, the most closed last."""
HIDDEN: Compartment = "sealed-identity"
"""What lies in this compartment is ciphertext in the database as well, and does not exist for those without its key."""
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}(?!\n)$")]
# (?!\n): to Python, but to no other reader of this pattern, “$” also matches before a last newline
_ID = r"^[a-z]{2}-[0-9a-f]{32}(?!\n)$"
Id = Annotated[str, msgspec.Meta(pattern=_ID)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
Version = Annotated[int, msgspec.Meta(ge=1, le=2**53 - 1)]
Limit = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
"""How many are asked for at once."""

Edge = tuple[str, str]
"""(role, id): this noun rests on `id` in the role named."""


def is_id(words: str) -> bool:
    """Whether these words have the form of an identifier; only such words may be repeated in the ledger."""
    return re.match(_ID, words) is not None


def short(id: str) -> str:
    """An identifier for the eye: `ev-9f…d20c37`. Its end tells it from others of the same act, which begin alike."""
    return id if len(id) <= 16 else f"{id[:5]}…{id[-6:]}"


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a noun that has no identity of its own."""


class Noun(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """The header that all nouns share. Subclasses set their tag and name what they rest on."""

    id: Id
    version: Version = 1
    schema: Annotated[int, msgspec.Meta(ge=1)] = 1
    compartment: Compartment = "open"
    made_by: str
    made_at: Moment

    def rests_on(self) -> tuple[Edge, ...]:
        """The nouns this one holds on to, with the role each plays. Empty at the bottom."""
        return ()

    @classmethod
    def kind(cls) -> str:
        """The tag this noun carries in its canonical bytes."""
        return str(cls.__struct_config__.tag)
