"""Plain text is the decoded file: mark removed, CRLF to LF, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.document.readers.text import read
from muniment.document.reading import ReadingError

PERSIAN = "سال نو، پنج چراغ و ژاله ۱۴۰۲\r\nخط دوم"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), min_size=1))
def test_a_utf8_file_is_its_text(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert read(text.encode()).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_marked_file_is_read_without_its_mark(encoding: str) -> None:
    mark = "" if encoding in ("utf-8-sig", "utf-16") else "\ufeff"
    found = read((mark + PERSIAN).encode(encoding))
    assert found.text == PERSIAN.replace("\r\n", "\n") and found.flags == ()


def test_only_crlf_changes() -> None:
    assert read(b"a\r\nb\rc\n\n  d \t\x0c\r\n").text == "a\nb\rc\n\n  d \t\x0c\n"


def test_old_encodings_are_guessed_and_the_guess_is_flagged() -> None:
    arabic = "أحكام بالسجن صدرت في المحكمة بتاريخ ٢٠٢٤".replace("٢٠٢٤", "2024")
    persian = "زنداني سياسي در شهر پارس به حبس محکوم شد".replace("ی", "ي").replace("ک", "ك")
    for text in (arabic, persian):
        found = read(text.encode("windows-1256"))
        assert (found.text, found.flags) == (text, ("encoding_guessed:windows-1256",))
    french = "Le procès de José Núñez a été reporté à Orléans."
    found = read(french.encode("windows-1252"))
    assert (found.text, found.flags) == (french, ("encoding_guessed:windows-1252",))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"text\x00more", "binary, not text"),
        (bytes(range(1, 32)) * 20, "binary, not text"),
        (b"\xff\xfea", "says it is UTF-16-LE, and is not from byte 0"),
        (b"\xef\xbb\xbfab\xff", "says it is UTF-8, and is not from byte 2"),
        (b"a\x81b \x8d", "is not known"),
    ],
)
def test_what_is_no_text_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(ReadingError, match=words):
        read(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        read(data)
    except ReadingError as exc:
        assert str(exc).isprintable()
