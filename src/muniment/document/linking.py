"""Who an act was done to, and which date, place, court and charge belong to it.

A sentence is read left to right: groups of names, pronouns, unnamed people, triggers. A passive takes the nearest subject to
its left, an active form its object, a noun its "of" or its possessor. What was said of a group is said of each. Pronouns and
"the two" go to the focus the text left. A date or place goes to the act of its own clause; one that fits two acts fits none.
"""

import re
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from muniment.document import acts, charges, courts, places
from muniment.document.acts import Trigger
from muniment.document.cast import Cast
from muniment.document.dates import DateMention
from muniment.document.done import Done
from muniment.document.lexicon import persian, words
from muniment.document.numbers import value
from muniment.document.parts import Place, Seen
from muniment.document.places import is_site
from muniment.document.sentences import Sentence
from muniment.model.terms import ActType, Modality
from muniment.model.text import plain


M = TypeVar("M", DateMention, Place)


class Element(msgspec.Struct):
    """Somebody in a sentence: named, meant by a pronoun, or unnamed."""

    start: int
    end: int
    kind: str
    people: tuple[int, ...] = ()
    possessive: bool = False
    marked: bool = False
    """All its people are offices, speakers or relatives here."""


COURTED: frozenset[str] = frozenset({"death_sentence", "prison_sentence", "trial", "conviction", "sentence_upheld", "appeal_rejected", "acquittal", "charge", "release", "arrest", "execution"})
CHARGED: frozenset[str] = frozenset({"death_sentence", "prison_sentence", "conviction", "charge", "trial", "execution", "arrest", "detention", "acquittal", "sentence_upheld"})
_PLACED_BAD: frozenset[str] = frozenset({"sentence_upheld", "appeal_rejected", "denial_of_counsel", "forced_confession", "charge", "conviction", "threat", "acquittal"})

_HE = re.compile(r"\b(he|she|him|her|his|himself|herself)\b")
_THEY = re.compile(r"\b(they|them|their|both|themselves)\b(?! (?:sides|countries))")
_SET = re.compile(
    r"\b(?:both|the|all|these|those) (?:of (?:them|the) )?(?:(two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\b(?: (?:\w+ ){0,2}?(?:men|women|people|prisoners|detainees|activists|journalists|brothers|sisters|protesters|defendants|students|teachers|lawyers|friends|others?|individuals))?|(?:men|women|couple|pair|brothers|sisters|trio|duo|defendants|activists|prisoners|detainees|journalists|students)\b)"
)
_ONE = re.compile(
    r"\bthe (?:(?:\d{1,2}-year-old|young|former|political|jailed|detained|imprisoned|condemned|prominent|veteran|dissident|kurdish|baluch|elderly|human rights) ){0,3}(?:man|woman|prisoner|activist|journalist|teacher|student|lawyer|defendant|detainee|protester|blogger|writer|poet|rapper|singer|cleric|worker|father of \w+|mother of \w+|teenager|boy|girl|athlete|victim|accused|\d{1,2}-year-old|filmmaker|photographer|dissident|defender|nurse|doctor|engineer|farmer|driver|wrestler|soldier|trade unionist|reporter|editor|academic|latter|former)\b(?! (?:general|of|movement|groups?|organi[sz]ations?|community|union|association|president|minister))"
)
_PEOPLE_NOUN = (
    "man|men|woman|women|people|persons?|prisoners?|protesters?|demonstrators?|detainees?|activists?|journalists?|citizens?|civilians?|children|child|boys?|girls?|students?|teachers?|workers?|villagers?|members?|defendants?|individuals|others|victims|inmates|convicts?|relatives|teenagers?|minors?|juveniles?|officers?|soldiers?|guards?|policemen|migrants?|refugees|dissidents?|clerics?|lawyers?|"
    "monks|nuns|farmers|labourers|doctors|nurses|brothers?|sisters?|fathers?|mothers?|sons?|daughters?|husbands?|wi(?:fe|ves)|cousins?|uncles?|parents|family|families|friends?|colleagues?|cellmates?|supporters|nationals?|residents?|passengers|worshippers|paramedics|medics|fighters|hostages|suspects?"
)
_UNNAMED = re.compile(
    rf"\b(?:(?:a|an|another|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d[\d,]*|several|dozens of|hundreds of|thousands of|some|many|other|more|most|no|all|these|those|his|her|their|whose|fellow|of|each|every|nearly|over|the) )(?:[\w'-]+ ){{0,4}}?(?:{_PEOPLE_NOUN})\b(?! (?:general|rights|union))|^(?:[\w'-]+ ){{0,2}}(?:protesters|prisoners|detainees|activists|civilians|people|others|families|relatives)\b"
)
_OBLIQUE = re.compile(
    r"\b(by|with|against|for|to|from|of|like|under|behind|over|about|near|on|told|concerning|regarding|between|than|in)(?: (?:the|his|her|their|a|an|two|three|four|fellow|\w+ed))?(?: (?:[a-z-]+)){0,3} ?[\"']?$"
)
_INCLUDING = re.compile(r"\b(?:including|include|includes|included|among them|such as|namely|along with|together with|as well as|alongside|identified as|named|called|named as)(?: (?:the|[a-z-]+)){0,4} ?[\"']?$|[:—-] ?$")
_LEGAL = re.compile(r"^'?s? ?(?:(?:own|first|death|prison|final|second|initial|\w+-year|life|appeal) )*(?:sentences?|convictions?|appeals?|verdicts?|executions?|arrests?|cases?|trial|body|detention|retrial|requests?|disappearance|release|killing|death|whereabouts|fate|transfer|rights?|torture|imprisonment|petition|ruling|term)\b")
_BE = re.compile(r"(?:\b(?:was|were|is|are|been|being|be|got|gets|remains?|remained)|'s|'re) (?:(?:\w+ly|also|both|all|then|later|still|again|each|first|once|not|never|since|now|twice|himself|herself|themselves|allegedly|to be|subsequently|either|previously|reportedly|initially|,? together,?) ){0,3}$")
_HAVE = re.compile(r"\b(?:has|have|had) (?:\w+ly |also |since |already |not )?$")
_LINKED = re.compile(r"(?:,|\band|\bor|, and|\bthen|, then|before being|after being|and then|and later|and subsequently|while being|despite being|having been|without being|being|and was|but) (?:\w+ly |also |later |then |again |twice |severely )?$")
_APPOSED = re.compile(r"^(?:,| -|—|\s?\(|: )")
_VIA = re.compile(r"(?:\b(?:subject(?:ed|ing)? to|after|under|following|faced|facing|faces?|endured|suffered|through|underwent|undergoing|received|given|serving|awaiting|during|in|including|involving|amid|without|with|despite|of|by|and|or|,|signs of|marks of|from|years? of|months? of|weeks? of|days? of|hours? of|against|his|her|their|via)) (?:(?:an?|the|his|her|their|severe|brutal|physical|psychological|repeated|prolonged|further|long|unfair|grossly|sham|[\w-]+) ){0,4}$")


