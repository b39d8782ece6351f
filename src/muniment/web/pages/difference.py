"""Two versions of a claim side by side on its page: a form that chooses them, and the fields in which they differ."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.model.claim import Claim
from muniment.model.difference import FieldChange
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.pages.told import people_of, written
from muniment.web.sheets import review as sheets
from muniment.web.sheets.parts import Lang, Option, Text
from muniment.web.words import number, say, vocabulary

TERMS = {"answer": "claim", "modality": "modality", "property": "property", "type": "deed"}
"""A field's last name -> where the words for its terms stand."""


def chosen(request: HttpRequest) -> str:
    """The versions chosen in the form, as the end of an address."""
    return urlencode({name: request.POST.get(name, "") for name in ("from", "to")})


def comparison(request: HttpRequest, desk: Desk, lang: Lang, versions: tuple[Claim, ...]) -> sheets.Comparison | None:
    """The last two versions, or those chosen; None where there is one alone, or the reader may not compare."""
    if len(versions) == 1 or not allows(desk.agent.roles, DOORS["difference"].permission):
        return None
    known = [one.version for one in versions]
    older, newer = _version(request, "from", known, known[-2]), _version(request, "to", known, known[-1])
    found = DOORS["difference"].through(desk, {"id": versions[0].id, "older": older, "newer": newer})
    rows = tuple(_row(lang, one) for one in found.changes if one.field != "version")  # which versions they are is said by the form
    return sheets.Comparison(older=_options(lang, known, older), newer=_options(lang, known, newer), rows=rows)


def _version(request: HttpRequest, name: str, known: list[int], usual: int) -> int:
    return next((version for version in known if request.GET.get(name) == str(version)), usual)


def _options(lang: Lang, known: list[int], chosen: int) -> tuple[Option, ...]:
    return tuple(Option(value=str(v), words=say(lang, "review.version", number=number(lang, v)), is_chosen=v == chosen) for v in known)


def _row(lang: Lang, one: FieldChange) -> sheets.Differing:
    whole = one.field.partition(".")[0].partition("[")[0]
    last = one.field.rpartition(".")[2].partition("[")[0]
    label = say(lang, f"field.{whole}") if f"field.{whole}" in vocabulary(lang) else ""
    return sheets.Differing(label=label, field=one.field, before=_value(lang, last, one.before), after=_value(lang, last, one.after))


def _value(lang: Lang, name: str, value: object) -> Text:
    """One side of a field: terms, names, times and numbers in the words of the page, all else as it was written."""
    match value:
        case None | ():
            return Text(words="–")
        case bool():
            return Text(words=say(lang, "field.yes" if value else "field.no"))
        case int():
            return Text(words=number(lang, str(value)))
    words = str(value)
    if name in TERMS and f"{TERMS[name]}.{words}" in vocabulary(lang):
        return Text(words=say(lang, f"{TERMS[name]}.{words}"))
    if name in ("by", "made_by"):
        return written(next(iter(people_of([words])), words))
    if name in ("at", "made_at"):
        return Text(words=dates.moment(lang, datetime.fromisoformat(words)))
    return written(words)
