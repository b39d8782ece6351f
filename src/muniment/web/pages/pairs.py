"""One person, or two? Two records side by side, field by field; somebody says same, different or not sure, with a reason.

Pairs are proposed by the bones of the name and decided by people alone. Said before the answer: what it would change, and what
each error would cost. Every judgement can be taken back; nothing is merged away.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.act import case
from muniment.archive.desk import Desk
from muniment.archive.register import claims_under, items_of, sources_of, voices_of
from muniment.link import contradict, skeleton
from muniment.link.values import SINGLE
from muniment.model.claim import Act, Claim, Content
from muniment.model.errors import BadInputError, UnknownError
from muniment.model.evidence import Evidence
from muniment.model.judgement import Judgement
from muniment.model.name import Name
from muniment.model.record import Record
from muniment.model.source import Source
from muniment.model.when import When
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.pages.answers import lament, page, seated
from muniment.web.pages.shell import language, shell, stations
from muniment.web.pages.told import kind_of, listed, named, people_of, sense, shown, title_of
from muniment.web.sheets import pairs as sheets
from muniment.web.sheets.parts import Fact, Lang, Station, Text
from muniment.web.sheets.parts import Noun as NounWord
from muniment.web.words import apart, counted, lang_of, number, say

FIELDS = (
    "name",
    "alias",
    "father_name",
    "sex",
    "age",
    "birth",
    "occupation",
    "affiliation",
    "place",
    "prison",
    "status",
    "charge",
    "court",
)
NAMES = ("name", "alias", "father_name")
ONE = SINGLE | {"name"}
"""What a person has one of, as far as this page judges: two that differ speak against, two of the rest only do not speak for."""


@dataclass(frozen=True)
class Side:
    """One record with what it says and whom it has it from."""

    record: Record
    item: Evidence | None
    source: Source | None
    claims: tuple[Claim, ...]

    def said(self, name: str) -> list[Claim]:
        """What it says of one property, of the person and of their acts, rejected claims left out."""
        return [c for c in self.claims if c.property == name and not isinstance(c.value, Act)]

    def acts(self) -> dict[str, list[Claim]]:
        """What was done to the person, with its dates."""
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            if isinstance(claim.value, Act):
                found.setdefault(claim.value.type, []).extend(c for c in self.claims if c.about == claim.id and c.property == "date")
        return found

    @property
    def names(self) -> list[Name]:
        """The names it gives, accepted ones first."""
        given = sorted(self.said("name"), key=lambda c: c.standing.state != "accepted")
        return [c.value for c in given if isinstance(c.value, Name)]


@seated
def page_(request: HttpRequest) -> HttpResponse:
    """The pair asked for, else the next that nobody has judged. Posted here: a judgement, or one taken back."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    wrong, typed = "", ""
    if request.method == "POST":
        try:
            return _judge(request, desk, lang)
        except BadInputError as exc:
            if isinstance(exc, UnknownError):
                raise
            wrong, typed = lament(lang, exc), request.POST.get("reason", "")
    waiting = DOORS["link"].through(desk, {})
    pair = _pair(request, waiting)
    last = request.session.pop("judged", "") if request.method != "POST" else ""
    sides = tuple(side(desk.through("record.see"), id) for id in pair) if pair else ()
    sheet = sheets.PairsSheet(
        count=counted(lang, "pairs.waiting", len(waiting)) if waiting else "",
        pair=_sheet(lang, desk, sides, waiting, is_blind=request.GET.get("blind") == "yes") if sides else None, may_judge=allows(desk.agent.roles, "record.judge"),
        last=_last(lang, desk, last), error=wrong, reason=typed,
    )  # fmt: skip
    around = shell(request, "people", title=say(lang, "pairs.title"), thread=_thread(lang, sides), keys=("judge", "documents", "undo", "skip"),
                   said=request.session.pop("said", ""), is_invented=bool(sheet.pair and sheet.pair.is_invented))  # fmt: skip
    return page("pairs", around, sheet, 422 if wrong else 200)


def _pair(request: HttpRequest, waiting: tuple[tuple[str, str], ...]) -> tuple[str, str] | None:
    asked = request.POST if request.method == "POST" else request.GET
    if asked.get("left") and asked.get("right"):
        return asked["left"], asked["right"]
    skipped = request.GET.get("after", "")
    following = [pair for pair in waiting if "~".join(pair) > skipped] if skipped else list(waiting)
    return (following or list(waiting) or [None])[0]  # type: ignore[list-item]


