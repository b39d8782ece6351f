"""OpenDocument texts and spreadsheets: everything a reader would see, in its order; what is left out is said."""

import pytest

from muniment.document.readers.opendocument import MOST_REPEATED, read
from muniment.document.reading import ReadingError
from tests.document.readers.test_docx import packed

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"))
)
LINE = "احمد رستگار، ۲۷ ساله، روز ۱۴۰۲/۰۵/۲۱ بازداشت شد و هیچ‌کس (Merun) نمی‌داند."


def document(body: str, kind: str = "text", styles: str = "", **parts: str) -> bytes:
    content = f"<office:document-content {NAMES}>{styles}<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": content, **parts})


def p(words: str) -> str:
    return f"<text:p>{words}</text:p>"


@pytest.mark.parametrize(("body", "text"), [
    (f"<text:h>Title</text:h>{p(LINE)}", f"Title\n{LINE}"),
    (p("two<text:s text:c='2'/>spaces<text:tab/>tab<text:line-break/>line <text:span>in <text:a>a link</text:a></text:span>."),
     "two  spaces\ttab\nline in a link."),
    (f"<text:list><text:list-item>{p('one')}<text:list><text:list-item>{p('inner')}</text:list-item></text:list></text:list-item></text:list>", "one\ninner"),
    (f"<table:table><table:table-header-rows><table:table-row><table:table-cell>{p('Name')}</table:table-cell><table:table-cell>{p('Age')}</table:table-cell>"
     f"</table:table-row></table:table-header-rows><table:table-row><table:table-cell>{p('Ilan')}{p('Dorvath')}</table:table-cell><table:table-cell>{p('34')}"
     "</table:table-cell></table:table-row></table:table>", "Name\tAge\nIlan Dorvath\t34"),
    (p("He<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>by night</text:p></text:note-body></text:note> went.") + p("End."),
     "He went.\nEnd.\nby night"),
    (p("around<draw:frame><draw:text-box><text:p>in the box</text:p></draw:text-box></draw:frame> it") + p("after"), "around it\nin the box\nafter"),
    (f"<text:section>{p('inside')}</text:section><text:table-of-content><text:index-body>{p('1 Title')}</text:index-body></text:table-of-content>", "inside\n1 Title"),
])  # fmt: skip
def test_the_text_is_read_in_its_order(body: str, text: str) -> None:
    assert read(document(body)).text == text


def test_what_is_left_out_is_said() -> None:
    styles = f"<office:document-styles {NAMES}><style:header><text:p>Top</text:p></style:header><style:footer/></office:document-styles>"
    deleted = "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    found = read(document(deleted + p("seen<office:annotation><text:p>a comment</text:p></office:annotation>"), **{"styles.xml": styles}))
    assert found.text == "seen"
    assert found.unread == "not read: comments, deleted text of tracked changes, headers"


def cell(words: str, also: str = "") -> str:
    return f"<table:table-cell {also}>{p(words) if words else ''}</table:table-cell>"


def repeated(times: int) -> str:
    return f"table:number-columns-repeated='{times}'"


def test_sheets_are_read_row_by_row_and_hidden_ones_say_so() -> None:
    style = "<office:automatic-styles><style:style style:name='h'><style:table-properties table:display='false'/></style:style></office:automatic-styles>"
    rows = (
        f"<table:table-row>{cell('نام')}{cell('سن')}</table:table-row><table:table-row table:number-rows-repeated='1048000'>{cell('')}</table:table-row>"
        f"<table:table-row>{cell('x', repeated(2))}{cell('', repeated(16380))}</table:table-row>"
    )
    body = f"<table:table table:name='List'>{rows}</table:table><table:table table:name='Old' table:style-name='h'><table:table-row>{cell('1')}</table:table-row></table:table>"
    found = read(document(body, "spreadsheet", style))
    assert found.text == "List\nنام\tسن\nx\tx\n\nOld (hidden)\n1"
    assert len(found.pages) == 2


def test_what_claims_to_repeat_without_end_does_not() -> None:
    body = f"<table:table table:name='T'><table:table-row table:number-rows-repeated='99999999'>{cell('x', repeated(3))}</table:table-row></table:table>"
    assert read(document(body, "spreadsheet")).text.count("x\tx\tx") == MOST_REPEATED
    assert len(read(document(p("a<text:s text:c='999999999'/>b"))).text) < 2000


def test_a_protected_document_and_others_that_cannot_be_read_say_why() -> None:
    manifest = {"META-INF/manifest.xml": "<m><encryption-data/></m>"}
    with pytest.raises(ReadingError, match="protected by a password"):
        read(packed({"content.xml": b"\x8f\x01", **manifest}))
    for data, said in (
        (b"PK\x03\x04 broken", "not a whole OpenDocument"), (packed({"x": b""}), "not a whole OpenDocument"), (packed({"content.xml": "<a>"}), "not well-formed"),
        (packed({"content.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "document type definition"),
        (packed({"content.xml": "<a/>"}), "no body"), (packed({"content.xml": b"<w>" + b"a" * (300 << 20)}), "unpacks to"),
    ):  # fmt: skip
        with pytest.raises(ReadingError, match=said):
            read(data)


def test_deep_nesting_neither_stops_nor_stalls() -> None:
    with pytest.raises(ReadingError, match="not well-formed"):
        read(document("<text:section>" * 100_000))
    assert read(document("<text:section>" * 200 + p("deep") + "</text:section>" * 200)).text == "deep"
