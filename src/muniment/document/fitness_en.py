"""Who in an English sentence can be the one an act was done to: not an oblique, a possessor of something else, or a mere speaker."""

import re

from muniment.document.elements import Element
from muniment.document.parts import Trigger
from muniment.document.scene import Scene

_OBLIQUE = re.compile(
    r"\b(by|with|against|for|to|from|of|like|under|behind|over|about|near|on|told|concerning|regarding|between|than|in)(?: (?:the|his|her|their|a|an|two|three|four|fellow|\w+ed))?(?: (?!(?:that|says?|said|who|which|was|were|had|has|have|when|while|as|if|told|reports?|reported|confirmed|announced)\b)[a-z-]+){0,3} ?[\"']?$"
)
_INCLUDING = re.compile(
    r"\b(?:including|include|includes|included|among them|such as|namely|along with|together with|as well as|alongside|identified as|named|called|named as)(?: (?:the|[a-z-]+)){0,4} ?[\"']?$|[:—-] ?$"
)
_KIN = re.compile(
    r" (?:[\w-]+ )?(?:famil(?:y|ies)|relatives|wife|husband|mother|father|parents|children|son|daughter|brother|sister|lawyers?|counsel)\b"
)
_LEGAL = re.compile(
    r"^'?s? ?(?:(?:own|first|death|prison|final|second|initial|\w+-year|life|appeal) )*(?:sentences?|convictions?|appeals?|verdicts?|executions?|arrests?|cases?|trial|body|detention|retrial|requests?|famil(?:y|ies)|relatives|wife|husband|mother|father|parents|children|lawyers?|counsel|disappearance|release|killing|death|whereabouts|fate|transfer|rights?|nose|jaw|arms?|legs?|ribs?|hands?|fingers?|teeth|wrists?|torture|imprisonment|petition|ruling|term)\b"
)
_STANDS_FOR = re.compile(r"\b(?:that|those|(?:sentences?|penalt(?:y|ies)|terms?|convictions?)(?: \w+){0,2}) of $|^\W*of $")
"""Words with which a thing stands for its person: "the sentence of A was commuted", "Of A there is no trace"."""


def is_oblique(scene: Scene, element: Element) -> bool:
    """Whether somebody stands behind a preposition that makes them no subject ("by A", "with A")."""
    before = scene.low[max(0, element.start - 50) : element.start]
    if _STANDS_FOR.search(before):
        return False
    return _OBLIQUE.search(before) is not None and not _INCLUDING.search(before)


def reduced(scene: Scene, element: Element, trigger: Trigger) -> bool:
    """ "... of A, a tram driver convicted in December": a participle that only describes the name before it."""
    gap = scene.low[element.end : trigger.start]
    return (
        trigger.form == "verb"
        and re.fullmatch(
            r"(?:\s?\([^)]*\)|, (?:aged )?\d{1,3}(?=,))?(?:,? (?:an?|the) (?:[\w-]+ ){1,6}|, (?:an?|the) [^,]{3,60}, |,? (?:who (?:was|were|is|had been) )?)",
            gap,
        )
        is not None
    )


def adjacent(scene: Scene, element: Element, trigger: Trigger) -> bool:
    """Whether nothing but an apposition and auxiliaries parts somebody from the act."""
    gap = scene.low[element.end : trigger.start]
    return (
        re.fullmatch(
            r"(?:\s?\([^)]*\))?(?:,[^,]{1,90},|,(?= (?:was|were|has|had|is|who)|\s?$))? ?(?:who |had |has |have |also |both |all |was |were |is |are |been |be |being |\w+ly |not |later |then |to |will ){0,5}",
            gap,
        )
        is not None
    )


def unfit(scene: Scene, element: Element, trigger: Trigger) -> bool:
    """Whether this element cannot be the one it was done to."""
    after = scene.low[element.end : element.end + 50]
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
            "killing",
        )
        kin = trigger.type == "enforced_disappearance" and _KIN.match(after) is not None
        return not (decided and not kin and _LEGAL.match(after) is not None)
    if element.kind == "people":
        if is_oblique(scene, element) and not reduced(scene, element, trigger):
            return not (
                trigger.type in ("sentence_upheld", "appeal_rejected")
                and re.search(r"\b(?:of|against|for|by) (?:[a-z-]+ ){0,3}$", scene.low[max(0, element.start - 30) : element.start])
            )
        if element.marked and is_kin_told_of(scene, element):
            return False
        return element.marked and not adjacent(scene, element, trigger) and not spoke_of_self(scene, element, trigger)
    return (
        element.kind == "pronoun"
        and scene.low[element.start : element.end] in ("him", "them", "her")
        and not re.search(r"\b(?:denying|refus\w+|forc\w+|made|let|giving)\b", scene.low[element.start - 12 : element.start])
        and is_oblique(scene, element)
    )


def is_kin_told_of(scene: Scene, element: Element) -> bool:
    """ "My husband, A, left home and never arrived": a relative whom the sentence is about."""
    lead = scene.low[: element.start]
    return scene.bearing(element) == "relative" and re.fullmatch(r"\W*(?:my|our|his|her|their) (?:[\w-]+ ){0,2}[\w-]+,? ", lead) is not None


def spoke_of_self(scene: Scene, element: Element, trigger: Trigger) -> bool:
    """Whether somebody tells what was done to them ("A said he was beaten" is a pronoun; "A, who said ..., was held")."""
    return (
        scene.bearing(element) == "speaker"
        and trigger.form in ("verb", "state")
        and len([e for e in scene.elements if e.end <= trigger.start]) == 1
    )


def is_object_gap(gap: str, kind: str) -> bool:
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
