"""What is posted from the review desk, through its door: a decision, a correction, a new claim, a grade.

Nothing typed is lost. What a door does not take comes back in the form it was typed in, with the reason; where someone else
was quicker, both versions stand on the page, and the form expects the newer one.
"""

from __future__ import annotations

from typing import Any, get_args

import msgspec
from django.http import HttpRequest, QueryDict
from msgspec.structs import replace

from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.document.claims import content
from muniment.document.dates import Reader
from muniment.model.calendars import Calendar
from muniment.model.claim import Act, Claim
from muniment.model.errors import BadInputError, ChangedError, UnknownError
from muniment.model.evidence import Evidence
from muniment.model.terms import ActType
from muniment.model.text import plain
from muniment.model.when import When, WhenError
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.pages.answers import lament
from muniment.web.pages.cards import Asked, change
from muniment.web.pages.document import Document, opened
from muniment.web.pages.shell import language
from muniment.web.pages.told import deciders, listed, people_of, sense, within
from muniment.web.sheets import review as sheets
from muniment.web.sheets.parts import Lang, Text
from muniment.web.words import apart, lang_of, number, say

ANSWERS = {"accept": "accepted", "reject": "rejected", "unsure": "unsure"}
DATES = ("date", "birth", "last_visit")


class FieldError(BadInputError):
    """What was typed in one field does not fit it."""

    def __init__(self, field: str, told: BadInputError) -> None:
        super().__init__(str(told.args[0]), advice=told.advice)
        self.field = field


def done(request: HttpRequest, desk: Desk, document: Document) -> str:
    """Do what was posted; answers what to say of it.

    Raises:
        ChangedError: someone else was quicker. BadInputError: it cannot be done as it was typed.
    """
    post, lang = request.POST, language(request)
    action = post.get("do", "")
    if action in ANSWERS or action == "undo":
        return _decided(desk, document, post, action)
    if action == "change":
        claim = _claim(document, post)
        given = {"id": claim.id, "expected": _version(post), "value": _value(post, claim.property, is_act=isinstance(claim.value, Act)),
                 "modality": post.get("modality") or claim.modality, "note": post.get("reason") or None}  # fmt: skip
        DOORS["edit"].through(desk, given)
        return say(lang, "review.changed_said", number=_number(document, claim))
    if action == "claim":
        _made(desk, document, post)
        return say(lang, "review.made_said")
    if action == "grade":
        given = {
            "id": post.get("source", ""),
            "expected": _version(post),
            "grade": post.get("grade", ""),
            "credibility": post.get("credibility", ""),
        }
        DOORS["grade"].through(desk, given)
        return say(lang, "review.graded_said")
    raise BadInputError(say(lang, "refusal.no_such_act"))


def _decided(desk: Desk, document: Document, post: QueryDict, action: str) -> str:
    """One decision on a card: on its head, and on what is still proposed inside it (or, undone, was decided with it)."""
    claim, lang = _claim(document, post), document.lang
    also = _with(desk, document, claim, post, is_undone=action == "undo")
    given: dict[str, Any] = {"id": claim.id, "expected": _version(post), "also": also}
    if action == "undo":
        DOORS["undo"].through(desk, given)
        return say(lang, "review.undone_said", number=_number(document, claim))
    DOORS["review"].through(desk, {**given, "answer": ANSWERS[action], "note": post.get("reason") or None})
    return say(lang, f"review.{ANSWERS[action]}_said", number=_number(document, claim))


def _with(desk: Desk, document: Document, head: Claim, post: QueryDict, *, is_undone: bool) -> tuple[tuple[str, int], ...]:
    """The claims inside the card, each in the version that was seen."""
    seen = dict(pair.rsplit(":", 1) for pair in post.getlist("also") if ":" in pair)
    mine = [reading for reading in head.standing.readings if reading.by == desk.agent.id]
    made = []
    for claim in document.inside(head):
        own = [reading for reading in claim.standing.readings if reading.by == desk.agent.id]
        together = bool(mine and own and own[-1].at == mine[-1].at and own[-1].answer)
        if claim.id in seen and (together if is_undone else claim.standing.is_open(desk.agent.id)):
            made.append((claim.id, int(seen[claim.id]) if seen[claim.id].isdecimal() else 0))
    return tuple(made)


def _claim(document: Document, post: QueryDict) -> Claim:
    found = document.of.get(post.get("claim", ""))
    if found is None:
        raise UnknownError("no such claim here")
    return found


def _version(post: QueryDict) -> int:
    given = post.get("version", "")
    return int(given) if given.isdecimal() else 0


def _number(document: Document, claim: Claim) -> str:
    return number(document.lang, str(document.cards.index(document.head(claim)) + 1))


def _made(desk: Desk, document: Document, post: QueryDict) -> None:
    if document.text is None:
        raise BadInputError("There is no text here to select from.", advice="Read the item, or type a transcript.")
    name = post.get("property", "")
    given = {"text": document.text.id, "start": post.get("start"), "end": post.get("end"), "property": name,
             "value": _value(post, name, is_act=name == "act"), "about": post.get("about") or None,
             "modality": post.get("modality") or "asserted"}  # fmt: skip
    DOORS["claim"].through(desk, given)


def _value(post: QueryDict, name: str, *, is_act: bool) -> object:
    """The value as typed, in the form its property takes.

    Raises:
        FieldError: the words do not fit.
    """
    try:
        if name in DATES:
            return msgspec.to_builtins(_when(post))
        typed = post.get("deed", "") if is_act else post.get("value", "")
        return msgspec.to_builtins(content(name, typed or post.get("quote", "")))
    except BadInputError as exc:
        raise FieldError("date" if name in DATES else "value", exc) from exc


