"""E-mail: who wrote what to whom and when; attachments by name."""

from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.document.readers import parse
from muniment.document.readers.eml import read

BODY = "او گفت: «۲۷ نفر آزاد شدند.»\nHe is 34."


def letter(body: str = BODY, subtype: str = "plain", charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "سارا <sara@example.org>"
    message["To"] = "desk@example.org"
    message["Date"] = "Tue, 04 Nov 2025 10:00:00 +0100"
    message["Subject"] = "خبر تازه از مروان"
    message.set_content(body, subtype=subtype, charset=charset)
    return message


def test_head_and_body_are_read() -> None:
    found = read(letter().as_bytes())
    assert found.text.startswith(
        "From: سارا <sara@example.org>\nTo: desk@example.org\nDate: Tue, 04 Nov 2025 10:00:00 +0100\nSubject: خبر تازه از مروان\n\n"
    )
    assert BODY in found.text and found.unread is None


def test_an_html_letter_is_read_as_a_page() -> None:
    found = read(letter(f"<html><body><p>{BODY}</p><script>run()</script></body></html>", "html").as_bytes())
    assert "۲۷ نفر آزاد شدند" in found.text and "run()" not in found.text


def test_attachments_are_named_and_not_opened() -> None:
    message = letter()
    message.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="list of names.zip")
    assert read(message.as_bytes()).unread == "1 attachments, not read: list of names.zip"


def test_a_charset_that_is_wrong_or_unknown_is_found_again() -> None:
    raw = letter().as_bytes().replace(b'charset="utf-8"', b'charset="x-none"')
    assert "۲۷ نفر" in read(raw).text


@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=6)), max_size=15), st.booleans())
def test_a_damaged_letter_is_read_or_refused(changes: list[tuple[int, bytes]], has_file: bool) -> None:
    message = letter()
    if has_file:
        message.add_attachment(b"bytes", maintype="image", subtype="png", filename="نامه.png")
    data = bytearray(message.as_bytes())
    for at, value in changes:
        start = at % len(data)
        data[start : start + len(value)] = value
    assert parse("message/rfc822", bytes(data)).startswith(b'{"text"')
