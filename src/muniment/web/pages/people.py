"""The register's pages: everyone in it, and one person with every value and why it is believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse

from muniment.archive import DOORS
from muniment.archive.act import case
from muniment.archive.desk import Desk
from muniment.link import contradict
from muniment.model.agent import Agent
from muniment.model.claim import Act, Claim
from muniment.model.evidence import Evidence
from muniment.model.name import Name
from muniment.model.passage import Cell, Stretch
from muniment.model.record import Record
from muniment.model.when import When
from muniment.protect.roles import allows
from muniment.warn import STEPS, Case, State, state
from muniment.warn.queue import Peril, peril
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages.answers import page, seated
from muniment.web.pages.review import kind_of, shown, title_of
from muniment.web.pages.shell import language, shell, stations, whole
from muniment.web.sheets import people as sheets
from muniment.web.sheets.parts import Button, Check, Lang, Link, Marked, Named, Origins, Step, Text
from muniment.web.timeline import Dating, draw
from muniment.web.words import number, say

AROUND = 48
SHOWN = ("name", "alias", "father_name", "age", "age_at_arrest", "birth", "sex", "occupation", "affiliation", "prison", "place",
         "status", "condition", "last_visit", "medical_emergency", "other")  # fmt: skip
SINGLE = frozenset({"age", "birth", "father_name", "sex", "date"})


def named(lang: Lang, names: Sequence[Name]) -> Named:
    """A name in the page's script, then as the other script has it."""
    latin = next((n.text for n in names if n.script == "latin"), "")
    native = next((n.text for n in names if n.script == "arabic"), "")
    first, second = (native, latin) if lang == "fa" else (latin, native)
    codes = ("fa", "en") if lang == "fa" else ("en", "fa")
    if not first:
        first, second, codes = second, "", (codes[1], codes[0])
    return Named(name=first or "?", lang=codes[0], other=second, other_lang=codes[1] if second else "")


def origins(known: Case, claims: Sequence[Claim], *, is_contested: bool = False) -> Origins:
    """Independent origins of some claims, and how many of them were read."""
    read = [c for c in claims if c.standing.state == "accepted"]
    return Origins(total=len(known.origins(claims)), reviewed=len(known.origins(read)), is_contested=is_contested)


def steps(lang: Lang, known: Case, where: State, entry: str) -> tuple[Step, ...]:
    """The ladder: reached, present, not documented, ahead; the outcome last, none coloured before it is known."""
    last = STEPS.index(where.stage) if where.stage in STEPS else -1
    reached = {reason.code: reason for reason in where.reached}
    made = []
    for i, code in enumerate(STEPS):
        reason = reached.get(code)
        words = say(lang, f"ladder.{code}")
        if reason is None:
            made.append(Step(name=words, state="undocumented" if i < last else "ahead", when=say(lang, "state.undocumented") if i < last else ""))
            continue
        claims = [c for id in reason.claims if (c := known.claim(id))]
        is_last = i == last and not where.outcome
        shape = "danger" if is_last and where.level == "immediate" else "present" if is_last else "reached"
        told = _dated(lang, known, claims)
        made.append(Step(name=words, state=shape, when=told, origins=origins(known, claims, is_contested=_differ(known, claims))))  # type: ignore[arg-type]
    return (*made, _outcome(lang, known, where))


def _outcome(lang: Lang, known: Case, where: State) -> Step:
    if not where.outcome:
        return Step(name=say(lang, "ladder.outcome"), state="outcome", when=say(lang, "ladder.outcomes"))
    claims = [c for r in where.reasons for id in r.claims if (c := known.claim(id))]
    word = "ladder.outcome_dead" if where.outcome == "dead" else "ladder.outcome_free"
    return Step(name=say(lang, word), state="present", when=_dated(lang, known, claims), origins=origins(known, claims))


def _dated(lang: Lang, known: Case, claims: Sequence[Claim]) -> str:
    """The dates given, each once, none chosen."""
    said = dict.fromkeys(dates.when(lang, when).lead for claim in claims for when in known.dates(claim))
    return f" {say(lang, 'timeline.or')} ".join(said)


