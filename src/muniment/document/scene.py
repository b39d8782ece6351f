"""One sentence while it is read: its words, the people in it, what it says was done, its dates. Offsets are in the sentence."""

import msgspec

from muniment.document import acts, elements_en, elements_fa
from muniment.document.dates import DateMention
from muniment.document.elements import Element, groups
from muniment.document.focus import Focus
from muniment.document.parts import Seen, Trigger
from muniment.document.sentences import Sentence


class Bound(msgspec.Struct):
    """A trigger with those it was done to, and where they stand."""

    trigger: Trigger
    people: tuple[int, ...]
    element: Element | None = None


class Scene:
    """A sentence with all that rules ask about it."""

    def __init__(
        self, text: str, sentence: Sentence, seen: tuple[Seen, ...], dates: tuple[DateMention, ...], whose: dict[int, int], focus: Focus
    ) -> None:
        self.said = text[sentence.start : sentence.end].replace("\n", " ")
        self.low = self.said.casefold() if len(self.said.casefold()) == len(self.said) else self.said
        self.language, self.shift, self.focus = sentence.language, sentence.start, focus
        by = sentence.start
        self.seen = [msgspec.structs.replace(s, start=s.start - by, end=s.end - by, reach=s.reach - by) for s in seen]
        self.dates = [msgspec.structs.replace(d, start=d.start - by, end=d.end - by) for d in dates]
        self.triggers = acts.triggers(self.said, self.language)
        named = groups(self.low, self.language, self.seen, {start - by: person for start, person in whose.items()})
        others = elements_fa if self.language == "fa" else elements_en
        self.elements = sorted([*named, *others.find(self.low, named, focus, self.official)], key=lambda e: (e.start, -e.end))

    def official(self, group: Element) -> bool:
        """Whether a named group is an office or a relative here."""
        seen = next((s for s in self.seen if s.start >= group.start and s.end <= group.end), None)
        return seen is not None and seen.bearing in ("office", "relative")

    def bearing(self, group: Element) -> str:
        """What the words around a named element make of its first bearer."""
        seen = next((s for s in self.seen if s.start >= group.start and s.end <= group.end), None)
        return seen.bearing if seen else "neutral"
