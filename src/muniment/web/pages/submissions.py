"""The letters: the list, one draft with its footnotes and gaps, consent, and the gate before it leaves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.act.release import purposes
from muniment.archive import DOORS
from muniment.archive.act import Drafted, case
from muniment.archive.desk import Desk
from muniment.model.agent import Agent
from muniment.model.claim import Claim
from muniment.model.consent import Consent
from muniment.model.errors import BadInputError, UnknownError
from muniment.model.submission import Addressee, Decision, Submission
from muniment.model.submission import Gap as GapNoun
from muniment.model.submission import Sentence as SentenceNoun
from muniment.protect.roles import allows
from muniment.warn import Case
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages.answers import page, seated
from muniment.web.pages.shell import language, shell, stations, whole
from muniment.web.pages.told import named, title_of
from muniment.web.sheets import consent as consent_sheets
from muniment.web.sheets import submission as sheets
from muniment.web.sheets.parts import Button, Check, Lang, Tally
from muniment.web.words import number, say

ASKED = ("submit", "share-with-state", "name-in-letter", "name-in-public")
YES = ("given", "next-of-kin", "lawyer")
BASES = ("given", "next-of-kin", "lawyer", "impossible", "refused", "withdrawn")


@seated
def all_(request: HttpRequest) -> HttpResponse:
    """Drafts and what was sent."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    letters = DOORS["submissions"].through(desk, {"limit": 500})
    rows = tuple(
        sheets.SubmissionRow(
            id=letter.id, title=letter.title, kind=letter.letter.replace("-", " "), state=letter.state,
            told=dates.moment(lang, letter.made_at), gaps=number(lang, _open(letter)),
        )
        for letter in reversed(letters)
    )  # fmt: skip
    sheet = sheets.SubmissionListSheet(rows=rows, count=say(lang, "submission.count", count=number(lang, len(rows))))
    return page("submissions", shell(request, "submissions", thread=whole(request, "submission"), keys=("move",)), sheet)


def _open(letter: Submission) -> int:
    return sum(not gap.left_unknown for gap in letter.gaps())


@seated
def draft(request: HttpRequest) -> HttpResponse:
    """Draft an urgent appeal for the people named; the draft opens."""
    if request.method != "POST":
        return HttpResponseRedirect("/submissions")
    people = tuple(request.POST.getlist("person") or request.GET.getlist("person"))
    made = DOORS["draft"].through(request.desk, {"kind": "urgent-appeal", "ids": people})  # type: ignore[attr-defined]
    return HttpResponseRedirect(f"/submissions/{made.submission.id}")


@seated
def file(request: HttpRequest, id: str, name: str) -> HttpResponse:
    """One file of a letter, made anew from what is stored."""
    drafted: Drafted = DOORS["submission"].through(request.desk, {"id": id})  # type: ignore[attr-defined]
    found = next((f for f in drafted.files if f.name.rsplit(".", 1)[-1] == name), None)
    if found is None:
        raise UnknownError("no such file")
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return HttpResponse(found.body, content_type=found.media_type, headers=headers)


