"""WACZ 1.1: a zip of WARC files with its list of digests, its index and its pages.

1. the zip itself: no member twice, none overlapping, none leading out (`contents`)
2. `datapackage.json`: every resource is there with its size and digest; members it does not list are said
3. `datapackage-digest.json`: the digest of (2), and the signature over it, by the key or certificate that stands beside it
4. every WARC, record by record (see `warc`)
5. the index: every line points to the first byte of a record, with its length and payload digest

No web-archive format is evidence against tampering by itself: whoever re-packs a forged WARC makes all of this anew.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

from muniment.preserve.formats import warc
from muniment.preserve.formats.contents import Contents, UnreadError
from muniment.preserve.formats.found import DamagedError, Found, Notes
from muniment.preserve.formats.signature import by_certificate, by_key

PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
ALGORITHMS = {"sha256": "sha256", "sha512": "sha512", "sha1": "sha1", "md5": "md5"}
TITLES = (
    "title",
    "description",
    "created",
    "modified",
    "software",
    "mainPageUrl",
    "mainPageURL",
    "mainPageDate",
    "wacz_version",
    "profile",
)
SIGNED = ("created", "software", "domain", "publicKey")
PAGES = 20
MOST_WARC = 256 << 20
CLOSING = b"\r\n\r\n"
"""Ends every record; indexes of files that are not compressed leave it out of the length."""


def examine(contents: Contents) -> Found:
    """Check a WACZ, zipped or unpacked."""
    notes = Notes("wacz")
    package = _json(contents, PACKAGE, notes)
    _package(contents, notes, package)  # (2)
    _signed(contents, notes)  # (3)
    walked = warc.Walk(notes)
    files = {name: walked.file(name, data) for name, data in _warcs(contents, notes)}  # (4)
    walked.end()
    _index(contents, notes, files)  # (5)
    _pages(contents, notes)
    notes.proves.append("The members are those that the bundle's own list gives digests for.")
    return notes.found()


def _json(contents: Contents, name: str, notes: Notes) -> Any:
    try:
        return json.loads(contents.data(name)) if name in contents.names() else None
    except (UnreadError, ValueError, RecursionError) as exc:
        notes.failed("list", name, "JSON", str(exc))
        return None


def _package(contents: Contents, notes: Notes, package: Any) -> None:
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list):
        notes.failed("list", PACKAGE, "a list of resources with their digests", "none")
        return
    listed = [one for one in resources if isinstance(one, dict) and isinstance(one.get("path"), str)]
    agreed = sum(_resource(contents, notes, one) for one in listed)
    if agreed:
        notes.passed("list", f"{agreed:,} members have the size and digest listed")
    for name in sorted(set(contents.names()) - {one["path"] for one in listed} - {PACKAGE, DIGEST}):
        notes.open("list", "no digest in the bundle covers it", name)
    for key in TITLES:
        if isinstance(value := package.get(key), str):
            notes.say(f"{PACKAGE}: {key}", value)


def _resource(contents: Contents, notes: Notes, one: dict[str, Any]) -> bool:
    name, stated = one["path"], str(one.get("hash", ""))
    if name not in contents.names():
        notes.failed("list", name, "a member", "missing")
        return False
    if isinstance(one.get("bytes"), int) and one["bytes"] != contents.size(name):
        notes.failed("list", name, f"{one['bytes']} bytes", f"{contents.size(name)} bytes")
        return False
    algorithm, _, digest = stated.partition(":")
    if algorithm not in ALGORITHMS or not digest:
        notes.open("list", f"no digest of a known kind is listed ({stated[:40] or 'none'})", name)
        return False
    try:
        made = contents.digest(name, ALGORITHMS[algorithm])
    except UnreadError as exc:
        notes.failed("list", name, digest, str(exc))
        return False
    if made != digest.lower():
        notes.failed("list", name, digest, made)
    return made == digest.lower()


def _signed(contents: Contents, notes: Notes) -> None:
    if DIGEST not in contents.names():
        notes.open("signature", f"there is no {DIGEST}: the list of digests is covered by nothing")
        return
    held = _json(contents, DIGEST, notes)
    stated = str(held.get("hash", "")) if isinstance(held, dict) else ""
    try:
        made = f"sha256:{contents.digest(PACKAGE, 'sha256')}" if PACKAGE in contents.names() else "nothing"
    except UnreadError as exc:
        made = str(exc)
    if stated == made:
        notes.passed("digest of the list", made)
    else:
        notes.failed("digest of the list", DIGEST, stated or "a digest", made)
    signed = held.get("signedData") if isinstance(held, dict) else None
    if not isinstance(signed, dict) or not signed:
        notes.open("signature", "the list is not signed")
        return
    for key in SIGNED:
        notes.say(f"{DIGEST}: {key}", signed.get(key) or "")
    _signature(notes, signed, stated)


def _signature(notes: Notes, signed: dict[str, Any], stated: str) -> None:
    if signed.get("hash") != stated:
        notes.failed("signature", DIGEST, f"a signature over {stated}", f"one over {signed.get('hash')}")
        return
    try:
        signature = base64.b64decode(str(signed.get("signature", "")), validate=True)
        if signed.get("domainCert"):
            agrees = by_certificate(str(signed["domainCert"]), stated.encode(), signature)
        else:
            agrees = by_key(base64.b64decode(str(signed.get("publicKey", "")), validate=True), stated.encode(), signature)
    except ValueError as exc:
        notes.open("signature", f"it cannot be read: {exc}")
        return
    if agrees:
        notes.passed("signature", "by the key that stands beside it")
        notes.does_not_prove.append("Whose key signed the list: the key came with it, and no certificate was followed to a root.")
    else:
        notes.failed("signature", DIGEST, "a signature by the key that stands beside it", "another")
    if signed.get("timeSignature"):
        notes.open("timestamp", "the list carries a timestamp, which was not followed to an authority")


def _warcs(contents: Contents, notes: Notes) -> Iterator[tuple[str, bytes]]:
    for name in contents.names():
        if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
            try:
                yield name, contents.data(name, MOST_WARC)
            except UnreadError as exc:
                notes.open("records", str(exc), name)


def _index(contents: Contents, notes: Notes, files: dict[str, dict[int, warc.Record]]) -> None:
    names = [name for name in contents.names() if name.startswith("indexes/") and name.endswith((".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz"))]
    if not names:
        notes.open("index", "there is no index")
    for name in names:
        try:
            lines = _unpacked(contents.data(name))
        except DamagedError as exc:
            notes.failed("index", name, "an index that can be read", str(exc))
            continue
        agreed = sum(
            _points(notes, f"{name}, line {at}", line, files) for at, line in enumerate(lines, 1) if b"{" in line and line[:1] != b"!"
        )
        if agreed:
            notes.passed("index", f"{agreed:,} lines of {name} point to the record they name")


def _unpacked(data: bytes) -> list[bytes]:
    if data[:2] != warc.GZIP:
        return data.splitlines()
    stream, lines = warc.Packed(data), []
    while not stream.is_done():
        lines.append(stream.line())
    return lines


def _points(notes: Notes, where: str, line: bytes, files: dict[str, dict[int, warc.Record]]) -> bool:
    try:
        entry = json.loads(line[line.index(b"{") :])
        offset, length, file = int(entry["offset"]), int(entry["length"]), str(entry["filename"])
    except (ValueError, KeyError, TypeError, RecursionError) as exc:
        notes.failed(
            "index", where, "an address, a time and a JSON object with offset, length and filename", f"{type(exc).__name__}: {exc}"
        )
        return False
    records = files.get(file) or files.get(f"archive/{file}")
    if records is None:
        notes.failed("index", where, "a WARC of this bundle", file)
        return False
    record = records.get(offset)
    if record is None or length not in (record.length, record.length - (0 if file.endswith(".gz") else len(CLOSING))):
        found = "no record begins there" if record is None else f"that record is {record.length} bytes long"
        notes.failed("index", where, f"a record of {length} bytes at byte {offset} of {file}", found)
        return False
    stated, held = str(entry.get("digest", "")), record.headers.get("warc-payload-digest", "")
    if stated and held and stated.rpartition(":")[2] != held.rpartition(":")[2]:
        notes.failed("index", where, stated, held)
        return False
    return True


def _pages(contents: Contents, notes: Notes) -> None:
    count = 0
    for name in contents.names():
        if not (name.startswith("pages/") and name.endswith(".jsonl")):
            continue
        try:
            lines = contents.data(name).splitlines()
        except UnreadError as exc:
            notes.open("pages", str(exc), name)
            continue
        for line in lines:
            page = _page(line)
            if page and page.get("url"):
                count += 1
                if count <= PAGES:
                    notes.say(f"{name}: page", " · ".join(str(page[key]) for key in ("title", "url", "ts") if page.get(key)))
    notes.counted["pages"] = count


def _page(line: bytes) -> dict[str, Any] | None:
    try:
        page = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return page if isinstance(page, dict) else None
