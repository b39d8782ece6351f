"""Headings that are an act ("Executed", "Sentenced to death"): it was done to whoever opens an item under them.

An item that tells the same act itself, or goes on with a finite verb, says its own story and inherits nothing.
"""

import re

import msgspec

from muniment.document import acts
from muniment.document.parts import Trigger
from muniment.document.scene import Bound, Scene

LONGEST = 40
_OPENS = re.compile(r"\W*(?:\d{1,3}\W{1,3})?(?:(?:rev|fr|dr|mr|ms|mrs)\.? )?")
_FINITE = re.compile(r"\b(?:was|were|is|are|has|had|have|will|not|may|might|could|said|says)\b")


def act(said: str, language: str) -> Trigger | None:
    """The act that a heading is, if it is nothing else: a participle or a state, asserted."""
    bare = said.strip(" :.")
    return next((t for t in acts.triggers(bare, language) if _is_whole(t, bare)), None)


def is_lead(said: str, language: str) -> bool:
    """Whether a line that ends in a colon is such a heading ("Arrested:")."""
    return len(said) < LONGEST and said.rstrip().endswith(":") and act(said, language) is not None


def _is_whole(trigger: Trigger, said: str) -> bool:
    return trigger.form in ("verb", "state") and trigger.modality == "asserted" and trigger.end - trigger.start >= len(said) - 1


def item(scene: Scene, headed: Trigger | None) -> list[Bound]:
    """The heading's act with the name that opens an item; the scene learns of it."""
    first = next((e for e in scene.elements if e.kind == "people"), None)
    if headed is None or first is None or any(t.type == headed.type for t in scene.triggers):
        return []
    lead = scene.low[: first.start]
    if not lead.strip() or _OPENS.fullmatch(lead) is None or _FINITE.search(re.split(r"[;.]", scene.low[first.end : first.end + 60])[0]):
        return []
    trigger = msgspec.structs.replace(headed, start=first.start, end=first.end, form="around", rule=f"{scene.language}.heading")
    scene.triggers = sorted([*scene.triggers, trigger], key=lambda t: t.start)
    return [Bound(trigger, first.people, first)]