_FACED = re.compile(r"\b(?:await\w*|fac(?:e|es|ed|ing)|risk\w*|threatened with|at risk of|in danger of|scheduled for|subject(?:ed)? to) (?:[\w-]+ ){0,4}$")


class Reader:
    """Reads the sentences of one document in order and keeps the focus between them."""

    def __init__(self, cast: Cast, whose: dict[int, int]) -> None:
        self.cast, self.whose = cast, whose
        self.done: list[Done] = []
        self.single: list[int] = []
        self.together: tuple[int, ...] = ()
        self.latest: tuple[int, ...] = ()
        self.paragraph = -1

    def read(self, text: str, sentence: Sentence, seen: Iterable[Seen], dates: Iterable[DateMention]) -> None:
        """Add what a sentence says was done to whom."""
        said = text[sentence.start : sentence.end].replace("\n", " ")
        reading = _Sentence(self, said, sentence, tuple(seen), tuple(dates))
        found = reading.acts()
        self.done.extend(found)
        self._focus(reading, found)
        self.paragraph = sentence.paragraph

    def _focus(self, reading: "_Sentence", found: list[Done]) -> None:
        named = [e for e in reading.elements if e.kind == "people"]
        real = [e for e in named if not e.marked]
        for group in real:
            if len(group.people) > 1:
                self.together = group.people
        everyone = list(dict.fromkeys(p for e in real for p in e.people))
        touched = list(dict.fromkeys(d.person for d in found))
        topic = [p for p in touched if p in everyone] or everyone or touched
        if topic:
            self.latest = tuple(topic)
            for person in reversed(topic):
                if person in self.single:
                    self.single.remove(person)
                self.single.insert(0, person)
            del self.single[40:]
            if len(everyone) > 1 and len(real) > 1 and not any(len(e.people) > 1 for e in real):
                self.together = tuple(everyone)
            elif len(everyone) == 1 and not any(len(e.people) > 1 for e in reading.elements):
                pass

    def one(self, sex: str | None, within: Iterable[int] = ()) -> tuple[int, ...]:
        """Whom a singular pronoun means."""
        if sex is None and len(self.latest) > 1 and not tuple(within):
            pass
        for person in [*within, *self.single]:
            known = self.cast.people[person].sex
            if sex is None or known is None or known == sex:
                return (person,)
        return ()

    def many(self, number: int | None) -> tuple[int, ...]:
        """Whom "they" or "the three" means."""
        if number is not None and len(self.together) != number:
            recent = tuple(self.latest)
            return recent if len(recent) == number else ()
        return self.together


