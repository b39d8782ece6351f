"""One letter: sentences with their footnotes, gaps as questions, consent, mandates, checks, and the names before it leaves.

What only the drafter can say (the cover) is typed beside the draft and kept in the drafter's session until they log out; the
letter is drafted anew from it. Every decision is a sentence in words. Released, nothing here can be changed any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.act import Drafted, case
from muniment.archive.desk import Desk
from muniment.model.claim import Claim
from muniment.model.errors import BadInputError, ChangedError
from muniment.model.submission import Addressee, Decision, Submission
from muniment.model.submission import Section as SectionNoun
from muniment.model.submission import Sentence as SentenceNoun
from muniment.model.verdict import Check as Made
from muniment.protect.roles import allows
from muniment.warn import Case
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages import gate
from muniment.web.pages.answers import page, refusal, seated
from muniment.web.pages.consent import panel
from muniment.web.pages.shell import language, shell, stations
from muniment.web.pages.told import listed, named, people_of, title_of
from muniment.web.sheets import submission as sheets
from muniment.web.sheets.parts import Button, Lang, Line, Option, Tally
from muniment.web.words import apart, number, say
from muniment.web.words.rooms import retold

COVER = ("submitter", "contact", "country", "relation", "obtained", "state", "perpetrator", "steps", "protection")
TICKS = ("follow_up", "good_faith", "use_initials")
DECISIONS = ("approve", "reprisal", "life-at-stake", "mosaic")


@seated
def one(request: HttpRequest, id: str) -> HttpResponse:
    """One letter; what is posted here is decided here."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            _do(request, desk, id)
        except ChangedError as exc:
            return refusal(request, exc, mine=request.POST.get("words", ""), theirs=_theirs(lang, desk, id))
        return HttpResponseRedirect(f"/submissions/{id}")
    drafted: Drafted = DOORS["submission"].through(desk, {"id": id, "with_files": False})
    letter = drafted.submission
    known = case(desk.through("submission.see"), letter.about)
    around = shell(request, "submissions", title=say(lang, "bar.submissions"), thread=_thread(lang, known, letter),
                   keys=("sentence", "trace", "consent"), is_invented=any(e.invented for e in known.evidence))  # fmt: skip
    return page("submission", around, _sheet(request, lang, desk, known, drafted))


def _theirs(lang: Lang, desk: Desk, id: str) -> str:
    letter: Submission = DOORS["submission"].through(desk, {"id": id, "with_files": False}).submission
    return say(lang, "submission.version_now", version=number(lang, letter.version), time=dates.moment(lang, letter.made_at))


def _do(request: HttpRequest, desk: Desk, id: str) -> None:
    post, action = request.POST, request.POST.get("do", "")
    given = {"id": id, "expected": post.get("version", "0")}
    if action == "leave-unknown":
        DOORS["settle"].through(desk, {**given, "field": post.get("field", "")})
    elif action == "mandates":
        DOORS["choose"].through(desk, {**given, "codes": tuple(post.getlist("mandate"))})
    elif action == "cover":
        DOORS["redraft"].through(desk, {**given, "cover": _cover(request, id)})
    elif action == "decide":
        _decide(request, desk, given)
    elif action == "release":
        DOORS["release"].through(
            desk, {**given, "words": post.get("words", "").strip() or say(language(request), "submission.released_here")}
        )
        request.session["covers"] = {of: typed for of, typed in request.session.get("covers", {}).items() if of != id}
    else:
        raise BadInputError(say(language(request), "refusal.no_such_act"))


def _decide(request: HttpRequest, desk: Desk, given: dict[str, str]) -> None:
    """The second person's decision through one door, the drafter's half through the other."""
    post = request.POST
    letter: Submission = DOORS["submission"].through(desk, {"id": given["id"], "with_files": False}).submission
    is_second = allows(desk.agent.roles, "submission.approve") and letter.made_by != desk.agent.id
    told = {"what": post.get("what", ""), "words": post.get("words", "").strip(), "answer": post.get("answer", "yes")}
    DOORS["approve" if is_second else "weigh"].through(desk, {**given, **told})


def _cover(request: HttpRequest, id: str) -> dict[str, object]:
    post = request.POST
    typed = {name: post.get(name, "").strip() for name in (*COVER, "requests")} | {name: post.get(name, "") for name in TICKS}
    request.session["covers"] = {**request.session.get("covers", {}), id: typed}
    made: dict[str, object] = {name: typed[name] or None for name in COVER}
    made["requests"] = tuple(line.strip() for line in typed["requests"].splitlines() if line.strip())
    return made | {name: typed[name] == "yes" for name in TICKS}


