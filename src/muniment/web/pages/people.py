"""Everyone in the register, fifty at a time; or only those in danger, on the ladder, or of whom sources disagree."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from muniment.archive import DOORS
from muniment.archive.act import case
from muniment.archive.desk import Desk
from muniment.archive.register import following
from muniment.model.claim import Claim
from muniment.protect.roles import allows
from muniment.warn import Case, State, state
from muniment.web.house import archive
from muniment.web.pages.answers import page, seated
from muniment.web.pages.shell import language, shell, whole
from muniment.web.pages.told import named, within
from muniment.web.pages.values import origins, rows, steps
from muniment.web.sheets import people as sheets
from muniment.web.sheets.parts import Lang, Link
from muniment.web.words import counted, number, say

PAGE = 50
SHOWS = ("", "danger", "watched", "contested")
TELLING = ("age", "occupation", "father_name", "prison", "place")


@seated
def all_(request: HttpRequest) -> HttpResponse:
    """The list, earliest first; `show` keeps those in danger, on the ladder, or with values in contradiction."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    show = request.GET.get("show", "") if request.GET.get("show", "") in SHOWS else ""
    known, after, count = _known(desk, show, request.GET.get("after"))
    now = archive().now()
    states = [state(known, entry.id, now) for entry in known.entries if entry.about == "person"]
    kept = [where for where in states if _belongs(lang, known, where, show)]
    if show in ("danger", "watched"):
        kept.sort(key=lambda where: ("immediate", "high", "normal", "none").index(where.level))
    sheet = sheets.PeopleSheet(
        rows=tuple(_row(lang, known, where) for where in kept), count=_count(lang, count, len(kept), show), pairs=_pairs(lang, desk), filters=_filters(lang, show),
        events=Link(words=say(lang, "event.all"), href="/events"),
        forms=Link(words=say(lang, "form.all"), href="/forms") if allows(desk.agent.roles, "claim.make") else None,
        excerpt=Link(words=say(lang, "people.excerpt"), href="/excerpts") if kept and allows(desk.agent.roles, "excerpt.make") else None,
        next=Link(words=say(lang, "act.next"), href=f"/people?after={after}") if after else None,
    )  # fmt: skip
    is_invented = any(item.invented for item in known.evidence)
    return page("people", shell(request, "people", thread=whole(request, "register"), keys=("move",), is_invented=is_invented), sheet)


def _known(desk: Desk, show: str, after: str | None) -> tuple[Case, str | None, int]:
    """The people of one page, the last of them if more follow, how many there are; for a question asked of everybody, everybody."""
    inside = desk.through("register.see")
    if show:
        return case(inside), None, 0
    window = following(inside, after, PAGE)
    ids = [entry.id for entry in window.held.entries]
    return (case(inside, ids) if ids else Case(entries=())), window.last, window.count


def _belongs(lang: Lang, known: Case, where: State, show: str) -> bool:
    if show == "danger":
        return where.level == "immediate"
    if show == "watched":
        return where.level != "none"
    return show != "contested" or any(row.state == "contested" for row in rows(lang, known, where.entry, ""))


def _count(lang: Lang, people: int, kept: int, show: str) -> str:
    return say(lang, "people.shown", count=number(lang, kept)) if show else say(lang, "people.count", count=number(lang, people))


def _pairs(lang: Lang, desk: Desk) -> Link | None:
    """The way to the pairs that wait for a judgement, for whoever may judge."""
    if not allows(desk.agent.roles, "record.judge"):
        return None
    count = len(DOORS["link"].through(desk, {}))
    return (
        Link(words=f"{number(lang, count)} {say(lang, 'home.pairs_one' if count == 1 else 'home.pairs_many')}", href="/people/pairs")
        if count
        else None
    )


def _filters(lang: Lang, show: str) -> tuple[Link, ...]:
    return tuple(
        Link(words=say(lang, f"people.{name or 'all'}"), href="" if name == show else f"/people?show={name}" if name else "/people")
        for name in SHOWS
    )


def _row(lang: Lang, known: Case, where: State) -> sheets.PersonRow:
    entry = known.entry(where.entry)
    accepted = known.accepted(where.entry)
    documents = {claim.evidence for claim in known.said(where.entry)}
    word = f"ladder.outcome_{where.outcome}" if where.outcome else f"ladder.{where.stage}" if where.stage else ""
    return sheets.PersonRow(
        id=entry.id, name=named(lang, known.names(entry.id)), about=line(lang, accepted), steps=steps(lang, known, where),
        stage=say(lang, word) if word else "", is_danger=where.level == "immediate",
        records=say(lang, "people.of_lists", records=counted(lang, "evidence.records", len(entry.records)),
                    documents=counted(lang, "people.documents", len(documents))),
        origins=origins(known, accepted) if accepted else None,
    )  # fmt: skip


def line(lang: Lang, claims: Iterable[Claim]) -> str:
    """What tells a person from others of the name: age, occupation, father's name, place. What is contested is left out."""
    found: dict[str, dict[str, None]] = {}
    for claim in claims:
        if claim.property in TELLING and not claim.about.startswith("cl-"):
            found.setdefault(claim.property, {})[within(lang, claim.value)] = None
    told = {name: next(iter(values)) for name, values in found.items() if len(values) == 1}
    return " · ".join(_said(lang, name, told[name]) for name in TELLING if name in told)


def _said(lang: Lang, name: str, words: str) -> str:
    return say(lang, f"people.told_{name}", words=words) if name in ("age", "father_name") else words
