"""The difference of two versions of one noun: every field that is not the same, by its path.

A path is written as in code: `value.text`, `standing.readings[1].answer`. What is None is not there, so that a field filled
later was added. Of a series, what stands alike at both its ends is set aside first: an item taken out of the middle is one
item gone, not all that follow it changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile, zip_longest
from typing import Any, Literal

import msgspec

from muniment.model.errors import BadInputError
from muniment.model.noun import Noun

How = Literal["added", "taken away", "changed"]


class FieldChange(msgspec.Struct, frozen=True, omit_defaults=True):
    """One field that differs. Its value on either side is as in canonical JSON: text, a whole number, yes or no, or an empty series.

    The place of an item in a series is that in the newer version, unless it was taken away: then that in the older one.
    """

    field: str
    how: How
    before: str | int | bool | tuple[()] | None = None
    after: str | int | bool | tuple[()] | None = None


def difference(before: Noun, after: Noun) -> tuple[FieldChange, ...]:
    """Every field in which two versions of one noun differ, in the order the noun declares them; empty when they are the same.

    Raises:
        BadInputError: they are not versions of one noun.
    """
    if (before.id, before.kind()) != (after.id, after.kind()):
        raise BadInputError(f"{before.id} and {after.id} are not versions of one noun.", advice="Give two versions of the same one.")
    return tuple(_between("", msgspec.to_builtins(before), msgspec.to_builtins(after)))


def _between(path: str, before: Any, after: Any) -> Iterator[FieldChange]:
    if before == after:
        return
    if not (_is_filled(before) or _is_filled(after)):
        yield FieldChange(path, "added" if before is None else "taken away" if after is None else "changed", before, after)
    elif _are(dict, before, after):
        older, newer = before or {}, after or {}
        for name in dict.fromkeys((*older, *newer)):
            yield from _between(f"{path}.{name}".lstrip("."), older.get(name), newer.get(name))
    elif _are((list, tuple), before, after):
        yield from _items(path, tuple(before or ()), tuple(after or ()))
    else:  # a plain value has become one of several parts, or the other way round
        yield from _between(path, before, None)
        yield from _between(path, None, after)


def _is_filled(value: Any) -> bool:
    """Whether there are parts inside, to be looked at one by one."""
    return isinstance(value, dict | list | tuple) and bool(value)


def _are(kind: type | tuple[type, ...], *values: Any) -> bool:
    return all(value is None or isinstance(value, kind) for value in values)


def _items(path: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Iterator[FieldChange]:
    first = _alike(before, after)
    last = _alike(before[first:][::-1], after[first:][::-1])
    middles = zip_longest(before[first : len(before) - last], after[first : len(after) - last])
    for at, (older, newer) in enumerate(middles, first):
        yield from _between(f"{path}[{at}]", older, newer)


def _alike(before: tuple[Any, ...], after: tuple[Any, ...]) -> int:
    """How many stand alike from the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