def _judge(request: HttpRequest, desk: Desk, lang: Lang) -> HttpResponse:
    post = request.POST
    action, given = post.get("do", ""), {"left": post.get("left", ""), "right": post.get("right", "")}
    if action not in ("same", "different", "unsure", "undo"):
        raise BadInputError(say(lang, "refusal.no_such_act"))
    reason = post.get("reason", "").strip()
    if action == "undo":
        reason = reason or say(lang, "pairs.taken_back")
    elif not reason:
        raise BadInputError(say(lang, "pairs.no_reason"))
    made: Judgement = DOORS["judge"].through(desk, {**given, "answer": None if action == "undo" else action, "reason": reason})
    request.session["said"] = say(lang, "pairs.undone_said" if action == "undo" else f"pairs.{action}_said")
    request.session["judged"] = "" if action == "undo" else made.id
    back = f"?left={made.left}&right={made.right}" if action == "undo" else ""
    return HttpResponseRedirect(f"/people/pairs{back}")


def _last(lang: Lang, desk: Desk, id: str) -> sheets.Last | None:
    """The judgement just made, so that it can be taken back with one key."""
    if not id:
        return None
    made = desk.through("record.see").get(id, Judgement)
    told = f"{say(lang, f'pairs.{made.answer}')} · {apart(made.reason)}" if made.answer else ""
    return sheets.Last(left=made.left, right=made.right, told=told)


def _sheet(lang: Lang, desk: Desk, sides: tuple[Side, ...], waiting: tuple[tuple[str, str], ...], *, is_blind: bool) -> sheets.Pair:
    """The pair. Who reads it as part of a sample is told neither what others judged nor what came of it."""
    inside = desk.through("record.see")
    left, right = sides
    pair = (left.record.id, right.record.id)
    known = [j for j in inside.resting_on(left.record.id, Judgement) if {j.left, j.right} == set(pair) and j.answer]
    joined = "~".join(pair)
    return sheets.Pair(
        left=_part(lang, left), right=_part(lang, right), fields=_fields(lang, left, right), effect=None if is_blind else _effect(lang, desk, pair),
        judged=_judged(lang, known[0]) if known and not is_blind else "", skip=f"/people/pairs?after={joined}" if len(waiting) > 1 else "",
        place=say(lang, "pairs.place", at=number(lang, waiting.index(pair) + 1), all=number(lang, len(waiting))) if pair in waiting else "",
        is_blind=is_blind, is_invented=any(side.item is not None and side.item.invented for side in (left, right)),
    )  # fmt: skip


def side(desk: Desk, id: str) -> Side:
    """One record of a pair, as this person may see it; what was rejected of it is left out."""
    record = desk.get(id, Record)
    claims = [c for c in claims_under(desk, [record]).values() if c.standing.state != "rejected"]
    items = items_of(desk, claims)
    item = next((i for i in items if i.id == record.evidence), None)
    sources = {s.id: s for s in sources_of(desk, voices_of((), items))}
    return Side(record, item, sources.get(item.source or "") if item else None, tuple(claims))


def _part(lang: Lang, side: Side) -> sheets.Half:
    where = apart(title_of(side.item).words) if side.item else side.record.evidence
    if side.record.list:
        where = say(lang, "why.list_row", list=apart(side.record.list), row=number(lang, str(side.record.row or "–")))
    grade = ""
    if side.source:
        graded = say(lang, "why.grade", grade=side.source.grade, credibility=number(lang, side.source.credibility))
        grade = f"{apart(side.source.name)} · {graded}"
    first = next((c.id for c in side.said("name")), "")
    return sheets.Half(
        id=side.record.id, name=named(lang, side.names), where=where, grade=grade, href=f"/review/{side.record.evidence}?claim={first}"
    )


def _fields(lang: Lang, left: Side, right: Side) -> tuple[sheets.Field, ...]:
    """Field by field: what each says, and what that comes to. What one side does not say is silence, never a contradiction."""
    made = [_field(lang, name, left.said(name), right.said(name)) for name in FIELDS]
    ours, theirs = left.acts(), right.acts()
    made += [_act(lang, kind, ours.get(kind), theirs.get(kind)) for kind in dict.fromkeys((*ours, *theirs))]
    return tuple(field for field in made if field is not None)


