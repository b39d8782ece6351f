"""Which keys close what: an object is sealed under the keys of all the evidence it rests on, or under its compartment's.

The one place where keyring and key sheets meet. What rests on nothing (a source, an agent) is sealed to its compartment.
"""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from muniment.model.errors import UnknownError
from muniment.protect import sealing
from muniment.protect.keyring import KeyMissingError, Keyring
from muniment.protect.sealing import SealError
from muniment.protect.sheets import KeyDestroyedError, Sheets


class Seals:
    """Seals, opens and derives nonces for one archive."""

    def __init__(self, ring: Keyring, sheets: Sheets) -> None:
        self.ring, self.sheets = ring, sheets

    def opens(self, compartment: str) -> bool:
        """Whether a compartment can be opened here and now."""
        return self.ring.opens(compartment)

    def grow(self, ids: Iterable[str], compartment: str) -> None:
        """A destroyable key for each new item."""
        self.sheets.grow(ids, compartment)

    def drop(self, ids: Iterable[str]) -> None:
        """Keys that turned out not to be needed."""
        self.sheets.destroy(ids)

    def doom(self, id: str) -> None:
        """Announce the destruction of a key."""
        self.sheets.doom(id)

    def is_doomed(self, id: str) -> bool:
        """Whether the destruction of a key was announced."""
        return self.sheets.is_doomed(id)

    def doomed(self) -> list[str]:
        """Items whose withdrawal was begun and not brought to an end."""
        return self.sheets.doomed()

    def pardon(self, id: str) -> None:
        """Take the announcement back."""
        self.sheets.pardon(id)

    def destroy(self, id: str, object_id: str | None = None) -> None:
        """Destroy a key by order; the order, and which object held the item's bytes, are remembered beside the keys, for the day when an
        older ledger is brought back."""
        self.sheets.destroy([id], ordered={id: object_id or ""})

    def destroyed(self) -> dict[str, str]:
        """The items whose keys were destroyed by order, each with the object that held its bytes."""
        return self.sheets.remembered()

    def is_readable(self, roots: Sequence[str]) -> bool:
        """Whether every key that these roots need still exists."""
        return all(self.sheets.holds(id) for id in roots)

    def seal(self, payload: bytes, roots: Sequence[str], compartment: str) -> bytes:
        """Ciphertext that needs the key of every root; without roots, that of the compartment."""
        if not roots:
            return sealing.seal(payload, [self.ring.recipient(compartment)])
        return sealing.seal(payload, [one.to_public() for one in self._items(roots)])

    def unseal(self, ciphertext: bytes, roots: Sequence[str], compartment: str) -> bytes:
        """The payload again."""
        if not roots:
            return sealing.unseal_by_any(ciphertext, self.ring.identities(compartment))
        return sealing.unseal(ciphertext, self._items(roots))

    def unsealed(self, ciphertext: bytes, roots: tuple[str, ...], compartment: str) -> bytes:
        """For the shelf: a sealed payload opened, or the answer of an unknown id when no key here opens it."""
        try:
            return self.unseal(ciphertext, roots, compartment)
        except (SealError, KeyMissingError, KeyDestroyedError) as exc:
            raise UnknownError("There is no such noun here.") from exc

    def seal_stream(self, source: BinaryIO, target: BinaryIO, id: str) -> sealing.Streamed:
        """Seal a stream under one item's key."""
        return sealing.seal_stream(source, target, self.sheets.find(id).to_public())

    def nonce(self, id: str, version: int, roots: Sequence[str], compartment: str) -> str:
        """The nonce of a noun version; gone with any of the keys it is sealed under. What rests on nothing takes its nonce from the
        first key its compartment had: a rotation must not change what was committed to."""
        from_ = self._items(roots) if roots else self.ring.identities(compartment)[-1:]
        return sealing.nonce([str(one) for one in from_], id, version)

    def tag(self, words: str) -> str:
        """A keyed tag of words, for the ledger."""
        return sealing.tag(bytes.fromhex(self.ring.tags), words)

    def is_ours(self, ciphertext: bytes) -> bool:
        """Whether any key of this archive takes the outermost layer off: nobody else can have made it for us, but for what is
        sealed to a compartment alone, whose key is public."""
        every = [*self.sheets.identities(), *(one for name in self.ring.compartments for one in self.ring.identities(name))]
        return sealing.opens(ciphertext, every)

    def seal_act(self, payload: bytes) -> bytes:
        """Seal ledger entries to the auditor's identity."""
        return sealing.seal(payload, [sealing.identity(self.ring.ledger).to_public()])

    def unseal_act(self, ciphertext: bytes) -> bytes:
        """Ledger entries again."""
        return sealing.unseal(ciphertext, [sealing.identity(self.ring.ledger)])

    def _items(self, roots: Sequence[str]) -> list[sealing.Identity]:
        return [self.sheets.find(id) for id in sorted(roots)]
