"""Records: one person or thing as one source or list gives it. Never merged away."""

from muniment.model.noun import Count, Edge, Id, Noun
from muniment.model.terms import Thing


class Record(Noun, frozen=True, kw_only=True, tag="record"):
    """Mentions inside one document, or one row of a list, gathered with the claims made about them.

    `key` is the identifier the list itself gives to the row.
    """

    evidence: Id
    about: Thing = "person"
    mentions: tuple[Id, ...]
    claims: tuple[Id, ...]
    list: str | None = None
    key: str | None = None
    row: Count | None = None

    def rests_on(self) -> tuple[Edge, ...]:
        return (("evidence", self.evidence), *(("claim", claim) for claim in self.claims))
