"""Coming in and going out: login with lockout, the first password, the language, logging out without residue."""

from __future__ import annotations

import time

from django.contrib.auth import authenticate, login, logout, password_validation, update_session_auth_hash
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from muniment.store import accounts
from muniment.web import factor
from muniment.web.pages import presence
from muniment.web.pages.answers import page, seated
from muniment.web.pages.shell import language, shell
from muniment.web.sheets.desk import LoginSheet, PasswordSheet
from muniment.web.words import number, say

WAIT_MINUTES = 15


def enter(request: HttpRequest) -> HttpResponse:
    """The login page. Five wrong tries by one name from one address, and it rests for a while."""
    lang, after = language(request), _inside(request.POST.get("next") or request.GET.get("next", ""))
    sheet = LoginSheet(after=after)
    if request.method == "POST":
        name = request.POST.get("name", "")
        try:
            account = authenticate(request, username=name, password=request.POST.get("password", ""))
        except PermissionDenied:
            account = None
        if account is None:
            sheet = LoginSheet(name=name, after=after, error=say(lang, "login.wrong"), locked=say(lang, "login.again"))
        elif not factor.fits(account, request.POST.get("code", "")):
            sheet = LoginSheet(name=name, after=after, needs_code=True)
        else:
            login(request, account)
            request.session["began"] = time.time()
            presence.mark(request)
            return HttpResponseRedirect(after or "/")
    return page("login", shell(request, "", title=say(lang, "login.title")), sheet, 403 if sheet.error else 200)


def rests(request: HttpRequest, *_: object) -> HttpResponse:
    """The login page while a name rests from too many tries."""
    lang = language(request)
    sheet = LoginSheet(name=request.POST.get("name", ""), after=_inside(request.POST.get("next", "")), error=say(lang, "login.wrong"),
                       locked=say(lang, "login.locked", minutes=number(lang, WAIT_MINUTES)))  # fmt: skip
    return page("login", shell(request, "", title=say(lang, "login.title")), sheet, 403)


def _inside(address: str) -> str:
    return address if address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out: the session is gone here, and the browser is told to forget."""
    logout(request)
    answer = HttpResponseRedirect("/login")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@seated
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; after a one-time password there is no way around it."""
    account, lang = request.account, language(request)  # type: ignore[attr-defined]
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        old, new, again = (request.POST.get(field, "") for field in ("old", "new", "again"))
        if not account.check_password(old):
            errors.append(("old", say(lang, "password.wrong")))
        if new != again:
            errors.append(("again", say(lang, "password.differ")))
        try:
            password_validation.validate_password(new, account)
        except ValidationError as exc:
            errors += [("new", " ".join(exc.messages))]
        if not errors:
            accounts.change_password(account, new)
            update_session_auth_hash(request, account)
            presence.mark(request)
            return HttpResponseRedirect("/")
    sheet = PasswordSheet(is_first=account.must_change, errors=tuple(errors))
    return page("password", shell(request, "", title=say(lang, "password.title")), sheet, 400 if errors else 200)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """English or Persian, remembered with the account or for this session."""
    chosen = "fa" if request.POST.get("lang") == "fa" else "en"
    account = getattr(request, "account", None)
    if account is not None:
        accounts.prefer(account, language=chosen)
    request.session["lang"] = chosen
    return HttpResponseRedirect(_inside(request.POST.get("next", "")) or "/")
