"""What a handler gives back: a page, a refusal with its reason, or the way to the login."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.model.errors import BadInputError, ChangedError, MunimentError, RefusedError, UnknownError
from muniment.web.pages.shell import language, shell
from muniment.web.press import press
from muniment.web.sheets.desk import RefusalSheet
from muniment.web.sheets.parts import Part, Shell
from muniment.web.words import say

Handler = Callable[..., HttpResponse]


def page(template: str, around: Shell, sheet: Part, status: int = 200) -> HttpResponse:
    """A pressed page."""
    return HttpResponse(press(template, around, sheet), status=status)


def seated(handler: Handler) -> Handler:
    """Only for someone logged in whose password is their own; errors of ours become pages."""

    @wraps(handler)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account = getattr(request, "account", None)
        if account is None:
            return HttpResponseRedirect("/login" + (f"?next={request.path}" if request.path != "/" else ""))
        if account.must_change and request.path != "/password":
            return HttpResponseRedirect("/password")
        try:
            return handler(request, *args, **kwargs)
        except MunimentError as exc:
            return refusal(request, exc)

    return guarded


def refusal(request: HttpRequest, error: MunimentError, *, mine: str = "", theirs: str = "") -> HttpResponse:
    """An error of ours as a page. What is sealed to a reader and what never was get the same words."""
    lang = language(request)
    kind, status = _kind(error)
    found = say(lang, "refusal.unknown_found") if kind == "unknown" else str(error.args[0] if error.args else error)
    todo = say(lang, "refusal.unknown_todo") if kind == "unknown" else error.advice
    sheet = RefusalSheet(
        kind=kind, asked=f"{request.method} {request.path}", found=found, todo=todo, missing=getattr(error, "missing", ()),
        mine=mine, theirs=theirs,
    )  # fmt: skip
    return page("refusal", shell(request, "", title=say(lang, f"refusal.{kind}")), sheet, status)


def _kind(error: MunimentError) -> tuple[Any, int]:
    for wanted, kind, status in (
        (UnknownError, "unknown", 404), (ChangedError, "changed", 409), (RefusedError, "refused", 403), (BadInputError, "bad", 400),
    ):  # fmt: skip
        if isinstance(error, wanted):
            return kind, status
    return "refused", 422


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such address."""
    return refusal(request, UnknownError("no such address"))


def broken(request: HttpRequest) -> HttpResponse:
    """An error that is not ours to explain to a reader: no trace, nothing half-done."""
    lang = language(request) if hasattr(request, "session") else "en"
    sheet = RefusalSheet(kind="internal", asked=f"{request.method} {request.path}", found=say(lang, "refusal.internal_found"),
                         todo=say(lang, "refusal.internal_todo"))  # fmt: skip
    return page("refusal", Shell(lang=lang, title=say(lang, "refusal.internal"), address=request.path), sheet, 500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came from elsewhere, or too late."""
    lang = language(request) if hasattr(request, "session") else "en"
    sheet = RefusalSheet(kind="refused", asked=f"{request.method} {request.path}", found=say(lang, "refusal.csrf"),
                         todo=say(lang, "refusal.csrf_todo"))  # fmt: skip
    return page("refusal", Shell(lang=lang, title=say(lang, "refusal.refused"), address=request.path), sheet, 403)
