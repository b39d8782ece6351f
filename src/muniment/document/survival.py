"""Who a text shows alive after it spoke of their execution: such an execution was announced, rumoured or feared, but it did not happen.

A wrongly asserted execution is the worst mistake these rules could make, so a plain word of life after the report denies it: that
somebody is alive, or what they did the next day. Words that somebody may have said before their death deny nothing.
"""

import re
from collections.abc import Iterable

import msgspec

from muniment.document.done import Done
from muniment.document.scene import Scene

_DEEDS = r"gave|told|said|spoke|wrote|appeared|telephoned|phoned|called|rang|posted|sent|turned up|denied|testified|recovered|returned|emigrated|fled"
_LATER = r"later|then|since|afterwards|subsequently|now"
_ALIVE = re.compile(
    rf"\b(?:(?:is|was|are|were|being|found|seen|remains?|turned out to be) (?:still |in fact |indeed |actually |safe and |later |seen |found )*alive"
    rf"|(?:is|was|are|were|remains?) in (?:good|stable|fair|excellent) (?:health|condition|spirits)|alive and well|gave an interview|has (?:\w+ )?since (?:{_DEEDS}|given|spoken|written|been (?:seen|released|moved|freed|interviewed)))\b|\b(?:{_LATER}) (?:{_DEEDS})\b"
)
_NEXT_DAY = re.compile(
    rf"^\W*(?:the (?:next|following) (?:day|morning|week|month)|(?:\w+ ){{1,3}}later|days later|weeks later|afterwards),? (?P<who>(?:he|she|they)) (?:\w+ly )?(?:{_DEEDS}|was (?:seen|released|freed|alive))\b"
)


def survivors(scene: Scene) -> tuple[int, ...]:
    """The people of an English sentence that are said to be alive, or to have done something afterwards."""
    match = _ALIVE.search(scene.low) or _NEXT_DAY.search(scene.low)
    if match is None or scene.language != "en" or re.search(r"\b(?:if|whether|unless|hopes?|unclear|not known|no longer|not)\b", scene.low):
        return ()
    at = match.start("who") + 1 if match.re is _NEXT_DAY else match.start()
    before = [e for e in scene.elements if e.start < at and e.people and not e.possessive]
    return before[-1].people if before else ()


def outlived(done: Iterable[Done], alive: dict[int, int]) -> list[Done]:
    """The acts, with the executions that somebody outlived denied; `alive` tells where the text last shows them so."""
    return [
        msgspec.structs.replace(d, modality="denied")
        if d.type == "execution" and d.modality in ("asserted", "alleged", "planned") and d.start < alive.get(d.person, -1)
        else d
        for d in done
    ]
