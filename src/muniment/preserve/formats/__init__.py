"""Formats, a file each: what some bytes are, what of them can be checked, what they say of themselves. In the sandbox alone.

Two ways in, both for the sandbox: `item` looks inside the bytes of one item, `folder` at a bundle whose files were sealed one
by one. Neither changes a byte; a parser that stops leaves its words, never an error.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module

import msgspec

from muniment.model.verdict import Verdict
from muniment.preserve.formats import c2pa
from muniment.preserve.formats.contents import Below, Contents, Folder, Member, Zip
from muniment.preserve.formats.found import DamagedError, Found, Notes, plain
from muniment.preserve.formats.known import bundles
from muniment.preserve.formats.offered import SINGLE, ZIPS
from muniment.preserve.formats.warc import Packed

MARKED = ("image", "mp4", "pdf")
"""Formats that may carry a C2PA manifest."""


def item(media_type: str, data: bytes) -> bytes:
    """For the sandbox: what looking inside one item found, as JSON."""
    return msgspec.json.encode(_guarded(media_type, lambda: _item(media_type, data)))


def items(media_types: str, data: bytes) -> bytes:
    """For the sandbox: several small items at once (media types with spaces between, their bytes packed by the caller)."""
    found = [_guarded(kind, partial(_item, kind, one)) for kind, one in zip(media_types.split(), msgspec.msgpack.decode(data), strict=True)]
    return msgspec.json.encode(found)


def folder(format: str, data: bytes) -> bytes:
    """For the sandbox: the same for a bundle that came as a folder (its members packed by the caller)."""
    members = msgspec.msgpack.decode(data, type=dict[str, Member])
    return msgspec.json.encode(_guarded(format, lambda: _bundle(format, Folder(members))))


def _guarded(what: str, look: Callable[[], Found]) -> Found:
    try:
        return look()
    except DamagedError as exc:
        notes = Notes(what)
        notes.damaged = str(exc)
        notes.failed("whole", "the file", "bytes that keep their format", str(exc))
        return notes.found()
    except MemoryError:
        raise  # the sandbox says it
    except Exception as exc:  # a parser's own words are kept, whatever it raised
        return Found(what, unread=f"The parser stopped: {type(exc).__name__}: {plain(str(exc))}")


def _item(media_type: str, data: bytes) -> Found:
    if media_type in ZIPS:
        return _zip(data)
    name = SINGLE[media_type]
    if media_type == "application/gzip" and not _is_warc(data):
        notes = Notes("gzip")
        notes.open("contents", "an archive that is not opened here")
        return notes.found()
    found: Found = import_module(f"muniment.preserve.formats.{name}").examine(data)
    return _marked(found, media_type, data) if name in MARKED else found


def _is_warc(data: bytes) -> bool:
    try:
        return Packed(data).read(6) == b"WARC/1"
    except DamagedError:
        return False


def _marked(found: Found, media_type: str, data: bytes) -> Found:
    """With what can be said of a C2PA manifest inside."""
    notes = Notes(found.format)
    c2pa.look(notes, media_type, data)
    verdict = found.verdict.joined([Verdict(tuple(notes.checks), tuple(notes.proves), tuple(notes.does_not_prove))])
    return msgspec.structs.replace(found, verdict=verdict, stated=(*found.stated, *notes.stated))


def _zip(data: bytes) -> Found:
    """A zip is what its members say it is; one that says nothing is only looked at from outside."""
    zip = Zip(data)
    notes = Notes("zip")
    zip.faults(notes)
    known = bundles(zip.names())
    if known:
        found = _bundle(known[0].format, zip)
        return msgspec.structs.replace(found, verdict=msgspec.structs.replace(found.verdict, checks=(*notes.checks, *found.verdict.checks)))
    notes.counted |= {"members": len(zip.names()), "bytes unpacked, as stated": sum(map(zip.size, zip.names()))}
    notes.open("contents", "an archive that is not unpacked: take its files in by themselves")
    return notes.found()


def _bundle(format: str, contents: Contents) -> Found:
    root = next((known.root for known in bundles(contents.names()) if known.format == format), "")
    found: Found = import_module(f"muniment.preserve.formats.{format}").examine(Below(contents, root) if root else contents)
    return found
