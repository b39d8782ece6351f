"""Whom the text has in view: the single person a pronoun means, the group that "they" or "the two" means.

The last one that something was said of comes first. A pronoun whose gender speaks against a person passes over them.
"""

from collections.abc import Iterable

from muniment.document.cast import Cast
from muniment.document.elements import Element

DEPTH = 40


class Focus:
    """Kept from sentence to sentence."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.single: list[int] = []
        self.together: tuple[int, ...] = ()
        self.latest: tuple[int, ...] = ()

    def move(self, elements: list[Element], touched: Iterable[int]) -> None:
        """After a sentence: its named people, those that something was done to first."""
        named = [e for e in elements if e.kind == "people"]
        groups = [e for e in named if not e.marked]
        everyone = list(dict.fromkeys(p for e in groups for p in e.people))
        acted = list(dict.fromkeys(touched))
        topic = [p for p in acted if p in everyone] or everyone or acted
        if not topic:
            return
        self.latest = tuple(topic)
        self.single = list(dict.fromkeys([*topic, *self.single]))[:DEPTH]
        several = [e.people for e in groups if len(e.people) > 1]
        if several:
            self.together = several[-1]
        elif len(everyone) > 1:
            self.together = tuple(everyone)

    def one(self, sex: str | None, within: Iterable[int] = ()) -> tuple[int, ...]:
        """Whom a singular pronoun means."""
        for person in [*within, *self.single]:
            known = self.cast.people[person].sex
            if sex is None or known is None or known == sex:
                self.cast.people[person].sex = known or sex
                return (person,)
        return ()

    def first(self) -> tuple[int, ...]:
        """Whom the text had in view first: a lawyer's "client"."""
        return tuple(self.single[-1:])

    def many(self, number: int | None) -> tuple[int, ...]:
        """Whom "they" or "the three" means; nobody where the number does not fit."""
        if number is None or len(self.together) == number:
            return self.together
        if len(self.latest) == number:
            return self.latest
        recent = tuple(self.single[:number])
        return tuple(reversed(recent)) if len(recent) == number and not self.together else ()
