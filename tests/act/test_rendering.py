import io
import zipfile
from datetime import timedelta

import msgspec
import pypdfium2
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from muniment.act import Cover, compose, draft, render, settle
from muniment.act.rendering import Letter
from muniment.act.rendering.docx import W
from muniment.act.rendering.pdf import RenderingError, pages, pdf
from muniment.act.rendering.runs import plain, runs
from tests.act.test_draft import COVER
from tests.makers import NOW, World, make_id, nader


def letter(cover=COVER, world=None):
    world, who = world or nader()
    return compose(draft(world.case(), [who], cover, made_by="ag-drafter", at=NOW, new_id=make_id), world.case())


def files(made):
    return {file.name.rsplit(".", 1)[1]: file.body for file in render(made, NOW)}


def read_pdf(body):
    document = pypdfium2.PdfDocument(body)
    return [page.get_textpage().get_text_bounded() for page in document]


def xml(body, part):
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return etree.fromstring(package.read(f"word/{part}.xml"))


def test_every_sentence_on_claims_has_a_note_with_source_grade_evidence_and_digest():
    world, who = nader()
    made = letter(world=(world, who))
    digests = {item.id: item.sha256 for item in world.evidence}
    lines = [line for chapter in made.chapters for line in chapter.lines]
    assert all(line.note for line in lines if line.basis != "own" or line.claims)
    assert [line.note for line in lines if line.note] == list(range(1, len(made.notes) + 1))
    for note in made.notes:
        for basis in note.rests_on:
            assert basis.sha256 == digests[basis.evidence]
            assert basis.source and basis.grade
            assert basis.sha256[:12] in note.words
            assert basis.grade in note.words


def test_the_data_hold_every_claim_id_and_read_back():
    made = letter()
    body = files(made)["json"]
    assert msgspec.json.decode(body, type=Letter) == made
    assert all(claim.encode() in body for note in made.notes for basis in note.rests_on for claim in basis.claims)


def test_the_same_letter_and_time_give_the_same_bytes():
    made = letter()
    assert files(made) == files(made)


def test_the_pdf_says_everything_and_carries_its_title():
    made = letter()
    body = files(made)["pdf"]
    text = " ".join(" ".join(read_pdf(body)).split())
    assert body.startswith(b"%PDF-")
    assert pypdfium2.PdfDocument(body).get_metadata_dict()["Title"] == made.title
    for part in (
        "Urgent appeal for Mr. Nader Kelarud",
        "State Gazette of Tavrin gives 9 October 2024",
        "Draft, not sent",
        made.notes[0].words,
    ):
        assert part in text
    for item in made.evidence:
        assert item.sha256 in text


def test_the_pdf_carries_its_data_and_text_and_says_that_it_is_an_archive_file():
    made = letter()
    body = pdf(made, NOW)
    document = pypdfium2.PdfDocument(body)
    attached = {a.get_name(): bytes(a.get_data()) for a in map(document.get_attachment, range(document.count_attachments()))}
    assert set(attached) == {"letter.json", "letter.txt"}
    assert msgspec.json.decode(attached["letter.json"], type=Letter) == made
    assert b"pdfaid:part" in body


def test_words_of_a_source_are_never_read_as_markup():
    world = World()
    who = world.person("A #B*C_")
    world.act(who, "death_sentence", charges=('#panic("x") $ @ref <a> `y` \\ *z* [',))
    text = " ".join(" ".join(read_pdf(pdf(letter(world=(world, who)), NOW))).split())
    assert '#panic("x") $ @ref <a> `y` \\ *z* [' in text


def test_persian_names_are_set_in_a_font_that_has_them():
    body = pdf(letter(), NOW)
    document = pypdfium2.PdfDocument(body)
    fonts = b"Vazirmatn" in body or any(
        "Vazirmatn" in str(o.get_font().get_base_name()) for p in document for o in p.get_objects() if hasattr(o, "get_font")
    )
    assert fonts
    assert "\ufffd" not in "".join(read_pdf(body))


def test_the_pages_are_pictures():
    found = pages(letter(), NOW, dots_per_inch=40)
    assert len(found) >= 2
    assert all(page.startswith(b"\x89PNG") for page in found)


