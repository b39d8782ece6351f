"""The cards of the review desk: a line for each, and the open one with its facts, its form, or what changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from muniment.archive.desk import Desk
from muniment.model.claim import Act, Claim, Quantity
from muniment.model.name import Name
from muniment.model.source import Source
from muniment.model.terms import ActType, Modality
from muniment.model.when import When
from muniment.protect.roles import allows
from muniment.web import dates
from muniment.web.pages.document import Document
from muniment.web.pages.told import chain, deciders, kind_of, sense, shown, within
from muniment.web.sheets import review as sheets
from muniment.web.sheets.parts import Fact, Lang, Link, Option, Text
from muniment.web.words import apart, lang_of, number, say

PROPERTIES = (
    "name", "alias", "age", "date", "place", "charge", "court", "act", "occupation", "father_name", "birth", "sex", "prison", "status",
    "condition", "affiliation", "last_visit", "medical_emergency", "other",
)  # fmt: skip
CALENDARS = ("gregorian", "solar-hijri", "islamic")
LABELS = {"date": "claim.when", "place": "claim.where"}


@dataclass(frozen=True)
class Asked:
    """What the reader has open: the claim, whether its form is open, and what came of what they sent."""

    claim: str = ""
    is_changing: bool = False
    typed: sheets.Change | None = None
    meanwhile: sheets.Meanwhile | None = None


def card(desk: Desk, document: Document, numbered: int, head: Claim, asked: Asked) -> sheets.ClaimCard:
    """One card; open when it, or a claim inside it, is asked for."""
    lang, inside = document.lang, document.inside(head)
    wanted = next((claim for claim in (head, *inside) if claim.id == asked.claim), None)
    may = allows(desk.agent.roles, "claim.review")
    return sheets.ClaimCard(
        id=head.id, version=head.version, number=number(lang, str(numbered)), kind=_kind(document, head), gist=gist(document, head),
        state=head.standing.state, by=deciders(lang, head) if wanted and head.standing.readings else "", rule=_rule(head),
        facts=_facts(document, head, may=may) if wanted else (), is_selected=wanted is not None, open_inside=_left(document, head),
        also=tuple((claim.id, claim.version) for claim in inside) if wanted else (), older=_older(lang, wanted) if wanted else None,
        change=(asked.typed or change(document, wanted)) if wanted and (asked.is_changing or asked.typed) else None,
        meanwhile=asked.meanwhile if wanted else None, may_decide=may, why_not="" if may else say(lang, "review.may_not"),
        is_decided=bool(head.standing.current().get(desk.agent.id)),
        waits=say(lang, "review.waits_for_another") if head.standing.awaits_another else "",
    )  # fmt: skip


def _kind(document: Document, head: Claim) -> str:
    if document.is_list:
        return say(document.lang, "review.row", row=number(document.lang, str(document.place(head))))
    return kind_of(document.lang, head)


def _rule(head: Claim) -> str:
    return (head.rule or "").split(" ")[0]


def _left(document: Document, head: Claim) -> str:
    """For a card whose head is decided: how many claims inside it are not."""
    count = sum(claim.standing.is_open(document.reader) for claim in document.inside(head))
    if not count or head.standing.is_open(document.reader):
        return ""
    return say(document.lang, "review.inside_open", count=number(document.lang, count))


def _older(lang: Lang, claim: Claim) -> Link | None:
    if claim.version == 1:
        return None
    return Link(words=say(lang, "review.versions", count=number(lang, claim.version)), href=f"/review/{claim.evidence}/history/{claim.id}")


def gist(document: Document, head: Claim) -> str:
    """A card in a line: about whom, its value, and what tells it from another of its kind."""
    lang, who = document.lang, apart(document.about(head))
    value = "" if isinstance(head.value, Act) else within(lang, head.value)
    date = next((within(lang, c.value) for c in document.inside(head) if c.property == "date" and c.standing.state != "rejected"), "")
    return " · ".join(part for part in (who if who != value else "", value, date, sense(lang, head)) if part)


def _facts(document: Document, head: Claim, *, may: bool) -> tuple[Fact, ...]:
    """The open card: what it says, about whom, when and where, in which sense, according to whom."""
    lang, who = document.lang, document.about(head)
    facts = []
    if who and not isinstance(head.value, Name):
        count = document.alike(who)
        note = say(lang, "review.alike", count=number(lang, count)) if count > 1 else ""
        facts.append(Fact(label=say(lang, "claim.person"), text=Text(words=who, lang=lang_of(who)), note=note))
    if not isinstance(head.value, Act):
        facts.append(_fact(lang, head))
    facts += [_detail(document, claim, may=may) for claim in document.inside(head) if not _is_dated(document, claim)]
    facts.append(Fact(label=say(lang, "claim.stands_as"), text=Text(words=say(lang, f"modality.{head.modality}"))))
    voices = chain(lang, head.stated_by)
    facts.append(Fact(label=say(lang, "claim.according_to"), text=Text(words=voices or say(lang, "claim.own_account"))))
    return tuple(facts)


def _is_dated(document: Document, claim: Claim) -> bool:
    """Whether this is an act of a list's row that its date tells already."""
    return isinstance(claim.value, Act) and any(other.about == claim.id for other in document.claims)


