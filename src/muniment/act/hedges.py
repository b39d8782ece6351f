"""Hedges: how surely a letter may say what sources say, and whose word it is. Never more surely than the sources allow.

1. One origin: "according to" it; and "allegedly" where its grade is D to F or its information 4 to 6.
2. Two or more independent origins: "reportedly"; without a hedge only where at least two of them, neither interested, are
   graded A or B and the information 1 or 2. That an interested source says the same takes nothing away.
3. A claim that a source itself only alleges stays alleged.
A private person is never named as a source: the letter gives the connection, or that the name is withheld. A speaker who is
only a name in a document is not named either: the letter says that the document quotes others.
"""

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from muniment.model.claim import Claim
from muniment.model.source import Source
from muniment.model.text import key
from muniment.warn import Case

QUOTING = " (quoting others)"
WITHHELD = "a person whose name is withheld"
TOKENS = ("reportedly", "allegedly", "according to", "alleged", "denies", "deny", "gives", "give", "feared", "sources differ")
"""A sentence that holds one of these does not state more than its sources do."""


class Hedge(msgspec.Struct, frozen=True):
    """`lead` opens the sentence ("According to a sister, "), `adverb` follows its first verb (" reportedly")."""

    lead: str = ""
    adverb: str = ""


def hedge(case: Case, claims: Sequence[Claim]) -> Hedge:
    """The hedge that some claims saying the same thing need."""
    is_alleged = any(claim.modality == "alleged" for claim in claims)
    if len(case.origins(claims)) < 2:  # (1)
        weak = is_alleged or not all(_is_fair(case, claim) for claim in claims)
        return Hedge(f"According to {voices(case, claims)}, ", " allegedly" if weak else "")
    if is_alleged:  # (3)
        return Hedge(adverb=" allegedly")
    strong = [claim for claim in claims if _is_strong(case, claim)]
    return Hedge() if len(case.origins(strong)) > 1 else Hedge(adverb=" reportedly")  # (2)


def voices(case: Case, claims: Iterable[Claim]) -> str:
    """Who says so, each once: "a sister and the State Gazette"."""
    return listed(tuple(dict.fromkeys(voice(case, claim) for claim in claims)))


def voice(case: Case, claim: Claim) -> str:
    """Whose word a claim is, as a letter may say it: the nearest source that is known, and that it quotes others if it does."""
    is_quoting = bool(claim.stated_by) and claim.stated_by[0].source is None
    return voiced(case.source(claim)) + (QUOTING if is_quoting else "")


def voiced(source: Source | None) -> str:
    """A source as a sentence names it: "the State Gazette", "a sister"."""
    return described(source) if source is None or source.type in ("person", "unknown") else titled(described(source))


def titled(name: str) -> str:
    """The name of a body as a sentence writes it: "the High Bench", but "Branch 3 of the High Bench"."""
    words = key(name).split()
    is_numbered = any(letter.isdigit() for letter in " ".join(words[:2]))
    return f"the {name}" if set(words) & articled() and words[0] != "the" and not is_numbered else name


@cache
def articled() -> frozenset[str]:
    """The words that take an article where they stand in the name of a body."""
    data = tomllib.loads(files(__package__).joinpath("voices.toml").read_text("utf-8"))
    return frozenset(data["articled"])


def described(source: Source | None) -> str:
    """A source as a letter may show it: a person by the connection alone, anything else by name."""
    if source is None:
        return "a source that is not recorded"
    if source.type in ("person", "unknown"):
        return source.connection or WITHHELD
    return source.name


def listed(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def _credibility(claim: Claim, source: Source | None) -> str:
    return claim.credibility if claim.credibility != "6" or source is None else source.credibility


def _is_fair(case: Case, claim: Claim) -> bool:
    source = case.source(claim)
    return source is not None and source.grade in "ABC" and _credibility(claim, source) in "123"


def _is_strong(case: Case, claim: Claim) -> bool:
    source = case.source(claim)
    return source is not None and not source.is_interested and source.grade in "AB" and _credibility(claim, source) in "12"
