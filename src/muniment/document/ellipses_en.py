"""What an English sentence says once and means twice: "A was arrested on 3 May and B on 5 May"; "to death and to life respectively".

A verb that is left out is the last one bound before it; a penalty or a term of its own replaces the first one's.
"""

import re

import msgspec

from muniment.document.elements import Element
from muniment.document.numbers import value
from muniment.document.parts import Trigger
from muniment.document.scene import Bound, Scene
from muniment.model.terms import ActType


def ellipses(scene: Scene, bound: list[Bound]) -> list[Bound]:
    """ "A was arrested on 3 May and B on 5 May": the verb is said once."""
    used = {id(b.element) for b in bound}
    out = list(bound)
    for element in scene.elements:
        distinct = element.kind == "pronoun" and scene.low[element.start : element.end] in ("the former", "the latter")
        if (element.kind == "people" or distinct) and id(element) not in used and not element.marked:
            model = next((b.trigger for b in reversed(bound) if b.trigger.end <= element.start and b.trigger.form == "verb"), None)
            lead = scene.low[max(0, element.start - 30) : element.start]
            if model is not None and re.search(r"(?:\band|,|;|\bwhile|\bbut) (?:[a-z-]+ ){0,3}$", lead):
                out.extend(_again(scene, model, element))
    return sorted(out, key=lambda b: b.trigger.start)


def _again(scene: Scene, model: Trigger, element: Element) -> list[Bound]:
    after = scene.low[element.end : element.end + 60]
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
    number = re.match(
        r"(?:\s?\([^)]*\))?,? (?:to |got |received )?(?:\d{1,2}|[a-z]+)(?: (?:years|months))?(?: each)?(?=[,.;]|$| and\b)", after
    )
    if (
        number
        and model.type == "prison_sentence"
        and value(re.sub(r"\([^)]*\)|,| each| years| months|\b(?:to|got|received) ", "", number.group()).strip())
    ):
        return [
            Bound(
                msgspec.structs.replace(model, start=element.end, end=element.end + number.end(), rule="en.ellipsis"),
                element.people,
                element,
            )
        ]
    timed = re.match(
        r"(?:\s?\([^)]*\))?(?:,? who [^,;.]{3,60},)?,? (?:not until |only )?(?:on|in|at|from|\d{1,2} [a-z]+|the (?:following|next) day|(?:a|one|two|three|\d+) (?:days?|weeks?|months?|years?) (?:later|earlier))\b",
        after,
    )
    own = any(
        t.start >= element.end and t.form in ("verb", "state") and not re.search(r"[,;]|\band\b", scene.low[element.end : t.start])
        for t in scene.triggers
    )
    if timed and not own:
        return [Bound(msgspec.structs.replace(model, start=element.start, end=element.end, rule="en.ellipsis"), element.people, element)]
    return []


def dealt(scene: Scene, bound: list[Bound]) -> list[Bound]:
    """Two penalties for two people, "respectively"."""
    match = re.search(r"sentenced to (death|[^,.;]{3,40}?) and (?:to )?(death|[^,.;]{3,40}?),? respectively", scene.low)
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
