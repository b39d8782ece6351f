"""The files of a letter: rendered together, from one composed letter, named so that nothing of the content shows."""

from datetime import datetime
from typing import Literal

import msgspec

from muniment.act.rendering.letter import Letter
from muniment.act.rendering.text import text

Format = Literal["docx", "pdf", "json", "txt"]
MEDIA: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


class File(msgspec.Struct, frozen=True):
    """A rendered file."""

    name: str
    media_type: str
    body: bytes


def render(letter: Letter, at: datetime, formats: tuple[Format, ...] = ("docx", "pdf", "json", "txt")) -> tuple[File, ...]:
    """The letter in each format, dated `at`; the same bytes for the same letter and time.

    Raises:
        RenderingError: a format cannot be made.
    """
    return tuple(File(f"{letter.id}-v{letter.version}.{format}", MEDIA[format], _body(letter, at, format)) for format in formats)


def _body(letter: Letter, at: datetime, format: Format) -> bytes:
    match format:
        case "docx":
            from muniment.act.rendering.docx import docx  # the writers are loaded when a letter is made, not at every start

            return docx(letter, at)
        case "pdf":
            from muniment.act.rendering.pdf import pdf

            return pdf(letter, at)
        case "json":
            return msgspec.json.format(msgspec.json.encode(letter), indent=1) + b"\n"
        case "txt":
            return text(letter)