def _differ(known: Case, claims: Sequence[Claim]) -> bool:
    given = [when for claim in claims for when in known.dates(claim)]
    return any(contradict(a, b) for i, a in enumerate(given) for b in given[i + 1 :])


@seated
def all_(request: HttpRequest) -> HttpResponse:
    """Everyone in the register; those in danger first when asked for."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    known, now = case(desk.through("register.see")), archive().now()
    show = request.GET.get("show", "")
    rows = []
    for entry in known.entries:
        if entry.about != "person":
            continue
        where = state(known, entry.id, now)
        if (show == "danger" and where.level != "immediate") or (show == "watched" and where.level == "none"):
            continue
        rows.append(_row(lang, known, where))
    filters = tuple(
        Link(words=say(lang, f"people.{name or 'all'}"), href="" if name == show else f"/people?show={name}" if name else "/people")
        for name in ("", "danger", "watched")
    )
    sheet = sheets.PeopleSheet(rows=tuple(rows), count=say(lang, "people.count", count=number(lang, len(rows))), filters=filters)
    return page("people", shell(request, "people", thread=whole(request, "register"), keys=("move",)), sheet)


def _row(lang: Lang, known: Case, where: State) -> sheets.PersonRow:
    entry = known.entry(where.entry)
    accepted = known.accepted(where.entry)
    documents = {claim.evidence for claim in known.said(where.entry)}
    ladder = steps(lang, known, where, where.entry)
    return sheets.PersonRow(
        id=entry.id, name=named(lang, known.names(entry.id)), about=line(lang, accepted),
        steps=ladder, stage=say(lang, f"ladder.{where.stage}") if where.stage else "",
        is_danger=where.level == "immediate",
        records=say(lang, "people.of_lists", records=number(lang, len(entry.records)), documents=number(lang, len(documents))),
        origins=origins(known, accepted) if accepted else None,
    )  # fmt: skip


def line(lang: Lang, claims: Iterable[Claim]) -> str:
    """What tells a person from others of the name: age, occupation, father's name, place."""
    wanted = ("age", "occupation", "father_name", "prison", "place")
    found: dict[str, str] = {}
    for claim in claims:
        if claim.property in wanted and not claim.about.startswith("cl-"):
            found.setdefault(claim.property, shown(lang, claim.value))
    return " · ".join(found[name] for name in wanted if name in found)


