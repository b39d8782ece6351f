"""From many records to one register: who is the same person, by whose judgement, and what the sources say of them.

The room promises that the register is a pure function of records and judgements, that no record is ever merged away, and
that contradicting values stand side by side. It refuses to decide sameness: it proposes pairs, people judge.

    >>> from muniment.link import register
    >>> register([], [])
    ()
"""

from muniment.link.candidates import candidates
from muniment.link.origins import origins
from muniment.link.register import entry_id, register
from muniment.link.sexes import sex
from muniment.link.skeleton import skeleton
from muniment.link.values import SINGLE, Held, contradict, spelled, values

__all__ = ["SINGLE", "Held", "candidates", "contradict", "entry_id", "origins", "register", "sex", "skeleton", "spelled", "values"]
