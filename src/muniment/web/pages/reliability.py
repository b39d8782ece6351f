"""How good the reviewing is: agreement property by property, and a random sample that its reader decides on once more, blind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, get_args
from urllib.parse import quote, urlencode

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.archive.reliability import Drawn, Field, Sample
from muniment.archive.second_reader import EVERY, NONE
from muniment.model.claim import Act, Claim
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError
from muniment.model.evidence import Evidence
from muniment.model.judgement import Judgement
from muniment.model.name import Name
from muniment.model.passage import Passage, Stretch
from muniment.model.record import Record
from muniment.model.terms import ActType, Property
from muniment.protect.roles import allows
from muniment.web.pages.answers import lament, page, seated
from muniment.web.pages.pairs import side
from muniment.web.pages.shell import language, shell, whole
from muniment.web.pages.told import kind_of, listed, named, sense, within
from muniment.web.sheets import reliability as sheets
from muniment.web.sheets.parts import Lang, Text
from muniment.web.words import counted, decimal, lang_of, number, say

AROUND = 160
"""Code points of the text shown on either side of a claim's words: enough to judge it, with the document one link away."""
DRAWN = "20"
NEEDS = {"claims": "claim.review", "links": "record.judge"}
Asked = dict[str, str]


@seated
def page_(request: HttpRequest) -> HttpResponse:
    """The figures; with a seed, the sample alone: either looks through all claims. Posted: one answer, and back to the sample; or which
    claims two people have to read."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    asked, refused = _asked(request), ""
    if request.POST.get("do") == "corrections":
        return _corrections(desk)
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_posted(desk, request, asked))
        except BadInputError as exc:
            if request.POST.get("do") != "read-twice":
                raise
            refused = lament(lang, exc)
    sample, wrong = None, ""
    if asked["seed"]:
        try:
            sample = DOORS["sample"].through(desk, asked)
        except BadInputError as exc:
            wrong = lament(lang, exc)
    fields: tuple[Field, ...] = () if sample else DOORS["agreement"].through(desk, {})
    may = tuple((of, say(lang, f"reliability.{of}")) for of, needs in NEEDS.items() if allows(desk.agent.roles, needs))
    sheet = sheets.ReliabilitySheet(
        fields=tuple(_field(lang, field) for field in fields), may=may, may_take_cases=allows(desk.agent.roles, "excerpt.make"), of=asked["of"], n=asked["n"], seed=asked["seed"] or f"{datetime.now(UTC):%Y%m%d}", error=wrong,
        twice=_twice(lang, desk, refused), **(_sample(lang, desk, sample) if sample else {}),
    )  # fmt: skip
    around = shell(request, "review", title=say(lang, "reliability.title"), thread=whole(request, "claim"), keys=("move",),
                   is_invented=sample is not None and is_invented(desk, sample.drawn))  # fmt: skip
    return page("reliability", around, sheet, 422 if wrong or refused else 200)


def _corrections(desk: Desk) -> HttpResponse:
    """The corrections in invented items, as the file of cases that `extract --cases` reads."""
    made = msgspec.json.format(msgspec.json.encode(DOORS["corrections"].through(desk, {})), indent=1)
    return HttpResponse(made, content_type="application/json", headers={"Content-Disposition": 'attachment; filename="cases.json"'})


def _posted(desk: Desk, request: HttpRequest, asked: Asked) -> str:
    """Do what was posted; where to go then."""
    if request.POST.get("do") == "read-twice":
        named = request.POST.getlist("kind") if request.POST.get("which") == "these" else [request.POST.get("which", NONE)]
        DOORS["read-twice"].through(desk, {"of": named})
        return "/reliability#twice"
    answer(desk, request)
    return f"/reliability?{urlencode(asked)}#{quote(request.POST.get('id', ''))}"


def _twice(lang: Lang, desk: Desk, refused: str) -> sheets.ReadTwice:
    """Which claims two people have to read, told; and the kinds to choose from for whoever may change that."""
    of = DOORS["second-reader"].through(desk, {}).of
    deeds = tuple(sheets.Kind(code=code, words=say(lang, f"deed.{code}"), is_asked=code in of) for code in get_args(ActType))
    properties = tuple(sheets.Kind(code=code, words=say(lang, f"property.{code}"), is_asked=code in of) for code in get_args(Property))
    if EVERY in of:
        told = say(lang, "reliability.twice_all")
    elif of:
        told = say(lang, "reliability.twice_of", kinds=listed(lang, (kind.words for kind in (*deeds, *properties) if kind.is_asked)))
    else:
        told = say(lang, "reliability.twice_none")
    if not allows(desk.agent.roles, "review.manage"):
        return sheets.ReadTwice(told=told)
    return sheets.ReadTwice(told=told, every=EVERY in of, deeds=deeds, properties=properties, error=refused)


def is_invented(desk: Desk, drawn: Sequence[Drawn]) -> bool:
    """Whether something drawn stands in an invented document."""
    claims = desk.through("claim.see").those((one.id for one in drawn), Claim)
    records = desk.through("record.see").those((id for one in drawn for id in (one.left, one.right) if id), Record)
    documents = {claim.evidence for claim in claims.values()} | {record.evidence for record in records.values()}
    return any(item.invented for item in desk.through("evidence.see").those(documents, Evidence).values())


def _asked(request: HttpRequest) -> Asked:
    given = request.POST if request.method == "POST" else request.GET
    return {"of": given.get("of", "claims"), "n": given.get("n", DRAWN), "seed": given.get("seed", "")}


def answer(desk: Desk, request: HttpRequest) -> None:
    """Decide on a claim of the sample in this reader's name, or take that back."""
    given, action = {name: request.POST.get(name, "") for name in ("id", "expected")}, request.POST.get("do", "")
    if action == "undo":
        DOORS["undo"].through(desk, given)
    else:
        DOORS["review"].through(desk, {**given, "answer": action})