@seated
def one(request: HttpRequest, id: str) -> HttpResponse:
    """One person; `why` opens the panel for one value."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    person = DOORS["person"].through(desk, {"id": id})
    entry = person.entry
    known = case(desk.through("register.see"), [entry.id])
    where = state(known, entry.id, archive().now())
    asked = request.GET.get("why", "")
    rows = _values(lang, known, entry.id, asked)
    danger = peril(known, where, archive().now())
    sheet = sheets.PersonSheet(
        id=entry.id, name=named(lang, known.names(entry.id) or person.names), line=line(lang, known.accepted(entry.id)),
        also=tuple(Text(words=n.text, lang="fa" if n.script == "arabic" else "en") for n in known.names(entry.id)[2:]),
        danger=say(lang, "person.danger") if where.level == "immediate" else "", danger_note=_left(lang, danger),
        steps=steps(lang, known, where, entry.id), values=rows, timeline=_timeline(lang, known, entry.id),
        why=_why(lang, desk, known, entry.id, asked) if asked else None,
        conflict=say(lang, "person.conflict") if entry.conflicts else "", buttons=_buttons(lang, desk, entry.id, where),
    )  # fmt: skip
    around = shell(request, "people", title=say(lang, "people.person"), thread=_thread(lang, known, entry.id),
                   keys=("value", "why", "trace", "draft"), is_invented=any(e.invented for e in known.evidence))  # fmt: skip
    return page("person", around, sheet)


def _left(lang: Lang, danger: Peril) -> str:
    if danger.hours is None or danger.state.level != "immediate":
        return ""
    return say(lang, "person.about_hours", count=number(lang, danger.hours.least)) if danger.hours.least else say(lang, "home.now")


def _buttons(lang: Lang, desk: Desk, entry: str, where: State) -> tuple[Button, ...]:
    trace = Button(words=say(lang, "act.trace"), href=f"/trace/{entry}", key="g")
    if not allows(desk.agent.roles, "submission.draft"):
        return (trace,)
    if where.outcome:
        why = say(lang, "ladder.outcome_dead" if where.outcome == "dead" else "ladder.outcome_free")
        return trace, Button(words=say(lang, "act.draft"), why_not=why)
    return trace, Button(words=say(lang, "act.draft"), href=f"/submissions/draft?person={entry}", key="d", action="draft", is_primary=True)


def _thread(lang: Lang, known: Case, entry: str) -> tuple:  # type: ignore[type-arg]
    said, accepted = known.said(entry), known.accepted(entry)
    told = {
        "evidence": number(lang, len({c.evidence for c in said})),
        "passage": number(lang, len({p for c in said for p in c.passages})),
        "claim": say(lang, "thread.reviewed", count=number(lang, len(accepted))),
        "record": number(lang, len(known.entry(entry).records)),
        "register": named(lang, known.names(entry)).name,
        "finding": say(lang, "thread.drafted", count=number(lang, len(known.findings))) if known.findings else "",
    }
    lines = {"register": "dashed" if known.findings else "dotted"}
    return stations(lang, told, lines, "register")  # type: ignore[arg-type]


def _values(lang: Lang, known: Case, entry: str, asked: str) -> tuple[sheets.ValueRow, ...]:
    """What sources say, a row a property; details of an act stand under the act."""
    accepted = [c for c in known.accepted(entry) if c.property not in ("role",)]
    rows = [_value_row(lang, known, name, [c for c in accepted if c.property == name and not c.about.startswith("cl-")], asked) for name in SHOWN]
    acts: dict[str, list[Claim]] = {}
    for claim in accepted:
        if isinstance(claim.value, Act):
            acts.setdefault(claim.value.type, []).append(claim)
    for kind, claims in acts.items():
        rows.append(_act_row(lang, known, kind, claims, asked))
    return tuple(row for row in rows if row is not None)


def _value_row(lang: Lang, known: Case, name: str, claims: list[Claim], asked: str) -> sheets.ValueRow | None:
    if not claims:
        return None
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(shown(lang, claim.value), []).append(claim)
    firsts = [group[0].value for group in groups.values()]
    is_contested = name in SINGLE and any(contradict(a, b) for i, a in enumerate(firsts) for b in firsts[i + 1 :])
    lines = tuple(_line(lang, known, words, group, asked, is_contested) for words, group in groups.items())
    return sheets.ValueRow(label=say(lang, f"property.{name}"), lines=lines, state="contested" if is_contested else "single")


def _line(lang: Lang, known: Case, words: str, claims: list[Claim], asked: str, is_contested: bool) -> sheets.ValueLine:
    first = claims[0]
    second = dates.when(lang, first.value).second if isinstance(first.value, When) else ""
    return sheets.ValueLine(
        key=first.id, text=Text(words=words, lang=_lang_of(words)), second=second, told=_sources(known, claims) + _sense(lang, first),
        origins=origins(known, claims, is_contested=is_contested), is_selected=any(c.id == asked for c in claims),
        is_quoted=first.property == "charge",
    )  # fmt: skip


def _lang_of(words: str) -> str:
    return "fa" if any("\u0600" <= c <= "\u06ff" for c in words) else ""


def _sense(lang: Lang, claim: Claim) -> str:
    return "" if claim.modality == "asserted" else f" · {say(lang, f'modality.{claim.modality}')}"


def _sources(known: Case, claims: Iterable[Claim]) -> str:
    """Who says so, each once: the speaker, else the document's source, else its title."""
    names = []
    for claim in claims:
        source, item = known.source(claim), known.item(claim.evidence)
        names.append(claim.stated_by[0].name if claim.stated_by else source.name if source else title_of(item).words if item else "")
    return " · ".join(dict.fromkeys(filter(None, names)))


def _act_row(lang: Lang, known: Case, kind: str, claims: list[Claim], asked: str) -> sheets.ValueRow:
    """One act, a line a telling: its date, place, court and charge in the source's words."""
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(_telling(lang, known, claim), []).append(claim)
    is_contested = _differ(known, claims) or len({c.modality == "denied" for c in claims}) > 1
    lines = tuple(_line(lang, known, words, group, asked, is_contested) for words, group in groups.items())
    return sheets.ValueRow(label=say(lang, f"deed.{kind}"), lines=lines, state="contested" if is_contested else "single")


