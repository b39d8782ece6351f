"""Media types, told by the first bytes; a name's ending decides only between kinds of plain text."""

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (4, b"ftyp", "video/mp4"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"WARC/1.", "application/warc"),
)
ENDINGS = {
    "html": "text/html", "htm": "text/html", "xhtml": "text/html", "csv": "text/csv", "eml": "message/rfc822",
    "md": "text/markdown", "json": "application/json", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "odt": "application/vnd.oasis.opendocument.text",
    "wacz": "application/wacz", "zip": "application/zip",
}  # fmt: skip
ZIPPED = (
    ("word/", ENDINGS["docx"]), ("xl/", ENDINGS["xlsx"]), ("datapackage.json", ENDINGS["wacz"]), ("content.xml", ENDINGS["odt"]),
)  # fmt: skip
HEADERS = (b"From:", b"Return-Path:", b"Received:", b"Message-ID:", b"MIME-Version:", b"Delivered-To:")


def sniff(head: bytes, name: str) -> str:
    """The media type of a file from its first bytes (a few kilobytes do) and, for plain text, the ending of its name."""
    for offset, magic, media in MAGIC:
        if head[offset : offset + len(magic)] == magic:
            return media
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if head[:4] == b"PK\x03\x04":
        return _zipped(head) or ENDINGS.get(ending, "application/zip")
    if not head or _is_text(head):
        return _texts(head, ending)
    return "application/octet-stream"


def _zipped(head: bytes) -> str | None:
    """What kind of zip: told by the first member names, which stand in the first bytes."""
    return next((media for mark, media in ZIPPED if mark.encode() in head), None)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return b"\x00" not in head and control == 0


def _texts(head: bytes, ending: str) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:600].lower()
    if start.startswith((b"<!doctype html", b"<html")) or (ending in ("html", "htm", "xhtml") and b"<" in start):
        return "text/html"
    if ending == "eml" or head.startswith(HEADERS):
        return "message/rfc822"
    return ENDINGS.get(ending, "text/plain") if ENDINGS.get(ending, "").startswith(("text/", "application/json")) else "text/plain"
