"""Membership, in three predicates and never one: accused of it, said so to us, said so by a group.

What a State will read holds the first alone. The other two are restricted: they may cost a life and prove nothing to a
mandate holder that an accusation does not already raise.
"""

from typing import Literal

from muniment.model.claim import Claim
from muniment.model.text import key
from muniment.warn import Case

Predicate = Literal["accused-of", "stated-by-self", "stated-by-group"]

FIELDS: dict[object, Predicate] = {
    "membership-accused": "accused-of", "membership-self": "stated-by-self", "membership-group": "stated-by-group",
}  # fmt: skip
"""The field of a form -> the predicate that whoever filled it in chose."""


def predicate(case: Case, claim: Claim, entry: str) -> Predicate:
    """Which of the three a claim of affiliation is. What cannot be told apart is put with the restricted ones."""
    if claim.field in FIELDS:
        return FIELDS[claim.field]
    names = {key(name.text) for name in case.names(entry)}
    source = case.source(claim)
    if claim.stated_by and key(claim.stated_by[0].name) in names:
        return "stated-by-self"
    if source is not None and (source.connection or "") in ("victim", "self"):
        return "stated-by-self"
    if source is not None and source.type == "authority":
        return "accused-of"
    if claim.modality == "alleged" and not (source is not None and source.is_interested):
        return "accused-of"
    return "stated-by-group"


def accusations(case: Case, entry: str) -> tuple[Claim, ...]:
    """The accepted claims of affiliation that a State may read: what the person is accused of."""
    said = [c for c in case.accepted(entry) if c.property == "affiliation" and not c.is_coerced]
    return tuple(c for c in said if predicate(case, c, entry) == "accused-of")


def restricted(case: Case, entry: str) -> tuple[Claim, ...]:
    """Claims of affiliation that must stay out of anything a State will read, accepted or not."""
    said = [c for c in case.said(entry) if c.property == "affiliation"]
    return tuple(c for c in said if predicate(case, c, entry) != "accused-of")