def _field(lang: Lang, field: Field) -> sheets.AgreementRow:
    found = field.agreement
    label = say(lang, "reliability.all" if field.property == "all" else f"property.{field.property}")
    read = counted(lang, "reliability.read", found.units)
    if found.alpha is None or found.low is None or found.high is None:
        return sheets.AgreementRow(label=label, read=read)
    return sheets.AgreementRow(
        label=label, read=read, figure=decimal(lang, found.alpha, 2),
        interval=say(lang, "reliability.interval", low=decimal(lang, found.low, 2), high=decimal(lang, found.high, 2)),
        alpha=_drawn_at(found.alpha), low=_drawn_at(found.low), high=_drawn_at(found.high),
    )  # fmt: skip


def _drawn_at(share: float) -> int:
    return round(100 * max(0.0, share))


def _sample(lang: Lang, desk: Desk, sample: Sample) -> dict[str, Any]:
    """What the sheet tells of a sample: how it was drawn, what came of it, and each thing."""
    rate = sample.errors
    said = say(lang, "reliability.none_read") if rate.rate is None or rate.low is None or rate.high is None else say(
        lang, "reliability.errors", wrong=number(lang, rate.wrong), of=number(lang, rate.of), rate=percent(lang, rate.rate),
        low=percent(lang, rate.low), high=percent(lang, rate.high),
    )  # fmt: skip
    told = say(lang, f"reliability.drawn_{sample.of}", drawn=number(lang, len(sample.drawn)), all=number(lang, sample.population))
    items = claims_(lang, desk, sample.drawn) if sample.of == "claims" else _links(lang, desk, sample)
    return {"drawn": told, "errors": said, "items": items}


def percent(lang: Lang, share: float) -> str:
    """A share in percent, one decimal."""
    return say(lang, "reliability.percent", number=decimal(lang, 100 * share, 1))


def _verdict(lang: Lang, drawn: Drawn) -> dict[str, Any]:
    """What the reader answered, and whether others had decided so; nothing before that."""
    if drawn.answer is None:
        return {}
    word = {True: "wrong", False: "right", None: "not_counted"}[drawn.is_wrong]
    return {"answer": drawn.answer, "verdict": say(lang, f"reliability.{word}"), "is_wrong": drawn.is_wrong is True}


def claims_(lang: Lang, desk: Desk, drawn: Sequence[Drawn]) -> tuple[sheets.Item, ...]:
    """Drawn claims, each with its words and their surroundings, and what its reader answered."""
    inside = desk.through("claim.see")
    claims = inside.those((one.id for one in drawn), Claim)
    deeds = inside.those((c.about for c in claims.values() if c.about.startswith("cl-")), Claim)
    passages = inside.those((c.passages[0] for c in claims.values()), Passage)
    texts = inside.those((p.text for p in passages.values() if p.text), DerivedText)
    mentions = {c.id: deeds[c.about].about if c.about in deeds else c.about for c in claims.values()}
    names = {c.about: c.value for c in inside.about(mentions.values(), Claim) if c.property == "name" and isinstance(c.value, Name)}
    made = []
    for place, one in enumerate(drawn):
        claim = claims[one.id]
        passage, name = passages.get(claim.passages[0]), names.get(mentions[one.id])
        text = texts.get(passage.text or "") if passage else None
        worth = "" if isinstance(claim.value, Act) else within(lang, claim.value)
        value = " · ".join(filter(None, (worth, sense(lang, claim))))
        made.append(sheets.Item(
            id=claim.id, version=claim.version, number=number(lang, place + 1), kind=_kind(lang, claim, deeds), claimed=Text(words=value),
            of=named(lang, [name]) if name and claim.property != "name" else None, document=claim.evidence,
            **(_words(passage, text) if passage else {}), **_verdict(lang, one),
        ))  # fmt: skip
    return tuple(made)


def _kind(lang: Lang, claim: Claim, deeds: dict[str, Claim]) -> str:
    """What the claim is; of a detail, also of which act."""
    deed = deeds.get(claim.about)
    return kind_of(lang, claim) if deed is None else say(lang, "reliability.detail", kind=kind_of(lang, claim), deed=kind_of(lang, deed))


def _words(passage: Passage, text: DerivedText | None) -> dict[str, Any]:
    """The quoted words with what stands around the first stretch of them."""
    first = passage.where[0]
    if text is None or not isinstance(first, Stretch):
        return {"quote": passage.quote, "lang": lang_of(passage.quote)}
    last = max((w.end for w in passage.where if isinstance(w, Stretch)), default=first.end)
    if last - first.start > AROUND * 2:
        last = first.end
    body = text.body
    before, after = body[max(0, first.start - AROUND) : first.start], body[last : last + AROUND]
    return {"before": before, "quote": body[first.start : last], "after": after, "lang": text.language or lang_of(passage.quote)}


def _links(lang: Lang, desk: Desk, sample: Sample) -> tuple[sheets.Item, ...]:
    judged = desk.through("record.judge").those((one.id for one in sample.drawn), Judgement)
    inside = desk.through("record.see")
    made = []
    for place, one in enumerate(sample.drawn):
        pair = judged[one.id].left, judged[one.id].right
        made.append(sheets.Item(
            id=one.id, version=one.version, number=number(lang, place + 1), href="/people/pairs?" + urlencode({"left": pair[0], "right": pair[1], "blind": "yes"}),
            names=tuple(named(lang, side(inside, id).names) for id in pair), **_verdict(lang, one),
        ))  # fmt: skip
    return tuple(made)
