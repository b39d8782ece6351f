"""OpenDocument texts and spreadsheets (ISO/IEC 26300): paragraphs, lists, tables, text boxes and notes in their order (`zipped`).

What tracked changes deleted is named in `unread`, as are comments, headers and footers. A spreadsheet is read sheet by sheet, a line
a row, the cells as they are shown; hidden sheets are read and say so.
"""

from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from muniment.document.readers.zipped import opened, part, tree
from muniment.document.reading import Reading, ReadingError, joined

OFFICE, TEXT, TABLE, DRAW = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "text", "table", "drawing"))
LINES = (f"{TEXT}p", f"{TEXT}h")
APART = (f"{TEXT}note", f"{DRAW}text-box", f"{OFFICE}annotation")
"""What stands inside a paragraph and is no part of its line."""
SKIPPED = (f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{TEXT}note-citation", f"{OFFICE}forms")
SIGNS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
LEFT = ((f"{OFFICE}annotation", "comments"), (f"{TEXT}tracked-changes", "deleted text of tracked changes"))
MOST_REPEATED = 1000
"""Spaces in a row, equal cells beside each other, equal rows below each other: above that they fill a page, they say nothing."""


def read(data: bytes) -> Reading:
    """The text, a line a paragraph, cells of a row behind tabs.

    Raises:
        ReadingError: it is no such file, is protected by a password, or unpacks to more than a document does.
    """
    with opened(data, "OpenDocument file") as package:
        if "META-INF/manifest.xml" in package.namelist() and b"encryption-data" in part(package, "META-INF/manifest.xml"):
            raise ReadingError("This document is protected by a password.", advice="Take in a copy without it as well.")
        content = tree(package, "content.xml")
        left = [said for tag, said in LEFT if content.find(f".//{tag}") is not None] + _margins(package)
    body = content.find(f"{OFFICE}body")
    kind = next(iter(body), None) if body is not None else None
    if kind is None:
        raise ReadingError("There is no body in this OpenDocument file.")
    pages = list(_sheets(kind)) if kind.tag == f"{OFFICE}spreadsheet" else ["\n".join([*_lines(kind), *_notes(kind)])]
    return joined(pages, unread=f"not read: {', '.join(left)}" if left else None, tool="muniment opendocument")


def _margins(package: ZipFile) -> list[str]:
    if "styles.xml" not in package.namelist():
        return []
    style = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
    found = [(name, tree(package, "styles.xml").iter(f"{style}{name[:-1]}")) for name in ("headers", "footers")]
    return [name for name, parts in found if any("".join(one.itertext()).strip() for one in parts)]


def _lines(element: Any) -> Iterator[str]:
    """Paragraphs and rows in their order, whatever wraps them; those of a text box after the paragraph that holds it."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.tag in SKIPPED or one.tag == f"{TEXT}note":
            continue
        if one.tag == f"{TABLE}table":
            yield from _rows(one)
        elif one.tag in LINES:
            yield _line(one)
            waiting += _inside(one, f"{DRAW}text-box")[::-1]
        else:
            waiting += list(one.iterchildren())[::-1]


def _notes(body: Any) -> Iterator[str]:
    """Foot- and endnotes, after everything else."""
    for note in body.iter(f"{TEXT}note-body"):
        yield from (line for line in _lines(note) if line.strip())


def _inside(paragraph: Any, tag: str) -> list[Any]:
    """The parts of this kind that hang on a paragraph, not on one inside another part."""
    found, waiting = [], list(paragraph.iterchildren())[::-1]
    while waiting:
        one = waiting.pop()
        if one.tag == tag:
            found.append(one)
        elif one.tag not in APART:
            waiting += list(one.iterchildren())[::-1]
    return found


def _line(paragraph: Any) -> str:
    out = [paragraph.text or ""]
    waiting = [(child, False) for child in paragraph.iterchildren()][::-1]
    while waiting:
        one, is_over = waiting.pop()
        if is_over:
            out.append(one.tail or "")
            continue
        waiting.append((one, True))
        if one.tag == f"{TEXT}s":
            out.append(" " * _count(one, f"{TEXT}c"))
        elif one.tag in SIGNS:
            out.append(SIGNS[one.tag])
        elif isinstance(one.tag, str) and one.tag not in APART and one.tag not in SKIPPED:
            out.append(one.text or "")
            waiting += [(child, False) for child in one.iterchildren()][::-1]
    return "".join(out)


def _rows(table: Any) -> Iterator[str]:
    """A line a row; empty rows are left out, equal ones said as often as they stand there."""
    for row in table.iter(f"{TABLE}table-row"):
        if _holder(row) is not table:
            continue
        cells: list[str] = []
        for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            words = " ".join(line for child in cell.iterchildren() for line in _lines(child) if line)
            cells += [words] * _count(cell, f"{TABLE}number-columns-repeated")
        if line := "\t".join(cells).rstrip("\t"):
            yield from [line] * _count(row, f"{TABLE}number-rows-repeated")


def _holder(row: Any) -> Any:
    return next((one for one in row.iterancestors(f"{TABLE}table")), None)


def _count(element: Any, name: str) -> int:
    said = element.get(name, "1")
    return min(int(said), MOST_REPEATED) if said.isascii() and said.isdecimal() and len(said) < 9 else 1


def _sheets(spreadsheet: Any) -> Iterator[str]:
    hidden = {
        style.get("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name")
        for style in spreadsheet.getroottree().iter("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}style")
        if any(one.get(f"{TABLE}display") == "false" for one in style.iterchildren())
    }
    for table in spreadsheet.iterchildren(f"{TABLE}table"):
        name = table.get(f"{TABLE}name") or "unnamed"
        head = f"{name} (hidden)" if table.get(f"{TABLE}style-name") in hidden else name
        yield "\n".join([head, *_rows(table)])
