"""WARC 1.0 and 1.1 (ISO 28500), walked record by record from the first byte to the last, compressed or not.

1. each record begins where the one before it ended, with a version line, headers and a Content-Length
2. its block has that length and is followed by two line ends; else the file is damaged, and the place is said
3. the block digest and the payload digest that a record states are made again and compared
4. a compressed file holds one record a gzip member, or its index cannot point into it

Readers made for replay pass over what they cannot read (most truncations go unsaid by them); this walk stops and says where.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator

import msgspec

from muniment.preserve.formats.found import DamagedError, Found, Notes

CHUNK = 1 << 16
MOST_HEADER, MOST_LINE = 1 << 18, 1 << 16
MOST_UNPACKED = 2 << 30
MOST_KEPT = 16 << 20
"""Of a chunked body, kept to be counted in both ways."""
GZIP = b"\x1f\x8b"
HTTP = "application/http"
STATED = ("software", "format", "description", "hostname", "operator", "ip", "robots", "isPartOf", "http-header-user-agent", "conformsTo")
LIST = 20
ALGORITHMS = {
    "sha1": "sha1",
    "sha-1": "sha1",
    "sha256": "sha256",
    "sha-256": "sha256",
    "sha512": "sha512",
    "sha-512": "sha512",
    "md5": "md5",
}


class Record(msgspec.Struct, frozen=True):
    """One record: where it begins and how far it reaches in the file, its headers in lower case, and what its digests gave."""

    offset: int
    length: int
    headers: dict[str, str]
    body: bytes
    status: str
    checks: tuple[tuple[str, str, str, bool | None], ...]
    """(which digest, what it should be, what it is, whether they agree; None where it cannot be told)."""
    is_alone: bool = True

    @property
    def type(self) -> str:
        """The kind of record."""
        return self.headers.get("warc-type", "")


def examine(data: bytes) -> Found:
    """Walk one WARC file and say what it holds."""
    notes = Notes("warc")
    walked = Walk(notes)
    walked.file("", data)
    walked.end()
    return notes.found()


class Walk:
    """The records of one file or of several, counted and checked together."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.types: Counter[str] = Counter()
        self.digests: Counter[str] = Counter()
        self.dates: list[str] = []
        self.addresses: dict[str, None] = {}
        self.undigested = 0

    def file(self, name: str, data: bytes) -> dict[int, Record]:
        """Walk one file; its records by the offset they begin at."""
        found: dict[int, Record] = {}
        try:
            for record in records(data):
                self._one(name, record)
                found[record.offset] = record
        except DamagedError as exc:
            said = f"{name}: {exc}" if name else str(exc)
            self.notes.damaged = self.notes.damaged or said
            self.notes.failed("records", name or "the file", "records to the last byte", str(exc))
        return found

    def _one(self, name: str, record: Record) -> None:
        self.types[record.type or "without a type"] += 1
        at = f"{name} byte {record.offset:,}".strip()
        if not record.is_alone:
            self.notes.failed("compression", at, "one record a gzip member", "a record that begins inside a member")
        for what, expected, found, agrees in record.checks:
            if agrees is None:
                self.notes.open(f"{what} digests", found, at)
            elif agrees:
                self.digests[what] += 1
            else:
                self.notes.failed(f"{what} digests", at, expected, found)
        self.undigested += not record.checks
        self._stated(record)

    def _stated(self, record: Record) -> None:
        if record.type == "warcinfo":
            fields = dict(_fields(record.body.splitlines()))
            for key in STATED:
                self.notes.say(f"warcinfo {key}", fields.get(key.lower(), ""))
        if date := record.headers.get("warc-date", ""):
            self.dates.append(date)
        if record.type in ("response", "resource") and (address := record.headers.get("warc-target-uri", "").strip("<>")):
            self.addresses.setdefault(address)

    def end(self) -> None:
        """The lines for all files together."""
        total = sum(self.types.values())
        self.notes.counted |= {"records": total} | {f"{kind} records": count for kind, count in sorted(self.types.items())}
        if not any(check.what == "records" and check.verdict == "failed" for check in self.notes.checks):
            self.notes.passed("records", f"{total:,} records, each beginning where the one before it ends")
        for what, count in sorted(self.digests.items()):
            self.notes.passed(f"{what} digests", f"{count:,} made again and found the same")
        if self.undigested:
            self.notes.open("records without a digest", f"{self.undigested:,} records state no digest of their own")
        if self.dates:
            self.notes.say("WARC-Date, first and last", f"{min(self.dates)} – {max(self.dates)}")
        for address in list(self.addresses)[:LIST]:
            self.notes.say("WARC-Target-URI", address)
        if len(self.addresses) > LIST:
            self.notes.say("WARC-Target-URI", f"and {len(self.addresses) - LIST:,} more")
        self.notes.does_not_prove.append("That the pages were served as recorded: whoever makes a WARC can make its digests.")


