"""Derived texts: what a reader, a transcriber or a translator made of a piece of evidence. Beside it, never instead of it."""

from typing import Literal

from muniment.model.noun import Count, Edge, Id, Noun


class DerivedText(Noun, frozen=True, kw_only=True, tag="text"):
    """Text with its maker. `pages` are offset pairs; `flags` such as `ocr`, `order_uncertain`; `unread` the parser's words."""

    evidence: Id
    how: Literal["extracted", "ocr", "transcript", "translation"]
    tool: str
    language: str | None = None
    body: str = ""
    pages: tuple[tuple[Count, Count], ...] = ()
    flags: tuple[str, ...] = ()
    unread: str | None = None
    of: Id | None = None

    def rests_on(self) -> tuple[Edge, ...]:
        of = (("of", self.of),) if self.of else ()
        return (("evidence", self.evidence), *of)
