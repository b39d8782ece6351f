"""Casework of one item: who was asked to read it, how far they are, and what colleagues say about it and its claims."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.casework import ASSIGN, READ, readers
from muniment.archive.desk import Desk
from muniment.model.agent import Agent
from muniment.model.casework import Assignment, Comment
from muniment.model.claim import Claim
from muniment.model.errors import BadInputError
from muniment.model.evidence import Evidence
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages.answers import lament, page, seated
from muniment.web.pages.shell import language, shell, whole
from muniment.web.pages.told import kind_of, title_of, within, written
from muniment.web.sheets import casework as sheets
from muniment.web.sheets.parts import Lang, Link, Option
from muniment.web.words import apart, say


@seated
def one(request: HttpRequest, id: str) -> HttpResponse:
    """The casework of an item. Posted: somebody is asked, an assignment is handed in, or something is said."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    item: Evidence = DOORS["show"].through(desk, {"id": id})[0]
    given, error = request.POST if request.method == "POST" else request.GET, ""
    if request.method == "POST":
        try:
            _posted(desk, request, item)
            return HttpResponseRedirect(request.path)
        except BadInputError as exc:
            error = lament(lang, exc)
    around = shell(request, "review", title=say(lang, "casework.title"), thread=whole(request, "claim"), is_invented=item.invented)
    return page("casework", around, _sheet(lang, desk, item, given.get("claim", ""), given.get("words", ""), error), 422 if error else 200)


def _posted(desk: Desk, request: HttpRequest, item: Evidence) -> None:
    post = request.POST
    action = post.get("do", "")
    if action == "assign":
        DOORS["assign"].through(desk, {"evidence": item.id, "to": post.get("to", ""), "note": post.get("note") or None})
    elif action in ("done", "returned"):
        given = {"id": post.get("id", ""), "expected": post.get("version", ""), "progress": action, "note": post.get("note") or None}
        DOORS["hand-in"].through(desk, given)
    elif action == "comment":
        DOORS["comment"].through(desk, {"on": post.get("claim") or item.id, "words": post.get("words", "")})
    else:
        raise BadInputError(say(language(request), "refusal.no_such_act"))


def _sheet(lang: Lang, desk: Desk, item: Evidence, claim: str, typed: str, error: str) -> sheets.CaseworkSheet:
    asked: list[Assignment] = DOORS["assignments"].through(desk, {"evidence": item.id, "progress": "all"})
    said: list[Comment] = DOORS["comments"].through(desk, {"on": item.id})
    inside, roles = desk.through("claim.see"), desk.agent.roles
    claims = inside.those([*(one.claim for one in said if one.claim), *([claim] if claim.startswith("cl-") else [])], Claim)
    names = _names([one.to for one in asked] + [one.made_by for one in (*asked, *said)])
    about = claims.get(claim)
    busy = {one.to for one in asked if one.progress == "open"}
    may = allows(roles, ASSIGN)
    return sheets.CaseworkSheet(
        evidence=item.id, title=title_of(item), rows=tuple(_asked(lang, desk, one, names) for one in asked),
        readers=tuple(Option(value=a.id, words=a.name) for a in readers(desk, item) if a.id not in busy) if may else (), may_assign=may,
        comments=tuple(_said(lang, one, names, claims) for one in said), may_comment=allows(roles, "comment.make"),
        claim=about.id if about else "", about=_about(lang, about) if about else "", typed=typed, error=error,
    )  # fmt: skip


def _names(ids: list[str]) -> dict[str, str]:
    return {agent.id: agent.name for agent in archive().shelf.many(sorted(set(ids))) if isinstance(agent, Agent)}


def _asked(lang: Lang, desk: Desk, one: Assignment, names: dict[str, str]) -> sheets.AssignmentRow:
    may = one.progress == "open" and allows(desk.agent.roles, READ)
    return sheets.AssignmentRow(
        id=one.id, version=one.version, name=names.get(one.to, one.to), progress=say(lang, f"casework.{one.progress}"),
        told=say(lang, f"casework.{'asked' if one.version == 1 else 'handed_in'}_by", who=apart(names.get(one.made_by, one.made_by)),
                 when=dates.moment(lang, one.made_at)),
        note=written(one.note) if one.note else None, may_hand_in=may,
    )  # fmt: skip


def _said(lang: Lang, one: Comment, names: dict[str, str], claims: dict[str, Claim]) -> sheets.CommentRow:
    claim = claims.get(one.claim or "")
    about = Link(words=_about(lang, claim), href=f"/review/{one.evidence}?claim={claim.id}") if claim else None
    return sheets.CommentRow(id=one.id, who=names.get(one.made_by, one.made_by), when=dates.moment(lang, one.made_at), words=written(one.words),
                             about=about)  # fmt: skip


def _about(lang: Lang, claim: Claim) -> str:
    """A claim in a few words."""
    value = within(lang, claim.value)
    kind = kind_of(lang, claim)
    return kind if value == kind else f"{kind} · {value}"
