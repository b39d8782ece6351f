"""One item: the safe view, the chain of custody, what is proved of it and what is not, what was made from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.archive.work import how_far
from muniment.document.media import PLAYED
from muniment.document.picture import SHOWN
from muniment.model.claim import Claim
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError
from muniment.model.evidence import CustodyEvent, Evidence
from muniment.model.passage import Passage
from muniment.model.record import Record
from muniment.model.source import Source
from muniment.model.verdict import Check as Made
from muniment.model.verdict import Verdict
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.pages import presence
from muniment.web.pages.answers import page, seated
from muniment.web.pages.inside import looks
from muniment.web.pages.lists import LISTS
from muniment.web.pages.shell import language, shell, stations
from muniment.web.pages.told import title_of, written
from muniment.web.sheets import evidence as sheets
from muniment.web.sheets.parts import Button, Check, Fact, Lang, Line, Station, Tally, Text
from muniment.web.size import bytes_in_words
from muniment.web.words import apart, counted, number, say
from muniment.web.words.rooms import retold

SHOWN_CHARACTERS = 24_000
CUSTODY_SHOWN = 40


def source_of(desk: Desk, item: Evidence) -> Source | None:
    """Who stands behind an item, if that is written down and may be seen."""
    if not item.source or not allows(desk.agent.roles, "source.see"):
        return None
    found = desk.archive.shelf.many([item.source])
    return next((s for s in found if isinstance(s, Source) and desk.through("source.see").sees(s)), None)


def texts_of(desk: Desk, item: Evidence) -> list[DerivedText]:
    """What was read, transcribed or translated from an item."""
    return desk.through("evidence.see").resting_on(item.id, DerivedText)


def state_of(desk: Desk, item: Evidence) -> sheets.State:
    """Sealed, unreadable (by every reader so far) or withdrawn."""
    if item.withdrawn:
        return "withdrawn"
    texts = texts_of(desk, item)
    return "unreadable" if texts and all(text.unread for text in texts) else "sealed"


def how_read(lang: Lang, desk: Desk, item: Evidence) -> str:
    """How far the reading of an item is, truly: not read, waiting, or so many claims of which so many wait."""
    if item.withdrawn:
        return ""
    texts, claims = texts_of(desk, item), desk.through("evidence.see").resting_on(item.id, Claim)
    if not texts and not claims:  # a list has claims and no text
        far = how_far(desk, item.id)
        return say(lang, f"evidence.job_{far}") if far in ("waiting", "running", "failed") else say(lang, "evidence.unread")
    if texts and all(text.unread for text in texts):
        return ""
    if not claims:
        return say(lang, "evidence.no_claims")
    proposed = sum(claim.standing.state == "proposed" for claim in claims)
    return say(lang, "evidence.claims", count=number(lang, len(claims)), proposed=number(lang, proposed))


@seated
def one(request: HttpRequest, id: str) -> HttpResponse:
    """The page of an item; posted here: have it read."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    item, chain = DOORS["show"].through(desk, {"id": id})
    if request.method == "POST":
        return _do(request, desk, item)
    texts = texts_of(desk, item)
    verdict: Verdict = DOORS["prove"].through(desk, {"id": id})
    sheet = sheets.EvidenceSheet(
        id=item.id, title=title_of(item), facts_line=f"{apart(item.media_type)} · {bytes_in_words(lang, item.size)}",
        taken=dates.day(lang, item.taken_at.date()), compartment=item.compartment, state=state_of(desk, item),
        reason=retold(lang, next((text.unread for text in texts if text.unread), "")), view=_view(lang, desk, item, texts), details=_details(lang, desk, item),
        custody=tuple(_event(lang, event, i == 0) for i, event in enumerate(chain[:CUSTODY_SHOWN])), custody_note=_unbroken(lang, chain),
        used_by=_used_by(lang, desk, item), withdrawal=say(lang, "evidence.withdrawal_note") if not item.withdrawn else "",
        withdraw=_withdraw(desk, item), derived=tuple(_derived(lang, text) for text in texts), inside=looks(lang, desk, item), proof=_proof(lang, verdict),
        proof_when=say(lang, "evidence.just_now"), tally=_tally(verdict), sha256=item.sha256, proves=say(lang, "evidence.proves"),
        does_not_prove=say(lang, "evidence.does_not_prove"), withdrawn=_withdrawn(lang, item), buttons=_buttons(lang, desk, item, texts),
        may_open=allows(desk.agent.roles, "evidence.open") and not item.withdrawn,
        presence=presence.asked(request), may_type=allows(desk.agent.roles, "text.make") and not item.withdrawn,
    )  # fmt: skip
    thread = _thread(lang, desk, item)
    return page("item", shell(request, "evidence", title=say(lang, "evidence.item"), thread=thread, keys=("read", "verify", "package"),
                              said=request.session.pop("said", ""), is_invented=item.invented), sheet)  # fmt: skip


