"""Media types are told by bytes; a name decides only where bytes do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.document.media import ENDINGS, sniff


@pytest.mark.parametrize(
    ("head", "name", "media"),
    [
        (b"%PDF-1.7", "list.txt", "application/pdf"),
        (b"\x00\x01%PDF-1.4", "x", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "x.jpg", "image/png"),
        (b"RIFF\x10\x00\x00\x00WEBP", "x", "image/webp"),
        (b"RIFF\x10\x00\x00\x00WAVE", "x", "audio/wav"),
        (b"\x00\x00\x00\x18ftypmp42", "x", "video/mp4"),
        (b"the ftyp of a text", "x.txt", "text/plain"),
        (b"GIF8 is not a picture", "x.txt", "text/plain"),
        (b"ID3 is a band", "x.txt", "text/plain"),
        (b"PK\x03\x04......word/document.xml", "x", ENDINGS["docx"]),
        (b"PK\x03\x04......", "letter.docx", ENDINGS["docx"]),
        (b"PK\x03\x04......", "letter.txt", "application/zip"),
        (b"<!DOCTYPE html><p>", "x", "text/html"),
        (b"<!DOCTYPE html><p>", "page.txt", "text/plain"),
        (b"From: a friend\nwe heard", "note.txt", "text/plain"),
        (b"Received: from x\nFrom: a@b\n\nHello", "1700.M1", "message/rfc822"),
        (b"From a friend we heard", "x", "text/plain"),
        ("سلام".encode("windows-1256"), "x", "text/plain"),
        (b"\xff\xfea\x00", "x", "text/plain"),
        (b"a,b\n1,2", "x.csv", "text/csv"),
        (b"\x00\x01\x02\x03", "x.txt", "application/octet-stream"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.doc", "application/x-ole-storage"),
        (b"", "x.txt", "text/plain"),
        (b"a page\x0cbreak and an end\x1a" + b"." * 200, "x", "text/plain"),
    ],
)
def test_a_file_is_what_its_bytes_say(head: bytes, name: str, media: str) -> None:
    assert sniff(head, name) == media


@given(st.binary(max_size=200), st.text(max_size=20))
def test_every_file_has_a_media_type(head: bytes, name: str) -> None:
    kind, _, rest = sniff(head, name).partition("/")
    assert kind and rest
