"""ProofMode bundles: a photograph or film with what its telephone wrote down about it, signed by a key of that telephone.

For each proof (its file is named by the SHA-256 of the media):
1. a file of the bundle has that digest
2. the proof names the same digest inside
3. the detached OpenPGP signatures over media and proof are by the key in `pubkey.asc`

What the proof says (time, place, device, network) is stated by the telephone. Notarisations beside it are not followed.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

import pysequoia

from muniment.preserve.formats.contents import Contents, UnreadError
from muniment.preserve.formats.found import Found, Notes
from muniment.preserve.formats.known import PROOF

KEYS = ("pubkey.asc", "publickey.asc", "public.asc")
INSIDE = ("File Hash SHA256", "FileHashSHA256", "file_hash_sha256")
BESIDE = {".ots": "an OpenTimestamps proof", ".gst": "a device attestation", ".devicecheck": "a device attestation", ".tsr": "a timestamp"}


def examine(contents: Contents) -> Found:
    """Check every proof of a bundle."""
    notes = Notes("proofmode")
    names = contents.names()
    digests = _digests(contents, notes)
    proofs = [(name, match) for name in names if (match := PROOF.search(name))]
    for name, match in proofs:
        _proof(contents, notes, name, match, digests)
    for digest in dict.fromkeys(match[1] for _, match in proofs):
        media = [name for name, made in digests.items() if made == digest]
        if media:
            notes.passed("media", f"{media[0]} has the digest that its proof is named by")
        else:
            notes.failed("media", f"{digest}.proof", "a file with this digest", "none in the bundle")
        _signatures(contents, notes, digest, media)
    for name in names:
        for ending, what in BESIDE.items():
            if name.endswith(ending):
                notes.open("notarisation", f"{what}: recorded, not followed", name)
    notes.counted |= {"proofs": len({match[1] for _, match in proofs}), "files": len(names)}
    notes.proves.append("Media and proof are those that the key in the bundle signed, where the signatures passed.")
    notes.does_not_prove += [
        "Whose key it is, or that the telephone's clock and position were right.",
        "That the picture shows what is said of it.",
    ]
    return notes.found()


def _digests(contents: Contents, notes: Notes) -> dict[str, str]:
    found = {}
    for name in contents.names():
        try:
            found[name] = contents.digest(name, "sha256")
        except UnreadError as exc:
            notes.open("media", str(exc), name)
    return found


def _proof(contents: Contents, notes: Notes, name: str, match: re.Match[str], digests: dict[str, str]) -> None:
    try:
        fields = dict(_fields(match[2], contents.data(name)))
    except (UnreadError, ValueError, csv.Error, RecursionError) as exc:
        notes.failed("proof", name, f"a proof in {match[2].upper()}", str(exc))
        return
    inside = next((fields[key] for key in INSIDE if key in fields), "")
    if inside.lower() == match[1]:
        notes.passed("proof", f"{name} names the digest of its media inside")
    elif inside:
        notes.failed("proof", name, match[1], inside)
    else:
        notes.open("proof", "it names no digest inside", name)
    if match[2] == "json" or name.removesuffix("csv") + "json" not in digests:
        for key, value in fields.items():
            notes.say(f"proof: {key}", value)


def _fields(kind: str, data: bytes) -> Iterator[tuple[str, str]]:
    """The proof's fields; a CSV of several rows (one a change) gives them all."""
    if kind == "json":
        held = json.loads(data)
        if not isinstance(held, dict):
            raise ValueError("no fields by name")
        yield from ((str(key), value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)) for key, value in held.items())
        return
    for row in csv.DictReader(io.StringIO(data.decode("utf-8", "replace"))):
        yield from ((key, value) for key, value in row.items() if isinstance(key, str) and isinstance(value, str))


def _signatures(contents: Contents, notes: Notes, digest: str, media: list[str]) -> None:
    key = _key(contents, notes)
    signed = [(f"{digest}.asc", media[:1])] + [(f"{digest}.proof.{kind}.asc", None) for kind in ("json", "csv")]
    for ending, subjects in signed:
        for name in (one for one in contents.names() if one.endswith(ending)):
            subject = subjects if subjects is not None else [name.removesuffix(".asc")]
            if not subject or subject[0] not in contents.names():
                notes.open("signature", "what it signs is not in the bundle", name)
            elif key is None:
                notes.open("signature", "the bundle holds no key to check it by", name)
            else:
                _signature(contents, notes, name, subject[0], key)


def _key(contents: Contents, notes: Notes) -> pysequoia.Cert | None:
    for name in contents.names():
        if name.rpartition("/")[2].lower() in KEYS:
            try:
                key = pysequoia.Cert.from_bytes(contents.data(name))
            except Exception as exc:  # the library raises what its parser raises
                notes.open("signature", f"the key cannot be read: {exc}", name)
                return None
            notes.say("key", key.fingerprint)
            return key
    return None


def _signature(contents: Contents, notes: Notes, name: str, subject: str, key: pysequoia.Cert) -> None:
    try:
        data, signature = contents.data(subject), pysequoia.Sig.from_bytes(contents.data(name))
    except Exception as exc:  # as above: unreadable is not wrong
        notes.open("signature", f"it cannot be read: {exc}", name)
        return
    try:
        made = pysequoia.verify(bytes=data, store=lambda _ids: [key], signature=signature)
    except Exception as exc:  # whatever the reason is, it is not a good signature
        notes.failed("signature", name, f"a signature over {subject} by {key.fingerprint}", str(exc))
        return
    if made.valid_sigs:
        notes.passed("signature", f"{subject} is signed by {key.fingerprint}")
    else:
        notes.failed("signature", name, f"a signature over {subject} by {key.fingerprint}", "none that holds")
