"""How far readers agree, and how far a sample of their decisions holds: the two figures a careful team is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt

import msgspec

Z = 1.959963984540054
"""The standard normal quantile of a two-sided interval of 95 %."""
Unit = tuple[str, ...]
"""What the readers of one thing answered, a word a reader, in order of the alphabet."""


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Krippendorff's alpha over `units` that two or more read: 1 is perfect, 0 is chance, with its interval of 95 %. All three are
    None where all answers were the same or fewer than two units were read twice: agreement cannot be told from chance there."""

    units: int
    readings: int
    alpha: float | None = None
    low: float | None = None
    high: float | None = None


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """How many of `of` were wrong, with the interval of 95 % for all they were drawn from; None where nothing was looked at."""

    wrong: int
    of: int
    rate: float | None = None
    low: float | None = None
    high: float | None = None


def agreement(units: Iterable[Sequence[str]]) -> Agreement:
    """Krippendorff's alpha for nominal data: any number of readers, missing answers allowed; a unit with one answer tells nothing.

    The interval is that of the jackknife, one unit left out at a time: no draw of chance, so two runs give the same figures. It is cut
    off at -1 and 1, and wide where few units were read twice. The cost grows with the different combinations of answers, not with
    the units.

    Sources: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), part C; Efron and Tibshirani, An Introduction to the
    Bootstrap (1993), chapter 11.
    """
    alike = Counter(tuple(sorted(unit)) for unit in units if len(unit) > 1)
    number, readings = alike.total(), sum(len(unit) * count for unit, count in alike.items())
    found = _alpha(alike)
    if found is None or number == 1:
        return Agreement(units=number, readings=readings)
    spread = Z * _error(alike)
    return Agreement(units=number, readings=readings, alpha=found, low=max(-1.0, found - spread), high=min(1.0, found + spread))


def _alpha(alike: Counter[Unit]) -> float | None:
    """One less the disagreement seen over the disagreement of chance."""
    totals: Counter[str] = Counter()
    seen = 0.0
    for unit, count in alike.items():
        answers = Counter(unit)
        totals.update({answer: times * count for answer, times in answers.items()})
        seen += count * _apart(answers) / (len(unit) - 1)
    by_chance = _apart(totals)
    return 1 - (totals.total() - 1) * seen / by_chance if by_chance else None


def _apart(answers: Counter[str]) -> int:
    """Pairs of answers that differ, each counted in both orders."""
    return answers.total() ** 2 - sum(times * times for times in answers.values())


def _error(alike: Counter[Unit]) -> float:
    """The standard error by the jackknife. What is left is perfect agreement where one unit held every other answer."""
    number = alike.total()
    without = {unit: 1.0 if (left := _alpha(alike - Counter((unit,)))) is None else left for unit in alike}
    mean = sum(without[unit] * count for unit, count in alike.items()) / number
    return sqrt((number - 1) / number * sum(count * (without[unit] - mean) ** 2 for unit, count in alike.items()))


def rate(wrong: int, of: int) -> Rate:
    """The share that was wrong with Wilson's score interval, which holds for few and for none. Wilson, Probable Inference, the Law
    of Succession, and Statistical Inference (1927); Newcombe (1998), method 3."""
    if not of:
        return Rate(wrong=wrong, of=of)
    share, square = wrong / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = max(0.0, middle - half) if wrong else 0.0, min(1.0, middle + half) if wrong < of else 1.0
    return Rate(wrong=wrong, of=of, rate=share, low=low, high=high)
