"""An act done to a person, as one sentence says it, with what belongs to it. Offsets are in the folded text."""

import msgspec

from muniment.document.dates import DateMention
from muniment.document.parts import Place
from muniment.model.terms import ActType, Modality


class Done(msgspec.Struct):
    """Something done to `person` (a number in the cast); `at` is the trigger within its sentence."""

    person: int
    type: ActType
    modality: Modality
    start: int
    end: int
    rule: str
    date: DateMention | None = None
    place: Place | None = None
    court: Place | None = None
    charges: tuple[Place, ...] = ()
    at: tuple[int, int] = (0, 0)
