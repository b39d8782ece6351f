"""A property of a person as one sentence: the value all give, or every rival with its source, none chosen.

Values that do not exclude each other are told once, at their finest: "1992" and a day in it, a prison and the same prison with
its town. What stands in another script beside a Latin value is shown as written, and called neither the same nor different.
"""

from collections.abc import Sequence

from muniment.act.dates import bare, phrase
from muniment.act.hedges import hedge, voices
from muniment.act.people import Subject, isolated
from muniment.act.urgent_appeal.wording import SAID, sentence
from muniment.link import contradict, spelled
from muniment.model.claim import Claim, Number, Words
from muniment.model.name import Name, script
from muniment.model.place import Place
from muniment.model.submission import Sentence
from muniment.model.text import key
from muniment.model.when import When
from muniment.warn import Case

Side = list[Claim]


def valued(case: Case, subject: Subject, property: str, template: str, label: str) -> tuple[Sentence, ...]:
    """The sentence for a property; none where nobody gives it. The template holds {who}, {h} and {value} or {when}."""
    claims = [c for c in case.accepted(subject.entry) if c.property == property and not c.is_coerced and c.modality in SAID]
    sides, written = _sides(claims)
    if not sides:
        return ()
    if len(sides) > 1:
        rivals = "; ".join(f"{shown(_finest(side))} according to {voices(case, side)}" for side in sides)
        return (sentence(f"sources differ on {label.format(who=subject.short)}: {rivals}.", claims),)
    found, said = hedge(case, sides[0]), _finest(sides[0])
    when = phrase(said.value) if isinstance(said.value, When) else f"({shown(said)})"
    text = template.format(h=found.adverb, value=shown(said), when=when, who=subject.pronoun or subject.short, name=subject.short)
    beside = "".join(f"; {voices(case, side)} {_writes(case, side)} {shown(side[0])}" for side in written)
    return (sentence(f"{found.lead}{text}{beside}.", claims),)


def shown(claim: Claim) -> str:
    """A value in the source's words, its direction kept from disturbing its neighbours."""
    match claim.value:
        case Number(n=n):
            return str(n)
        case When():
            return bare(claim.value)
        case Place(words=text) | Words(text=text) | Name(text=text):
            return isolated(text)
    return ""


def _sides(claims: Sequence[Claim]) -> tuple[list[Side], list[Side]]:
    """Claims in sides that exclude each other, and those written in another script than the Latin ones beside them."""
    sides: list[Side] = []
    for claim in claims:
        side = next((s for s in sides if all(_agree(claim, other) for other in s)), None)
        if side is None:
            sides.append([claim])
        else:
            side.append(claim)
    latin = [side for side in sides if not _is_other_script(side)]
    return (latin, [side for side in sides if _is_other_script(side)]) if latin else (sides, [])


def _agree(one: Claim, other: Claim) -> bool:
    if isinstance(one.value, Place) and isinstance(other.value, Place):
        first, second = key(one.value.words), key(other.value.words)
        return first in second or second in first
    if isinstance(one.value, When) and isinstance(other.value, When):
        return not contradict(one.value, other.value)
    return spelled(one.value) == spelled(other.value)


def _is_other_script(side: Side) -> bool:
    text = side[0].value.words if isinstance(side[0].value, Place) else getattr(side[0].value, "text", "")
    return bool(text) and script(text) != "latin"


def _finest(side: Side) -> Claim:
    """The narrowest date, the fullest place; else the first."""
    first = side[0]
    if isinstance(first.value, When):
        return min(
            side,
            key=lambda c: (c.value.last - c.value.first).days if isinstance(c.value, When) and c.value.last and c.value.first else 10**6,
        )
    places = {len(c.value.words): c for c in reversed(side) if isinstance(c.value, Place)}
    return places[max(places)] if places else first


def _writes(case: Case, side: Side) -> str:
    return "writes" if len({voices(case, [claim]) for claim in side}) == 1 else "write"
