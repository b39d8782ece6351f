"""Seats the reader: who is logged in, by session or token, becomes a desk at the open archive. Locked, nobody sits."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse

from muniment.archive import Desk
from muniment.model.agent import Agent
from muniment.model.errors import MunimentError, UnknownError
from muniment.store import accounts
from muniment.web.house import archive
from muniment.web.limits import refusal

if TYPE_CHECKING:
    from muniment.store.models import Account

HALF_DAY = 12 * 3600
MINUTE = 60


class Seated(HttpRequest):
    """A request with someone at a desk."""

    desk: Desk
    account: Account


class Seat:
    """Gives every request its desk; a locked archive answers 503 to all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not archive().is_unlocked():
            return locked(request)
        account = self._account(request)
        if account is not None:
            self._sit(request, account)
        return self.get_response(request)

    def _sit(self, request: HttpRequest, account: Account) -> None:
        """A desk for this account; none, and no session, when its agent is not of this archive."""
        try:
            agent = archive().shelf.get(account.agent)
        except UnknownError:
            logout(request)
            return
        if isinstance(agent, Agent):
            request.account, request.desk = account, Desk(archive(), agent)  # type: ignore[attr-defined]

    def _account(self, request: HttpRequest) -> Account | None:
        header = request.headers.get("Authorization", "")
        if request.path.startswith("/api/"):
            return accounts.find_by_token(header.removeprefix("Bearer ")) if header.startswith("Bearer ") else None
        return request.user if request.user.is_authenticated and is_fresh(request) else None  # type: ignore[return-value]


def is_fresh(request: HttpRequest) -> bool:
    """Whether this session began less than half a day ago. Use keeps it from going idle; that is written down once a minute."""
    now, session = time.time(), request.session
    if now - session.setdefault("began", now) > HALF_DAY:
        logout(request)
        return False
    if now - session.get("used", 0) > MINUTE:
        session["used"] = now
    return True


def locked(request: HttpRequest) -> HttpResponse:
    """The answer of a locked archive to everyone: it is there, and nothing of it can be shown."""
    wanted = request.headers.get("Accept-Language", "")
    body, kind = refusal("fa" if wanted.startswith("fa") else "en", request.path, why="locked")
    return HttpResponse(body, content_type=kind, status=503)


def refused(error: MunimentError, status: int) -> JsonResponse:
    """An error of ours as JSON, in one shape."""
    return JsonResponse({"error": type(error).__name__, "said": str(error)}, status=status)
