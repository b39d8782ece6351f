"""What a handler gives back: a page, a refusal with its reason, or the way to the login."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from muniment.model.errors import BadInputError, ChangedError, MunimentError, RefusedError, UnknownError
from muniment.web.pages.shell import language, shell
from muniment.web.press import press
from muniment.web.sheets.desk import RefusalSheet
from muniment.web.sheets.parts import Part, Shell
from muniment.web.words import apart, say
from muniment.web.words.rooms import retold

Handler = Callable[..., HttpResponseBase]
REMEMBERED = 10


def page(template: str, around: Shell, sheet: Part, status: int = 200) -> HttpResponse:
    """A pressed page."""
    return HttpResponse(press(template, around, sheet), status=status)


def seated(handler: Handler) -> Handler:
    """Only for someone logged in whose password is their own; errors of ours become pages."""

    @wraps(handler)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
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
    kind, status = kind_of(error)
    found = say(lang, "refusal.unknown_found") if kind == "unknown" else retold(lang, str(error.args[0] if error.args else error))
    todo = say(lang, "refusal.unknown_todo") if kind == "unknown" else retold(lang, error.advice)
    sheet = RefusalSheet(
        kind=kind, asked=apart(f"{request.method} {request.path}"), found=found, todo=todo, missing=tuple(retold(lang, words) for words in getattr(error, "missing", ())),
        mine=mine, theirs=theirs,
    )  # fmt: skip
    if request.method == "POST" and not request.headers.get("HX-Request"):
        return aside(request, sheet, status)
    return page("refusal", shell(request, "", title=say(lang, f"refusal.{kind}")), sheet, status)


def aside(request: HttpRequest, sheet: RefusalSheet, status: int) -> HttpResponse:
    """The way to a refusal that stands on a page of its own: a browser keeps on its disk what was posted to a page it shows."""
    name, kept = secrets.token_hex(4), request.session.get("refused", {})
    request.session["refused"] = dict([*kept.items(), (name, [status, msgspec.to_builtins(sheet)])][-REMEMBERED:])
    return HttpResponseRedirect(f"/refused?n={name}")


def refused(request: HttpRequest) -> HttpResponse:
    """A refusal of this session, once more with its status."""
    kept = request.session.get("refused", {}).get(request.GET.get("n", ""))
    if kept is None:
        return not_found(request)
    sheet = msgspec.convert(kept[1], RefusalSheet)
    return page("refusal", shell(request, "", title=say(language(request), f"refusal.{sheet.kind}")), sheet, kept[0])


def lament(lang: str, error: MunimentError) -> str:
    """An error of ours in a line beside what was typed: what was found, what to do."""
    return " ".join(retold(lang, words) for words in (str(error.args[0]), error.advice) if words)


def kind_of(error: MunimentError) -> tuple[Any, int]:
    """The kind of a refusal and its HTTP status; HTTP codes are decided here and in `api` alone."""
    for wanted, kind, status in (
        (UnknownError, "unknown", 404), (ChangedError, "changed", 409), (RefusedError, "refused", 403), (BadInputError, "bad", 400),
    ):  # fmt: skip
        if isinstance(error, wanted):
            return kind, status
    return "refused", 422


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    """No such address."""
    return refusal(request, UnknownError("no such address"))


def broken(request: HttpRequest) -> HttpResponse:
    """An error that is not ours to explain to a reader: no trace, nothing half-done."""
    lang = language(request) if hasattr(request, "session") else "en"
    sheet = RefusalSheet(kind="internal", asked=f"{request.method} {request.path}", found=say(lang, "refusal.internal_found"),
                         todo=say(lang, "refusal.internal_todo"))  # fmt: skip
    return page("refusal", Shell(lang=lang, title=say(lang, "refusal.internal"), address=request.path), sheet, 500)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django names it
    """A form that came from elsewhere, or too late."""
    lang = language(request) if hasattr(request, "session") else "en"
    sheet = RefusalSheet(kind="refused", asked=f"{request.method} {request.path}", found=say(lang, "refusal.csrf"),
                         todo=say(lang, "refusal.csrf_todo"))  # fmt: skip
    return page("refusal", Shell(lang=lang, title=say(lang, "refusal.refused"), address=request.path), sheet, 403)
