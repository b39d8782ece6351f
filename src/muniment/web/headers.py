"""The headers of every answer: nothing foreign runs, nothing is kept by the browser, nothing frames us.

The address of a page is told to this archive alone (`same-origin`): with `no-referrer` Chromium sends `Origin: null` with its
own forms, and a form could not be told from one that another site sent.
"""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from muniment.web.limits import refusal
from muniment.web.policy import FIXED


class Headers:
    """Sets them; only the stylesheets, scripts and fonts of our own may be cached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request) if _is_ours(request) else stranger()
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        return response


def _is_ours(request: HttpRequest) -> bool:
    """Whether the host asked for is one of ours: a name that a stranger points at this machine is not."""
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


def stranger() -> HttpResponse:
    """The answer to a request for another host."""
    body, kind = refusal("en", "", why="host")
    return HttpResponse(body, content_type=kind, status=400)
