"""Plain text: its encoding found, byte order mark removed, CRLF made LF, nothing else changed.

UTF-8, UTF-16 and UTF-32 are told by their mark or by being well formed. Of the older encodings windows-1256 (Persian, Arabic)
and windows-1252 (western Europe) are tried: that is a guess, and flagged. Bytes that are no text are refused in words.
"""

import re

from muniment.document.reading import Reading, ReadingError, joined

MARKS = (
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
)  # fmt: skip
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MOST_CONTROLS = 0.01
"""Of all bytes: above that it is no text. A page break, an escape or a stray end-of-file mark is none of them."""
HIGH = re.compile(rb"[\x80-\xff]+")


def read(data: bytes) -> Reading:
    """The text of a plain file.

    Raises:
        ReadingError: it is binary, or its encoding is broken.
    """
    text, encoding, is_guess = decoded(data)
    flags = (f"encoding_guessed:{encoding}",) if is_guess else ()
    return joined([text.replace("\r\n", "\n")], flags=flags, tool=f"muniment text ({encoding})")


def decoded(data: bytes) -> tuple[str, str, bool]:
    """The text, its encoding, and whether that is a guess.

    Raises:
        ReadingError: it is no text.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding), encoding, False
    if b"\x00" in data or len(CONTROLS.findall(data)) > MOST_CONTROLS * len(data):
        raise ReadingError("These bytes are binary, not text.", advice="If it is UTF-16, save it with a byte order mark or as UTF-8.")
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        return _legacy(data)


def _marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise ReadingError(f"The file says it is {encoding.upper()}, and is not from byte {exc.start:,} on.") from exc


def _legacy(data: bytes) -> tuple[str, str, bool]:
    """Persian and Arabic letters stand in rows, western accents alone between plain letters."""
    runs = HIGH.findall(data)
    in_rows = sum(len(run) for run in runs if len(run) > 1)
    encoding = "windows-1256" if in_rows * 2 > sum(map(len, runs)) else "windows-1252"
    try:
        return data.decode(encoding), encoding, True
    except UnicodeDecodeError as exc:
        raise ReadingError(f"The encoding of this text is not known: byte {exc.start:,} fits neither UTF-8 nor {encoding}.") from exc
