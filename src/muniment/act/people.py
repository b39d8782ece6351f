"""People as a letter writes them: the name in Latin letters with the original script beside it, or initials alone."""

import msgspec

from muniment.link import sex
from muniment.model.claim import Claim, Words
from muniment.model.name import Name, script
from muniment.warn import Case

FIRST_STRONG, POP = "\u2068", "\u2069"
"""Bidi isolates: a name in another script must not reorder the words around it."""
PRONOUNS = {"male": "he", "female": "she", None: None}
TITLES = {"he": "Mr.", "she": "Ms."}


class Subject(msgspec.Struct, frozen=True):
    """One person the letter is about. `number` is the place among several, from 1; 0 when alone."""

    entry: str
    full: str
    short: str
    pronoun: str
    claims: tuple[str, ...]
    number: int = 0


def subject(case: Case, entry: str, *, initials: bool = False, number: int = 0) -> Subject:
    """How the letter calls this person, by the accepted names and sex alone."""
    named = [c for c in case.accepted(entry) if c.property in ("name", "alias") and isinstance(c.value, Name)]
    sexes = {PRONOUNS[sex(c.value.text)] for c in _of(case, entry, "sex") if isinstance(c.value, Words)}
    pronoun = (sexes.pop() or "") if len(sexes) == 1 else ""
    names = case.names(entry)
    latin = next((name.text for name in names if name.script == "latin"), "")
    native = next((name.text for name in names if name.script != "latin"), "")
    shown = _initials(latin or native) if initials else latin or isolated(native) or "A person whose name is not recorded"
    full = f"{TITLES[pronoun]} {shown}" if pronoun and not initials else shown
    beside = f" ({isolated(native)})" if latin and native and not initials else ""
    also = [isolated(name.text) for name in names if name.text not in (latin, native) and not initials]
    beside += f", also written {', '.join(also)}" if also else ""
    return Subject(entry, full + beside, full, pronoun, tuple(c.id for c in named), number)


def isolated(text: str) -> str:
    """The text kept from disturbing the direction of its neighbours; Latin text as it is."""
    return f"{FIRST_STRONG}{text}{POP}" if text and script(text) != "latin" else text


def _of(case: Case, entry: str, property: str) -> list[Claim]:
    return [claim for claim in case.accepted(entry) if claim.property == property and not claim.is_coerced]


def _initials(name: str) -> str:
    return isolated(" ".join(f"{part[0]}." for part in name.replace("-", " ").split()))