def _do(request: HttpRequest, desk: Desk, item: Evidence) -> HttpResponse:
    lang, action = language(request), request.POST.get("do", "")
    if action == "read":
        DOORS["queue"].through(desk, {"ids": (item.id,)})
        request.session["said"] = say(lang, "evidence.asked")
    elif action == "transcribe":
        given = {name: request.POST.get(name, "").strip() for name in ("body", "language", "how")}
        if not given["body"]:
            raise BadInputError(say(lang, "evidence.no_text"))
        DOORS["transcribe"].through(desk, {"evidence": item.id, **given})
        request.session["said"] = say(lang, "evidence.typed")
    else:
        raise BadInputError(say(lang, "refusal.no_such_act"))
    return HttpResponseRedirect(f"/evidence/{item.id}")


def _view(lang: Lang, desk: Desk, item: Evidence, texts: Sequence[DerivedText]) -> sheets.View:
    """The picture of an image, the text of the rest; for what is withdrawn or cannot be shown, why not."""
    if item.withdrawn:
        return sheets.View(kind="none", note=say(lang, "evidence.gone"))
    if item.media_type in SHOWN and item.media_type != "application/pdf":
        return sheets.View(
            kind="image", src=f"/evidence/{item.id}/view", alt=say(lang, "evidence.alt"), note=say(lang, "evidence.view_image")
        )
    if item.media_type in PLAYED:
        kind: sheets.Kind = "video" if item.media_type.startswith("video/") else "audio"
        return sheets.View(
            kind=kind, src=f"/evidence/{item.id}/play", alt=say(lang, "recording.label"), note=say(lang, f"recording.{kind}")
        )
    text = next((text for text in texts if text.body), None)
    if text is None:
        if _is_list(desk, item, texts):
            return sheets.View(kind="none", note=say(lang, "evidence.is_list"))
        return sheets.View(kind="none", note=retold(lang, next((t.unread for t in texts if t.unread), "")) or say(lang, "evidence.unread"))
    body = text.body[:SHOWN_CHARACTERS]
    cut = say(lang, "evidence.cut", count=number(lang, len(text.body))) if len(text.body) > SHOWN_CHARACTERS else ""
    return sheets.View(kind="text", paragraphs=tuple(line for line in body.split("\n") if line.strip()), lang=text.language or "",
                       note=" ".join(filter(None, (say(lang, "evidence.view_text"), cut))))  # fmt: skip


def _is_list(desk: Desk, item: Evidence, texts: Sequence[DerivedText]) -> bool:
    """A list has claims and no text: its rows were read by a mapping."""
    return not texts and bool(desk.through("evidence.see").resting_on(item.id, Claim))


def _details(lang: Lang, desk: Desk, item: Evidence) -> tuple[Fact, ...]:
    source = source_of(desk, item)
    grade = say(lang, "why.grade", grade=source.grade, credibility=number(lang, source.credibility)) if source else ""
    facts = [
        Fact(
            label=say(lang, "evidence.source"),
            text=written(source.name) if source else Text(words=say(lang, "state.undocumented")),
            note=grade,
        ),
        Fact(label=say(lang, "evidence.collector"), text=written(item.collector or "–")),
        Fact(label=say(lang, "evidence.clock"), text=Text(words=dates.moment(lang, item.taken_at)), note=say(lang, "evidence.own_clock")),
    ]
    if item.name and item.name != title_of(item).words:
        facts.append(Fact(label=say(lang, "evidence.name"), text=written(item.name)))
    facts.append(Fact(label=say(lang, "evidence.receipt"), text=Text(words=say(lang, "evidence.receipt_holds")),
                      link=say(lang, "act.download"), href=f"/evidence/{item.id}/receipt"))  # fmt: skip
    if item.note:
        facts.append(Fact(label=say(lang, "evidence.note"), text=written(item.note)))
    return tuple(facts)


def _event(lang: Lang, event: CustodyEvent, is_first: bool) -> sheets.Event:
    told = " · ".join(filter(None, (apart(event.agent), _told(lang, event.reason), _told(lang, event.detail))))
    return sheets.Event(what=say(lang, f"custody.{event.event}"), when=dates.moment(lang, event.made_at), told=told, is_first=is_first)


def _told(lang: Lang, words: str | None) -> str:
    """Why, or what came of it: a person's words are kept apart, a reader's are said in ours."""
    return apart(retold(lang, words)) if words else ""


def _unbroken(lang: Lang, chain: Sequence[CustodyEvent]) -> str:
    """How many links, and whether each names the one before it."""
    is_whole = all(event.previous == (chain[i - 1].id if i else None) for i, event in enumerate(chain))
    return counted(lang, "evidence.chain" if is_whole else "evidence.broken_chain", len(chain))


def _counts(desk: Desk, item: Evidence) -> tuple[int, list[Claim], int]:
    inside = desk.through("evidence.see")
    return len(inside.resting_on(item.id, Passage)), inside.resting_on(item.id, Claim), len(inside.resting_on(item.id, Record))


def _used_by(lang: Lang, desk: Desk, item: Evidence) -> str:
    passages, claims, records = _counts(desk, item)
    told = (("passages", passages), ("claims_made", len(claims)), ("records", records))
    return " · ".join(counted(lang, f"evidence.{name}", count) for name, count in told if count) or say(lang, "evidence.not_used")


