"""What the server refuses before any page is asked: a request that is too large, or that is no request. Said in words.

The bytes of a request are held in memory; one that is larger than the limit is refused by its length, before it is read.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from waitress.task import ErrorTask
from waitress.utilities import RequestEntityTooLarge

from muniment.web.policy import FIXED
from muniment.web.press import press
from muniment.web.sheets.desk import RefusalSheet
from muniment.web.sheets.parts import Lang, Link, Shell
from muniment.web.size import LARGEST_REQUEST, bytes_in_words
from muniment.web.words import say

FOUND = {"too_large": "evidence.too_large", "no_request": "refusal.no_request", "host": "refusal.host", "locked": "login.sealed"}


class Refusing(ErrorTask):  # type: ignore[misc]
    """Answers a request that was not read."""

    def execute(self) -> None:
        """Write the refusal as a page, or as JSON to a program, and close the connection."""
        request: Any = self.request
        path = getattr(request, "path", "") or "/"
        wanted = getattr(request, "headers", {}).get("ACCEPT_LANGUAGE", "")
        is_large = isinstance(request.error, RequestEntityTooLarge)
        self.status = "413 Content Too Large" if is_large else request.error.to_response(None)[0]
        body, kind = refusal("fa" if wanted.startswith("fa") else "en", path, why="too_large" if is_large else "no_request")
        self.response_headers.extend([("Content-Type", kind), ("Cache-Control", "no-store"), *FIXED.items()])
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


def refusal(lang: Lang, path: str, *, why: Literal["too_large", "no_request", "host", "locked"]) -> tuple[bytes, str]:
    """The body and its media type: what was found, what to do."""
    found = say(lang, FOUND[why], size=bytes_in_words(lang, LARGEST_REQUEST))
    if path.startswith("/api/"):
        return msgspec.json.encode({"error": "BadInputError", "said": found}), "application/json"
    todo = say(lang, "refusal.host_todo") if why == "host" else ""
    back = Link(words=say(lang, "bar.evidence"), href="/evidence") if why == "too_large" else None
    kind: Literal["locked", "bad"] = "locked" if why == "locked" else "bad"
    sheet = RefusalSheet(kind=kind, asked="", found=found, todo=todo, back=back)
    return press("refusal", Shell(lang=lang, title=say(lang, f"refusal.{kind}"), address=path), sheet).encode(), "text/html; charset=utf-8"
