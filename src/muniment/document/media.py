"""Media types, told by the first bytes; a name's ending decides only between kinds of plain text and of zip."""

import re

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3\x02", "audio/mpeg"),
    (0, b"ID3\x03", "audio/mpeg"),
    (0, b"ID3\x04", "audio/mpeg"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"WARC/1.", "application/warc"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
PLAYED = ("audio/wav", "audio/ogg", "audio/mpeg", "audio/flac", "video/mp4", "video/webm")
"""Sound and film that a browser plays, where it knows what is inside."""
MATROSKA = b"\x1a\x45\xdf\xa3"
PDF_WITHIN = 1024
"""Readers find the mark of a PDF within so many bytes; some programs write before it."""
ENDINGS = {
    "html": "text/html", "htm": "text/html", "xhtml": "text/html", "csv": "text/csv", "eml": "message/rfc822",
    "txt": "text/plain", "text": "text/plain", "log": "text/plain", "md": "text/markdown", "json": "application/json", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet", "srt": "application/x-subrip", "vtt": "text/vtt",
    "wacz": "application/wacz", "zip": "application/zip",
}  # fmt: skip
PLAIN = ("text/", "application/json", "application/x-subrip")
ZIPPED = (
    (b"word/", ENDINGS["docx"]), (b"xl/", ENDINGS["xlsx"]), (b"datapackage.json", ENDINGS["wacz"]),
    (b"opendocument.spreadsheet", ENDINGS["ods"]), (b"content.xml", ENDINGS["odt"]),
)  # fmt: skip
HEADERS = re.compile(
    rb"(?:From|Return-Path|Received|Message-ID|MIME-Version|Delivered-To|X-[\w-]+|DKIM-Signature|ARC-[\w-]+):", re.IGNORECASE
)
CONTROLS = bytes([*range(9), *range(14, 32), 127])
MOST_CONTROLS = 0.01
"""Of the first bytes: above that they are no text."""


def sniff(head: bytes, name: str) -> str:
    """The media type of a file from its first bytes (a few kilobytes do) and, for plain text and zip, the ending of its name."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if head.startswith(b"\x1f\x8b") and name.lower().endswith(".warc.gz"):
        return "application/warc"
    for offset, magic, media in MAGIC:
        if head[offset : offset + len(magic)] == magic:
            return media
    if head[:1] == b"\x00" and head[4:8] == b"ftyp":
        return "video/mp4"
    if head.startswith(MATROSKA):
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    if head[:4] == b"RIFF" and head[8:12] in RIFF:
        return RIFF[head[8:12]]
    if head[:4] == b"PK\x03\x04":
        return next((media for mark, media in ZIPPED if mark in head), None) or _zip_ending(ending)
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:PDF_WITHIN] and not is_text(head)):
        return "application/pdf"
    return _text(head, ending) if is_text(head) else "application/octet-stream"


def _zip_ending(ending: str) -> str:
    media = ENDINGS.get(ending, "")
    return media if media and not media.startswith(PLAIN) and ending != "eml" else "application/zip"


def is_text(head: bytes) -> bool:
    """Whether the first bytes are those of a text in any encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00\x00\xfe\xff")):
        return True
    return b"\x00" not in head and len(head) - len(head.translate(None, CONTROLS)) <= MOST_CONTROLS * len(head)


def _text(head: bytes, ending: str) -> str:
    """A name that says plain text is believed: such a file is read as it stands, whatever it looks like."""
    media = ENDINGS.get(ending, "")
    if media.startswith(PLAIN) and media != "text/html":
        return media
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:600].lower()
    if start.startswith((b"<!doctype html", b"<html")) or (media == "text/html" and b"<" in start):
        return "text/html"
    return "message/rfc822" if ending == "eml" or HEADERS.match(head) else "text/plain"
