"""Passages: exact places in one piece of evidence, after the W3C Web Annotation selectors.

Offsets count Unicode code points in a derived text; `text[start:end] == quote`, always. Boxes are in thousandths of the
page's width and height, times in milliseconds, rows and columns from 1.
"""

import msgspec

from muniment.model.noun import Count, Edge, Id, Noun


class Selector(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="is"):
    """Where in the evidence."""


class Stretch(Selector, frozen=True, kw_only=True, tag="stretch"):
    """Words between two offsets."""

    start: Count
    end: Count
    quote: str


class Region(Selector, frozen=True, kw_only=True, tag="region"):
    """A box on a page."""

    page: Count
    x: Count
    y: Count
    width: Count
    height: Count


class Interval(Selector, frozen=True, kw_only=True, tag="interval"):
    """From one moment of a recording to another."""

    start_ms: Count
    end_ms: Count


class Cell(Selector, frozen=True, kw_only=True, tag="cell"):
    """One cell, or a whole row when no column is named."""

    sheet: str | None = None
    row: Count
    column: Count | None = None
    quote: str | None = None


class Whole(Selector, frozen=True, kw_only=True, tag="whole"):
    """All of it."""


Where = Stretch | Region | Interval | Cell | Whole


class Passage(Noun, frozen=True, kw_only=True, tag="passage"):
    """One or more stretches of one piece of evidence; `text` is the derived text that offsets count in."""

    evidence: Id
    text: Id | None = None
    where: tuple[Where, ...]

    @property
    def quote(self) -> str:
        """The quoted words, several stretches joined by an ellipsis."""
        return " … ".join(w.quote for w in self.where if isinstance(w, Stretch | Cell) and w.quote)

    def rests_on(self) -> tuple[Edge, ...]:
        text = (("text", self.text),) if self.text else ()
        return (("evidence", self.evidence), *text)
