"""Home: what needs me now. Those in danger first, then who is watched, who left and why; beside it the work that waits."""

from __future__ import annotations

import re
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from muniment.archive.act import endangered, quoted
from muniment.archive.desk import Desk
from muniment.model.agent import Agent
from muniment.model.claim import Claim
from muniment.model.derived import DerivedText
from muniment.model.passage import Stretch
from muniment.model.submission import Submission
from muniment.protect.roles import allows
from muniment.warn import Case, Queue, queue
from muniment.warn.queue import Hours, Peril
from muniment.warn.states import Reason
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages.answers import page, seated
from muniment.web.pages.health import alarms, state_of_archive
from muniment.web.pages.people import line
from muniment.web.pages.shell import language, shell, whole
from muniment.web.pages.told import named
from muniment.web.pages.values import origins, steps
from muniment.web.pages.waiting import waiting
from muniment.web.sheets import home as sheets
from muniment.web.sheets.parts import Button, Lang, Link
from muniment.web.words import apart, counted, number, say, vocabulary

WATCHED_SHOWN = 8
LEFT_SHOWN = 5
GLANCE = 160
STOP = re.compile(r"[.!?؟۔](?=\s|$)\s*|\n+")


@seated
def page_(request: HttpRequest) -> HttpResponse:
    """The queue of imminent cases as the `watch` door gives it, and what else this reader may act on."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    now = archive().now()
    known, held = _held(desk, now)
    letters = desk.through("submission.see").find(Submission) if allows(desk.agent.roles, "submission.see") else []
    sheet = sheets.HomeSheet(
        today=dates.day(lang, now.date(), weekday=True), clock=dates.clock(lang, now),
        danger=tuple(_peril(lang, desk, known, one, letters, is_first=i == 0) for i, one in enumerate(held.danger)),
        danger_title=say(lang, "home.danger_count", count=counted(lang, "home.people", len(held.danger))) if held.danger else "",
        watched=tuple(_watched(lang, known, one, letters) for one in held.watched[:WATCHED_SHOWN]),
        all_watched=_all_watched(lang, len(held.watched)),
        left=tuple(_left(lang, known, one) for one in held.left[:LEFT_SHOWN]),
        waiting=waiting(lang, desk, letters),
        checks=state_of_archive(lang, desk),
        notices=alarms(lang, desk),
        may_see=allows(desk.agent.roles, "finding.see"),
    )  # fmt: skip
    is_invented = any(item.invented for item in known.evidence)
    around = shell(request, "home", thread=whole(request), keys=("move", "draft", "review"), is_invented=is_invented)
    return page("home", around, sheet)


def _held(desk: Desk, now: datetime) -> tuple[Case, Queue]:
    """The case of those in danger and their queue, read once: nothing for a reader who may not see findings."""
    if not allows(desk.agent.roles, "finding.see"):
        return Case(entries=()), Queue((), (), ())
    inside = desk.through("finding.see")
    known = endangered(inside)
    held = queue(known, now)
    return quoted(inside, known, [one.entry for one in held.danger]), held


def _peril(lang: Lang, desk: Desk, known: Case, one: Peril, letters: list[Submission], *, is_first: bool) -> sheets.Peril:
    reason = one.state.reasons[-1] if one.state.reasons else None
    top = next((r for r in one.state.reasons if r.level == one.state.level), reason)
    left, unit, since = _hours(lang, known, one.hours)
    claims = _claims(known, top)
    said = sorted(one.missing, key=lambda m: not m.blocks)
    mine = [letter for letter in letters if one.entry in letter.about]
    return sheets.Peril(
        id=one.entry, left=left, unit=unit, since=since, name=named(lang, known.names(one.entry)), about=line(lang, known.accepted(one.entry)),
        steps=steps(lang, known, one.state), stage=_stage(lang, top.code if top else ""), told=_told(lang, known, claims),
        origins=origins(known, claims, is_contested=bool(top and top.against)),
        missing=say(lang, "comma").join(say(lang, f"missing.{m.code}") for m in said), blocks=any(m.blocks for m in said),
        button=_button(lang, desk, one.entry, mine, is_first=is_first), who=_who(lang, mine),
    )  # fmt: skip


def _hours(lang: Lang, known: Case, left: Hours | None) -> tuple[str, str, str]:
    """The large word, its unit, and the dates that the sources give for it."""
    if left is None:
        return say(lang, "home.now"), say(lang, "home.undated"), ""
    claims = [claim for id in left.claims if (claim := known.claim(id))]
    given = dict.fromkeys(dates.when(lang, when).lead for claim in claims for when in known.dates(claim))
    since = say(lang, "home.sources_say", dates=f" {say(lang, 'timeline.or')} ".join(given)) if given else ""
    if left.least == 0:
        return say(lang, "home.now"), say(lang, "home.has_passed" if left.has_passed else "home.no_hours"), since
    span = number(lang, left.least) if left.most in (None, left.least) else f"{number(lang, left.least)}–{number(lang, left.most or 0)}"
    return say(lang, "home.about_hours", count=span), say(lang, "home.hours"), since


def _claims(known: Case, reason: Reason | None) -> list[Claim]:
    return [claim for id in (reason.claims if reason else ()) if (claim := known.claim(id))]


def _stage(lang: Lang, code: str) -> str:
    words = vocabulary(lang)
    return words.get(f"ladder.{code}") or words.get(f"sign.{code}") or ""


def _told(lang: Lang, known: Case, claims: list[Claim]) -> str:
    """The words of the first source that says so, and who said it."""
    for claim in claims:
        if quote := _sentence(known, claim):
            source = known.source(claim)
            who = claim.stated_by[0].name if claim.stated_by else source.name if source else ""
            return say(lang, "home.told_by", quote=apart(quote), who=apart(who)) if who else say(lang, "home.told", quote=apart(quote))
    return ""


def _sentence(known: Case, claim: Claim) -> str:
    """The sentence in which the claim's words stand; the words alone where their text is not at hand."""
    place = next((p for p in known.passages if p.id == claim.passages[0]), None)
    stretch = next((w for w in place.where if isinstance(w, Stretch)), None) if place else None
    found = archive().shelf.many([place.text]) if place and place.text else []
    if stretch is None or not found or not isinstance(found[0], DerivedText):
        return " ".join(known.quote(claim).split())
    return " ".join(sentence(found[0].body, stretch.start, stretch.end).split())


