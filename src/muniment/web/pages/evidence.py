"""Evidence: the list and what was just taken in, one item with its custody and its proof, the safe view, the original, withdrawal."""

from __future__ import annotations

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from muniment.archive import DOORS, described, logged
from muniment.archive.desk import Desk
from muniment.document.picture import SHOWN
from muniment.model.agent import Agent
from muniment.model.errors import BadInputError, RefusedError
from muniment.model.evidence import Evidence
from muniment.model.noun import HIDDEN
from muniment.preserve.intake import Incoming, Receipt
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages import presence
from muniment.web.pages.answers import lament, page, refusal, seated
from muniment.web.pages.item import how_read, source_of, state_of
from muniment.web.pages.shell import language, shell, whole
from muniment.web.pages.told import title_of
from muniment.web.sheets import evidence as sheets
from muniment.web.sheets.parts import Lang, Link, Option
from muniment.web.size import LARGEST_FILE, bytes_in_words
from muniment.web.words import number, say
from muniment.web.words.rooms import retold

PAGE = 50
FACETS = {"text": "text/", "picture": "image/", "pdf": "application/pdf", "mail": "message/"}


@seated
def all_(request: HttpRequest) -> HttpResponse:
    """The list, newest first. What is posted here is sealed, and the list comes back with the receipts."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            request.session["receipts"] = _taken_in(request, desk, lang)
        except BadInputError as exc:
            request.session["not_taken"] = lament(lang, exc)
        return HttpResponseRedirect("/evidence")
    error = request.session.pop("not_taken", "")
    rows, following = _rows(request, desk, lang)
    sheet = sheets.EvidenceListSheet(
        rows=rows, count=_count(lang, desk), next=following, facets=_facets(request, desk, lang), error=error,
        receipts=tuple(sheets.Receipt(**told) for told in request.session.pop("receipts", ())),
        may_add=allows(desk.agent.roles, "evidence.take-in"), limit=say(lang, "evidence.limit", size=bytes_in_words(lang, LARGEST_FILE)),
        largest=LARGEST_FILE, too_large=say(lang, "evidence.too_large", size=bytes_in_words(lang, LARGEST_FILE)),
        sources=_sources(desk), may_name=allows(desk.agent.roles, "source.make"),
        compartments=tuple(c for c in desk.through("evidence.take-in").compartments) if allows(desk.agent.roles, "evidence.take-in") else (),
    )  # fmt: skip
    around = shell(request, "evidence", thread=whole(request, "evidence"), keys=("move", "take_in"))
    return page("evidence", around, sheet, 400 if error else 200)


def _taken_in(request: HttpRequest, desk: Desk, lang: Lang) -> list[dict[str, str]]:
    """Seal what was sent; have it read; say id, digest and time, and what was known already."""
    files = [Incoming(file.name or "file", data=file.read()) for file in request.FILES.getlist("files")]
    if not files:
        raise BadInputError(say(lang, "evidence.no_file"))
    group = described.Group(_source(request, desk), request.POST.get("compartment") or "open", files)
    receipts = _sealed(desk, group, request.POST.get("note", "").strip() or None, request.FILES.get("sheet"))
    desk.archive.log()
    receipts = [logged(desk.archive, receipt) for receipt in receipts]
    fresh = tuple(r.id for r in receipts if r.state in ("stored", "logged") and r.id)
    if fresh and allows(desk.agent.roles, "evidence.read"):
        DOORS["queue"].through(desk, {"ids": fresh})
    return [_receipt(lang, receipt) for receipt in receipts]


def _sealed(desk: Desk, group: described.Group, note: str | None, sheet: File[bytes] | None) -> list[Receipt]:
    """The files through the door; with a sheet, first the sheet, and what its rows say is written down beside each."""
    if sheet is None:
        given = {"files": group.files, "source": group.source, "note": note, "compartment": group.compartment}
        return list(DOORS["take-in"].through(desk, given))
    data = sheet.read()
    plan = described.plan(desk, Incoming(sheet.name or "sheet.csv", data=data), data, group)
    handed, receipts = described.seal_sheet(desk, plan), []
    for some in plan.groups:
        given = {"files": some.files, "source": some.source, "note": note, "compartment": some.compartment}
        receipts += DOORS["take-in"].through(desk, given)
    described.write_stated(desk, plan, handed, receipts)
    return [handed, *receipts]


def _source(request: HttpRequest, desk: Desk) -> str | None:
    """The source chosen, or a new one by the name that was written."""
    if name := request.POST.get("new_source", "").strip():
        return str(DOORS["source"].through(desk, {"name": name}).id)
    return request.POST.get("source", "").strip() or None


def _receipt(lang: Lang, receipt: Receipt) -> dict[str, str]:
    return {
        "id": receipt.id or "", "sha256": receipt.sha256 or "", "time": dates.moment(lang, receipt.time), "state": receipt.state,
        "reason": retold(lang, receipt.reason) if receipt.state == "refused" else "",
    }  # fmt: skip


def _rows(request: HttpRequest, desk: Desk, lang: Lang) -> tuple[tuple[sheets.EvidenceRow, ...], Link | None]:
    show, after = request.GET.get("show", ""), request.GET.get("after") or None
    if show == "unread":
        items = DOORS["unread"].through(desk, {"limit": PAGE})
        return tuple(row(lang, desk, item) for item in items), None
    asked = {"after": after, "limit": PAGE + 1, "newest": True, "media": FACETS.get(show), "source": request.GET.get("source") or None}
    items = DOORS["evidence"].through(desk, asked)
    following = None
    if len(items) > PAGE:
        kept = "".join(f"&{name}={request.GET[name]}" for name in ("show", "source") if name in request.GET)
        following = Link(words=say(lang, "act.next"), href=f"/evidence?after={items[PAGE - 1].id}{kept}")
    return tuple(row(lang, desk, item) for item in items[:PAGE]), following


def row(lang: Lang, desk: Desk, item: Evidence) -> sheets.EvidenceRow:
    """One line of the list."""
    source = source_of(desk, item)
    return sheets.EvidenceRow(
        id=item.id, title=title_of(item), media=item.media_type, size=bytes_in_words(lang, item.size),
        taken=dates.day(lang, item.taken_at.date()), source=source.name if source else "", source_id=source.id if source else "", state=state_of(desk, item),
        work=how_read(lang, desk, item), picture=_picture(item),
    )  # fmt: skip


def _picture(item: Evidence) -> str:
    """Where its small picture is; of a sealed identity none is made for a list, which shows many at once."""
    is_shown = item.media_type in SHOWN and not item.withdrawn and item.compartment != HIDDEN
    return f"/evidence/{item.id}/view?size=small" if is_shown else ""


def _facets(request: HttpRequest, desk: Desk, lang: Lang) -> tuple[Link, ...]:
    """What the list can be narrowed to; the one that it is narrowed to has no address. A source is chosen in the list itself."""
    chosen, source = request.GET.get("show", ""), request.GET.get("source", "")
    kinds = tuple(
        Link(words=say(lang, f"evidence.show_{name or 'all'}"), href="" if name == chosen and not source else f"/evidence?show={name}" if name else "/evidence")
        for name in ("", *FACETS, "unread")
    )  # fmt: skip
    named = next((one.words for one in _sources(desk) if one.value == source), "")
    return (*kinds, Link(words=named, href="")) if named else kinds


def _count(lang: Lang, desk: Desk) -> str:
    inside = desk.through("evidence.see")
    count = archive().shelf.count("evidence", compartments=inside.compartments)
    return say(lang, "evidence.count", count=f"{number(lang, 5000)}+" if count > 5000 else number(lang, count))


def _sources(desk: Desk) -> tuple[Option, ...]:
    if not allows(desk.agent.roles, "source.see"):
        return ()
    return tuple(Option(value=source.id, words=source.name) for source in DOORS["sources"].through(desk, {}))


@seated
def view(request: HttpRequest, id: str) -> HttpResponse:
    """The safe picture, made anew in the sandbox; `size=small` for the list."""
    desk = request.desk  # type: ignore[attr-defined]
    made = DOORS["view"].through(desk, {"id": id, "small": request.GET.get("size") == "small"})
    return HttpResponse(made, content_type="image/jpeg")


@seated
def receipt(request: HttpRequest, id: str) -> HttpResponse:
    """The giver's receipt to print, in the language of the page."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    made = DOORS["receipt"].through(desk, {"ids": (id,), "language": lang})
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="receipt.pdf"'})