class _Sentence:
    """One sentence while it is read."""

    def __init__(self, reader: Reader, said: str, sentence: Sentence, seen: tuple[Seen, ...], dates: tuple[DateMention, ...]) -> None:
        self.reader, self.said, self.language, self.shift = reader, said, sentence.language, sentence.start
        self.low = said.casefold() if len(said.casefold()) == len(said) else said
        self.seen = [msgspec.structs.replace(s, start=s.start - self.shift, end=s.end - self.shift, reach=s.reach - self.shift) for s in seen]
        self.dates = [msgspec.structs.replace(d, start=d.start - self.shift, end=d.end - self.shift) for d in dates]
        self.triggers = acts.triggers(said, self.language)
        self.elements = self._elements()

    # who is here

    def _elements(self) -> list[Element]:
        groups = self._groups()
        found = [*groups, *(self._persian_others(groups) if self.language == "fa" else self._latin_others(groups))]
        return sorted(found, key=lambda e: (e.start, -e.end))

    def _groups(self) -> list[Element]:
        """Names that stand together ("A, B and C") as one element."""
        out: list[Element] = []
        for seen in self.seen:
            person = self.reader.whose.get(seen.start + self.shift)
            if person is None:
                continue
            marked = seen.bearing != "neutral"
            last = out[-1] if out else None
            end = max(seen.end, seen.reach)
            if last is not None and self._coordinated(last, seen) and (last.marked == marked or not marked):
                out[-1] = Element(last.start, end, "people", tuple(dict.fromkeys((*last.people, person))), seen.possessive, last.marked and marked)
            else:
                out.append(Element(seen.start, end, "people", (person,), seen.possessive, marked))
        return out

    def _coordinated(self, last: Element, seen: Seen) -> bool:
        gap = self.low[last.end : seen.start]
        if len(gap) > 90 or last.possessive and self.language == "en":
            return False
        return _joins(gap, self.language)

    def _latin_others(self, groups: list[Element]) -> list[Element]:
        out: list[Element] = []
        for match in _SET.finditer(self.low):
            number = value(match.group(1)) if match.group(1) else 2 if "couple" in match.group() or "pair" in match.group() or match.group().startswith("both") or "duo" in match.group() else None
            people = self.reader.many(number)
            if not self._leads(groups, match.end()):
                out.append(Element(match.start(), match.end(), "pronoun" if people else "unnamed", people))
        for match in _ONE.finditer(self.low):
            if not self._leads(groups, match.end()) and not self._taken(out, match.start(), match.end()):
                before = [p for e in groups if e.end <= match.start() and not e.marked and len(e.people) == 1 for p in e.people][-1:]
                sex = "f" if "woman" in match.group() or "girl" in match.group() else None
                out.append(Element(match.start(), match.end(), "pronoun", self.reader.one(sex, before)))
        for match in _UNNAMED.finditer(self.low):
            if not self._taken([*out, *groups], match.start(), match.end()) and not self._leads(groups, match.end()) and not self._apposition(groups, match.start()):
                out.append(Element(match.start(), match.end(), "unnamed"))
        for match in _THEY.finditer(self.low):
            if not self._taken(out, match.start(), match.end()):
                pair = [e.people for e in groups if e.end <= match.start() and len(e.people) > 1][-1:]
                apart = tuple(dict.fromkeys(p for e in groups if e.end <= match.start() and not e.marked for p in e.people))
                people = pair[0] if pair else apart if len(apart) > 1 else self.reader.many(None)
                unnamed = [e for e in out if e.kind == "unnamed" and e.end <= match.start()]
                if not (unnamed and not pair):
                    out.append(Element(match.start(), match.end(), "pronoun", people, match.group() == "their"))
        for match in _HE.finditer(self.low):
            if not self._taken(out, match.start(), match.end()):
                sex = "m" if match.group().startswith("hi") or match.group() == "he" else "f"
                possessive = match.group() == "his" or (match.group() == "her" and re.match(r" [a-z]+(?:\b)", self.low[match.end() :]) is not None and not re.match(r" (?:to|in|on|at|for|and|from|with|by|after|that|without)\b", self.low[match.end() :]))
                within = [p for e in reversed(groups) if e.end <= match.start() and len(e.people) == 1 and not self._official(e) for p in e.people]
                out.append(Element(match.start(), match.end(), "pronoun", self.reader.one(sex, within[-1:]), possessive))
        return out

    def _official(self, group: Element) -> bool:
        seen = next((s for s in self.seen if s.start >= group.start and s.end <= group.end), None)
        return seen is not None and seen.bearing in ("office", "relative")

    def _persian_others(self, groups: list[Element]) -> list[Element]:
        out: list[Element] = []
        for match in _FA_SET.finditer(self.low):
            number = value(match.group("n")) if match.group("n") else 2 if "هر دو" in match.group() or "هردو" in match.group() else None
            before = [e.people for e in groups if e.end <= match.start() and len(e.people) > 1][-1:]
            people = before[0] if before and number in (None, len(before[0])) else self.reader.many(number)
            if not self._leads(groups, match.end()):
                out.append(Element(match.start(), match.end(), "pronoun" if people else "unnamed", people))
        for match in _FA_ONE.finditer(self.low):
            if not self._taken(out, match.start(), match.end()) and not self._leads(groups, match.end()):
                within = [p for e in groups if e.end <= match.start() and not e.marked and len(e.people) == 1 for p in e.people][-1:]
                out.append(Element(match.start(), match.end(), "pronoun", self.reader.one(None, within)))
        for match in _FA_UNNAMED.finditer(self.low):
            if not self._taken([*out, *groups], match.start(), match.end()) and not self._leads(groups, match.end()):
                out.append(Element(match.start(), match.end(), "unnamed"))
        return out

    def _leads(self, groups: list[Element], end: int) -> bool:
        """Whether unnamed words only lead to the names after them ("two prisoners, A and B")."""
        following = next((g for g in groups if g.start >= end), None)
        if following is None or following.start - end > 40:
            return False
        gap = self.low[end : following.start]
        if self.language == "fa":
            return re.fullmatch(persian(r" ?(?:[\u0621-\u06cc]+ ){0,4}?(?:(?:به|با) (?:نام|اسامی|هویت|نامهای)(?: های| ها)?)? ?[،:\"]? ?"), gap) is not None and not re.search(r"\b(?:در|را|و|از|توسط|که)\b", gap)
        return re.fullmatch(r"(?:[,:—-]? ?| (?:\w+ ){0,2}?(?:named|called|identified as|including|namely|and) | - )[\"']?", gap) is not None or re.fullmatch(r" (?:(?!was|were|by|in|to|who|of|and|from|said)[a-z-]+ ){0,2}", gap) is not None

    def _apposition(self, groups: list[Element], start: int) -> bool:
        """Whether unnamed words only describe the names before them ("A, a teacher, ...")."""
        before = next((g for g in reversed(groups) if g.end <= start), None)
        return before is not None and re.fullmatch(r"(?:\s?\([^)]*\))?(?:,|—| -|,? who (?:is|was|are|were))? ?(?:(?:the|a|an|and|both) )?", self.low[before.end : start]) is not None and start - before.end < 40

    @staticmethod
    def _taken(found: list[Element], start: int, end: int) -> bool:
        return any(start < e.end and e.start < end for e in found)

    # what was done to whom

    def acts(self) -> list[Done]:
        """The acts of the sentence with their people and fields."""
        bound: list[tuple[Trigger, tuple[int, ...], Element | None]] = []
        for trigger in self.triggers:
            people, element = self._patients(trigger, bound)
            if people:
                bound.append((trigger, people, element))
        bound = self._ellipses(bound)
        out = [
            Done(person, kind, modality, trigger.start + self.shift, trigger.end + self.shift, trigger.rule, at=(trigger.start, trigger.end))
            for trigger, people, _ in bound
            for kind, modality in _typed(trigger)
            for person in people
        ]
        Fields(self, [b[0] for b in bound]).give(out)
        return out

    def _patients(self, trigger: Trigger, bound: list[tuple[Trigger, tuple[int, ...], Element | None]]) -> tuple[tuple[int, ...], Element | None]:
        if self.language == "fa":
            return self._persian_patients(trigger)
        inside = [e for e in self.elements if trigger.start < e.start and e.end <= trigger.end and e.kind != "unnamed" and e.people]
        if inside and trigger.type in ("death_sentence", "prison_sentence", "transfer"):
            return inside[-1].people, inside[-1]
        if trigger.form == "active":
            return self._object(trigger)
        if trigger.form == "noun":
            return self._nominal(trigger, bound)
        if trigger.form == "state":
            return self._subject(trigger, bound)
        return self._verbal(trigger, bound)

    def _verbal(self, trigger: Trigger, bound: list[tuple[Trigger, tuple[int, ...], Element | None]]) -> tuple[tuple[int, ...], Element | None]:
        before = self.low[max(0, trigger.start - 50) : trigger.start]
        if not _BE.search(before):
            people, element = self._object(trigger)
            if people or (element is not None and not _LINKED.search(before)):
                return people, element
            if _HAVE.search(before) and trigger.type not in ("sentence_upheld", "appeal_rejected"):
                return (), None
        if trigger.type in ("sentence_upheld", "appeal_rejected"):
            return self._decided(trigger, bound)
        return self._subject(trigger, bound)

    def _decided(self, trigger: Trigger, bound: list[tuple[Trigger, tuple[int, ...], Element | None]]) -> tuple[tuple[int, ...], Element | None]:
        """Whose sentence or appeal it was: its possessor in the clause, else whoever was sentenced just before."""
        people, element = self._subject(trigger, bound)
        if people:
            return people, element
        if element is None and re.search(r"\b(?:the|both|all) (?:\w+ ){0,2}(?:sentences?|verdicts?|convictions?|rulings?|appeals?)\b", self.low):
            return (self.reader.latest, None) if self.reader.latest else ((), None)
        return (), element

    def _object(self, trigger: Trigger) -> tuple[tuple[int, ...], Element | None]:
        for element in self.elements:
            if element.start < trigger.end or (element.kind == "pronoun" and element.possessive and trigger.type not in ("sentence_upheld", "appeal_rejected", "execution", "death_sentence")):
                continue
            gap = self.low[trigger.end : element.start]
            limit = 110 if trigger.type in ("sentence_upheld", "appeal_rejected") else 70
            if len(gap) > limit or not _object_gap(gap, trigger.type):
                return (), None
            if element.kind == "unnamed":
                after = next((e for e in self.elements if e.start >= element.end and e.kind == "people"), None)
                if after is not None and re.fullmatch(r",? ?(?:including|among them|namely|identified as|named|called|[:—-])? ?(?:[a-z-]+ ){0,3}", self.low[element.end : after.start]):
                    return after.people, after
                return (), element
            return element.people, element
        return (), None

    def _nominal(self, trigger: Trigger, bound: list[tuple[Trigger, tuple[int, ...], Element | None]]) -> tuple[tuple[int, ...], Element | None]:
        after = next((e for e in self.elements if e.start >= trigger.end), None)
        if after is not None and after.start - trigger.end <= 60 and re.fullmatch(r" (?:and [a-z ]{3,30} )?(?:of|against|for|to|imposed on|handed to|issued (?:to|against|for)|on)(?: (?:the|two|three|four|five|[a-z-]+)){0,5} ?[\"']?(?:[a-z ]{0,20}[,:—-] ?)?", self.low[trigger.end : after.start]):
            if after.kind != "unnamed":
                return after.people, after
            named = next((e for e in self.elements if e.start >= after.end and e.kind == "people"), None)
            if named is not None and re.fullmatch(r",? ?(?:including|among them|namely|[:—-])? ?(?:[a-z-]+ ){0,2}", self.low[after.end : named.start]):
                return named.people, named
            return (), after
        before = [e for e in self.elements if e.end <= trigger.start]
        owner = next((e for e in reversed(before) if e.possessive), None)
        if owner is not None and owner.people and re.fullmatch(r"(?:'s?)? (?:[\w'-]+ ){0,4}(?:and (?:[\w-]+ ){0,2})?", self.low[owner.end : trigger.start]) and owner is (before[-1] if before else None):
            return owner.people, owner
        if trigger.type in ("execution", "arrest", "killing", "release", "transfer", "acquittal", "enforced_disappearance") and trigger.modality in ("asserted", "alleged"):
            return (), None
        if trigger.modality in ("planned", "hypothetical") and not _FACED.search(self.low[max(0, trigger.start - 40) : trigger.start]):
            return (), None
        if _VIA.search(self.low[max(0, trigger.start - 60) : trigger.start]) or trigger.modality != "asserted":
            return self._subject(trigger, bound)
        return (), None

    def _subject(self, trigger: Trigger, bound: list[tuple[Trigger, tuple[int, ...], Element | None]]) -> tuple[tuple[int, ...], Element | None]:
        left = [e for e in self.elements if e.end <= trigger.start]
        for element in reversed(left):
            if element.kind == "unnamed":
                if self._is_oblique(element) or self.low.startswith(("whose", "of "), element.start) and not self._adjacent(element, trigger):
                    continue
                if self.low[element.start : element.end].startswith(("his ", "her ", "their ", "whose ")) and not self._adjacent(element, trigger):
                    continue
                if any(b[2] is not None and b[2].start > element.start and b[0].end <= trigger.start for b in bound):
                    continue
                return (), element
            if not element.people or self._unfit(element, trigger):
                continue
            return element.people, element
        return self._opening(trigger, left)

    def _opening(self, trigger: Trigger, left: list[Element]) -> tuple[tuple[int, ...], Element | None]:
        """A sentence that begins with its verb: "Sentenced in 2020, A ...", "Also executed were A and B", a line of a list."""
        right = next((e for e in self.elements if e.start >= trigger.end and e.kind != "unnamed"), None)
        lead = self.low[: trigger.start]
        if right is not None and right.people and not left:
            gap = self.low[trigger.end : right.start]
            if len(lead) < 60 and (re.search(r", ?(?:the )?(?:[a-z-]+ ){0,4}$", gap) and not re.search(r"\b(?:by|said|that)\b [^,]*$", gap) or re.search(r"\b(?:was|were|is|are)\b(?: \w+){0,5} ?[:,]? ?$", gap)) and not any(t.start > trigger.end and t.end <= right.start and t.form == "verb" for t in self.triggers):
                return right.people, right
        if not left and len(lead.split()) <= 3 and not re.search(r"\b(?:the|a|an|no|court|police|authorities|mass|public)\b", lead) and right is None:
            return self.reader.latest, None
        return (), None

    def _is_oblique(self, element: Element) -> bool:
        before = self.low[max(0, element.start - 50) : element.start]
        return _OBLIQUE.search(before) is not None and not _INCLUDING.search(before)

    def _adjacent(self, element: Element, trigger: Trigger) -> bool:
        gap = self.low[element.end : trigger.start]
        return re.fullmatch(r"(?:\s?\([^)]*\))?(?:,[^,]{1,90},)? ?(?:who |had |has |have |also |both |all |was |were |is |are |been |be |being |\w+ly |not |later |then |to |will ){0,5}", gap) is not None

    def _unfit(self, element: Element, trigger: Trigger) -> bool:
        """Whether this element cannot be the one it was done to."""
        after = self.low[element.end : element.end + 50]
        if element.possessive:
            decided = trigger.type in ("sentence_upheld", "appeal_rejected", "denial_of_counsel", "enforced_disappearance", "execution", "forced_confession", "prison_sentence", "trial", "torture")
            return not (decided and _LEGAL.match(after) is not None)
        if element.kind == "people":
            if self._is_oblique(element):
                return not (trigger.type in ("sentence_upheld", "appeal_rejected") and re.search(r"\b(?:of|against|for|by) (?:[a-z-]+ ){0,3}$", self.low[max(0, element.start - 30) : element.start]))
            return element.marked and not self._adjacent(element, trigger) and not self._only_speaker(element)
        return element.kind == "pronoun" and self.low[element.start : element.end] in ("him", "them", "her") and not re.search(r"\b(?:denying|refus\w+|forc\w+|made|let|giving)\b", self.low[element.start - 12 : element.start]) and self._is_oblique(element)

    def _only_speaker(self, element: Element) -> bool:
        seen = next((s for s in self.seen if s.start >= element.start and s.end <= element.end), None)
        return seen is not None and seen.bearing == "speaker" and any(d.person in element.people for d in self.reader.done[-60:])

    def _ellipses(self, bound: list[tuple[Trigger, tuple[int, ...], Element | None]]) -> list[tuple[Trigger, tuple[int, ...], Element | None]]:
        """ "A was arrested on 3 May and B on 5 May": the verb is said once."""
        if self.language == "fa" or not bound:
            return bound
        used = {id(b[2]) for b in bound}
        out = list(bound)
        for element in self.elements:
            if element.kind != "people" or id(element) in used or element.marked:
                continue
            before = [b for b in bound if b[0].end <= element.start and b[0].form == "verb"]
            after = self.low[element.end : element.end + 60]
            lead = self.low[max(0, element.start - 30) : element.start]
            if not before or not re.search(r"(?:\band|,|;|\bwhile|\bbut) (?:[a-z-]+ ){0,3}$", lead):
                continue
            model = before[-1][0]
            if match := re.match(r"(?:\s?\([^)]*\))?,? to (death|(?:a |an )?(?:\w+[- ]){1,4}?(?:years?|months?|life)\b)", after):
                kind: ActType = "death_sentence" if match.group(1) == "death" else "prison_sentence"
                if model.type in ("death_sentence", "prison_sentence"):
                    out.append((msgspec.structs.replace(model, type=kind, start=element.end, end=element.end + match.end(), rule="en.ellipsis"), element.people, element))
            elif re.match(r"(?:\s?\([^)]*\))?,? (?:on|in|at|from|the (?:following|next) day|a day later)\b", after) and not any(t.start >= element.end and t.form in ("verb", "state") and not re.search(r"[,;]|\band\b", self.low[element.end : t.start]) for t in self.triggers):
                out.append((msgspec.structs.replace(model, start=element.start, end=element.end, rule="en.ellipsis"), element.people, element))
        return sorted(out, key=lambda b: b[0].start)

    # Persian

    def _persian_patients(self, trigger: Trigger) -> tuple[tuple[int, ...], Element | None]:
        right = next((e for e in self.elements if e.start >= trigger.end), None)
        if trigger.form == "noun":
            if right is not None and _FA_NEXT.fullmatch(self.low[trigger.end : right.start]):
                if right.kind != "unnamed":
                    return right.people, right
                return (), right
            if re.match(persian(r" ?(?:وی|او|ایشان)(?!\w)|[شش](?!\w)"), self.low[trigger.end :]):
                return self.reader.one(None, self._before(trigger)), None
            if re.match(persian(r" ?(?:انها|انان|این (?:دو|سه|چهار))(?!\w)"), self.low[trigger.end :]):
                return self.reader.many(None), None
            if trigger.type in ("execution", "arrest", "killing", "transfer", "trial", "enforced_disappearance", "detention") and trigger.modality in ("asserted", "alleged"):
                return (), None
        inside = [e for e in self.elements if trigger.start < e.start and e.end <= trigger.end and not e.marked]
        if inside:
            return inside[0].people, inside[0]
        objects = [e for e in self.elements if e.end <= trigger.start and re.match(persian(r"(?: [^،.]{0,30}?)? را(?!\w)"), self.low[e.end : e.end + 36])]
        if objects and objects[-1].people:
            return objects[-1].people, objects[-1]
        for element in reversed([e for e in self.elements if e.end <= trigger.start]):
            if element.kind == "unnamed":
                if re.search(persian(r"(?:توسط|از سوی|همراه|بدون|به|با) (?:[\u0621-\u06cc]+ ){0,2}$"), self.low[max(0, element.start - 30) : element.start]):
                    continue
                return (), element
            if not element.people or element.marked and not _FA_CLOSE.fullmatch(self.low[element.end : trigger.start]):
                continue
            if re.search(persian(r"(?:توسط|از سوی|به همراه|ریاست|علیه|پرونده) (?:[\u0621-\u06cc]+ ){0,2}$"), self.low[max(0, element.start - 30) : element.start]) and trigger.type != "death_sentence":
                if "همراه" not in self.low[max(0, element.start - 30) : element.start]:
                    continue
            return element.people, element
        if right is not None and right.kind == "people" and not right.marked and _FA_AFTER.fullmatch(self.low[trigger.end : right.start]):
            return right.people, right
        named_left = any(e.kind == "people" and e.end <= trigger.start and not e.marked for e in self.elements)
        if trigger.form == "verb" and not named_left:
            plural = re.search(persian(r"(?:ند|اند)$"), self.low[trigger.start : trigger.end + 5].rstrip(" .،")) is not None
            if plural and len(self.reader.latest) < 2:
                return (), None
            return self.reader.latest, None
        return (), None

    def _before(self, trigger: Trigger) -> list[int]:
        return [p for e in self.elements if e.kind == "people" and e.end <= trigger.start and not e.marked and len(e.people) == 1 for p in e.people][-1:]


