"""How a claim is told on any page: what kind it is, about whom, its value in words exactly as vague as the source, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from muniment.archive.events import BELONGS
from muniment.document.form import chosen, forms
from muniment.model.agent import Agent
from muniment.model.claim import Act, Asked, Claim, Content, Number, Quantity, Reference, Said, Voice, Words
from muniment.model.errors import BadInputError
from muniment.model.evidence import Evidence
from muniment.model.name import Name
from muniment.model.place import Place
from muniment.model.when import When
from muniment.web import dates
from muniment.web.house import archive
from muniment.web.sheets.parts import Lang, Named, Text
from muniment.web.words import apart, lang_of, number, say, vocabulary

LONGEST_QUOTE = 120


def title_of(item: Evidence) -> Text:
    """The title of an item, its file name, or its id."""
    words = item.title or item.name or item.id
    return written(words)


def written(words: str) -> Text:
    """Words as somebody wrote them, with the language that their script tells."""
    return Text(words=words, lang=lang_of(words))


def kind_of(lang: Lang, claim: Claim) -> str:
    """What a claim says, in a word."""
    if claim.field:
        return field_of(lang, claim.field)
    return say(lang, f"deed.{claim.value.type}") if isinstance(claim.value, Act) else say(lang, f"property.{claim.property}")


def field_of(lang: Lang, name: str) -> str:
    """The label of a form's field."""
    if name == BELONGS:
        return say(lang, "event.belongs")
    field = next((f for form in forms().values() for f in form.field if f.name == name), None)
    return (field.fa if lang == "fa" else field.en) if field else name


def in_words(lang: Lang, text: str) -> str:
    """A source's words, or the words of a status or of a form's choice."""
    if known := chosen().get(text) if ":" in text else None:
        return known[2] if lang == "fa" else known[1]
    return say(lang, f"status.{text}") if f"status.{text}" in vocabulary(lang) else text


def sense(lang: Lang, claim: Claim) -> str:
    """In which sense it was said, where that is not simply that it is so."""
    words = [] if claim.modality == "asserted" else [say(lang, f"modality.{claim.modality}")]
    return " · ".join([*words, *([say(lang, "claim.coerced")] if claim.is_coerced else [])])


def shown(lang: Lang, value: Content) -> str:
    """A value in words, exactly as vague as it is."""
    match value:
        case Words(text=text) | Name(text=text):
            return in_words(lang, text)
        case Reference(record=record):
            return f"en-{record[3:]}"
        case Place(words=words):
            return words
        case Number(n=n):
            return number(lang, str(n))
        case Act(type=kind):
            return say(lang, f"deed.{kind}")
        case When():
            return dates.when(lang, value).lead
        case Quantity():
            count = say(lang, f"comparator.{value.comparator}", number=number(lang, value.number))
            return " · ".join(part for part in (count, apart(value.subject.replace("_", " ")), apart(value.period or "")) if part)
        case Asked():
            return f"{value.addressee}: {value.action}"
        case Said():
            words = value.words if len(value.words) <= LONGEST_QUOTE else value.words[:LONGEST_QUOTE] + "…"
            return f"{value.speaker}: " + (say(lang, "quoted", words=words) if value.is_quote else words)
    raise BadInputError("This value has a form that this page does not know.")


def named(lang: Lang, names: Sequence[Name]) -> Named:
    """A name in the page's script, then as the other script has it."""
    latin = next((n.text for n in names if n.script == "latin"), "")
    native = next((n.text for n in names if n.script == "arabic"), "")
    first, second = (native, latin) if lang == "fa" else (latin, native)
    codes = ("fa", "en") if lang == "fa" else ("en", "fa")
    if not first:
        first, second, codes = second, "", (codes[1], codes[0])
    return Named(name=first or "?", lang=codes[0], other=second, other_lang=codes[1] if second else "")


def people_of(ids: Iterable[str]) -> tuple[str, ...]:
    """The names of the people with these identifiers, in a stable order."""
    return tuple(agent.name for agent in archive().shelf.many(sorted(set(ids))) if isinstance(agent, Agent))


def deciders(lang: Lang, claim: Claim) -> str:
    """The names of those whose decisions on a claim hold."""
    return listed(lang, people_of(claim.standing.current()))


def listed(lang: Lang, names: Iterable[str]) -> str:
    """Names one after another, each kept apart from its neighbours' direction."""
    return say(lang, "comma").join(map(apart, names))


def chain(lang: Lang, voices: Iterable[Voice]) -> str:
    """Who says that who says: the nearest first, the arrow pointing towards it in the direction of reading."""
    return say(lang, "claim.from").join(apart(voice.name) for voice in voices)


def within(lang: Lang, value: Content) -> str:
    """A value as a part of a longer line: a source's own words are kept apart from the direction of what stands beside them."""
    return shown(lang, value) if isinstance(value, When | Number | Act | Quantity) else apart(shown(lang, value))
