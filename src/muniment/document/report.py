"""One document, read and extracted without an archive: what `muniment extract` prints."""

from collections.abc import Callable

from muniment.document.doubt import sure
from muniment.document.extraction import Extraction
from muniment.document.media import sniff
from muniment.document.readers.guard import read_file
from muniment.model.canonical import digest

Beside = Callable[[str, Extraction], Extraction]


def report(name: str, data: bytes, date: str | None = None, *, beside: Beside | None = None) -> Extraction:
    """Read a document and propose claims; `date` (YYYY-MM-DD) is the document's own. `beside` is given the text and what the rules found,
    and answers that with what it adds.

    Raises:
        BadInputError: the date is none.
        ReadingError: no text could be read.
    """
    from muniment.document.rules import extract  # compiles the word lists

    media, reading = sniff(data[:4096], name), read_file(name, data)
    found = extract(reading.text, date=date, lang=reading.lang, media_type=media, sha256=digest(data))
    return sure(beside(reading.text, found) if beside else found, reading.doubtful)