_FA_PERSON = "زندانی|زندانیان|شهروند|شهروندان|معترض|معترضان|بازداشتی|نفر|تن|مرد|زن|مردان|زنان|کودک|کودکان|نوجوان|جوان|دانشجو|دانشجویان|کارگر|کارگران|معلم|معلمان|فعال|فعالان|روزنامه نگار|روزنامه نگاران|متهم|متهمان|محکوم|محکومان|کولبر|سوختبر|سرباز|مامور|ماموران|غیرنظامی|غیرنظامیان|برادر|خواهر|عضو"
_FA_SET = re.compile(persian(r"(?<!\w)(?:انها|انان|هر ?(?P<all>دو|سه|چهار)(?: نفر| تن| زندانی)?|این (?P<n>دو|سه|چهار|پنج|شش|هفت|\d{1,2}) ?(?:نفر|تن|زندانی(?: سیاسی)?|شهروند|فعال|متهم|معلم|دانشجو|برادر|خواهر|روزنامه نگار|جوان|مرد|زن)?|این (?:زندانیان|افراد|شهروندان|فعالان|متهمان|معلمان|دانشجویان))(?!\w)"))
_FA_ONE = re.compile(persian(r"(?<!\w)(?:وی|او|ایشان|نامبرده|مشارالیه|این (?:زندانی(?: سیاسی| عقیدتی)?|شهروند|فعال|معلم|کارگر|دانشجو|روزنامه نگار|وکیل|نویسنده|خواننده|رپر|جوان|نوجوان|زن|مرد|متهم|معترض|هنرمند|خبرنگار|پزشک|کولبر|روحانی|شاعر)(?: [\u0621-\u06cc]{2,9})?)(?!\w)"))
_FA_UNNAMED = re.compile(persian(rf"(?<!\w)(?:یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|\d[\d,٬]*|چند|چندین|تعدادی|شماری|دهها|ده ها|صدها|هزاران|دست کم \d+|بیش از \d+|همه|تمام|سایر|دیگر|برادر|خواهر|پدر|مادر|همسر|فرزند|وکیل) (?:نفر |تن )?(?:از )?(?:{_FA_PERSON}|او|وی|انها)?(?!\w)"))
_FA_NEXT = re.compile(persian(r" ?(?:(?!در|به|از|را|که|توسط|با|برای|و )[\u0621-\u06cc]+ ){0,6}?(?:\d{1,2} (?:زندانی|نفر|تن|شهروند) )?(?:(?:به|با) (?:نام|هویت|اسامی)(?: های)? )?[:،\"]? ?"))
_FA_CLOSE = re.compile(persian(r" ?(?:[،\"] ?)?(?:نیز |هم |روز [^،.]{1,25} )?(?:در [^،.]{1,40} )?"))
_FA_AFTER = re.compile(persian(r" ?(?:[\u0621-\u06cc]+ ){0,3}[:،\"]? ?"))


