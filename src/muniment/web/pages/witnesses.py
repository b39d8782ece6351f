"""Witnesses on the pages: who cosigned what, what is behind, the alarm; and the files that go to them and come back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.archive.witnesses import Kept, Seen, State, state
from muniment.model.errors import BadInputError, MunimentError, RefusedError
from muniment.preserve.policy import QUORUM
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages.answers import seated
from muniment.web.pages.shell import language
from muniment.web.sheets import ledger as sheets
from muniment.web.sheets.parts import Check, Lang
from muniment.web.words import apart, number, say

LARGEST = 1 << 20


def shown(lang: Lang, desk: Desk) -> sheets.Witnesses:
    """What the page of the ledger says of them."""
    known = state(archive())
    alarm = known.alarm
    return sheets.Witnesses(
        told=summary(lang, known), rows=tuple(_row(lang, one) for one in known.witnesses), kept=tuple(_kept(lang, one) for one in known.checkpoints),
        alarm=say(lang, "witness.alarm_told", time=dates.moment(lang, alarm.at), who=apart(alarm.witness), told=say(lang, f"witness.why_{alarm.why}"), file=apart(alarm.evidence))
        if alarm else "",
        may_ask=bool(known.witnesses) and allows(desk.agent.roles, "witness.ask"), may_settle=allows(desk.agent.roles, "witness.manage"),
        lines="\n".join(" ".join(filter(None, (one.name, one.key, one.url))) for one in known.witnesses), quorum=known.quorum or QUORUM,
    )  # fmt: skip


def summary(lang: Lang, known: State) -> str:
    """How far enough of them have cosigned, in a line."""
    if not known.witnesses:
        return say(lang, "ledger.no_witness")
    needed = {"quorum": number(lang, known.quorum), "all": number(lang, len(known.witnesses))}
    if not known.size:
        return say(lang, "witness.summary_none", **needed)
    return say(lang, "witness.summary", **needed, size=number(lang, known.size))


def _row(lang: Lang, one: Seen) -> sheets.WitnessRow:
    if one.size is None or one.at is None:
        return sheets.WitnessRow(name=one.name, told=say(lang, "witness.nothing"), answer="not_checked")
    told = say(lang, "witness.last", size=number(lang, one.size), time=dates.moment(lang, one.at), behind=number(lang, one.behind))
    return sheets.WitnessRow(name=one.name, told=told, answer="passed")


def _kept(lang: Lang, one: Kept) -> sheets.CosignedRow:
    who = tuple(f"{apart(name)} {dates.moment(lang, at)}" for name, at in one.by)
    return sheets.CosignedRow(size=number(lang, one.size), who=who, told="" if one.is_enough else say(lang, "witness.not_enough"))


def witness_checks(lang: Lang) -> tuple[Check, ...]:
    """The line of the home page: an alarm, or how far the witnesses have seen."""
    try:
        known = state(archive())
    except (MunimentError, OSError) as exc:
        return (Check(answer="failed", what=say(lang, "witness.title"), told=apart(str(exc))),)
    if known.alarm:
        return (Check(answer="failed", what=say(lang, "witness.alarm"), told=say(lang, "witness.alarm_note")),)
    if not known.witnesses:
        return (Check(answer="not_checked", what=say(lang, "witness.title"), told=say(lang, "witness.none")),)
    return (Check(answer="not_checked" if known.size is None else "passed", what=say(lang, "witness.title"), told=summary(lang, known)),)


@seated
def act(request: HttpRequest) -> HttpResponse:
    """Write a request, take in a reply, settle an alarm, say whose cosignatures count."""
    desk, given = request.desk, request.POST  # type: ignore[attr-defined]
    if given.get("do") == "request":
        body = DOORS["witness-request"].through(desk, {"witness": given.get("name", "")})
        named = f"{given.get('name', '')}.request.txt"
        return HttpResponse(
            body, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{named}"'}
        )
    if given.get("do") == "accept":
        try:
            text = sent(request, "reply", "witness.no_file").decode()
        except UnicodeDecodeError as exc:
            raise BadInputError(say(language(request), "witness.no_file")) from exc
        heard = DOORS["witness-accept"].through(desk, {"reply": text, "witness": given.get("name") or None})
        if heard.answer in ("ask again", "refused"):
            raise RefusedError(f"{heard.witness}: {heard.told}.", advice="Nothing was changed. Write a new request.")
    if given.get("do") == "trust":
        lines = [line for line in given.get("witnesses", "").splitlines() if line.strip()]
        DOORS["witness-trust"].through(desk, {"witnesses": lines, "quorum": given.get("quorum", "")})
    if given.get("do") == "settle":
        DOORS["witness-settle"].through(desk, {"reason": given.get("reason", "")})
    return HttpResponseRedirect("/ledger")


def sent(request: HttpRequest, name: str, lament: str) -> bytes:
    """A small file that was sent.

    Raises:
        BadInputError: none was, or a large one: in the words of `lament`.
    """
    file = request.FILES.get(name)
    if file is None or (file.size or 0) > LARGEST:
        raise BadInputError(say(language(request), lament))
    return bytes(file.read())
