"""A list before it is imported: its first rows, what our columns are called in it, a try that changes nothing, and the import."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.archive.lists import ListPreview, ListResult
from muniment.link import lists
from muniment.model.errors import BadInputError
from muniment.model.evidence import Evidence
from muniment.web.pages.answers import lament, page, seated
from muniment.web.pages.shell import language, shell, whole
from muniment.web.pages.told import title_of
from muniment.web.sheets import evidence as sheets
from muniment.web.sheets.parts import Fact, Lang, Option, Text
from muniment.web.words import number, say
from muniment.web.words.rooms import retold

LISTS = ("text/csv", "text/plain", "application/json", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
DEATHS = ("execution", "killing")
FAULTS = 50
JOINED = " +"
"""Chosen where several headings are joined, as the mapping has them: no heading begins with a blank."""
LARGEST_MAPPING = 1 << 20


@seated
def one(request: HttpRequest, id: str) -> HttpResponse:
    """The page of a list; posted here: try it, import it, keep its mapping or its rejected rows as a file."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    desk.through("list.import")
    item, _ = DOORS["show"].through(desk, {"id": id})
    if request.method == "POST":
        return _do(request, desk, item)
    tried: dict[str, Any] = request.session.pop("list", {})
    tried = tried if tried.get("of") == id else {}
    plan = lists.plan(tried.get("mapping", ""), title_of(item).words)
    try:
        seen: ListPreview = DOORS["preview-list"].through(desk, {"evidence": id, "sheet": plan.sheet})
    except BadInputError as exc:
        return _page(request, item, ListPreview(None, (), (), 0, ""), plan, error=lament(lang, exc))
    if not tried or not (tried["made"] or tried["error"] or tried["is_loaded"]):
        return _page(request, item, seen, lists.plan(seen.mapping, plan.list))
    made = msgspec.convert(tried["made"], ListResult) if tried["made"] else None
    return _page(request, item, seen, plan, made, left=tried["left"], error=tried["error"])


def _do(request: HttpRequest, desk: Desk, item: Evidence) -> HttpResponse:
    """What came of it is shown once, after a redirect: a browser keeps on its disk what answers a post."""
    action = request.POST.get("do", "")
    if action == "load":
        try:
            return _shown_next(request, item, mapping=_given(request), is_loaded=True)
        except BadInputError as exc:
            return _shown_next(request, item, mapping=lists.written(_plan(request)), error=lament(language(request), exc))
    mapping = lists.written(_plan(request))
    if action == "mapping":
        return _file(f"{item.id}.toml", "application/toml", mapping)
    if action not in ("try", "import", "rejected"):
        raise BadInputError(say(language(request), "refusal.no_such_act"))
    if request.POST.get("sheet", "").strip() != request.POST.get("shown", ""):  # its headings were not seen yet
        return _shown_next(
            request, item, mapping=lists.written(lists.Plan(list=request.POST.get("list", ""), sheet=request.POST.get("sheet", "").strip()))
        )
    made, error = None, ""
    try:
        made = DOORS["import-list"].through(desk, {"evidence": item.id, "mapping": mapping, "dry_run": action != "import"})
    except BadInputError as exc:
        error = lament(language(request), exc)
    if made is not None and action == "rejected":
        return _file(f"{item.id}.rejected.csv", "text/csv; charset=utf-8", made.rejected_csv)
    desk.archive.log()
    return _shown_next(request, item, mapping=mapping, made=made, error=error)


def _shown_next(
    request: HttpRequest, item: Evidence, *, mapping: str, made: ListResult | None = None, error: str = "", is_loaded: bool = False
) -> HttpResponse:
    kept = msgspec.to_builtins(msgspec.structs.replace(made, rejected=made.rejected[:FAULTS], rejected_csv="")) if made else None
    left = len({one.row for one in made.rejected}) if made else 0
    request.session["list"] = {"of": item.id, "mapping": mapping, "made": kept, "left": left, "error": error, "is_loaded": is_loaded}
    return HttpResponseRedirect(f"/evidence/{item.id}/list")


