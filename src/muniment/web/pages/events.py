"""Events: the list, and one event as its sources tell it with the acts on persons that belong to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.archive.events import Event, Joined
from muniment.model.claim import Claim
from muniment.model.errors import BadInputError
from muniment.model.evidence import Evidence
from muniment.model.when import When
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.pages.answers import lament, page, seated
from muniment.web.pages.shell import language, shell, whole
from muniment.web.pages.told import kind_of, named, sense, shown, title_of, within, written
from muniment.web.sheets import forms as sheets
from muniment.web.sheets.parts import Lang, Text
from muniment.web.words import counted, say


@seated
def all_(request: HttpRequest) -> HttpResponse:
    """The events of the register."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    known: tuple[Event, ...] = DOORS["events"].through(desk, {})
    rows = tuple(sheets.EventRow(id=one.entry.id, name=named(lang, one.names)) for one in known)
    sheet = sheets.EventsSheet(rows=rows, count=counted(lang, "event.count", len(rows)), may_add=allows(desk.agent.roles, "claim.make"))
    return page("events", shell(request, "people", title=say(lang, "event.all"), thread=whole(request, "register")), sheet)


@seated
def one(request: HttpRequest, id: str) -> HttpResponse:
    """One event. Posted: an act joins it."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    error = ""
    if request.method == "POST":
        try:
            DOORS["event-join"].through(desk, {"about": request.POST.get("act", "").strip(), "event": id})
            return HttpResponseRedirect(f"/events/{id}")
        except BadInputError as exc:
            error = lament(lang, exc)
    known: Event = DOORS["event-show"].through(desk, {"id": id})
    items = desk.through("register.see").those((claim.evidence for claim in known.claims), Evidence)
    sheet = sheets.EventSheet(
        id=known.entry.id, name=named(lang, known.names), error=error, records=counted(lang, "evidence.records", len(known.entry.records)),
        values=tuple(_value(lang, claim, items) for claim in known.claims if claim.standing.state == "accepted" and claim.property != "name"),
        acts=tuple(_act(lang, desk, joined) for joined in known.acts), may_join=allows(desk.agent.roles, "claim.make"),
    )  # fmt: skip
    around = shell(
        request,
        "people",
        title=say(lang, "event.one"),
        thread=whole(request, "register"),
        is_invented=any(i.invented for i in items.values()),
    )
    return page("event", around, sheet, 422 if error else 200)


def _value(lang: Lang, claim: Claim, items: dict[str, Evidence]) -> sheets.Said:
    item = items.get(claim.evidence)
    second = dates.when(lang, claim.value).second if isinstance(claim.value, When) else ""
    told = " · ".join(filter(None, (shown(lang, claim.value), sense(lang, claim))))
    by = claim.stated_by[0].name if claim.stated_by else title_of(item).words if item else ""
    return sheets.Said(label=kind_of(lang, claim), words=told, second=second, by=by, href=f"/review/{claim.evidence}?claim={claim.id}")


def _act(lang: Lang, desk: Desk, joined: Joined) -> sheets.ActLine:
    when = next((detail.value for detail in joined.details if detail.property == "date" and isinstance(detail.value, When)), None)
    told = " · ".join(within(lang, detail.value) for detail in joined.details if detail.property != "date")
    who = written(joined.name.text) if joined.name else Text(words=say(lang, "event.someone"))
    return sheets.ActLine(
        id=joined.act.id, who=who, what=" · ".join(filter(None, (shown(lang, joined.act.value), sense(lang, joined.act)))), told=told,
        when=dates.when(lang, when) if when else None, href=f"/review/{joined.act.evidence}?claim={joined.act.id}",
        person=f"/people/{joined.person}" if joined.person and allows(desk.agent.roles, "register.see") else "",
    )  # fmt: skip