@seated
def one(request: HttpRequest, id: str) -> HttpResponse:
    """One letter; what is posted here is decided here."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    if request.method == "POST":
        _do(request, desk, id)
        return HttpResponseRedirect(f"/submissions/{id}")
    drafted: Drafted = DOORS["submission"].through(desk, {"id": id, "with_files": False})
    letter = drafted.submission
    known = case(desk.through("submission.see"), letter.about)
    around = shell(request, "submissions", title=say(lang, "bar.submissions"), thread=_thread(lang, known, letter), keys=("sentence", "consent"),
                   is_invented=any(e.invented for e in known.evidence))  # fmt: skip
    return page("submission", around, _sheet(lang, desk, known, drafted))


def _do(request: HttpRequest, desk: Desk, id: str) -> None:
    post = request.POST
    action, version = post.get("do", ""), post.get("version", "0")
    given = {"id": id, "expected": version}
    if action == "leave-unknown":
        DOORS["settle"].through(desk, {**given, "field": post.get("field", "")})
    elif action == "mandates":
        DOORS["choose"].through(desk, {**given, "codes": tuple(post.getlist("mandate"))})
    elif action in ("approve", "reprisal", "life-at-stake"):
        door = "approve" if action == "approve" or allows(desk.agent.roles, "submission.approve") else "weigh"
        DOORS[door].through(desk, {**given, "what": action, "words": post.get("words", "")})
    elif action == "release":
        DOORS["release"].through(desk, {**given, "words": post.get("words", "") or "released from the web interface"})
    else:
        raise BadInputError("This page does not know what to do with that.", advice="Load it again.")


def _thread(lang: Lang, known: Case, letter: Submission) -> tuple:  # type: ignore[type-arg]
    claims = {c for s in letter.sentences() for c in s.claims}
    used = [c for id in claims if (c := known.claim(id))]
    told = {
        "evidence": number(lang, len({c.evidence for c in used})), "passage": number(lang, len({p for c in used for p in c.passages})),
        "claim": say(lang, "thread.reviewed", count=number(lang, len(used))), "record": number(lang, len(known.records)),
        "register": named(lang, known.names(letter.about[0])).name, "finding": number(lang, len(known.findings)) if known.findings else "",
        "submission": say(lang, f"submission.{letter.state}"),
    }  # fmt: skip
    lines = {"finding": "solid" if letter.state == "released" else "dashed", "register": "solid" if known.findings else "dotted"}
    return stations(lang, told, lines, "submission")  # type: ignore[arg-type]


def _sheet(lang: Lang, desk: Desk, known: Case, drafted: Drafted) -> sheets.SubmissionSheet:
    letter, checks = drafted.submission, drafted.gate.checks
    notes = {s: i for i, s in enumerate((s for s in letter.sentences() if s.claims or s.findings), 1)}
    words = sum(len(s.text.split()) for s in letter.sentences())
    state = say(lang, "submission.not_sent") if letter.state == "draft" else say(lang, "submission.released")
    missing = tuple(f"{c.what}: {c.found}" if c.found else c.what for c in checks if c.verdict == "failed")
    return sheets.SubmissionSheet(
        id=letter.id, version=letter.version, title=letter.title, lang="en", state=letter.state,
        line=f"{say(lang, f'submission.{letter.state}')} {number(lang, letter.version)} · {state} · {letter.form} · {number(lang, words)}",
        sections=tuple(_section(lang, section.heading, section.sentences, section.gaps, notes) for section in letter.sections
                       if section.sentences or section.gaps),
        notes=tuple(sheets.Footnote(number=number(lang, i), words=_note(known, s), href=_down(known, s)) for s, i in notes.items()),
        consent=_consent(lang, desk, known, letter), mandates=tuple(map(_mandate, letter.addressees)),
        checks=tuple(Check(answer=c.verdict, what=c.what, told=c.found or "", advice=c.advice or "") for c in checks),
        check_links=tuple(None for _ in checks), tally=_tally(checks), decisions=tuple(_decision(lang, d) for d in letter.decisions),
        decisions_note=_second(lang, letter), missing=missing if letter.state == "draft" else (), files=letter.files,
        buttons=_buttons(lang, desk, letter, bool(missing)),
    )  # fmt: skip


def _tally(checks: tuple) -> Tally:  # type: ignore[type-arg]
    answers = [c.verdict for c in checks]
    return Tally(passed=answers.count("passed"), failed=answers.count("failed"), not_checked=answers.count("not_checked"))


def _section(
    lang: Lang, heading: str, sentences: tuple[SentenceNoun, ...], gaps: tuple[GapNoun, ...], notes: dict[SentenceNoun, int]
) -> sheets.Section:  # fmt: skip
    lines: list[sheets.Sentence | sheets.Gap] = [_sentence(lang, s, notes) for s in sentences]
    lines += [sheets.Gap(field=g.field, question=g.question, ask=g.ask, left_unknown=g.left_unknown) for g in gaps]
    return sheets.Section(heading=heading, lines=tuple(lines))


def _sentence(lang: Lang, sentence: SentenceNoun, notes: dict[SentenceNoun, int]) -> sheets.Sentence:
    note = number(lang, notes[sentence]) if sentence in notes else ""
    down = (sentence.claims or sentence.findings or ("",))[0]
    return sheets.Sentence(basis=sentence.basis, count=max(1, len(sentence.claims)), href=f"/trace/{down}" if down else "",
                           pieces=(sheets.Piece(text=sentence.text, note=note),))  # fmt: skip


def _note(known: Case, sentence: SentenceNoun) -> str:
    """The sources a sentence stands on, each once, with their grades."""
    names: dict[str, None] = {}
    for id in sentence.claims:
        claim = known.claim(id)
        if claim is not None:
            names[_source(known, claim)] = None
    return "; ".join(names) or ", ".join(sentence.findings)


def _source(known: Case, claim: Claim) -> str:
    source, item = known.source(claim), known.item(claim.evidence)
    title = title_of(item).words if item else claim.evidence
    return f"{title}, {source.name}, {source.grade} {source.credibility}" if source else title


def _down(known: Case, sentence: SentenceNoun) -> str:
    claim = known.claim(sentence.claims[0]) if sentence.claims else None
    return f"/review/{claim.evidence}?claim={claim.id}" if claim else ""


def _mandate(addressee: Addressee) -> sheets.Mandate:
    return sheets.Mandate(code=addressee.code, name=addressee.name, why=addressee.why, is_chosen=addressee.is_chosen)


def _decision(lang: Lang, decision: Decision) -> tuple[str, str]:
    person = archive().shelf.many([decision.by])
    name = person[0].name if person and isinstance(person[0], Agent) else decision.by
    return f"{name}, {decision.what}: {decision.words}", dates.moment(lang, decision.at)


def _second(lang: Lang, letter: Submission) -> str:
    if any(d.what == "approve" for d in letter.decisions):
        return ""
    return say(lang, "submission.second_alone" if archive().settings.is_alone else "submission.second_open")


def _consent(lang: Lang, desk: Desk, known: Case, letter: Submission) -> sheets.ConsentPanel:
    """The four answers as they are on file; those not asked block their words."""
    wanted = {p for person in letter.about for p in purposes(letter, known, person)}
    rows = tuple(_answer(lang, known, purpose, purpose in wanted) for purpose in ASKED)
    lacking = sum(row.blocks for row in rows)
    told = " ".join(say(lang, "consent.given", who=c.given_by, how=c.how, when=_on(lang, c)) for c in known.consents)
    verdict = "consent.ready" if not lacking else "consent.missing_one" if lacking == 1 else "consent.missing_many"
    record = Button(words=say(lang, "consent.record"), href=f"/consent/{letter.about[0]}", key="c", is_primary=bool(lacking))
    return sheets.ConsentPanel(
        told=told or say(lang, "consent.none"), rows=rows, verdict=say(lang, verdict, **({"count": number(lang, lacking)} if lacking > 1 else {})),
        buttons=(record,) if allows(desk.agent.roles, "consent.record") else (),
    )  # fmt: skip


def _on(lang: Lang, consent: Consent) -> str:
    return dates.when(lang, consent.given_on).lead if consent.given_on else dates.day(lang, consent.made_at.date()).lead


def _answer(lang: Lang, known: Case, purpose: str, is_wanted: bool) -> sheets.ConsentRow:
    given = [p for c in sorted(known.consents, key=lambda c: c.made_at) for p in c.answers if p.purpose == purpose]
    basis = given[-1].basis if given else "not_asked"
    state = "yes" if basis in YES else "impossible" if basis == "impossible" else "not_asked" if not given else "no"
    return sheets.ConsentRow(
        purpose=purpose, question=say(lang, f"purpose.{purpose}"), state=state,  # type: ignore[arg-type]
        answer=say(lang, f"basis.{basis}"), told=(given[-1].why or "") if given else "", blocks=is_wanted and state != "yes",
    )  # fmt: skip


def _buttons(lang: Lang, desk: Desk, letter: Submission, is_blocked: bool) -> tuple[Button, ...]:
    at = f"/submissions/{letter.id}"
    files = (Button(words=say(lang, "act.word"), href=f"{at}/docx"), Button(words=say(lang, "act.pdf"), href=f"{at}/pdf"))
    if letter.state == "released":
        return files
    made: list[Button] = list(files)
    if allows(desk.agent.roles, "submission.approve") and letter.made_by != desk.agent.id:
        made.append(Button(words=say(lang, "act.approve"), href=at, action="approve"))
    if allows(desk.agent.roles, "submission.release"):
        why = say(lang, "submission.refused") if is_blocked else ""
        made.append(Button(words=say(lang, "act.release"), href="" if is_blocked else at, action="" if is_blocked else "release",
                           is_primary=not is_blocked, why_not=why))  # fmt: skip
    return tuple(made)


@seated
def consent(request: HttpRequest, id: str) -> HttpResponse:
    """Record what was answered for a person: by whom, how, in which language, purpose by purpose."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    person = DOORS["person"].through(desk, {"id": id})
    if request.method == "POST":
        DOORS["consent"].through(desk, _given(request, person.entry.id))
        letters = [s for s in DOORS["submissions"].through(desk, {"limit": 500}) if person.entry.id in s.about and s.state == "draft"]
        return HttpResponseRedirect(f"/submissions/{letters[-1].id}" if letters else f"/people/{person.entry.id}")
    held = DOORS["consents"].through(desk, {"id": person.entry.id})
    sheet = consent_sheets.ConsentSheet(
        id=person.entry.id, name=named(lang, person.names),
        purposes=tuple((p, say(lang, f"purpose.{p}")) for p in ("preserve", "count", *ASKED, "publication", "prosecution", "sanctions")),
        bases=tuple((b, say(lang, f"basis.{b}")) for b in BASES),
        held=tuple(say(lang, "consent.given", who=c.given_by, how=c.how, when=_on(lang, c)) for c in held),
    )  # fmt: skip
    return page("consent", shell(request, "people", title=say(lang, "consent.title"), thread=whole(request, "register")), sheet)


def _given(request: HttpRequest, entry: str) -> dict[str, object]:
    post = request.POST
    answers = [
        {"purpose": name.removeprefix("answer-"), "basis": value, "why": post.get(f"why-{name.removeprefix('answer-')}") or None}
        for name, value in post.items()
        if name.startswith("answer-") and value
    ]
    if not answers:
        raise BadInputError("No answer was given for any purpose.", advice="Choose one for each question that was asked.")
    fields = {name: post.get(name, "").strip() for name in ("given_by", "capacity", "how", "language")}
    if lacking := [name.replace("_", " ") for name, value in fields.items() if not value]:
        raise BadInputError(f"It is missing: {', '.join(lacking)}.", advice="Who answered, in what capacity, how and in which language.")
    return {"about": (entry,), "answers": answers, "given_on": post.get("given_on") or None, **fields}