def test_a_letter_without_a_template_is_refused_in_words():
    with pytest.raises(RenderingError, match="no page template"):
        pdf(msgspec.structs.replace(letter(), kind="statement"), NOW)


def test_the_word_file_opens_with_real_footnotes():
    made = letter()
    body = files(made)["docx"]
    text = "\n".join(p.text for p in Document(io.BytesIO(body)).paragraphs)
    assert made.title in text
    notes = xml(body, "footnotes").findall(f"{{{W}}}footnote")
    assert [n.get(f"{{{W}}}id") for n in notes] == ["-1", "0", *(str(n.number) for n in made.notes)]
    referred = [r.get(f"{{{W}}}id") for r in xml(body, "document").iter(f"{{{W}}}footnoteReference")]
    assert referred == [str(n.number) for n in made.notes]


def test_persian_runs_in_the_word_file_are_marked_right_to_left_and_hold_no_control():
    document = xml(files(letter())["docx"], "document")
    turned = ["".join(r.itertext()) for r in document.iter(f"{{{W}}}r") if r.find(f"{{{W}}}rPr/{{{W}}}rtl") is not None]
    assert "نادر کلارود" in turned
    assert not set("".join(document.itertext())) & set("\u2066\u2067\u2068\u2069")


def test_a_paragraph_that_begins_in_persian_runs_right_to_left():
    world = World()
    who = world.person("نادر کلارود")
    document = xml(files(letter(world=(world, who)))["docx"], "document")
    asked = [p for p in document.iter(f"{{{W}}}p") if p.find(f"{{{W}}}pPr/{{{W}}}bidi") is not None]
    assert all("نادر" in "".join(p.itertext()) for p in asked)


def test_the_word_file_names_nobody_but_what_the_letter_says():
    core = zipfile.ZipFile(io.BytesIO(files(letter())["docx"])).read("docProps/core.xml").decode()
    assert "python-docx" not in core
    assert "Kelarud" not in core


def test_file_names_say_nothing_of_the_content():
    assert all("Kelarud" not in file.name and file.name.startswith("su-") for file in render(letter(), NOW))


def test_marks_stand_at_the_head_of_every_file():
    world, who = nader()
    submission = draft(world.case(), [who], COVER, made_by="ag-drafter", at=NOW, new_id=make_id)
    made = compose(submission, world.case(), is_alone=True, is_demonstration=True)
    assert [m.split(":")[0].split(".")[0] for m in made.marks] == [
        "Draft, not sent", "Invented data", "Made in a demonstration archive", "Second decision not held",
    ]  # fmt: skip
    bodies = files(made)
    for text in (bodies["txt"].decode(), " ".join(" ".join(read_pdf(bodies["pdf"])).split())):
        for mark in made.marks:
            assert mark in text


def test_a_released_letter_asks_nothing_and_says_what_is_not_known():
    world, who = nader()
    submission = settle(draft(world.case(), [who], COVER, made_by="ag-drafter", at=NOW, new_id=make_id), "legal.appeal")
    made = compose(msgspec.structs.replace(submission, state="released"), world.case())
    text = files(made)["txt"].decode()
    assert "Not known: Is an appeal" in text
    assert "May the letter name" not in text
    assert "drafter's words" not in text


def test_another_time_changes_the_dated_files_alone():
    made = letter()
    first, later = files(made), {f.name.rsplit(".", 1)[1]: f.body for f in render(made, NOW + timedelta(days=1))}
    assert {k for k in first if first[k] != later[k]} == {"pdf", "docx"}


def test_an_empty_cover_still_renders_everywhere():
    assert set(files(letter(cover=Cover()))) == {"docx", "pdf", "json", "txt"}


@given(st.text(st.sampled_from("ab 1.,()“”نادر کلارود۱۲\u2068\u2069\u200c"), max_size=40))
def test_runs_lose_no_character_but_the_isolates(text):
    assert "".join(run.text for run in runs(text)) == plain(text)
    for run in runs(text):
        letters = [c for c in run.text if c.isalpha()]
        assert all(("\u0600" <= c <= "\u06ff") == run.is_rtl for c in letters)


@settings(max_examples=12, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_whatever_a_source_says_every_file_can_be_made(words):
    world = World()
    who = world.person("A B")
    world.act(who, "death_sentence", charges=(words,))
    assert all(body for body in files(letter(world=(world, who))).values())
