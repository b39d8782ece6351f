"""Forms on a page: choose one, fill it in, and each field is a claim where the page says it will stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.archive.forms import Filling
from muniment.document.form import Field, Form
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError, UnknownError
from muniment.model.evidence import Evidence
from muniment.model.source import Source
from muniment.model.terms import ActType, Modality
from muniment.model.text import plain
from muniment.protect.roles import allows
from muniment.web.pages.answers import lament, page, seated
from muniment.web.pages.picking import picked, picker
from muniment.web.pages.shell import language, shell, whole
from muniment.web.pages.told import title_of, written
from muniment.web.sheets import forms as sheets
from muniment.web.sheets.parts import Lang, Link, Option, Text
from muniment.web.words import apart, counted, say

WHERE = ("evidence", "text", "start", "end", "about", "person")
QUOTED = 300
"""Characters of the words a form stands on that its page repeats."""
FREE = ("person", "event", "interview", "act")
"""What a form may begin with nothing to stand on."""


@seated
def all_(request: HttpRequest) -> HttpResponse:
    """The forms to choose from, for what the address names."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    desk.through("claim.make")
    where = _where(request.GET)
    tail = "&".join(f"{name}={value}" for name, value in where.items())
    forms: tuple[Form, ...] = DOORS["forms"].through(desk, {})
    lines = tuple(_line(lang, form, tail, "about" in where) for form in forms)
    sheet = sheets.FormsSheet(forms=lines, told=_told(lang, desk, where))
    return page("forms", shell(request, "review", title=say(lang, "form.all"), thread=whole(request, "claim")), sheet)


def _line(lang: Lang, form: Form, tail: str, has_about: bool) -> sheets.FormLine:
    opens = form.begins in FREE or has_about
    return sheets.FormLine(
        name=form.name, title=_said(lang, form), help=form.help_fa if lang == "fa" else form.help_en, series=form.series,
        href=f"/forms/{form.name}{'?' if tail else ''}{tail}" if opens else "",
    )  # fmt: skip


@seated
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One form; posted, what it became. Nothing typed is lost."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    desk.through("claim.make")
    asked = _form(desk, name)
    post: Mapping[str, Any] = request.POST if request.method == "POST" else request.GET
    where, error = _where(post), ""
    if request.method == "POST":
        try:
            made: Filling = DOORS["form-fill"].through(
                desk, {"form": asked.name, **_placed(where), **_marks(request.POST), "answers": _answers(request, asked)}
            )
            request.session["said"] = counted(lang, "form.made", len(made.claims))
            request.session["filled"] = [made.evidence, made.about, made.record or ""]
            return HttpResponseRedirect(f"/forms/{asked.name}?evidence={made.evidence}&about={made.about}&done=1")
        except BadInputError as exc:
            error = lament(lang, exc)
    done = request.session.pop("filled", None) if request.GET.get("done") else None
    sheet = _sheet(lang, desk, asked, post, where, error, done)
    around = shell(request, "review", title=_said(lang, asked), thread=whole(request, "claim"), said=request.session.pop("said", ""))
    return page("form", around, sheet, 422 if error else 200)


def _form(desk: Desk, name: str) -> Form:
    forms: tuple[Form, ...] = DOORS["forms"].through(desk, {})
    known = next((form for form in forms if form.name == name), None)
    if known is None:
        raise UnknownError("no such form")
    return known


def _said(lang: Lang, form: Form) -> str:
    return form.fa if lang == "fa" else form.en


def _where(given: Mapping[str, Any]) -> dict[str, str]:
    """What the claims will stand on and be about."""
    return {name: value for name in WHERE if (value := str(given.get(name, "")).strip()) and len(value) <= 40}


def _placed(where: Mapping[str, str]) -> dict[str, object]:
    return {name: plain(value) if name in ("start", "end") else value for name, value in where.items()}


def _marks(post: Mapping[str, Any]) -> dict[str, object]:
    given: dict[str, object] = {
        name: value for name in ("modality", "speaker", "source", "compartment") if (value := str(post.get(name, "")).strip())
    }
    return given | {name: post.get(name) == "yes" for name in ("is_coerced", "is_exculpatory")}


def _answers(request: HttpRequest, asked: Form) -> dict[str, object]:
    """What was filled in, field by field: several answers a line each, a date by its parts."""
    post, lang, answers = request.POST, language(request), dict[str, object]()
    for field in asked.field:
        key = f"f-{field.name}"
        if field.takes == "when":
            answer: object = picked(lang, post, key)
        elif field.is_several and field.choices:
            answer = tuple(filter(None, post.getlist(key)))
        elif field.is_several:
            answer = tuple(filter(None, (line.strip() for line in post.get(key, "").splitlines())))
        else:
            answer = post.get(key, "").strip()
        if answer:
            answers[field.name] = answer
    return answers


