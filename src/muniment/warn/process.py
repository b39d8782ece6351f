"""Hints of due-process violations: accepted claims of acts that speak to a numbered guarantee. A hint is never a finding.

Each hint names its code, its norms, the claims and the polarity (asserted or denied). A cue counts where the source put it:
in the act's condition, court or charge, or in the very words the act rests on; never in another person's act. A cue word
alone is no violation, and a statement alleged to be coerced is read for nothing.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from muniment.model.claim import Act, Claim, Words
from muniment.model.terms import ActType
from muniment.model.text import key
from muniment.warn.case import Case

WHERE = ("condition", "court", "charge", "other")


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the data: a guarantee, its norms, and what a source must say for it."""

    code: str
    title: str
    norms: tuple[str, ...]
    acts: tuple[ActType, ...]
    cues: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    is_capital: bool = False


class Codes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them, with the day they were last checked against the norms."""

    version: str
    checked_on: str
    verify: bool
    code: tuple[Code, ...]


class Hint(msgspec.Struct, frozen=True):
    """One guarantee that accepted claims speak to. `cues` are the words that led here; none where the act alone did."""

    code: str
    title: str
    norms: tuple[str, ...]
    polarity: Literal["asserted", "denied"]
    claims: tuple[str, ...]
    cues: tuple[str, ...] = ()


@cache
def codes() -> Codes:
    """The codes that ship with Muniment."""
    data = tomllib.loads(files(__package__).joinpath("data/due_process.toml").read_text("utf-8"))
    return msgspec.convert(data, Codes)


def hints(case: Case, entry: str) -> tuple[Hint, ...]:
    """The guarantees that accepted claims about one person speak to, in the order of their codes.

    Raises:
        UnknownError: the entry is not in this case.
    """
    acts = [c for c in case.accepted(entry) if isinstance(c.value, Act) and not c.is_coerced]
    is_capital = any(isinstance(c.value, Act) and c.value.type == "death_sentence" for c in acts)
    found = (hint for code in codes().code if is_capital or not code.is_capital for hint in _hints(case, code, acts))
    return tuple(found)


def _hints(case: Case, code: Code, acts: Iterable[Claim]) -> list[Hint]:
    found: dict[Literal["asserted", "denied"], list[tuple[Claim, tuple[Claim, ...], str]]] = {}
    for act in acts:
        if (polarity := _polarity(act)) and isinstance(act.value, Act) and act.value.type in code.acts:
            for details, cue in _cued(case, code, act):
                found.setdefault(polarity, []).append((act, details, cue))
    return [
        Hint(
            code=code.code, title=code.title, norms=code.norms, polarity=polarity,
            claims=tuple(dict.fromkeys(c.id for act, details, _ in hits for c in (act, *details))),
            cues=tuple(dict.fromkeys(cue for *_, cue in hits if cue)),
        )
        for polarity, hits in found.items()
    ]  # fmt: skip


def _polarity(act: Claim) -> Literal["asserted", "denied"] | None:
    if act.modality == "denied":
        return "denied"
    return "asserted" if act.modality in ("asserted", "alleged") else None


def _cued(case: Case, code: Code, act: Claim) -> list[tuple[tuple[Claim, ...], str]]:
    """The details of an act, and the cue in each, that make it speak to the code."""
    details = [d for d in case.details(act.id) if d.property in WHERE and isinstance(d.value, Words) and not d.is_coerced]
    texts: list[tuple[tuple[Claim, ...], str]] = [((d,), key(d.value.text)) for d in details if isinstance(d.value, Words)]
    texts.append(((), key(case.quote(act))))
    if any(_first(code.unless, text) for _, text in texts):
        return []
    if not code.cues:
        return [((), "")]
    return [(claims, cue) for claims, text in texts if (cue := _first(code.cues, text))]


def _first(cues: Iterable[str], text: str) -> str:
    return next((cue for cue in cues if key(cue) in text), "")
