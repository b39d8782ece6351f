"""Web archives: the pages of a WARC (ISO 28500) or of a WACZ (Webrecorder, 1.1), each under its address and the time of its capture.

Where a WACZ lists its pages, those alone are read; else every answer that is a page. What is none is counted. An archive that is damaged
is read as far as it goes, and where it broke is said. Nothing is fetched.
"""

import json
import re
import zlib
from collections import Counter
from zipfile import ZipFile

import msgspec

from muniment.document.readers import html
from muniment.document.readers.text import decoded
from muniment.document.readers.zipped import opened
from muniment.document.reading import Reading, ReadingError, joined
from muniment.preserve.formats.found import DamagedError
from muniment.preserve.formats.warc import GZIP, HTTP, Record, records, unchunked

MOST_PAGES, MOST_PAGE = 2_000, 16 << 20
KINDS = {"text/html", "application/xhtml+xml", "text/plain"}
PACKED = {"": 0, "identity": 0, "gzip": 31, "x-gzip": 31, "deflate": 47}
"""Window bits of zlib by Content-Encoding."""
FIELD = re.compile(rb"\r\n(content-type|content-encoding|transfer-encoding):[ \t]*([^\r\n]{0,300})", re.IGNORECASE)


class Page(msgspec.Struct, frozen=True):
    """One page as it was captured."""

    address: str
    time: str
    media: str
    body: bytes


class Archive:
    """The pages of one web archive, and what was met on the way that is none."""

    def __init__(self, listed: frozenset[str] = frozenset()) -> None:
        self.listed, self.pages, self.left, self.broken = listed, list[Page](), Counter[str](), list[str]()
        self._seen = set[tuple[str, bytes]]()

    def walk(self, data: bytes, name: str) -> None:
        """One WARC file, to where it ends or breaks."""
        try:
            for record in records(data):
                if record.type in ("response", "resource"):
                    self._record(record, data)
        except DamagedError as exc:
            self.broken.append(f"{name} is damaged: {exc}")

    def _record(self, record: Record, data: bytes) -> None:
        address = record.headers.get("warc-target-uri", "").strip("<>") or "without an address"
        media, body = _answer(record, data)
        if record.status not in ("", "200"):
            return
        if media not in KINDS:
            self.left[media.split("/")[0] or "unknown"] += 1
        elif self.listed and address not in self.listed:
            self.left["pages inside pages"] += 1
        elif body is None:
            self.left["pages that cannot be unpacked"] += 1
        elif (address, body) not in self._seen:
            if len(self.pages) == MOST_PAGES:
                raise ReadingError(f"This web archive holds more than {MOST_PAGES:,} pages. Split it.")
            self._seen.add((address, body))
            self.pages.append(Page(address, record.headers.get("warc-date", "without a date"), media, body))

    def told(self) -> str:
        """What was not read, and where it broke."""
        said = [f"{count:,} {kind}" for kind, count in self.left.most_common(8)]
        return "; ".join([f"not read: {', '.join(said)}"] * bool(said) + self.broken)


def read(data: bytes) -> Reading:
    """The pages of a web archive, each below a line with its address and time.

    Raises:
        ReadingError: it is none, holds more than a reader takes, or there is no page in it.
    """
    if data.startswith(b"PK"):
        with opened(data, "WACZ") as package:
            found = Archive(_listed(package))
            for name in sorted(package.namelist()):
                if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                    found.walk(package.read(name), name)
    else:
        found = Archive()
        found.walk(data, "the file")
    if not found.pages:
        raise ReadingError(f"There is no page in this web archive that can be read. {found.told()}".strip())
    return joined([_text(page) for page in found.pages], unread=found.told() or None, tool="muniment webarchive")


def _listed(package: ZipFile) -> frozenset[str]:
    """The addresses that a WACZ lists as pages."""
    found = set()
    for name in ("pages/pages.jsonl", "pages/extraPages.jsonl"):
        for line in package.read(name).splitlines() if name in package.namelist() else ():
            try:
                one = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(one, dict) and isinstance(one.get("url"), str):
                found.add(one["url"])
    return frozenset(found)


def _answer(record: Record, data: bytes) -> tuple[str, bytes | None]:
    """(media type, body) of a record; without a body where it is too large, not a member of its own, or packed in a way not known here."""
    stated = record.headers.get("content-type", "")
    block = _block(record, data)
    if not stated.lower().replace(" ", "").startswith(HTTP):
        return _media(stated), block
    head, _, body = (block or b"").partition(b"\r\n\r\n")
    fields = {name.lower(): value.decode("latin-1").strip().lower() for name, value in FIELD.findall(head)}
    media = _media(fields.get(b"content-type", ""))
    if block is None or media not in KINDS:
        return media, None
    if "chunked" in fields.get(b"transfer-encoding", ""):
        body = unchunked(body) or body  # some writers undo the chunks and keep the header
    bits = PACKED.get(fields.get(b"content-encoding", ""))
    return media, None if bits is None else _unpacked(body, bits) if bits else body


def _media(stated: str) -> str:
    return stated.split(";")[0].strip().lower()


def _block(record: Record, data: bytes) -> bytes | None:
    """What stands between the headers of a record and the two line ends that close it."""
    size, raw = int(record.headers["content-length"]), data[record.offset : record.offset + record.length]
    if size > MOST_PAGE or not record.is_alone:
        return None
    whole = _unpacked(raw, 31) if data[:2] == GZIP else raw
    return None if whole is None else whole[len(whole) - size - 4 : len(whole) - 4]


def _unpacked(data: bytes, bits: int) -> bytes | None:
    """Unpacked, unless that is more than a page, or damaged. Some servers send a deflated body without its frame."""
    for window in (bits, -15) if bits == PACKED["deflate"] else (bits,):
        packed = zlib.decompressobj(window)
        try:
            out = packed.decompress(data, MOST_PAGE + (1 << 20))
        except zlib.error:
            continue
        return out if packed.eof else None
    return None


def _text(page: Page) -> str:
    try:
        body = decoded(page.body)[0] if page.media == "text/plain" else html.read(page.body).text
    except ReadingError as exc:
        body = f"[not read: {exc}]"
    return "\n".join((f"{page.address} ({page.time})", body.replace("\r\n", "\n")))