def _joins(gap: str, language: str) -> bool:
    """Whether what stands between two names only counts them up."""
    if language == "fa":
        bare = re.sub(persian(r"\(?\d{1,3} سال[هگ](?:ی)?\)?|فرزند [\u0621-\u06cc]+|اهل [\u0621-\u06cc]+|(?:همچنین|همراه|به همراه|نیز|و|نام|های|دیگری)(?!\w)|[\"«»:()\d-]"), " ", gap)
        rest = [w for w in re.split(r"[\s،,]+", bare) if w]
        return bool(re.search(r"[،,]|\bو\b|همراه", gap)) and len(rest) <= 3 and all(w in words("names_fa", "describers") | {"اقای", "خانم"} for w in rest)
    bare = re.sub(r"\([^)]{0,60}\)|,? ?(?:aged? )?\b\d{1,3}(?:-year-old| years? old)?\b,?", " ", gap)
    tokens = re.findall(r"[\w'-]+|[,;&/]|[^\s\w]", bare)
    glue = any(t in (",", "and", "&", "/", "plus") for t in re.findall(r"[\w'-]+|[,;&/]", gap)) or "as well as" in gap or "along with" in gap or "together with" in gap
    allowed = words("names_en", "describers") | words("names_en", "courtesies") | words("names_en", "demonyms") | {"and", ",", "&", "/", "as", "well", "along", "together", "with", "his", "her", "their", "the", "a", "an", "fellow", "both", "also", "plus", "another", "one", "prisoner", "from", "\"", "-"}
    return glue and len(tokens) <= 9 and all(t in allowed for t in tokens) and not re.search(r"\bwith\b(?<!along with)(?<!together with)", gap)


