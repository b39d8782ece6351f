"""Quires: the noun versions of one act that the same keys close, sealed together as one object of the vault.

Inside the seal each stands on a line of its own, canonical JSON, found by its digest: `age -d` prints them. What shares a quire
shares all its keys and its compartment, so that destroying any one of them reaches exactly what it would reach one by one. A
sealed identity is ciphertext already (each version for itself) and is stored as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from muniment.archive.seals import Seals
from muniment.model.canonical import digest
from muniment.model.errors import MunimentError
from muniment.model.ledger import Effect
from muniment.model.noun import HIDDEN
from muniment.store import Blobs

FULL = 256 << 10
"""Bytes of nouns in one quire, at most, where it holds more than one: whoever wants one noun opens them all."""
OPEN = 64
"""Quires kept opened by one reader: those of one act are asked for together."""
Version = tuple[str, int]
"""Identifier and version."""


class NotInQuireError(MunimentError):
    """A quire does not hold what an act says it holds."""


class Quire(msgspec.Struct, frozen=True):
    """Noun versions to be sealed together, a line each, and the public keys they are sealed for, a layer each. A sealed identity is
    ciphertext already, and has none."""

    versions: tuple[Version, ...]
    plain: bytes
    recipients: list[str]


def bound(effects: Iterable[Effect], payloads: Mapping[Version, bytes], seals: Seals) -> list[Quire]:
    """The quires of an act. Effects without a payload, or with a key that was destroyed meanwhile, are in none."""
    gathered = _gathered(effects, payloads)
    keys = seals.sheets.publics({root for first, *_ in gathered for root in first.roots})
    return [_quire(quire, payloads, recipients) for quire in gathered if (recipients := _recipients(quire[0], keys, seals)) is not None]


def placed(quires: Sequence[Quire], ids: Sequence[str]) -> dict[Version, str]:
    """Which object holds which noun version, the objects' ids in the order of the quires."""
    return {version: id for quire, id in zip(quires, ids, strict=True) for version in quire.versions}


def _gathered(effects: Iterable[Effect], payloads: Mapping[Version, bytes]) -> list[list[Effect]]:
    quires: list[list[Effect]] = []
    begun: dict[tuple[tuple[str, ...], str], tuple[list[Effect], int]] = {}
    for effect in effects:
        if (effect.id, effect.version) not in payloads:
            continue
        key = (effect.roots, effect.compartment)
        quire, size = begun.get(key, ([], FULL))
        if effect.compartment == HIDDEN or size + effect.size > FULL:
            quire, size = [], 0
            quires.append(quire)
        quire.append(effect)
        begun[key] = quire, size + effect.size + 1
    return quires


def _quire(effects: Sequence[Effect], payloads: Mapping[Version, bytes], recipients: list[str]) -> Quire:
    versions = tuple((effect.id, effect.version) for effect in effects)
    return Quire(versions, b"\n".join(payloads[version] for version in versions), recipients)


def _recipients(first: Effect, keys: Mapping[str, str], seals: Seals) -> list[str] | None:
    """The public keys that close what rests on these roots; none where one of them was destroyed."""
    if first.compartment == HIDDEN:
        return []
    if not first.roots:
        return seals.recipients((), first.compartment)
    return [keys[root] for root in sorted(first.roots)] if keys.keys() >= set(first.roots) else None


class Quires:
    """Opens quires, each once for the nouns that are asked for one after the other."""

    def __init__(self, vault: Blobs, seals: Seals) -> None:
        self._vault, self._seals = vault, seals
        self._opened: dict[str, dict[str, bytes]] = {}

    def stored(self, effect: Effect) -> bytes:
        """The bytes of a noun version as its row holds them.

        Raises:
            UnknownError: the vault has no such object. MunimentError: it was changed, no key here opens it, or it does not hold this.
        """
        assert effect.object is not None
        if effect.object not in self._opened:
            if len(self._opened) >= OPEN:
                del self._opened[next(iter(self._opened))]
            self._opened[effect.object] = self._lines(effect, effect.object)
        try:
            return self._opened[effect.object][effect.sha256]
        except KeyError:
            raise NotInQuireError("the vault holds other bytes than the act committed to.") from None

    def _lines(self, effect: Effect, object: str) -> dict[str, bytes]:
        ciphertext = self._vault.get(object)
        if effect.compartment == HIDDEN:
            return {object: ciphertext}  # named by its own digest
        return {digest(line): line for line in self._seals.unseal(ciphertext, effect.roots, effect.compartment).split(b"\n")}
