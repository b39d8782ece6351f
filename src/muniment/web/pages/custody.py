"""The chain of custody of an item on a page of its own: every link with its ledger entry, to print, and to pass on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.model.errors import BadInputError
from muniment.preserve.custody_report import CustodyReport, Link, Quality
from muniment.protect.roles import allows
from muniment.web.pages.answers import page, seated
from muniment.web.pages.shell import language, shell, whole
from muniment.web.sheets import custody as sheets
from muniment.web.sheets.parts import Check, Lang
from muniment.web.words import apart, number, say
from muniment.web.words.rooms import retold

SHEET = 64 << 10
"""A signed sheet or a key is never longer, in bytes."""


@seated
def one(request: HttpRequest, id: str) -> HttpResponse:
    """The chain of one item."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    report: CustodyReport = DOORS["custody"].through(desk, {"id": id})
    sheet = sheets.CustodySheet(
        id=id, is_unbroken=report.is_unbroken, head=number(lang, report.head), root=report.root,
        links=tuple(_link(lang, i, link) for i, link in enumerate(report.links, 1)),
        qualities=tuple(_quality(lang, quality) for quality in report.qualities),
        may_pass=_may_pass(desk) and not report.withdrawn,
    )  # fmt: skip
    around = shell(request, "evidence", title=say(lang, "chain.title"), thread=whole(request, "evidence"),
                   said=request.session.pop("said", ""), is_invented=report.is_invented)  # fmt: skip
    return page("custody", around, sheet)


@seated
def printed(request: HttpRequest, id: str) -> HttpResponse:
    """The same to print, in the reader's language."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    body = DOORS["custody-pdf"].through(desk, {"id": id, "language": lang})
    return _attached(body, "application/pdf", f"{id}-custody.pdf")


@require_POST
@seated
def offer(request: HttpRequest, id: str) -> HttpResponse:
    """The sheet of a handover, signed by this archive, to be signed by the receiver."""
    desk = request.desk  # type: ignore[attr-defined]
    given = {name: request.POST.get(name, "").strip() for name in ("receiver", "reason", "place", "medium")}
    return _attached(DOORS["hand-over"].through(desk, {"ids": (id,), **given}), "text/plain; charset=utf-8", f"{id}-handover.txt")


@require_POST
@seated
def agree(request: HttpRequest, id: str) -> HttpResponse:
    """The sheet that came back with the receiver's signature."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    DOORS["handed-over"].through(desk, {"sheet": _text(request, lang, "sheet"), "key": _text(request, lang, "key")})
    desk.archive.log()
    request.session["said"] = say(lang, "chain.transferred")
    return HttpResponseRedirect(f"/evidence/{id}/custody")


def _text(request: HttpRequest, lang: Lang, name: str) -> str:
    file = request.FILES.get(name)
    if file is None or not 0 < (file.size or 0) <= SHEET:
        raise BadInputError(say(lang, f"chain.no_{name}"))
    try:
        return bytes(file.read()).decode()
    except UnicodeDecodeError as exc:
        raise BadInputError(say(lang, f"chain.no_{name}")) from exc


def _attached(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _may_pass(desk: Desk) -> bool:
    return allows(desk.agent.roles, "evidence.hand-over")


def _link(lang: Lang, number_: int, link: Link) -> sheets.Row:
    to = say(lang, "chain.to", receiver=apart(link.receiver)) if link.receiver else ""
    told = " · ".join(filter(None, (apart(link.reason), apart(retold(lang, link.detail)), to)))
    entry = say(lang, "chain.unnumbered") if link.entry is None else number(lang, link.entry)
    return sheets.Row(number=number(lang, number_), what=say(lang, f"custody.{link.event}"), at=link.at, by=link.agent, clock=retold(lang, link.clock),
                      told=told, entry=entry, sheet=link.sheet)  # fmt: skip


def _quality(lang: Lang, quality: Quality) -> Check:
    return Check(answer=quality.answer, what=say(lang, f"quality.{quality.name}"), told=say(lang, f"quality.{quality.why}"))
