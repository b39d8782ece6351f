"""One document, read and extracted without an archive: what `muniment extract` prints."""

from datetime import date as Day

from muniment.document.extraction import Extraction
from muniment.document.media import sniff
from muniment.document.reading import ReadingError
from muniment.document.rules import extract
from muniment.model.canonical import digest
from muniment.model.errors import BadInputError


def report(name: str, data: bytes, date: str | None = None) -> Extraction:
    """Read a document and propose claims; `date` (YYYY-MM-DD) is the document's own.

    Raises:
        BadInputError: the date is none.
        ReadingError: no text could be read.
    """
    from muniment.document.readers import read

    if date is not None:
        try:
            Day.fromisoformat(date)
        except ValueError as exc:
            raise BadInputError(f"“{date}” is not a day.", advice="Write YYYY-MM-DD.") from exc
    media = sniff(data[:4096], name)
    reading = read(media, data)
    if reading.unread and not reading.text:
        raise ReadingError(f"{name}: {reading.unread}")
    return extract(reading.text, date=date, lang=reading.lang, media_type=media, sha256=digest(data))
