"""A letter as PDF: its template is handed the letter as data, and its data and plain text travel inside the file."""

from datetime import datetime

import msgspec

from muniment.act.rendering.letter import Letter
from muniment.act.rendering.page import RenderingError, as_pdf, as_pictures
from muniment.act.rendering.text import text

FOLDERS = {"urgent-appeal": "urgent_appeal"}


def pdf(letter: Letter, at: datetime) -> bytes:
    """The letter as a PDF dated `at` (`page.as_pdf`).

    Raises:
        RenderingError: there is no template for this kind of letter, or it does not compile.
    """
    return as_pdf(_folder(letter), _data(letter), at)


def pages(letter: Letter, at: datetime, *, dots_per_inch: int = 110) -> tuple[bytes, ...]:
    """The pages as PNG pictures, for a preview.

    Raises:
        RenderingError: there is no template for this kind of letter, or it does not compile.
    """
    return as_pictures(_folder(letter), _data(letter), at, dots_per_inch=dots_per_inch)


def _folder(letter: Letter) -> str:
    if letter.kind not in FOLDERS:
        raise RenderingError(f"There is no page template for “{letter.kind}”.", advice="Take the Word or text file.")
    return FOLDERS[letter.kind]


def _data(letter: Letter) -> dict[str, str]:
    return {"letter": msgspec.json.encode(letter).decode(), "text": text(letter).decode()}
