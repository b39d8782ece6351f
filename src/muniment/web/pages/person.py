"""One person: where the proceedings stand, every value by every source, a timeline, and why each value is believed.

Where the proceedings stand is computed from accepted claims each time the page is asked for. It becomes a finding when someone
proposes it and a named person decides it; when claims have moved on since, the page says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.act import case
from muniment.archive.desk import Desk
from muniment.archive.link import Person
from muniment.model.claim import Act, Claim
from muniment.model.errors import BadInputError
from muniment.model.finding import Finding
from muniment.model.judgement import Judgement
from muniment.model.when import When
from muniment.protect.roles import allows
from muniment.warn import Case, State, state
from muniment.warn.queue import Peril, peril
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages.answers import page, seated
from muniment.web.pages.people import line
from muniment.web.pages.shell import language, shell, stations
from muniment.web.pages.told import listed, named, people_of
from muniment.web.pages.values import rows, steps
from muniment.web.pages.why import why
from muniment.web.sheets import people as sheets
from muniment.web.sheets.parts import Button, Lang, Line, Text
from muniment.web.timeline import Dating, draw
from muniment.web.words import apart, counted, number, say, vocabulary

QUESTION = "procedural-state"


@seated
def one(request: HttpRequest, id: str) -> HttpResponse:
    """One person; `why` opens the panel for one value. Posted here: a finding is proposed or decided."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    if request.method == "POST":
        return _do(request, desk, id)
    person: Person = DOORS["person"].through(desk, {"id": id})
    entry = person.entry
    known, now = case(desk.through("register.see"), [entry.id]), archive().now()
    where = state(known, entry.id, now)
    asked = request.GET.get("why", "")
    sheet = sheets.PersonSheet(
        id=entry.id, name=named(lang, known.names(entry.id) or person.names), line=line(lang, known.accepted(entry.id)),
        records=say(lang, "person.records", records=counted(lang, "evidence.records", len(entry.records)),
                    documents=counted(lang, "home.documents", len({r.evidence for r in person.records}))),
        also=_also(known, entry.id), danger=say(lang, "person.danger") if where.level == "immediate" else "",
        danger_note=_left(lang, peril(known, where, now)), steps=steps(lang, known, where), finding=_finding(lang, desk, known, where),
        values=rows(lang, known, entry.id, asked), timeline=_timeline(lang, known, where, now.date()),
        why=why(lang, desk, known, entry.id, person.judgements, asked) if asked else None,
        conflict=_conflict(lang, person), buttons=_buttons(lang, desk, entry.id, where), as_of=dates.day(lang, now.date()),
        judged=tuple(_judged(lang, j) for j in person.judgements) if allows(desk.agent.roles, "record.see") else (),
    )  # fmt: skip
    around = shell(request, "people", title=say(lang, "people.person"), thread=_thread(lang, known, entry.id),
                   keys=("value", "why", "trace", "draft"), said=request.session.pop("said", ""),
                   is_invented=any(e.invented for e in known.evidence))  # fmt: skip
    return page("person", around, sheet)


def _do(request: HttpRequest, desk: Desk, id: str) -> HttpResponse:
    action, lang = request.POST.get("do", ""), language(request)
    if action == "find":
        made = DOORS["find"].through(desk, {"id": id})
        request.session["said"] = counted(lang, "person.proposed", len(made))
    elif action in ("accept", "reject"):
        answer = {"accept": "accepted", "reject": "rejected"}[action]
        given = {"id": request.POST.get("finding", ""), "expected": request.POST.get("version", "0"), "answer": answer}
        DOORS["conclude"].through(desk, given)
        request.session["said"] = say(lang, f"person.finding_{answer}")
    else:
        raise BadInputError(say(lang, "refusal.no_such_act"))
    return HttpResponseRedirect(f"/people/{id}")


def _also(known: Case, entry: str) -> tuple[Text, ...]:
    """Other spellings than the two that head the page."""
    names = known.names(entry)
    heads = {next((n.text for n in names if n.script == script), "") for script in ("latin", "arabic")}
    return tuple(Text(words=n.text, lang="fa" if n.script == "arabic" else "en") for n in names if n.text not in heads)


def _left(lang: Lang, danger: Peril) -> str:
    if danger.hours is None or danger.state.level != "immediate":
        return ""
    return say(lang, "person.about_hours", count=number(lang, danger.hours.least)) if danger.hours.least else say(lang, "home.now")


def _conflict(lang: Lang, person: Person) -> str:
    """Who judged the records of this entry to be different people although a chain of judgements joins them."""
    against = [j for j in person.judgements if j.id in person.entry.conflicts]
    if not against:
        return ""
    return f"{say(lang, 'person.conflict')} {'; '.join(_judged(lang, j).words for j in against)}"


def _judged(lang: Lang, judgement: Judgement) -> Text:
    answer = say(lang, f"pairs.{judgement.answer or 'taken_back'}")
    who, when = listed(lang, people_of([judgement.made_by])), dates.day(lang, judgement.made_at.date()).lead
    return Text(words=f"{answer} · {who} · {when} · {apart(judgement.reason)}")


