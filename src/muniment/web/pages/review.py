"""The review desk: the document at the start side, its claims at the end side, decided one by one in the reader's name."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.document.claims import content
from muniment.model.agent import Agent
from muniment.model.calendars import Calendar
from muniment.model.claim import Act, Asked, Claim, Content, Number, Quantity, Said, Words
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError, ChangedError
from muniment.model.evidence import Evidence
from muniment.model.name import Name
from muniment.model.passage import Passage, Stretch
from muniment.model.place import Place
from muniment.model.source import Source
from muniment.model.when import When
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages.answers import page, refusal, seated
from muniment.web.pages.shell import language, shell, stations, whole
from muniment.web.sheets import review as sheets
from muniment.web.sheets.parts import Fact, Lang, Line, Link, Text
from muniment.web.words import number, say, vocabulary

URGENT = ("execution_risk", "death_sentence", "sentence_upheld", "appeal_rejected", "solitary_confinement", "transfer")
PROPERTIES = ("name", "age", "date", "place", "charge", "court", "act", "occupation", "father_name", "status", "other")
MODALITIES = ("asserted", "alleged", "planned", "averted", "denied", "hypothetical")
CALENDARS = ("gregorian", "solar-hijri", "islamic")


@dataclass(frozen=True)
class Document:
    """All that the desk shows of one item."""

    item: Evidence
    text: DerivedText | None
    claims: tuple[Claim, ...]
    passages: dict[str, Passage]
    lang: Lang

    def stretch(self, claim: Claim) -> Stretch | None:
        """Where a claim stands in the text that is shown."""
        passage = self.passages.get(claim.passages[0])
        if passage is None or self.text is None or passage.text != self.text.id:
            return None
        return next((w for w in passage.where if isinstance(w, Stretch)), None)


@seated
def batch(request: HttpRequest) -> HttpResponse:
    """Documents with claims to decide, those that speak of danger first."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    rows = []
    for item in DOORS["evidence"].through(desk, {"limit": 1000}):
        claims = DOORS["claims"].through(desk, {"evidence": item.id})
        waiting = [c for c in claims if c.standing.state == "proposed"]
        if waiting:
            rows.append((_urgency(waiting), item, len(claims), len(waiting)))
    rows.sort(key=lambda row: row[0])
    sheet = sheets.ReviewListSheet(
        note=say(lang, "review.order"),
        rows=tuple(
            sheets.Waiting(id=item.id, title=title_of(item), href=f"/review/{item.id}",
                           told=say(lang, "evidence.claims", count=number(lang, of), proposed=number(lang, waiting)))
            for _, item, of, waiting in rows
        ),
    )  # fmt: skip
    return page("reviews", shell(request, "review", thread=whole(request, "claim"), keys=("move",)), sheet)


def _urgency(claims: list[Claim]) -> int:
    kinds = [c.value.type for c in claims if isinstance(c.value, Act)]
    return min((URGENT.index(kind) for kind in kinds if kind in URGENT), default=len(URGENT))


def title_of(item: Evidence) -> Text:
    """The title of an item, its file name, or its id."""
    return Text(words=item.title or item.name or item.id)


@seated
def desk_(request: HttpRequest, id: str) -> HttpResponse:
    """One document. A decision posted here is made, and the desk comes back with the next claim."""
    desk = request.desk  # type: ignore[attr-defined]
    said = ""
    if request.method == "POST":
        try:
            said = _do(request, desk, id)
        except (ChangedError, BadInputError) as exc:
            return refusal(request, exc, mine=request.POST.get("value", "") or request.POST.get("reason", ""))
        if not request.headers.get("HX-Request"):
            request.session["said"] = said
            return HttpResponseRedirect(request.get_full_path())
    said = said or request.session.pop("said", "")
    return _pressed(request, desk, id, said)


def _pressed(request: HttpRequest, desk: Desk, id: str, said: str) -> HttpResponse:
    lang = language(request)
    item = DOORS["show"].through(desk, {"id": id})[0]
    document = _document(desk, item, lang)
    wanted = request.GET.get("claim", "") or request.POST.get("claim", "")
    selected = _selected(document, wanted, has_decided=request.method == "POST")
    sheet = _sheet(desk, document, selected, is_changing=bool(request.GET.get("change")), said=said)
    accepted = sum(c.standing.state == "accepted" for c in document.claims)
    proposed = sum(c.standing.state == "proposed" for c in document.claims)
    told = {"evidence": f"{id[:7]}…", "passage": number(lang, len(document.passages)) if document.passages else "",
            "claim": say(lang, "thread.accepted_proposed", accepted=number(lang, accepted), proposed=number(lang, proposed))}  # fmt: skip
    lines: dict[str, Line] = {"evidence": "solid", "passage": "dashed" if proposed else "solid"}
    around = shell(request, "review", thread=stations(lang, told, lines, "claim"),  # type: ignore[arg-type]
                   keys=("next_claim", "decide", "claim"), is_invented=item.invented)  # fmt: skip
    return page("review", around, sheet)