def _when(post: QueryDict) -> When:
    """A date as its parts were typed, each of which may be empty; without a year, as the source's own words say it."""
    words = post.get("quote") or None
    parts = [plain(post.get(field, "").strip()) for field in ("year", "month", "day")]
    if any(part and not part.isdecimal() for part in parts):
        raise BadInputError("Year, month and day are whole numbers.", advice="Leave out what the source leaves out.")
    year, month, day = (int(part) if part else None for part in parts)
    if year is not None:
        return When.of(year, month, day, calendar=msgspec.convert(post.get("calendar", "gregorian"), Calendar), words=words)
    for said in filter(None, (post.get("value", "").strip(), words)):
        if (read := _read(said)) is not None:
            return replace(read, words=words or said)
    raise BadInputError("A date needs at least its year.", advice="Leave out month and day where the source does.")


def _read(words: str) -> When | None:
    """What our own date grammar makes of a few words, if they hold exactly one date."""
    folded = plain(words)
    try:
        return When.parse(words)
    except WhenError:
        found = {m.value for m in Reader(None).read(folded, 0, len(folded), lang_of(words) or "en")}
        return When.parse(found.pop()) if len(found) == 1 else None


def mended(request: HttpRequest, desk: Desk, item: Evidence, error: BadInputError | ChangedError) -> tuple[Document, Asked]:
    """The desk as it stands now, with what was typed kept, and what went wrong said beside it."""
    post, document = request.POST, opened(desk, item, language(request))
    claim = document.of.get(post.get("claim", ""))
    if isinstance(error, ChangedError) and claim is not None:
        meanwhile = _meanwhile(document, claim, post)
        is_typed = post.get("do") == "change"
        return document, Asked(
            claim.id, typed=_typed(document, claim, post, told="", error=None) if is_typed else None, meanwhile=meanwhile
        )
    if post.get("do") in ("change", "claim"):
        return document, Asked(
            post.get("claim", ""), typed=_typed(document, claim, post, told=say(document.lang, "change.unsaved"), error=error)
        )
    raise error


def _typed(
    document: Document, claim: Claim | None, post: QueryDict, *, told: str, error: BadInputError | ChangedError | None
) -> sheets.Change:
    """The form with what was typed in it, expecting the version that stands now."""
    empty = change(document, claim)

    def chosen(options: tuple[Any, ...], name: str) -> tuple[Any, ...]:
        return tuple(replace(option, is_chosen=option.value == post.get(name, "")) for option in options)

    field = getattr(error, "field", "")
    said = lament(document.lang, error) if error else ""
    errors = ((field, said),) if field else ()
    return replace(
        empty, value=post.get("value", ""), quote=post.get("quote", ""), year=post.get("year", ""), month=post.get("month", ""),
        day=post.get("day", ""), reason=post.get("reason", ""), start=_offset(post, "start"), end=_offset(post, "end"),
        properties=chosen(empty.properties, "property"), deeds=chosen(empty.deeds, "deed"), mentions=chosen(empty.mentions, "about"),
        modalities=chosen(empty.modalities, "modality"), calendars=chosen(empty.calendars, "calendar"), errors=errors,
        unsaved="" if error is None else told if errors else f"{told} {said}",
    )  # fmt: skip


def _offset(post: QueryDict, name: str) -> int:
    given = post.get(name, "")
    return int(given) if given.isdecimal() else 0


def _meanwhile(document: Document, claim: Claim, post: QueryDict) -> sheets.Meanwhile:
    """Who changed it and how it stands now; what this reader saw, and wanted."""
    lang, action = document.lang, post.get("do", "")
    seen = _as_seen(claim, _version(post))
    return sheets.Meanwhile(
        told=say(lang, "review.meanwhile", who=listed(lang, people_of([claim.made_by])), time=dates.clock(lang, claim.made_at),
                 version=number(lang, claim.version)),
        theirs=_side(lang, claim), their_state=say(lang, f"claim.{claim.standing.state}"), their_by=deciders(lang, claim),
        seen=_side(lang, seen), mine=_wanted(lang, post), action=say(lang, f"act.{'edit' if action == 'change' else action}"),
    )  # fmt: skip


def _as_seen(claim: Claim, version: int) -> Claim:
    older = [noun for noun in archive().shelf.history(claim.id) if isinstance(noun, Claim) and noun.version == version]
    return older[0] if older else claim


def _side(lang: Lang, claim: Claim) -> Text:
    words = " · ".join(filter(None, (within(lang, claim.value), sense(lang, claim))))
    return Text(words=words)


def _wanted(lang: Lang, post: QueryDict) -> Text:
    """What was typed, in the words it was typed in."""
    if post.get("do") != "change":
        return Text(words="")
    date = "-".join(part for name in ("year", "month", "day") if (part := post.get(name, "").strip()))
    deed = say(lang, f"deed.{post['deed']}") if post.get("deed") in get_args(ActType) else ""
    words = post.get("value", "") or date or deed
    modality = f"modality.{post.get('modality', '')}" if post.get("modality") not in ("", None, "asserted") else ""
    told = " · ".join(filter(None, (apart(words), say(lang, modality) if modality else "", apart(post.get("reason", "")))))
    return Text(words=told)
