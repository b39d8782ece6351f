"""The words of a window with its passages marked. Where passages overlap, the open one is whole, then the shorter one shows.

Runs are cut at every edge of a passage, so that a name inside a longer statement does not hide the statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from muniment.model.claim import Claim
from muniment.web.pages.document import Document
from muniment.web.sheets import review as sheets
from muniment.web.words import number


@dataclass(frozen=True)
class Mark:
    """One passage as it is drawn: its offsets, the number of its card."""

    start: int
    end: int
    number: str
    claim: Claim
    is_selected: bool

    @property
    def rank(self) -> tuple[bool, int, int]:
        """What is drawn on top comes first."""
        return not self.is_selected, self.end - self.start, self.start


def paragraphs(document: Document, window: int, selected: str) -> tuple[sheets.Paragraph, ...]:
    """A window of the text, or of a list its rows."""
    if document.is_list:
        return _rows(document, window, selected)
    if document.text is None:
        return ()
    start, end = document.windows[window]
    marks = _marks(document, selected)
    made, at = [], start
    for line in document.text.body[start:end].split("\n"):
        if line.strip():
            made.append(sheets.Paragraph(offset=number(document.lang, str(at)), start=at, runs=tuple(_runs(line, at, marks))))
        at += len(line) + 1
    return tuple(made)


def _marks(document: Document, selected: str) -> list[Mark]:
    """The passages of all cards, and of the claim that is open inside one."""
    found: list[Mark] = []
    for n, head in enumerate(document.cards, 1):
        for claim in (head, *(c for c in document.inside(head) if c.id == selected)):
            stretch = document.stretch(claim)
            if stretch and stretch.end > stretch.start:
                found.append(Mark(stretch.start, stretch.end, number(document.lang, str(n)), claim, claim.id == selected))
    return sorted(found, key=lambda mark: mark.rank)


def _runs(line: str, base: int, marks: list[Mark]) -> list[sheets.Run]:
    """The line cut at every edge; each piece belongs to the topmost passage that covers it."""
    here = [mark for mark in marks if mark.start < base + len(line) and mark.end > base]
    edges = sorted({base, base + len(line), *(e for m in here for e in (m.start, m.end) if base < e < base + len(line))})
    runs: list[sheets.Run] = []
    for start, end in pairwise(edges):
        mark = next((m for m in here if m.start <= start and end <= m.end), None)
        if runs and mark and runs[-1].claim == mark.claim.id:
            runs[-1] = _run(line[runs[-1].start - base : end - base], runs[-1].start, mark, opens=runs[-1].opens)
        elif mark:
            runs.append(_run(line[start - base : end - base], start, mark, opens=start == _first(mark, here)))
        else:
            runs.append(sheets.Run(text=line[start - base : end - base], start=start))
    return runs


def _first(mark: Mark, here: list[Mark]) -> int:
    """Where a passage first shows: its beginning, or behind a passage on top that begins before or with it."""
    at = mark.start
    over = [m for m in here if m.rank < mark.rank]
    while cover := next((m for m in over if m.start <= at < m.end), None):
        at = cover.end
    return at


def _run(text: str, start: int, mark: Mark, *, opens: bool) -> sheets.Run:
    return sheets.Run(text=text, start=start, number=mark.number, claim=mark.claim.id, state=mark.claim.standing.state,
                      is_selected=mark.is_selected, opens=opens)  # fmt: skip


def _rows(document: Document, window: int, selected: str) -> tuple[sheets.Paragraph, ...]:
    """The rows of a window as the list has them, cell beside cell; every cell of an open card is marked."""
    made = []
    for n, head in document.within(window):
        cells: dict[int, tuple[str, Claim]] = {}
        for claim in (head, *document.inside(head)):
            cell = document.cell(claim)
            if cell is not None and (cell.column or 0) not in cells:
                cells[cell.column or 0] = (cell.quote or "", claim)
        row, runs = document.place(head), []
        for at, (_, (words, claim)) in enumerate(sorted(cells.items())):
            if at:
                runs.append(sheets.Run(text="  |  ", start=row))
            runs.append(_run(words, row, Mark(row, row, number(document.lang, str(n)), claim, claim.id == selected), opens=at == 0))
        made.append(sheets.Paragraph(offset=number(document.lang, str(row)), start=row, runs=tuple(runs)))
    return tuple(made)
