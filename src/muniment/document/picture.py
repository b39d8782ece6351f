"""A picture to look at: an image or a page of a PDF, decoded in the sandbox and encoded anew. Nothing of the original file
but its pixels is in it: no metadata, no profile, no second image behind the first.
"""

from __future__ import annotations

import io

MOST_PIXELS = 80_000_000
EDGE, SMALL = 1400, 160
"""Pixels a side, at most: of a picture to look at, and of one in a list."""
SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff", "application/pdf")


def pressed(media_type: str, data: bytes) -> bytes:
    """For the sandbox: a JPEG of at most 1,400 pixels a side. What cannot be decoded raises, and the sandbox says so."""
    return _jpeg(media_type, data, EDGE)


def small(media_type: str, data: bytes) -> bytes:
    """The same at most 160 pixels a side, for a list."""
    return _jpeg(media_type, data, SMALL)


def _jpeg(media_type: str, data: bytes, edge: int) -> bytes:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with _page(data, edge) if media_type == "application/pdf" else Image.open(io.BytesIO(data)) as opened:
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((edge, edge))
        flat = Image.new("RGB", upright.size, "white")
        flat.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=80)
    return out.getvalue()


def _page(data: bytes, edge: int):  # type: ignore[no-untyped-def]
    """The first page of a PDF as an image."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        scale = edge / max(page.get_width(), page.get_height(), 1)
        return page.render(scale=scale).to_pil().copy()
