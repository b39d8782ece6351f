"""Pictures: recognised and flagged where tesseract is; said to be unread where it is not."""

import shutil
import struct
import zlib
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from muniment.document.readers import image, parse
from muniment.document.readers.guard import read as read_guarded
from muniment.document.reading import ReadingError
from tests.document.readers.pdfs import by_typst


def picture(lines: tuple[str, ...] = ("The prisoner was released in the morning.",), kind: str = "PNG", turned: int = 0) -> bytes:
    document = pypdfium2.PdfDocument(by_typst(lines, font="Source Serif 4", before="#set page(height: 120pt)"))
    made = document[0].render(scale=200 / 72).to_pil().convert("RGB").rotate(turned, expand=True)
    document.close()
    out = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = {0: 1, 90: 6}[turned]
    made.save(out, kind, exif=exif) if kind == "JPEG" else made.save(out, kind)
    return out.getvalue()


@pytest.mark.needs("tesseract")
@pytest.mark.parametrize(("kind", "turned"), [("PNG", 0), ("JPEG", 0), ("JPEG", 90), ("WEBP", 0), ("TIFF", 0)])
def test_a_picture_is_recognised_upright_and_flagged(kind: str, turned: int) -> None:
    found = image.read(picture(kind=kind, turned=turned))
    assert "released in the morning" in found.text and found.flags == ("ocr",)


@pytest.mark.needs("tesseract")
def test_the_sandbox_lets_recognition_run() -> None:
    found = read_guarded("image/png", picture())
    assert "released in the morning" in found.text and found.unread is None


def test_without_tesseract_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    found = image.read(b"any")
    assert found.text == "" and found.unread is not None and "type a transcript beside it" in found.unread


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.needs("tesseract")
def test_a_picture_of_absurd_size_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ReadingError, match="100,000 by 100,000 points; at most 60,000,000"):
        image.read(bomb(100_000, 100_000))


@pytest.mark.needs("tesseract")
@settings(max_examples=30)
@given(
    st.binary(max_size=60), st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\x00", b"RIFF\x10\x00\x00\x00WEBP"])
)
def test_bytes_that_are_no_picture_are_refused_in_words(data: bytes, magic: bytes) -> None:
    assert b"damaged" in parse("image/png", magic + data) or b"stopped" in parse("image/png", magic + data)