def _field(lang: Lang, name: str, left: list[Claim], right: list[Claim]) -> sheets.Field | None:
    if not left and not right:
        return None
    verdict: sheets.Likeness = (
        "silent" if not left or not right else "agrees" if _meet(left, right) else "differs" if name in ONE else "other"
    )
    kind = "name" if name in NAMES else "date" if name == "birth" else "value"
    return sheets.Field(
        label=say(lang, f"property.{name}"), left=_said(lang, left), right=_said(lang, right), verdict=verdict,
        told=say(lang, f"pairs.{verdict}_{kind}"), bones=(_bones(left), _bones(right)) if name in NAMES else ("", ""),
    )  # fmt: skip


def _act(lang: Lang, kind: str, left: list[Claim] | None, right: list[Claim] | None) -> sheets.Field:
    """An act by its dates: None where one side does not tell of it, empty where it gives no date."""
    if left is None or right is None:
        verdict: sheets.Likeness = "silent"
    elif not left or not right:
        verdict = "other"
    else:
        verdict = "agrees" if _meet(left, right) else "differs"
    return sheets.Field(label=say(lang, f"deed.{kind}"), left=_dated(lang, left), right=_dated(lang, right), verdict=verdict,
                        told=say(lang, f"pairs.{verdict}_{'act' if verdict == 'other' else 'date'}"))  # fmt: skip


def _meet(left: list[Claim], right: list[Claim]) -> bool:
    """Whether some value of one side can be the same as one of the other."""
    return any(_alike(a.value, b.value) for a in left for b in right)


def _alike(left: Content, right: Content) -> bool:
    if isinstance(left, Name) and isinstance(right, Name):
        return skeleton(left.text) == skeleton(right.text)
    return not contradict(left, right)


def _bones(claims: list[Claim]) -> str:
    return " / ".join(dict.fromkeys(skeleton(c.value.text) for c in claims if isinstance(c.value, Name)))


def _dated(lang: Lang, claims: list[Claim] | None) -> tuple[Fact, ...]:
    if claims == []:
        return (Fact(label="", text=Text(words=say(lang, "pairs.undated"))),)
    return _said(lang, claims or [])


def _said(lang: Lang, claims: list[Claim]) -> tuple[Fact, ...]:
    """The values of one side, each with its second calendar, its sense, and how it stands where nobody accepted it."""
    made = {}
    for claim in claims:
        words, state = shown(lang, claim.value), claim.standing.state
        second = dates.when(lang, claim.value).second if isinstance(claim.value, When) else ""
        note = " · ".join(filter(None, (second, sense(lang, claim), "" if state == "accepted" else say(lang, f"claim.{state}"))))
        made[words] = Fact(label=kind_of(lang, claim), text=Text(words=words, lang=lang_of(words)), note=note)
    return tuple(made.values())


def _effect(lang: Lang, desk: Desk, pair: tuple[str, str]) -> sheets.Effect | None:
    """What *same* would do to the register: how many entries there are now, how many records would stand together."""
    try:
        known = case(desk.through("register.see"), list(pair))
    except UnknownError:
        return None
    records = sum(len(entry.records) for entry in known.entries)
    is_one = len(known.entries) == 1
    name = apart(named(lang, known.names(known.entries[0].id)).name)
    return sheets.Effect(
        told=say(lang, "pairs.one_already" if is_one else "pairs.becomes_one", count=number(lang, records), name=name),
        entries=tuple((entry.id, named(lang, known.names(entry.id))) for entry in known.entries),
    )  # fmt: skip


def _judged(lang: Lang, judgement: Judgement) -> str:
    who, when = listed(lang, people_of([judgement.made_by])), dates.moment(lang, judgement.made_at)
    return say(lang, "pairs.judged", answer=say(lang, f"pairs.{judgement.answer}"), who=who, when=when, reason=apart(judgement.reason))


def _thread(lang: Lang, sides: tuple[Side, ...]) -> tuple[Station, ...]:
    if not sides:
        return ()
    claims = {claim.id: claim for side in sides for claim in side.claims}
    told: dict[NounWord, str] = {
        "evidence": number(lang, len({c.evidence for c in claims.values()})),
        "passage": number(lang, len({p for c in claims.values() for p in c.passages})), "claim": number(lang, len(claims)),
        "record": number(lang, len(sides)), "register": say(lang, "pairs.entries"),
    }  # fmt: skip
    return stations(lang, told, {"record": "dashed"}, "record")
