"""Accepting in bulk for people: what each rule proposed, the sample with how it got on, and what was decided at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from muniment.archive.bulk import SAMPLE, Bulk, Bulked, BulkRule
from muniment.archive.reliability import Drawn
from muniment.cli.words import clipped, counted, said, words

QUOTE = 140
VERDICTS = {True: "not as it was proposed", False: "accepted as it is", None: "unsure"}


def rule(value: BulkRule) -> list[str]:
    """A rule and a property in a line."""
    return [f"{value.by_rule:<44} {said(value.property):<14} {value.proposed:>6,} not decided, {value.may:,} may be accepted in bulk"]


def sample(value: Bulk) -> list[str]:
    """What to read, what came of it, and what may be done now."""
    read = f"{value.read} of {len(value.drawn)} read, {value.wrong} not accepted as they were proposed"
    bound = "" if value.most_wrong is None else f"; at most {value.most_wrong:.1%} of all are wrong (95 %)"
    rest = f"{counted(range(value.rest), 'claim')} more can be accepted {'now' if value.is_met else f'once all {SAMPLE} are read and accepted as they are'}"
    before = [f"{counted(range(value.accepted), 'claim')} accepted so before"] if value.accepted else []
    head = f"{said(value.property)} by {value.by_rule}: a sample of {len(value.drawn)} out of {value.population:,}, seed {value.seed}"
    return [head, *(f"  {_drawn(one)}" for one in value.drawn), f"{read}{bound}", *([rest] if value.rest else []), *before]


def _drawn(one: Drawn) -> str:
    verdict = "to read" if one.answer is None else VERDICTS[one.is_wrong]
    value = words(one.value) if one.value is not None else ""
    return f"{one.id}  version {one.version}  {verdict}   {value}  “{clipped(one.quote, QUOTE)}”"


def decided(value: Bulked) -> list[str]:
    """How many claims were decided at once."""
    left = f"; {counted(range(value.left), 'claim')} left: give the same line again" if value.left else ""
    return [f"{counted(range(value.claims), 'claim')} {value.answer}{left}"]


LINES: tuple[tuple[type, Callable[[Any], list[str]]], ...] = ((BulkRule, rule), (Bulk, sample), (Bulked, decided))