def _derived(lang: Lang, text: DerivedText) -> sheets.Derived:
    what = say(lang, f"derived.{text.how}")
    told = " · ".join(
        filter(
            None,
            (retold(lang, text.tool), counted(lang, "evidence.characters", len(text.body)) if text.body else retold(lang, text.unread)),
        )
    )
    answer = "failed" if text.unread else "passed" if text.how in ("transcript", "translation") else "not_checked"
    word = say(lang, "state.unreadable") if text.unread else say(lang, f"derived.by_{'hand' if answer == 'passed' else 'software'}")
    return sheets.Derived(what=what, told=told, answer=answer, word=word)  # type: ignore[arg-type]


def _proof(lang: Lang, verdict: Verdict) -> tuple[Check, ...]:
    """Each check in plain words; for one that failed, expected and found."""
    made = []
    for check in verdict.checks:
        told = say(
            lang, f"proof.{check.what}_{check.verdict}", seq=number(lang, check.where or "–"), steps=number(lang, check.found or "–"),
            who=apart(check.where or ""), when=_when(lang, check) if check.what == "time" and check.verdict == "passed" else "",
        )  # fmt: skip
        failed = ((say(lang, "verify.expected"), retold(lang, check.expected)), (say(lang, "verify.found"), retold(lang, check.found)))
        made.append(Check(answer=check.verdict, what=say(lang, f"proof.{check.what}"), told=told,
                          data=failed if check.verdict == "failed" else (), advice=retold(lang, check.advice)))  # fmt: skip
    return tuple(made)


def _when(lang: Lang, check: Made) -> str:
    return dates.moment(lang, datetime.fromisoformat(check.found or ""))


def _tally(verdict: Verdict) -> Tally:
    return Tally(passed=len(verdict.having("passed")), failed=len(verdict.having("failed")), not_checked=len(verdict.having("not_checked")))


def _withdrawn(lang: Lang, item: Evidence) -> sheets.Withdrawn | None:
    gone = item.withdrawn
    if gone is None:
        return None
    rested = say(lang, "evidence.withdrawn_rested", count=number(lang, gone.rested))
    return sheets.Withdrawn(when=dates.day(lang, gone.at.date()), why=apart(gone.reason), rested=rested, left=gone.left)


def _withdraw(desk: Desk, item: Evidence) -> str:
    return f"/evidence/{item.id}/withdraw" if allows(desk.agent.roles, "evidence.withdraw") and not item.withdrawn else ""


def _buttons(lang: Lang, desk: Desk, item: Evidence, texts: Sequence[DerivedText]) -> tuple[Button, ...]:
    may, here = desk.agent.roles, f"/evidence/{item.id}"
    if item.withdrawn:
        return ()
    made = []
    if (any(text.body for text in texts) or _is_list(desk, item, texts)) and allows(may, "claim.see"):
        made.append(Button(words=say(lang, "act.read"), href=f"/review/{item.id}", key="r"))
    elif not texts and allows(may, "evidence.read"):
        far = how_far(desk, item.id)
        why = say(lang, f"evidence.job_{far}") if far in ("waiting", "running") else ""
        made.append(Button(words=say(lang, "act.have_read"), href=here, key="" if why else "r", action="" if why else "read", why_not=why))
    if item.media_type in LISTS and allows(may, "list.import"):
        made.append(Button(words=say(lang, "act.import_list"), href=f"{here}/list"))
    if allows(may, "claim.make"):
        made.append(Button(words=say(lang, "form.fill"), href=f"/forms?evidence={item.id}"))
    made.append(Button(words=say(lang, "act.verify"), href=f"{here}#proof", key="v"))
    if (texts or _is_list(desk, item, texts)) and allows(may, "excerpt.make"):
        made.append(Button(words=say(lang, "people.excerpt"), href=f"/excerpts?evidence={item.id}"))
    if allows(may, "package.make"):
        made.append(Button(words=say(lang, "act.package"), href=f"/packages?id={item.id}", key="p", is_primary=True))
    return tuple(made)


def _thread(lang: Lang, desk: Desk, item: Evidence) -> tuple[Station, ...]:
    passages, claims, records = _counts(desk, item)
    proposed = sum(claim.standing.state == "proposed" for claim in claims)
    accepted = sum(claim.standing.state == "accepted" for claim in claims)
    told = {"evidence": f"{item.id[:7]}…{item.id[-4:]}", "passage": number(lang, passages) if passages else "",
            "claim": say(lang, "thread.accepted_proposed", accepted=number(lang, accepted), proposed=number(lang, proposed)) if claims else "",
            "record": number(lang, records) if records else ""}  # fmt: skip
    lines: dict[str, Line] = {
        "passage": "dashed" if proposed else "solid" if claims else "dotted",
        "claim": "solid" if records else "dotted",
    }
    return stations(lang, told, lines, "evidence")  # type: ignore[arg-type]