def _plan(request: HttpRequest) -> lists.Plan:
    """What was chosen on the page, over the mapping it showed: what that says and the page does not ask stays. A heading that is not in the
    list is left to the import to refuse."""
    before = lists.plan(request.POST.get("mapping", ""), "")
    chosen = {column: request.POST.get(f"c-{column}", "") for column in lists.COLUMNS}
    columns = {ours: before.columns.get(ours, theirs) if theirs == JOINED else theirs for ours, theirs in chosen.items() if theirs}
    return msgspec.structs.replace(
        before, list=request.POST.get("list", "").strip(), columns=columns,
        death="killing" if request.POST.get("death") == "killing" else "execution", sheet=request.POST.get("sheet", "").strip(),
    )  # fmt: skip


def _given(request: HttpRequest) -> str:
    """A mapping that was saved before, as a file.

    Raises:
        BadInputError: there is none, or it is none.
    """
    given = request.FILES.get("file")
    if given is None or given.size is None or given.size > LARGEST_MAPPING:
        raise BadInputError("No mapping was given.", advice="Choose the TOML file that was saved here or typed by hand.")
    try:
        return lists.written(lists.plan(given.read().decode("utf-8"), request.POST.get("list", "").strip()))
    except UnicodeDecodeError as exc:
        raise BadInputError("The mapping is not text in UTF-8.", advice="Save it again as UTF-8.") from exc


def _file(name: str, media: str, content: str) -> HttpResponse:
    return HttpResponse(content.encode(), content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _page(
    request: HttpRequest, item: Evidence, seen: ListPreview, plan: lists.Plan, made: ListResult | None = None, *, left: int = 0, error: str = ""
) -> HttpResponse:  # fmt: skip
    lang = language(request)
    faults = made.rejected if made else ()
    more = say(lang, "list.more", count=number(lang, left)) if len(faults) == FAULTS else ""
    sheet = sheets.ListSheet(
        id=item.id, title=title_of(item), count=say(lang, "list.count", count=number(lang, seen.count)), headings=seen.headings,
        rows=tuple(sheets.Row(cells=_padded(row, len(seen.headings))) for row in seen.rows), columns=_columns(lang, seen, plan),
        deaths=tuple(Option(value=act, words=say(lang, f"list.death_{act}"), is_chosen=plan.death == act) for act in DEATHS), name=plan.list,
        sheet=seen.sheet or plan.sheet, is_workbook=bool(seen.sheet or plan.sheet), outcome=_outcome(lang, made, left) if made else (),
        mapping=lists.written(plan),
        is_done=made is not None and not made.is_dry_run, faults=tuple(_fault(lang, one) for one in faults), more=more, error=error,
    )  # fmt: skip
    around = shell(request, "evidence", title=say(lang, "list.title"), thread=whole(request, "evidence"))
    return page("list", around, sheet, 400 if error else 200)


def _padded(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*row, *[""] * (width - len(row)))


def _columns(lang: Lang, seen: ListPreview, plan: lists.Plan) -> tuple[sheets.Column, ...]:
    made = []
    for ours in lists.COLUMNS:
        theirs = plan.columns.get(ours, ours if ours in seen.headings else "")
        none = Option(value="", words=say(lang, "list.no_column"), is_chosen=not theirs)
        heads = tuple(Option(value=head, words=head, is_chosen=head == theirs) for head in dict.fromkeys(seen.headings) if head)
        joined = () if isinstance(theirs, str) else (Option(value=JOINED, words=" + ".join(theirs), is_chosen=True),)
        made.append(sheets.Column(name=ours, label=say(lang, f"list.column_{ours}"), choices=(none, *joined, *heads)))
    return tuple(made)


def _outcome(lang: Lang, made: ListResult, left: int) -> tuple[Fact, ...]:
    told = (("rows", made.rows), ("records", made.records), ("updated", made.updated), ("unchanged", made.unchanged), ("gone", made.gone),
            ("claims", made.claims), ("left_out", left))  # fmt: skip
    return tuple(Fact(label=say(lang, f"list.{name}"), text=Text(words=number(lang, count))) for name, count in told)


def _fault(lang: Lang, wrong: lists.Wrong) -> sheets.Fault:
    column = say(lang, f"list.column_{wrong.column}") if wrong.column else ""
    return sheets.Fault(
        row=number(lang, wrong.row),
        column=column,
        found=wrong.found,
        why=" ".join(retold(lang, one) for one in (wrong.reason, wrong.advice) if one),
    )
