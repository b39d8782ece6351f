"""What was last done to look after the archive, read from the ledger: the newest entries of the few types that tell.

The ledger only grows, so what was found once is kept, and only what came since is looked at. The same after a rebuild.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from muniment.model.ledger import LedgerEntry

if TYPE_CHECKING:
    from muniment.store import Shelf

TYPES = frozenset({
    "archive.backed-up", "archive.drilled", "archive.fixity-checked", "archive.fixity-failed", "archive.restored-from", "key.copied",
    "key.rotated",
})  # fmt: skip
KEPT = 1000
"""Entries of these types, all together."""


class Past:
    """The newest entries of the types that tell how an archive is looked after."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf, self._seen, self._turn = shelf, -1, threading.Lock()
        self._entries: list[LedgerEntry] = []

    def of(self, *types: str) -> list[LedgerEntry]:
        """The entries of these types, the newest first."""
        with self._turn:
            head = self._shelf.head()
            if head - 1 > self._seen:
                found = self._shelf.latest_acts(TYPES, after=self._seen, limit=KEPT)
                self._entries, self._seen = [*found, *self._entries][:KEPT], head - 1
            return [entry for entry in self._entries if entry.type in types]

    def last(self, *types: str) -> LedgerEntry | None:
        """The newest entry of these types."""
        return next(iter(self.of(*types)), None)
