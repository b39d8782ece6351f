"""Word files (ISO/IEC 29500): body, tables, text boxes, foot- and endnotes in their order (`zipped`).

What tracked changes inserted is read, what they deleted is named in `unread`, as are comments, headers and footers.
"""

from collections.abc import Iterator
from typing import Any

from muniment.document.readers.zipped import opened, tree
from muniment.document.reading import Reading, joined

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
    with opened(data, "Word file") as package:
        names = package.namelist()
        body = tree(package, "word/document.xml")
        notes = [tree(package, name) for name in NOTES if name in names]
    lines = [*_lines(body), *(line for note in notes for line in _lines(note) if line.strip())]
    left = [kind for kind, start in LEFT if any(name.startswith(start) for name in names)]
    left += ["deleted text of tracked changes"] if body.find(f".//{W}delText") is not None else []
    return joined(["\n".join(lines)], unread=f"not read: {', '.join(left)}" if left else None, tool="muniment docx")


def _lines(body: Any) -> Iterator[str]:
    """Paragraphs and rows in their order; a table inside a table is read inside its cell."""
    for block in _blocks(body):
        if block.tag == f"{W}p":
            yield _text(block)
            continue
        for row in block.iterchildren(f"{W}tr"):
            yield "\t".join(" ".join(line for line in _lines(cell) if line) for cell in row.iterchildren(f"{W}tc"))


def _blocks(body: Any) -> Iterator[Any]:
    """Paragraphs and tables, whatever wraps them; those of a text box after the paragraph that holds it."""
    waiting = list(body.iterchildren())[::-1]
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
