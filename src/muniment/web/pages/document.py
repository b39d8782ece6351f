"""A document as the review desk lays it out: its claims in cards, its text or its rows cut into windows, its passages marked.

A card is what a person decides at once: an act with its date, place, court and charges; a name with the person's part in the
story; in a list, a whole row. What is inside a card is listed nowhere else. A document longer than a window is turned page by
page, so that no list is too long and no text too large to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from muniment.archive.desk import Desk
from muniment.archive.document import placed
from muniment.model.claim import Act, Claim
from muniment.model.derived import DerivedText
from muniment.model.evidence import Evidence
from muniment.model.name import Name
from muniment.model.passage import Cell, Passage, Stretch
from muniment.model.text import key
from muniment.web.sheets.parts import Lang

ROWS, CHARACTERS = 20, 9_000
Span = tuple[int, int]


@dataclass(frozen=True)
class Document:
    """All that the desk shows of one item."""

    item: Evidence
    texts: tuple[DerivedText, ...]
    claims: tuple[Claim, ...]
    passages: dict[str, Passage]
    lang: Lang
    reader: str
    """Who reads it: the identifier of an agent."""

    @cached_property
    def text(self) -> DerivedText | None:
        """The text most claims stand in; a transcript before what a machine recognised."""
        used = [passage.text for claim in self.claims if (passage := self.passages.get(claim.passages[0]))]
        return max((t for t in self.texts if t.body), key=lambda t: (used.count(t.id), t.how == "transcript"), default=None)

    @property
    def is_list(self) -> bool:
        """Whether its claims stand at cells."""
        return self.text is None and any(self.cell(claim) for claim in self.claims)

    @cached_property
    def of(self) -> dict[str, Claim]:
        """Every claim by its id."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def names(self) -> dict[str, Claim]:
        """For each mention, the claim that names it; an accepted one before a rejected one."""
        found: dict[str, Claim] = {}
        for claim in sorted(self.claims, key=lambda c: c.standing.state == "rejected"):
            if claim.property == "name" and isinstance(claim.value, Name):
                found.setdefault(claim.about, claim)
        return found

    @cached_property
    def cards(self) -> tuple[Claim, ...]:
        """The claims that head a card, in the order of the document."""
        return tuple(claim for claim in self.claims if self.head(claim) is claim)

    @cached_property
    def _inside(self) -> dict[str, tuple[Claim, ...]]:
        found: dict[str, list[Claim]] = {}
        for claim in self.claims:
            if (head := self.head(claim)) is not claim:
                found.setdefault(head.id, []).append(claim)
        return {id: tuple(inside) for id, inside in found.items()}

    def inside(self, head: Claim) -> tuple[Claim, ...]:
        """The claims that are decided with the one that heads their card."""
        return self._inside.get(head.id, ())

    @cached_property
    def _heads(self) -> dict[str, Claim]:
        return {claim.id: self._headed(claim) for claim in self.claims}

    def head(self, claim: Claim) -> Claim:
        """The claim whose card this one stands in: itself, or the act, the name or the row that it is a part of."""
        return self._heads[claim.id]

    def _headed(self, claim: Claim) -> Claim:
        act = self.of.get(claim.about) if claim.about.startswith("cl-") else None
        if act is not None:
            return self._headed(act)
        name = self.names.get(claim.about)
        if name is not None and (claim.property == "role" or self.cell(claim)):
            return name
        return claim

    def about(self, claim: Claim) -> str:
        """The name of whom a claim is about, through the act where it is about one."""
        act = self.of.get(claim.about)
        name = self.names.get(act.about if act else claim.about)
        return name.value.text if name and isinstance(name.value, Name) else ""

    def is_open(self, head: Claim) -> bool:
        """Whether its reader can still decide anything on a card."""
        return any(claim.standing.is_open(self.reader) for claim in (head, *self.inside(head)))

    def stretch(self, claim: Claim) -> Stretch | None:
        """Where a claim stands in the text that is shown."""
        passage = self.passages.get(claim.passages[0])
        if passage is None or self.text is None or passage.text != self.text.id:
            return None
        return next((where for where in passage.where if isinstance(where, Stretch)), None)

    def cell(self, claim: Claim) -> Cell | None:
        """The cell a claim stands at."""
        passage = self.passages.get(claim.passages[0])
        return next((where for where in passage.where if isinstance(where, Cell)), None) if passage else None

    @cached_property
    def windows(self) -> tuple[Span, ...]:
        """The pages the desk turns: of a list its rows, of a text its own pages, else stretches that end with a paragraph."""
        if self.is_list:
            rows = sorted({cell.row for claim in self.claims if (cell := self.cell(claim))})
            return tuple((rows[i], rows[min(i + ROWS, len(rows)) - 1] + 1) for i in range(0, len(rows), ROWS))
        if self.text is None:
            return ((0, 0),)
        whole = ((0, len(self.text.body)),)
        pages = self.text.pages if len(self.text.pages) > 1 else whole
        return tuple(window for page in pages for window in _cut(self.text.body, *page)) or whole

    def place(self, claim: Claim) -> int:
        """Where a claim's card begins: its row, or its offset in the text."""
        cell, stretch = self.cell(claim), self.stretch(claim)
        return cell.row if cell else stretch.start if stretch else 0

    def window(self, claim: Claim) -> int:
        """The number of the window a claim stands in, from 0."""
        place = self.place(self.head(claim))
        return next((n for n, (start, end) in enumerate(self.windows) if start <= place < end), 0)

    def within(self, number: int) -> tuple[tuple[int, Claim], ...]:
        """The cards of a window, with the number each has in the document."""
        return tuple((n, claim) for n, claim in enumerate(self.cards, 1) if self.window(claim) == number)

    def alike(self, name: str) -> int:
        """How many mentions of this document bear this name."""
        return sum(key(c.value.text) == key(name) for c in self.names.values() if isinstance(c.value, Name))


def opened(desk: Desk, item: Evidence, lang: Lang) -> Document:
    """The document of an item, as far as this reader may see it."""
    inside = desk.through("claim.see")
    texts = tuple(inside.resting_on(item.id, DerivedText))
    claims, passages = placed(inside, item.id)
    return Document(item, texts, claims, passages, lang, desk.agent.id)


def again(desk: Desk, document: Document, ids: Iterable[str]) -> Document:
    """The same document after something was decided on these claims of it."""
    now = desk.through("claim.see").those(ids, Claim)
    return replace(document, claims=tuple(now.get(claim.id, claim) for claim in document.claims))


def _cut(body: str, start: int, end: int) -> Iterator[Span]:
    """Stretches of about a window, each ending with a line where one ends in time."""
    while end - start > CHARACTERS:
        line = body.rfind("\n", start + CHARACTERS // 2, start + CHARACTERS)
        stop = line + 1 if line > 0 else start + CHARACTERS
        yield start, stop
        start = stop
    if end > start:
        yield start, end


def is_act(claim: Claim) -> bool:
    """Whether a claim says that something was done."""
    return isinstance(claim.value, Act)
