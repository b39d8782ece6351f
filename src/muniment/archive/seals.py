"""Which keys close what: an object is sealed under the keys of all the evidence it rests on, or under its compartment's.

The one place where keyring and key sheets meet. What rests on nothing (a source, an agent) is sealed to its compartment.
"""

from collections.abc import Collection, Iterable, Sequence

from muniment.model.errors import UnknownError
from muniment.preserve.hand import Close
from muniment.preserve.hands import Hands
from muniment.protect import sealing
from muniment.protect.keyring import KeyMissingError, Keyring
from muniment.protect.sealing import SealError
from muniment.protect.sheets import KeyDestroyedError, Sheets

MANY = 200
"""Seals for which a second process is worth starting."""


class Seals:
    """Seals, opens and derives nonces for one archive."""

    def __init__(self, ring: Keyring, sheets: Sheets) -> None:
        self.ring, self.sheets, self.hands = ring, sheets, Hands()

    def close(self) -> None:
        """End the process that seals beside us."""
        self.hands.close()

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

    def among_doomed(self, ids: Collection[str]) -> list[str]:
        """Those of these whose key is about to be destroyed."""
        return self.sheets.among_doomed(ids)

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
        """Ciphertext that needs the key of every root; without roots, that of the compartment.

        Raises:
            KeyDestroyedError: one of them is gone.
        """
        return sealing.seal(payload, [sealing.recipient(one) for one in self.recipients(roots, compartment)])

    def seal_all(self, plain: Sequence[tuple[bytes, Sequence[str]]]) -> list[bytes]:
        """Each of these sealed for its `recipients`. Half of many are sealed by the process beside us."""
        half = len(plain) // 2
        with self.hands.lent(is_worth=half >= MANY) as hand:
            hand.ask(Close([(data, list(to)) for data, to in plain[:half]]))
            ours = [sealing.seal(data, [sealing.recipient(one) for one in to]) for data, to in plain[half:]]
            theirs: list[bytes] = hand.answer()
            return [*theirs, *ours]

    def recipients(self, roots: Sequence[str], compartment: str) -> list[str]:
        """The public keys of every root, or that of the compartment, one layer of the seal each.

        Raises:
            KeyDestroyedError: one of them is gone.
        """
        if not roots:
            return [self.ring.public_of(compartment)]
        return self.sheets.public(sorted(roots))

    def unseal(self, ciphertext: bytes, roots: Sequence[str], compartment: str) -> bytes:
        """The payload again."""
        if not roots:
            return sealing.unseal_by_any(ciphertext, self.ring.identities(compartment))
        return sealing.unseal(ciphertext, self._items(roots))

    def key_of(self, id: str) -> sealing.Identity:
        """The key of one item, for whoever reaches into its bytes. Raises KeyDestroyedError: it is gone."""
        return self._items((id,))[0]

    def unsealed(self, ciphertext: bytes, roots: tuple[str, ...], compartment: str) -> bytes:
        """For the shelf: a sealed payload opened, or the answer of an unknown id when no key here opens it."""
        try:
            return self.unseal(ciphertext, roots, compartment)
        except (SealError, KeyMissingError, KeyDestroyedError) as exc:
            raise UnknownError("There is no such noun here.") from exc

    def nonce(self, id: str, version: int, roots: Sequence[str], compartment: str) -> str:
        """The nonce of a noun version; gone with any of the keys it is sealed under."""
        return self.nonces([(id, version, roots, compartment)])[0]

    def nonces(self, versions: Iterable[tuple[str, int, Sequence[str], str]]) -> list[str]:
        """The nonces of many noun versions: id, version, roots and compartment of each. What rests on nothing takes its nonce from
        the first key its compartment had: a rotation must not change what was committed to.

        Raises:
            KeyDestroyedError: a key of one of them is gone.
        """
        asked = list(versions)
        ids = sorted({root for _, _, roots, _ in asked for root in roots})
        secret = {id: str(one) for id, one in zip(ids, self.sheets.find_all(ids), strict=True)}
        closed = [[secret[root] for root in roots] or [str(self.ring.identities(level)[-1])] for _, _, roots, level in asked]
        return [sealing.nonce(secrets, id, version) for secrets, (id, version, _, _) in zip(closed, asked, strict=True)]

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
        return self.sheets.find_all(sorted(roots))
