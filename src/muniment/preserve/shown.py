"""The form of a noun that may be shown to strangers: all of it, but for who acted.

A package goes further than its archive, and the person who sealed, read or decided is seldom anyone's business there: in the
form shown each becomes `actor-1`, `actor-2`, in the order of the noun's sorted keys. Both forms are committed to in the same
ledger entry, so that either can be proved without giving the other away. What a noun *says* is never touched: a person who is
named in evidence, a claim or a consent stands there as they were named.
"""

from typing import Any

import msgspec

ACTORS = frozenset({"agent", "by", "collector", "graded_by", "made_by"})
"""The keys under which nouns keep who acted on our side. A new one belongs here in the same commit."""


class Shown(msgspec.Struct, frozen=True):
    """The bytes that may be shown, and who stands behind actor-1, actor-2 and so on."""

    payload: bytes
    actors: tuple[str, ...]


def shown(payload: bytes) -> Shown:
    """The form of a noun's canonical bytes that may be shown; canonical again."""
    actors: dict[str, str] = {}
    masked = _masked(msgspec.json.decode(payload), actors)
    return Shown(msgspec.json.encode(masked, order="sorted"), tuple(actors))


def _masked(value: Any, actors: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _one(key, value[key], actors) for key in sorted(value)}
    return [_masked(one, actors) for one in value] if isinstance(value, list) else value


def _one(key: str, value: Any, actors: dict[str, str]) -> Any:
    if isinstance(value, str):
        return actors.setdefault(value, f"actor-{len(actors) + 1}") if key in ACTORS else value
    return _masked(value, actors)
