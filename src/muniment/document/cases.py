"""Cases: what people decided otherwise than the rules proposed, with the text it stood in, so that the rules can be tried on it again."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import msgspec

from muniment.document.claims import propose
from muniment.document.rules import extract
from muniment.model.claim import Claim, Content
from muniment.model.derived import DerivedText
from muniment.model.errors import BadInputError
from muniment.model.name import Name
from muniment.model.noun import Count
from muniment.model.passage import Stretch
from muniment.model.terms import Modality, Property
from muniment.model.text import key
from muniment.model.when import When

NOBODY = "ag-" + "0" * 32
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Nothing of a case is stored: by whom and when is nobody and never."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules have to propose at these code points of the text (`is_wanted`), or must not propose there again."""

    start: Count
    end: Count
    property: Property
    value: Content
    modality: Modality = "asserted"
    is_wanted: bool


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A text with its cases; `evidence` is the item it was read from."""

    evidence: str
    text: str
    cases: tuple[Case, ...]


def texts(data: bytes) -> tuple[Text, ...]:
    """The texts with cases in a file of them (JSON).

    Raises:
        BadInputError: it is none.
    """
    try:
        return msgspec.json.decode(data, type=tuple[Text, ...])
    except (msgspec.MsgspecError, ValueError, RecursionError) as exc:
        raise BadInputError(f"This is no file of cases: {exc}.", advice="Make one with “muniment corrections --json”.") from exc


def tried(text: Text) -> tuple[bool, ...]:
    """For each case of a text, whether the rules of today do what it asks."""
    proposed = _proposed(text.text)
    return tuple(case.is_wanted == any(_is_it(case, *one) for one in proposed) for case in text.cases)


def _proposed(body: str) -> list[tuple[Claim, int, int]]:
    """Every claim that the rules propose from a text, and where it stands."""
    numbers = itertools.count(1)
    text = DerivedText(id=f"tx-{0:032x}", made_by=NOBODY, made_at=NEVER, evidence=f"ev-{0:032x}", how="extracted", tool="cases", body=body)
    found = propose(extract(body), text, maker=NOBODY, at=text.made_at, new_id=lambda prefix: f"{prefix}-{next(numbers):032x}")
    places = {passage.id: stretch for passage in found.passages for stretch in passage.where if isinstance(stretch, Stretch)}
    return [(claim, places[claim.passages[0]].start, places[claim.passages[0]].end) for claim in found.claims]


def _is_it(case: Case, claim: Claim, start: int, end: int) -> bool:
    """Whether a proposed claim says what the case says, at words that overlap its own."""
    says_it = (claim.property, claim.modality, meant(claim.value)) == (case.property, case.modality, meant(case.value))
    return says_it and start < case.end and case.start < end


def meant(value: Content) -> object:
    """What a value comes to, however it is written: a date its days, a name its folded form, anything else itself."""
    match value:
        case When():
            return value.earliest, value.latest, value.is_approximate
        case Name():
            return key(value.text)
    return value
