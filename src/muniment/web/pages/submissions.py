"""The letters: the list, a new draft, the files of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.act import Drafted
from muniment.model.errors import UnknownError
from muniment.model.submission import Submission
from muniment.web import dates
from muniment.web.pages.answers import page, seated
from muniment.web.pages.shell import language, shell, whole
from muniment.web.sheets import submission as sheets
from muniment.web.words import number, say

MOST = 500


@seated
def all_(request: HttpRequest) -> HttpResponse:
    """Drafts and what was sent, the newest first."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    letters: list[Submission] = DOORS["submissions"].through(desk, {"limit": MOST})
    rows = tuple(
        sheets.SubmissionRow(
            id=letter.id, title=letter.title, kind=say(lang, f"letter.{letter.letter}"), state=letter.state,
            told=dates.moment(lang, letter.made_at), gaps=number(lang, sum(not gap.left_unknown for gap in letter.gaps())),
        )
        for letter in sorted(letters, key=lambda letter: letter.made_at, reverse=True)
    )  # fmt: skip
    sheet = sheets.SubmissionListSheet(rows=rows, count=say(lang, "submission.count", count=number(lang, len(rows))))
    return page("submissions", shell(request, "submissions", thread=whole(request, "submission"), keys=("move",)), sheet)


@seated
def draft(request: HttpRequest) -> HttpResponse:
    """Draft an urgent appeal for the people named; the draft opens."""
    if request.method != "POST":
        return HttpResponseRedirect("/submissions")
    people = tuple(request.POST.getlist("person") or request.GET.getlist("person"))
    made: Drafted = DOORS["draft"].through(request.desk, {"kind": "urgent-appeal", "ids": people})  # type: ignore[attr-defined]
    return HttpResponseRedirect(f"/submissions/{made.submission.id}")


@seated
def file(request: HttpRequest, id: str, name: str) -> HttpResponse:
    """One file of a letter, made anew from what is stored: the same bytes as on the day it left."""
    drafted: Drafted = DOORS["submission"].through(request.desk, {"id": id})  # type: ignore[attr-defined]
    found = next((f for f in drafted.files if f.name.rsplit(".", 1)[-1] == name), None)
    if found is None:
        raise UnknownError("no such file")
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return HttpResponse(found.body, content_type=found.media_type, headers=headers)
