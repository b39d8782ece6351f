"""Time stamps as the ledger's page and the state of the archive show them: who stamped when, what waits, and for how long."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from muniment.archive import DOORS
from muniment.archive.stamps import Stamped, by
from muniment.archive.timestamps import Times
from muniment.model.noun import Moment
from muniment.web import dates
from muniment.web.pages.answers import seated
from muniment.web.pages.witnesses import sent
from muniment.web.sheets import ledger as sheets
from muniment.web.sheets.parts import Check, Lang
from muniment.web.words import apart, counted, number, say

HEADS = 10
UNITS = (("days", 86400), ("hours", 3600), ("minutes", 60))


def heads(lang: Lang, known: Times, now: Moment) -> tuple[sheets.StampedHead, ...]:
    """The newest heads that were to be stamped."""
    return tuple(_head(lang, head, now) for head in known.heads[:HEADS])


def _head(lang: Lang, head: Stamped, now: Moment) -> sheets.StampedHead:
    kept = say(lang, "ledger.stamp_kept", time=dates.moment(lang, head.kept))
    kept += f" · {say(lang, 'ledger.stamp_cosigned')}" if head.is_cosigned else ""
    name = say(lang, "ledger.stamp_head", count=number(lang, head.size))
    return sheets.StampedHead(head=name, kept=kept, stamps=(*_made(lang, head), *_waiting(lang, head, now)))


def _made(lang: Lang, head: Stamped) -> Iterable[Check]:
    for one in head.stamps:
        told = say(lang, "ledger.stamped", time=dates.moment(lang, one.at), delay=delay(lang, (one.at - head.kept).total_seconds()),
                   program=apart(one.verifier))  # fmt: skip
        yield Check(answer="passed", what=apart(one.chain), told=told)


def _waiting(lang: Lang, head: Stamped, now: Moment) -> Iterable[Check]:
    last = {by(one.chain): one for one in head.refusals}
    for chain in head.wanted:
        told = say(lang, "ledger.stamp_waits", delay=delay(lang, (now - head.kept).total_seconds()))
        if why := last.get(by(chain)):
            told += " · " + say(lang, "ledger.stamp_last", time=dates.moment(lang, why.at), why=apart(why.why))
        yield Check(answer="not_checked", what=apart(chain), told=told)


def delay(lang: Lang, seconds: float) -> str:
    """How long, in the largest unit of which there is one at least; a stamp names whole seconds, and may seem a moment early."""
    for unit, length in UNITS:
        if seconds >= length:
            return counted(lang, f"delay.{unit}", int(seconds // length))
    return counted(lang, "delay.seconds", max(0, round(seconds)))


def authorities(lang: Lang, known: Times) -> tuple[sheets.Authority, ...]:
    """Whom the archive asks."""
    return tuple(
        sheets.Authority(name=apart(one.name), called=one.name, roots=tuple(root for name, root in known.roots if name == one.name),
                         told=apart(f"{one.url} · {one.via}") if one.url else say(lang, "ledger.stamp_stick"))
        for one in known.authorities
    )  # fmt: skip


def beat(lang: Lang, known: Times) -> str:
    """How often they are asked, and when next; that nobody is, where none is named."""
    if known.next is None:
        return say(lang, "ledger.no_authority")
    return say(lang, "ledger.beat", hours=number(lang, known.every_hours), time=dates.moment(lang, known.next))


def state(lang: Lang, known: Times, now: Moment) -> Check:
    """The one line of the archive's own state: by when an outside clock had seen how much of the ledger, and what waits."""
    seen = next((head for head in known.heads if head.stamps), None)
    since = min((head.kept for head in known.heads if head.wanted), default=now)
    waits = say(lang, "ledger.stamp_waits", delay=delay(lang, (now - since).total_seconds()))
    waiting = f"{counted(lang, 'ledger.stamp_waiting', known.waiting)} · {waits}" if known.waiting else ""
    what = say(lang, "home.stamp_check")
    if seen is None or seen.first is None:
        return Check(answer="not_checked", what=what, told=waiting or say(lang, "home.stamp_note"))
    told = say(lang, "home.stamped", count=number(lang, seen.size), time=dates.moment(lang, seen.first))
    return Check(answer="passed", what=what, told=f"{told} · {waiting}" if waiting else told)


@require_POST
@seated
def act(request: HttpRequest) -> HttpResponse:
    """Have the head stamped now; write a request that is carried to an authority; take in the reply that is carried back."""
    desk, do = request.desk, request.POST.get("do")  # type: ignore[attr-defined]
    if do == "request":
        asked = DOORS["timestamp-request"].through(desk, {"authority": request.POST.get("name") or None})
        headers = {"Content-Disposition": f'attachment; filename="{asked.size}.{asked.chain}.tsq"'}
        return HttpResponse(asked.request, content_type="application/timestamp-query", headers=headers)
    if do == "accept":
        DOORS["timestamp-accept"].through(desk, {"reply": sent(request, "reply", "ledger.stamp_no_file")})
    if do == "now":
        DOORS["timestamp"].through(desk, {})
    return HttpResponseRedirect("/ledger")
