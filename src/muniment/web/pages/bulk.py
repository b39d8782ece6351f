"""Accepting in bulk: the rules with what each proposed; of one, the sample to be read first, then the rest at once."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from msgspec.structs import replace

from muniment.archive import DOORS
from muniment.archive.bulk import Bulk, BulkRule
from muniment.archive.desk import Desk
from muniment.model.errors import BadInputError
from muniment.web.pages.answers import lament, page, seated
from muniment.web.pages.reliability import answer, claims_, is_invented, percent
from muniment.web.pages.shell import language, shell, whole
from muniment.web.sheets import bulk as sheets
from muniment.web.sheets.parts import Lang
from muniment.web.words import counted, number, say

Asked = dict[str, str]
VERDICTS = {True: "wrong", False: "right", None: "not_counted"}


@seated
def page_(request: HttpRequest) -> HttpResponse:
    """The rules, or the sample of one. Posted: one answer and back to the sample; or the rest accepted, or taken back."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    given = request.POST if request.method == "POST" else request.GET
    asked = {name: given.get(name, "") for name in ("by_rule", "property", "seed")}
    refused = ""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_posted(desk, request, asked))
        except BadInputError as exc:
            refused = lament(lang, exc)
    if not asked["by_rule"]:
        sheet = _rules(lang, DOORS["bulk-rules"].through(desk, {}), asked["seed"])
        return page("bulk", shell(request, "review", title=say(lang, "bulk.title"), thread=whole(request, "claim"), keys=("move",)), sheet)
    try:
        drawn: Bulk = DOORS["bulk-sample"].through(desk, asked)
    except BadInputError as exc:
        sheet = _rules(lang, DOORS["bulk-rules"].through(desk, {}), asked["seed"], lament(lang, exc))
        return page("bulk", shell(request, "review", title=say(lang, "bulk.title"), thread=whole(request, "claim")), sheet, 422)
    around = shell(request, "review", title=say(lang, "bulk.title"), thread=whole(request, "claim"), keys=("move",),
                   is_invented=is_invented(desk, drawn.drawn))  # fmt: skip
    return page("bulk", around, _sample(lang, desk, drawn, given.get("done", ""), refused), 422 if refused else 200)


def _posted(desk: Desk, request: HttpRequest, asked: Asked) -> str:
    """Do what was posted; where to go then."""
    action = request.POST.get("do", "")
    if action in ("bulk-accept", "bulk-undo"):
        done = DOORS[action].through(desk, asked)
        return f"/bulk?{urlencode({**asked, 'done': done.claims})}"
    answer(desk, request)
    return f"/bulk?{urlencode(asked)}#{quote(request.POST.get('id', ''))}"


def _rules(lang: Lang, rules: tuple[BulkRule, ...], seed: str, error: str = "") -> sheets.BulkSheet:
    rows = tuple(
        sheets.RuleRow(by_rule=one.by_rule, property=one.property, label=say(lang, f"property.{one.property}"),
                       proposed=number(lang, one.proposed), may=number(lang, one.may), is_open=one.may > 0)
        for one in rules
    )  # fmt: skip
    return sheets.BulkSheet(seed=seed or f"{datetime.now(UTC):%Y%m%d}", rules=rows, error=error)


def _sample(lang: Lang, desk: Desk, drawn: Bulk, done: str, error: str) -> sheets.BulkSheet:
    answers = {one.id: one for one in drawn.drawn}
    items = tuple(
        item if (one := answers[item.id]).answer is None
        else replace(item, answer=one.answer, verdict=say(lang, f"bulk.{VERDICTS[one.is_wrong]}"), is_wrong=one.is_wrong is True)
        for item in claims_(lang, desk, drawn.drawn)
    )  # fmt: skip
    told = say(lang, "bulk.told", read=number(lang, drawn.read), of=number(lang, len(drawn.drawn)), wrong=number(lang, drawn.wrong))
    return sheets.BulkSheet(
        seed=str(drawn.seed), by_rule=drawn.by_rule, property=drawn.property, label=say(lang, f"property.{drawn.property}"),
        drawn=say(lang, "bulk.drawn", drawn=number(lang, len(drawn.drawn)), all=number(lang, drawn.population)), told=told,
        bound="" if drawn.most_wrong is None else say(lang, "bulk.bound", share=percent(lang, drawn.most_wrong)), items=items,
        rest=counted(lang, "bulk.rest", drawn.rest) if drawn.rest else "", is_met=drawn.is_met, error=error,
        accepted=counted(lang, "bulk.accepted", drawn.accepted) if drawn.accepted else "",
        done=counted(lang, "bulk.done", int(done)) if done.isascii() and done.isdigit() and len(done) < 8 else "",
    )  # fmt: skip
