"""Consent: what is on file beside a letter, purpose by purpose, and the page where an answer is written down."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from muniment.act.release import purposes
from muniment.archive import DOORS
from muniment.archive.desk import Desk
from muniment.archive.link import Person
from muniment.model.consent import Consent, Permission
from muniment.model.errors import BadInputError
from muniment.model.submission import Submission
from muniment.protect.roles import allows
from muniment.warn import Case
from muniment.web import dates
from muniment.web.pages.answers import lament, page, seated
from muniment.web.pages.shell import language, shell, whole
from muniment.web.pages.told import named
from muniment.web.sheets import consent as consent_sheets
from muniment.web.sheets import submission as sheets
from muniment.web.sheets.parts import Button, Lang, Option
from muniment.web.words import apart, number, say

ASKED = ("submit", "share-with-state", "name-in-letter", "name-in-public")
OTHERS = ("preserve", "count", "publication", "prosecution", "sanctions")
YES = ("given", "next-of-kin", "lawyer")
BASES = ("given", "next-of-kin", "lawyer", "impossible", "refused", "withdrawn")
FIELDS = ("given_by", "capacity", "how", "language")


def panel(lang: Lang, desk: Desk, known: Case, letter: Submission) -> sheets.ConsentPanel:
    """The answers on file for each person of a letter; those not asked, or answered no, block their words."""
    rows = tuple(row for person in letter.about for row in _rows(lang, known, letter, person))
    lacking = sum(row.blocks for row in rows)
    told = " ".join(say(lang, "consent.given", who=apart(c.given_by), how=apart(c.how), when=_on(lang, c)) for c in known.consents)
    verdict = "consent.ready" if not lacking else "consent.missing_one" if lacking == 1 else "consent.missing_many"
    words = say(lang, verdict, **({"count": number(lang, lacking)} if lacking > 1 else {}))
    return sheets.ConsentPanel(told=told or say(lang, "consent.none"), rows=rows, verdict=words, is_lacking=bool(lacking),
                               buttons=_ways(lang, desk, known, letter, bool(lacking)))  # fmt: skip


def _rows(lang: Lang, known: Case, letter: Submission, person: str) -> list[sheets.ConsentRow]:
    wanted = set(purposes(letter, known, person))
    who = named(lang, known.names(person)).name if len(letter.about) > 1 else ""
    return [_row(lang, _answers(known.consents, person, purpose), purpose, who, purpose in wanted) for purpose in ASKED]


def _answers(consents: Sequence[Consent], person: str, purpose: str) -> list[Permission]:
    mine = sorted((c for c in consents if person in c.about), key=lambda c: c.made_at)
    return [p for c in mine for p in c.answers if p.purpose == purpose]


def _row(lang: Lang, given: list[Permission], purpose: str, who: str, is_wanted: bool) -> sheets.ConsentRow:
    """The latest answer; one taken back stays no, whatever was said after it."""
    taken_back = next((p for p in given if p.basis == "withdrawn"), None)
    last = taken_back or (given[-1] if given else None)
    basis = last.basis if last else "not_asked"
    state = "yes" if basis in YES else "impossible" if basis == "impossible" else "not_asked" if last is None else "no"
    question = say(lang, f"purpose.{purpose}")
    return sheets.ConsentRow(
        purpose=purpose, question=f"{apart(who)}{say(lang, 'colon')}{question}" if who else question, state=state,  # type: ignore[arg-type]
        answer=say(lang, f"basis.{basis}"), told=apart(last.why or "") if last else "", blocks=is_wanted and state != "yes",
    )  # fmt: skip


def _ways(lang: Lang, desk: Desk, known: Case, letter: Submission, is_lacking: bool) -> tuple[Button, ...]:
    if not allows(desk.agent.roles, "consent.record") or letter.state != "draft":
        return ()
    several = len(letter.about) > 1
    return tuple(
        Button(words=say(lang, "consent.record") + (f"{say(lang, 'colon')}{apart(named(lang, known.names(person)).name)}" if several else ""),
               href=f"/consent/{person}", key="c" if i == 0 else "", is_primary=is_lacking and i == 0)
        for i, person in enumerate(letter.about)
    )  # fmt: skip


def _on(lang: Lang, consent: Consent) -> str:
    return dates.when(lang, consent.given_on).lead if consent.given_on else dates.day(lang, consent.made_at.date()).lead


@seated
def record(request: HttpRequest, id: str) -> HttpResponse:
    """Write down what was answered for a person: by whom, how, in which language, purpose by purpose. Nothing typed is lost."""
    desk, lang = request.desk, language(request)  # type: ignore[attr-defined]
    person: Person = DOORS["person"].through(desk, {"id": id})
    entry, error = person.entry.id, ""
    if request.method == "POST":
        try:
            DOORS["consent"].through(desk, _given(request, entry))
            return HttpResponseRedirect(_back(desk, entry))
        except BadInputError as exc:
            error = lament(lang, exc)
    held: tuple[Consent, ...] = DOORS["consents"].through(desk, {"id": entry}) if allows(desk.agent.roles, "consent.see") else ()
    sheet = consent_sheets.ConsentSheet(
        id=entry, name=named(lang, person.names), held=tuple(_held(lang, consent) for consent in held), error=error,
        asked=tuple(_question(request, lang, purpose) for purpose in ASKED), others=tuple(_question(request, lang, purpose) for purpose in OTHERS),
        typed=tuple((name, request.POST.get(name, "")) for name in (*FIELDS, "given_on")),
    )  # fmt: skip
    around = shell(request, "people", title=say(lang, "consent.title"), thread=whole(request, "register"),
                   is_invented=any(item.invented for item in person.documents))  # fmt: skip
    return page("consent", around, sheet, 422 if error else 200)


def _back(desk: Desk, entry: str) -> str:
    """To the person's draft if there is one, else to the person."""
    if not allows(desk.agent.roles, "submission.see"):
        return f"/people/{entry}"
    letters = [s for s in DOORS["submissions"].through(desk, {"limit": 500}) if entry in s.about and s.state == "draft"]
    return f"/submissions/{letters[-1].id}" if letters else f"/people/{entry}"


