"""Word files: everything a reader of the document would see; bombs come back as words."""

import zipfile
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.document.readers.docx import read
from muniment.document.reading import ReadingError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
LINE = "احمد رستگار، ۲۷ ساله، روز ۱۴۰۲/۰۵/۲۱ بازداشت شد و هیچ‌کس (Merun) نمی‌داند."


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def word(body: str, **parts: str) -> bytes:
    names = {f"word/{name}.xml": content for name, content in parts.items()}
    return packed({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", **names})


def saved(document: "docx.document.Document") -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_paragraphs_and_tables_come_in_their_order() -> None:
    document = docx.Document()
    document.add_paragraph(LINE)
    table = document.add_table(rows=2, cols=2)
    for i, words in enumerate(("Name", "Age", "Ilan Dorvath", "34")):
        table.cell(i // 2, i % 2).text = words
    document.add_paragraph("After the table.")
    assert read(saved(document)).text == f"{LINE}\nName\tAge\nIlan Dorvath\t34\nAfter the table."


def test_inserted_text_is_read_and_deleted_text_is_named() -> None:
    found = read(word("<w:p><w:r><w:t>He was </w:t></w:r><w:ins><w:r><w:t>not </w:t></w:r></w:ins><w:del><w:r><w:delText>ever </w:delText></w:r></w:del>"
                      "<w:hyperlink><w:r><w:t>released</w:t></w:r></w:hyperlink></w:p>", comments1="<w:c/>"))  # fmt: skip
    assert found.text == "He was not released"
    assert found.unread == "not read: comments, deleted text of tracked changes"


def test_text_boxes_content_controls_and_notes_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>"
    body = (f"<w:sdt><w:sdtContent><w:p><w:r><w:t>controlled</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p><w:r><w:t>around</w:t>"
            f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>")  # fmt: skip
    notes = (
        f"<w:footnotes {W}><w:footnote><w:p/></w:footnote><w:footnote><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    assert read(word(body, footnotes=notes)).text == "controlled\naround\nin the box\na note"


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    with pytest.raises(ReadingError, match="unpacks to 314,572,"):
        read(packed({"word/document.xml": b"<w>" + b"a" * (300 << 20)}))


def test_a_part_that_lies_about_its_size_gives_no_more_than_it_declared() -> None:
    data = bytearray(word("<w:p><w:r><w:t>" + "x" * 5000 + "</w:t></w:r></w:p>"))
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = data.index(mark)
        data[start + at : start + at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(ReadingError):
        read(bytes(data))


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(ReadingError, match="10,001 parts"):
        read(packed({f"p{i}": b"" for i in range(10_001)}))


def test_a_document_type_definition_is_refused() -> None:
    lol = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<!DOCTYPE d [<!ENTITY e0 "lol">{lol}]><w:document {W}><w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>'
    with pytest.raises(ReadingError, match=r"document type definition|well-formed"):
        read(packed({"word/document.xml": bomb}))


@pytest.mark.parametrize("data", [b"PK\x03\x04", packed({"other.xml": "<a/>"}), packed({"word/document.xml": "<a"}), b"none"])
def test_what_is_no_word_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(ReadingError):
        read(data)


SAMPLE = word(f"<w:p><w:r><w:t>{LINE}</w:t></w:r></w:p>" * 20)


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_file_damaged_anywhere_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    from muniment.document.readers import WORD, parse

    data = bytearray(SAMPLE)
    for at, value in changes:
        data[at] = value
    assert parse(WORD, bytes(data)).startswith(b'{"text"')
