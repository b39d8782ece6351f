"""Pictures: EXIF, GPS, IPTC and XMP as the file states them, text that a PNG carries, and whether the picture is whole."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, IptcImagePlugin, PngImagePlugin, UnidentifiedImageError
from PIL.ImageFile import ImageFile

from muniment.preserve.formats.found import DamagedError, Found, Notes
from muniment.preserve.formats.xmp import packets, stated

PNG_END, JPEG_END, GIF_END = b"IEND\xaeB`\x82", b"\xff\xd9", b";"
SCAN = 0xDA
"""The marker of a JPEG after which its points begin."""
IPTC = {(2, 5): "title", (2, 25): "keyword", (2, 55): "date created", (2, 60): "time created", (2, 80): "by-line", (2, 85): "by-line title",
        (2, 90): "city", (2, 92): "sublocation", (2, 95): "province", (2, 101): "country", (2, 105): "headline", (2, 110): "credit",
        (2, 115): "source", (2, 116): "copyright", (2, 120): "caption"}  # fmt: skip
UNSAID = {"MakerNote", "PrintImageMatching", "ExifOffset", "GPSInfo", "InteroperabilityOffset", "XMLPacket"}
IFDS = {"Exif": ExifTags.IFD.Exif, "GPS": ExifTags.IFD.GPSInfo}


def examine(data: bytes) -> Found:
    """What a picture says of itself.

    Raises:
        DamagedError: not even its head can be read.
    """
    Image.MAX_IMAGE_PIXELS = None  # nothing is decoded here
    try:
        with Image.open(BytesIO(data)) as picture:
            return _examined(picture, data)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError) as exc:
        said = str(exc).rstrip(".")
        raise DamagedError(f"The head of this picture cannot be read: {said}; the file ends at byte {len(data):,}.") from exc


def _examined(picture: ImageFile, data: bytes) -> Found:
    notes = Notes("image")
    notes.counted |= {"width": picture.width, "height": picture.height}
    if not _has_end(picture.format, data):
        notes.damaged = f"The picture has no end: it breaks off before byte {len(data):,}."
        notes.failed("whole", "the file", "the mark that ends a picture", "none")
    for where, words in _metadata(picture, data):
        notes.say(where, words)
    return notes.found()


def _has_end(kind: str | None, data: bytes) -> bool:
    """Whether the mark that ends the picture is there. Cameras append previews and notes of their own: it need not be last."""
    if kind == "PNG":
        return PNG_END in data
    if kind == "GIF":
        return data.rstrip(b"\0").endswith(GIF_END)
    return kind != "JPEG" or data.find(JPEG_END, _scan(data)) >= 0


def _scan(data: bytes) -> int:
    """Where a JPEG's points begin: past its head, which may hold a whole small picture with an end of its own."""
    at = 2
    while data[at : at + 1] == b"\xff" and at + 4 <= len(data) and data[at + 1] != SCAN:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return at


def _metadata(picture: ImageFile, data: bytes) -> Iterator[tuple[str, str]]:
    exif = picture.getexif() if picture.format != "PNG" or "exif" in picture.info else Image.Exif()  # else it would decode the points
    yield from _tags("EXIF", exif, ExifTags.TAGS)
    for name, ifd in IFDS.items():
        held = exif.get_ifd(ifd)
        if name == "GPS" and (position := _position(held)):
            yield "GPS position, in degrees", position
        yield from _tags("GPS" if name == "GPS" else "EXIF", held, ExifTags.GPSTAGS if name == "GPS" else ExifTags.TAGS)
    yield from _iptc(picture)
    for packet in packets(data):
        yield from stated(packet)
    if isinstance(picture, PngImagePlugin.PngImageFile):
        yield from ((f"PNG {key}", str(value)) for key, value in picture.info.items() if isinstance(value, str) and ":" not in key)
    if comment := picture.info.get("comment"):
        yield "comment", comment.decode("utf-8", "replace") if isinstance(comment, bytes) else str(comment)


def _tags(where: str, held: Mapping[int, Any], known: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    for tag, value in held.items():
        name = known.get(tag, f"tag {tag}")
        if name not in UNSAID:
            yield f"{where} {name}", _words(value)


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        text = value.removeprefix(b"ASCII\0\0\0").rstrip(b"\0")
        return text.decode("ascii") if text.isascii() and not any(byte < 32 for byte in text) else f"{len(value)} bytes: {value[:32].hex()}"
    if isinstance(value, tuple | list):
        return ", ".join(map(_words, value[:64]))
    return str(value)


def _position(gps: Mapping[int, Any]) -> str:
    """Latitude and longitude, where both are given whole."""
    try:
        degrees = [_degrees(gps[at], str(gps[at - 1])) for at in (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)]
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return ""
    return "{:.6f}, {:.6f}".format(*degrees)


def _degrees(parts: Any, half: str) -> float:
    hours, minutes, seconds = (float(part) for part in parts)
    return (hours + minutes / 60 + seconds / 3600) * (-1 if half[:1] in "SW" else 1)


def _iptc(picture: ImageFile) -> Iterator[tuple[str, str]]:
    held = IptcImagePlugin.getiptcinfo(picture) or {}
    for key, name in IPTC.items():
        values = held.get(key, [])
        for value in values if isinstance(values, list) else [values]:
            yield f"IPTC {name}", value.decode("utf-8", "replace")