def records(data: bytes) -> Iterator[Record]:
    """The records of a file.

    Raises:
        DamagedError: they end before the file does, or the file before they do.
    """
    stream = Packed(data) if data[:2] == GZIP else Flat(data)
    while not stream.is_done():
        yield _record(stream)


def _record(stream: Flat) -> Record:
    offset, is_alone = stream.start()
    headers = _headers(stream, offset)
    said = headers.get("content-length", "")
    if not (said.isascii() and said.isdigit()) or len(said) > 15:
        raise DamagedError(f"The record at byte {offset:,} states no length that can be used ({said[:20]!r}).")
    reading = _Reading(headers)
    left = int(said)
    while left:
        chunk = stream.read(min(left, CHUNK))
        if not chunk:
            raise DamagedError(f"The record at byte {offset:,} should hold {int(said):,} bytes and breaks off after {int(said) - left:,}.")
        reading.feed(chunk)
        left -= len(chunk)
    if stream.read(4) != b"\r\n\r\n":
        raise DamagedError(f"The record at byte {offset:,} is not followed by the two line ends that close it.")
    return Record(offset, stream.place() - offset, headers, bytes(reading.kept), reading.status, tuple(reading.checks()), is_alone)


def _headers(stream: Flat, offset: int) -> dict[str, str]:
    version = stream.line()
    if version not in (b"WARC/1.0\r\n", b"WARC/1.1\r\n"):
        said = "the file ends there" if not version else f"found {version[:20]!r}"
        raise DamagedError(f"A record should begin at byte {offset:,}: {said}.")
    lines, size = [], 0
    while (line := stream.line()) not in (b"\r\n", b"\n"):
        size += len(line)
        if not line.endswith(b"\n") or size > MOST_HEADER:
            raise DamagedError(f"The headers of the record at byte {offset:,} break off or do not end.")
        lines.append(line)
    return dict(_fields(lines))


def _fields(lines: list[bytes]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


class _Reading:
    """The block of a record as it passes by: hashed as a whole, and from the end of its HTTP headers on."""

    def __init__(self, headers: dict[str, str]) -> None:
        self.headers = headers
        self.is_http = headers.get("content-type", "").lower().replace(" ", "").startswith(HTTP)
        self.wanted = {"block": Digest(headers.get("warc-block-digest")), "payload": Digest(headers.get("warc-payload-digest"))}
        self.head = b""
        self.kept = bytearray()
        self.body = bytearray()
        self.is_past_head = not self.is_http
        self.status = ""

    def feed(self, chunk: bytes) -> None:
        """The next bytes of the block."""
        self.wanted["block"].update(chunk)
        if not self.is_http and len(self.kept) < MOST_HEADER:
            self.kept += chunk[: MOST_HEADER - len(self.kept)]
        if self.is_past_head:
            self._payload(chunk)
            return
        self.head += chunk
        head, mark, rest = self.head.partition(b"\r\n\r\n")
        if mark or len(self.head) > MOST_HEADER:
            self.is_past_head, self.head = True, head
            self.status = _status(head)
            self._payload(rest)

    def _payload(self, chunk: bytes) -> None:
        self.wanted["payload"].update(chunk)
        if b"chunked" in self.head.lower() and len(self.body) <= MOST_KEPT:
            self.body += chunk

    def checks(self) -> Iterator[tuple[str, str, str, bool | None]]:
        """What each stated digest gave."""
        for what, digest in self.wanted.items():
            if not digest.stated or (what == "payload" and self.headers.get("warc-type") == "revisit"):
                continue  # a revisit states the digest of a payload that lies elsewhere
            expected, found, agrees = digest.answer()
            if agrees is False and what == "payload" and b"chunked" in self.head.lower():
                agrees = self._unchunked(digest.stated)
                found = "the body is sent in chunks, and how they were counted is not said" if agrees is None else found
            yield what, expected, found, agrees

    def _unchunked(self, stated: str) -> bool | None:
        """Some writers count a chunked body without its chunk marks."""
        body = unchunked(bytes(self.body))
        if body is None or len(self.body) > MOST_KEPT:
            return None
        other = Digest(stated)
        other.update(body)
        return True if other.answer()[2] else None


def _status(head: bytes) -> str:
    first = head.split(b"\r\n", 1)[0].split()
    return first[1].decode("ascii", "replace") if len(first) > 1 and first[0].startswith(b"HTTP/") else ""


def unchunked(body: bytes) -> bytes | None:
    """A chunked body without its marks; None where it is not one."""
    out, at = bytearray(), 0
    while True:
        end = body.find(b"\r\n", at)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16) if size and size.isalnum() and len(size) < 9 else -1
        except ValueError:
            length = -1
        if length < 0 or end + 2 + length > len(body):
            return None
        if length == 0:
            return bytes(out)
        out += body[end + 2 : end + 2 + length]
        at = end + 2 + length + 2


