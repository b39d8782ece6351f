"""Presence: that whoever logged in is still the one who sits here, asked anew before what is sealed leaves or is lost.

Asked are the password and, where there is a second factor, its code. A wrong one counts as a wrong try at the door. What was
typed beside it is shown again with the refusal.
"""

from __future__ import annotations

import time

from django.contrib.auth import authenticate
from django.http import HttpRequest

from muniment.model.errors import RefusedError
from muniment.web import factor
from muniment.web.pages.shell import language
from muniment.web.sheets.parts import Presence
from muniment.web.words import say

RECENT = 5 * 60
"""Whoever gave the password so few seconds ago is not asked again, but for what cannot be undone."""


def mark(request: HttpRequest) -> None:
    """Write down that the password was given now."""
    request.session["present"] = time.time()


def asked(request: HttpRequest, *, always: bool = False) -> Presence:
    """What a form has to ask of this reader now."""
    is_asked = always or not _is_recent(request)
    account = request.account  # type: ignore[attr-defined]
    return Presence(is_asked=is_asked, needs_code=is_asked and factor.state(account) == "on", login=account.login if is_asked else "")


def confirm(request: HttpRequest, *, always: bool = False) -> None:
    """Pass on whoever shows that it is them.

    Raises:
        RefusedError: the password or the code that was asked for is missing or wrong.
    """
    if not always and _is_recent(request):
        return
    account, post, lang = request.account, request.POST, language(request)  # type: ignore[attr-defined]
    found = authenticate(request, username=account.login, password=post.get("password", ""))
    if found is None or not factor.fits(account, post.get("code", "")):
        raise RefusedError(say(lang, "presence.wrong"), advice=say(lang, "presence.todo"))
    mark(request)


def _is_recent(request: HttpRequest) -> bool:
    return time.time() - float(request.session.get("present", 0)) <= RECENT
