"""Word files: paragraphs and tables in their order, headers and comments left to the file."""

from io import BytesIO
from zipfile import ZipFile

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from muniment.document.reading import Reading, ReadingError, joined

MOST_BYTES, MOST_RATIO = 256 << 20, 200


def read(data: bytes) -> Reading:
    """The text of a Word file, a line a paragraph, cells of a row behind tabs.

    Raises:
        ReadingError: it unpacks to more than a document does.
    """
    with ZipFile(BytesIO(data)) as package:
        size = sum(entry.file_size for entry in package.infolist())
        if size > MOST_BYTES or size > MOST_RATIO * max(len(data), 1 << 16):
            raise ReadingError(f"The file unpacks to {size:,} bytes, {size // max(1, len(data))} times its size.")
    lines: list[str] = []
    for block in docx.Document(BytesIO(data)).iter_inner_content():
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            lines.extend("\t".join(cell.text for cell in row.cells) for row in block.rows)
    return joined(["\n".join(lines)], tool="python-docx")