def _document(desk: Desk, item: Evidence, lang: Lang) -> Document:
    texts = [t for t in desk.resting_on(item.id, DerivedText) if t.body]
    claims = DOORS["claims"].through(desk, {"evidence": item.id})
    passages = {p.id: p for p in desk.resting_on(item.id, Passage)}
    used = [p.text for c in claims for p in [passages.get(c.passages[0])] if p]
    text = max(texts, key=lambda t: (used.count(t.id), t.how == "transcript"), default=None)
    return Document(item, text, claims, passages, lang)


def _selected(document: Document, wanted: str, *, has_decided: bool) -> str:
    """The claim asked for; after a decision, the next one still to decide."""
    ids = [c.id for c in document.claims]
    at = ids.index(wanted) if wanted in ids else 0
    if not has_decided and wanted in ids:
        return wanted
    following = [c.id for c in (*document.claims[at:], *document.claims[:at]) if c.standing.state == "proposed"]
    return following[0] if following else (ids[at] if ids else "")


def _sheet(desk: Desk, document: Document, selected: str, *, is_changing: bool, said: str) -> sheets.ReviewSheet:
    lang, item = document.lang, document.item
    open_ = sum(c.standing.state == "proposed" for c in document.claims)
    source = _source(desk, item)
    return sheets.ReviewSheet(
        evidence=item.id,
        title=title_of(item),
        sealed=dates.day(lang, item.taken_at.date()),
        progress=say(lang, "review.progress", done=number(lang, len(document.claims) - open_), all=number(lang, len(document.claims))),
        heading=title_of(item),
        subtitle=source.name if source else "",
        lang=(document.text.language or "") if document.text else "",
        paragraphs=_paragraphs(document, selected),
        claims=tuple(_card(desk, document, c, str(i), selected, is_changing) for i, c in enumerate(document.claims, 1)),
        count_note=say(lang, "review.count", count=number(lang, len(document.claims)), open=number(lang, open_)),
        blind_note=say(lang, "review.alone") if archive().settings.is_alone else "",
        source=_grade(lang, source) if source else None,
        new=_change(document, None),
        said=said,
        empty=(document.text.unread or "") if document.text and not document.text.body else "",
    )


def _source(desk: Desk, item: Evidence) -> Source | None:
    return desk.get(item.source, Source) if item.source else None


def _grade(lang: Lang, source: Source) -> sheets.SourceGrade:
    def options(values: str, chosen: str) -> tuple[sheets.Option, ...]:
        return tuple(sheets.Option(value=v, words=number(lang, v), is_chosen=v == chosen) for v in values)

    return sheets.SourceGrade(id=source.id, version=source.version, name=source.name,
                              grade=options("ABCDEF", source.grade), credibility=options("123456", source.credibility))  # fmt: skip


def _paragraphs(document: Document, selected: str) -> tuple[sheets.Paragraph, ...]:
    """The text cut at its passages. Where passages overlap, the selected claim's is shown whole, then the earlier one."""
    if document.text is None:
        return ()
    marks = _marks(document, selected)
    made, at = [], 0
    for line in document.text.body.split("\n"):
        if line.strip():
            runs = tuple(_runs(line, at, marks))
            made.append(sheets.Paragraph(offset=number(document.lang, at), start=at, runs=runs))
        at += len(line) + 1
    return tuple(made)


@dataclass(frozen=True)
class Mark:
    """One passage as it is drawn."""

    start: int
    end: int
    number: str
    claim: Claim
    is_selected: bool


def _marks(document: Document, selected: str) -> list[Mark]:
    found: list[Mark] = []
    for i, claim in enumerate(document.claims, 1):
        stretch = document.stretch(claim)
        if stretch and stretch.end > stretch.start:
            found.append(Mark(stretch.start, stretch.end, str(i), claim, claim.id == selected))
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (not m.is_selected, m.end - m.start, m.start)):
        if not any(k.start < mark.end and mark.start < k.end for k in kept):
            kept.append(mark)
    return sorted(kept, key=lambda m: m.start)


def _runs(line: str, base: int, marks: list[Mark]) -> list[sheets.Run]:
    end, at = base + len(line), base
    runs: list[sheets.Run] = []
    for mark in marks:
        if mark.end <= base or mark.start >= end:
            continue
        first, last = max(mark.start, base), min(mark.end, end)
        if first > at:
            runs.append(sheets.Run(text=line[at - base : first - base], start=at))
        runs.append(sheets.Run(text=line[first - base : last - base], start=first, number=mark.number, claim=mark.claim.id,
                               state=mark.claim.standing.state, is_selected=mark.is_selected, opens=first == mark.start))  # fmt: skip
        at = last
    if at < end:
        runs.append(sheets.Run(text=line[at - base :], start=at))
    return runs


