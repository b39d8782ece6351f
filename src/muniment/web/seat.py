"""Seats the reader: who is logged in, by session or token, becomes a desk at the open archive. Locked, nobody sits."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse

from muniment.archive import Desk
from muniment.model.agent import Agent
from muniment.model.errors import MunimentError, UnknownError
from muniment.store import accounts
from muniment.web.house import archive

if TYPE_CHECKING:
    from muniment.store.models import Account


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
            logout(request)
            return HttpResponse("The archive is locked. Unlock it on the machine that holds it.\n", "text/plain", 503)
        account = self._account(request)
        if account is not None:
            try:
                agent = archive().shelf.get(account.agent)
            except UnknownError:
                logout(request)
                return self.get_response(request)
            if isinstance(agent, Agent):
                request.account, request.desk = account, archive().desk(agent)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _account(self, request: HttpRequest) -> Account | None:
        header = request.headers.get("Authorization", "")
        if request.path.startswith("/api/"):
            return accounts.find_by_token(header.removeprefix("Bearer ")) if header.startswith("Bearer ") else None
        return request.user if request.user.is_authenticated else None  # type: ignore[return-value]


def refused(error: MunimentError, status: int) -> JsonResponse:
    """An error of ours as JSON, in one shape."""
    return JsonResponse({"error": type(error).__name__, "said": str(error)}, status=status)
