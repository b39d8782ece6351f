"""Who an act was done to, in English: a passive takes the subject to its left, an active form its object, a noun its "of" or its
possessor. "A was arrested on 3 May and B on 5 May" says the verb once; "to death and to life respectively" deals two out.
"""

import re

import msgspec

from muniment.document.elements import Element
from muniment.document.numbers import value
from muniment.document.parts import Trigger
from muniment.document.scene import Bound, Scene
from muniment.model.terms import ActType

Found = tuple[tuple[int, ...], Element | None]

_OBLIQUE = re.compile(
    r"\b(by|with|against|for|to|from|of|like|under|behind|over|about|near|on|told|concerning|regarding|between|than|in)(?: (?:the|his|her|their|a|an|two|three|four|fellow|\w+ed))?(?: (?:[a-z-]+)){0,3} ?[\"']?$"
)
_INCLUDING = re.compile(
    r"\b(?:including|include|includes|included|among them|such as|namely|along with|together with|as well as|alongside|identified as|named|called|named as)(?: (?:the|[a-z-]+)){0,4} ?[\"']?$|[:—-] ?$"
)
_LEGAL = re.compile(
    r"^'?s? ?(?:(?:own|first|death|prison|final|second|initial|\w+-year|life|appeal) )*(?:sentences?|convictions?|appeals?|verdicts?|executions?|arrests?|cases?|trial|body|detention|retrial|requests?|famil(?:y|ies)|relatives|wife|husband|mother|father|parents|children|lawyers?|counsel|disappearance|release|killing|death|whereabouts|fate|transfer|rights?|torture|imprisonment|petition|ruling|term)\b"
)
_BE = re.compile(
    r"(?:\b(?:was|were|is|are|been|being|be|got|gets|remains?|remained)|'s|'re) (?:(?:\w+ly|also|both|all|then|later|still|again|each|first|once|not|never|since|now|twice|himself|herself|themselves|allegedly|to be|subsequently|either|previously|reportedly|initially|,? together,?) ){0,3}$"
)
_HAVE = re.compile(r"\b(?:has|have|had) (?:\w+ly |also |since |already |not )?$")
_LINKED = re.compile(
    r"(?:,|\band|\bor|, and|\bthen|, then|before being|after being|and then|and later|and subsequently|while being|despite being|having been|without being|being|and was|but) (?:\w+ly |also |later |then |again |twice |severely )?$"
)
_APPOSED = re.compile(r"^(?:,| -|—|\s?\(|: )")
_VIA = re.compile(
    r"(?:\b(?:subject(?:ed|ing)? to|after|under|following|faced|facing|faces?|endured|suffered|through|underwent|undergoing|received|given|serving|awaiting|during|in|including|involving|amid|without|with|despite|of|by|and|or|,|signs of|marks of|from|years? of|months? of|weeks? of|days? of|hours? of|against|his|her|their|via)) (?:(?:an?|the|his|her|their|severe|brutal|physical|psychological|repeated|prolonged|further|long|unfair|grossly|sham|[\w-]+) ){0,4}$"
)


_FACED = re.compile(
    r"\b(?:await\w*|fac(?:e|es|ed|ing)|risk\w*|threatened with|at risk of|in danger of|scheduled for|subject(?:ed)? to) (?:[\w-]+ ){0,4}$"
)


