"""The review desk: the document at the start side, its claims at the end side, decided one by one in the reader's name."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.document.picture import SHOWN
from muniment.model.agent import Agent
from muniment.model.casework import Assignment
from muniment.model.claim import Act, Claim
from muniment.model.errors import BadInputError, ChangedError
from muniment.model.evidence import Evidence
from muniment.model.source import Source
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages.answers import page, seated
from muniment.web.pages.cards import Asked, card, change, grade
from muniment.web.pages.deciding import done, mended
from muniment.web.pages.difference import chosen, comparison
from muniment.web.pages.document import Document, again, opened
from muniment.web.pages.marks import paragraphs
from muniment.web.pages.shell import language, shell, stations, whole
from muniment.web.pages.told import deciders, kind_of, listed, sense, title_of, within
from muniment.web.sheets import review as sheets
from muniment.web.sheets.parts import Fact, Lang, Line, Link, Text
from muniment.web.words import apart, counted, lang_of, number, say
from muniment.web.words.rooms import retold

URGENT = ("execution_risk", "death_sentence", "sentence_upheld", "appeal_rejected", "solitary_confinement", "transfer")
COUNTED = 5001


@seated
def batch(request: HttpRequest) -> HttpResponse:
    """Documents with claims to decide, those that speak of danger first."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    inside = desk.through("claim.see")
    found = desk.archive.shelf.lookup("state", "proposed", kind="claim", compartments=inside.compartments, limit=COUNTED)
    claims = [noun for noun in found if isinstance(noun, Claim) and noun.standing.is_open(desk.agent.id)]
    counts = Counter(claim.evidence for claim in claims)
    urgency = dict.fromkeys(counts, len(URGENT))
    for claim in claims:
        urgency[claim.evidence] = min(urgency[claim.evidence], _urgency(claim))
    asked: list[Assignment] = DOORS["assignments"].through(desk, {})
    is_mine = request.GET.get("whose") == "mine"
    mine = {one.evidence for one in asked if one.to == desk.agent.id}
    items = [item for item in inside.those([*counts, *mine] if is_mine else counts, Evidence).values() if not is_mine or item.id in mine]
    names = _asked_of(lang, asked)
    items.sort(key=lambda item: (urgency.get(item.id, len(URGENT)), -counts[item.id]))
    sheet = sheets.ReviewListSheet(
        note=say(lang, "review.order"), may_bulk=allows(desk.agent.roles, "claim.review"), is_mine=is_mine,
        rows=tuple(
            sheets.Waiting(id=item.id, title=title_of(item), href=f"/review/{item.id}", is_urgent=urgency.get(item.id, len(URGENT)) < len(URGENT),
                           asked_of=names.get(item.id, ""),
                           told=say(lang, "review.waiting", count=_capped(lang, counts[item.id], len(found))))
            for item in items
        ),
    )  # fmt: skip
    around = shell(request, "review", thread=whole(request, "claim"), keys=("move",), is_invented=any(item.invented for item in items))
    return page("reviews", around, sheet)


def _asked_of(lang: Lang, asked: list[Assignment]) -> dict[str, str]:
    """For each item, who was asked to read it."""
    whom: dict[str, list[str]] = {}
    for one in asked:
        whom.setdefault(one.evidence, []).append(one.to)
    names = {agent.id: agent.name for agent in archive().shelf.many(sorted({one.to for one in asked})) if isinstance(agent, Agent)}
    return {
        item: say(lang, "casework.asked_of", names=listed(lang, (names[to] for to in some if to in names))) for item, some in whom.items()
    }


def _urgency(claim: Claim) -> int:
    return URGENT.index(claim.value.type) if isinstance(claim.value, Act) and claim.value.type in URGENT else len(URGENT)


def _capped(lang: Lang, count: int, seen: int) -> str:
    return number(lang, count) + ("+" if seen == COUNTED else "")


