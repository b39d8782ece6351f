"""MP4, MOV and their kin (ISO 14496-12): boxes walked from the front, times and place as stated, and where the file breaks off."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from muniment.preserve.formats.found import Found, Notes
from muniment.preserve.formats.xmp import packets, stated

EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
MOST_BOXES, DEEPEST = 10_000, 8
INSIDE = {b"moov", b"trak", b"mdia", b"udta", b"meta", b"ilst"}
NAMED = {b"\xa9xyz": "place", b"\xa9day": "date", b"\xa9mak": "make", b"\xa9mod": "model", b"\xa9swr": "software", b"\xa9too": "encoder",
         b"\xa9nam": "title", b"\xa9ART": "artist", b"\xa9cmt": "comment", b"\xa9des": "description", b"loci": "place"}  # fmt: skip
XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


def examine(data: bytes) -> Found:
    """What a film says of itself."""
    notes = Notes("mp4")
    walk = Walk(data, notes)
    kinds = [kind for kind, _, _ in walk.boxes(0, len(data), 0)]
    notes.counted["boxes"] = walk.count
    if notes.damaged is None and b"moov" not in kinds:
        notes.damaged = f"The film has no description of itself (moov) before byte {len(data):,}: it was not finished or breaks off."
    if notes.damaged:
        notes.failed("whole", "the file", "boxes to the last byte, and one that describes the film", notes.damaged)
    else:
        notes.passed("whole", f"{len(kinds)} boxes, up to the last byte")
    for packet in packets(data):
        for where, words in stated(packet):
            notes.say(where, words)
    return notes.found()


class Walk:
    """One walk over the boxes of a file, writing down what they state."""

    def __init__(self, data: bytes, notes: Notes) -> None:
        self.data, self.notes, self.count = data, notes, 0
        self.keys: list[str] = []

    def boxes(self, at: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int]]:
        """Kind, start of content and end of each box between two places, its inside walked first."""
        while at < end and self.count < MOST_BOXES:
            head = self._head(at, end)
            if head is None:
                return
            kind, inside, following = head
            self.count += 1
            self._look(kind, inside, following, depth)
            yield kind, inside, following
            at = following

    def _head(self, at: int, end: int) -> tuple[bytes, int, int] | None:
        size, kind = int.from_bytes(self.data[at : at + 4], "big"), self.data[at + 4 : at + 8]
        inside = at + 8
        if size == 1:
            size, inside = int.from_bytes(self.data[at + 8 : at + 16], "big"), at + 16
        following = end if size == 0 else at + size
        if len(kind) < 4 or following > end or following < inside:
            name = kind.decode("latin-1") if kind.isalnum() else kind.hex()
            self.notes.damaged = self.notes.damaged or (
                f"The box “{name}” at byte {at:,} says it reaches to byte {following:,}; the bytes end at {end:,}."
            )
            return None
        return kind, inside, following

    def _look(self, kind: bytes, inside: int, end: int, depth: int) -> None:
        if kind == b"ftyp":
            self.notes.say("MP4 brand", self.data[inside : inside + 4].decode("latin-1"))
        elif kind in (b"mvhd", b"tkhd", b"mdhd"):
            self._times(kind.decode(), self.data[inside:end])
        elif kind == b"keys":
            self._named(self.data[inside:end])
        elif kind in NAMED:
            self.notes.say(f"MP4 {NAMED[kind]}", _text(self.data[inside : min(end, inside + 4096)]))
        elif kind in INSIDE and depth < DEEPEST:
            list(self.boxes(inside + self._skipped(kind, inside), end, depth + 1))
        elif self.keys and kind[:2] == b"\0\0" and 0 < int.from_bytes(kind, "big") <= len(self.keys):
            self.notes.say(f"MP4 {self.keys[int.from_bytes(kind, 'big') - 1]}", _text(self.data[inside : min(end, inside + 4096)]))

    def _skipped(self, kind: bytes, inside: int) -> int:
        """`meta` begins with a version in MP4, and with its first box in QuickTime."""
        return 4 if kind == b"meta" and self.data[inside + 4 : inside + 8] != b"hdlr" else 0

    def _times(self, kind: str, body: bytes) -> None:
        try:
            created, modified = struct.unpack(">QQ", body[4:20]) if body[:1] == b"\x01" else struct.unpack(">II", body[4:12])
            scale, length = (0, 0) if kind == "tkhd" else struct.unpack(">IQ" if body[:1] == b"\x01" else ">II", body[20:32] if body[:1] == b"\x01" else body[12:20])  # fmt: skip
        except struct.error:
            return
        for what, seconds in (("created", created), ("modified", modified)):
            if seconds and seconds < 1 << 36:
                self.notes.say(f"MP4 {kind} {what}", (EPOCH + timedelta(seconds=seconds)).isoformat())
        if kind == "mvhd" and scale:
            self.notes.say("MP4 length, in seconds", f"{length / scale:.2f}")

    def _named(self, body: bytes) -> None:
        """The names of QuickTime's metadata keys (`com.apple.quicktime.location.ISO6709` and the like)."""
        at = 8
        while at + 8 <= len(body) and len(self.keys) < 200:
            size = int.from_bytes(body[at : at + 4], "big")
            if size < 8:
                return
            self.keys.append(body[at + 8 : at + size].decode("utf-8", "replace"))
            at += size


def _text(body: bytes) -> str:
    """The words of a text box: after a `data` box's head (iTunes), or after length and language (QuickTime)."""
    if body[4:8] == b"data":
        return body[16:].decode("utf-8", "replace")
    length = int.from_bytes(body[:2], "big")
    return body[4 : 4 + length].decode("utf-8", "replace") if len(body) >= 4 + length > 4 else body[4:].decode("utf-8", "replace")
