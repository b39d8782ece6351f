"""A run of an intake: interrupted and asked for again in the same words, it goes on where it stopped.

`runs/<tag>` holds a random number from the first file of a run until its receipts were handed over; the tag is keyed, so that neither file name nor
content says what is being taken in. Each custody event the run writes carries a mark of run, bytes and name. When a file
turns up whose mark is there already, its event was written before the interruption: its receipt is given again, and nothing
is written twice. A finished run leaves nothing behind: the same files taken in once more are received once more.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from muniment.model.evidence import CustodyEvent
from muniment.preserve.intake import Looked
from muniment.store.flush import folder, place

if TYPE_CHECKING:
    from muniment.archive.desk import Desk

MARK = 16


class Run:
    """One run. Without words to know it by it cannot be resumed, and marks nothing."""

    def __init__(self, desk: Desk, words: str) -> None:
        self.desk, self.number, self.is_resumed = desk, "", False
        self.path = None
        if words:
            self.path = folder(desk.archive.root / "runs") / desk.archive.seals.tag(f"run {desk.agent.id} {words}")
            self.is_resumed = self.path.exists()
            self.number = self.path.read_text(encoding="ascii") if self.is_resumed else self._begun()

    def _begun(self) -> str:
        assert self.path is not None
        number = secrets.token_hex(16)
        place(number.encode(), self.path, self.desk.archive.vault.incoming / self.path.name)
        return number

    def mark(self, looked: Looked) -> str | None:
        """What the custody event of this file carries; it ties no two items of a run to each other."""
        if not self.number:
            return None
        words = f"{self.number} {looked.sha256} {looked.incoming.shown}"
        return f"run {self.desk.archive.seals.tag(words)[:MARK]}"

    def written(self, evidence: str, looked: Looked) -> CustodyEvent | None:
        """The event this run wrote for this file before it was interrupted."""
        mark = self.mark(looked)
        if not self.is_resumed or mark is None:
            return None
        links = self.desk.archive.shelf.resting_on(evidence, kind="custody", role="evidence")
        mine = (link for link in links if isinstance(link, CustodyEvent) and (link.detail or "").endswith(mark))
        return next(mine, None)

    def end(self) -> None:
        """Every file has its receipt, and somebody has them."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)