def _sheet(
    lang: Lang, desk: Desk, asked: Form, post: Mapping[str, Any], where: dict[str, str], error: str, done: list[str] | None
) -> sheets.FormSheet:  # fmt: skip
    is_note = not {"evidence", "text"} & set(where)
    fields = [field for field in asked.field if not _is_settled(asked, field, where.get("about", ""))]
    chosen = str(post.get("modality", "asserted"))
    level = str(post.get("compartment", asked.compartment))
    return sheets.FormSheet(
        name=asked.name, title=_said(lang, asked), series=asked.series, help=asked.help_fa if lang == "fa" else asked.help_en,
        told=_told(lang, desk, where), hidden=tuple(where.items()), fields=tuple(_asked(lang, field, post) for field in fields), error=error,
        modalities=tuple(Option(value=m, words=say(lang, f"modality.{m}"), is_chosen=m == chosen) for m in get_args(Modality)),
        compartments=tuple(Option(value=c, words=say(lang, f"compartment.{c}"), is_chosen=c == level) for c in desk.through("claim.make").compartments),
        sources=_sources(lang, desk, str(post.get("source", ""))) if is_note else (), speaker=str(post.get("speaker", "")),
        is_coerced=post.get("is_coerced") == "yes", is_exculpatory=post.get("is_exculpatory") == "yes", is_note=is_note,
        done=_done(lang, desk, done) if done else (),
    )  # fmt: skip


def _is_settled(asked: Form, field: Field, about: str) -> bool:
    """Whether what the form is about answers this field already."""
    return bool(about) and (field.part == "person" or (field.part == "head" and asked.begins == "act" and about.startswith("cl-")))


def _asked(lang: Lang, field: Field, post: Mapping[str, Any]) -> sheets.Asked:
    key = f"f-{field.name}"
    options = _options(lang, field, post)
    kind = ("date" if field.takes == "when" else "choices" if options and field.is_several else "choice" if options
            else "several" if field.is_several else "long" if field.is_long else "number" if field.takes == "number" else "line")  # fmt: skip
    return sheets.Asked(
        name=key, label=field.fa if lang == "fa" else field.en, help=field.help_fa if lang == "fa" else field.help_en, tag=field.tag, kind=kind,  # type: ignore[arg-type]
        typed=str(post.get(key, "")), options=options, picker=picker(lang, post, key) if kind == "date" else None,
    )  # fmt: skip


def _options(lang: Lang, field: Field, post: Mapping[str, Any]) -> tuple[Option, ...]:
    key = f"f-{field.name}"
    chosen = post.getlist(key) if hasattr(post, "getlist") else [post.get(key, "")]
    if field.takes == "act":
        return tuple(Option(value=code, words=say(lang, f"deed.{code}"), is_chosen=code in chosen) for code in get_args(ActType))
    return tuple(Option(value=code, words=fa if lang == "fa" else en, is_chosen=code in chosen) for code, en, fa in field.choices)


def _sources(lang: Lang, desk: Desk, chosen: str) -> tuple[Option, ...]:
    if not allows(desk.agent.roles, "source.see"):
        return ()
    known: list[Source] = DOORS["sources"].through(desk, {})
    none = Option(value="", words=say(lang, "form.no_source"))
    return (none, *(Option(value=s.id, words=s.name, is_chosen=s.id == chosen) for s in known)) if known else ()


def _told(lang: Lang, desk: Desk, where: Mapping[str, str]) -> tuple[Text, ...]:
    """What the claims will stand on: the words, the item, or a note of its own."""
    inside = desk.through("claim.make")
    made = []
    if text := where.get("text"):
        derived = inside.get(text, DerivedText)
        start, end = (
            int(value) if (value := plain(where.get(name, "0"))).isdigit() and value.isascii() else 0 for name in ("start", "end")
        )
        made.append(written(say(lang, "quoted", words=derived.body[start:end][:QUOTED])))
    elif evidence := where.get("evidence"):
        made.append(written(title_of(inside.get(evidence, Evidence)).words))
    else:
        made.append(Text(words=say(lang, "form.note")))
    if about := where.get("about"):
        made.append(Text(words=say(lang, "form.about", id=apart(about))))
    if person := where.get("person"):
        made.append(Text(words=say(lang, "form.person", id=apart(person))))
    return tuple(made)


def _done(lang: Lang, desk: Desk, filled: list[str]) -> tuple[Link, ...]:
    """Where to go from what was just filled in."""
    evidence, about, record = filled
    links = [Link(words=say(lang, "form.see_claims"), href=f"/review/{evidence}")]
    if record and allows(desk.agent.roles, "register.see"):
        is_event = DOORS["forms"] and desk.archive.shelf.get(record).about == "event"  # type: ignore[attr-defined]
        links.append(
            Link(
                words=say(lang, "form.see_event" if is_event else "form.see_person"),
                href=f"/{'events' if is_event else 'people'}/en-{record[3:]}",
            )
        )
    links += [Link(words=say(lang, "form.another"), href=f"/forms?evidence={evidence}&about={about}")]
    return tuple(links)
