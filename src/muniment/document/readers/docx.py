"""Word files (ISO/IEC 29500): body, tables, text boxes, foot- and endnotes in their order. A zip is not trusted, nor its XML.

What tracked changes inserted is read, what they deleted is named in `unread`, as are comments, headers and footers. Refused: a
package that unpacks to more than a document does, and any document type definition.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree

from muniment.document.reading import Reading, ReadingError, joined

MOST_BYTES, MOST_RATIO, MOST_ENTRIES, SMALL = 256 << 20, 100, 10_000, 64 << 10
MOST_PART = 64 << 20
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What is said a second time for older programs."""
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
LEFT = (("comments", "word/comments"), ("headers", "word/header"), ("footers", "word/footer"))


def read(data: bytes) -> Reading:
    """The text of a Word file, a line a paragraph, cells of a row behind tabs.

    Raises:
        ReadingError: it is no such file, or unpacks to more than a document does.
    """
    try:
        with ZipFile(BytesIO(data)) as package:
            _measure(package, len(data))
            names = package.namelist()
            body = _tree(package, "word/document.xml")
            notes = [_tree(package, name) for name in NOTES if name in names]
    except (BadZipFile, KeyError, NotImplementedError, EOFError) as exc:
        raise ReadingError(f"This is not a whole Word file: {exc}.") from exc
    lines = [*_lines(body), *(line for tree in notes for line in _lines(tree) if line.strip())]
    left = [kind for kind, start in LEFT if any(name.startswith(start) for name in names)]
    left += ["deleted text of tracked changes"] if body.find(f".//{W}delText") is not None else []
    return joined(["\n".join(lines)], unread=f"not read: {', '.join(left)}" if left else None, tool="muniment docx")


def _measure(package: ZipFile, packed: int) -> None:
    entries = package.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES:
        raise ReadingError(f"The file holds {len(entries):,} parts; a document has at most {MOST_ENTRIES:,}.")
    if size > MOST_BYTES or size > MOST_RATIO * max(packed, SMALL):
        raise ReadingError(f"The file unpacks to {size:,} bytes, {size // max(1, packed):,} times its size.")


def _tree(package: ZipFile, name: str) -> Any:
    """One part as XML. No more bytes come out than it declared, and those were counted."""
    if package.getinfo(name).file_size > MOST_PART:
        raise ReadingError(f"{name} holds {package.getinfo(name).file_size:,} bytes; at most {MOST_PART:,} are read.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(package.read(name), parser)
    except etree.XMLSyntaxError as exc:
        raise ReadingError(f"{name} is not well-formed XML: {exc}.") from exc
    if getattr(tree.getroottree().docinfo, "doctype", ""):
        raise ReadingError(f"{name} brings a document type definition; a Word file has none.")
    return tree


def _lines(tree: Any) -> Iterator[str]:
    """Paragraphs and rows in their order; a table inside a table is read inside its cell."""
    for block in _blocks(tree):
        if block.tag == f"{W}p":
            yield _text(block)
            continue
        for row in block.iterchildren(f"{W}tr"):
            yield "\t".join(" ".join(line for line in _lines(cell) if line) for cell in row.iterchildren(f"{W}tc"))


def _blocks(tree: Any) -> Iterator[Any]:
    """Paragraphs and tables, whatever wraps them; those of a text box after the paragraph that holds it."""
    waiting = list(tree.iterchildren())[::-1]
    while waiting:
        element = waiting.pop()
        if element.tag == FALLBACK:
            continue
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
            if element.tag == f"{W}p":
                waiting += [box for box in element.iter(f"{W}txbxContent") if _is_own(box, element)][::-1]
            continue
        waiting += list(element.iterchildren())[::-1]


def _is_own(box: Any, paragraph: Any) -> bool:
    """Whether a text box hangs on this paragraph, not on one inside another box, and is not there for older programs."""
    above = list(box.iterancestors())
    holder = next((i for i, element in enumerate(above) if element.tag == f"{W}p"), len(above))
    return above[holder : holder + 1] == [paragraph] and not any(element.tag == FALLBACK for element in above[:holder])


def _text(paragraph: Any) -> str:
    out: list[str] = []
    waiting = list(paragraph.iterchildren())[::-1]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}t":
            out.append(element.text or "")
        elif element.tag in SIGNS:
            out.append(SIGNS[element.tag])
        elif element.tag not in (f"{W}del", f"{W}moveFrom", f"{W}txbxContent", FALLBACK, f"{W}pPr", f"{W}rPr"):
            waiting += list(element.iterchildren())[::-1]
    return "".join(out)
