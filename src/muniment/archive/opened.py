"""An open archive: where its adapters meet. Vault, shelf, keys, ledger and clock, chosen once and handed to the rooms.

Open it with `muniment.archive.open_archive`; make a new one with `muniment.archive.found`.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from muniment.archive.log import MEMORY, Log
from muniment.archive.past import Past
from muniment.archive.presence import Presence
from muniment.archive.seals import Seals
from muniment.archive.sequencer import Sequencer
from muniment.archive.settings import Settings, keys_folder
from muniment.archive.stamps import Stamps
from muniment.archive.vocabulary import known
from muniment.model.agent import Agent
from muniment.model.errors import ChangedError, MunimentError
from muniment.model.ledger import Effect, LedgerEntry
from muniment.model.noun import RANK, Compartment, Moment, Noun
from muniment.protect.agent import Held
from muniment.store import Blobs, Shelf

SALT = 32
CLOCK = "system clock, not compared"
BACKWARDS = 1.0
"""Seconds; acts of two processes may reach the ledger in another order than they were begun."""
VIEWS_EVERY = 60.0
LOOKED_BACK = 1000


class Archive:
    """One archive, open. Close it when done: that is when what was done is certainly logged."""

    def __init__(self, root: Path, settings: Settings, shelf: Shelf, vault: Blobs, seals: Seals, held: Held) -> None:
        self.root, self.settings, self.held = root, settings, held
        self.shelf, self.vault, self.seals = shelf, vault, seals
        self.ledger = Log(root / "log", settings.origin, memory=keys_folder(settings.id) / MEMORY, drafts=lambda: vault.incoming)
        self.stamps = Stamps(root / "log" / "tst", lambda: vault.incoming)
        self.sequencer = Sequencer(shelf, vault, seals, self.ledger)
        self.past = Past(shelf)
        self.presence: Presence | None = None
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.clock_source = CLOCK
        self.monotonic: Callable[[], float] = time.monotonic
        self.beaten, self.is_beating = float("-inf"), False
        self.small: dict[str, bytes] = {}
        self._latest: Moment | None = None
        self._counts: dict[tuple[str, tuple[str, ...]], tuple[int, int]] = {}
        self._checked: tuple[Moment, bool] | None = None
        self._looked = 0
        self._looking = threading.Lock()
        self._views: dict[str, dict[str, None]] = {}
        self._viewed_since: datetime | None = None

    def is_unlocked(self) -> bool:
        """Whether the keys may still be used: the agent that gave them has not locked."""
        return self.held.is_open()

    @property
    def keys(self) -> Seals:
        """What can be opened here and now."""
        return self.seals

    def now(self) -> Moment:
        """The time, in UTC, by this archive's clock."""
        return self.clock()

    def new_id(self, prefix: str, neighbourhood: str = "") -> str:
        """A random identifier: prefix and 32 hex digits, the first of them those of the neighbourhood."""
        return f"{prefix}-{neighbourhood}{secrets.token_hex(16 - len(neighbourhood) // 2)}"

    def entry(self, agent: Agent, type: str, reason: str = "", at: Moment | None = None, effects: tuple[Effect, ...] = ()) -> LedgerEntry:
        """An unnumbered ledger entry."""
        when = at or self.now()
        return LedgerEntry(
            id=self.new_id("le"), made_by=agent.id, made_at=when, type=known(type), clock=self._clocked(when), reason=reason,
            salt=secrets.token_hex(SALT), effects=effects,
        )  # fmt: skip

    def _clocked(self, when: Moment) -> str:
        """The clock source, a second clock that nobody can set, and the anomaly where the first one was set back: order comes from
        the ledger's numbers alone, never from these."""
        if self._latest is None:
            self._latest = self._last_time() or when
        behind = (self._latest - when).total_seconds()
        self._latest = max(self._latest, when)
        told = f"; the clock went back, {behind:.0f} s behind an earlier entry" if behind > BACKWARDS else ""
        return f"{self.clock_source}; monotonic {self.monotonic():.3f} s{told}"

    def _last_time(self) -> Moment | None:
        """When the last numbered act was, by its own clock; a damaged row tells nothing, and `verify` names it."""
        with suppress(MunimentError):
            return self.shelf.entry(self.shelf.head() - 1).made_at
        return None

    def note(self, type: str, agent: Agent, reason: str = "") -> None:
        """Write an act that has no effect on any noun (a refusal, a search) to the ledger, at once."""
        self.shelf.note([self.entry(agent, type, reason)])

    def viewed(self, agent: Agent, what: str) -> None:
        """Remember that this was looked at (a noun's id, or “list of …”); sealed into one leaf a minute."""
        with self._looking:
            self._views.setdefault(agent.id, {})[what] = None
            self._viewed_since = self._viewed_since or self.now()

    def seal_views(self, *, is_closing: bool = False) -> None:
        """Write what was viewed to the ledger when a minute has passed since the first, or when closing."""
        with self._looking:
            since = self._viewed_since
            if since is None or not (is_closing or (self.now() - since).total_seconds() >= VIEWS_EVERY):
                return
            views, self._views, self._viewed_since = self._views, {}, None
        told = "; ".join(f"{agent}: {', '.join(what)}" for agent, what in views.items())
        author = Agent(id=next(iter(views)), made_by="muniment", made_at=since, type="person", name="")
        self.shelf.note([self.entry(author, "views.sealed", told)])

    def expect(self, noun: Noun, expected: int) -> None:
        """Refuse a change that was prepared on an older version.

        Raises:
            ChangedError: *changed meanwhile*.
        """
        if noun.version != expected:
            raise ChangedError(
                f"{noun.id} changed meanwhile: you saw version {expected}, it is now at version {noun.version}.",
                advice="Look at the newer version; what you wrote is kept on your page.",
            )

    def highest(self, compartments: Iterable[Compartment]) -> Compartment:
        """The most closed of these compartments."""
        return max(compartments, key=RANK.index, default="open")

    def count(self, what: str, compartments: tuple[str, ...], counting: Callable[[], int]) -> int:
        """A number over all nouns of these compartments, counted anew only after some noun came, changed or went."""
        newest, known = self.shelf.newest(), self._counts.get((what, compartments))
        if known is None or known[0] != newest:
            known = self._counts[what, compartments] = (newest, counting())
        return known[1]

    def checked(self, is_sound: bool, at: Moment | None = None) -> None:
        """Remember that everything was checked, just now where nothing else is said; a later check is not forgotten for an earlier."""
        when = at or self.now()
        if self._checked is None or self._checked[0] <= when:
            self._checked = (when, is_sound)

    def last_check(self) -> tuple[Moment, bool] | None:
        """When everything was last checked, here or by another process, and whether nothing failed; looked up in the ledger's last
        entries, in each of them once."""
        head, seen = self.shelf.head(), self._looked
        if head > seen:
            for entry in self.shelf.latest_acts(("archive.verified",), after=max(seen, head - LOOKED_BACK) - 1, limit=1):
                self.checked("failed 0" in entry.reason, entry.made_at)
            self._looked = head
        return self._checked

    def log(self) -> int:
        """Number, seal and sign what was done; answers the size of the ledger."""
        self.seal_views()
        return self.sequencer.run()

    def close(self) -> None:
        """Log the rest and let go of database and keys, these in any case."""
        try:
            self.seal_views(is_closing=True)
            self.sequencer.run()
        finally:
            self.leave()

    def leave(self) -> None:
        """Let go of everything as it is, the keys too: for one who only looked."""
        self.held.close()
        self.let_go()
        if self.presence is not None:
            self.presence.leave()

    def let_go(self) -> None:
        """Let go of database and vault, without a word to the ledger; the keys stay in the hands of whoever brought them."""
        self.seals.close()
        self.shelf.close()
        self.vault.close()