def sentence(body: str, start: int, end: int) -> str:
    """From the stop before a stretch to the stop after it, and no more than is read at a glance."""
    first = max((m.end() for m in STOP.finditer(body, max(0, start - GLANCE), start)), default=max(0, start - GLANCE))
    last = next((m.start() + 1 for m in STOP.finditer(body, end, end + GLANCE)), min(len(body), end + GLANCE))
    before, after = "…" if first == start - GLANCE > 0 else "", "…" if last == end + GLANCE < len(body) else ""
    return before + body[first:last].strip().rstrip(".") + after


def _button(lang: Lang, desk: Desk, entry: str, mine: list[Submission], *, is_first: bool) -> Button:
    """The letter if there is one, a draft if there may be one, else the person's page."""
    if mine:
        return Button(words=say(lang, "act.letter"), href=f"/submissions/{mine[-1].id}", key="o")
    if allows(desk.agent.roles, "submission.draft"):
        return Button(words=say(lang, "act.draft"), href=f"/submissions/draft?person={entry}", key="d", action="draft", is_primary=is_first)
    return Button(words=say(lang, "act.case"), href=f"/people/{entry}", key="o")


def _who(lang: Lang, mine: list[Submission]) -> str:
    if not mine:
        return say(lang, "home.nobody_yet")
    made = archive().shelf.many([mine[-1].made_by])
    name = made[0].name if made and isinstance(made[0], Agent) else ""
    at = dates.day(lang, mine[-1].made_at.date()).lead
    return say(lang, "home.sent_on" if mine[-1].state == "released" else "home.drafted_on", who=apart(name), when=at)


def _watched(lang: Lang, known: Case, one: Peril, letters: list[Submission]) -> sheets.Watched:
    top = max(one.state.reasons, key=lambda r: ("none", "normal", "high", "immediate").index(r.level), default=None)
    given = dict.fromkeys(dates.when(lang, when).lead for when in (top.dates if top else ()))
    told = say(lang, "comma").join(filter(None, (_stage(lang, top.code if top else ""), f" {say(lang, 'timeline.or')} ".join(given))))
    mine = [letter for letter in letters if one.entry in letter.about]
    return sheets.Watched(id=one.entry, name=named(lang, known.names(one.entry)), steps=steps(lang, known, one.state),
                          told=told, who=_who(lang, mine), href=f"/people/{one.entry}")  # fmt: skip


def _all_watched(lang: Lang, count: int) -> Link | None:
    return (
        Link(words=say(lang, "home.all_watched", count=number(lang, count)), href="/people?show=watched") if count > WATCHED_SHOWN else None
    )


def _left(lang: Lang, known: Case, one: Peril) -> sheets.Departed:
    """Who left the list, on which day a person decided the claim that says so, and by how many origins."""
    claims = [claim for reason in one.state.reasons for claim in _claims(known, reason)]
    decided = [reading.at for claim in claims for reading in claim.standing.readings]
    found = origins(known, claims)
    told = counted(lang, "home.left_dead" if one.state.outcome == "dead" else "home.left_free", found.total)
    return sheets.Departed(
        when=dates.day(lang, max(decided).date()).lead if decided else "", name=named(lang, known.names(one.entry)), told=told,
        origins=found, href=f"/people/{one.entry}",
    )  # fmt: skip
