"""Search, sent by POST and blind to script; and the walk from any noun down to sealed bytes."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.archive.link import Person
from muniment.archive.search import Step
from muniment.link import skeleton
from muniment.model.claim import Claim
from muniment.model.derived import DerivedText
from muniment.model.noun import Noun
from muniment.model.passage import Passage
from muniment.protect.roles import allows
from muniment.store import Hit
from muniment.web.house import archive
from muniment.web.pages.answers import page, seated
from muniment.web.pages.people import line, named
from muniment.web.pages.shell import KINDS, language, shell, stations, whole
from muniment.web.sheets import desk as sheets
from muniment.web.sheets.parts import Lang, Station, Text
from muniment.web.words import number, say, vocabulary

MOST = 100
CAP = 5000


@seated
def page_(request: HttpRequest) -> HttpResponse:
    """What was asked never stands in an address: it is posted, and what is sealed to this reader is not searched."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    query = request.POST.get("query", "").strip() if request.method == "POST" else ""
    sheet = _found(lang, desk, query) if query else sheets.SearchSheet()
    return page("search", shell(request, "search", title=say(lang, "search.title"), thread=whole(request), keys=("move",)), sheet)


def _found(lang: Lang, desk: Desk, query: str) -> sheets.SearchSheet:
    hits = DOORS["search"].through(desk, {"query": query, "limit": MOST})
    nouns = {noun.id: noun for noun in archive().shelf.many([hit.id for hit in hits.items])}
    people = _people(lang, desk, nouns.values())
    rows = {
        hit.href: hit for hit in (*people, *(_hit(lang, one, nouns[one.id]) for one in hits.items if one.id in nouns)) if hit is not None
    }
    total = f"{number(lang, CAP)}+" if hits.total_capped > CAP else number(lang, max(hits.total_capped, len(rows)))
    return sheets.SearchSheet(
        query=query, count=say(lang, "search.count", count=total), hits=tuple(rows.values()), read_as=_read_as(lang, query)
    )


def _read_as(lang: Lang, query: str) -> str:
    forms = tuple(dict.fromkeys(filter(None, (query, skeleton(query)))))
    return say(lang, "search.read_as", forms=" · ".join(forms)) if len(forms) > 1 else ""


def _people(lang: Lang, desk: Desk, nouns: Iterable[Noun]) -> list[sheets.Hit]:
    """Register entries to whom a found claim or record belongs, before everything else."""
    if not allows(desk.agent.roles, "register.see"):
        return []
    found = {noun.id for noun in nouns if noun.kind() in ("claim", "record")}
    held: tuple[Person, ...] = DOORS["people"].through(desk, {}) if found else ()
    mine = [p for p in held if found & {claim.id for claim in p.claims if claim.property in ("name", "alias")}]
    return [
        sheets.Hit(noun="register", id=p.entry.id, name=named(lang, p.names), href=f"/people/{p.entry.id}",
                   told=line(lang, (c for c in p.claims if c.standing.state == "accepted")))
        for p in mine
    ]  # fmt: skip


def _hit(lang: Lang, one: Hit, noun: Noun) -> sheets.Hit | None:
    """One answer with the stretch that matched; passages and claims lead to their place on the review desk."""
    place = KINDS.get(one.kind, "evidence" if one.kind in ("text", "source", "custody") else None)
    href = _href(one, noun)
    if place is None or not href:
        return None
    start, end = one.marks[0] if one.marks else (0, 0)
    title = Text(words=vocabulary(lang).get(f"kind.{one.kind}", one.kind) if not one.title else one.title)
    return sheets.Hit(
        noun="passage" if one.kind == "text" else place, id=one.id, title=title, told=say(lang, f"kind.{one.kind}") if one.title else "",
        before=one.snippet[:start], match=one.snippet[start:end], after=one.snippet[end:], href=href, lang=_script(one.snippet),
    )  # fmt: skip


def _script(text: str) -> str:
    return "fa" if any("\u0600" <= c <= "\u06ff" for c in text) else ""


def _href(one: Hit, noun: Noun) -> str:
    match noun:
        case Claim():
            return f"/review/{noun.evidence}?claim={noun.id}"
        case Passage():
            return f"/review/{noun.evidence}"
        case DerivedText():
            return f"/evidence/{noun.evidence}"
    return {"evidence": f"/evidence/{one.id}", "submission": f"/submissions/{one.id}", "finding": f"/trace/{one.id}"}.get(one.kind, "")


@seated
def trace(request: HttpRequest, id: str) -> HttpResponse:
    """Any noun, and everything it rests on, down to the digest of sealed bytes."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    step: Step = DOORS["trace"].through(desk, {"id": id})
    sheet = sheets.TraceSheet(id=id, top=_step(lang, step))
    thread = _thread(lang, step)
    return page("trace", shell(request, "", title=say(lang, "trace.title"), thread=thread, keys=("move",)), sheet)


def _step(lang: Lang, step: Step) -> sheets.TraceStep:
    said = step.said
    if said.partition(":")[0] in ("act", "status"):
        said = say(lang, f"deed.{said.partition(': ')[2]}") if f"deed.{said.partition(': ')[2]}" in vocabulary(lang) else said
    return sheets.TraceStep(
        noun=KINDS.get(step.kind, "evidence"), kind=say(lang, f"kind.{step.kind}"), id=step.id, said=said, lang=_script(said),
        entry=say(lang, "why.in_ledger", seq=number(lang, step.entry)) if step.entry is not None else "", sha256=step.sha256 or "",
        below=tuple(_step(lang, below) for below in step.rests_on), href=_place(step),
    )  # fmt: skip


def _place(step: Step) -> str:
    return {"evidence": f"/evidence/{step.id}", "entry": f"/people/{step.id}", "submission": f"/submissions/{step.id}"}.get(step.kind, "")


def _thread(lang: Lang, step: Step) -> tuple[Station, ...]:
    """How many of each noun the chain holds."""
    counts: dict[str, set[str]] = {}
    waiting = [step]
    while waiting:
        one = waiting.pop()
        counts.setdefault(one.kind, set()).add(one.id)
        waiting += one.rests_on
    told = {noun: number(lang, len(counts[kind])) for kind, noun in KINDS.items() if kind in counts}
    return stations(lang, told, {}, KINDS.get(step.kind))  # type: ignore[arg-type]
