"""What a language model offers, read strictly: one JSON object, no key twice, known fields alone, few and short.

An offer is worth nothing yet: `gate` compares it with the text. What cannot be read is refused whole, with the reason.
"""

import json
from typing import Annotated, Any

import msgspec

from muniment.model.errors import BadInputError
from muniment.model.terms import ActType, Modality

LARGEST = 256 << 10
"""Bytes of an answer."""
MOST = 400
"""Offers in an answer."""

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Offer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One statement about one person and the words that are to say it. `before` are the words that stand directly before the quotation,
    where it stands more than once. Dates are those of the contract."""

    person: Short
    quote: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    before: Annotated[str, msgspec.Meta(max_length=200)] = ""
    age: Annotated[int, msgspec.Meta(ge=0, le=130)] | None = None
    act: ActType | None = None
    modality: Modality | None = None
    date: Short | None = None
    place: Short | None = None
    court: Short | None = None
    charge: Short | None = None


class Refused(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was not taken, and why; `quote` as the model gave it."""

    reason: str
    person: str = ""
    quote: str = ""


SCHEMA: dict[str, Any] = {
    "name": "offers", "strict": False,
    "schema": {"type": "object", "properties": {"offers": {"type": "array", "items": msgspec.json.schema(Offer)["$defs"]["Offer"]}},
               "required": ["offers"], "additionalProperties": False},
}  # fmt: skip


class OfferError(BadInputError):
    """An answer that is no list of offers."""


def read(content: str) -> tuple[list[Offer], list[Refused]]:
    """The offers of an answer, and those that are none.

    Raises:
        OfferError: the answer is not one JSON object with a list of offers.
    """
    rows = object_of(content).get("offers")
    if not isinstance(rows, list) or len(rows) > MOST:
        raise OfferError(f"The answer holds no list of at most {MOST} offers.")
    offers, refused = [], []
    for row in rows:
        try:
            offers.append(msgspec.convert(row, Offer))
        except msgspec.ValidationError as exc:
            refused.append(Refused(f"it is no offer: {exc}"))
    return offers, refused


def object_of(content: str) -> dict[str, Any]:
    """The one JSON object in these words.

    Raises:
        OfferError: it is none, too long, too deep, or names a key twice.
    """
    if len(content) > LARGEST:
        raise OfferError(f"The answer is longer than {LARGEST:,} characters.")
    try:
        found = json.loads(content, object_pairs_hook=_once, parse_constant=_refuse)
        msgspec.json.encode(found)  # half a surrogate pair is no text
    except (ValueError, RecursionError) as exc:
        raise OfferError("The answer is no sound JSON.") from exc
    if not isinstance(found, dict):
        raise OfferError("The answer is no JSON object.")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no value")