def _telling(lang: Lang, known: Case, act: Claim) -> str:
    parts = []
    for name in ("date", "place", "court", "charge"):
        given = dict.fromkeys(shown(lang, d.value) for d in known.details(act.id) if d.property == name)
        quoted = [f"“{words}”" if name == "charge" else words for words in given]
        parts += quoted
    return " · ".join(parts) or say(lang, f"deed.{act.value.type}" if isinstance(act.value, Act) else "property.act")


def _timeline(lang: Lang, known: Case, entry: str) -> sheets.Timeline | None:
    marks = []
    for claim in known.accepted(entry):
        if not isinstance(claim.value, Act):
            continue
        given = [w for w in known.dates(claim) if w.first and w.last]
        if given:
            first = given[0]
            assert first.first and first.last
            label = say(lang, f"deed.{claim.value.type}") + say(lang, "comma") + dates.when(lang, first).lead
            marks.append(Dating(first=first.first, last=first.last, label=label, is_within=first.precision == "interval"))
    unique = {mark.label: mark for mark in marks}
    return draw(lang, tuple(unique.values()), archive().now().date())


def _why(lang: Lang, desk: Desk, known: Case, entry: str, asked: str) -> sheets.WhySheet | None:
    """From the entry down to the bedrock for one value; what speaks against it; what only repeats."""
    claim = known.claim(asked)
    if claim is None or claim not in known.said(entry):
        return None
    alike = _alike(lang, known, entry, claim)
    item = known.item(claim.evidence)
    assert item is not None
    against = [c for c in known.accepted(entry) if _is_against(claim, c, alike)]
    words = shown(lang, claim.value) if not isinstance(claim.value, Act) else _telling(lang, known, claim)
    return sheets.WhySheet(
        entry=entry, key=claim.id, asked=f"{kind_of(lang, claim)}: {words}",
        answer=say(lang, "why.claims_origins", claims=number(lang, len(alike)), origins=number(lang, len(known.origins(alike)))),
        nodes=_nodes(lang, desk, known, entry, claim, item), sha256=item.sha256, checks=_checked(lang, desk, item),
        not_proved=say(lang, "why.not_proved", when=dates.day(lang, item.taken_at.date()).lead),
        against=tuple(_counter(lang, known, c, entry) for c in against),
        repeats=tuple(_counter(lang, known, c, entry) for c in _repeats(known, alike)),
        history=Link(words=say(lang, "why.history", count=number(lang, claim.version)), href=f"/trace/{claim.id}"),
    )  # fmt: skip


def _alike(lang: Lang, known: Case, entry: str, claim: Claim) -> list[Claim]:
    def told(one: Claim) -> str:
        return _telling(lang, known, one) if isinstance(one.value, Act) else shown(lang, one.value)

    same = [c for c in known.accepted(entry) if c.property == claim.property and told(c) == told(claim) and c.modality == claim.modality]
    return same or [claim]


def _is_against(claim: Claim, other: Claim, alike: list[Claim]) -> bool:
    if other in alike or other.property != claim.property:
        return False
    if isinstance(claim.value, Act) and isinstance(other.value, Act):
        return claim.value.type == other.value.type and (claim.modality == "denied") != (other.modality == "denied")
    return claim.property in SINGLE and contradict(claim.value, other.value)


def _repeats(known: Case, claims: list[Claim]) -> list[Claim]:
    """Claims whose origins another claim before them has already."""
    seen: set[str] = set()
    repeated = []
    for claim in claims:
        mine = known.origins([claim])
        if mine <= seen:
            repeated.append(claim)
        seen |= mine
    return repeated


def _counter(lang: Lang, known: Case, claim: Claim, entry: str) -> sheets.Counter:
    words = shown(lang, claim.value) + _sense(lang, claim)
    return sheets.Counter(title=words, told=_sources(known, [claim]), link=Link(words=say(lang, "act.look"), href=f"/people/{entry}?why={claim.id}"))


