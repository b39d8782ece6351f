"""Judgements: whether two records are the same person, decided by someone, with a reason, reversible."""

from muniment.model.noun import Edge, Id, Noun
from muniment.model.terms import Sameness


class Judgement(Noun, frozen=True, kw_only=True, tag="judgement"):
    """Same, different or unsure. A changed mind is a new version; `answer` None takes the judgement back."""

    left: Id
    right: Id
    answer: Sameness | None
    reason: str

    def rests_on(self) -> tuple[Edge, ...]:
        return (("left", self.left), ("right", self.right))