_RULING = re.compile(
    r"\b(?:the|this|that|both|these|all) (?:\w+ ){0,2}?(?:sentence|verdict|penalty|conviction|appeal|judgment|judgement|ruling|term)s?\b[^.;,]{0,30}$"
)
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
        return self._dealt(self._ellipses(bound))

    def _of(self, trigger: Trigger, bound: list[Bound]) -> Found:
        inside = [e for e in self.scene.elements if trigger.start < e.start and e.end <= trigger.end and (e.people or e.kind == "unnamed")]
        if trigger.form == "around":
            whole = [e for e in inside if e.kind == "people" and not e.marked] or [
                e for e in inside if not (e.kind == "unnamed" and e.start == trigger.start)
            ]
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
            if len(gap) > limit or not _object_gap(gap, trigger.type):
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
        after = next((e for e in self.scene.elements if e.start >= trigger.end), None)
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
        for element in reversed(left):
            if element.kind == "unnamed":
                if self._is_oblique(element) or (
                    self.scene.low.startswith(("whose", "of "), element.start) and not self._adjacent(element, trigger)
                ):
                    continue
                if self.scene.low[element.start : element.end].startswith(("his ", "her ", "their ", "whose ")) and not self._adjacent(
                    element, trigger
                ):
                    continue
                if any(b.element is not None and b.element.start > element.start and b.trigger.end <= trigger.start for b in bound):
                    continue
                return (), element
            if (
                any(b.element is element and b.trigger.form == "verb" for b in bound)
                and element.kind == "people"
                and not element.possessive
            ):
                return element.people, element
            if not element.people or self._unfit(element, trigger):
                continue
            return element.people, element
        lead = self.scene.low[: trigger.start]
        if not any(e.kind == "people" for e in left) and _RULING.search(lead[-70:]):
            return self.scene.focus.latest, None
        return self._opening(trigger, left)

    def _opening(self, trigger: Trigger, left: list[Element]) -> Found:
        """A sentence that begins with its verb: "Sentenced in 2020, A ...", "Also executed were A and B", a line of a list."""
        right = next((e for e in self.scene.elements if e.start >= trigger.end and e.kind != "unnamed"), None)
        lead = self.scene.low[: trigger.start]
        if right is not None and right.people and not left:
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
        if (
            not left
            and len(lead.split()) <= 3
            and not re.search(r"\b(?:the|a|an|no|court|police|authorities|mass|public)\b", lead)
            and right is None
        ):
            return self.scene.focus.latest, None
        return (), None

    def _is_oblique(self, element: Element) -> bool:
        before = self.scene.low[max(0, element.start - 50) : element.start]
        return _OBLIQUE.search(before) is not None and not _INCLUDING.search(before)

    def _reduced(self, element: Element, trigger: Trigger) -> bool:
        """ "... of A, a tram driver convicted in December": a participle that only describes the name before it."""
        gap = self.scene.low[element.end : trigger.start]
        return (
            trigger.form == "verb"
            and re.fullmatch(r"(?:,? (?:an?|the) (?:[\w-]+ ){1,4}|,? (?:who (?:was|were|is|had been) )?)", gap) is not None
        )

    def _adjacent(self, element: Element, trigger: Trigger) -> bool:
        gap = self.scene.low[element.end : trigger.start]
        return (
            re.fullmatch(
                r"(?:\s?\([^)]*\))?(?:,[^,]{1,90},)? ?(?:who |had |has |have |also |both |all |was |were |is |are |been |be |being |\w+ly |not |later |then |to |will ){0,5}",
                gap,
            )
            is not None
        )

    def _unfit(self, element: Element, trigger: Trigger) -> bool:
        """Whether this element cannot be the one it was done to."""
        after = self.scene.low[element.end : element.end + 50]
        if element.possessive:
            decided = trigger.type in (
                "sentence_upheld",
                "appeal_rejected",
                "denial_of_counsel",
                "denial_of_contact",
                "enforced_disappearance",
                "execution",
                "forced_confession",
                "prison_sentence",
                "trial",
                "torture",
            )
            return not (decided and _LEGAL.match(after) is not None)
        if element.kind == "people":
            if self._is_oblique(element) and not self._reduced(element, trigger):
                return not (
                    trigger.type in ("sentence_upheld", "appeal_rejected")
                    and re.search(r"\b(?:of|against|for|by) (?:[a-z-]+ ){0,3}$", self.scene.low[max(0, element.start - 30) : element.start])
                )
            return element.marked and not self._adjacent(element, trigger) and not self._spoke_of_self(element, trigger)
        return (
            element.kind == "pronoun"
            and self.scene.low[element.start : element.end] in ("him", "them", "her")
            and not re.search(r"\b(?:denying|refus\w+|forc\w+|made|let|giving)\b", self.scene.low[element.start - 12 : element.start])
            and self._is_oblique(element)
        )

    def _spoke_of_self(self, element: Element, trigger: Trigger) -> bool:
        """Whether somebody tells what was done to them ("A said he was beaten" is a pronoun; "A, who said ..., was held")."""
        return (
            self.scene.bearing(element) == "speaker"
            and trigger.form in ("verb", "state")
            and len([e for e in self.scene.elements if e.end <= trigger.start]) == 1
        )

    def _ellipses(self, bound: list[Bound]) -> list[Bound]:
        """ "A was arrested on 3 May and B on 5 May": the verb is said once."""
        used = {id(b.element) for b in bound}
        out = list(bound)
        for element in self.scene.elements:
            if element.kind == "people" and id(element) not in used and not element.marked:
                model = next((b.trigger for b in reversed(bound) if b.trigger.end <= element.start and b.trigger.form == "verb"), None)
                lead = self.scene.low[max(0, element.start - 30) : element.start]
                if model is not None and re.search(r"(?:\band|,|;|\bwhile|\bbut) (?:[a-z-]+ ){0,3}$", lead):
                    out.extend(self._again(model, element))
        return sorted(out, key=lambda b: b.trigger.start)

    def _again(self, model: Trigger, element: Element) -> list[Bound]:
        after = self.scene.low[element.end : element.end + 60]
        penalty = re.match(
            r"(?:\s?\([^)]*\))?,? (?:to|received|got) (death|(?:a |an |the )?(?:\w+[- ]){0,4}?(?:years?|months?|life|prison term|jail term)\b)",
            after,
        )
        if penalty and model.type in ("death_sentence", "prison_sentence"):
            kind: ActType = "death_sentence" if penalty.group(1) == "death" else "prison_sentence"
            return [
                Bound(
                    msgspec.structs.replace(model, type=kind, start=element.end, end=element.end + penalty.end(), rule="en.ellipsis"),
                    element.people,
                    element,
                )
            ]
        number = re.match(r"(?:\s?\([^)]*\))?,? (?:\d{1,2}|[a-z]+)(?: (?:years|months))?(?: each)?(?=[,.;]|$| and\b)", after)
        if number and model.type == "prison_sentence" and value(re.sub(r"\([^)]*\)|,| each| years| months", "", number.group()).strip()):
            return [
                Bound(
                    msgspec.structs.replace(model, start=element.end, end=element.end + number.end(), rule="en.ellipsis"),
                    element.people,
                    element,
                )
            ]
        timed = re.match(
            r"(?:\s?\([^)]*\))?,? (?:on|in|at|from|the (?:following|next) day|(?:a|one|two|three|\d+) (?:days?|weeks?|months?|years?) (?:later|earlier))\b",
            after,
        )
        own = any(
            t.start >= element.end and t.form in ("verb", "state") and not re.search(r"[,;]|\band\b", self.scene.low[element.end : t.start])
            for t in self.scene.triggers
        )
        if timed and not own:
            return [
                Bound(msgspec.structs.replace(model, start=element.start, end=element.end, rule="en.ellipsis"), element.people, element)
            ]
        return []

    def _dealt(self, bound: list[Bound]) -> list[Bound]:
        """Two penalties for two people, "respectively"."""
        match = re.search(r"sentenced to (death|[^,.;]{3,40}?) and (?:to )?(death|[^,.;]{3,40}?),? respectively", self.scene.low)
        if match is None:
            return bound
        pair = next((b for b in bound if b.trigger.start <= match.start() < b.trigger.end and len(b.people) == 2), None)
        if pair is None:
            return bound
        out = [b for b in bound if b.trigger.end <= match.start() or b.trigger.start >= match.end()]
        for person, group in zip(pair.people, (1, 2), strict=True):
            kind: ActType = "death_sentence" if match.group(group) == "death" else "prison_sentence"
            trigger = msgspec.structs.replace(
                pair.trigger, type=kind, start=match.start() if group == 1 else match.start(2), end=match.end(group), rule="en.respectively"
            )
            out.append(Bound(trigger, (person,), pair.element))
        return sorted(out, key=lambda b: b.trigger.start)


def _object_gap(gap: str, kind: str) -> bool:
    """Whether the words between a verb and a name leave the name its object."""
    if re.search(r"[.;]", gap):
        return False
    if kind in ("sentence_upheld", "appeal_rejected"):
        return re.search(r"\b(?:by|on \d|in \d)\b", gap) is None
    head = gap.strip()
    if head.startswith(
        (
            "by",
            "in ",
            "on ",
            "at ",
            "for ",
            "to ",
            "with",
            "from",
            "after",
            "during",
            "and ",
            "since",
            "without",
            "under",
            ",",
            "following",
            "while",
            "when",
            "before",
            "(",
            "because",
            "as ",
            "over",
            "that",
            "outside",
            "near",
            "there",
            "again",
            "until",
            "along",
            "together",
            "alongside",
            "last",
            "this",
            "yesterday",
            "twice",
            "earlier",
            "but",
            "or ",
            "who",
            "despite",
        )
    ):
        return False
    return (
        re.search(
            r"\b(?:by|in|on|at|for|from|after|during|and|which|who|that|with|was|were|said|whose|where)\b",
            re.sub(r"\b(?:members? of|including)\b", "", head),
        )
        is None
    )
