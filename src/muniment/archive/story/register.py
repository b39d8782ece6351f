"""The chapter of the register: records of the story's people are judged, and what the sources say of one is looked at."""

from __future__ import annotations

from collections.abc import Iterable

from muniment import sample
from muniment.archive.act import case
from muniment.archive.desk import Desk
from muniment.archive.doors import DOORS
from muniment.archive.link import Person
from muniment.archive.story.telling import Story
from muniment.link import skeleton
from muniment.model.claim import Claim
from muniment.model.errors import MunimentError
from muniment.model.name import Name
from muniment.model.when import When
from muniment.warn import state

SAME = "the same name, in Latin or Persian letters; nothing else that both give contradicts (invented judgement)"
ASKED = {"procedural-state": "the proceedings stand at", "danger": "the danger is"}
DIFFERENT = "the names sound alike, but the fathers' names differ (invented judgement)"


def judge_all(desk: Desk, plan: sample.Manifest, story: Story) -> dict[str, Person]:
    """Judge the pairs proposed about the story's people; answers role -> person."""
    pairs = DOORS["link"].through(desk, {})
    counts = {"same": 0, "different": 0}
    for someone in plan.persons:
        _judge(desk, someone, {frozenset(pair) for pair in pairs}, counts)
    left = DOORS["link"].through(desk, {})
    people = DOORS["people"].through(desk, {})
    story.line(
        f"{len(pairs)} pairs of records were proposed as perhaps one person. {desk.agent.name} judged {counts['same']} the same and "
        f"{counts['different']} different, each with a reason and reversibly; {len(left)} pairs are left for you."
    )
    return {someone.role: _found(people, someone) for someone in reversed(plan.persons)}


def _judge(desk: Desk, someone: sample.Person, pairs: set[frozenset[str]], counts: dict[str, int]) -> None:
    """Each record against the first one that names a father; who only sounds alike is told apart."""
    people = [p for p in DOORS["people"].through(desk, {}) if _is(p, someone)]
    people.sort(key=lambda p: (not _fathers(p), p.names[0].text not in someone.names))
    first, *others = people
    for other in others:
        left, right = first.records[0].id, other.records[0].id
        answer = "same" if not (_fathers(first) and _fathers(other)) or _fathers(first) & _fathers(other) else "different"
        if frozenset((left, right)) in pairs:
            reason = SAME if answer == "same" else DIFFERENT
            DOORS["judge"].through(desk, {"left": left, "right": right, "answer": answer, "reason": reason})
            counts[answer] += 1


def _is(person: Person, someone: sample.Person) -> bool:
    return bool({skeleton(n.text) for n in person.names} & {skeleton(name) for name in someone.names})


def _fathers(person: Person) -> set[str]:
    return {skeleton(c.value.text) for c in person.claims if c.property == "father_name" and isinstance(c.value, Name)}


def _found(people: Iterable[Person], someone: sample.Person) -> Person:
    mine = [p for p in people if {n.text for n in p.names} & set(someone.names)]
    if not mine:
        raise MunimentError(f"{someone.names[0]} did not reach the register.", advice="This is a fault of ours: please report it.")
    return max(mine, key=lambda p: len(p.records))


def look(desk: Desk, main: Person, story: Story) -> None:
    """What the register holds of the main person: records, contradictions, and where the proceedings stand."""
    listed = [record.list for record in main.records if record.list]
    sources = {item.source for item in main.documents}
    story.line(f"{named(main)}: {len(main.records)} records, {len(listed)} of them from lists {', '.join(sorted(listed))}; "
               f"{len(main.claims)} claims from {len(main.documents)} items by {len(sources)} sources.")  # fmt: skip
    told = contradictions(desk, main)
    if told:
        story.line("Sources contradict each other; their words stand side by side and none is chosen:")
        story.lines(told)
    for finding in DOORS["find"].through(desk, {"id": main.entry.id}):
        DOORS["conclude"].through(desk, {"id": finding.id, "expected": finding.version, "answer": "accepted"})
        story.line(f"Finding, decided by {desk.agent.name}: {ASKED[finding.question]} “{finding.answer.replace('_', ' ')}”, "
                   f"on {len(finding.claims)} claims, with {len(finding.against)} against.")  # fmt: skip


def named(person: Person) -> str:
    """A name in each script, as written."""
    each = {name.script: name.text for name in reversed(person.names)}
    return " / ".join(sorted(each.values()))


def contradictions(desk: Desk, person: Person) -> list[tuple[str, str]]:
    """What sources say against each other: the step, then each side with who says so."""
    where = state(case(desk.through("finding.see"), [person.entry.id]), person.entry.id, desk.archive.now())
    words = {reason.code: reason.words for reason in (*where.reached, *where.reasons)}
    known = {c.id: c for c in person.claims}
    return [
        (words.get(one.about, one.about) if number == 0 else "", _side(person, [known[id] for id in side if id in known]))
        for one in where.contested
        for number, side in enumerate(one.sides)
    ]


def _side(person: Person, claims: list[Claim]) -> str:
    titles = {item.id: (item.title or item.id).partition(":")[0] for item in person.documents}
    who = dict.fromkeys(titles[c.evidence] for c in claims if c.evidence in titles)
    dates = dict.fromkeys(c.value.edtf for c in claims if isinstance(c.value, When))
    said = ", ".join(dates) if dates else "denied" if claims and claims[0].modality == "denied" else "asserted"
    return f"{said}: {'; '.join(who)}"
