"""Findings: what we conclude, by a named standard of proof, with claims for and against. Software may propose one, never set it."""

from muniment.model.noun import Edge, Id, Noun
from muniment.model.proof import Standard
from muniment.model.standing import Standing


class Finding(Noun, frozen=True, kw_only=True, tag="finding"):
    """A conclusion about an entry. `rule` names the rule and its version when software proposed it."""

    about: Id
    question: str
    answer: str
    standard: Standard
    claims: tuple[Id, ...]
    against: tuple[Id, ...] = ()
    alternatives: tuple[str, ...] = ()
    confidence: str | None = None
    rule: str | None = None
    standing: Standing = Standing()

    def rests_on(self) -> tuple[Edge, ...]:
        against = tuple(("against", claim) for claim in self.against)
        return (("entry", self.about), *(("claim", claim) for claim in self.claims), *against)
