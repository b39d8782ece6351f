"""Ink on a PDF page for which the reader gave no letters: found, and named from the file's own replacement text where it has one.

A program may set one letter with two glyphs and give the text of both beside them (ActualText, PDF 32000-1, 14.9.4). The
reader then drops what it takes for a repetition, and a letter is gone without a word. Ink that stays nameless is a doubt.
"""

import ctypes
import math

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

INK, LONGEST = 0.3, 40
"""Smaller than this, in points, it is a space; longer than this, a replacement text is not one glyph's."""


class Missed(msgspec.Struct, frozen=True):
    """A letter that was not given: where its ink is."""

    text: str
    box: tuple[float, float, float, float]
    pen: tuple[float, float]
    em: float


def lost(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> tuple[list[Missed], bool]:
    """What can be named, and whether something cannot."""
    found: list[Missed] = []
    is_lost = False
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=5):
        if pdfium.FPDFTextObj_GetText(item.raw, text.raw, None, 0) > 2:
            continue
        box = item.get_bounds()
        if box[2] - box[0] < INK or box[3] - box[1] < INK:
            continue
        said = _replacement(item)
        if said is None or item.level:
            is_lost = True
        else:
            found += _spread(said, box, item)
    return found, is_lost


def _replacement(item: pypdfium2.PdfObject) -> str | None:
    for i in range(pdfium.FPDFPageObj_CountMarks(item.raw)):
        mark, length = pdfium.FPDFPageObj_GetMark(item.raw, i), ctypes.c_ulong()
        buffer = (ctypes.c_ushort * LONGEST)()
        if pdfium.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", buffer, 2 * LONGEST, length) and 2 < length.value <= 2 * LONGEST:
            return _decoded([int(unit) for unit in buffer[: length.value // 2]])
    return None


def _decoded(units: list[int]) -> str | None:
    """The text; some versions hand out a UTF-16 string byte by byte."""
    units = units[:-1] if units and units[-1] == 0 else units
    if len(units) % 2 == 0 and all(unit < 256 for unit in units):
        wide = bytes(units).decode("utf-16-be", "replace")
        if wide and all("\u0590" <= c <= "\u08ff" or "\u2000" <= c <= "\u206f" or "\ufb1d" <= c <= "\ufeff" for c in wide):
            return wide
    said = "".join(chr(unit) if not 0xD800 <= unit <= 0xDFFF else "\ufffd" for unit in units)
    return said if said.strip() else None


def _spread(said: str, box: tuple[float, float, float, float], item: pypdfium2.PdfObject) -> list[Missed]:
    """Its letters share the ink from right to left: what gets lost so far was always of that direction."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item.raw, matrix)
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(item.raw, size)
    em, width = size.value * math.hypot(matrix.c, matrix.d) or box[3] - box[1], (box[2] - box[0]) / len(said)
    return [
        Missed(letter, (box[2] - (i + 1) * width, box[1], box[2] - i * width, box[3]), (matrix.e, matrix.f), em)
        for i, letter in enumerate(said)
    ]
