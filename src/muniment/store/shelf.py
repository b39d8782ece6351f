"""The shelf: every version of every noun, which version holds now, what rests on what, and the ledger beside it."""

from __future__ import annotations

from muniment.store.index import Index
from muniment.store.stored import Gone, Stored
from muniment.store.writing import Writing

__all__ = ["Gone", "Shelf", "Stored"]


class Shelf(Writing, Index):
    """The nouns and the ledger of the archive that this process stands on (see `store.config`).

    It remembers its database: a process that has opened another archive since comes back to this one by itself, within
    one thread. After `close` every verb raises LockedError.
    """