class Digest:
    """A digest as a record states it (`sha1:` in base 32, `sha256:` in hex, …), and the same made again."""

    def __init__(self, stated: str | None) -> None:
        self.stated = stated or ""
        label, _, self.value = self.stated.partition(":")
        name = ALGORITHMS.get(label.strip().lower())
        self._made = hashlib.new(name, usedforsecurity=False) if name else None

    def update(self, chunk: bytes) -> None:
        """The next bytes that it covers."""
        if self._made is not None:
            self._made.update(chunk)

    def answer(self) -> tuple[str, str, bool | None]:
        """(as stated, as found in the same spelling, whether they agree); None where the algorithm or spelling is not known."""
        if self._made is None:
            return self.stated, "an algorithm that is not known here", None
        made = self._made.digest()
        wanted = spelled(self.value.strip(), len(made))
        if wanted is None:
            return self.stated, "a spelling that is not known here", None
        return self.stated, f"{self.stated.partition(':')[0]}:{made.hex()}", wanted == made


def spelled(value: str, size: int) -> bytes | None:
    """The bytes of a digest written in hex or base 32."""
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value)
        bare = value.rstrip("=").upper()
        return base64.b32decode(bare + "=" * (-len(bare) % 8)) if len(bare) == -(-size * 8 // 5) else None
    except (ValueError, binascii.Error):
        return None


class Flat:
    """Bytes read from the front; a record may begin anywhere."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self._at >= len(self._data)

    def start(self) -> tuple[int, bool]:
        """Where the next record begins, and whether it may be pointed to."""
        return self._at, True

    def place(self) -> int:
        """How far the file was read, once a record is whole."""
        return self._at

    def read(self, most: int) -> bytes:
        """The next bytes, as many as there are."""
        taken = self._data[self._at : self._at + most]
        self._at += len(taken)
        return taken

    def line(self) -> bytes:
        """The next line with its end; without one where there is none."""
        end = self._data.find(b"\n", self._at, self._at + MOST_LINE)
        return self.read((end + 1 if end >= 0 else self._at + MOST_LINE) - self._at)


class Packed(Flat):
    """Gzip members one after the other; places are those of the compressed file."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._buffer, self._member, self._unpacked, self._is_fresh = b"", 0, 0, True
        self._gzip: zlib._Decompress | None = None

    def is_done(self) -> bool:
        while not self._buffer:
            if not self._more():
                return True
        return False

    def start(self) -> tuple[int, bool]:
        """The member that is open, and whether this record is its first."""
        is_first, self._is_fresh = self._is_fresh, False
        return self._member, is_first

    def place(self) -> int:
        while not self._buffer and self._gzip is not None:
            self._more()  # past the trailer of the member, when the record was its last
        return self._member if self._buffer else self._at

    def read(self, most: int) -> bytes:
        while len(self._buffer) < most and self._more():
            pass
        taken, self._buffer = self._buffer[:most], self._buffer[most:]
        return taken

    def line(self) -> bytes:
        while b"\n" not in self._buffer and len(self._buffer) < MOST_LINE and self._more():
            pass
        end = self._buffer.find(b"\n")
        return self.read(end + 1 if end >= 0 else MOST_LINE)

    def _more(self) -> bool:
        """A little more of the member that is open, or the next one opened; False at the end of the file."""
        if self._gzip is None:
            if self._at >= len(self._data):
                return False
            self._gzip, self._member, self._is_fresh = zlib.decompressobj(31), self._at, True
        chunk = self._gzip.unconsumed_tail or self._next()
        try:
            out = self._gzip.decompress(chunk, 4 * CHUNK)
        except zlib.error as exc:
            raise DamagedError(f"The gzip member at byte {self._member:,} is damaged: {exc}.") from exc
        if self._gzip.eof:
            self._at -= len(self._gzip.unused_data)
            self._gzip = None
        elif not chunk and not out:
            raise DamagedError(f"The gzip member at byte {self._member:,} breaks off at the end of the file.")
        self._buffer += out
        self._unpacked += len(out)
        if self._unpacked > MOST_UNPACKED:
            raise DamagedError(f"It unpacks to more than {MOST_UNPACKED:,} bytes: nothing beyond was looked at.")
        return True

    def _next(self) -> bytes:
        chunk = self._data[self._at : self._at + CHUNK]
        self._at += len(chunk)
        return chunk
