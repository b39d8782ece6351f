"""The invented reviewer: reads each invented document against what it says, statement by statement.

A proposal that sits on the words and says the same is accepted; one that sits on them and says something else is corrected; what
nobody proposed is claimed by hand from the words. A proposal that calls a living person dead, or takes a place for a person, is
rejected. All else is left for whoever opens the review desk, and so is everything proposed from the chronicle.
"""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from muniment import sample
from muniment.archive.desk import Desk
from muniment.archive.doors import DOORS
from muniment.archive.story.telling import Story
from muniment.document.claims import content
from muniment.link import skeleton, spelled
from muniment.model.claim import Act, Claim, Content, Said, Words
from muniment.model.derived import DerivedText
from muniment.model.errors import MunimentError
from muniment.model.name import Name
from muniment.model.passage import Passage, Stretch
from muniment.model.when import When

DEATHS = ("execution", "killing", "death_in_custody", "executed", "dead")


def review_all(desk: Desk, plan: sample.Manifest, items: dict[str, str], texts: dict[str, str], story: Story) -> None:
    """Decide on every statement that the sample lists, and on the rows of the story's people in the lists."""
    counts: Counter[str] = Counter()
    for reading in plan.readings:
        Reader(desk, items[reading.file], texts[reading.file], counts).read(reading)
    for document in plan.documents:
        if document.is_invented:
            Reader(desk, items[document.file], texts[document.file], counts).refuse_names(_bones(plan))
    for one in plan.lists:
        _rows(desk, plan, items[one.file], counts)
    left = sum(c.standing.state == "proposed" for item in items.values() for c in DOORS["claims"].through(desk, {"evidence": item}))
    story.line(
        f"{desk.agent.name} accepted {counts['accepted']} proposals and corrected {counts['corrected']}; {counts['made']} claims were made "
        f"by hand from the words, {counts['rejected']} rejected. {left} proposals are left for you on the review desk."
    )
    if counts["coerced"]:
        story.line("One statement is marked as made under alleged coercion: it proves only that it was made, and nothing rests on it.")
    story.line("The chronicle stays as it was proposed: nobody here grades a real source or decides on a claim about real people.")


