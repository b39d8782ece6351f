"""The ground the shelf stands on: which database, and one transaction at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from muniment.store import config
from muniment.store.errors import ours

Unseal = Callable[[bytes, tuple[str, ...], str], bytes]
"""Ciphertext, the evidence it rests on and its compartment in; plaintext out. UnknownError when no key is at hand."""
NameKey = Callable[[str], str]
"""The form in which a name meets its other spellings and scripts; empty when it has none."""


class Ground:
    """One open database. `unseal` opens payloads that were stored sealed, `name_key` makes search blind to script."""

    def __init__(self, unseal: Unseal | None = None, name_key: NameKey | None = None) -> None:
        self._database = config.bound()
        self._unseal = unseal
        self._name_key = name_key

    def here(self) -> None:
        """Stand on this shelf's own database, also when the process has opened another since.

        Raises:
            LockedError: it was closed.
        """
        config.stand(self._database)

    def close(self) -> None:
        """Let go of the database and its key."""
        if self._database is not None and config.bound() == self._database:
            config.close()
        self._database = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that happens inside becomes true together, or not at all."""
        self.here()
        with ours(), transaction.atomic(savepoint=False):
            yield
