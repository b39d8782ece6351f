"""Reads a document sentence by sentence: what was done to whom, with what belongs to it, and whom the text has in view.

An act done to people without a name waits: the next sentences may name them ("three men were hanged. They were identified as
A, B and C"), count the same number of names, or list them under a colon.
"""

import re

import msgspec

from muniment.document import patients_en, patients_fa
from muniment.document.cast import Cast
from muniment.document.dates import DateMention
from muniment.document.done import Done
from muniment.document.elements import Element
from muniment.document.fields import Fields
from muniment.document.focus import Focus
from muniment.document.parts import Seen
from muniment.document.scene import Bound, Scene
from muniment.document.sentences import Sentence
from muniment.model.terms import ActType, Modality

NOBODY, PATIENCE = -1, 2
PENALTIES = frozenset({"death_sentence", "prison_sentence", "acquittal"})
_NAMING = re.compile(
    r"\b(?:identified|named)\b[^.;]{0,40}\bas\b|\b(?:their|the|his|her) (?:names?|identit\w+)\b|\b(?:they|the (?:two|three|four|five)) (?:are|were)$|(?<!\w)(?:نام|اسامی|هویت)"
)
_AGED = re.compile(
    r"(?:he|she) (?:is|was) (?:aged )?(\d{1,2})(?: years old)?(?= when|\.|,|$)|(?<!\w)(?:او|وی) (\d{1,2}) سال(?:ه (?:است|بود)| داشت| دارد)"
)


class Waiting(msgspec.Struct):
    """An act done to so many people whom no sentence has named yet."""

    done: Done
    count: int | None
    since: int


class Reader:
    """Reads the sentences of one document in order."""

    def __init__(self, cast: Cast, whose: dict[int, int]) -> None:
        self.cast, self.whose = cast, whose
        self.focus = Focus(cast)
        self.done: list[Done] = []
        self.waiting: list[Waiting] = []
        self.listing: list[Waiting] = []
        self.fresh: list[Waiting] = []
        self.number = 0
        self.paragraph = -1

    def read(self, text: str, sentence: Sentence, seen: tuple[Seen, ...], dates: tuple[DateMention, ...]) -> None:
        """Add what a sentence says was done to whom."""
        self.number += 1
        if sentence.kind == "heading":
            self._headed(seen)
            return
        whose = {s.start: self.whose[s.start] for s in seen if s.start in self.whose}
        scene = Scene(text, sentence, seen, dates, whose, self.focus)
        found = self._acts(scene)
        mine = [d for d in found if d.person != NOBODY]
        self._age(scene)
        mine.extend(self._named_later(scene, mine))
        mine.extend(self._listed(scene, sentence, mine))
        self.done.extend(mine)
        self.focus.move(scene.elements, (d.person for d in mine))

    def _headed(self, seen: tuple[Seen, ...]) -> None:
        """A heading that names people puts them in view and does nothing to them."""
        people = tuple(dict.fromkeys(self.whose[s.start] for s in seen if s.start in self.whose))
        self.listing = []
        if people:
            self.focus.move([Element(0, 0, "people", people)], ())

    def _acts(self, scene: Scene) -> list[Done]:
        patients = patients_fa if scene.language == "fa" else patients_en
        bound = patients.Patients(scene).bind()
        out = [done for b in bound for done in _done(scene, b)]
        Fields(scene, [b.trigger for b in bound]).give(out)
        counts = {(b.trigger.start, b.trigger.end): b.element.count if b.element else None for b in bound}
        self.fresh = [Waiting(d, counts[d.at], self.number) for d in out if d.person == NOBODY]
        return out

    def _age(self, scene: Scene) -> None:
        """ "He was 59": an age said of a pronoun."""
        match = _AGED.search(scene.low)
        if match is None:
            return
        element = next(
            (
                e
                for e in scene.elements
                if e.kind == "pronoun" and e.start <= match.start() + 1 and e.end > match.start() and len(e.people) == 1
            ),
            None,
        )
        if element is not None:
            at = scene.shift + match.start()
            self.cast.give_age(element.people[0], int(match[1] or match[2]), at, scene.shift + match.end())

    def _named_later(self, scene: Scene, mine: list[Done]) -> list[Done]:
        """Acts that waited for the names this sentence gives."""
        self.waiting = [w for w in self.waiting if self.number - w.since <= PATIENCE]
        out: list[Done] = []
        groups = [e for e in scene.elements if e.kind == "people" and not e.marked]
        for group in groups:
            lead = scene.low[: group.start]
            naming = _NAMING.search(lead[-90:]) is not None
            fit = [w for w in self.waiting if naming or (w.count is not None and w.count == len(group.people) > 1)]
            for wait in fit:
                out.extend(d for person in group.people if (d := _filled(wait.done, person, [*mine, *out])) is not None)
            if fit:
                _share(fit, [*mine, *out])
                self.waiting = [w for w in self.waiting if w not in fit]
        self.waiting.extend(self.fresh)
        return out

    def _listed(self, scene: Scene, sentence: Sentence, mine: list[Done]) -> list[Done]:
        """Acts that a lead-in tells of every line under it."""
        if scene.said.rstrip().endswith((":", "؛")):
            self.listing = [w for w in self.fresh if w.done.modality == "asserted"]
            self.paragraph = sentence.paragraph
            return []
        if not self.listing or sentence.paragraph == self.paragraph:
            return []
        first = next((e for e in scene.elements if e.kind == "people"), None)
        is_item = first is not None and re.fullmatch(r"\W*(?:\d{1,3}\W{1,3})?", scene.low[: first.start]) is not None
        if not is_item and sentence.paragraph != self.paragraph + 1:
            self.listing = []
        if not is_item or first is None:
            return []
        self.paragraph = sentence.paragraph
        own = {d.type for d in mine} & {"arrest", "detention", "release", "prison_sentence", "execution"}
        given = [_filled(w.done, person, mine) for w in self.listing if not (own and w.done.type == "detention") for person in first.people]
        return [d for d in given if d is not None]


def _share(fit: list[Waiting], told: list[Done]) -> None:
    """A lead's court and day hold for every penalty its detail tells ("... two to death and a third to 11 years")."""
    lead = next((w.done for w in fit if w.done.type in PENALTIES), None)
    for done in told:
        if lead is not None and done.type in PENALTIES:
            done.court, done.date = done.court or lead.court, done.date or lead.date


def _done(scene: Scene, bound: Bound) -> list[Done]:
    trigger, by = bound.trigger, scene.shift
    return [
        Done(person, kind, modality, trigger.start + by, trigger.end + by, trigger.rule, at=(trigger.start, trigger.end))
        for kind, modality in _typed(trigger.type, trigger.modality)
        for person in bound.people or (NOBODY,)
    ]


def _typed(kind: ActType, modality: Modality) -> list[tuple[ActType, Modality]]:
    """An execution that is planned or feared is a risk of execution now, beside the planned act itself."""
    if kind == "execution" and modality == "planned":
        return [("execution", "planned"), ("execution_risk", "asserted")]
    return [(kind, modality)]


def _filled(done: Done, person: int, known: list[Done]) -> Done | None:
    """A waiting act given to a person: what it adds to the act this sentence tells already, else the act itself."""
    same = next((d for d in known if d.person == person and d.type == done.type and d.modality == done.modality), None)
    if same is None:
        return msgspec.structs.replace(done, person=person)
    for field in ("date", "place", "court"):
        if getattr(same, field) is None:
            setattr(same, field, getattr(done, field))
    same.charges = same.charges or done.charges
    return None
