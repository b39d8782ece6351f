"""PDF: what its information dictionary and XMP state, how many pages it has, and whether it has its end."""

import pypdfium2

from muniment.preserve.formats.found import Found, Notes
from muniment.preserve.formats.xmp import packets, stated

END, WITHIN = b"%%EOF", 2048
"""The mark that ends a PDF, and how far from the end readers look for it."""


def examine(data: bytes) -> Found:
    """What a PDF says of itself."""
    notes = Notes("pdf")
    if END not in data[-WITHIN:]:
        notes.damaged = f"The PDF has no end: it breaks off before byte {len(data):,}."
        notes.failed("whole", "the file", "%%EOF in its last bytes", "none")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        if "password" in str(exc).lower():
            notes.open("pages", "it asks for a password")
        else:
            notes.damaged = notes.damaged or f"The PDF cannot be opened: {exc}."
            notes.failed("pages", "the file", "a PDF that can be opened", str(exc))
    else:
        notes.counted["pages"] = len(document)
        for key, value in document.get_metadata_dict(skip_empty=True).items():
            notes.say(f"PDF {key}", value)
    for packet in packets(data):
        for where, words in stated(packet):
            notes.say(where, words)
    for before, mark in enumerate(_updates(data)):
        if before:
            notes.say("PDF, saved again", f"an earlier end lies before byte {mark:,}")
    return notes.found()


def _updates(data: bytes) -> list[int]:
    """Where each saving of the file ends, newest first: a PDF that was changed by appending keeps what it was before."""
    found: list[int] = []
    at = len(data)
    while (at := data.rfind(END, 0, at)) >= 0 and len(found) < 20:
        found.append(at + len(END))
    return found
