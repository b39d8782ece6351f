"""How a proposed thing stands: what named people decided about it, in the order they decided.

Software proposes and never decides: `proposed` is the only state a machine may give. The state is what the readings come
to; a later reading by the same person replaces that person's earlier one in effect, and both remain written.
"""

from typing import Literal

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
    """The readings so far; nothing decided yet when empty."""

    readings: tuple[Reading, ...] = ()

    @property
    def state(self) -> State:
        """What the current decisions of all readers come to: agreement, else `unsure`; none, `proposed`."""
        answers = set(self.current().values())
        if not answers:
            return "proposed"
        return next(iter(answers)) if len(answers) == 1 else "unsure"

    def current(self) -> dict[str, Answer]:
        """Each reader's decision that still holds."""
        latest: dict[str, Answer | None] = {reading.by: reading.answer for reading in self.readings}
        return {by: answer for by, answer in latest.items() if answer is not None}

    def read(self, reading: Reading) -> "Standing":
        """This standing with one more reading."""
        return Standing(readings=(*self.readings, reading))
