"""Salted commitments: what the ledger binds itself to without saying it.

Every preimage is plain text ending in a newline, so that a shell with openssl can compute it again:

    object   muniment/object/1 ⏎ nonce ⏎ sha256 of the bytes ⏎ size ⏎
    shown    muniment/shown/1 ⏎ its nonce ⏎ sha256 of the form without who acted ⏎ size ⏎   (preserve/shown.py)
    effect   muniment/effect/1 ⏎ id ⏎ version ⏎ object commitment ⏎ shown commitment or - ⏎
                                                                           a leaf of the act's own small tree (RFC 6962)
    field    muniment/field/1 ⏎ nonce ⏎ name ⏎ value ⏎                     one line a value: \\ and control signs escaped
    entry    muniment/entry/1 ⏎ one line “name commitment” a field ⏎        sorted by name
    leaf     0x01, then the entry commitment: 33 bytes in the log

An entry may be shown with some fields opened (nonce and value) and the others closed (their commitment alone).
"""

import hashlib
import hmac
import re
from collections.abc import Mapping

import msgspec

from muniment.model.ledger import LedgerEntry
from muniment.preserve.merkle import root

LEAF_VERSION = b"\x01"
CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
FIELDS = ("actor", "at", "clock", "effects", "reason", "type")


class Opened(msgspec.Struct, frozen=True):
    """A field shown: whoever holds nonce and value can compute its commitment."""

    name: str
    nonce: str
    value: str

    @property
    def commitment(self) -> str:
        """The commitment of this field, in hex."""
        return _digest(f"muniment/field/1\n{self.nonce}\n{self.name}\n{one_line(self.value)}\n")


class Closed(msgspec.Struct, frozen=True):
    """A field not shown."""

    name: str
    commitment: str


def object_commitment(nonce: str, sha256: str, size: int) -> str:
    """What stands for one noun version or one item: nobody without the nonce can test a guess against it."""
    return _digest(f"muniment/object/1\n{nonce}\n{sha256}\n{size}\n")


def shown_nonce(nonce: str) -> str:
    """The nonce of the form shown, which tells nothing about that of the whole."""
    return _digest(f"muniment/shown-nonce/1\n{nonce}\n")


def shown_commitment(nonce: str, sha256: str, size: int) -> str:
    """What stands for the form of a noun version in which nobody's name or identifier is shown."""
    return _digest(f"muniment/shown/1\n{shown_nonce(nonce)}\n{sha256}\n{size}\n")


def effect_leaf(id: str, version: int, commitment: str, shown: str | None) -> bytes:
    """Leaf data of one effect in its act's tree."""
    return f"muniment/effect/1\n{id}\n{version}\n{commitment}\n{shown or '-'}\n".encode()


def effects_value(leaves: list[bytes]) -> str:
    """The field `effects`: how many, and the root of their tree."""
    return f"{len(leaves)} {root(leaves).hex()}"


def effect_leaves(entry: LedgerEntry) -> list[bytes]:
    """The leaves of an act's tree, in the order of its effects."""
    return [effect_leaf(effect.id, effect.version, effect.commitment, effect.shown) for effect in entry.effects]


def fields(entry: LedgerEntry) -> dict[str, Opened]:
    """All fields of an entry, opened."""
    said = {
        "actor": entry.made_by,
        "at": entry.made_at.isoformat(),
        "clock": entry.clock,
        "effects": effects_value(effect_leaves(entry)),
        "reason": entry.reason,
        "type": entry.type,
    }
    return {name: Opened(name, _nonce(entry.salt, name), said[name]) for name in FIELDS}


def entry_commitment(parts: Mapping[str, Opened | Closed]) -> str:
    """The commitment of an entry from its fields, opened or closed."""
    lines = "".join(f"{name} {parts[name].commitment}\n" for name in sorted(parts))
    return _digest(f"muniment/entry/1\n{lines}")


def leaf_of(entry: LedgerEntry) -> bytes:
    """The 33 bytes that stand for an entry in the log."""
    return LEAF_VERSION + bytes.fromhex(entry_commitment(fields(entry)))


def one_line(value: str) -> str:
    """A value on one line, without signs that a shell could read otherwise than we do."""
    plain = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return CONTROLS.sub(lambda sign: f"\\x{ord(sign[0]):02x}", plain)


def _nonce(salt: str, name: str) -> str:
    return hmac.digest(bytes.fromhex(salt), name.encode(), "sha256").hex()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
