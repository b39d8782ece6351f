"""PDF, page by page (pypdfium2). What has no text layer is recognised from its picture where tesseract is installed.

No PDF library returns mixed Persian and digits in the order they are read, so every page is put in order anew (`page`). One whose
order cannot be shown to be right is flagged `order_uncertain` and stands in `doubtful`: no number, age or date is proposed from it.
"""

import time

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2.version import PYPDFIUM_INFO

from muniment.document.readers.image import ABSENT, RecognitionError, recognised
from muniment.document.readers.page import read_page
from muniment.document.reading import Reading, ReadingError, joined

MOST_PAGES = 2000
SECONDS = 90.0
"""For all pages together, inside the sandbox's wall clock: what was read by then is not lost."""
DOTS_PER_INCH, MOST_PIXELS = 200, 20_000_000
PASSWORD = "This PDF asks for a password: take in a copy without one beside it."  # noqa: S105 - no password


class Page(msgspec.Struct):
    """One page as it was read; `why` says why it is empty."""

    text: str = ""
    is_doubtful: bool = False
    is_recognised: bool = False
    why: str = ""


def read(data: bytes) -> Reading:
    """The text of every page; a page that could not be read is named in `unread`.

    Raises:
        ReadingError: the file is damaged or asks for a password.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as exc:
        is_locked = getattr(exc, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(exc).lower()
        raise ReadingError(PASSWORD if is_locked else f"This PDF is damaged: {exc}.") from exc
    try:
        total = len(document)
        pages = _pages(document, min(total, MOST_PAGES))
    finally:
        document.close()
    return joined([page.text for page in pages], doubtful=[i for i, page in enumerate(pages) if page.is_doubtful],
                  flags=("ocr",) if any(page.is_recognised for page in pages) else (), unread=_unread(pages, total),
                  tool=f"pypdfium2 {PYPDFIUM_INFO}")  # fmt: skip


def _pages(document: pypdfium2.PdfDocument, count: int) -> list[Page]:
    until = time.monotonic() + SECONDS
    pages: list[Page] = []
    for i in range(count):
        if time.monotonic() > until:
            break
        pages.append(_page(document, i, until))
    return pages


def _page(document: pypdfium2.PdfDocument, number: int, until: float) -> Page:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return Page(why="damaged")
    try:
        found = read_page(page)
        if found is None:
            return Page(why="too full")
        return Page(found[0], is_doubtful=bool(found[1])) if found[0].strip() else _recognised(page, until)
    except pypdfium2.PdfiumError:
        return Page(why="damaged")
    finally:
        page.close()


def _recognised(page: pypdfium2.PdfPage, until: float) -> Page:
    """The text of a page that is a picture."""
    if not any(page.get_objects(max_depth=2)):
        return Page(why="empty")
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    try:
        return Page(recognised(page.render(scale=scale, grayscale=True).to_pil(), until), is_recognised=True)
    except RecognitionError as exc:
        return Page(why="no text layer, and " + (ABSENT if ABSENT in str(exc) else "text recognition stopped"))


def _unread(pages: list[Page], total: int) -> str | None:
    said = []
    for why in dict.fromkeys(page.why for page in pages if page.why and page.why != "empty"):
        numbers = [str(i + 1) for i, page in enumerate(pages) if page.why == why]
        said.append(f"page {', '.join(numbers[:40])}{' and others' if len(numbers) > 40 else ''}: {why}")
    if total > len(pages):
        said.append(f"pages after {len(pages):,} of {total:,}")
    if not said and all(page.why == "empty" for page in pages):
        said.append("there is nothing on its pages")
    return "; ".join(said) or None
