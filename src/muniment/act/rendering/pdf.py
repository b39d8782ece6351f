"""PDF by Typst: the template is given data, never markup made of strings; a fixed time makes the same bytes twice.

The template stands in the letter's folder; fonts are those kept beside this room, the system's are ignored.
"""

from collections.abc import Callable
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

import msgspec
import typst

from muniment.act.rendering.letter import Letter
from muniment.act.rendering.text import text
from muniment.model.errors import MunimentError

FONTS = files("muniment.act").joinpath("fonts")
FOLDERS = {"urgent-appeal": "urgent_appeal"}


class RenderingError(MunimentError):
    """A letter that cannot be made into a file."""


class NotDrawnError(RenderingError):
    """The template, or the standard asked for, refused the letter."""


def pdf(letter: Letter, at: datetime) -> bytes:
    """The letter as a tagged PDF/A-3u dated `at`, its data and plain text attached.

    Where a source uses characters that none of the fonts kept here has, it is plain PDF and claims no conformance.

    Raises:
        RenderingError: there is no template for this kind of letter, or it does not compile.
    """
    try:
        return _made(letter, lambda page, fonts, data: typst.compile(
            page, root=page.parent, font_paths=[fonts], ignore_system_fonts=True, format="pdf", sys_inputs=data,
            timestamp=int(at.timestamp()), pdf_standards="a-3u",
        ))  # fmt: skip
    except NotDrawnError:
        return _made(letter, lambda page, fonts, data: typst.compile(
            page, root=page.parent, font_paths=[fonts], ignore_system_fonts=True, format="pdf", sys_inputs=data,
            timestamp=int(at.timestamp()),
        ))  # fmt: skip


def pages(letter: Letter, at: datetime, *, dots_per_inch: int = 110) -> tuple[bytes, ...]:
    """The pages as PNG pictures, for a preview.

    Raises:
        RenderingError: there is no template for this kind of letter, or it does not compile.
    """
    made: bytes | list[bytes] = _made(letter, lambda page, fonts, data: typst.compile(
        page, root=page.parent, font_paths=[fonts], ignore_system_fonts=True, format="png", ppi=float(dots_per_inch),
        sys_inputs=data, timestamp=int(at.timestamp()),
    ))  # fmt: skip
    return tuple(made) if isinstance(made, list) else (made,)


def _made(letter: Letter, compile: Callable[[Path, Path, dict[str, str]], bytes]) -> bytes:
    if letter.kind not in FOLDERS:
        raise RenderingError(f"There is no page template for “{letter.kind}”.", advice="Take the Word or text file.")
    data = {"letter": msgspec.json.encode(letter).decode(), "text": text(letter).decode()}
    with as_file(FONTS) as fonts, as_file(files("muniment.act").joinpath(FOLDERS[letter.kind])) as folder:
        try:
            return compile(folder / "template.typ", fonts, data)
        except (RuntimeError, typst.TypstError) as exc:
            raise NotDrawnError(f"The page template refused the letter: {exc}.") from exc
