"""Casework: who is to read an item, and what colleagues say to each other about it. Neither is evidence, and neither leaves in a package."""

from typing import Annotated, Literal

import msgspec

from muniment.model.noun import Edge, Id, Noun

Progress = Literal["open", "done", "returned"]
Remark = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class Assignment(Noun, frozen=True, kw_only=True, tag="assignment"):
    """An item that somebody was asked to read. `done` and `returned` (not done, and why) are said by whoever may review."""

    evidence: Id
    to: Id
    progress: Progress = "open"
    note: str | None = None

    def rests_on(self) -> tuple[Edge, ...]:
        return (("evidence", self.evidence), ("to", self.to))


class Comment(Noun, frozen=True, kw_only=True, tag="comment"):
    """What somebody said to colleagues about an item, or about one claim of it. Never changed: a second comment corrects the first."""

    evidence: Id
    claim: Id | None = None
    words: Remark

    def rests_on(self) -> tuple[Edge, ...]:
        claim = (("claim", self.claim),) if self.claim else ()
        return (("evidence", self.evidence), *claim)
