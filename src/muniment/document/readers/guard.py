"""The one way a document is read: in the sandbox, within limits that are said, its answer checked before it is believed.

Nothing of a reader's failure leaves this file but words: a document that cannot be read is an empty reading that says why.
"""

import msgspec

from muniment.document.media import sniff
from muniment.document.readers import MOST_CHARACTERS, READERS
from muniment.document.reading import Reading, ReadingError
from muniment.protect.sandbox import Limits, SandboxError, run

PARSER, CELLS = "muniment.document.readers:parse", "muniment.document.readers.workbook:parse"
MOST_TEXT, MOST_BYTES = 64 << 20, 512 << 20
"""Bytes of a file that is text, and of any other."""
LIMITS = Limits(seconds=120, memory=2 << 30, output=64 << 20)
ADVICE = "Split it, or type a transcript beside it."


def refusal(media_type: str, size: int) -> str | None:
    """Why a document of this type and size is not even opened; None where it is. To be asked before its bytes are fetched."""
    name = READERS.get(media_type)
    if not size:
        return "The file is empty: there is nothing to read."
    if media_type == "application/octet-stream":
        return "These bytes are neither text nor any document known here: type a transcript beside them."
    if name is None:
        return f"No reader for {media_type}: type a transcript beside it."
    most = MOST_TEXT if name in ("text", "html", "eml", "subtitles") else MOST_BYTES
    if size > most:
        return f"The file holds {size:,} bytes; of this kind ({media_type}) at most {most:,} are read. {ADVICE}"
    return None


def read(media_type: str, data: bytes, limits: Limits = LIMITS) -> Reading:
    """Read a document in the sandbox. What went wrong stands in `unread`."""
    refused = refusal(media_type, len(data))
    if refused is not None:
        return Reading(text="", unread=refused)
    try:
        return checked(msgspec.json.decode(run(PARSER, media_type, data, limits), type=Reading))
    except SandboxError as exc:
        return Reading(text="", unread=str(exc))
    except (msgspec.MsgspecError, UnicodeDecodeError, ReadingError) as exc:
        return Reading(text="", unread=f"The reader's answer makes no sense: {exc}.")


def cells(data: bytes, sheet: str, limits: Limits = LIMITS) -> tuple[str, list[list[str]]]:
    """The rows of a sheet of a workbook, the first where none is named, as cells in words; and what it is called.

    Raises:
        ReadingError: it cannot be read, or has no such sheet.
    """
    try:
        name, rows, refused = msgspec.json.decode(run(CELLS, sheet, data, limits), type=tuple[str, list[list[str]], str])
    except SandboxError as exc:
        raise ReadingError(str(exc)) from exc
    except (msgspec.MsgspecError, UnicodeDecodeError) as exc:
        raise ReadingError(f"The reader's answer makes no sense: {exc}.") from exc
    if refused:
        raise ReadingError(refused)
    return name, rows


def read_file(name: str, data: bytes) -> Reading:
    """Read a file whose type is told by its first bytes and its name.

    Raises:
        ReadingError: no text could be read.
    """
    reading = read(sniff(data[:4096], name), data)
    if reading.unread and not reading.text:
        raise ReadingError(f"{name}: {reading.unread}")
    return reading


def checked(reading: Reading) -> Reading:
    """The reading, if its parts fit each other.

    Raises:
        ReadingError: they do not.
    """
    length = len(reading.text)
    if length > MOST_CHARACTERS:
        raise ReadingError(f"{length:,} characters where at most {MOST_CHARACTERS:,} are taken")
    spans = [*reading.pages, *reading.doubtful]
    if any(not 0 <= start <= end <= length for start, end in spans):
        raise ReadingError("a page that lies outside the text")
    return reading
