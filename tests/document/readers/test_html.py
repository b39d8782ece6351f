"""Web pages: the article, in the words it was written in; whatever else the page does, it does not do here."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.document.readers.html import read
from muniment.document.reading import ReadingError

ARTICLE = """<h1>Two released in Merun</h1>
<p>Ilan Dorvath, 34, was released on 3 May 2025 from Kestrel Barracks, his lawyer said on Sunday.</p>
<p>خانوادهٔ او گفت: «هیچ&zwnj;کس نمی‌داند چرا ۳۴ روز طول کشید.»</p>
<ul><li>release the others;</li><li>publish the order.</li></ul>"""
PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>t</title><script>document.write("run")</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li><li><a href="/weather">Weather</a></li></ul></nav>
<article>{ARTICLE}</article><aside>Most read: ten recipes</aside><footer>Cookies and privacy</footer></body></html>"""


def test_the_article_is_read_and_the_menus_are_not() -> None:
    text = read(PAGE.encode()).text
    for words in ("Two released in Merun", "Ilan Dorvath, 34, was released on 3 May 2025", "release the others;", "publish the order."):
        assert words in text
    for words in ("Sport", "Cookies", "recipes", "document.write"):
        assert words not in text


def test_persian_keeps_its_non_joiners_and_digits() -> None:
    assert "«هیچ\u200cکس نمی\u200cداند چرا ۳۴ روز طول کشید.»" in read(PAGE.encode()).text


@pytest.mark.parametrize("encoding", ["windows-1256", "utf-16", "utf-8-sig"])
def test_the_encoding_is_the_one_the_page_is_in(encoding: str) -> None:
    page = (
        f"<html><head><meta charset={encoding}></head><body><article><p>{'زنداني سياسي در شهر آزاد شد. ' * 12}</p></article></body></html>"
    )
    assert "زنداني سياسي در شهر" in read(page.encode(encoding)).text


def ten(entity: int) -> str:
    return f"&e{entity};" * 10


def test_a_document_type_of_its_own_defines_nothing() -> None:
    bomb = "".join(f'<!ENTITY e{i} "{ten(i - 1)}">' for i in range(1, 20))
    found = read(f'<!DOCTYPE html [<!ENTITY e0 "lol">{bomb}]><html><body><p>Before &e19; after</p></body></html>'.encode())
    assert found.text == "Before &e19; after"


def test_an_outside_entity_is_not_opened() -> None:
    found = read(b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><body><p>see &f; here</p></body></html>')
    assert "root:" not in found.text


@pytest.mark.parametrize(
    "data",
    [b"<div>" * 200_000 + b"x", b"<p " + b"a=b " * 200_000 + b">x", b"<" * 500_000, b"<meta " * 100_000, b"<table><tr><td>" * 20_000],
)
def test_a_page_that_never_ends_is_read_or_says_why_not(data: bytes) -> None:
    found = read(data)
    assert found.text or found.unread


@settings(max_examples=60)
@given(st.binary(max_size=400) | st.text("<>/abdivp &;\"'=!-[]\n", max_size=300).map(str.encode))
def test_any_bytes_come_back_as_text_or_words(data: bytes) -> None:
    try:
        assert isinstance(read(data).text, str)
    except ReadingError as exc:
        assert str(exc)