def _object_gap(gap: str, kind: str) -> bool:
    """Whether the words between a verb and a name leave the name its object."""
    if re.search(r"[.;]", gap):
        return False
    if kind in ("sentence_upheld", "appeal_rejected"):
        return re.search(r"\b(?:by|on \d|in \d)\b", gap) is None
    head = gap.strip()
    if head.startswith(("by", "in ", "on ", "at ", "for ", "to ", "with", "from", "after", "during", "and ", "since", "without", "under", ",", "following", "while", "when", "before", "(", "because", "as ", "over", "that", "outside", "near", "there", "again", "until", "along", "together", "alongside", "last", "this", "yesterday", "twice", "earlier", "but", "or ", "who", "despite")):
        return False
    return re.search(r"\b(?:by|in|on|at|for|from|after|during|and|which|who|that|with|was|were|said|whose|where)\b", re.sub(r"\b(?:members? of|including)\b", "", head)) is None


def _typed(trigger: Trigger) -> list[tuple[ActType, Modality]]:
    """An execution that is planned or feared is a risk of execution now, beside the planned act itself."""
    if trigger.type == "execution" and trigger.modality == "planned":
        return [("execution", "planned"), ("execution_risk", "asserted")]
    return [(trigger.type, trigger.modality)]


class Fields:
    """Gives the dates, places, courts and charges of a sentence to its acts."""

    def __init__(self, sentence: _Sentence, triggers: list[Trigger]) -> None:
        self.low, self.language = sentence.low, sentence.language
        self.sentence = sentence
        seen: dict[tuple[int, int], Trigger] = {}
        for trigger in triggers:
            seen.setdefault((trigger.start, trigger.end), trigger)
        self.triggers = list(seen.values())
        self.all = sorted({(t.start, t.end) for t in sentence.triggers} | set(seen))

    def give(self, done: list[Done]) -> None:
        """Write each field into the acts it belongs to."""
        if not done:
            return
        said = self.sentence.said
        found_courts = courts.find(said, self.language)
        names = [(s.start, s.end) for s in self.sentence.seen]
        found_places = [
            p for p in places.find(said, self.language)
            if not any(c.start < p.end and p.start < c.end for c in found_courts) and not any(a < p.end and p.start < b for a, b in names)
        ]  # fmt: skip
        self._respectively(done)
        for mention in self.sentence.dates:
            self._put(done, "date", mention, frozenset())
        for place in found_places:
            self._put(done, "place", place, _PLACED_BAD | ({"death_sentence", "prison_sentence", "trial"} if len(self.triggers) > 1 else set()))
        for court in found_courts:
            self._only(done, "court", [court], COURTED - {"arrest", "execution", "release", "charge"})
        for listed in _lists(charges.find(said, self.language), self.low):
            self._only(done, "charges", listed, CHARGED)

    def _respectively(self, done: list[Done]) -> None:
        if "respectively" not in self.low and "به ترتیب" not in self.low:
            return
        for trigger in self.triggers:
            mine = [d for d in done if d.at == (trigger.start, trigger.end)]
            dates = [m for m in self.sentence.dates if m.start >= trigger.start or len(self.triggers) == 1]
            if len(mine) > 1 and len(dates) == len(mine):
                for act, mention in zip(mine, dates, strict=True):
                    act.date = _moved(mention, self.sentence.shift)

    def _put(self, done: list[Done], field: str, mention: DateMention | Place, unfit: Iterable[str]) -> None:
        start, end = mention.start, mention.end
        said = _moved(mention, self.sentence.shift)
        at = self._owner(start, end, field)
        acts = [d for d in done if d.at == at and d.type not in unfit]
        if not acts:
            others = [t for t in self.triggers if t.type not in unfit and self._same_clause(t, start, end)]
            if len(others) != 1:
                return
            acts = [d for d in done if d.at == (others[0].start, others[0].end)]
        for act in acts:
            if getattr(act, field) is None:
                setattr(act, field, said)
            elif field == "place" and isinstance(said, Place) and act.place and not is_site(act.place.text) and is_site(said.text):
                act.place = said

    def _only(self, done: list[Done], field: str, found: list[Place], fit: frozenset[str]) -> None:
        """To the nearest act that can have such a field."""
        able = [t for t in self.triggers if t.type in fit and t.modality not in ("denied",)]
        if not able:
            return
        nearest = min(able, key=lambda t: (_distance(t, found[0], self.low, self.language), t.start))
        for act in done:
            if act.at == (nearest.start, nearest.end) and act.type in fit:
                moved = [_moved(place, self.sentence.shift) for place in found]
                if field == "court":
                    act.court = act.court or moved[0]
                else:
                    act.charges = (*act.charges, *(m for m in moved if m.text not in {c.text for c in act.charges}))

    def _owner(self, start: int, end: int, field: str) -> tuple[int, int] | None:
        """The trigger in whose clause this stands."""
        left = [t for t in self.all if t[1] <= start]
        right = [t for t in self.all if t[0] >= end]
        inside = [t for t in self.all if t[0] <= start and end <= t[1]]
        if inside:
            return inside[0]
        if not left and not right:
            return None
        if self.language == "fa":
            return self._persian_owner(left, right, start, end)
        if not left:
            return right[0]
        if not right:
            return left[-1]
        between_left, between_right = self.low[left[-1][1] : start], self.low[end : right[0][0]]
        breaks_left = _BREAK.search(between_left) is not None
        breaks_right = _BREAK.search(between_right) is not None
        if breaks_left and not breaks_right:
            return right[0]
        return left[-1]

    def _persian_owner(self, left: list[tuple[int, int]], right: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
        if not right:
            return left[-1]
        if not left:
            return right[0]
        return left[-1] if _FA_BREAK.search(self.low[end : right[0][0]]) and not _FA_BREAK.search(self.low[left[-1][1] : start]) else right[0]

    def _same_clause(self, trigger: Trigger, start: int, end: int) -> bool:
        gap = self.low[trigger.end : start] if trigger.end <= start else self.low[end : trigger.start]
        return re.search(r"[;:]|, (?:and|but|while|who)\b|،\s?(?:که|و)\b", gap) is None and len(gap) < 140


_BREAK = re.compile(r"[;:]|, |\b(?:and|but|before|after|who|while|when|which|where|until|following|then|though|although|whose)\b|—")
_FA_BREAK = re.compile(r"[؛:]|،|\b(?:و|که|اما|ولی|سپس)\b")


def _lists(found: list[Place], low: str) -> list[list[Place]]:
    """Charges that are given in one list go together."""
    lists: list[list[Place]] = []
    for charge in found:
        if lists and re.search(r"[.;؛]|\bsentenced|\bcharged|محکوم", low[lists[-1][-1].end : charge.start]) is None and charge.start - lists[-1][-1].end < 60:
            lists[-1].append(charge)
        else:
            lists.append([charge])
    return lists


def _moved(mention: M, by: int) -> M:
    return msgspec.structs.replace(mention, start=mention.start + by, end=mention.end + by)


def _distance(trigger: Trigger, place: Place, low: str, language: str) -> int:
    gap = place.start - trigger.end if place.start >= trigger.end else trigger.start - place.end
    between = low[trigger.end : place.start] if place.start >= trigger.end else low[place.end : trigger.start]
    weight = 60 * len(re.findall(r"[;:]|, (?:and|but|who|while)\b|\b(?:while|but|who)\b|\sکه\s|،\sو\s", between))
    prefer = 0 if trigger.type not in ("arrest", "execution", "detention", "trial") else 25
    backwards = 40 if language == "en" and place.start < trigger.start else 0
    return max(gap, 0) + weight + prefer + backwards

