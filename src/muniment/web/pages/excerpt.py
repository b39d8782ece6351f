"""An excerpt on a page: choose what leaves, in which form and for what; it is saved as a file."""

from __future__ import annotations

from typing import get_args

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from muniment.archive import DOORS
from muniment.archive.excerpt import ONLY, USES, Excerpt, Form, What
from muniment.web.pages import presence
from muniment.web.pages.answers import page, seated
from muniment.web.pages.shell import language, shell
from muniment.web.sheets import excerpt as sheets
from muniment.web.words import say


@seated
def page_(request: HttpRequest) -> HttpResponseBase:
    """The form; posted, the file."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    desk.through("excerpt.make")
    if request.method == "POST":
        presence.confirm(request)
        return _file(DOORS["excerpt"].through(desk, _given(request)))
    sheet = sheets.ExcerptSheet(
        forms=tuple((form, say(lang, f"excerpt.form.{form}"), say(lang, f"excerpt.form.{form}_note")) for form in get_args(Form)),
        things=tuple((thing, say(lang, f"excerpt.of.{thing}"), "") for thing in get_args(What)),
        purposes=tuple((use, say(lang, f"excerpt.for.{use}"), "") for use in USES),
        evidence=request.GET.get("evidence", ""), person=request.GET.get("person", ""), presence=presence.asked(request),
    )  # fmt: skip
    return page("excerpt", shell(request, "people", title=say(lang, "excerpt.title")), sheet)


def _given(request: HttpRequest) -> dict[str, object]:
    """The door's inputs. A form that holds one thing alone decides itself what of the archive it holds."""
    post = request.POST
    given = {name: value for name in ("form", "purpose", "reason", "of", "evidence", "person") if (value := post.get(name, "").strip())}
    if given.get("form") in ONLY:
        given.pop("of", None)
    return {"reason": "", **given, "proposed": post.get("proposed") == "yes"}


def _file(made: Excerpt) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return StreamingHttpResponse(made.parts, content_type=made.media_type, headers=headers)