def _held(lang: Lang, consent: Consent) -> str:
    given = say(lang, "consent.given", who=apart(consent.given_by), how=apart(consent.how), when=_on(lang, consent))
    answers = "; ".join(f"{say(lang, f'purpose.{p.purpose}')} {say(lang, f'basis.{p.basis}')}" for p in consent.answers)
    return f"{given} {answers}"


def _question(request: HttpRequest, lang: Lang, purpose: str) -> consent_sheets.Question:
    chosen = request.POST.get(f"answer-{purpose}", "")
    options = tuple(Option(value=basis, words=say(lang, f"basis.{basis}"), is_chosen=basis == chosen) for basis in BASES)
    return consent_sheets.Question(
        purpose=purpose, words=say(lang, f"purpose.{purpose}"), options=options, why=request.POST.get(f"why-{purpose}", "")
    )


def _given(request: HttpRequest, entry: str) -> dict[str, object]:
    post, lang = request.POST, language(request)
    answers = [
        {"purpose": purpose, "basis": basis, "why": post.get(f"why-{purpose}", "").strip() or None}
        for purpose in (*ASKED, *OTHERS)
        if (basis := post.get(f"answer-{purpose}", ""))
    ]
    if not answers:
        raise BadInputError(say(lang, "consent.no_answer"))
    fields = {name: post.get(name, "").strip() for name in FIELDS}
    if lacking := [say(lang, f"consent.{name}") for name, value in fields.items() if not value]:
        raise BadInputError(say(lang, "consent.lacking", what=say(lang, "comma").join(lacking)))
    return {"about": (entry,), "answers": answers, "given_on": post.get("given_on", "").strip() or None, **fields}
