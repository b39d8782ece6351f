"""E-mail (RFC 5322): the letter's own words; its attachments are named, to be taken in as evidence of their own."""

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage

from muniment.document.readers import html
from muniment.document.readers.text import decoded
from muniment.document.reading import Reading, ReadingError, joined

HEAD = ("From", "To", "Date", "Subject")


def read(data: bytes) -> Reading:
    """Sender, addressee, date, subject, body; attachments by name.

    Raises:
        ReadingError: there is no letter in it.
    """
    try:
        message = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
        body = message.get_body(preferencelist=("plain", "html"))
        head = [f"{name}: {_line(message[name])}" for name in HEAD if message[name]]
        names = [_line(part.get_filename() or "unnamed") for part in message.iter_attachments()]
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, IndexError) as exc:  # the standard parser meets all of these
        raise ReadingError(f"This is no letter that can be read: {type(exc).__name__}: {exc}.") from exc
    content, flags = _content(body) if isinstance(body, EmailMessage) else ("", ())
    unread = f"{len(names)} attachments, not read: {', '.join(names[:50])}" if names else None
    return joined(["\n".join(head) + "\n\n" + content.replace("\r\n", "\n")], flags=flags, unread=unread, tool="email")


def _line(value: object) -> str:
    return " ".join(str(value).split())


def _content(body: EmailMessage) -> tuple[str, tuple[str, ...]]:
    """The body in the encoding it names, or the one found."""
    payload = body.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    flags: tuple[str, ...] = ()
    try:
        text = data.decode(body.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text, encoding, _ = decoded(data)
        flags = (f"encoding_guessed:{encoding}",)
    if body.get_content_type() == "text/html":
        found = html.main(text)
        return found.text, (*flags, *found.flags)
    return text, flags