def _thread(lang: Lang, known: Case, letter: Submission) -> tuple:  # type: ignore[type-arg]
    used = [c for id in {c for s in letter.sentences() for c in s.claims} if (c := known.claim(id))]
    told = {
        "evidence": number(lang, len({c.evidence for c in used})), "passage": number(lang, len({p for c in used for p in c.passages})),
        "claim": say(lang, "thread.reviewed", count=number(lang, len(used))), "record": number(lang, len(known.records)),
        "register": named(lang, known.names(letter.about[0])).name, "finding": number(lang, len(known.findings)) if known.findings else "",
        "submission": say(lang, f"submission.{letter.state}"),
    }  # fmt: skip
    lines: dict[str, Line] = {
        "finding": "solid" if letter.state == "released" else "dashed",
        "register": "solid" if known.findings else "dotted",
    }
    return stations(lang, told, lines, "submission")  # type: ignore[arg-type]


def _sheet(request: HttpRequest, lang: Lang, desk: Desk, known: Case, drafted: Drafted) -> sheets.SubmissionSheet:
    letter, checks = drafted.submission, drafted.gate.checks
    notes = {s: number(lang, i) for i, s in enumerate((s for s in letter.sentences() if s.claims or s.findings), 1)}
    missing = tuple(gate.lacking(lang, c) for c in checks if c.verdict == "failed") if letter.state == "draft" else ()
    consent = panel(lang, desk, known, letter)
    unnamed = any(row.purpose == "name-in-letter" and row.blocks for row in consent.rows)
    barred = [name.text for person in letter.about for name in known.names(person)] if unnamed else []
    return sheets.SubmissionSheet(
        id=letter.id, version=letter.version, title=letter.title, lang="en", state=letter.state, line=_line(lang, letter),
        sections=tuple(_section(lang, s, notes, barred) for s in letter.sections if s.sentences or s.gaps),
        notes=tuple(sheets.Footnote(number=i, words=_note(lang, known, s), href=_down(known, s)) for s, i in notes.items()), consent=consent,
        mandates=tuple(_mandate(lang, one) for one in letter.addressees), checks=tuple(gate.check(lang, c) for c in checks), check_links=tuple(None for _ in checks),
        tally=_tally(checks), decisions=tuple(_decision(lang, d) for d in letter.decisions), decisions_note=_second(lang, letter),
        missing=missing, files=letter.files, buttons=_buttons(lang, desk, letter, is_blocked=bool(missing)),
        may_draft=allows(desk.agent.roles, "submission.draft") and letter.state == "draft", deciding=_deciding(lang, desk, letter),
        may_release=allows(desk.agent.roles, "submission.release") and letter.state == "draft" and not missing,
        cover=_typed(request, lang, letter),
    )  # fmt: skip


def _line(lang: Lang, letter: Submission) -> str:
    words = sum(len(s.text.split()) for s in letter.sentences())
    state = say(lang, "submission.not_sent") if letter.state == "draft" else ""
    code, _, version = letter.form.partition("@")
    form = say(lang, "submission.by_form", form=apart(code), version=apart(version))
    parts = (
        f"{say(lang, f'submission.{letter.state}')} {number(lang, letter.version)}",
        state,
        form,
        say(lang, "submission.length", count=number(lang, words)),
    )
    return " · ".join(part for part in parts if part)


def _tally(checks: Iterable[Made]) -> Tally:
    answers = [c.verdict for c in checks]
    return Tally(passed=answers.count("passed"), failed=answers.count("failed"), not_checked=answers.count("not_checked"))


def _section(lang: Lang, section: SectionNoun, notes: dict[SentenceNoun, str], barred: list[str]) -> sheets.Section:
    lines: list[sheets.Sentence | sheets.Gap] = [_sentence(s, notes, barred) for s in section.sentences]
    lines += [
        sheets.Gap(field=g.field, question=retold(lang, g.question), ask=retold(lang, g.ask), left_unknown=g.left_unknown)
        for g in section.gaps
    ]
    return sheets.Section(heading=section.heading, lines=tuple(lines))


