"""Lines laid out by the Unicode algorithm are read back: exactly, or with a doubt; never wrong and sure."""

from unicodedata import bidirectional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.document.readers.bidi import Direction, Strong, shown
from muniment.document.readers.brackets import upright
from muniment.document.readers.glyphs import Glyph
from muniment.document.readers.order import Read, read_line, standing

WORDS = (
    "احمد", "رستگار", "سال", "در", "۲۷", "۱۴۰۲/۰۵/۲۱", "1,400", "Merun", "Qezel Hesar", "(شهر)", "«حکم»", "زن،", "شد.", "۳۴٫۵٪", "34.5%",
    "24 July 2025", "۲۰۲۴-۰۳-۱۲", "[۴۵]", "۱۴:۳۰", "٣٤", "Circle’s", "۵-۱۰",
)  # fmt: skip


def laid(text: str, base: Direction, before: Strong) -> list[Glyph]:
    """The glyphs of a line as a page shows them, each letter half its type's size wide."""
    x, out = 0.0, []
    for offset in shown(text, base, before):
        if text[offset] != " ":
            out.append(Glyph(text[offset], x, x + 5, x, 0.0, 10.0, offset, (x, x + 5), 0.0))
        x += 3 if text[offset] == " " else 5
    return out


def read(text: str, base: Direction = "R", before: Strong = "AL") -> Read:
    return read_line(standing(laid(text, base, before)), base, before)


def words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text).split()


@settings(max_examples=400)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join), st.sampled_from([("R", "AL"), ("R", "R"), ("L", "L")]))
def test_a_line_is_read_right_or_is_in_doubt(line: str, side: tuple[Direction, Strong]) -> None:
    has_letters_of_its_side = any(bidirectional(c) in (("L",) if side[0] == "L" else ("R", "AL")) for c in line)
    found = read(line, *side)
    if found.is_sure and has_letters_of_its_side:
        assert words(found.text) == words(line)


@pytest.mark.parametrize(
    "line",
    [
        "احمد رستگار، ۲۷ ساله، روز ۱۴۰۲/۰۵/۲۱ بازداشت شد.",
        "حدود ۳۴٫۵٪ از ۱٬۴۰۰ زندانی (۱۲ زن و ۳ کودک)",
        "گزارش ۲۰۲۴-۰۳-۱۲ سازمان Merun Families’ Circle در شهر",
        "روز 24 July 2025 در زندان Qezel Hesar، ۱۰ نفر",
    ],
)
def test_plain_mixed_lines_are_sure(line: str) -> None:
    found = read(line)
    assert (upright(found.text), found.is_sure) == (line, True)


@pytest.mark.parametrize("line", ["زندان Merun ۲۷ نفر", "در Merun ٣٤ نفر", "از Qezel Hesar ۱۰ ۲۰ نفر"])
def test_a_number_beside_a_latin_name_is_in_doubt(line: str) -> None:
    assert not read(line).is_sure


def test_digits_are_never_turned() -> None:
    for number in ("۲۷", "۱۴۰۲", "۱٬۴۰۰", "۱۴۰۲/۰۵/۲۱", "1,400", "۱۴:۳۰"):
        assert number in read(f"سال {number} شد").text


def test_letters_that_could_join_and_stand_apart_get_a_non_joiner() -> None:
    apart = [Glyph("ی", 10, 14.0, 10, 0, 10, 1, (10, 14.0), 0), Glyph("م", 14.1, 19, 14, 0, 10, 0, (13.9, 19), 0)]
    below = [Glyph("د", 4, 9.0, 4, 0, 10, 2, (4, 9.0), 0)]
    assert read_line(standing(below + apart), "R").text == "می\u200cد"
