"""Candidates: pairs of records that a person should look at. Proposed by the skeleton of the name, never decided here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from muniment.link.skeleton import skeleton

LARGEST = 50
"""A skeleton shared by more records than this says too little to propose pairs from."""


def candidates(names: Mapping[str, Iterable[str]], judged: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs of record ids whose names share a skeleton and that nobody has judged, in a stable order.

    `names` maps each record to the names its claims give. Linear in records; each block is capped at `LARGEST`.
    """
    done = {frozenset(pair) for pair in judged}
    blocks: dict[str, set[str]] = defaultdict(set)
    for record, spellings in names.items():
        for spelling in spellings:
            if " " in (bones := skeleton(spelling)):
                blocks[bones].add(record)
    pairs = {pair for block in blocks.values() if len(block) <= LARGEST for pair in combinations(sorted(block), 2)}
    return sorted(pair for pair in pairs if frozenset(pair) not in done)
