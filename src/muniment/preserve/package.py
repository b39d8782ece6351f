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
from datetime import datetime
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
"""What every verifier checks; claims.jsonld and the sentences of letters are compared by verify.py and verify.html as well. Time stamps
are declared where there are some; verify.html cannot check them."""
VERIFY_TXT = """How to check this package without the software that made it

  sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt     every file is as listed
  python3 -I verify.py                                        everything: needs Python 3; for time stamps OpenSSL 3
  sh verify.sh                                                files, proofs, signature, custody, time stamps: needs OpenSSL 3
  verify.html                                                 everything but time stamps: open it in Firefox or Chromium, from
                                                              disk, and give it this folder or the zip; it can send nothing
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
STAMPS_TXT = """
timestamps/ holds earlier heads of the ledger (N.note, for the first N entries), each stamped by time authorities (RFC 3161): whole
responses (N.alpha.tsr), and a proof that the ledger still begins so (N.consistency). N.alpha+beta.tsr is over N.note and N.alpha.tsr
together. A token is checked as of the time it names, for certificates run out; -attime is that time in seconds since 1970, and
“openssl ts -reply -in FILE.tsr -text” prints it. Compare keys/tsa-*.pem with the roots that the authorities publish.

"""
"""What VERIFY.txt goes on with where there are time stamps; a command for each follows."""


class Token(msgspec.Struct, frozen=True):
    """A time stamp in a package: over a head of this size, in this chain, the whole response, and the time it names."""

    size: int
    chain: str
    reply: bytes
    at: datetime


class Contents(msgspec.Struct, frozen=True):
    """What goes in: nouns by (id, version) in the form that leaves, evidence bytes, the custody events of each item in order,
    letters, who acted in which noun, the log's key, and what bag-info.txt says; where heads were stamped, their notes by size, the
    tokens, and the certificates by file."""

    nouns: Mapping[tuple[str, int], bytes]
    evidence: Mapping[str, bytes]
    custody: Mapping[str, tuple[bytes, ...]]
    letters: Mapping[str, bytes]
    actors: str
    pem: bytes
    vkey: str
    info: Mapping[str, str]
    notes: Mapping[int, bytes] = {}
    tokens: tuple[Token, ...] = ()
    certificates: Mapping[str, bytes] = {}


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
    laid["bag-info.txt"] = _info(contents.info, laid, f"{PROOFS}, timestamps" if contents.tokens else PROOFS)
    laid |= {f"custody/{name}.jsonl": b"".join(event + b"\n" for event in chain) for name, chain in contents.custody.items()}
    known = {noun["id"]: noun for noun in map(msgspec.json.decode, contents.nouns.values())}
    laid["claims.jsonld"] = standalone.claims_jsonld(known).encode()
    laid |= {"bagit.txt": BAGIT, "keys/log.pem": contents.pem, "keys/log.vkey": f"{contents.vkey}\n".encode()}
    for name in ("verify.py", "verify.sh", "verify.html"):
        laid[name] = files("muniment.preserve.standalone").joinpath(name).read_bytes()
    laid |= {"VERIFY.txt": (VERIFY_TXT + _by_hand(contents)).encode(), "actors.txt": contents.actors.encode()}
    laid |= {f"timestamps/{size}.note": data for size, data in contents.notes.items()}
    laid |= {_response(one.size, one.chain): one.reply for one in contents.tokens}
    laid |= {f"keys/{name}": data for name, data in contents.certificates.items()}
    return {**laid, LIST: _manifest(laid)}


def finished(
    laid: Mapping[str, bytes], noun: bytes, proofs: Mapping[str, str], checkpoint: str, consistent: Mapping[int, str] = {}
) -> dict[str, bytes]:  # fmt: skip
    """Step 3: with the sealed noun of the package, proofs, checkpoint, the ways from stamped heads to it by size, and manifests."""
    bag = {**laid, NOUN: noun, "checkpoint": checkpoint.encode()}
    bag |= {f"timestamps/{size}.consistency": text.encode() for size, text in consistent.items()}
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


def _response(size: int, chain: str) -> str:
    return f"timestamps/{size}.{chain}.tsr"


def _by_hand(contents: Contents) -> str:
    """The command that checks each time stamp without any verifier of ours."""
    lines = []
    for one in contents.tokens:
        below, _, by = one.chain.rpartition("+")
        data, note = "../message", f"timestamps/{one.size}.note"
        join = f"cat {note} {_response(one.size, below)} >{data} && " if below else ""
        chain = f" -untrusted keys/tsa-{by}.chain.pem" if f"tsa-{by}.chain.pem" in contents.certificates else ""
        lines.append(
            f"  {join}openssl ts -verify -data {data if below else note} -in {_response(one.size, one.chain)} "
            f"-CAfile keys/tsa-{by}.pem{chain} -attime {int(one.at.timestamp())}     # {one.at:%Y-%m-%dT%H:%M:%SZ}\n"
        )
    return STAMPS_TXT + "".join(lines) if lines else ""


def _info(info: Mapping[str, str], payload: Mapping[str, bytes], declared: str) -> bytes:
    told = {**info, "Payload-Oxum": f"{sum(map(len, payload.values()))}.{len(payload)}", "Muniment-Proofs": declared}
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in told.items()).encode()


def _plain(name: str) -> str:
    if not re.fullmatch(r"[\w(][\w (),.-]*", name):
        raise BadInputError(f"A letter cannot be called {name!r} in a package.", advice="Use letters, digits, spaces, dots, dashes.")
    return name


def _manifest(laid: Mapping[str, bytes]) -> bytes:
    return "".join(f"{digest(laid[path])}  {path}\n" for path in sorted(laid)).encode()
