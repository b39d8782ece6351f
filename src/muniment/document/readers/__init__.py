"""Readers, one file a format: bytes in, a reading out. They run in the sandbox and trust nothing.

>>> from muniment.document.readers import read
>>> read("text/plain", "One line.\\r\\n".encode()).text
'One line.\\n'
"""

from collections.abc import Callable
from importlib import import_module

import msgspec

from muniment.document.media import sniff
from muniment.document.reading import Reading, ReadingError

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
READERS = {
    "text/plain": "text", "text/markdown": "text", "text/csv": "text", "application/json": "text", "text/html": "html",
    "application/pdf": "pdf", WORD: "docx", "message/rfc822": "eml", "image/png": "image", "image/jpeg": "image",
    "image/tiff": "image", "image/webp": "image", "image/gif": "image",
}  # fmt: skip
MOST_CHARACTERS = 20_000_000


def read(media_type: str, data: bytes) -> Reading:
    """Read a document. What no reader knows is said in `unread`, never an error.

    Raises:
        ReadingError: a reader met something it cannot go on from.
    """
    name = READERS.get(media_type)
    if name is None:
        return Reading(text="", unread=f"No reader for {media_type}: type a transcript beside it.")
    reader: Callable[[bytes], Reading] = import_module(f"muniment.document.readers.{name}").read
    try:
        reading = reader(data)
    except ReadingError:
        raise
    except Exception as exc:  # a parser's own words are kept, whatever it raised
        raise ReadingError(f"The {name} reader stopped: {type(exc).__name__}: {exc}.") from exc
    if len(reading.text) > MOST_CHARACTERS:
        return Reading(text="", unread=f"The text has {len(reading.text):,} characters; at most {MOST_CHARACTERS:,} are read. Split it.")
    return reading


def read_document(data: bytes, name: str) -> Reading:
    """Read bytes whose type is told by themselves and their name."""
    return read(sniff(data[:4096], name), data)


def parse(media_type: str, data: bytes) -> bytes:
    """For the sandbox: the reading as JSON. A reader that stops leaves its words in `unread`."""
    try:
        reading = read(media_type, data)
    except ReadingError as exc:
        reading = Reading(text="", unread=str(exc))
    return msgspec.json.encode(reading)
