"""PDFs by real programs come back as they were written, or flagged; hostile ones come back as words."""

import re
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.document.readers import lost, pdf
from muniment.document.readers.guard import read as read_guarded
from muniment.document.reading import Reading, ReadingError
from tests.document.readers.pdfs import SENTENCES, by_chromium, by_typst

OPEN = Path(__file__).parents[2] / "material" / "extract" / "open"


def documents(language: str) -> tuple[str, ...]:
    """The lines of the open documents of one language, spaces as a page shows them."""
    texts = [
        p.read_text(encoding="utf-8") for p in sorted(OPEN.glob("*.txt")) if f'"lang": "{language}"' in p.with_suffix(".json").read_text()
    ]
    return tuple(re.sub(" +", " ", line.strip()) for text in texts for line in text.splitlines() if line.strip())


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return pdf.read(by_chromium(SENTENCES, tmp_path_factory.mktemp("chromium")))


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("at", range(len(SENTENCES)))
def test_a_mixed_sentence_printed_by_chromium_comes_back_exactly(printed: Reading, at: int) -> None:
    assert printed.text.split("\n")[at] == SENTENCES[at]
    assert printed.flags == () and printed.unread is None


@pytest.mark.parametrize("font", ["Vazirmatn", pytest.param("DejaVu Sans", marks=pytest.mark.needs("dejavu"))])
def test_mixed_sentences_set_by_typst_come_back_exactly(font: str) -> None:
    read = pdf.read(by_typst(SENTENCES, font=font))
    assert read.text.split("\n") == list(SENTENCES) and read.flags == ()


@pytest.mark.needs("chromium")
@pytest.mark.needs("dejavu")
def test_whole_persian_documents_keep_every_number_and_nearly_every_line(tmp_path: Path) -> None:
    lines = documents("fa")
    read = pdf.read(by_chromium(lines, tmp_path, "font-family: 'DejaVu Sans'; text-align: justify"))
    assert numbers(read.text) == numbers(" ".join(lines)) and read.flags == ()
    assert sum(line in read.text.split("\n") for line in lines) >= 0.95 * len(lines)


@pytest.mark.needs("chromium")
def test_two_persian_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    lines = documents("fa")
    read = pdf.read(by_chromium(lines, tmp_path, "direction: rtl; columns: 2; column-gap: 30px; font-family: Vazirmatn"))
    assert numbers(read.text) == numbers(" ".join(lines)) and read.flags == ()
    assert sum(line in read.text.split("\n") for line in lines) >= 0.9 * len(lines), "only lines cut by a column's end differ"


def test_a_latin_page_keeps_its_paragraphs_whole() -> None:
    lines = documents("en")[:12]
    read = pdf.read(by_typst(lines, font="Source Serif 4", justify=True))
    assert numbers(read.text) == numbers(" ".join(lines)) and read.flags == ()
    assert sum(line.replace("'", "’") in read.text.replace("'", "’").split("\n") for line in lines) >= 0.9 * len(lines)


@pytest.mark.parametrize(
    "line",
    [
        "زندان Merun Camp ۲۷ ۳۵ نفر دارد",  # are the numbers those of the camp, or what follows?
        "The list names احمد رستگار 27 and Merun",
        "در Merun ٣٤ نفر",
    ],
)
def test_a_line_that_may_be_read_in_two_ways_makes_its_page_doubtful(line: str) -> None:
    read = pdf.read(by_typst((line,)))
    assert "order_uncertain" in read.flags and read.doubtful == read.pages


@pytest.mark.needs("dejavu")
def test_ink_that_no_letter_was_given_for_is_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    made = by_typst(SENTENCES, font="DejaVu Sans")  # sets a letter with two glyphs, of which the library drops one
    monkeypatch.setattr(lost, "_replacement", lambda item: None)
    assert "order_uncertain" in pdf.read(made).flags


def test_a_page_on_its_side_is_set_upright() -> None:
    read = pdf.read(by_typst(SENTENCES[:2], before="#set page(flipped: true)\n#show: it => rotate(90deg, reflow: true, it)"))
    assert read.text.split("\n") == list(SENTENCES[:2])


def test_pages_keep_their_places_in_the_text() -> None:
    read = pdf.read(by_typst((SENTENCES[0],), before="#[Page one.]#pagebreak()"))
    assert [read.text[a:b] for a, b in read.pages] == ["Page one.", SENTENCES[0]]


def test_an_empty_page_says_that_there_is_nothing() -> None:
    assert pdf.read(by_typst((), before="#page[]")).unread == "there is nothing on its pages"


@pytest.mark.needs("tesseract")
def test_a_page_that_is_a_picture_is_recognised_and_flagged(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(by_typst(("The prisoner was released in the morning.",), font="Source Serif 4"))
    document[0].render(scale=200 / 72).to_pil().convert("RGB").save(tmp_path / "scan.pdf", "PDF", resolution=200)
    document.close()
    read = pdf.read((tmp_path / "scan.pdf").read_bytes())
    assert "released in the morning" in read.text and "ocr" in read.flags


def test_a_damaged_file_is_refused_in_words() -> None:
    with pytest.raises(ReadingError, match="This PDF is damaged"):
        pdf.read(b"%PDF-1.7")


@settings(max_examples=40)
@given(st.data())
def test_a_file_damaged_anywhere_never_raises_anything_else(data: st.DataObject) -> None:
    made = bytearray(SAMPLE)
    for _ in range(data.draw(st.integers(1, 30))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = pdf.read(bytes(made[: data.draw(st.integers(20, len(made)))]))
    except ReadingError as exc:
        assert str(exc).startswith("This PDF")
    else:
        assert all(0 <= a <= b <= len(read.text) for a, b in read.pages)


SAMPLE = by_typst(SENTENCES[:3])


def test_a_page_of_absurd_size_and_a_page_tree_without_end_come_back_in_words() -> None:
    huge = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R 2 0 R]/Count 900000>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9e9 9e9]/Contents 4 0 R>>endobj
4 0 obj<</Length 20>>stream
0 0 9e9 9e9 re f 000
endstream endobj
trailer<</Root 1 0 R/Size 5>>
%%EOF"""
    read = read_guarded("application/pdf", huge)
    assert read.text.strip() == "" and read.unread