def _sentence(sentence: SentenceNoun, notes: dict[SentenceNoun, str], barred: list[str]) -> sheets.Sentence:
    """A sentence with the names marked for which nobody gave leave, its footnote after it."""
    down = (*sentence.claims, *sentence.findings, "")[0]
    cut = re.compile("(" + "|".join(map(re.escape, sorted(barred, key=len, reverse=True))) + ")") if barred else None
    parts = [part for part in cut.split(sentence.text) if part] if cut else [sentence.text]
    pieces = [sheets.Piece(text=part, is_blocked=part in barred) for part in parts]
    last = sheets.Piece(text=pieces[-1].text, is_blocked=pieces[-1].is_blocked, note=notes.get(sentence, ""))
    return sheets.Sentence(basis=sentence.basis, count=max(1, len(sentence.claims)), href=f"/trace/{down}" if down else "",
                           pieces=(*pieces[:-1], last))  # fmt: skip


def _note(lang: Lang, known: Case, sentence: SentenceNoun) -> str:
    """The papers a sentence stands on, each once, with the grade of their source, whom the paper's own page names."""
    claims = [claim for id in sentence.claims if (claim := known.claim(id))]
    names = map(apart, dict.fromkeys(_source(known, claim) for claim in claims))
    findings = [say(lang, "submission.finding", id=apart(f"{id[:7]}…")) for id in sentence.findings]
    return say(lang, "semicolon").join((*names, *findings))


def _source(known: Case, claim: Claim) -> str:
    source, item = known.source(claim), known.item(claim.evidence)
    title = title_of(item).words if item else claim.evidence
    return f"{title}, {source.grade} {source.credibility}" if source else title


def _down(known: Case, sentence: SentenceNoun) -> str:
    claim = known.claim(sentence.claims[0]) if sentence.claims else None
    return f"/review/{claim.evidence}?claim={claim.id}" if claim else f"/trace/{sentence.findings[0]}" if sentence.findings else ""


def _mandate(lang: Lang, addressee: Addressee) -> sheets.Mandate:
    """A mandate in the reader's words, and beside them its own name, which the letter bears."""
    name = retold(lang, addressee.name)
    return sheets.Mandate(code=addressee.code, name=name, original=addressee.name if name != addressee.name else "",
                          why=retold(lang, addressee.why), is_chosen=addressee.is_chosen)  # fmt: skip


def _decision(lang: Lang, decision: Decision) -> sheets.Decided:
    who = listed(lang, people_of([decision.by])) or apart(decision.by)
    return sheets.Decided(who=who, what=say(lang, f"decision.{decision.what}"), words=apart(decision.words), at=dates.moment(lang, decision.at),
                          is_no=decision.answer == "no")  # fmt: skip


def _second(lang: Lang, letter: Submission) -> str:
    if any(d.what == "approve" and d.answer == "yes" and d.by != letter.made_by and d.at >= letter.as_of for d in letter.decisions):
        return ""
    return say(lang, "submission.second_alone" if archive().settings.is_alone else "submission.second_open")


def _deciding(lang: Lang, desk: Desk, letter: Submission) -> tuple[Option, ...]:
    """What this reader may decide about the letter: the drafter never approves their own."""
    may, is_mine = desk.agent.roles, letter.made_by == desk.agent.id
    if letter.state != "draft" or not (allows(may, "submission.draft") or (allows(may, "submission.approve") and not is_mine)):
        return ()
    codes = DECISIONS if allows(may, "submission.approve") and not is_mine else DECISIONS[1:]
    return tuple(Option(value=code, words=say(lang, f"decision.{code}")) for code in codes)


def _typed(request: HttpRequest, lang: Lang, letter: Submission) -> sheets.Cover:
    """The cover as this drafter typed it last in this session."""
    held = request.session.get("covers", {}).get(letter.id, {})
    return sheets.Cover(
        fields=tuple(sheets.Typed(name=name, label=say(lang, f"cover.{name}"), value=held.get(name, "")) for name in COVER),
        ticks=tuple(Option(value=name, words=say(lang, f"cover.{name}"), is_chosen=held.get(name) == "yes") for name in TICKS),
        requests=held.get("requests", ""), is_open=not held and letter.version == 1,
    )  # fmt: skip


def _buttons(lang: Lang, desk: Desk, letter: Submission, *, is_blocked: bool) -> tuple[Button, ...]:
    at = f"/submissions/{letter.id}"
    made = [
        Button(words=say(lang, f"act.{word}"), href=f"{at}/{kind}") for word, kind in (("word", "docx"), ("pdf", "pdf"), ("json", "json"))
    ]
    if letter.state == "released":
        package = Button(words=say(lang, "act.package"), href=f"/packages?id={letter.id}", key="p")
        return (*made, package) if allows(desk.agent.roles, "package.make") else tuple(made)
    if is_blocked:
        made.append(Button(words=say(lang, "act.release"), why_not=say(lang, "submission.see_missing")))
    return tuple(made)
