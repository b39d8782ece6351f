"""What lies in an archive folder, and what each thing there is: the words that are put into it, and the names it may hold.

Whoever opens the folder without our software finds README.txt; whoever adds, removes or renames anything finds it named by
`muniment verify`. `incoming/` and `runs/` hold what is under way and are left alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from muniment.archive.stamps import CHAIN, NAME
from muniment.preserve import tiles

NAMASTE = "0=muniment_vault_1"
NAMASTE_TEXT = b"muniment_vault_1\n"
README = """This folder is a Muniment archive. What it is and how to read it without our software:

  archive.toml        what the archive is called; no secret, no name of a person
  packs/*.tar         sealed objects; each member is an age file (https://age-encryption.org), its name the SHA-256 of its bytes
  objects/ab/cdef...  larger sealed objects, named the same way (the first two digits are the folder)
  log/checkpoint      the head of the ledger, signed (C2SP signed note, Ed25519)
  log/tile/...        the ledger's Merkle tree (C2SP tlog-tiles, RFC 6962 hashing)
  log/witnessed/      copies of log/checkpoint that witnesses cosigned (C2SP tlog-cosignature); what they were asked, and refused
  log/tst/            time stamps (RFC 3161) over copies of log/checkpoint; *.json says which, when, and who accepted it
  log/acts/*.age      the ledger's entries, sealed to the auditor's key; each says which object holds which noun, and its SHA-256:
                      an object that holds nouns holds one a line
  keys/               public keys only
  index.db            an index (SQLCipher); it can be made again from the rest with the keys

To see that the bytes are whole, without any key:   tar -xf packs/000001.tar && sha256sum *     (names must equal digests)
To open an object, with the keys:                   age -d -i KEYFILE OBJECT
The private keys are not in this folder. Its owner holds them wrapped by a passphrase; two of three custodians can bring them.
"""
FOLDERS = ("packs", "objects", "log", "keys", "incoming")
UNDER_WAY = ("incoming", "runs")
"""Names in these are random or keyed tags of running work."""
VAULT = ("packs", "objects")
"""What stands here is checked byte for byte by the vault itself."""
DATABASE = "index.db"
NEEDED = (NAMASTE, "README.txt", "archive.toml", "keys/log.pem", "keys/log.vkey", "keys/compartments.txt")
_ALLOWED = re.compile(
    r"index\.db(-wal|-shm|-journal)?|keys/policy\.txt|log/(lock|head\.json|checkpoint|acts/[0-9]{12,}-[0-9]{12,}\.age)"
    r"|log/witnessed/([0-9]+\.note|alarm\.json|(asked|told|evidence)/[A-Za-z0-9.-]+\.txt)"
    rf"|log/tst/(lock|[0-9]+\.(note|json|{CHAIN}\.ts[qr])|refused/[0-9a-f]{{64}}\.tsr)|keys/tsa-{NAME}(\.chain)?\.pem"
)


def strangers(root: Path) -> Iterator[tuple[str, str]]:
    """(path, what it is) of everything in the folder that an archive does not hold."""
    for folder, folders, names in os.walk(root):
        here = Path(folder).relative_to(root)
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        if here == Path():
            folders[:] = [name for name in folders if name not in (*UNDER_WAY, *VAULT)]
        for name in sorted([*names, *links]):
            where = (here / name).as_posix()
            if not (root / where).is_file() or (root / where).is_symlink():
                yield where, "not a plain file"
            elif not belongs(where):
                yield where, "no file of an archive"


def belongs(where: str) -> bool:
    """Whether a file of this name may stand in an archive, beside the vault and what is under way."""
    return where in NEEDED or bool(_ALLOWED.fullmatch(where)) or tiles.parsed(where.removeprefix("log/")) is not None


def missing(root: Path) -> Iterator[str]:
    """What every archive holds and this one does not."""
    yield from (name for name in NEEDED if not (root / name).is_file())