def _card(desk: Desk, document: Document, claim: Claim, numbered: str, selected: str, is_changing: bool) -> sheets.ClaimCard:
    lang, is_selected = document.lang, claim.id == selected
    older = Link(words=say(lang, "review.older"), href=f"/trace/{claim.id}") if claim.version > 1 and is_selected else None
    return sheets.ClaimCard(
        id=claim.id, version=claim.version, number=numbered, kind=kind_of(lang, claim), gist=gist(lang, claim, document.claims),
        state=claim.standing.state, by=_deciders(claim) if claim.standing.readings else "", rule=(claim.rule or "").split(" ")[0],
        facts=_facts(document, claim) if is_selected else (), is_selected=is_selected, older=older,
        change=_change(document, claim) if is_selected and is_changing else None,
    )  # fmt: skip


def _deciders(claim: Claim) -> str:
    """The names of those whose decisions hold."""
    people = archive().shelf.many(sorted(claim.standing.current()))
    return ", ".join(person.name for person in people if isinstance(person, Agent))


def kind_of(lang: Lang, claim: Claim) -> str:
    """What a claim says, in a word."""
    return say(lang, f"deed.{claim.value.type}") if isinstance(claim.value, Act) else say(lang, f"property.{claim.property}")


def gist(lang: Lang, claim: Claim, claims: tuple[Claim, ...]) -> str:
    """A claim in a line: about whom, and its value."""
    who = about(claim, claims)
    value = "" if isinstance(claim.value, Act) else shown(lang, claim.value)
    sense = "" if claim.modality == "asserted" else say(lang, f"modality.{claim.modality}")
    return " · ".join(part for part in (who if who != value else "", value, sense) if part)


def about(claim: Claim, claims: tuple[Claim, ...]) -> str:
    """The name of the person a claim is about, through the act where it is about one."""
    mention = claim.about
    if mention.startswith("cl-"):
        mention = next((c.about for c in claims if c.id == mention), "")
    named = (c.value.text for c in claims if c.about == mention and c.property == "name" and isinstance(c.value, Name))
    return next(named, "")


def shown(lang: Lang, value: Content) -> str:
    """A value in words, exactly as vague as it is."""
    match value:
        case Words(text=text) | Name(text=text):
            return say(lang, f"status.{text}") if f"status.{text}" in vocabulary(lang) else text
        case Place(words=words):
            return words
        case Number(n=n):
            return number(lang, str(n))
        case Act(type=kind):
            return say(lang, f"deed.{kind}")
        case When():
            return dates.when(lang, value).lead
        case Quantity():
            count = say(lang, f"comparator.{value.comparator}", number=number(lang, value.number))
            return " · ".join(part for part in (count, value.subject.replace("_", " "), value.period or "") if part)
        case Asked():
            return f"{value.addressee}: {value.action}"
        case Said():
            return f"{value.speaker}: “{value.words[:120]}”"
    raise BadInputError("This value has a form that this page does not know.")


def _facts(document: Document, claim: Claim) -> tuple[Fact, ...]:
    """The open claim: what it says, about whom, when and where, in which sense, according to whom."""
    lang = document.lang
    facts = [Fact(label=say(lang, "claim.person"), text=Text(words=about(claim, document.claims)))] if about(claim, document.claims) else []
    if not isinstance(claim.value, Act):
        facts.append(_fact(lang, claim, say(lang, f"property.{claim.property}")))
    labels = {"date": "claim.when", "place": "claim.where"}
    for other in document.claims:
        if other.about == claim.id and other.standing.state != "rejected":
            facts.append(_fact(lang, other, say(lang, labels.get(other.property, f"property.{other.property}"))))
    facts.append(Fact(label=say(lang, "claim.stands_as"), text=Text(words=say(lang, f"modality.{claim.modality}"))))
    voices = " ← ".join(voice.name for voice in claim.stated_by)
    facts.append(Fact(label=say(lang, "claim.according_to"), text=Text(words=voices or say(lang, "claim.own_account"))))
    return tuple(facts)


def _fact(lang: Lang, claim: Claim, label: str) -> Fact:
    original = None
    note = ""
    if isinstance(claim.value, When):
        known = dates.when(lang, claim.value)
        note, original = known.second, Text(words=known.words) if known.words else None
    return Fact(label=label, text=Text(words=shown(lang, claim.value)), note=note, original=original)