def _nodes(lang: Lang, desk: Desk, known: Case, entry: str, claim: Claim, item: Evidence) -> tuple[sheets.Node, ...]:
    source = known.source(claim)
    grade = say(lang, "why.grade", grade=source.grade, credibility=number(lang, source.credibility)) if source else ""
    record = next((r for r in known.records if claim.id in r.claims or claim.about in r.mentions), None)
    passage = next((p for p in known.passages if p.id == claim.passages[0]), None)
    stretch = next((w for w in passage.where if isinstance(w, Stretch | Cell)), None) if passage else None
    judged = len(known.entry(entry).judgements)
    records = say(lang, "person.records", records=number(lang, len(known.entry(entry).records)), documents=number(lang, len(known.evidence)))
    voices = " ← ".join(v.name for v in claim.stated_by)
    told = " · ".join(filter(None, (say(lang, f"modality.{claim.modality}"), grade, _decided(lang, claim), voices)))
    return (
        sheets.Node(noun="register", title=say(lang, "why.entry"), id=entry, told=records + (f" · {number(lang, judged)}" if judged else "")),
        sheets.Node(noun="record", title=say(lang, "why.record", title=_list_of(record, item)), told=source.name if source else ""),
        sheets.Node(noun="claim", title=say(lang, "why.claim", what=kind_of(lang, claim)), id=claim.id, told=told),
        _passage(lang, desk, passage.text if passage else None, stretch, item),
        sheets.Node(noun="evidence", title=title_of(item).words, id=item.id, href=f"/evidence/{item.id}",
                    told=say(lang, "why.taken", who=item.collector or "", when=dates.moment(lang, item.taken_at))),
    )  # fmt: skip


def _list_of(record: Record | None, item: Evidence) -> str:
    if record is not None and record.list:
        return f"{record.list}, {record.row}"
    return title_of(item).words


def _decided(lang: Lang, claim: Claim) -> str:
    if claim.standing.state == "proposed":
        return say(lang, "why.proposed_by", rule=(claim.rule or "").split(" ")[0])
    people = archive().shelf.many(sorted(claim.standing.current()))
    return say(lang, "why.accepted_by", names=", ".join(p.name for p in people if isinstance(p, Agent)))


def _passage(lang: Lang, desk: Desk, text: str | None, where: Stretch | Cell | None, item: Evidence) -> sheets.Node:
    """The words themselves, with a little of what stands around them."""
    href = f"/review/{item.id}"
    if isinstance(where, Cell) or where is None or text is None:
        quote = Marked(mark=where.quote or "", lang=_lang_of(where.quote or "")) if isinstance(where, Cell) else None
        told = f"{where.row}:{where.column}" if isinstance(where, Cell) else ""
        return sheets.Node(noun="passage", title=say(lang, "why.open_passage"), quote=quote, told=told, href=href)
    body = getattr(archive().shelf.get(text), "body", "")
    before, after = body[max(0, where.start - AROUND) : where.start], body[where.end : where.end + AROUND]
    quote = Marked(before=("…" if where.start > AROUND else "") + before.replace("\n", " "), mark=where.quote,
                   after=after.replace("\n", " ") + "…", lang=_lang_of(where.quote))  # fmt: skip
    told = say(lang, "why.characters", start=number(lang, where.start), end=number(lang, where.end))
    return sheets.Node(noun="passage", title=say(lang, "why.open_passage"), quote=quote, told=told, href=href)


def _checked(lang: Lang, desk: Desk, item: Evidence) -> tuple[Check, ...]:
    """What can be said of the bytes at once: their digest now, their place in the ledger; what nobody looked at."""
    entries = archive().shelf.entries_of(item.id)
    seq = entries[0].seq if entries else None
    is_whole = DOORS["fixity"].through(desk, {"id": item.id}) if allows(desk.agent.roles, "evidence.see") else None
    digest = "not_checked" if is_whole is None else "passed" if is_whole else "failed"
    return (
        Check(answer=digest, what=say(lang, "why.digest")),  # type: ignore[arg-type]
        Check(answer="passed" if seq is not None else "not_checked", what=say(lang, "why.in_ledger", seq=number(lang, seq if seq is not None else "–"))),
        Check(answer="not_checked", what=say(lang, "why.time")),
        Check(answer="not_checked", what=say(lang, "why.hand")),
    )

