"""The register: a pure function of records and judgements.

1. Records judged *same* stand together, through any chain of such judgements.
2. A group is one entry; its identifier is that of its earliest record (by time of making, then by identifier).
3. A *different* between two records of one group is a conflict: it is named on the entry and solves nothing.
4. *Unsure*, and a judgement taken back, join nothing.
"""

from collections.abc import Iterable

from muniment.model.entry import Entry
from muniment.model.judgement import Judgement
from muniment.model.noun import Moment
from muniment.model.record import Record


def register(records: Iterable[Record], judgements: Iterable[Judgement]) -> tuple[Entry, ...]:
    """One entry for each group of records judged the same, earliest first. Linear in both, but for sorting."""
    known = {record.id: record for record in records}
    decided = [j for j in judgements if j.left in known and j.right in known]
    groups = _groups(known, [(j.left, j.right) for j in decided if j.answer == "same"])  # (1)
    within = _within(groups, decided)
    entries = (_entry([known[id] for id in group], within[n]) for n, group in enumerate(groups))
    return tuple(sorted(entries, key=lambda entry: (entry.made_at, entry.id)))


def entry_id(record: str) -> str:
    """The identifier of the entry whose earliest record this is."""
    return "en-" + record[3:]


def _groups(known: dict[str, Record], pairs: list[tuple[str, str]]) -> list[list[str]]:
    parent = {id: id for id in known}

    def root(id: str) -> str:
        while parent[id] != id:
            parent[id] = parent[parent[id]]
            id = parent[id]
        return id

    for left, right in pairs:
        parent[root(left)] = root(right)
    groups: dict[str, list[str]] = {}
    for id in known:
        groups.setdefault(root(id), []).append(id)
    return list(groups.values())


def _within(groups: list[list[str]], decided: list[Judgement]) -> list[list[Judgement]]:
    """For each group, the judgements between its own records, oldest first."""
    place = {id: n for n, group in enumerate(groups) for id in group}
    found: list[list[Judgement]] = [[] for _ in groups]
    for judgement in sorted(decided, key=_age):
        if place[judgement.left] == place[judgement.right]:
            found[place[judgement.left]].append(judgement)
    return found


def _age(one: Record | Judgement) -> tuple[Moment, str]:
    return one.made_at, one.id


def _entry(group: list[Record], within: list[Judgement]) -> Entry:
    ordered = sorted(group, key=_age)
    return Entry(
        id=entry_id(ordered[0].id),  # (2)
        about=ordered[0].about,
        made_by="register",
        made_at=ordered[0].made_at,
        compartment=ordered[0].compartment,
        records=tuple(record.id for record in ordered),
        judgements=tuple(j.id for j in within if j.answer == "same"),
        conflicts=tuple(j.id for j in within if j.answer == "different"),  # (3)
    )
