"""One document, read and extracted without an archive: what `muniment extract` prints."""

from muniment.document.extraction import Extraction
from muniment.document.media import sniff
from muniment.document.reading import ReadingError
from muniment.document.rules import extract
from muniment.model.canonical import digest


def report(name: str, data: bytes, date: str | None = None) -> Extraction:
    """Read a document and propose claims; `date` (YYYY-MM-DD) is the document's own.

    Raises:
        BadInputError: the date is none.
        ReadingError: no text could be read.
    """
    from muniment.document.readers import read

    media = sniff(data[:4096], name)
    reading = read(media, data)
    if reading.unread and not reading.text:
        raise ReadingError(f"{name}: {reading.unread}")
    return extract(reading.text, date=date, lang=reading.lang, media_type=media, sha256=digest(data))
