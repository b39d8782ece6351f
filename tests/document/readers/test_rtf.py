"""RTF: code pages, characters by number and their stand-ins, what is no text, and nonsense that stays harmless."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.document.readers import parse
from muniment.document.readers.rtf import read
from muniment.document.reading import ReadingError

PERSIAN = "نادر کِلارود، ۳۴ ساله"


def by_number(text: str) -> str:
    """As a word processor writes it: a number that fits 16 bits with a sign, and a question mark for those who cannot read it."""
    return "".join(f"\\u{code - 65536 if (code := ord(c)) > 32767 else code}?" for c in text)


def rtf(body: str, head: str = "\\ansi\\ansicpg1252") -> bytes:
    return f"{{\\rtf1{head}{body}}}".encode("latin-1")


@pytest.mark.parametrize(("body", "text"), [
    (r"First.\par Second\line third.", "First.\nSecond\nthird."),
    (r"Caf\'e9 \emdash  \ldblquote so\rdblquote", "Café — “so”"),
    (by_number(PERSIAN), PERSIAN),
    (r"{\uc0\u1606\u1575\u1583\u1585}" + by_number("!"), "نادر!"),
    (r"{\uc2\u1606 ab c}", "ن c"),
    (r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset178 Tahoma;}}{\f1\'e4\'c7\'cf\'d1} \f0 Caf\'e9", "نادر Café"),
    (r"\trowd Name\cell Age\cell\row\trowd Ilan\cell 34\cell\row", "Name\tAge\nIlan\t34"),
    (r"{\*\generator Writer;}{\info{\title T}}{\stylesheet{\s0 Normal;}}words", "words"),
    (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}", "shown"),
    (r"Taken.{\footnote \chftn  by night}\par Gone.", "Taken.\nGone.\n by night"),
    (r"\{braces\} \\ 3\~km", "{braces} \\ 3\u00a0km"),
    (r"\u-10179?\u-8704?", "😀"),
    (r"before \bin5 {}\\}after", "before after"),
])  # fmt: skip
def test_the_words_of_the_body_are_read(body: str, text: str) -> None:
    assert read(rtf(body)).text == text


def test_what_is_left_out_is_said() -> None:
    found = read(rtf(r"{\header top}{\*\annotation who says so}{\pict 00ff}seen{\deleted  gone}{\v unseen}"))
    assert found.text == "seen"
    assert found.unread == "not read: headers, comments, pictures, text marked as deleted or hidden"


@pytest.mark.parametrize("data", [b"plain words", b"", b"{\\rt"])
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError, match="not an RTF file"):
        read(data)


def test_a_file_nested_without_end_is_refused() -> None:
    with pytest.raises(ReadingError, match="nested deeper"):
        read(b"{\\rtf1" + b"{" * 100_000)


def test_what_breaks_off_is_read_as_far_as_it_goes() -> None:
    whole = rtf(by_number(PERSIAN) + r"\par Second.")
    assert read(whole[:-9]).text.startswith(PERSIAN)


PIECES = st.sampled_from([rb"\u", rb"\u1606", rb"\'e4", rb"\'", rb"{", rb"}", rb"\*", rb"\bin99999999", rb"\bin-3", rb"\uc99", rb"\f1", rb"\fonttbl",
                          rb"\fcharset178", rb"\ansicpg99999", rb"\par", rb"words ", b"\x00", b"\xff", b"\n", rb"\footnote", rb"\pict"])  # fmt: skip


@given(st.lists(PIECES | st.binary(max_size=6), max_size=60))
def test_nonsense_is_read_or_refused(pieces: list[bytes]) -> None:
    answer = parse("application/rtf", b"{\\rtf1" + b"".join(pieces))
    assert b"stopped" not in answer, "the reader itself says what is wrong"


def test_a_long_line_costs_as_much_as_its_length() -> None:
    assert len(read(rtf("a" * 2_000_000 + "\\'e9" * 200_000)).text) == 2_200_000