@require_POST
@seated
def original(request: HttpRequest, id: str) -> HttpResponse:
    """The sealed bytes, for a reason; only ever as an attachment of unnamed kind."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    desk.through("evidence.open")
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise BadInputError(say(lang, "evidence.no_reason"))
    try:
        presence.confirm(request)
    except RefusedError as exc:
        return refusal(request, exc, mine=reason)
    data = DOORS["open"].through(desk, {"id": id, "reason": reason})
    headers = {"Content-Disposition": f'attachment; filename="{id}.bin"'}
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)


@seated
def withdraw(request: HttpRequest, id: str) -> HttpResponse:
    """First what rests on the item and what had already left; then, with a reason, its key is destroyed."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    desk.through("evidence.withdraw")
    if request.method == "POST":
        given = {"id": id, "expected": request.POST.get("version", "0"), "reason": request.POST.get("reason", "").strip()}
        if request.POST.get("understood") != "yes":
            raise BadInputError(say(lang, "withdraw.not_understood"))
        try:
            presence.confirm(request, always=True)
        except RefusedError as exc:
            return refusal(request, exc, mine=given["reason"])
        DOORS["withdraw"].through(desk, given)
        desk.archive.log()
        return HttpResponseRedirect(f"/evidence/{id}")
    item, _ = DOORS["show"].through(desk, {"id": id})
    rested = DOORS["rests"].through(desk, {"id": id})
    sheet = sheets.WithdrawSheet(
        id=id, version=item.version, title=title_of(item),
        gone=tuple((say(lang, f"kind.{kind}"), number(lang, count)) for kind, count in sorted(rested.gone.items())),
        left=rested.left, people=_people(desk, rested.ids), presence=presence.asked(request, always=True),
    )  # fmt: skip
    return page("withdraw", shell(request, "evidence", title=say(lang, "withdraw.title"), thread=whole(request, "evidence")), sheet)


def _people(desk: Desk, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Who, of those this reader may see, would leave the register because all that is said of them rests on the item."""
    if not allows(desk.agent.roles, "register.see"):
        return ()
    gone = set(ids)
    held = DOORS["people"].through(desk, {})
    return tuple(p.name.text for p in held if p.name and all(record.id in gone for record in p.records))


def by_whom(id: str) -> str:
    """The name behind an agent's identifier."""
    found = archive().shelf.many([id])
    return found[0].name if found and isinstance(found[0], Agent) else id
