"""Who an act was done to, in English: a passive takes the subject to its left, an active form its object, a noun its "of" or its
possessor. "A was arrested on 3 May and B on 5 May" says the verb once; "to death and to life respectively" deals two out.
"""

import re

from muniment.document.elements import Element
from muniment.document.ellipses_en import dealt, ellipses
from muniment.document.fitness_en import adjacent, is_object_gap, is_oblique, unfit
from muniment.document.parts import Trigger
from muniment.document.scene import Bound, Scene

Found = tuple[tuple[int, ...], Element | None]

_BE = re.compile(
    r"(?:\b(?:was|were|is|are|been|being|be|got|gets|remains?|remained)|'s|'re) (?:(?:\w+ly|also|both|all|then|later|still|again|each|first|once|not|never|since|now|twice|himself|herself|themselves|allegedly|to be|subsequently|either|previously|reportedly|initially|,? together,?) ){0,3}$"
)
_HAVE = re.compile(r"\b(?:has|have|had) (?:\w+ly |also |since |already |not )?$")
_LINKED = re.compile(
    r"(?:,|\band|\bor|, and|\bthen|, then|before being|after being|and then|and later|and subsequently|while being|despite being|having been|without being|being|and was|but) (?:\w+ly |also |later |then |again |twice |severely )?$"
)
_WHO = re.compile(
    r"(?:\s?\([^)]*\)|,? (?:aged )?\d{1,3})?(?:, (?:an?|the) [^,;.]{3,60})?,? (?:who|whose)(?:,[^,;.]{3,60},)? (?:(?:was|were|is|are|had|has|have|been|be|being|later|also|then|now|still|both|all|\w+ly|death|first|own|to|on [\w ]{3,20}|in [\w ]{3,20}) )*"
)
"""A relative clause speaks of the name before it, whatever that name is to the rest of the sentence."""
_VIA = re.compile(
    r"(?:\b(?:subject(?:ed|ing)? to|after|under|following|faced|facing|faces?|endured|suffered|through|underwent|undergoing|received|given|serving|awaiting|during|in|including|involving|amid|without|with|despite|of|by|and|or|,|signs of|marks of|from|years? of|months? of|weeks? of|days? of|hours? of|against|his|her|their|via)) (?:(?:an?|the|his|her|their|severe|brutal|physical|psychological|repeated|prolonged|further|long|unfair|grossly|sham|[\w-]+) ){0,4}$"
)


_FACED = re.compile(
    r"\b(?:await\w*|fac(?:e|es|ed|ing)|risk\w*|threatened with|at risk of|in danger of|scheduled for|subject(?:ed)? to) (?:[\w-]+ ){0,4}$"
)


_RULING = re.compile(
    r"\b(?:the|this|that|both|these|all) (?:\w+ ){0,2}?(?:sentence|verdict|penalty|conviction|appeal|judgment|judgement|ruling|term)s?\b[^.;,]{0,30}$"
)
_BARE_LEAD = re.compile(
    r"(?:\W|\d|\b(?:also|then|later|now|still|first|subsequently|finally|since|again|afterwards|today|yes|was|is|has been|had been|previously|originally|currently|both|all|\w+ly)\b)*"
)
"""What may stand before a verb that has no subject of its own ("Later released.", "2) Sentenced to five years")."""
_AROUND = frozenset(
    {"death_sentence", "prison_sentence", "transfer", "sentence_upheld", "appeal_rejected", "conviction", "charge", "execution_risk"}
)
"""Acts whose words can stand around the one they were done to ("sentenced A to death", "rejected their appeals")."""


