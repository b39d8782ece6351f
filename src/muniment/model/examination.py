"""Examinations: what looking inside an item found. What it is, what of it could be checked, and what it says of itself.

A check is ours and has three answers. What is stated is the item's own word (a camera's clock, a bundle's list, a title): it is
kept as stated by the file and never becomes a fact, a claim about a person, or a name or time of ours.
"""

from muniment.model.noun import Count, Edge, Id, Noun, Part
from muniment.model.verdict import Verdict


class Stated(Part, frozen=True):
    """One thing the item says of itself: `where` in it (a tag, a field, a member of a bundle) and in which words."""

    where: str
    words: str


class Examination(Noun, frozen=True, kw_only=True, tag="examination"):
    """One look inside one item. `damaged` says where its bytes break off or break their format; `unread` why nothing was seen."""

    evidence: Id
    format: str
    tool: str
    verdict: Verdict = Verdict()
    stated: tuple[Stated, ...] = ()
    counted: tuple[tuple[str, Count], ...] = ()
    damaged: str | None = None
    unread: str | None = None

    def rests_on(self) -> tuple[Edge, ...]:
        return (("evidence", self.evidence),)


class Belonging(Noun, frozen=True, kw_only=True, tag="belonging"):
    """An item that is part of a bundle which came as a folder: `of` is the bundle's own list, `name` the part's name in it."""

    evidence: Id
    of: Id
    name: str

    def rests_on(self) -> tuple[Edge, ...]:
        return ("evidence", self.evidence), ("of", self.of)
