"""A visitor without a browser: keeps cookies, sends forms with their token, follows redirects, tells status and words."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Any
    body: bytes
    url: str

    @property
    def markup(self) -> str:
        """The page as it was sent."""
        return self.body.decode("utf-8", "replace")

    @property
    def text(self) -> str:
        """The page without the marks that keep names apart from the direction of a line: nobody sees them."""
        return self.markup.translate({0x2068: None, 0x2069: None})


class Visitor:
    """One person at one house."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.ProxyHandler({})).open
        self.token = ""

    def get(self, path: str, **headers: str) -> Reply:
        return self._ask(urllib.request.Request(self.address + path, headers=headers))

    def post(
        self, path: str, form: dict[str, Any] | None = None, files: dict[str, File | list[File]] | None = None, **headers: str
    ) -> Reply:
        fields = {"csrfmiddlewaretoken": self.token, **(form or {})}
        if files is None:
            data, kind = urllib.parse.urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded"
        else:
            data, kind = multipart(fields, files)
        return self.send(path, data, kind, **headers)

    def send(self, path: str, data: bytes, kind: str, **headers: str) -> Reply:
        """Post bytes of a media type."""
        return self._ask(urllib.request.Request(self.address + path, data, {"Content-Type": kind, **headers}, method="POST"))

    def enter(self, name: str, password: str) -> Reply:
        """Log in."""
        self.get("/login")
        return self.post("/login", {"name": name, "password": password})

    def _ask(self, request: urllib.request.Request) -> Reply:
        try:
            with self._open(request, timeout=60) as answer:
                reply = Reply(answer.status, answer.headers, answer.read(), answer.url)
        except urllib.error.HTTPError as answer:
            with answer:
                reply = Reply(answer.code, answer.headers, answer.read(), answer.url)
        if found := TOKEN.search(reply.text):
            self.token = found[1]
        return reply


File = tuple[str, bytes]


def multipart(fields: dict[str, Any], files: dict[str, File | list[File]]) -> tuple[bytes, str]:
    """A form with files, one or several under a name, and its media type."""
    border = uuid.uuid4().hex
    parts = [f'--{border}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields.items()]
    for name, file, data in [(name, *one) for name, some in files.items() for one in (some if isinstance(some, list) else [some])]:
        head = f'--{border}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\nContent-Type: application/octet-stream\r\n\r\n'
        parts.append(head.encode() + data + b"\r\n")
    return b"".join(parts) + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"