class Patients:
    """Finds, for each trigger of an English sentence, those it was done to."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def bind(self) -> list[Bound]:
        """Every trigger that was done to somebody; people without a name are kept with nobody in `people`."""
        bound: list[Bound] = []
        for trigger in self.scene.triggers:
            people, element = self._of(trigger, [b for b in bound if b.people])
            if people or element is not None:
                bound.append(Bound(trigger, people, element))
        return dealt(self.scene, ellipses(self.scene, bound))

    def _of(self, trigger: Trigger, bound: list[Bound]) -> Found:
        inside = [e for e in self.scene.elements if trigger.start < e.start and e.end <= trigger.end and (e.people or e.kind == "unnamed")]
        if trigger.form == "around":
            whole = [e for e in inside if e.kind == "people" and not e.marked] or [
                e for e in inside if not (e.kind == "unnamed" and e.start == trigger.start)
            ]
            if trigger.type == "prison_sentence" and " to death" in self.scene.low[trigger.start : trigger.end]:
                whole = inside[-1:]
            return (whole[0].people, whole[0]) if whole else ((), None)
        if inside and trigger.type in _AROUND:
            return inside[-1].people, inside[-1]
        if trigger.form == "active":
            return self._object(trigger)
        if trigger.form == "noun":
            return self._nominal(trigger, bound)
        if trigger.form == "state":
            return self._told_of(trigger) or self._subject(trigger, bound)
        return self._verbal(trigger, bound)

    def _verbal(self, trigger: Trigger, bound: list[Bound]) -> Found:
        before = self.scene.low[max(0, trigger.start - 50) : trigger.start]
        if not _BE.search(before):
            people, element = self._object(trigger)
            if people or (element is not None and not _LINKED.search(before)):
                return people, element
            if (
                _HAVE.search(before)
                and not self.scene.low.startswith("not ", trigger.start)
                and trigger.type not in ("sentence_upheld", "appeal_rejected")
            ):
                return (), None
        if trigger.type in ("sentence_upheld", "appeal_rejected"):
            return self._decided(trigger, bound)
        return self._subject(trigger, bound)

    def _decided(self, trigger: Trigger, bound: list[Bound]) -> Found:
        """Whose sentence or appeal it was: its possessor in the clause, else whoever was sentenced just before."""
        people, element = self._subject(trigger, bound)
        if people:
            return people, element
        if element is None and re.search(
            r"\b(?:the|both|all) (?:\w+ ){0,2}(?:sentences?|verdicts?|convictions?|rulings?|appeals?)\b", self.scene.low
        ):
            return (self.scene.focus.latest, None) if self.scene.focus.latest else ((), None)
        return (), element

    def _object(self, trigger: Trigger) -> Found:
        for element in self.scene.elements:
            if element.start < trigger.end or (
                element.kind == "pronoun"
                and element.possessive
                and trigger.type not in ("sentence_upheld", "appeal_rejected", "execution", "death_sentence")
            ):
                continue
            gap = self.scene.low[trigger.end : element.start]
            limit = 110 if trigger.type in ("sentence_upheld", "appeal_rejected") else 70
            if len(gap) > limit or not is_object_gap(gap, trigger.type):
                return (), None
            if element.kind == "unnamed":
                after = next((e for e in self.scene.elements if e.start >= element.end and e.kind == "people"), None)
                if after is not None and re.fullmatch(
                    r",? ?(?:including|among them|namely|identified as|named|called|[:—-])? ?(?:[a-z-]+ ){0,3}",
                    self.scene.low[element.end : after.start],
                ):
                    return after.people, after
                return (), element
            return element.people, element
        return (), None

    def _nominal(self, trigger: Trigger, bound: list[Bound]) -> Found:
        after = self._after(trigger)
        if (
            after is not None
            and after.start - trigger.end <= 90
            and re.fullmatch(r"[^.;:]{0,70}?, (?:that|those) of ", self.scene.low[trigger.end : after.start])
        ):
            return after.people, after
        if (
            after is not None
            and after.start - trigger.end <= 60
            and re.fullmatch(
                r" (?:(?:on|in|at) [^,.;]{2,40}? )?(?:and [a-z ]{3,30} )?(?:of|against|for|to|imposed on|handed to|issued (?:to|against|for)|on)(?: (?:the|two|three|four|five|[a-z-]+)){0,5} ?[\"']?(?:[a-z ]{0,20}[,:—-] ?)?",
                self.scene.low[trigger.end : after.start],
            )
        ):
            if after.kind != "unnamed":
                return after.people, after
            named = next((e for e in self.scene.elements if e.start >= after.end and e.kind == "people"), None)
            if named is not None and re.fullmatch(
                r",? ?(?:including|among them|namely|[:—-])? ?(?:[a-z-]+ ){0,2}", self.scene.low[after.end : named.start]
            ):
                return named.people, named
            return (), after
        before = [e for e in self.scene.elements if e.end <= trigger.start]
        whose = next(
            (
                e
                for e in reversed(before)
                if e.people
                and re.fullmatch(r"(?:[ \w'-]{1,40})?(?:,[^,;.]{3,60})?,? whose (?:[\w-]+ ){0,3}", self.scene.low[e.end : trigger.start])
            ),
            None,
        )
        if whose is not None:
            return whose.people, whose
        owner = next((e for e in reversed(before) if e.possessive), None)
        if (
            owner is not None
            and owner.people
            and re.fullmatch(r"(?:'s?)? (?:[\w'-]+ ){0,4}(?:and (?:[\w-]+ ){0,2})?", self.scene.low[owner.end : trigger.start])
            and owner is before[-1]
        ):
            return owner.people, owner
        if trigger.type in (
            "execution",
            "arrest",
            "killing",
            "release",
            "transfer",
            "acquittal",
            "enforced_disappearance",
        ) and trigger.modality in ("asserted", "alleged"):
            return (), None
        if trigger.modality in ("planned", "hypothetical") and not _FACED.search(
            self.scene.low[max(0, trigger.start - 40) : trigger.start]
        ):
            return (), None
        if _VIA.search(self.scene.low[max(0, trigger.start - 60) : trigger.start]) or trigger.modality != "asserted":
            return self._subject(trigger, bound)
        return (), None

    def _after(self, trigger: Trigger) -> Element | None:
        """Who comes next; the one named where a possessor only leads there ("of her cellmate A")."""
        after = next((e for e in self.scene.elements if e.start >= trigger.end), None)
        if after is None or not after.possessive or after.kind != "pronoun":
            return after
        named = next((e for e in self.scene.elements if e.start > after.end and e.kind == "people"), None)
        leads = named is not None and re.fullmatch(r" (?:[a-z-]+ ){1,3}", self.scene.low[after.end : named.start])
        return named if leads else after

    def _told_of(self, trigger: Trigger) -> Found | None:
        """ "The whereabouts of A are unknown", "nothing has been heard of A": a state whose person follows its "of" """
        if not re.search(r"\b(?:of|that|from)$", self.scene.low[trigger.start : trigger.end]):
            return None
        after = next((e for e in self.scene.elements if e.start >= trigger.end and e.people), None)
        if after is None or not re.fullmatch(
            r" (?:(?:the|prisoner|detainee|activist|journalist|[a-z-]+) ){0,3}[\"']?", self.scene.low[trigger.end : after.start]
        ):
            return None
        return after.people, after

    def _subject(self, trigger: Trigger, bound: list[Bound]) -> Found:
        left = [e for e in self.scene.elements if e.end <= trigger.start]
        low = self.scene.low
        told = next((e for e in reversed(left) if e.people and not e.possessive and _WHO.fullmatch(low[e.end : trigger.start])), None)
        if told is not None:
            return told.people, told
        for element in reversed(left):
            found = self._unnamed(element, trigger, bound) if element.kind == "unnamed" else self._named(element, trigger, bound)
            if found is not None:
                return found
        if not any(e.kind == "people" for e in left) and _RULING.search(low[: trigger.start][-70:]):
            return self.scene.focus.latest, None
        return self._opening(trigger, left)

    def _named(self, element: Element, trigger: Trigger, bound: list[Bound]) -> Found | None:
        """Somebody named or meant to the left, if they can be the subject."""
        acted = any(b.element is element and b.trigger.form == "verb" for b in bound)
        if acted and element.kind == "people" and not element.possessive:
            return element.people, element
        return (element.people, element) if element.people and not unfit(self.scene, element, trigger) else None

    def _unnamed(self, element: Element, trigger: Trigger, bound: list[Bound]) -> Found | None:
        """People without a name to the left: those listed behind them, nobody, or None where they are no subject."""
        if (listed := self._listed(element, trigger)) is not None:
            return listed.people, listed
        if is_oblique(self.scene, element):
            return None
        owned = self.scene.low.startswith(("whose", "of ", "his ", "her ", "their "), element.start)
        if owned and not adjacent(self.scene, element, trigger):
            return None
        later = any(b.element is not None and b.element.start > element.start and b.trigger.end <= trigger.start for b in bound)
        return None if later else ((), element)

    def _listed(self, element: Element, trigger: Trigger) -> Element | None:
        """ "Three men remain at risk: A, B and C": as many names behind a colon as were counted before it."""
        shown = re.compile(r"(?:,| -|—) ?(?:including|among them|notably|such as) (?:[\w-]+ ){0,4}$")
        named: Element | None = next((e for e in self.scene.elements if e.start > trigger.end and e.kind == "people"), None)
        if named is not None and shown.search(self.scene.low[trigger.end : named.start]) and named.start - trigger.end < 120:
            return named
        colon = self.scene.low.find(":", trigger.end)
        if colon < 0 or element.count is None:
            return None
        return next((e for e in self.scene.elements if e.start > colon and e.kind == "people" and len(e.people) == element.count), None)

    def _opening(self, trigger: Trigger, left: list[Element]) -> Found:
        """A sentence that begins with its verb: "Sentenced in 2020, A ...", "Also executed were A and B", a line of a list."""
        right = next((e for e in self.scene.elements if e.start >= trigger.end and e.kind != "unnamed"), None)
        lead = self.scene.low[: trigger.start]
        if right is not None and right.people and not left and (right.kind == "people" or not lead.strip()):
            gap = self.scene.low[trigger.end : right.start]
            if (
                len(lead) < 60
                and (
                    (re.search(r", ?(?:the )?(?:[a-z-]+ ){0,4}$", gap) and not re.search(r"\b(?:by|said|that)\b [^,]*$", gap))
                    or re.search(r"\b(?:was|were|is|are)\b(?: \w+){0,5} ?[:,]? ?$", gap)
                )
                and not any(t.start > trigger.end and t.end <= right.start and t.form == "verb" for t in self.scene.triggers)
            ):
                return right.people, right
        if not left and _BARE_LEAD.fullmatch(lead) is not None and (right is None or right.kind == "pronoun"):
            return self.scene.focus.latest, None
        return (), None
