"""PDF, page by page (pypdfium2). Latin text is taken as the file orders it; lines of Persian or Arabic are rebuilt.

No PDF library returns mixed Persian and digits in logical order. So each line is made again from its characters' boxes:
1 characters are gathered into lines by their baseline; 2 a line with right-to-left letters is sorted from the right edge;
3 runs of digits and Latin inside it are turned back to left-to-right; 4 presentation forms become letters; 5 spaces come from
gaps. A page so rebuilt is flagged `order_uncertain`: no number, age or date is proposed from it.
"""

import unicodedata

import pypdfium2

from muniment.document.reading import Reading, joined

MOST_PAGES = 2000
Box = tuple[str, float, float, float, float]


def read(data: bytes) -> Reading:
    """The text of every page; a page without a text layer is named in `unread`."""
    document = pypdfium2.PdfDocument(data)
    try:
        count = min(len(document), MOST_PAGES)
        pages = [_page(document[i]) for i in range(count)]
        empty = [str(i + 1) for i, page in enumerate(pages) if not page.strip()]
        more = [f"pages after {MOST_PAGES}"] if len(document) > MOST_PAGES else []
    finally:
        document.close()
    unread = [f"no text layer on page {', '.join(empty)}"] * bool(empty) + more
    flags = ("order_uncertain",) if any(map(_is_right_to_left, pages)) else ()
    return joined(pages, flags=flags, unread="; ".join(unread) or None, tool=f"pypdfium2 {pypdfium2.V_PYPDFIUM2}")


def _page(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    plain: str = text.get_text_range().replace("\r\n", "\n").replace("\ufffe", "-\n")
    if not _is_right_to_left(plain):
        return plain
    boxes: list[Box] = []
    for i in range(text.count_chars()):
        character = text.get_text_range(i, 1)
        if character and not character.isspace():
            boxes.append((character, *text.get_charbox(i)))
    return "\n".join(map(_line, _lines(boxes)))


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)


def _lines(boxes: list[Box]) -> list[list[Box]]:
    """(1) Characters whose middles lie within half a height of each other share a line."""
    lines: list[list[Box]] = []
    for box in sorted(boxes, key=lambda b: -(b[2] + b[4])):
        middle, height = (box[2] + box[4]) / 2, max(box[4] - box[2], 4)
        if lines and abs((lines[-1][0][2] + lines[-1][0][4]) / 2 - middle) < 0.6 * max(height, lines[-1][0][4] - lines[-1][0][2]):
            lines[-1].append(box)
        else:
            lines.append([box])
    return lines


def _line(boxes: list[Box]) -> str:
    if not any(_is_right_to_left(b[0]) for b in boxes):
        return _spaced(sorted(boxes, key=lambda b: b[1]))
    ordered = sorted(boxes, key=lambda b: -b[3])  # (2)
    runs: list[list[Box]] = []
    for box in ordered:
        is_left = unicodedata.bidirectional(box[0][0]) in ("L", "EN", "AN", "ES", "CS", "ET")
        if runs and is_left and _is_left(runs[-1]):
            runs[-1].append(box)
        else:
            runs.append([box])
    turned = [box for run in runs for box in (reversed(run) if _is_left(run) else run)]  # (3)
    return _spaced(turned)


def _is_left(run: list[Box]) -> bool:
    return unicodedata.bidirectional(run[0][0][0]) in ("L", "EN", "AN", "ES", "CS", "ET")


def _spaced(boxes: list[Box]) -> str:
    """(4) (5)"""
    out, before = [], None
    for box in boxes:
        if before is not None:
            gap = max(box[1] - before[3], before[1] - box[3])
            if gap > 0.18 * max(before[4] - before[2], 4):
                out.append(" ")
        out.append(unicodedata.normalize("NFKC", box[0]))
        before = box
    return "".join(out)
