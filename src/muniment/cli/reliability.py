"""The figures on the reviewing for people: what to read once more, what came of it, how far readers agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from muniment.archive.reliability import Drawn, Field, Sample
from muniment.archive.second_reader import EVERY, ReadTwice
from muniment.cli.words import clipped, counted, said, words
from muniment.document.cases import Text

QUOTE = 140


def sample(value: Sample) -> list[str]:
    """What to read, then what has come of it. Before the asker answers, nothing tells what others decided."""
    found, one = value.errors, "claim" if value.of == "claims" else "link"
    head = f"{len(value.drawn):,} of {counted(range(value.population), one)} that others decided, seed {value.seed}"
    told = "none of them read by you yet"
    if found.rate is not None:
        told = (f"{found.wrong:,} of {found.of:,} read by you were wrong: {found.rate:.1%}; "
                f"of all of them, {found.low:.1%} to {found.high:.1%} (95 %)")  # fmt: skip
    return [head, *(f"  {_drawn(each)}" for each in value.drawn), told]


def _drawn(value: Drawn) -> str:
    """A claim with its words and where they stand, or a pair of records; then what has come of it."""
    if value.value is not None:
        sense = "" if value.modality == "asserted" else f", {value.modality}"
        told = f"{said(value.property or '')}: {words(value.value)}{sense}  “{clipped(value.quote, QUOTE)}”"
    else:
        told = f"{value.left}  {value.right}"
    if value.answer is None:
        return f"{value.id}  version {value.version}  to read   {told}"
    verdict = {True: "wrong", False: "right", None: "not counted"}[value.is_wrong]
    return f"{value.id}  version {value.version}  {verdict}: others {value.decided}, you {value.answer}   {told}"


def field(value: Field) -> list[str]:
    """A property in a line; where there is no figure, why."""
    found = value.agreement
    read = f"{counted(range(found.units), 'claim')}, {counted(range(found.readings), 'reading')}"
    if found.alpha is None:
        return [f"{said(value.property):<16} {'-':>6}  {read}: too few, or all answers alike"]
    return [f"{said(value.property):<16} {found.alpha:>6.3f}  ({found.low:.3f} to {found.high:.3f})  {read}"]


def read_twice(value: ReadTwice) -> list[str]:
    """Which claims two people have to read."""
    if not value.of:
        return ["One reader is enough for every claim."]
    if EVERY in value.of:
        return ["Every claim holds once two people have read it, each without knowing what the other found."]
    named = ", ".join(map(said, value.of))
    return [f"Claims of these kinds hold once two people have read them, each without knowing what the other found: {named}."]


def cases(value: Text) -> list[str]:
    """A text with how many cases it holds."""
    wanted = sum(case.is_wanted for case in value.cases)
    return [f"{value.evidence}  {wanted} to be proposed, {len(value.cases) - wanted} not to be proposed again"]


LINES: tuple[tuple[type, Callable[[Any], list[str]]], ...] = ((Sample, sample), (Field, field), (ReadTwice, read_twice), (Text, cases))
