"""People in imminent danger first: where proceedings stand, how near the danger is, and what is missing to act.

The room promises that only accepted claims count, that every state names the claims for and against it, and that it proposes:
a named person decides. It refuses to call anyone urgent whom an accepted claim calls dead, and to let a coerced statement
prove more than that it was made.

    >>> from datetime import UTC, datetime
    >>> from muniment.warn import Case, queue
    >>> queue(Case(entries=()), datetime(2026, 11, 22, tzinfo=UTC)).danger
    ()
"""

from muniment.warn.case import Case
from muniment.warn.ladder import LEVELS, STEPS, Level, weighed, weighs
from muniment.warn.process import Hint, hints
from muniment.warn.queue import Peril, Queue, queue
from muniment.warn.states import Reason, State, findings, state

__all__ = [
    "LEVELS",
    "STEPS",
    "Case",
    "Hint",
    "Level",
    "Peril",
    "Queue",
    "Reason",
    "State",
    "findings",
    "hints",
    "queue",
    "state",
    "weighed",
    "weighs",
]
