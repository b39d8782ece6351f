"""The form of a noun that may be shown to strangers: all of it, but for who acted.

A package goes further than its archive, and the person who sealed, read or decided is seldom anyone's business there: in the
form shown each becomes `actor-1`, `actor-2`, in the order of the noun's sorted keys. Both forms are committed to in the same
ledger entry, so that either can be proved without giving the other away. What a noun *says* is never touched: a person who is
named in evidence, a claim or a consent stands there as they were named.
"""

from typing import Any

import msgspec

ACTORS = frozenset({"agent", "by", "collector", "graded_by", "made_by", "receiver", "sheet"})
"""The keys under which nouns keep who acted on our side, or took something from our hands. A new one belongs here in the same commit."""


class Shown(msgspec.Struct, frozen=True):
    """The bytes that may be shown, and who stands behind actor-1, actor-2 and so on."""

    payload: bytes
    actors: tuple[str, ...]


def shown(payload: bytes) -> Shown:
    """The form of a noun's canonical bytes that may be shown; canonical again."""
    actors: dict[str, str] = {}
    form = msgspec.json.decode(payload)
    _mask(form, actors)
    return Shown(msgspec.json.encode(form, order="sorted"), tuple(actors))


def _mask(value: Any, actors: dict[str, str]) -> None:
    """In place, keys in the order of canonical bytes. Every noun that is stored passes here, so strings, the most, come first."""
    for key, one in value.items() if type(value) is dict else enumerate(value):
        if type(one) is str:
            if key in ACTORS:
                value[key] = actors.setdefault(one, f"actor-{len(actors) + 1}")
        elif type(one) is dict or type(one) is list:
            _mask(one, actors)
