"""Readers, one file a format: bytes in, a reading out. They trust nothing and run in the sandbox alone (`guard.read`).

>>> from muniment.document.readers.guard import read
>>> read("text/plain", "One line.\\r\\n".encode()).text
'One line.\\n'
"""

from collections.abc import Callable
from importlib import import_module

import msgspec

from muniment.document.reading import Reading, ReadingError

OFFICE, OASIS = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."
WORD = f"{OFFICE}wordprocessingml.document"
READERS = {
    "text/plain": "text", "text/markdown": "text", "text/csv": "text", "application/json": "text", "text/html": "html",
    "application/pdf": "pdf", WORD: "docx", "message/rfc822": "eml",
    f"{OFFICE}spreadsheetml.sheet": "workbook", f"{OASIS}text": "opendocument", f"{OASIS}spreadsheet": "opendocument",
    "application/rtf": "rtf", "application/x-subrip": "subtitles", "text/vtt": "subtitles", "application/warc": "webarchive",
    "application/wacz": "webarchive",
    "image/png": "image", "image/jpeg": "image",
    "image/tiff": "image", "image/webp": "image", "image/gif": "image",
}  # fmt: skip
MOST_CHARACTERS = 5_000_000
"""Of one document's text: about 2,500 pages. The rules keep a map of every character in memory."""


def parse(media_type: str, data: bytes) -> bytes:
    """For the sandbox: the reading as JSON. A reader that stops leaves its words in `unread`, never an error."""
    return msgspec.json.encode(_read(media_type, data))


def _read(media_type: str, data: bytes) -> Reading:
    name = READERS[media_type]
    reader: Callable[[bytes], Reading] = import_module(f"muniment.document.readers.{name}").read
    try:
        reading = reader(data)
    except ReadingError as exc:
        return Reading(text="", unread=str(exc))
    except MemoryError:
        raise  # the sandbox says it
    except Exception as exc:  # a parser's own words are kept, whatever it raised
        return Reading(text="", unread=f"The {name} reader stopped: {type(exc).__name__}: {_plain(str(exc))}")
    if len(reading.text) > MOST_CHARACTERS:
        said = f"The text has {len(reading.text):,} characters; at most {MOST_CHARACTERS:,} are read. Split the file."
        return Reading(text="", unread=said)
    return reading


def _plain(words: str) -> str:
    """Words that came out of a hostile file, fit to be shown in one line."""
    return "".join(c if c.isprintable() else " " for c in words)[:300].strip() or "without a word"
