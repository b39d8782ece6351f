"""Folders that auto-archiver wrote: a page about one archived address, beside the media, each named with its digest.

1. the page (its formatter's HTML) or the JSON of its enricher is read for address, title, metadata and media
2. every medium that states a digest is looked for by that digest; a file of its name with another digest has changed
3. timestamps, screenshots and WACZ files beside it are items of their own, or named as not followed
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from lxml import etree, html

from muniment.preserve.formats.contents import Contents, UnreadError
from muniment.preserve.formats.found import Found, Notes
from muniment.preserve.formats.known import JSON, MARK, PAGE

ALGORITHMS = {"SHA-256": "sha256", "SHA3-512": "sha3_512"}
TOKENS = re.compile(r"(?:^|/)(?:timestamp_token[^/]*|[^/]*\.(?:tsr|tst|ots))$")


class Medium(msgspec.Struct, frozen=True):
    """A medium as the page names it: its key in the storage and its digest."""

    key: str
    algorithm: str
    digest: str


def examine(contents: Contents) -> Found:
    """Check what a folder's page says of its media."""
    notes = Notes("auto-archiver")
    media: dict[Medium, None] = {}
    pages = 0
    for name in contents.names():
        read = _page if PAGE.search(name) else _json if JSON.search(name) else None
        try:
            found = list(read(notes, name, contents.data(name))) if read else []
        except (UnreadError, ValueError, etree.LxmlError, RecursionError) as exc:
            notes.open("page", str(exc), name)
            continue
        pages += bool(found)
        media |= dict.fromkeys(found)
        if TOKENS.search(name):
            notes.open("timestamp", "recorded, not followed to an authority", name)
    _media(contents, notes, list(media))
    notes.counted |= {"pages": pages, "media": len(media), "files": len(contents.names())}
    notes.proves.append("The media found have the digests that the archiving program wrote down.")
    notes.does_not_prove.append("That the page was written when the media were fetched: it is neither signed nor sealed by itself.")
    return notes.found()


def _page(notes: Notes, name: str, data: bytes) -> Iterator[Medium]:
    if MARK not in data:
        return
    tree: Any = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False))
    for row in tree.xpath("//table[contains(@class,'metadata')]//tr[td]"):
        cells = [" ".join(cell.text_content().split()) for cell in row.xpath("./td")]
        if len(cells) == 2:
            notes.say(f"{name}: {cells[0]}", cells[1].removeprefix("Copy as JSON").strip())
    for title in tree.xpath("//head/title"):
        notes.say(f"{name}: address", title.text_content())
    for made in tree.xpath("//p[a[contains(@href,'auto-archiver')]]"):
        notes.say(name, made.text_content())
    for one in tree.xpath("//ul[li/b='key:']"):
        held = {b.text_content().strip(" :"): b.getparent().text_content().partition(":")[2].strip() for b in one.xpath("./li/b")}
        yield from _medium(held.get("key", ""), held.get("hash", ""))


def _json(notes: Notes, name: str, data: bytes) -> Iterator[Medium]:
    held: Any = json.loads(data)
    if not isinstance(held, dict) or not isinstance(held.get("media"), list) or not isinstance(held.get("metadata"), dict):
        return
    for key, value in held["metadata"].items():
        notes.say(f"{name}: {key}", value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    for one in held["media"]:
        properties = one.get("properties") if isinstance(one, dict) else None
        if isinstance(properties, dict):
            yield from _medium(str(one.get("_key") or one.get("key") or one.get("filename") or ""), str(properties.get("hash", "")))


def _medium(key: str, stated: str) -> Iterator[Medium]:
    label, _, digest = stated.partition(":")
    if key and re.fullmatch(r"[0-9a-fA-F]{32,128}", digest.strip()):
        yield Medium(key, label.strip(), digest.strip().lower())


def _media(contents: Contents, notes: Notes, media: list[Medium]) -> None:
    made = {algorithm: _digests(contents, notes, algorithm) for algorithm in {ALGORITHMS.get(one.algorithm) for one in media} if algorithm}
    agreed = 0
    for one in media:
        here = made.get(ALGORITHMS.get(one.algorithm, ""))
        if here is None:
            notes.open("media", f"its digest is of a kind that is not known here ({one.algorithm})", one.key)
        elif one.digest in here.values():
            agreed += 1
        else:
            same = next((name for name in here if name.rpartition("/")[2] == one.key.rpartition("/")[2]), None)
            notes.failed("media", one.key, one.digest, here[same] if same else "no file of the folder has this digest")
    if agreed:
        notes.passed("media", f"{agreed:,} media have the digest that the page states")
    elif not media:
        notes.open("media", "the page states no digest of any medium")


def _digests(contents: Contents, notes: Notes, algorithm: str) -> dict[str, str]:
    found = {}
    for name in contents.names():
        try:
            found[name] = contents.digest(name, algorithm)
        except UnreadError as exc:
            notes.open("media", str(exc), name)
    return found
