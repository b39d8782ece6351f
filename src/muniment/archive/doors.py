"""The door table: every act of the archive, declared once.

A door names its verb, the noun it acts on, the permission it asks, and the ledger types it may write. The command line, the
API routes, the role matrix and the ledger's vocabulary are read from here; a test fails on a door missing from any of them.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar, get_args, get_origin

import msgspec

from muniment.archive.desk import Desk
from muniment.model.errors import BadInputError

P = ParamSpec("P")
R = TypeVar("R")


class Door(msgspec.Struct, frozen=True):
    """One row of the table. `ledger` is empty for a door that only shows; `is_two_person` where two people must agree."""

    verb: str
    noun: str
    permission: str
    ledger: tuple[str, ...]
    run: Callable[..., Any]
    is_two_person: bool = False

    @property
    def summary(self) -> str:
        """The first line of the door's docstring: its help everywhere."""
        return (inspect.getdoc(self.run) or "").split("\n", 1)[0]

    @property
    def inputs(self) -> tuple[inspect.Parameter, ...]:
        """What the door takes besides the desk."""
        return tuple(inspect.signature(self.run, eval_str=True).parameters.values())[1:]

    def through(self, desk: Desk, given: Mapping[str, Any]) -> Any:
        """Walk through with inputs that came from outside, each converted to its declared type.

        Raises:
            BadInputError: an input that is unknown, missing or not of its type.
            RefusedError: no role of this person opens the door.
        """
        known = {p.name: p for p in self.inputs}
        if stray := sorted(set(given) - set(known)):
            raise BadInputError(f"“{self.verb}” takes no input named {', '.join(stray)}.", advice=f"It takes {', '.join(known)}.")
        if lacking := [n for n, p in known.items() if p.default is p.empty and n not in given]:
            raise BadInputError(f"“{self.verb}” needs {', '.join(lacking)}.")
        inputs = {name: _converted(self.verb, known[name], value) for name, value in given.items()}
        return self.run(desk.through(self.permission), **inputs)


def _converted(verb: str, p: inspect.Parameter, value: Any) -> Any:
    """An input as its declared type. Things of our own making (files, a progress call) pass as they are, and nothing else does."""
    if get_origin(p.annotation) is Iterable:
        return _each(verb, p, value)
    try:
        made = msgspec.convert(value, p.annotation, strict=False)
        if not callable(made):
            msgspec.json.encode(made)  # half a letter (a lone surrogate) cannot be written down anywhere
    except (msgspec.ValidationError, UnicodeEncodeError, OverflowError, RecursionError) as exc:
        raise BadInputError(f"“{p.name}” of “{verb}” is not as it should be: {_told(exc)}.") from exc
    return made


def _told(exc: Exception) -> str:
    return "it holds half a letter, which no text can" if isinstance(exc, UnicodeEncodeError) else str(exc)


def _each(verb: str, p: inspect.Parameter, value: Any) -> Iterator[Any]:
    """The things given, one by one. They are never made from what a stranger sent: a path would be read on this machine."""
    (kind,) = get_args(p.annotation)
    wrong = BadInputError(f"“{p.name}” of “{verb}” takes a series of {kind.__name__}.", advice="Give files, not their names.")
    if not isinstance(value, Iterable) or isinstance(value, str | bytes | Mapping):
        raise wrong

    def each() -> Iterator[Any]:
        for one in value:
            if not isinstance(one, kind):
                raise wrong
            yield one

    return each()


DOORS: dict[str, Door] = {}


def door(
    verb: str, *, noun: str, permission: str, ledger: tuple[str, ...] = (), is_two_person: bool = False
) -> Callable[[Callable[Concatenate[Desk, P], R]], Callable[Concatenate[Desk, P], R]]:
    """Declare a function as the door for `verb`. The permission is asked before the function runs; a refusal is ledgered."""

    def declare(run: Callable[Concatenate[Desk, P], R]) -> Callable[Concatenate[Desk, P], R]:
        if verb in DOORS:
            raise BadInputError(f"Two doors are declared for {verb!r}.")
        DOORS[verb] = Door(verb, noun, permission, ledger, run, is_two_person)

        def guarded(desk: Desk, /, *args: P.args, **kwargs: P.kwargs) -> R:
            return run(desk.through(permission), *args, **kwargs)

        guarded.__doc__, guarded.__name__, guarded.__module__ = run.__doc__, run.__name__, run.__module__
        guarded.__wrapped__ = run  # type: ignore[attr-defined]
        return guarded

    return declare