def _change(document: Document, claim: Claim | None) -> sheets.Change:
    lang = document.lang

    def options(values: tuple[str, ...], chosen: str, words: str) -> tuple[sheets.Option, ...]:
        return tuple(sheets.Option(value=v, words=say(lang, f"{words}.{v}"), is_chosen=v == chosen) for v in values)

    mentions = [sheets.Option(value="", words=say(lang, "change.new_mention"))]
    mentions += [
        sheets.Option(value=c.about, words=c.value.text)
        for c in document.claims
        if c.property == "name" and isinstance(c.value, Name) and c.standing.state != "rejected"
    ]
    stretch = document.stretch(claim) if claim else None
    when = claim.value if claim and isinstance(claim.value, When) else None
    parts = (when.earliest or "").split("-") if when and when.precision in ("day", "month", "year") else ["", "", ""]
    return sheets.Change(
        claim=claim.id if claim else "", version=claim.version if claim else 0, quote=stretch.quote if stretch else "",
        start=stretch.start if stretch else 0, end=stretch.end if stretch else 0,
        properties=options(PROPERTIES, claim.property if claim else "", "property"),
        modalities=options(MODALITIES, claim.modality if claim else "asserted", "modality"), mentions=tuple(mentions),
        calendars=options(CALENDARS, "gregorian", "change"),
        value="" if when or claim is None else shown(lang, claim.value) if not isinstance(claim.value, Act) else claim.value.type,
        year=parts[0], month=parts[1] if when and when.precision != "year" else "",
        day=parts[2] if when and when.precision == "day" else "",
    )  # fmt: skip


def _do(request: HttpRequest, desk: Desk, id: str) -> str:
    """What was posted, through its door; answers what to say."""
    post, lang = request.POST, language(request)
    action = post.get("do", "")
    numbered = _number_of(desk, id, post.get("claim", ""), lang)
    expected = int(post.get("version") or 0) if (post.get("version") or "0").isdigit() else 0
    if action in ("accept", "reject", "unsure"):
        answer = {"accept": "accepted", "reject": "rejected", "unsure": "unsure"}[action]
        DOORS["review"].through(desk, {"id": post["claim"], "expected": expected, "answer": answer, "note": post.get("reason") or None})
        return say(lang, f"review.{answer}_said", number=numbered)
    if action == "undo":
        DOORS["undo"].through(desk, {"id": post["claim"], "expected": expected})
        return say(lang, "review.undone_said", number=numbered)
    if action == "change":
        known = desk.get(post["claim"], Claim)
        given = {"id": known.id, "expected": expected, "value": _value(request, known.property), "modality": post.get("modality"),
                 "note": post.get("reason") or None}  # fmt: skip
        DOORS["edit"].through(desk, {name: value for name, value in given.items() if value is not None})
        return say(lang, "review.changed_said", number=numbered)
    if action == "claim":
        _claim(request, desk, id)
        return say(lang, "review.made_said")
    if action == "grade":
        DOORS["grade"].through(desk, {"id": post["source"], "expected": expected, "grade": post["grade"], "credibility": post["credibility"]})
        return say(lang, "review.graded_said")
    raise BadInputError("This desk does not know what to do with that.", advice="Load the page again.")


def _claim(request: HttpRequest, desk: Desk, id: str) -> None:
    post = request.POST
    document = _document(desk, desk.get(id, Evidence), language(request))
    if document.text is None:
        raise BadInputError("There is no text here to select from.", advice="Read the item, or type a transcript.")
    DOORS["claim"].through(
        desk,
        {"text": document.text.id, "start": post.get("start"), "end": post.get("end"), "property": post.get("property"),
         "value": _value(request, post.get("property", "")), "about": post.get("about") or None,
         "modality": post.get("modality") or "asserted"},
    )  # fmt: skip


def _value(request: HttpRequest, name: str) -> object:
    """The value as typed, in the form its property takes; a date may be partial, in any of three calendars."""
    post = request.POST
    if name in ("date", "birth"):
        parts = [int(p) if (p := post.get(field, "").strip()).isdigit() else None for field in ("year", "month", "day")]
        if parts[0] is None:
            raise BadInputError("A date needs at least its year.", advice="Leave out month and day where the source does.")
        calendar = post.get("calendar", "gregorian")
        words = post.get("quote") or None
        return msgspec.to_builtins(When.of(parts[0], parts[1], parts[2], calendar=msgspec.convert(calendar, Calendar), words=words))
    return msgspec.to_builtins(content(name, post.get("value", "") or post.get("quote", "")))


def _number_of(desk: Desk, id: str, claim: str, lang: Lang) -> str:
    claims = DOORS["claims"].through(desk, {"evidence": id}) if claim else ()
    return number(lang, next((str(i) for i, c in enumerate(claims, 1) if c.id == claim), ""))

