"""Third persons: anyone a letter would name without being about them. Masked until somebody decides that they may be named.

Matches whole names, and family names of four letters or more, whatever their script, vowel marks or case. A court, place or body
that a reader took for a person is left to stand, and the linter remarks on it until somebody decides. People whom no claim names are
not recognised: that is why two people read a letter before it leaves.
"""

import re
from collections.abc import Collection, Iterable

from muniment.model.claim import Claim, Words
from muniment.model.name import Name
from muniment.model.place import Place
from muniment.model.text import fold, key
from muniment.warn import Case

MASK = "[name withheld]"
NAMING = ("name", "alias", "father_name")
NO_PERSON = ("court", "place", "prison", "affiliation")
LEAST = 4


def others(case: Case, people: Collection[str], revealed: Iterable[str] = ()) -> frozenset[str]:
    """The folded names of everyone in the case whom the letter is not about and nobody decided to name."""
    bodies = _bodies(case)
    named = {form for claim in _theirs(case, people) if not _is_misread(claim, bodies) for form in _forms(_text(claim.value))}
    return frozenset(named - _ours(case, people) - {form for name in revealed for form in _forms(name)})


def unsettled(case: Case, people: Collection[str]) -> tuple[str, ...]:
    """Names, as written, that are left to stand because an accepted court, place or body has them in its own: nobody has decided
    whether each is a person's as well ("the house of …")."""
    bodies, ours = _bodies(case), _ours(case, people)
    names = {_text(claim.value): None for claim in _theirs(case, people) if _is_misread(claim, bodies)}
    return tuple(name for name in names if key(name) not in ours)


def _theirs(case: Case, people: Collection[str]) -> list[Claim]:
    """Every name of somebody that is not a name of these people, and that nobody rejected."""
    mine = {claim.id for person in people for claim in case.said(person) if claim.property != "father_name"}
    return [c for c in case.claims if c.property in NAMING and c.id not in mine and c.standing.state != "rejected"]


def _ours(case: Case, people: Collection[str]) -> set[str]:
    own = (claim for person in people for claim in case.said(person) if claim.property in ("name", "alias"))
    return {form for claim in own for form in _forms(_text(claim.value))}


def _bodies(case: Case) -> frozenset[str]:
    """The folded names of courts, places and bodies that somebody accepted."""
    said = (c for c in case.claims if c.property in NO_PERSON and c.standing.state == "accepted")
    return frozenset(key(_text(claim.value)) for claim in said)


def _is_misread(claim: Claim, bodies: Collection[str]) -> bool:
    """Whether what was read as a name is part of a court's, place's or body's. Once somebody accepted it as a name, it is one."""
    whole = key(_text(claim.value))
    return claim.standing.state != "accepted" and any(found(body, [whole]) for body in bodies)


def found(text: str, names: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Where any of these names stands in a text."""
    folded = fold(text)
    lowered = folded.text.lower()
    if len(lowered) != len(folded.text):
        lowered = folded.text
    wanted = sorted(names, key=len, reverse=True)
    spans = (match.span() for name in wanted for match in re.finditer(rf"(?<!\w){_pattern(name)}(?!\w)", lowered))
    return tuple(sorted(folded.raw(*span) for span in spans))


def masked(text: str, names: Iterable[str]) -> str:
    """The text with each of these names replaced; the same text when none is there."""
    out, at = [], 0
    for start, end in found(text, names):
        if start >= at:
            out += [text[at:start], MASK]
        at = max(at, end)
    return "".join((*out, text[at:]))


def _forms(name: str) -> set[str]:
    whole = key(name)
    family = whole.split()[-1:] if " " in whole else []
    return {whole, *(part for part in family if len(part) >= LEAST)} - {""}


def _pattern(name: str) -> str:
    return r"\s+".join(re.escape(part) for part in name.split())


def _text(value: object) -> str:
    return value.words if isinstance(value, Place) else value.text if isinstance(value, Name | Words) else ""
