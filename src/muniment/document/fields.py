"""Which act a date, place, court or charge belongs to: the one of its own clause; one that fits two acts fits none.

Courts and charges go to the nearest act that can have such a field. "respectively" deals dates out in order; "both in X" goes to
all. An unlinked field is left out, not guessed.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TypeVar

import msgspec

from muniment.document import charges, courts, places
from muniment.document.dates import DateMention
from muniment.document.done import Done
from muniment.document.parts import Place, Trigger
from muniment.document.places import is_site
from muniment.document.scene import Scene

M = TypeVar("M", bound=DateMention | Place)
COURTED = frozenset(
    {"death_sentence", "prison_sentence", "trial", "conviction", "sentence_upheld", "appeal_rejected", "acquittal", "charge"}
)
CHARGED = COURTED - {"appeal_rejected"} | {"execution", "arrest", "detention"}
JUDGED = frozenset({"death_sentence", "prison_sentence", "conviction", "charge", "acquittal"})
"""What a charge belongs to before it belongs to an arrest, a trial or an execution."""
_NOWHERE = frozenset(
    {"sentence_upheld", "appeal_rejected", "denial_of_counsel", "forced_confession", "charge", "conviction", "threat", "acquittal"}
)
_SPOKEN = frozenset({"death_sentence", "prison_sentence", "trial"})
_BREAK = re.compile(r"[;:]|, |\b(?:and|but|before|after|who|while|when|which|where|until|following|then|though|although|whose)\b|—")
_FA_BREAK = re.compile(r"[؛:،]|(?<!\w)(?:و|که|اما|ولی|سپس)(?!\w)")
_NEWS = re.compile(
    r"\b(?:known|clear|public|announced|reported|confirmed|learn(?:ed|t)|heard|told|informed|said|emerged|revealed|stated|wrote|declared|acknowledged|admitted)(?: [a-z]+){0,3}? (?:on|in) $"
)
"""Before “… that A had been arrested”: the day of the news."""
_EVENT = re.compile(
    r"\b(?:protests?|demonstrations?|marche?s?|uprising|strikes?|riots?|attacks?|incident|clashes|rally|rallies|coup|elections?|bombings?|fire|unrest|mutiny|raid|war|statement|letter|report|interview|article|post) (?:in|on|of|during|dated|from) (?:late |early |mid-?)?$|\b(?:as|like|than) in $"
)
"""Things that happen on a day of their own."""
_NAMED_FOR = re.compile(
    r"(?:'s)? (?:massacres?|mass|executions|protests?|uprising|elections?|war|coup|crackdown|demonstrations?|killings|movement|revolution|strikes?)\b"
)
_KNOWN = re.compile(
    r",? (?:it (?:became known|emerged|was (?:reported|announced|learned|confirmed|revealed)|transpired)|we learned|news (?:came|broke|emerged)|reports? (?:emerged|came))\b"
)
FRONT = 8
"""A date that begins its sentence holds for a verb that is said only once."""
_DEADLINE = re.compile(r"\b(?:(?<!not )until|till|before|by|pending|prior to|ahead of)(?: the (?:end|night|morning) of)? $")
"""What ends on a day or comes before it is not of that day."""
_BOTH = re.compile(r",? (?:both|all|each)(?: of them)?(?: (?:two|three|four))? (?:in|at|on|by|near|from|outside) (?:the )?$")


class Fields:
    """Gives the fields of one sentence to its acts."""

    def __init__(self, scene: Scene, triggers: Iterable[Trigger]) -> None:
        self.scene, self.low, self.language = scene, scene.low, scene.language
        self.triggers = list({(t.start, t.end): t for t in reversed(list(triggers))}.values())[::-1]
        self.all = sorted({(t.start, t.end) for t in scene.triggers} | {(t.start, t.end) for t in self.triggers})

    def give(self, done: list[Done]) -> None:
        """Write each field into the acts it belongs to."""
        if not done:
            return
        found = [self._cut(court) for court in courts.find(self.scene.said, self.language)]
        self._respectively(done)
        for mention in sorted(self.scene.dates, key=self._apart):
            if self.language == "fa" or (
                not self._is_anothers(mention)
                and not self._left_behind(mention)
                and _DEADLINE.search(self.low[max(0, mention.start - 20) : mention.start]) is None
            ):
                self._put(done, "date", mention, frozenset())
        spoken = _SPOKEN if len(self.triggers) > 1 else frozenset()
        for place in sorted(self._places(found), key=self._apart):
            if self._is_origin(place) or self._left_clause(place) or self._is_speakers(place) or self._left_behind(place):
                continue
            self._put(done, "place", place, _NOWHERE | spoken | (_SPOKEN | {"trial"} if is_site(place.text) else frozenset()))
        for court in found:
            self._nearest(done, "court", [court], COURTED)
        for listed in _lists(charges.find(self.scene.said, self.language), self.low):
            self._nearest(done, "charges", listed, JUDGED if any(t.type in JUDGED for t in self.triggers) else CHARGED)

        if self.language == "fa":
            self._gapped(done)

    def _gapped(self, done: list[Done]) -> None:
        """One verb for two penalties («A را به اعدام و B را به ده سال حبس محکوم کرد»): court, day and charge are said of both."""
        penalties = [t for t in self.triggers if t.type in ("death_sentence", "prison_sentence")]
        for first, second in pairwise(penalties):
            if "محکوم" in self.low[first.start : first.end] or "محکوم" not in self.low[second.start : second.end]:
                continue
            left = [d for d in done if d.at == (first.start, first.end)]
            right = [d for d in done if d.at == (second.start, second.end)]
            for act in (*left, *right):
                for other in (*left, *right):
                    act.court, act.date = act.court or other.court, act.date or other.date
                    act.charges = act.charges or other.charges

    def _places(self, found: list[Place]) -> list[Place]:
        names = [(s.start, s.end) for s in self.scene.seen]
        taken = [*((c.start, c.end) for c in found), *names]
        whole = [self._cut(place) for place in places.find(self.scene.said, self.language)]
        taken = taken if self.language == "fa" else [(c.start, c.end) for c in found]
        return [p for p in whole if not any(a < p.end and p.start < b for a, b in taken)]

    def _is_anothers(self, mention: DateMention) -> bool:
        """Whether a date is the report's own ("LENVA, 3 May 2021 (Wire) - ..."), another event's, or that of the news."""
        after = re.match(r"\)?(?: ?\([^)]{2,40}\))? ?(?:—|-|:)", self.low[mention.end : mention.end + 50])
        before, rest = self.low[max(0, mention.start - 40) : mention.start], self.low[mention.end : mention.end + 60]
        if _NEWS.search(before) and rest.startswith(" that "):
            return True
        if _EVENT.search(before) or _KNOWN.match(rest) or _NAMED_FOR.match(rest):
            return True
        return after is not None and mention.start < 60 and not any(t[1] <= mention.start for t in self.all)

    def _left_behind(self, mention: DateMention | Place) -> bool:
        """Whether it belongs to a verb before it that tells no act ("A shared a cell in May and was later beaten")."""
        ahead = [t for t in self.all if t[0] >= mention.end]
        if self.language == "fa" or not ahead or any(t[1] <= mention.start for t in self.all):
            return False
        gap, lead = self.low[mention.end : ahead[0][0]], self.low[: mention.start]
        return (
            re.search(r"\b(?:and|but)\b", gap) is not None
            and re.search(r"\b(?:had|has|have) (?:\w+ ){0,2}\w+(?:ed|en|wn|ld|nt)\b", lead) is not None
        )

    def _is_speakers(self, place: Place) -> bool:
        """Whether it is where somebody said so ("Officials in Lenva say that A died")."""
        gaps = [self.low[place.end : t[0]] for t in self.all if t[0] >= place.end]
        return bool(gaps) and all(
            re.match(r" (?:has |have |had )?(?:says?|said|told|reports?|reported|confirm\w*|announc\w+|claim\w*)\b", gap) for gap in gaps
        )

    def _apart(self, mention: DateMention | Place) -> tuple[int, int]:
        """How many clauses a date stands from the nearest act: the nearest is asked first."""
        gaps = [self.low[t[1] : mention.start] if t[1] <= mention.start else self.low[mention.end : t[0]] for t in self.all]
        stop = _FA_BREAK if self.language == "fa" else _BREAK
        return min((len(stop.findall(gap)) for gap in gaps), default=0), mention.start

    def _left_clause(self, place: Place) -> bool:
        """Whether a relative clause told the act and the sentence has gone on to something else ("A, who died in May, was mourned in Lenva")."""
        before = [t for t in self.all if t[1] <= place.start]
        if self.language == "fa" or not before:
            return False
        lead, gap = self.low[max(0, before[-1][0] - 40) : before[-1][0]], self.low[before[-1][1] : place.start]
        return (
            re.search(r"\bwho\b[^,]*$", lead) is not None
            and re.search(r", (?:\w+ ){0,3}?(?:\w{2,}ed|was|were|is|has|had)\b", gap) is not None
        )

    def _is_origin(self, place: Place) -> bool:
        """Whether a person is said to come from here ("A, a teacher from Lenva, was arrested")."""
        before = self.low[max(0, place.start - 30) : place.start]
        if self.language == "fa":
            return re.search(r"(?<!\w)(?:اهل|اهالی|متولد|زاده\s?ی?|ساکن|بومی)\s(?:شهر\s|شهرستان\s|استان\s|روستای\s)?$", before) is not None
        return re.search(r"\bfrom (?:the )?(?:\w+ )?(?:of )?$", before) is not None and not any(
            t[1] <= place.start and "," not in self.low[t[1] : place.start] for t in self.all
        )

    def _cut(self, place: Place) -> Place:
        """A court or place up to the name of a person that ran into it."""
        if self.language == "en":
            return place
        end = next((s.start for s in self.scene.seen if place.start < s.start < place.end), None)
        if end is None:
            return place
        said = self.scene.said[place.start : end].rstrip()
        return Place(place.start, place.start + len(said), said)

    def _respectively(self, done: list[Done]) -> None:
        if "respectively" not in self.low and "به ترتیب" not in self.low:
            return
        for trigger in self.triggers:
            mine = [d for d in done if d.at == (trigger.start, trigger.end)]
            dates = [m for m in self.scene.dates if m.start >= trigger.start or len(self.triggers) == 1]
            if len(mine) > 1 and len(dates) == len(mine):
                for act, mention in zip(mine, dates, strict=True):
                    act.date = self._moved(mention)

    def _put(self, done: list[Done], field: str, mention: DateMention | Place, unfit: Iterable[str]) -> None:
        start, end = mention.start, mention.end
        if _BOTH.search(self.low[max(0, start - 34) : start]):
            acts = [d for d in done if d.at[1] <= start and d.type not in unfit]
        else:
            at = self._owner(start, end)
            acts = [d for d in done if d.at == at and d.type not in unfit] or self._only_other(done, start, end, unfit)
        if field == "date" and start < FRONT:
            acts = [*acts, *(d for d in done if d.rule.endswith("ellipsis"))]
        for act in acts:
            if getattr(act, field) is None:
                setattr(act, field, self._moved(mention))
            elif (field == "place" and isinstance(mention, Place) and act.type == "transfer" and self._is_aim(mention)) or (
                field == "place" and isinstance(mention, Place) and act.place and not is_site(act.place.text) and is_site(mention.text)
            ):
                act.place = self._moved(mention)

    def _is_aim(self, place: Place) -> bool:
        """Whether somebody is moved to this place rather than from it."""
        before = self.low[max(0, place.start - 16) : place.start]
        return re.search(r"(?<!\w)(?:to|into|به)\s(?:the\s|a\s|an\s|[\u0621-\u06cc]+\s)?$", before) is not None

    def _only_other(self, done: list[Done], start: int, end: int, unfit: Iterable[str]) -> list[Done]:
        others = [t for t in self.triggers if t.type not in unfit and self._same_clause(t, start, end)]
        return [d for d in done if d.at == (others[0].start, others[0].end)] if len(others) == 1 else []

    def _nearest(self, done: list[Done], field: str, found: list[Place], fit: frozenset[str]) -> None:
        able = [t for t in self.triggers if t.type in fit and t.modality != "denied"]
        if not able:
            return
        nearest = min(able, key=lambda t: (self._distance(t, found[0]), t.start))
        nearest = self._deciding(nearest, fit)
        moved = [self._moved(place) for place in found]
        for act in done:
            if act.at == (nearest.start, nearest.end) and act.type in fit:
                if field == "court":
                    act.court = act.court or moved[0]
                else:
                    act.charges = (*act.charges, *(m for m in moved if m.text not in {c.text for c in act.charges}))

    def _deciding(self, nearest: Trigger, fit: frozenset[str]) -> Trigger:
        """“The court upheld A's death sentence”, «… حکم اعدام A را تأیید کرد»: the court upholds it and did not pass it."""
        around = (t for t in self.triggers if t.type == "sentence_upheld" and t.start <= nearest.start and nearest.end <= t.end)
        return next((t for t in around if t.type in fit), nearest)

    def _owner(self, start: int, end: int) -> tuple[int, int] | None:
        """The trigger in whose clause this stands."""
        every = [t for t in self.all if not self._is_aside(t, start, end)] or self.all
        inside = [t for t in every if t[0] <= start and end <= t[1]]
        if inside:
            return min(inside, key=lambda t: t[1] - t[0])  # «بازداشت و به زندان X منتقل شد»: the verb that closes both
        left = [t for t in every if t[1] <= start]
        right = [t for t in every if t[0] >= end]
        if not left or not right:
            return left[-1] if left else right[0] if right else None
        stop = _FA_BREAK if self.language == "fa" else _BREAK
        before = stop.search(self.low[left[-1][1] : start]) is not None
        after = stop.search(self.low[end : right[0][0]]) is not None
        if self.language == "fa":
            return left[-1] if after and not before else right[0]
        return right[0] if before and not after else left[-1]

    def _is_aside(self, at: tuple[int, int], start: int, end: int) -> bool:
        """Whether an act only describes somebody or is an aim («، محکوم به اعدام،», «برای تحمل حبس»): a field outside it is not its own."""
        if self.language != "fa":  # “upheld the death sentence of A on 3 May”: the day is that of upholding
            return any(other != at and other[0] <= at[0] and at[1] <= other[1] for other in self.all)
        before = self.low[max(0, at[0] - 14) : at[0]]
        if re.search(r"(?<!\w)(?:برای|جهت|به\sمنظور)\s$", before):
            return True
        clause = self.low[at[0] :].split("،")[0]
        ended = at[0] + len(clause)
        described = re.match(r"(?:محبوس|زندانی|محکوم\sبه|متهم\sبه|در\s(?:زندان|بند))", clause) is not None and ended < len(self.low)
        finite = re.search(r"(?:شد|شدند|است|هستند|بود|کرد|کردند|اند|برد|برند)\s?$", clause) is not None
        return described and not finite and not (at[0] <= start and end <= ended)

    def _same_clause(self, trigger: Trigger, start: int, end: int) -> bool:
        gap = self.low[trigger.end : start] if trigger.end <= start else self.low[end : trigger.start]
        return re.search(r"[;:]|, (?:and|but|while|who)\b|،\s?(?:که|و)\b", gap) is None and len(gap) < 140

    def _distance(self, trigger: Trigger, place: Place) -> int:
        gap = place.start - trigger.end if place.start >= trigger.end else trigger.start - place.end
        between = self.low[trigger.end : place.start] if place.start >= trigger.end else self.low[place.end : trigger.start]
        breaks = 60 * len(re.findall(r"[;:]|, (?:and|but|who|while)\b|\b(?:while|but|who)\b|\sکه\s|،\sو\s", between))
        if self.language == "fa" and trigger.end <= place.start and re.search(r"(?:\sو|،)\s$", between):
            breaks += 60
        later = 25 if trigger.type in ("arrest", "execution", "detention", "trial") else 0
        backwards = 40 if self.language == "en" and place.start < trigger.start else 0
        return max(gap, 0) + breaks + later + backwards

    def _moved(self, mention: M) -> M:
        """A mention of the sentence as one of the document."""
        by = self.scene.shift
        return msgspec.structs.replace(mention, start=mention.start + by, end=mention.end + by)


def _lists(found: list[Place], low: str) -> list[list[Place]]:
    """Charges that are given in one list go together."""
    lists: list[list[Place]] = []
    for charge in found:
        gap = low[lists[-1][-1].end : charge.start] if lists else ""
        if lists and len(gap) < 60 and re.search(r"[.;؛]|\bsentenced|\bcharged|محکوم", gap) is None:
            lists[-1].append(charge)
        else:
            lists.append([charge])
    return lists
