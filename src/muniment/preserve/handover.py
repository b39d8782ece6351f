"""A handover: which items pass from whom to whom, on one sheet that both sign (ISO/IEC 27037: who checked out, when, why).

The sheet is a signed note (C2SP signed-note), a word and its value a line, so that a person can read what they sign:

    muniment-handover 1
    from ORIGIN               the giver's archive
    to NAME                   who receives, in the giver's words
    medium original | copy    the thing itself, or its bytes
    place, reason             in the giver's words
    at 2026-01-31T12:00:00Z   by the giver's clock
    item ID SHA-256 SIZE      one line each

The giver's signature comes first; the receiver adds a line of their own below it. Either can show it to a third.
"""

import re
from typing import Literal

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from muniment.model.errors import BadInputError
from muniment.model.shelf import Signer
from muniment.preserve import note
from muniment.preserve.commitment import one_line

HEAD = "muniment-handover 1"
Medium = Literal["original", "copy"]
_SHEET = re.compile(
    rf"{HEAD}\nfrom (?P<giver>[^\n]+)\nto (?P<receiver>[^\n]+)\nmedium (?P<medium>original|copy)\nplace (?P<place>[^\n]*)\n"
    r"reason (?P<reason>[^\n]+)\nat (?P<at>[0-9TZ:-]+)\n(?P<items>(?:item ev-[0-9a-f]{32} [0-9a-f]{64} [0-9]{1,16}\n)+)"
)
NAME = re.compile(r"[^\s+—]{1,100}")


class Thing(msgspec.Struct, frozen=True):
    """One item on the sheet; its size in bytes."""

    id: str
    sha256: str
    size: int


class Handover(msgspec.Struct, frozen=True, kw_only=True):
    """What the sheet says. `at` is RFC 3339 in UTC, to the second."""

    giver: str
    receiver: str
    medium: Medium
    place: str
    reason: str
    at: str
    things: tuple[Thing, ...]

    @property
    def text(self) -> str:
        """The text that both sign."""
        words = (
            HEAD, f"from {self.giver}", f"to {one_line(self.receiver)}", f"medium {self.medium}", f"place {one_line(self.place)}",
            f"reason {one_line(self.reason)}", f"at {self.at}", *(f"item {t.id} {t.sha256} {t.size}" for t in self.things),
        )  # fmt: skip
        return "".join(f"{line}\n" for line in words)


def parse(text: str) -> Handover:
    """What a sheet says.

    Raises:
        BadInputError: it is not a sheet in exactly this form.
    """
    found = _SHEET.fullmatch(text)
    if found is None:
        raise BadInputError("This is not a handover sheet.", advice="Give the sheet as “muniment hand-over” wrote it, unchanged.")
    things = [line.split(" ") for line in found["items"].splitlines()]
    said = {name: found[name] for name in ("giver", "receiver", "place", "reason", "at")}
    medium: Medium = "original" if found["medium"] == "original" else "copy"
    return Handover(**said, medium=medium, things=tuple(Thing(id, sha256, int(size)) for _, id, sha256, size in things))


def offered(handover: Handover, key: note.Key, signer: Signer) -> str:
    """The sheet with the giver's signature."""
    return note.sign(handover.text, key.name, key, signer)


class Receiver:
    """A key that receives: Ed25519, under a name without spaces."""

    def __init__(self, pem: bytes, name: str) -> None:
        """
        Raises:
            BadInputError: no Ed25519 private key in PEM without a passphrase, or no name that a note can carry.
        """
        try:
            key = load_pem_private_key(pem, None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as exc:
            raise BadInputError("This key cannot be read.", advice="Make one: openssl genpkey -algorithm ed25519 -out key.pem") from exc
        if not isinstance(key, Ed25519PrivateKey):
            raise BadInputError("This is not an Ed25519 key.", advice="Make one: openssl genpkey -algorithm ed25519 -out key.pem")
        if not NAME.fullmatch(name):
            raise BadInputError("The name of a signer has no spaces and no “+”.", advice="Write, for example, registry.example.org")
        self._key = key
        self.key = note.Key(name, key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature."""
        return self._key.sign(message)


def countersigned(sheet: str, receiver: Receiver, giver: note.Key | None = None) -> str:
    """The sheet with the receiver's signature below the giver's, which is checked where the giver's key is known.

    Raises:
        BadInputError: not a handover sheet.
        NoteError: the giver's signature is bad, or this receiver signed already.
    """
    text, signatures = note.parts(sheet)
    parse(text)
    if giver:
        note.opened(sheet, [giver])
    if any((name, id) == (receiver.key.name, receiver.key.id) for name, id, _ in signatures):
        raise note.NoteError(f"{receiver.key.name} has signed this sheet already.", advice="Send it back to the giver.")
    return sheet + note.sign(text, receiver.key.name, receiver.key, receiver).removeprefix(f"{text}\n")


def agreed(sheet: str, giver: note.Key, receiver: note.Key) -> Handover:
    """What both signed.

    Raises:
        BadInputError: not a handover sheet, or not of this giver.
        NoteError: one of the two did not sign it, or a signature is bad.
    """
    if giver.public == receiver.public:
        raise BadInputError("Giver and receiver are one key.", advice="The receiver signs with a key of their own.")
    text, signers = note.opened(sheet, [giver, receiver])
    for who, key in (("giver", giver), ("receiver", receiver)):
        if key not in signers:
            raise note.NoteError(f"The {who}, {key.name}, has not signed this sheet.", advice="A handover takes both.")
    said = parse(text)
    if said.giver != giver.name:
        raise BadInputError(f"This sheet is of {said.giver}, not of this archive.", advice="Give it to the archive that made it.")
    return said
