"""How a proposed thing stands: what named people decided about it, in the order they decided.

Software proposes and never decides: `proposed` is the only state a machine may give. The state is what the readings come
to; a later reading by the same person replaces that person's earlier one in effect, and both remain written.

Where an archive asks for two readers, what one of them found holds nothing yet, and is not told to the other.
"""

from typing import Literal

from msgspec import UNSET, UnsetType

from muniment.model.noun import Moment, Part

Answer = Literal["accepted", "rejected", "unsure"]
State = Literal["proposed", "accepted", "rejected", "unsure"]


class Reading(Part, frozen=True):
    """One person's decision. `answer` None takes that person's earlier decision back (undo)."""

    by: str
    at: Moment
    answer: Answer | None
    note: str | None = None


class Standing(Part, frozen=True):
    """The readings so far; nothing decided yet when empty. `wanted` is there where two people had to read it when it was last read."""

    readings: tuple[Reading, ...] = ()
    wanted: Literal[2] | UnsetType = UNSET

    @property
    def state(self) -> State:
        """What the current decisions of all readers come to: agreement, else `unsure`; too few, `proposed`."""
        answers = list(self.current().values())
        if len(answers) < self._least:
            return "proposed"
        return answers[0] if len(set(answers)) == 1 else "unsure"

    @property
    def awaits_another(self) -> bool:
        """Whether one has read it and another has to."""
        return 0 < len(self.current()) < self._least

    @property
    def _least(self) -> int:
        return 1 if self.wanted is UNSET else self.wanted

    def current(self) -> dict[str, Answer]:
        """Each reader's decision that still holds."""
        latest: dict[str, Answer | None] = {reading.by: reading.answer for reading in self.readings}
        return {by: answer for by, answer in latest.items() if answer is not None}

    def read(self, reading: Reading, *, is_read_twice: bool = False) -> "Standing":
        """This standing with one more reading, of something that one person reads, or two."""
        return Standing(readings=(*self.readings, reading), wanted=2 if is_read_twice else UNSET)

    def told(self, reader: str) -> "Standing":
        """What this person may know of it: nothing of what another found while their own reading is still to come."""
        return Standing(wanted=self.wanted) if self.awaits_another and reader not in self.current() else self

    def is_open(self, reader: str) -> bool:
        """Whether this person can still be the one to decide it."""
        return self.state == "proposed" and reader not in self.current()
