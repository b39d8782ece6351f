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
        self.narrator: tuple[int, ...] = ()
        """Who writes as "I"."""
        self.kin: dict[str, int] = {}
        """Who was last introduced as a brother, a wife, ..."""

    def move(self, elements: list[Element], touched: Iterable[int]) -> None:
        """After a sentence: its named people, those that something was done to first."""
        if any(e.kind == "unnamed" for e in elements) and not any(len(e.people) > 1 for e in elements):
            self.together = ()
        named = [e for e in elements if e.kind == "people"]
        groups = [e for e in named if not e.marked]
        everyone = list(dict.fromkeys(p for e in groups for p in e.people))
        acted = list(dict.fromkeys(touched))
        topic = [p for p in acted if p in everyone] or everyone or acted
        if not topic:
            return
        self.latest = tuple(topic)
        self.single = list(dict.fromkeys([*self._centre(elements, topic), *topic, *self.single]))[:DEPTH]
        several = [e.people for e in groups if len(e.people) > 1]
        if several:
            self.together = several[-1]
        elif len(everyone) > 1:
            self.together = tuple(everyone)

    def _centre(self, elements: list[Element], topic: list[int]) -> list[int]:
        """Whom a sentence is about: its subject pronoun goes on, and people named only together do not displace the one in view."""
        first = next((e for e in elements if e.people and not e.marked), None)
        if first is not None and first.kind == "pronoun" and len(first.people) == 1 and not first.possessive and not first.speaks:
            return list(first.people)
        alone = {p for e in elements if e.kind == "people" and len(e.people) == 1 for p in e.people}
        if any(p in alone for p in topic) or len(topic) < 2:
            return [p for p in topic if p in alone]
        return self.single[:1]

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
        if number > len(self.together) > 1:
            wider = tuple(dict.fromkeys([*self.together, *self.single]))
            return wider[:number] if len(wider) >= number else ()
        recent = tuple(self.single[:number])
        return tuple(reversed(recent)) if len(recent) == number and not self.together else ()
