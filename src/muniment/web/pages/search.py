"""Search, sent by POST and blind to script; and the walk from any noun down to sealed bytes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.archive.link import Person
from muniment.archive.search import Step
from muniment.model.claim import Claim
from muniment.model.derived import DerivedText
from muniment.model.evidence import Evidence
from muniment.model.noun import Noun
from muniment.model.passage import Passage
from muniment.protect.roles import allows
from muniment.store import Hit
from muniment.web.house import archive
from muniment.web.pages.answers import page, seated
from muniment.web.pages.people import line
from muniment.web.pages.shell import KINDS, language, shell, stations, whole
from muniment.web.pages.told import named, title_of, written
from muniment.web.sheets import desk as sheets
from muniment.web.sheets.parts import Lang, Station, Text
from muniment.web.words import apart, lang_of, number, say, vocabulary

MOST = 100
CAP = 5000
CUT = 60
REMEMBERED = 10


@seated
def page_(request: HttpRequest) -> HttpResponse:
    """What was asked never stands in an address, and the browser never keeps it: it is posted, remembered here for this session
    under a number, and the answer is another page. A browser writes the body of a posted page to its disk.
    """
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    asked: dict[str, str] = request.session.get("asked", {})
    if request.method == "POST":
        desk.through("search.run")
        name = secrets.token_hex(4)
        request.session["asked"] = dict([*asked.items(), (name, request.POST.get("query", "").strip())][-REMEMBERED:])
        return HttpResponseRedirect(f"/search?n={name}")
    query = asked.get(request.GET.get("n", ""), "")
    sheet = _found(lang, desk, query) if query else sheets.SearchSheet()
    return page("search", shell(request, "search", title=say(lang, "search.title"), thread=whole(request), keys=("move",)), sheet)


def _found(lang: Lang, desk: Desk, query: str) -> sheets.SearchSheet:
    """People who bear the name first, then everything else under the title of its document."""
    hits = DOORS["search"].through(desk, {"query": query, "limit": MOST})
    nouns = {noun.id: noun for noun in archive().shelf.many([hit.id for hit in hits.items])}
    people, told = _people(lang, desk, nouns.values())
    titles = _titles(desk, nouns.values())
    others = (_hit(lang, one, nouns[one.id], titles) for one in hits.items if one.id in nouns and one.id not in told)
    rows = {hit.href: hit for hit in (*people, *others) if hit is not None}
    more = hits.total_capped > CAP
    total = f"{number(lang, CAP)}+" if more else number(lang, hits.total_capped if hits.total_capped > MOST else len(rows))
    return sheets.SearchSheet(query=query, count=say(lang, "search.count", count=total), hits=tuple(rows.values()))


def _people(lang: Lang, desk: Desk, nouns: Iterable[Noun]) -> tuple[list[sheets.Hit], set[str]]:
    """Register entries that bear a name found, before everything else; and the claims that need not be told again."""
    if not allows(desk.agent.roles, "register.see"):
        return [], set()
    found = {noun.id for noun in nouns if noun.kind() in ("claim", "record")}
    held: tuple[Person, ...] = DOORS["people"].through(desk, {}) if found else ()
    mine = [p for p in held if found & {claim.id for claim in p.claims if claim.property in ("name", "alias")}]
    hits = [
        sheets.Hit(noun="register", id=p.entry.id, name=named(lang, p.names), href=f"/people/{p.entry.id}",
                   told=line(lang, (c for c in p.claims if c.standing.state == "accepted")))
        for p in mine
    ]  # fmt: skip
    return hits, {claim.id for p in mine for claim in p.claims if claim.property in ("name", "alias")}


def _titles(desk: Desk, nouns: Iterable[Noun]) -> dict[str, str]:
    """The titles of the documents that answers stand in, those that exist for this reader."""
    ids = [evidence for noun in nouns if (evidence := getattr(noun, "evidence", ""))]
    return {id: title_of(item).words for id, item in desk.through("search.run").those(ids, Evidence).items()}


def _hit(lang: Lang, one: Hit, noun: Noun, titles: dict[str, str]) -> sheets.Hit | None:
    """One answer under the title of its document, with the words around the stretch that matched."""
    place = KINDS.get(one.kind, "evidence" if one.kind in ("text", "source", "custody") else None)
    href, kind = _href(one, noun), say(lang, f"kind.{one.kind}")
    if place is None or not href:
        return None
    document = titles.get(getattr(noun, "evidence", ""), "")
    title = document if one.kind in ("text", "passage") else one.title
    before, match, after = _around(one)
    told = " · ".join(filter(None, (kind if title else "", "" if title == document else apart(document))))
    return sheets.Hit(noun="passage" if one.kind == "text" else place, id=one.id, title=written(title) if title else Text(words=kind), told=told, before=before,
                      match=match, after=after, href=href)  # fmt: skip


def _around(one: Hit) -> tuple[str, str, str]:
    """The words before, the match, the words after; a word that was cut at either end is left out."""
    if not one.marks:
        return "", "", ""
    start, end = one.marks[0]
    before, after = " ".join(one.snippet[:start].split()), " ".join(one.snippet[end:].split())
    lead = "…" + before.partition(" ")[2] if one.snippet_start else before
    return f"{lead} " if lead else "", one.snippet[start:end], f" {after.rpartition(' ')[0]}…" if len(after) > CUT else f" {after}"


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
    sheet = sheets.TraceSheet(id=id, top=_step(lang, step, set()))
    thread = _thread(lang, step)
    return page("trace", shell(request, "", title=say(lang, "trace.title"), thread=thread, keys=("move",)), sheet)


def _step(lang: Lang, step: Step, seen: set[str]) -> sheets.TraceStep:
    """A noun with what it rests on; one that stands above already is named and not unfolded again."""
    is_again = step.id in seen
    seen.add(step.id)
    below = () if is_again else tuple(_step(lang, one, seen) for one in _direct(step))
    words = _words(lang, step.said)
    entry = say(lang, "why.in_ledger", seq=number(lang, step.entry)) if step.entry is not None else ""
    return sheets.TraceStep(
        noun=KINDS.get(step.kind, "evidence"), kind=say(lang, f"kind.{step.kind}"), id=step.id, said="" if is_again else words,
        lang=lang_of(words), entry=say(lang, "trace.again") if is_again else entry, sha256="" if is_again else step.sha256 or "",
        below=below, href=_place(step),
    )  # fmt: skip


def _direct(step: Step) -> tuple[Step, ...]:
    """What a noun rests on, without the evidence that one of its passages leads to anyway."""
    through = {below.id for one in step.rests_on if one.kind != "evidence" for below in one.rests_on}
    return tuple(one for one in step.rests_on if one.kind != "evidence" or one.id not in through)


def _words(lang: Lang, said: str) -> str:
    """What a claim says, its property and its act in the reader's words."""
    name, colon, value = said.partition(": ")
    known = vocabulary(lang)
    if not colon or f"property.{name}" not in known:
        return said
    return f"{known[f'property.{name}']}{say(lang, 'colon')}{apart(known.get(f'deed.{value}', value))}"


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
    return stations(lang, told, {}, KINDS.get(step.kind))