def _fact(lang: Lang, claim: Claim) -> Fact:
    words, note, original = _words(lang, claim), "", None
    if isinstance(claim.value, When):
        known = dates.when(lang, claim.value)
        note, original = known.second, Text(words=known.words, lang=lang_of(known.words)) if known.words else None
    if claim.property == "charge":
        words = say(lang, "quoted", words=words)
    label = (
        say(lang, LABELS.get(claim.property, f"property.{claim.property}")) if not isinstance(claim.value, Act) else kind_of(lang, claim)
    )
    return Fact(
        label=label,
        text=Text(words="" if isinstance(claim.value, Act) else words, lang="" if isinstance(claim.value, Quantity) else lang_of(words)),
        note=note,
        original=original,
    )


def _words(lang: Lang, claim: Claim) -> str:
    """The value in words; the part that a person has in the story in ours, since it was never the source's word."""
    word = shown_raw(claim)
    return say(lang, f"part.{word}") if claim.property == "role" and word in ("subject", "other") else shown(lang, claim.value)


def _detail(document: Document, claim: Claim, *, may: bool) -> Fact:
    """A claim inside a card: its value, how it stands where it does not stand like its head, and the way to its own form."""
    fact, state = _fact(document.lang, claim), claim.standing.state
    act = document.of.get(claim.about)
    label = kind_of(document.lang, act) if act and document.is_list and claim.property == "date" else fact.label
    tag = "" if state == document.head(claim).standing.state else say(document.lang, f"claim.{state}")
    way = f"?claim={claim.id}&change=1" if may else ""
    return Fact(label=label, text=fact.text, note=fact.note, original=fact.original, tag=tag, href=way,
                link=say(document.lang, "act.edit") if way else "")  # fmt: skip


def change(document: Document, claim: Claim | None) -> sheets.Change:
    """The form that corrects a claim; without one, the form that makes a claim from selected words."""
    lang = document.lang
    stretch = document.stretch(claim) if claim else None
    cell = document.cell(claim) if claim else None
    when = claim.value if claim and isinstance(claim.value, When) else None
    year, month, day = _parts(when)
    return sheets.Change(
        claim=claim.id if claim else "", version=claim.version if claim else 0,
        quote=stretch.quote if stretch else (cell.quote or "" if cell else ""),
        start=stretch.start if stretch else 0, end=stretch.end if stretch else 0, kind=_form_of(claim),
        label=kind_of(lang, claim) if claim else "", properties=_options(lang, PROPERTIES, claim.property if claim else "", "property"),
        deeds=_options(lang, get_args(ActType), claim.value.type if claim and isinstance(claim.value, Act) else "", "deed"),
        modalities=_options(lang, get_args(Modality), claim.modality if claim else "asserted", "modality"),
        mentions=_mentions(document, claim), calendars=_options(lang, CALENDARS, when.calendar if when else CALENDARS[lang == "fa"], "change"),
        value="" if claim is None or when or isinstance(claim.value, Act) else shown_raw(claim), year=year, month=month, day=day,
        echo=say(lang, "change.reads_as", range=dates.when(lang, when).lead) if when else "",
        is_inside=bool(claim and document.head(claim) is not claim),
    )  # fmt: skip


def shown_raw(claim: Claim) -> str:
    """A value as it is stored, to be typed over: no digits turned, no status put into words."""
    for field in ("text", "words", "n", "action"):
        if (found := getattr(claim.value, field, None)) is not None:
            return str(found)
    return ""


def _form_of(claim: Claim | None) -> sheets.Form:
    if claim is None:
        return "new"
    return "deed" if isinstance(claim.value, Act) else "date" if isinstance(claim.value, When) else "words"


def _parts(when: When | None) -> tuple[str, str, str]:
    """Year, month and day as the source's calendar has them, as far as it gave them."""
    if when is None or when.first is None or when.precision not in ("day", "month", "year"):
        return "", "", ""
    year, month, day = dates.parts(when.calendar, when.first)
    return str(year), str(month) if when.precision != "year" else "", str(day) if when.precision == "day" else ""


def _options(lang: Lang, values: tuple[str, ...], chosen: str, words: str) -> tuple[Option, ...]:
    return tuple(Option(value=v, words=say(lang, f"{words}.{v}"), is_chosen=v == chosen) for v in values)


def _mentions(document: Document, claim: Claim | None) -> tuple[Option, ...]:
    """Whom, or which act, a claim can be about: people named here, and what was done to them."""
    lang = document.lang
    made = [Option(value="", words=say(lang, "change.new_mention"))]
    named = [c for c in document.names.values() if c.standing.state != "rejected"]
    made += [Option(value=c.about, words=c.value.text, is_chosen=claim is not None and claim.about == c.about) for c in named
             if isinstance(c.value, Name)]  # fmt: skip
    acts = [c for c in document.cards if isinstance(c.value, Act) and c.standing.state != "rejected"]
    made += [Option(value=c.id, words=f"{kind_of(lang, c)} · {gist(document, c)}", is_chosen=claim is not None and claim.about == c.id)
             for c in acts]  # fmt: skip
    return tuple(made)


def grade(lang: Lang, source: Source) -> sheets.SourceGrade:
    """Who stands behind the document, on two scales."""

    def options(values: str, chosen: str) -> tuple[Option, ...]:
        return tuple(Option(value=v, words=f"{number(lang, v)} · {say(lang, f'grade.{v}')}", is_chosen=v == chosen) for v in values)

    return sheets.SourceGrade(
        id=source.id, version=source.version, name=source.name, grade=options("ABCDEF", source.grade),
        credibility=options("123456", source.credibility),
        by=say(lang, "review.graded_by", who=apart(source.graded_by)) if source.graded_by else say(lang, "review.ungraded"),
    )  # fmt: skip