@seated
def desk_(request: HttpRequest, id: str) -> HttpResponse:
    """One document. A decision posted here is made, and the desk comes back with the next claim."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    item = DOORS["show"].through(desk, {"id": id})[0]
    document = opened(desk, item, lang)
    if request.method != "POST":
        wanted = request.GET.get("claim", "")
        asked = Asked(wanted or _first(document, request.GET.get("page", "")), is_changing=bool(request.GET.get("change")))
        return _pressed(request, desk, document, asked, request.session.pop("said", ""))
    if request.POST.get("do") == "form":
        return _to_forms(request, document)
    try:
        said = done(request, desk, document)
    except (ChangedError, BadInputError) as exc:
        document, asked = mended(request, desk, item, exc)
        return _pressed(request, desk, document, asked, "", 409 if isinstance(exc, ChangedError) else 422)
    after = opened(desk, item, lang) if request.POST.get("do") == "claim" else again(desk, document, _decided(request))
    following = _following(document, after, request.POST.get("claim", ""), request.POST.get("do", ""))
    if not request.headers.get("HX-Request"):
        request.session["said"] = said
        return HttpResponseRedirect(f"/review/{id}?claim={following}" if following else f"/review/{id}")
    return _pressed(request, desk, after, Asked(following), said)


def _decided(request: HttpRequest) -> list[str]:
    """What a decision was about: the claim and those inside its card."""
    return [request.POST.get("claim", ""), *(pair.rsplit(":", 1)[0] for pair in request.POST.getlist("also"))]


def _to_forms(request: HttpRequest, document: Document) -> HttpResponse:
    """To the forms, with the words that were selected."""
    start, end = (request.POST.get(name, "") for name in ("start", "end"))
    place = f"text={document.text.id}&start={int(start)}&end={int(end)}" if document.text and start.isdecimal() and end.isdecimal() else ""
    at = f"/forms?{place or f'evidence={document.item.id}'}"
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(at)
    answer = HttpResponse()
    answer["HX-Redirect"] = at
    return answer


def _first(document: Document, asked: str) -> str:
    """Without a claim asked for: the first that is still to decide, of the page asked for or of all."""
    window = int(asked) - 1 if asked.isdecimal() and 0 < int(asked) <= len(document.windows) else None
    cards = [head for _, head in document.within(window)] if window is not None else list(document.cards)
    return next((head.id for head in cards if document.is_open(head)), cards[0].id if cards else "")


def _following(before: Document, after: Document, decided: str, action: str) -> str:
    """What to open after something was done: the claim itself when it was undone or corrected, the new one, else the next to decide."""
    if action == "claim":
        return next((claim.id for claim in after.claims if claim.id not in before.of), "")
    known = after.of.get(decided)
    if known is None:
        return _first(after, "")
    head = after.head(known)
    if action in ("undo", "change") or (known is not head and after.is_open(head)):
        return head.id
    at = after.cards.index(head)
    return next((c.id for c in (*after.cards[at + 1 :], *after.cards[:at]) if after.is_open(c)), head.id)


def _pressed(request: HttpRequest, desk: Desk, document: Document, asked: Asked, said: str, status: int = 200) -> HttpResponse:
    lang, item = document.lang, document.item
    around = shell(request, "review", thread=_thread(lang, document), keys=("next_claim", "decide", "undo", "claim"),
                   is_invented=item.invented)  # fmt: skip
    return page("review", around, _sheet(request, desk, document, asked, said), status)


def _thread(lang: Lang, document: Document) -> tuple:  # type: ignore[type-arg]
    accepted = sum(c.standing.state == "accepted" for c in document.claims)
    proposed = sum(c.standing.state == "proposed" for c in document.claims)
    claims = (
        say(lang, "thread.accepted_proposed", accepted=number(lang, accepted), proposed=number(lang, proposed)) if document.claims else ""
    )
    told = {
        "evidence": f"{document.item.id[:7]}…",
        "passage": number(lang, len(document.passages)) if document.passages else "",
        "claim": claims,
    }
    lines: dict[str, Line] = {"evidence": "solid", "passage": "dashed" if proposed else "solid"}
    return stations(lang, told, lines if document.claims else {}, "claim")  # type: ignore[arg-type]


def _sheet(request: HttpRequest, desk: Desk, document: Document, asked: Asked, said: str) -> sheets.ReviewSheet:
    lang, item, may = document.lang, document.item, desk.agent.roles
    chosen = document.of.get(asked.claim)
    window = document.window(chosen) if chosen else _numbered(request, document)
    open_ = sum(map(document.is_open, document.cards))
    source = _source(desk, item)
    count, done_ = len(document.cards), len(document.cards) - open_
    return sheets.ReviewSheet(
        evidence=item.id, title=title_of(item), sealed=dates.day(lang, item.taken_at.date()),
        progress=say(lang, "review.progress", done=number(lang, done_), all=number(lang, count)), page_note=_page_note(lang, document, window),
        previous=_turn(lang, document, window - 1, "previous"), next=_turn(lang, document, window + 1, "next"), heading=title_of(item),
        subtitle=_subtitle(lang, source), lang=(document.text.language or "") if document.text else "",
        paragraphs=paragraphs(document, window, asked.claim),
        claims=tuple(card(desk, document, n, head, asked) for n, head in document.within(window)),
        count_note=say(lang, "review.count", count=number(lang, count), open=number(lang, open_)),
        blind_note=say(lang, "review.alone") if archive().settings.is_alone else "",
        source=grade(lang, source) if source and allows(may, "source.grade") else None, new=_new(desk, document, asked), said=said,
        empty=_empty(lang, document), picture=f"/evidence/{item.id}/view" if _is_picture(item) else "",
        casework=_casework(lang, desk, item),
        picture_note=say(lang, f"review.beside_{document.text.how}") if document.text and _is_picture(item) else "",
    )  # fmt: skip


def _casework(lang: Lang, desk: Desk, item: Evidence) -> Link:
    """The way to who reads it and what was said of it, with how much was said."""
    count = len(DOORS["comments"].through(desk, {"on": item.id}))
    told = " · ".join([say(lang, "casework.title"), *([counted(lang, "casework.count", count)] if count else [])])
    return Link(words=told, href=f"/review/{item.id}/casework")


def _numbered(request: HttpRequest, document: Document) -> int:
    asked = request.GET.get("page", "")
    return int(asked) - 1 if asked.isdecimal() and 0 < int(asked) <= len(document.windows) else 0


def _page_note(lang: Lang, document: Document, window: int) -> str:
    pages = len(document.windows)
    return say(lang, "review.page", page=number(lang, window + 1), pages=number(lang, pages)) if pages > 1 else ""


def _turn(lang: Lang, document: Document, window: int, word: str) -> Link | None:
    if not 0 <= window < len(document.windows):
        return None
    return Link(words=say(lang, f"review.{word}"), href=f"/review/{document.item.id}?page={window + 1}")


def _new(desk: Desk, document: Document, asked: Asked) -> sheets.Change | None:
    """The form for a new claim, where there are words to select and this reader may make one."""
    if document.text is None or not allows(desk.agent.roles, "claim.make"):
        return None
    return asked.typed if asked.typed and asked.typed.kind == "new" else change(document, None)


def _empty(lang: Lang, document: Document) -> str:
    """Why there is nothing to decide, in the words of whoever could not read it."""
    if document.item.withdrawn:
        return say(lang, "evidence.gone")
    return retold(lang, next((text.unread for text in document.texts if text.unread), ""))


def _is_picture(item: Evidence) -> bool:
    return item.media_type in SHOWN and item.media_type.startswith("image/") and not item.withdrawn


def _subtitle(lang: Lang, source: Source | None) -> str:
    if source is None:
        return ""
    graded = say(lang, "why.grade", grade=source.grade, credibility=number(lang, source.credibility))
    return f"{apart(source.name)} · {graded}"


def _source(desk: Desk, item: Evidence) -> Source | None:
    """Who stands behind the item, if that is written down and may be seen."""
    if not item.source or not allows(desk.agent.roles, "source.see"):
        return None
    found = desk.archive.shelf.many([item.source])
    return next((s for s in found if isinstance(s, Source) and desk.through("source.see").sees(s)), None)


@seated
def history(request: HttpRequest, id: str, claim: str) -> HttpResponse:
    """Every version of a claim, the newest first: who decided or corrected what, and when; two that were chosen, compared."""
    if request.method == "POST":
        return HttpResponseRedirect(f"{request.path}?{chosen(request)}")
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    versions: tuple[Claim, ...] = DOORS["history"].through(desk, {"id": claim})
    newest = versions[-1]
    sheet = sheets.HistorySheet(
        claim=claim, kind=kind_of(lang, newest), back=Link(words=say(lang, "review.title"), href=f"/review/{id}?claim={claim}"),
        versions=tuple(_version(lang, one) for one in reversed(versions)), comparison=comparison(request, desk, lang, versions),
    )  # fmt: skip
    return page("history", shell(request, "review", title=say(lang, "review.history"), thread=whole(request, "claim")), sheet)


def _version(lang: Lang, claim: Claim) -> sheets.Version:
    words = " · ".join(filter(None, (within(lang, claim.value), sense(lang, claim))))
    last = claim.standing.readings[-1] if claim.standing.readings else None
    facts = [Fact(label=say(lang, "claim.note"), text=Text(words=last.note, lang=lang_of(last.note)))] if last and last.note else []
    return sheets.Version(
        number=number(lang, claim.version), value=Text(words=words), state=claim.standing.state,
        at=dates.moment(lang, claim.made_at), by=deciders(lang, claim) or f"{say(lang, 'review.by_rule')} {apart(claim.rule or '')}".strip(),
        facts=tuple(facts),
    )  # fmt: skip
