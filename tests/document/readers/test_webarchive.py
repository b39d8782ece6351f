"""Web archives: their pages under address and time, however they were packed; damage is said, and what is no page is counted."""

import gzip
import json
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from muniment.document.readers.webarchive import read
from muniment.document.reading import ReadingError
from tests.document.readers.test_docx import packed

WORDS = "دادستان گفت که نادر کِلارود هفتهٔ گذشته آزاد شده است. خانواده‌اش می‌گویند او هنوز در زندان است."
HTML = f"<html><body><nav><a href=x>Menu</a></nav><article><p>{WORDS}</p><p>{WORDS}</p></article></body></html>".encode()
AT = "2024-10-03T10:00:00Z"
Answer = tuple[str, bytes, list[tuple[str, str]]]


def page(address: str = "https://a.example/", body: bytes = HTML, *headers: tuple[str, str]) -> Answer:
    return address, body, [("Content-Type", "text/html; charset=utf-8"), *headers]


def warc(*answers: Answer, is_packed: bool = True, status: str = "200 OK") -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=is_packed)
    for address, body, headers in answers:
        head = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=BytesIO(body), http_headers=head, warc_headers_dict={"WARC-Date": AT})
        )
    return out.getvalue()


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_page_is_read_under_its_address_and_time(is_packed: bool) -> None:
    found = read(warc(page(), is_packed=is_packed))
    assert found.text.startswith(f"https://a.example/ ({AT})\n{WORDS}")
    assert "Menu" not in found.text
    assert found.unread is None


@pytest.mark.parametrize(("body", "headers"), [
    (gzip.compress(HTML), (("Content-Encoding", "gzip"),)), (zlib.compress(HTML), (("Content-Encoding", "deflate"),)),
    (zlib.compress(HTML)[2:-4], (("Content-Encoding", "deflate"),)),
    (b"%x\r\n%s\r\n0\r\n\r\n" % (len(HTML), HTML), (("Transfer-Encoding", "chunked"),)), (HTML, (("Transfer-Encoding", "chunked"),)),
])  # fmt: skip
def test_bodies_are_read_as_servers_send_them(body: bytes, headers: tuple[tuple[str, str], ...]) -> None:
    assert WORDS in read(warc(page("https://a.example/", body, *headers))).text


def test_what_is_no_page_is_counted() -> None:
    image = ("https://a.example/i.png", b"\x89PNG", [("Content-Type", "image/png")])
    odd = page("https://a.example/br", b"\x1b", ("Content-Encoding", "br"))
    found = read(warc(page(), page(), image, image, odd))
    assert found.text.count("https://a.example/ (") == 1, "captured twice with the same bytes, read once"
    assert found.unread == "not read: 2 image, 1 pages that cannot be unpacked"


def test_answers_that_are_none_are_not_read() -> None:
    with pytest.raises(ReadingError, match="no page in this web archive"):
        read(warc(page(), status="404 Not Found"))


def test_of_a_wacz_the_listed_pages_are_read() -> None:
    lines = [json.dumps({"format": "json-pages-1.0"}), json.dumps({"url": "https://a.example/"}), "no json"]
    frame = page("https://b.example/frame", b"<html><body><p>An advertisement in a frame of the page.</p></body></html>")
    data = packed({"archive/data.warc.gz": warc(page(), frame), "pages/pages.jsonl": "\n".join(lines), "datapackage.json": "{}"})
    found = read(data)
    assert "b.example" not in found.text and WORDS in found.text
    assert found.unread == "not read: 1 pages inside pages"


def test_a_damaged_archive_is_read_as_far_as_it_goes() -> None:
    whole = warc(page(), page("https://b.example/"), is_packed=False)
    found = read(whole[:-40])
    assert found.text.startswith("https://a.example/") and "b.example" not in found.text
    assert "the file is damaged: The record at byte" in (found.unread or "")


def test_a_body_that_unpacks_without_end_is_not_unpacked() -> None:
    bomb = page("https://b.example/", gzip.compress(b" " * (40 << 20)), ("Content-Encoding", "gzip"))
    assert read(warc(page(), bomb)).unread == "not read: 1 pages that cannot be unpacked"


SAMPLE = warc(page(), page("https://b.example/"))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=10))
def test_a_file_damaged_anywhere_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    from muniment.document.readers import parse

    data = bytearray(SAMPLE)
    for at, value in changes:
        data[at] = value
    answer = json.loads(parse("application/warc", bytes(data)))
    assert "stopped" not in (answer.get("unread") or ""), "the reader itself says what is wrong"
