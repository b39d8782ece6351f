"""Forms: what is asked of a person, an act or an event, field by field. Each field that is filled in becomes a claim.

The forms are data (`data/forms/*.toml`), after the HURIDOCS Events Standard Formats; `series` is their number there. A form asks of
what it `begins` (a mention of someone, an event, an interview) or of what it stands on (an act, a person). Its head comes first:
where the head is a claim (the kind of an act, a perpetrator), the other fields are about that claim.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import msgspec

from muniment.document.dated import Dated
from muniment.model.claim import FORMS, Act, Content, Number, Words
from muniment.model.errors import BadInputError
from muniment.model.name import Name
from muniment.model.noun import Compartment
from muniment.model.place import Place
from muniment.model.terms import ActType, Property
from muniment.model.text import plain
from muniment.model.when import When

Takes = Literal["words", "name", "place", "number", "when", "act"]
Answer = str | int | Dated
Answers = dict[str, Answer | tuple[Answer, ...]]
"""Field -> its answer, or several."""
Choice = tuple[str, str, str]
"""Code, words in English, words in Persian."""
LONGEST = 4_000
"""Characters of one answer: a statement longer than that is a document of its own."""


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One question, and the property that its answer `says`. `part` tells what its claim is about: the head (as a rule), or whom the
    head is about."""

    name: str
    en: str
    fa: str
    says: Property = msgspec.field(default="other", name="property")
    takes: Takes = "words"
    part: Literal["head", "rest", "person"] = "rest"
    choices: tuple[Choice, ...] = ()
    is_several: bool = False
    is_long: bool = False
    help_en: str = ""
    help_fa: str = ""
    tag: str = ""

    @property
    def is_named(self) -> bool:
        """Whether its claim has to bear the field's name: the property alone would not tell it."""
        return self.says in ("other", "affiliation")


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One form. `begins`: what a form without `about` starts; `act` and `statement` need something to stand on."""

    name: str
    series: str
    en: str
    fa: str
    begins: Literal["person", "event", "interview", "act", "statement"]
    help_en: str = ""
    help_fa: str = ""
    compartment: Compartment = "open"
    field: tuple[Field, ...]

    @property
    def head(self) -> Field | None:
        """The field that the others are about, where there is one."""
        return next((field for field in self.field if field.part == "head"), None)

    def of(self, name: str) -> Field:
        """The field of that name.

        Raises:
            BadInputError: the form has none.
        """
        for field in self.field:
            if field.name == name:
                return field
        raise BadInputError(f"The form “{self.name}” has no field “{name}”.", advice="A blank form names its fields.")


class Filled(msgspec.Struct, frozen=True):
    """One answer: its field, its value, and its words as they stand in a note."""

    field: Field
    value: Content
    words: str


@cache
def forms() -> dict[str, Form]:
    """The forms that ship with Muniment, by name."""
    found = {}
    folder = files(__package__).joinpath("data/forms")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        form = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Form)
        found[form.name] = form
    annexes = {name: form for name, form in found.items() if form.begins == "act" and name != "act"}
    shared = found["act"].field
    return {**found, **{name: msgspec.structs.replace(form, field=(*shared, *form.field)) for name, form in annexes.items()}}


def form(name: str) -> Form:
    """The form of that name.

    Raises:
        BadInputError: there is none.
    """
    known = forms().get(name)
    if known is None:
        raise BadInputError(f"There is no form “{name}”.", advice=f"Choose of: {', '.join(forms())}.")
    return known


@cache
def chosen() -> dict[str, Choice]:
    """Every choice of every form by its code."""
    return {choice[0]: choice for known in forms().values() for field in known.field for choice in field.choices}


def filled(asked: Form, answers: Mapping[str, Answer | tuple[Answer, ...]]) -> tuple[Filled, ...]:
    """The answers as values, in the order of the form; a field left empty is no answer.

    Raises:
        BadInputError: an answer that its field does not take; nothing at all was answered.
    """
    for name in answers:
        asked.of(name)
    made = [
        Filled(field, value(field, one), _words(one))
        for field in asked.field
        for one in _each(field, answers.get(field.name, ()))
        if one != ""
    ]
    if not made:
        raise BadInputError("Nothing was filled in.", advice="Answer one field at least.")
    return tuple(made)


def _each(field: Field, given: Answer | tuple[Answer, ...]) -> tuple[Answer, ...]:
    each = given if isinstance(given, tuple) else (given,)
    each = tuple(one.strip() if isinstance(one, str) else one for one in each)
    if len(each) > 1 and not field.is_several:
        raise BadInputError(f"“{field.name}” takes one answer, and {len(each)} were given.", advice="Fill the form in once for each.")
    return each


def value(field: Field, answer: Answer) -> Content:
    """An answer as the value of a claim, its words kept.

    Raises:
        BadInputError: the field does not take it.
    """
    if isinstance(answer, Dated):
        return _dated(field, answer)
    words = str(answer)
    if len(words) > LONGEST:
        raise BadInputError(
            f"“{field.name}” was given {len(words):,} characters.", advice=f"It takes {LONGEST:,}: seal longer statements as documents."
        )
    if field.choices and words not in {code for code, *_ in field.choices}:
        raise BadInputError(
            f"“{field.name}” does not take “{words}”.", advice=f"Choose of: {', '.join(code for code, *_ in field.choices)}."
        )
    match field.takes:
        case "number":
            return Number(n=_number(field, words))
        case "name":
            return Name(text=words)
        case "place":
            return Place(words=words)
        case "when":
            return When.parse(words)
        case "act":
            return Act(type=_act(field, words))
    return Words(text=words)


def _dated(field: Field, answer: Dated) -> When:
    if field.takes != "when":
        raise BadInputError(f"“{field.name}” takes no date.", advice="Write words.")
    return answer.when()


def _number(field: Field, words: str) -> int:
    digits = plain(words).strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        raise BadInputError(f"“{field.name}” takes a whole number, not “{words}”.", advice="Write digits.")
    return int(digits)


def _act(field: Field, words: str) -> ActType:
    if words not in get_args(ActType):
        raise BadInputError(f"“{field.name}” takes a kind of act, not “{words}”.", advice=f"Choose of: {', '.join(get_args(ActType))}.")
    return words  # type: ignore[return-value]


def _words(answer: Answer) -> str:
    """An answer as it is written in a note: on one line."""
    if isinstance(answer, Dated):
        said = answer.when()
        return f"{said.words} ({said.edtf})" if said.words else said.edtf
    return " ".join(str(answer).split())


def note(asked: Form, answers: tuple[Filled, ...], signed: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """What was filled in as a text, a line a field, and where in it each answer stands (start, end in code points)."""
    text, places = f"{asked.en} ({asked.series})\n{signed}\n", []
    for one in answers:
        text += f"{one.field.en}: "
        places.append((len(text), len(text) + len(one.words)))
        text += f"{one.words}\n"
    return text, tuple(places)


def blank(asked: Form) -> str:
    """A blank form as TOML: every field commented out, with its help and its choices."""
    lines = [f"# {asked.en} · {asked.fa}", *_commented(asked.help_en), f'form = "{asked.name}"', *_PLACE, "[answers]"]
    for field in asked.field:
        lines += ["", f"# {field.en} · {field.fa}", *_commented(field.help_en)]
        lines += [f"#   {code} = {en}" for code, en, _ in field.choices]
        lines.append(
            f"# {field.name} = {_EXAMPLE[field.takes]}" + (f"  # several: [{_EXAMPLE[field.takes]}, …]" if field.is_several else "")
        )
    return "\n".join(lines) + "\n"


_PLACE = (
    "# Where it is said: the words of a text (start and end as “muniment extract --text” counts), or a whole item;",
    "# without either, what you write is sealed as a note of its own, and the claims stand on its lines.",
    '# text = "tx-…"', "# start = 0", "# end = 40", '# evidence = "ev-…"', '# about = "me-… or cl-…"', '# person = "en-…"',
    '# source = "so-…"', '# compartment = "restricted"', '# speaker = "who says so"', '# modality = "alleged"',
    "# is_coerced = true      # stated under alleged coercion: proves only that it was said",
    "# is_exculpatory = true", "",
)  # fmt: skip
_EXAMPLE: dict[str, str] = {
    "words": '"…"', "name": '"…"', "place": '"…"', "number": "0", "act": '"arrest"',
    "when": '{ calendar = "solar-hijri", year = 1403, month = 7 }',
}  # fmt: skip


def _commented(words: str) -> list[str]:
    return [f"# {words}"] if words else []


def fits(asked: Form) -> bool:
    """Whether every field of a form takes what its property takes: a test asks it of the data."""
    kinds = {"words": Words, "name": Name, "place": Place, "number": Number, "when": When, "act": Act}
    return all(kinds[field.takes] in FORMS[field.says] for field in asked.field)
