"""The ledger's page: its head, its latest entries, and the way to checking everything."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from muniment.archive import DOORS
from muniment.archive.ledger import Line
from muniment.archive.stamping import PERMISSION
from muniment.model.agent import Agent
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages import stamps
from muniment.web.pages.answers import page, seated
from muniment.web.pages.health import state_of_archive
from muniment.web.pages.shell import colophon, language, shell, whole
from muniment.web.pages.witnesses import shown
from muniment.web.sheets import ledger as sheets
from muniment.web.sheets.parts import Button, Lang, Link
from muniment.web.words import apart, counted, number, say
from muniment.web.words.rooms import retold

PAGE = 50
IDS_SHOWN = 3
REASONED = frozenset(
    {
        "evidence.opened",
        "evidence.withdrawn",
        "submission.released",
        "archive.verified",
        "archive.founded",
        "access.refused",
        "archive.fixity-failed",
        "archive.restored-from",
        "settings.found",
    }
)
"""Types whose reason is words for a reader; that of others is a tag or a list of identifiers."""
TALLY = re.compile(r"passed (?P<passed>\d+) failed (?P<failed>\d+) not_checked (?P<not_checked>\d+)")


@seated
def all_(request: HttpRequest) -> HttpResponse:
    """Entries, newest first, fifty at a time."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    desk.through("ledger.see")
    log = archive().ledger
    before = _before(request, archive().log())
    start = max(0, before - PAGE)
    lines = DOORS["ledger"].through(desk, {"start": start, "limit": before - start})
    head = log.head()
    known, now = DOORS["timestamps"].through(desk, {"limit": stamps.HEADS}), archive().now()
    pending = len(archive().shelf.unnumbered(PAGE))
    sheet = sheets.LedgerSheet(
        origin=log.origin, head=number(lang, head.size), root=head.root, signed=colophon(lang).signed, checks=state_of_archive(lang, desk)[:4],
        witnesses=shown(lang, desk), pending=say(lang, "ledger.pending", count=number(lang, pending)) if pending else "",
        rows=_rows(lang, lines), next=Link(words=say(lang, "act.next"), href=f"/ledger?before={start}") if start else None,
        buttons=(Button(words=say(lang, "ledger.verify_all"), href="/ledger/verify", action="archive", key="v", is_primary=True),)
        if allows(desk.agent.roles, "archive.verify") else (),
        heads=stamps.heads(lang, known, now), authorities=stamps.authorities(lang, known), beat=stamps.beat(lang, known),
        waiting=counted(lang, "ledger.stamp_waiting", known.waiting) if known.waiting else "",
        may_stamp=bool(known.authorities) and allows(desk.agent.roles, PERMISSION),
    )  # fmt: skip
    return page("ledger", shell(request, "ledger", thread=whole(request), keys=("move", "verify", "open_package")), sheet)


def _before(request: HttpRequest, size: int) -> int:
    asked = request.GET.get("before", "")
    return min(int(asked), size) if asked.isdecimal() and len(asked) < 16 else size


def _rows(lang: Lang, lines: Iterable[Line]) -> tuple[sheets.LedgerRow, ...]:
    lines = tuple(lines)
    people = {a.id: a.name for a in archive().shelf.many([line.actor for line in lines]) if isinstance(a, Agent)}
    return tuple(_row(lang, line, people) for line in reversed(lines))


def _row(lang: Lang, line: Line, people: dict[str, str]) -> sheets.LedgerRow:
    reason = _reason(lang, line.reason) if line.type in REASONED and line.reason else ""
    effects = counted(lang, "ledger.effect", len(line.effects)) if line.effects else ""
    return sheets.LedgerRow(
        seq=number(lang, line.seq if line.seq is not None else "–"), at=dates.moment(lang, line.at), what=say(lang, f"entry.{line.type}"),
        who=people.get(line.actor, line.actor), told=" · ".join(filter(None, (effects, reason))),
        ids=tuple(dict.fromkeys(id for id, _ in line.effects))[:IDS_SHOWN],
    )  # fmt: skip


def _reason(lang: Lang, reason: str) -> str:
    """Why, as it was written; a tally of checks in the reader's words."""
    tally = TALLY.fullmatch(reason)
    return (
        say(lang, "verdict.tally", **{name: number(lang, count) for name, count in tally.groupdict().items()})
        if tally
        else apart(retold(lang, reason))
    )
