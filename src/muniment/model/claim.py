"""Claims: what a source says at a passage, one statement each. Never a fact.

A claim is about a mention (`me-…`: someone or something as one document mentions it) or about an act, which is itself a
claim (`cl-…`); where an act's date and place are said, these are claims about it. Values keep the source's words.
"""

from typing import Annotated, get_args

import msgspec
from msgspec import UNSET, UnsetType

from muniment.model.name import Name
from muniment.model.noun import Count, Edge, Id, Noun, Part
from muniment.model.place import Place
from muniment.model.source import Credibility
from muniment.model.standing import Standing
from muniment.model.terms import ActType, Comparator, Modality, Property
from muniment.model.when import When


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="is"):
    """What is said of the thing."""


class Words(Value, frozen=True, kw_only=True, tag="words"):
    """As the source puts it: a court, a charge as given, an occupation, a role, a status."""

    text: str


class Number(Value, frozen=True, kw_only=True, tag="number"):
    """A whole number, such as an age."""

    n: Annotated[int, msgspec.Meta(ge=-(2**53) + 1, le=2**53 - 1)]


class Act(Value, frozen=True, kw_only=True, tag="act"):
    """Something done to someone."""

    type: ActType


class Quantity(Value, frozen=True, kw_only=True, tag="quantity"):
    """How many of what, in which period, as counted by the source."""

    subject: str
    comparator: Comparator
    number: Count
    period: str | None = None


class Asked(Value, frozen=True, kw_only=True, tag="asked"):
    """What a source asks of whom (a recommendation)."""

    addressee: str
    action: str


class Said(Value, frozen=True, kw_only=True, tag="said"):
    """That someone said something: a quotation or a report of speech."""

    speaker: str
    words: str
    is_quote: bool


class Reference(Value, frozen=True, kw_only=True, tag="record"):
    """Another record: the event that an act belongs to. It stands for the entry whose records it is judged the same as."""

    record: Id


Content = Words | Number | Act | Quantity | Asked | Said | Reference | Name | Place | When
FieldName = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9-]{0,47}(?!\n)$")]
"""What a field of a form, or an archive's own property, is called."""
FORMS: dict[str, tuple[type[Content], ...]] = {
    "name": (Name,), "alias": (Name,), "father_name": (Name,), "age": (Number,), "age_at_arrest": (Number,), "sex": (Words,),
    "birth": (When,), "occupation": (Words,), "role": (Words,), "status": (Words,), "affiliation": (Words,), "prison": (Place,),
    "act": (Act,), "date": (When,), "place": (Place,), "court": (Words,), "charge": (Words,), "condition": (Words,),
    "quantity": (Quantity,), "statement": (Said,), "recommendation": (Asked,), "last_visit": (When, Words),
    "medical_emergency": (Words,), "other": get_args(Content),
}  # fmt: skip
"""Property -> the forms its value may take, the one that typed words make first."""


class Voice(Part, frozen=True):
    """One link of the chain of attribution: a known source, or only the words that name the speaker."""

    name: str
    source: Id | None = None


class Claim(Noun, frozen=True, kw_only=True, tag="claim"):
    """One statement. `stated_by` runs from the nearest speaker to the outermost; `rule` is the proposer, None for a person.

    `field` is the field of a form it was written in, or the archive's own property, where `property` alone does not say it.
    """

    evidence: Id
    about: Id
    property: Property
    value: Content
    modality: Modality = "asserted"
    stated_by: tuple[Voice, ...] = ()
    passages: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1)]
    credibility: Credibility = "6"
    is_exculpatory: bool = False
    is_coerced: bool = False
    rule: str | None = None
    standing: Standing = Standing()
    field: FieldName | UnsetType = UNSET

    def rests_on(self) -> tuple[Edge, ...]:
        act = (("about", self.about),) if self.about.startswith("cl-") else ()
        voices = tuple(("stated-by", v.source) for v in self.stated_by if v.source)
        named = (("names", self.value.record),) if isinstance(self.value, Reference) else ()
        return (("evidence", self.evidence), *(("passage", p) for p in self.passages), *act, *voices, *named)