def _buttons(lang: Lang, desk: Desk, entry: str, where: State) -> tuple[Button, ...]:
    may = desk.agent.roles
    made = [Button(words=say(lang, "act.trace"), href=f"/trace/{entry}", key="g")] if allows(may, "trace.see") else []
    if allows(may, "excerpt.make"):
        made.append(Button(words=say(lang, "people.excerpt"), href=f"/excerpts?person={entry}"))
    if allows(may, "claim.make"):
        made.append(Button(words=say(lang, "form.fill"), href=f"/forms?person={entry}"))
    if not allows(may, "submission.draft"):
        return tuple(made)
    if where.outcome:
        why_not = say(lang, "ladder.outcome_dead" if where.outcome == "dead" else "ladder.outcome_free")
        return (*made, Button(words=say(lang, "act.draft"), why_not=why_not))
    return (
        *made,
        Button(words=say(lang, "act.draft"), href=f"/submissions/draft?person={entry}", key="d", action="draft", is_primary=True),
    )


def _thread(lang: Lang, known: Case, entry: str) -> tuple:  # type: ignore[type-arg]
    said, accepted = known.said(entry), known.accepted(entry)
    decided = [f for f in known.findings if f.standing.state == "accepted"]
    told = {
        "evidence": number(lang, len({c.evidence for c in said})), "passage": number(lang, len({p for c in said for p in c.passages})),
        "claim": say(lang, "thread.reviewed", count=number(lang, len(accepted))), "record": number(lang, len(known.entry(entry).records)),
        "register": named(lang, known.names(entry)).name,
        "finding": say(lang, "thread.decided" if decided else "thread.drafted", count=number(lang, len(known.findings))) if known.findings else "",
    }  # fmt: skip
    lines: dict[str, Line] = {"register": "solid" if decided else "dashed" if known.findings else "dotted"}
    return stations(lang, told, lines, "register")  # type: ignore[arg-type]


def _finding(lang: Lang, desk: Desk, known: Case, where: State) -> sheets.FindingPart:
    """Where the proceedings stand, as somebody concluded it, or the way to conclude it."""
    held = [f for f in known.findings if f.question == QUESTION]
    last = held[-1] if held else None
    now = where.outcome or where.stage or "unknown"
    may = allows(desk.agent.roles, "finding.decide")
    if last is None:
        return sheets.FindingPart(words=say(lang, "person.no_finding"), may_propose=may and bool(where.claims))
    return sheets.FindingPart(
        id=last.id, version=last.version, words=say(lang, "person.finding", answer=_answer(lang, last.answer)), state=last.standing.state,
        told=_concluded(lang, last), may_decide=may and last.standing.state == "proposed",
        moved_on=say(lang, "person.moved_on", answer=_answer(lang, now)) if last.answer != now else "",
        may_propose=may and last.answer != now,
    )  # fmt: skip


def _answer(lang: Lang, answer: str) -> str:
    words = vocabulary(lang)
    return words.get(f"ladder.outcome_{answer}") or words.get(f"ladder.{answer}") or say(lang, "state.undocumented")


def _concluded(lang: Lang, finding: Finding) -> str:
    """By which standard of proof, on how many claims, by whom."""
    parts = [say(lang, f"standard.{finding.standard}"), counted(lang, "why.claims", len(finding.claims))]
    if finding.against:
        parts.append(say(lang, "person.against", count=number(lang, len(finding.against))))
    names = listed(lang, people_of(finding.standing.current()))
    when = dates.day(lang, finding.made_at.date()).lead
    parts.append(
        say(lang, "why.proposed_by", rule=apart(finding.rule or "–"))
        if not names
        else f"{say(lang, f'why.{finding.standing.state}_by', names=names)}{say(lang, 'comma')}{when}"
    )
    return " · ".join(parts)


def _timeline(lang: Lang, known: Case, where: State, today: date) -> sheets.Timeline | None:
    """Every dated act once a telling; two days that sources differ on side by side on one line."""
    acts: dict[str, list[tuple[Claim, When]]] = {}
    for claim in known.accepted(where.entry):
        if isinstance(claim.value, Act) and claim.modality != "denied":
            acts.setdefault(claim.value.type, []).extend((claim, w) for w in known.dates(claim) if w.first and w.last)
    danger = {id for reason in where.reasons if reason.level == "immediate" for id in reason.claims}
    marks = [mark for kind, dated in acts.items() for mark in _marks(lang, kind, dated, danger)]
    return draw(lang, tuple(marks), today)


def _marks(lang: Lang, kind: str, dated: Sequence[tuple[Claim, When]], danger: set[str]) -> list[Dating]:
    spans = {(when.earliest, when.latest): (claim, when) for claim, when in sorted(dated, key=lambda pair: str(pair[1].earliest))}
    given, what = list(spans.values()), say(lang, f"deed.{kind}")
    if len(given) == 2 and all(when.earliest == when.latest for _, when in given):
        (claim, first), (_, second) = given
        assert first.first and second.first
        label = f"{what}{say(lang, 'comma')}{dates.when(lang, first).lead} {say(lang, 'timeline.or')} {dates.when(lang, second).lead}"
        return [Dating(first=first.first, last=first.first, label=label, rival=second.first, is_danger=claim.id in danger)]
    return [
        Dating(first=when.first, last=when.last, label=f"{what}{say(lang, 'comma')}{dates.when(lang, when).lead}",
               is_within=when.precision == "interval", is_danger=claim.id in danger)
        for claim, when in given
        if when.first and when.last
    ]  # fmt: skip
