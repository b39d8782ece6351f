"""Values: what the sources say of one entry, property by property, contradictions side by side.

Nothing is chosen. Two values contradict each other when a property can hold only one of them; dates do so only when
their intervals cannot overlap, so that "July 2025" and "27 July 2025" agree. Names in two scripts do so only when their
consonants differ: رحمان and Rahman are two spellings, not two fathers.
"""

from collections.abc import Iterable, Sequence

import msgspec

from muniment.link.sexes import sex
from muniment.link.skeleton import skeleton
from muniment.model.claim import Act, Claim, Content, Number, Quantity, Words
from muniment.model.name import Name
from muniment.model.place import Place
from muniment.model.text import key
from muniment.model.when import When

SINGLE = frozenset({"age", "sex", "birth", "father_name", "date"})
"""Properties of which a person or act has one only."""


class Held(msgspec.Struct, frozen=True):
    """One value of one property, with every claim that gives it."""

    property: str
    value: Content
    claims: tuple[Claim, ...]
    is_contested: bool = False


def values(claims: Iterable[Claim]) -> tuple[Held, ...]:
    """The values that these claims give, grouped where they say the same, in the order they first appear."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.property, spelled(claim.value)), []).append(claim)
    held = [Held(name, said[0].value, tuple(said)) for (name, _), said in groups.items()]
    return tuple(msgspec.structs.replace(one, is_contested=_contested(one, held)) for one in held)


def spelled(value: Content) -> str:
    """The key under which equal values meet: folded words, numbers, intervals."""
    match value:
        case Words(text=words) | Name(text=words) | Place(words=words):
            return key(words)
        case Number(n=n):
            return str(n)
        case Act(type=type):
            return type
        case When():
            return f"{value.earliest}/{value.latest}"
        case Quantity():
            return f"{key(value.subject)} {value.comparator} {value.number} {key(value.period or '')}"
        case _:
            return msgspec.json.encode(value, order="sorted").decode()


def contradict(left: Content, right: Content) -> bool:
    """Whether two values of a property that can hold one only exclude each other."""
    if isinstance(left, When) and isinstance(right, When):
        return left.overlaps(right) == "no"
    if isinstance(left, Name) and isinstance(right, Name) and left.script != right.script:
        return skeleton(left.text) != skeleton(right.text)
    if isinstance(left, Words) and isinstance(right, Words) and (known := sex(left.text)):
        return known != sex(right.text)
    return spelled(left) != spelled(right)


def _contested(one: Held, held: Sequence[Held]) -> bool:
    if one.property not in SINGLE:
        return False
    return any(other.property == one.property and contradict(one.value, other.value) for other in held if other is not one)
