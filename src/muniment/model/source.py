"""Sources: who says so, how close to the facts, graded on two separate axes.

Admiralty grades: the source A to F, the information 1 to 6. A new source starts at F, unread information at 6. Independence
is a difference of origin, not of web site: `derived_from` leads to the roots that are counted.
"""

from typing import Literal

from muniment.model.noun import Edge, Id, Noun

Grade = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal["1", "2", "3", "4", "5", "6"]


class Source(Noun, frozen=True, kw_only=True, tag="source"):
    """Who stands behind a document or a saying."""

    name: str
    type: Literal["person", "organization", "publication", "authority", "list", "unknown"] = "unknown"
    grade: Grade = "F"
    credibility: Credibility = "6"
    graded_by: str | None = None
    connection: str | None = None
    is_interested: bool = False
    derived_from: tuple[Id, ...] = ()
    note: str | None = None

    def rests_on(self) -> tuple[Edge, ...]:
        return tuple(("derived-from", source) for source in self.derived_from)
