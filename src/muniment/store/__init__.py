"""The store: where nouns, ledger entries and sealed bytes lie. Django's database layer lives here and in `web`, nowhere else.

It promises that what was answered for is on the disk, whole; that an act is stored with its ledger entry or not at all;
that a change prepared on an older version is refused; and that locked, no file of the archive shows a name or a word.
The database is an index: packs, ledger and keys make it again. It refuses to go on after a flush that failed, to open a
database with another archive's key, and to hold content in a job, a setting or a message.

    >>> import tempfile, pathlib
    >>> from muniment.store import Vault
    >>> vault = Vault(pathlib.Path(tempfile.mkdtemp()))
    >>> vault.has(vault.put(b"sealed bytes"))
    True
"""

from muniment.store import accounts
from muniment.store.blobs import Blobs
from muniment.store.config import Database, close, configure, migrate
from muniment.store.errors import ErasedError
from muniment.store.index import Standing
from muniment.store.packs import Fault, Vault
from muniment.store.search import Hit, Hits
from muniment.store.shelf import Gone, Shelf, Stored

__all__ = [
    "Blobs", "Database", "ErasedError", "Fault", "Gone", "Hit", "Hits", "Shelf", "Standing", "Stored", "Vault", "accounts", "close", "configure", "migrate",
]  # fmt: skip
