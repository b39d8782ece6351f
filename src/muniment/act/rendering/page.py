"""Pages by Typst: a template is given data, never markup made of strings; a fixed time makes the same bytes twice.

The template stands in the folder of its kind; fonts are those kept beside this room, the system's are ignored.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path

import typst

from muniment.model.errors import MunimentError

FONTS = files("muniment.act").joinpath("fonts")


class RenderingError(MunimentError):
    """Something that cannot be made into a file."""


class NotDrawnError(RenderingError):
    """The template, or the standard asked for, refused the data."""


def as_pdf(folder: str, data: Mapping[str, str], at: datetime) -> bytes:
    """The template of a folder of this room as a tagged PDF/A-3u dated `at`.

    Where the data use characters that none of the fonts kept here has, it is plain PDF and claims no conformance.

    Raises:
        RenderingError: it does not compile.
    """
    try:
        return _made(folder, lambda page, fonts: typst.compile(
            page, root=page.parent, font_paths=[fonts], ignore_system_fonts=True, format="pdf", sys_inputs=dict(data),
            timestamp=int(at.timestamp()), pdf_standards="a-3u",
        ))  # fmt: skip
    except NotDrawnError:
        return _made(folder, lambda page, fonts: typst.compile(
            page, root=page.parent, font_paths=[fonts], ignore_system_fonts=True, format="pdf", sys_inputs=dict(data),
            timestamp=int(at.timestamp()),
        ))  # fmt: skip


def as_pictures(folder: str, data: Mapping[str, str], at: datetime, *, dots_per_inch: int = 110) -> tuple[bytes, ...]:
    """The same pages as PNG pictures, for a preview.

    Raises:
        RenderingError: it does not compile.
    """
    made: bytes | list[bytes] = _made(folder, lambda page, fonts: typst.compile(
        page, root=page.parent, font_paths=[fonts], ignore_system_fonts=True, format="png", ppi=float(dots_per_inch),
        sys_inputs=dict(data), timestamp=int(at.timestamp()),
    ))  # fmt: skip
    return tuple(made) if isinstance(made, list) else (made,)


def _made(folder: str, compile: Callable[[Path, Path], bytes]) -> bytes:
    with as_file(FONTS) as fonts, as_file(files("muniment.act").joinpath(folder)) as kept:
        try:
            return compile(kept / "template.typ", fonts)
        except (RuntimeError, typst.TypstError) as exc:
            raise NotDrawnError(f"The page template refused the data: {exc}.") from exc
