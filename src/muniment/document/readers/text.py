"""Plain text: its encoding found, byte order mark removed, line ends unified, nothing else changed."""

from muniment.document.reading import Reading, ReadingError, joined

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(data: bytes) -> Reading:
    """The text of a plain file.

    Raises:
        ReadingError: it is binary.
    """
    text, encoding = decoded(data)
    flags = () if encoding.startswith("utf") else (f"encoding_guessed:{encoding}",)
    return joined([text.replace("\r\n", "\n")], flags=flags, tool=f"muniment text ({encoding})")


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the encoding it was found in.

    Raises:
        ReadingError: it holds zero bytes: binary, not text.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)
    if "\x00" in text:
        raise ReadingError("These bytes are binary, not text.")
    return text, "utf-8"


def _legacy(data: bytes) -> tuple[str, str]:
    if b"\x00" in data:
        raise ReadingError("These bytes are binary, not text.")
    arabic = sum(byte >= 0xC0 for byte in data) > len(data) / 5
    encoding = "cp1256" if arabic else "cp1252"
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"
