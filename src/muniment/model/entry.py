"""Register entries: records judged to be the same person or thing. A pure function of records and judgements.

An entry's identifier is that of its earliest record. Same/same/different is a conflict: shown, never solved silently.
"""

from muniment.model.noun import Edge, Id, Noun
from muniment.model.terms import Thing


class Entry(Noun, frozen=True, kw_only=True, tag="entry"):
    """Who or what the register holds, by which records and judgements."""

    about: Thing = "person"
    records: tuple[Id, ...]
    judgements: tuple[Id, ...] = ()
    conflicts: tuple[Id, ...] = ()

    def rests_on(self) -> tuple[Edge, ...]:
        records = tuple(("record", record) for record in self.records)
        return (*records, *(("judgement", judgement) for judgement in self.judgements))
