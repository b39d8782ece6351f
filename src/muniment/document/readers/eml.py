"""E-mail (RFC 5322): the letter's own words; its attachments are named, to be taken in as evidence of their own."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from muniment.document.readers import html
from muniment.document.reading import Reading, joined


def read(data: bytes) -> Reading:
    """Sender, date, subject, body; attachments by name."""
    message = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
    assert isinstance(message, EmailMessage)
    head = [f"{name}: {message[name]}" for name in ("From", "Date", "Subject") if message[name]]
    body = message.get_body(preferencelist=("plain", "html"))
    content = str(body.get_content()) if body is not None else ""
    if body is not None and body.get_content_type() == "text/html":
        content = html.read(content.encode()).text
    names = [part.get_filename() or "unnamed" for part in message.iter_attachments()]
    unread = f"{len(names)} attachments, not read: {', '.join(names)}" if names else None
    return joined(["\n".join(head) + "\n\n" + content.replace("\r\n", "\n")], unread=unread, tool="email")