class Reader:
    """One document under the reviewer's eyes."""

    def __init__(self, desk: Desk, evidence: str, text: str, counts: Counter[str]) -> None:
        self.desk, self.evidence, self.counts = desk, evidence, counts
        self.text = desk.through("claim.see").get(text, DerivedText)
        self.claims: tuple[Claim, ...] = DOORS["claims"].through(desk, {"evidence": evidence})
        places = desk.archive.shelf.many([p for c in self.claims for p in c.passages])
        self.places = {p.id: p for p in places if isinstance(p, Passage) and p.text == text}
        self.used: set[str] = set()

    def read(self, reading: sample.Reading) -> None:
        """Every statement about one person, then what must not stand."""
        mention = self._mention(reading.name)
        for statement in reading.statements:
            self._decide(statement, mention, self.text.body.find(statement.at))
        if not {s.value for s in reading.statements} & set(DEATHS):
            for claim in self.claims:
                if claim.about == mention and claim.id not in self.used and _is_death(claim):
                    self._answer(claim, "rejected", note="the words do not say so")

    def refuse_names(self, bones: set[str]) -> None:
        """Reject what was taken for a person and is none: a place, a bench, an office."""
        for claim in self.claims:
            names_nobody = isinstance(claim.value, Name) and skeleton(claim.value.text) not in bones
            if names_nobody and claim.property in ("name", "alias") and claim.standing.state == "proposed":
                self._answer(claim, "rejected", note="this is nobody's name")

    def _mention(self, name: str) -> str:
        """Whom the document means: the mention proposed under this name, or one begun by hand."""
        named = [c for c in self.claims if c.property == "name" and isinstance(c.value, Name) and skeleton(c.value.text) == skeleton(name)]
        known = next((c for c in named if set(c.passages) & set(self.places)), None)
        if known is None:
            return self._make(sample.Statement(says="name", value=name, at=name), None).about
        if known.standing.state == "proposed":
            self._answer(known, "accepted")
        return known.about

    def _decide(self, statement: sample.Statement, about: str, near: int) -> None:
        claim = self._proposed(statement, about, near) or self._make(statement, about, near)
        for detail in statement.details:
            self._decide(detail, claim.id, near)

    def _proposed(self, statement: sample.Statement, about: str, near: int) -> Claim | None:
        """The proposal on these words, accepted, or corrected where it says something else."""
        value, span = wanted(statement), self._span(statement.at, near)
        on = [
            c for c in self.claims if c.about == about and c.property == statement.says and c.id not in self.used and self._meets(c, span)
        ]
        if isinstance(value, Act):
            on = [c for c in on if c.value == value]
        if not on:
            return None
        claim = min(on, key=lambda c: spelled(c.value) != spelled(value))
        is_same = spelled(claim.value) == spelled(value) and claim.modality == statement.modality
        if is_same and not statement.is_coerced:
            return self._answer(claim, "accepted")
        return self._correct(claim, statement, value)

    def _make(self, statement: sample.Statement, about: str | None, near: int = 0) -> Claim:
        start, end = self._span(statement.at, near)
        given = {"text": self.text.id, "start": start, "end": end, "property": statement.says, "modality": statement.modality,
                 "value": msgspec.to_builtins(wanted(statement)), "about": about}  # fmt: skip
        claim: Claim = DOORS["claim"].through(self.desk, given)
        self.counts["made"] += 1
        self.used.add(claim.id)
        return self._correct(claim, statement, None) if statement.is_coerced else claim

    def _correct(self, claim: Claim, statement: sample.Statement, value: Content | None) -> Claim:
        given = {"id": claim.id, "expected": claim.version, "modality": statement.modality, "is_coerced": statement.is_coerced or None,
                 "value": msgspec.to_builtins(value) if value is not None else None}  # fmt: skip
        self.counts["coerced" if statement.is_coerced else "corrected"] += 1
        self.used.add(claim.id)
        done: Claim = DOORS["edit"].through(self.desk, given)
        return done

    def _answer(self, claim: Claim, answer: str, note: str | None = None) -> Claim:
        self.counts[answer] += 1
        self.used.add(claim.id)
        done: Claim = DOORS["review"].through(self.desk, {"id": claim.id, "expected": claim.version, "answer": answer, "note": note})
        return done

    def _span(self, words: str, near: int) -> tuple[int, int]:
        """Where the words stand: the place nearest to the act they belong to."""
        places = [found.start() for found in re.finditer(re.escape(words), self.text.body)]
        if not places:
            raise MunimentError(f"The sample says “{words}” of a text that does not.", advice="This is a fault of ours: please report it.")
        start = min(places, key=lambda place: abs(place - near))
        return start, start + len(words)

    def _meets(self, claim: Claim, span: tuple[int, int]) -> bool:
        where = [w for p in claim.passages if p in self.places for w in self.places[p].where if isinstance(w, Stretch)]
        return any(w.start < span[1] and span[0] < w.end for w in where)


def wanted(statement: sample.Statement) -> Content:
    """The value a statement of the sample stands for."""
    if statement.says in ("last_visit", "date", "birth"):
        when, is_solar = When.parse(statement.value), statement.value.startswith(("13", "14", "jalali:"))
        return msgspec.structs.replace(when, words=statement.at, calendar="solar-hijri" if is_solar else when.calendar)
    if statement.says == "statement":
        return Said(speaker="", words=statement.value, is_quote=True)
    return content(statement.says, statement.value)


def _is_death(claim: Claim) -> bool:
    """Whether a claim asserts a death."""
    said = claim.value.type if isinstance(claim.value, Act) else claim.value.text if isinstance(claim.value, Words) else ""
    return said in DEATHS and claim.property in ("act", "status") and claim.modality == "asserted"


def _bones(plan: sample.Manifest) -> set[str]:
    """The consonants of everyone in the story, in every spelling."""
    return {skeleton(name) for person in plan.persons for name in person.names}


def _rows(desk: Desk, plan: sample.Manifest, evidence: str, counts: Counter[str]) -> None:
    """Accept the cells of the story's people, row by row."""
    bones = _bones(plan)
    claims = DOORS["claims"].through(desk, {"evidence": evidence})
    mentions = {c.about for c in claims if c.property == "name" and isinstance(c.value, Name) and skeleton(c.value.text) in bones}
    acts = {c.id for c in claims if c.about in mentions}
    for claim in claims:
        if claim.about in mentions | acts:
            DOORS["review"].through(desk, {"id": claim.id, "expected": claim.version, "answer": "accepted"})
            counts["accepted"] += 1
