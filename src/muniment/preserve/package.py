"""Disclosure packages: a BagIt bag (RFC 8493) that proves itself without us.

It is made in three steps, because the act of making it is itself a ledger entry:
 1 `begun` lays out everything but the proofs, and lists those files with their digests (package-files.txt);
 2 the caller seals a Package noun that names the digest of that list;
 3 `finished` adds that noun (package.json), proofs, checkpoint and manifests.
The zip is stored, in a stable order, with fixed times and no extra fields: the same package gives the same bytes, and a header
that is not as written is damage that a verifier can name.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import msgspec

from muniment.model.canonical import digest
from muniment.model.errors import BadInputError
from muniment.preserve.standalone import verify as standalone

EPOCH = (1980, 1, 1, 0, 0, 0)
LIST, NOUN = "package-files.txt", "package.json"
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PROOFS = "files, ledger, custody"
"""What every verifier checks; claims.jsonld and the sentences of letters are compared by verify.py and verify.html as well."""
VERIFY_TXT = """How to check this package without the software that made it

  sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt     every file is as listed
  python3 -I verify.py                                        everything: needs Python 3 and nothing else
  sh verify.sh                                                files, proofs, signature, custody: needs OpenSSL 3
  verify.html                                                 everything: open it in Firefox or Chromium, from disk, and
                                                              give it this folder or the zip; it can send nothing
  cat keys/log.vkey                                           compare this key with one you got from elsewhere

verify.py and verify.sh end with 0 when all passed, 1 when something failed, 4 when something could not be checked. Whoever forges a
package can forge the verifier in it: take one from elsewhere, or compare its SHA-256 with one published elsewhere.
What a pass proves: these are the bytes the archive sealed, unchanged, and its signed ledger held them.
What it does not prove: that a document is true, who wrote it, or that the key belongs to the archive it names.

  data/files/       evidence, byte for byte             data/nouns/     claims, passages, texts, letters as sealed
  data/letters/     letters that left                   claims.jsonld   the claims as W3C Web Annotations
  custody/          who held each item, in order        actors.txt      who acted: a word for each person, good in this package alone
  proofs/           from each noun to the signed head   checkpoint      the ledger's head (C2SP signed note)
"""


class Contents(msgspec.Struct, frozen=True):
    """What goes in: nouns by (id, version) in the form that leaves, evidence bytes, the custody events of each item in order,
    letters, who acted in which noun, the log's key, and what bag-info.txt says."""

    nouns: Mapping[tuple[str, int], bytes]
    evidence: Mapping[str, bytes]
    custody: Mapping[str, tuple[bytes, ...]]
    letters: Mapping[str, bytes]
    actors: str
    pem: bytes
    vkey: str
    info: Mapping[str, str]


def noun_path(id: str, version: int) -> str:
    """Where a noun version lies in a package."""
    return f"data/nouns/{id}.v{version}.json"


def begun(contents: Contents) -> dict[str, bytes]:
    """Step 1: every file but proofs and manifests, by path; the list of them is the last.

    Raises:
        BadInputError: a letter whose name could not be a file's on every system.
    """
    laid = {noun_path(*key): payload for key, payload in contents.nouns.items()}
    laid |= {f"data/files/{name}": data for name, data in contents.evidence.items()}
    laid |= {f"data/letters/{_plain(name)}": data for name, data in contents.letters.items()}
    laid["bag-info.txt"] = _info(contents.info, laid)
    laid |= {f"custody/{name}.jsonl": b"".join(event + b"\n" for event in chain) for name, chain in contents.custody.items()}
    known = {noun["id"]: noun for noun in map(msgspec.json.decode, contents.nouns.values())}
    laid["claims.jsonld"] = standalone.claims_jsonld(known).encode()
    laid |= {"bagit.txt": BAGIT, "keys/log.pem": contents.pem, "keys/log.vkey": f"{contents.vkey}\n".encode()}
    for name in ("verify.py", "verify.sh", "verify.html"):
        laid[name] = files("muniment.preserve.standalone").joinpath(name).read_bytes()
    laid |= {"VERIFY.txt": VERIFY_TXT.encode(), "actors.txt": contents.actors.encode()}
    return {**laid, LIST: _manifest(laid)}


def finished(laid: Mapping[str, bytes], noun: bytes, proofs: Mapping[str, str], checkpoint: str) -> dict[str, bytes]:
    """Step 3: with the sealed noun of the package, proofs, checkpoint and manifests."""
    bag = {**laid, NOUN: noun, "checkpoint": checkpoint.encode()}
    bag |= {f"proofs/{name}.proof": text.encode() for name, text in proofs.items()}
    bag["manifest-sha256.txt"] = _manifest({path: data for path, data in bag.items() if path.startswith("data/")})
    tags = {path: data for path, data in bag.items() if not path.startswith("data/")}
    return {**bag, "tagmanifest-sha256.txt": _manifest(tags)}


def zipped(bag: Mapping[str, bytes]) -> bytes:
    """The bag as a stored zip, always the same bytes for the same bag."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for path in sorted(bag):
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.external_attr = 0o100644 << 16
            package.writestr(entry, bag[path])
    return out.getvalue()


def unpacked(bag: Mapping[str, bytes], folder: Path) -> None:
    """The bag as a folder, which must be new."""
    folder.mkdir(parents=True)
    for path, data in bag.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _info(info: Mapping[str, str], payload: Mapping[str, bytes]) -> bytes:
    told = {**info, "Payload-Oxum": f"{sum(map(len, payload.values()))}.{len(payload)}", "Muniment-Proofs": PROOFS}
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in told.items()).encode()


def _plain(name: str) -> str:
    if not re.fullmatch(r"[\w(][\w (),.-]*", name):
        raise BadInputError(f"A letter cannot be called {name!r} in a package.", advice="Use letters, digits, spaces, dots, dashes.")
    return name


def _manifest(laid: Mapping[str, bytes]) -> bytes:
    return "".join(f"{digest(laid[path])}  {path}\n" for path in sorted(laid)).encode()
