"""Word files: real footnotes, right-to-left runs marked as such, the drafter's own words with a dotted underline in drafts.

python-docx has no footnotes: their part is written here (ECMA-376 Part 1, 17.11). Persian needs `w:rtl` on the run, or an
office program sets its words in the order of Latin ones; Times New Roman has its letters where these files are read. Times inside are those handed in.
"""

import io
import zipfile
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_UNDERLINE
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun
from lxml import etree

from muniment.act.rendering.letter import Letter, Line, Question
from muniment.act.rendering.runs import runs

FONT = "Times New Roman"
AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
    "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
)  # fmt: skip
FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OCHRE, QUIET = RGBColor(0x84, 0x50, 0x0A), RGBColor(0x46, 0x51, 0x57)
EPOCH = (1980, 1, 1, 0, 0, 0)


def docx(letter: Letter, at: datetime) -> bytes:
    """The letter as a Word file, dated `at`; the same bytes for the same letter and time."""
    word = Document()
    _dress(word, letter, at)
    _head(word, letter)
    for chapter in letter.chapters:
        asked = [q for q in chapter.questions if letter.is_draft or q.left_unknown]
        if chapter.lines or asked:
            word.add_heading("", 2).paragraph_format.keep_with_next = True
            _write(word.paragraphs[-1], chapter.heading)
            for line in chapter.lines:
                _said(word, line, is_draft=letter.is_draft)
            for question in asked:
                _asked(word, question)
    _annex(word, letter)
    _footnotes(word, letter)
    return _steady(word)


def _dress(word: Word, letter: Letter, at: datetime) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(28)
    page.top_margin = page.bottom_margin = Mm(24)
    for name, size in (("Normal", 11), ("Heading 1", 18), ("Heading 2", 13)):
        style = word.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor(0x18, 0x20, 0x24)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(theme), None)
    core = word.core_properties
    core.title, core.author, core.comments, core.last_modified_by = letter.id, "", "", ""
    core.created = core.modified = at.astimezone(UTC).replace(tzinfo=None)
    core.revision = letter.version


def _head(word: Word, letter: Letter) -> None:
    _write(word.add_heading("", 1), letter.title)
    about = word.add_paragraph()
    _write(
        about, f"As of {letter.as_of:%Y-%m-%d %H:%M} UTC. Form {letter.form}. {letter.id}, version {letter.version}.", colour=QUIET, size=9
    )
    for mark in letter.marks:
        _write(word.add_paragraph(), mark, colour=OCHRE, is_bold=True)
    for _, name in letter.to:
        _write(word.add_paragraph(), f"To the {name}")


def _said(word: Word, line: Line, *, is_draft: bool) -> None:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(5)
    _write(paragraph, line.text, is_own=is_draft and line.basis == "own")
    if line.note:
        _refer(paragraph, line.note)


def _asked(word: Word, question: Question) -> None:
    paragraph = word.add_paragraph()
    if question.left_unknown:
        _write(paragraph, f"Not known: {question.text}", colour=QUIET)
        return
    _write(paragraph, f"? {question.text}", colour=OCHRE, is_bold=True)
    _write(paragraph, f" Ask {question.ask}.", colour=QUIET, size=9)


def _annex(word: Word, letter: Letter) -> None:
    if not letter.evidence:
        return
    _write(word.add_heading("", 2), "Evidence these sentences rest on")
    for item in letter.evidence:
        paragraph = word.add_paragraph()
        _write(paragraph, f"{item.source}, graded {item.grade}. ")
        _write(paragraph, f"{item.evidence} · SHA-256 {item.sha256}", colour=QUIET, size=8)


def _write(
    paragraph: Paragraph, text: str, *, colour: RGBColor | None = None, size: int | None = None, is_bold: bool = False, is_own: bool = False
) -> None:  # fmt: skip
    """A text into a paragraph, run by run, each in its direction. A paragraph that begins right to left is one."""
    pieces = runs(text)
    if pieces and pieces[0].is_rtl and not paragraph.runs:
        _turn_paragraph(paragraph)
    for piece in pieces:
        run = paragraph.add_run(piece.text)
        run.bold = is_bold or None
        run.font.size = Pt(size) if size else None
        run.underline = WD_UNDERLINE.DOTTED if is_own else None
        if colour is not None:
            run.font.color.rgb = colour
        if piece.is_rtl:
            _turn(run)


def _turn_paragraph(paragraph: Paragraph) -> None:
    """Right to left; its mark stands where the schema wants it, before spacing and alignment."""
    properties = paragraph._p.get_or_add_pPr()
    places = [n for n, child in enumerate(properties) if child.tag in {qn(name) for name in AFTER_BIDI}]
    properties.insert(min(places, default=len(properties)), OxmlElement("w:bidi"))


def _turn(run: WordRun) -> None:
    """Right to left, so that the font for complex scripts is taken too."""
    properties = run._r.get_or_add_rPr()
    properties.append(OxmlElement("w:rtl"))
    language = OxmlElement("w:lang")
    language.set(qn("w:bidi"), "fa-IR")
    properties.append(language)


def _refer(paragraph: Paragraph, number: int) -> None:
    run = paragraph.add_run()
    run.font.superscript = True
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)


def _footnotes(word: Word, letter: Letter) -> None:
    root = etree.Element(f"{{{W}}}footnotes", nsmap={"w": W})
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        note = _node(root, "footnote", id=str(number), type=kind)
        _node(_node(_node(note, "p"), "r"), kind)
    for each in letter.notes:
        _footnote(_node(root, "footnote", id=str(each.number)), each.words)
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, body, word.part.package)
    word.part.relate_to(part, REL.FOOTNOTES)


def _footnote(note: etree._Element, words: str) -> None:
    paragraph = _node(note, "p")
    _node(_node(paragraph, "pPr"), "spacing", before="0", after="0", line="240", lineRule="auto")
    mark = _node(paragraph, "r")
    shape = _node(mark, "rPr")
    _node(shape, "sz", val="16")
    _node(shape, "vertAlign", val="superscript")
    _node(mark, "footnoteRef")
    for piece in runs(" " + words):
        run = _node(paragraph, "r")
        properties = _node(run, "rPr")
        _node(properties, "sz", val="16")
        _node(properties, "szCs", val="16")
        if piece.is_rtl:
            _node(properties, "rtl")
        text = _node(run, "t")
        text.text = piece.text
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _node(above: etree._Element, name: str, **attributes: str) -> etree._Element:
    node = etree.SubElement(above, f"{{{W}}}{name}")
    for key, value in attributes.items():
        node.set(f"{{{W}}}{key}", value)
    return node


def _steady(word: Word) -> bytes:
    """The package with every member dated the same, so that the same letter is the same bytes."""
    loose, out = io.BytesIO(), io.BytesIO()
    word.save(loose)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            target.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
