"""Reads a document sentence by sentence: what was done to whom, with what belongs to it, and whom the text has in view.

An act done to people without a name waits: the next sentences may name them ("three men were hanged. They were identified as
A, B and C"), count the same number of names, or list them under a colon.
"""

import re

import msgspec

from muniment.document import charges, headings, patients_en, patients_fa, places
from muniment.document.cast import Cast
from muniment.document.clauses import clauses
from muniment.document.dates import DateMention
from muniment.document.done import Done
from muniment.document.elements import Element
from muniment.document.fields import CHARGED, JUDGED, Fields
from muniment.document.focus import Focus
from muniment.document.parts import Place, Seen, Trigger
from muniment.document.scene import Bound, Scene
from muniment.document.sentences import Sentence
from muniment.document.survival import survivors
from muniment.model.terms import ActType, Modality

NOBODY, PATIENCE = -1, 2
PENALTIES = frozenset({"death_sentence", "prison_sentence", "acquittal"})
_NAMING = re.compile(
    r"\bamong (?:them|those|these)\b(?: [\w-]+){0,4}? (?:is|are|was|were)\b|\b(?:identified|named)\b[^.;]{0,40}\bas\b|\b(?:their|the|his|her) (?:names?|identit\w+)\b|\b(?:they|the (?:two|three|four|five)) (?:are|were)$|(?<!\w)(?:نام|اسامی|هویت|متهمان (?:این )?پرونده|متهمان|محکومان|عبارتند)"
)
_ACCUSED = re.compile(r"(?<!\w)(?:عنوان\sاتهامی|اتهام|اتهامات|جرم)(?!\w).{3,160}(?:است|اند|بود|بوده|شده|شد|می\sباشد)(?:\W*$|\sو\s)")
_AGED = re.compile(
    r"(?:he|she) (?:is|was) (?:aged )?(\d{1,2})(?: years old)?(?= when|\.|,|$)|(?<!\w)(?:او|وی|موصوف|نامبرده)\s(?:که\s)?(\d{1,2})\s?سال(?:ه\s(?:است|بود)|\s(?:عمر\s|سن\s)?(?:داشت|دارد))"
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
        self.alive: dict[int, int] = {}
        """Where the text last shows somebody alive."""
        self.meant: dict[int, int] = {}
        """Whom a pronoun in the text means, by its place."""
        self.headed: Trigger | None = None
        """The act that a heading names for the items under it."""
        self.demands: tuple[tuple[int, int], ...] = ()
        """The items of demands: what their nouns name is wished for."""
        self.number = 0
        self.paragraph = -1

    def read(self, text: str, sentence: Sentence, seen: tuple[Seen, ...], dates: tuple[DateMention, ...]) -> None:
        """Add what a sentence says was done to whom, clause by clause."""
        for part in clauses(text, sentence):
            here = part.start, part.end
            self._clause(text, part, tuple(s for s in seen if _within(s, *here)), tuple(d for d in dates if _within(d, *here)))

    def _clause(self, text: str, sentence: Sentence, seen: tuple[Seen, ...], dates: tuple[DateMention, ...]) -> None:
        self.number += 1
        if sentence.kind == "prose":
            self.headed = None
        if sentence.kind == "heading" or headings.is_lead(text[sentence.start : sentence.end], sentence.language):
            self._headed(text, sentence, seen)
            return
        whose = {s.start: self.whose[s.start] for s in seen if s.start in self.whose}
        scene = Scene(text, sentence, seen, dates, whose, self.focus)
        found = self._acts(scene)
        mine = [d for d in found if d.person != NOBODY]
        self._age(scene)
        self._accused(scene)
        mine.extend(self._named_later(scene, mine))
        mine.extend(self._listed(scene, sentence, mine))
        self.done.extend(mine)
        self.meant |= {e.start + scene.shift: e.people[0] for e in scene.elements if e.kind == "pronoun" and len(e.people) == 1}
        self.alive |= dict.fromkeys(survivors(scene), sentence.end)
        self.focus.move(scene.elements, (d.person for d in mine))

    def _headed(self, text: str, sentence: Sentence, seen: tuple[Seen, ...]) -> None:
        """A heading that names people puts them in view and does nothing to them; one that is an act is that of the items under it."""
        self.headed = headings.act(text[sentence.start : sentence.end], sentence.language)
        people = tuple(dict.fromkeys(self.whose[s.start] for s in seen if s.start in self.whose))
        self.listing = []
        self.focus.kin = {}
        if people:
            self.focus.move([Element(0, 0, "people", people)], ())

    def _acts(self, scene: Scene) -> list[Done]:
        if any(start <= scene.shift < end for start, end in self.demands):
            wished: dict[str, Modality] = {"noun": "hypothetical", "active": "hypothetical"}
            scene.triggers = [msgspec.structs.replace(t, modality=wished.get(t.form, t.modality)) for t in scene.triggers]
        item = headings.item(scene, self.headed)
        patients = patients_fa if scene.language == "fa" else patients_en
        bound = [*item, *patients.Patients(scene).bind()]
        out = [done for b in bound for done in _done(scene, b)]
        Fields(scene, [b.trigger for b in bound]).give(out)
        _taken(out)
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

    def _accused(self, scene: Scene) -> None:
        """«اتهام آنان «…» است»: a charge in a sentence of its own goes to the penalty, trial or arrest told before."""
        if (
            scene.language != "fa"
            or any(t.type in CHARGED and t.modality != "denied" for t in scene.triggers)
            or not _ACCUSED.search(scene.low)
        ):
            return
        people = next((e.people for e in scene.elements if e.people and not e.marked), self.focus.latest)
        said = charges.find(scene.said, "fa")
        for person in people:
            told = [d for d in self.done if d.person == person and d.type in CHARGED]
            if told and said and not any(d.charges for d in told):
                best = next((d for d in reversed(told) if d.type in JUDGED), told[-1])
                best.charges = tuple(msgspec.structs.replace(c, start=c.start + scene.shift, end=c.end + scene.shift) for c in said)

    def _named_later(self, scene: Scene, mine: list[Done]) -> list[Done]:
        """Acts that waited for the names this sentence gives."""
        self.waiting = [w for w in self.waiting if self.number - w.since <= PATIENCE]
        out: list[Done] = []
        groups = [e for e in scene.elements if e.kind == "people" and not e.marked]
        for group in groups:
            lead = scene.low[: group.start]
            naming = _NAMING.search(lead[-90:]) is not None
            fit = [w for w in self.waiting if naming or (w.count is not None and w.count == len(group.people) > 1)]
            if any(w.count == len(group.people) for w in fit):
                fit = [w for w in fit if w.count in (None, len(group.people))]
            for wait in fit:
                judged = {d.person for d in mine if d.type in PENALTIES} if wait.done.type in PENALTIES else set()
                heirs = [p for p in group.people if p not in judged]
                out.extend(d for person in heirs if (d := _filled(wait.done, person, [*mine, *out])) is not None)
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
        fresh = [d for d in given if d is not None]
        if not mine:
            _particulars(scene, fresh)
        return fresh


def _taken(done: list[Done]) -> None:
    """Whoever was taken and not seen again disappeared when and where they were taken."""
    for lost in done:
        taking = next((d for d in done if d.type == "arrest" and d.person == lost.person and d.start <= lost.start), None)
        if lost.type == "enforced_disappearance" and taking is not None:
            lost.date, lost.place = lost.date or taking.date, lost.place or taking.place


def _particulars(scene: Scene, done: list[Done]) -> None:
    """The only day and the only site that an item gives, and its charges, are those of the act its list tells."""
    dates = [msgspec.structs.replace(d, start=d.start + scene.shift, end=d.end + scene.shift) for d in scene.dates]
    sites = [
        Place(p.start + scene.shift, p.end + scene.shift, p.text) for p in places.find(scene.said, scene.language) if places.is_site(p.text)
    ]
    accused = [Place(c.start + scene.shift, c.end + scene.shift, c.text) for c in charges.find(scene.said, scene.language)]
    for act in done:
        act.date = act.date or (dates[0] if len(dates) == 1 else None)
        act.place = act.place or (sites[0] if len(sites) == 1 else None)
        act.charges = act.charges or (tuple(accused) if act.type in CHARGED else ())


def _within(mention: Seen | DateMention, start: int, end: int) -> bool:
    return start <= mention.start and mention.end <= end


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
        for kind, modality in typed(trigger.type, trigger.modality)
        for person in bound.people or (NOBODY,)
    ]


def typed(kind: ActType, modality: Modality) -> list[tuple[ActType, Modality]]:
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
