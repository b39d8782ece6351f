"""What an excerpt says of itself, first of all: by which rules, as of which head of the ledger, how much, what was held back and why."""

from __future__ import annotations

import msgspec

NO_FACTS = "Nothing here is a fact: every line is a claim by its source at a passage. What is marked “proposed” nobody has reviewed."


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The head of an excerpt. `size` and `root` are the ledger's head; `withheld` counts, by reason, what stayed here."""

    says: str = NO_FACTS
    format: str = "muniment-excerpt@1"
    ruleset: str
    archive: str
    of: str
    purpose: str
    states: tuple[str, ...]
    made_at: str
    size: int
    root: str
    rows: int
    evidence: int
    withheld: dict[str, int]

    def lines(self) -> list[tuple[str, str]]:
        """Name and words of each statement, for a table."""
        told = msgspec.to_builtins(self)
        held = ", ".join(f"{name} {count}" for name, count in sorted(self.withheld.items())) or "nothing"
        return [(name, str(value)) for name, value in (told | {"states": ", ".join(self.states), "withheld": held}).items()]
