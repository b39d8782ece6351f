"""A command made from the door table: identifiers are arguments, choices are options, words are asked for or read from a file.

Names and sources never become arguments that land in a shell's history: free text comes from `--file` (TOML or JSON, the
door's inputs by name), from a question on the terminal, or, a line for each, from standard input. `--expected` is the version
that was read; without it the command takes the version of now, and says so.
"""

import inspect
import tomllib
import types
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
import typer

from muniment.archive import DOORS, Desk, Door
from muniment.cli import session, show
from muniment.cli.verbs import NOTHING
from muniment.model.errors import BadInputError
from muniment.model.noun import Noun

REFERENCES = frozenset({"id", "ids", "evidence", "text", "left", "right", "about", "of", "source", "after", "event", "by_rule", "on", "to"})
"""Inputs that hold identifiers, of a thing kept, a person or a rule."""
LEDGERED = {"open": "reason", "withdraw": "reason"}
"""Words that go into the ledger, where they stay when all they speak of is withdrawn; a judgement's reason is a noun's, and does not."""
OPTIONS = {"older": "--from", "newer": "--to"}
"""Inputs that a line calls by another word, one that Python keeps for itself."""
EXPECTED = "The version you read; without it, the version of now."


def command(verb: str) -> Callable[..., None]:
    """The function that Typer runs for a door. An answer of *no* is exit code 1."""
    door = DOORS[verb]

    def run(**given: Any) -> None:
        archive, is_json, descriptor = (given.pop(name) for name in ("archive", "is_json", "passphrase_fd"))
        path = given.pop("file", None)
        with session.desk(archive, descriptor) as desk:
            result = door.through(desk, inputs(door, desk, given, path))
        show.answer(result, is_json=is_json, nothing=NOTHING.get(verb, show.NOTHING))
        if result is False:
            raise typer.Exit(1)

    run.__signature__ = inspect.Signature(_parameters(door))  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in _parameters(door)}
    return run


def inputs(
    door: Door, desk: Desk, given: dict[str, Any], path: Path | None = None, may_lack: AbstractSet[str] = frozenset()
) -> dict[str, Any]:
    """What was given on the line, in the file, or when asked; a required word that nobody gave is an error."""
    found = {name: value for name, value in given.items() if value not in (None, [], ())}
    found = {**(from_file(path) if path else {}), **found}
    for p in door.inputs:
        if p.default is not p.empty or p.name in found or p.name in may_lack:
            continue
        found[p.name] = _seen(door, desk, found) if p.name == "expected" else _asked(door, p)
    return found


def _seen(door: Door, desk: Desk, found: dict[str, Any]) -> int:
    """The current version of what is to be changed, told to whoever is about to change it."""
    noun = desk.through(door.permission).get(str(found.get("id")), Noun)
    show.note(f"{noun.id} is at version {noun.version}.")
    return noun.version


def _parameters(door: Door) -> list[inspect.Parameter]:
    """Typer's view of the door's inputs, with the options every command has."""
    made = [_parameter(p) for p in door.inputs if _is_reference(p) or _is_choice(p)]
    made += [
        _named("file", Annotated[Path | None, typer.Option("--file", metavar="FILE", help=_help(door))], None),
        _named("archive", session.ArchiveOption, None),
        _named("is_json", session.JsonOption, False),
        _named("passphrase_fd", session.FdOption, None),
    ]
    return sorted(made, key=lambda p: p.default is not inspect.Parameter.empty)


def _help(door: Door) -> str:
    asked = ", ".join(p.name for p in door.inputs if not (_is_reference(p) or _is_choice(p)))
    return f"TOML or JSON with the inputs by name{f': {asked}' if asked else ''}."


def _parameter(p: inspect.Parameter) -> inspect.Parameter:
    """An identifier that must be given is an argument; everything else an option."""
    kind, option = _plain(p.annotation), OPTIONS.get(p.name, "--" + p.name.replace("_", "-"))
    default = p.empty if p.default is p.empty and _is_reference(p) else None
    if _is_reference(p):
        several = get_origin(kind) is tuple
        typed: Any = list[str] if several else str
        label = (p.name.removesuffix("s") if several else p.name).upper() + ("..." if several else "")
        if default is p.empty or p.name == "ids":
            return _named(p.name, Annotated[typed, typer.Argument(metavar=label, show_default=False)], default)
        return _named(p.name, Annotated[typed | None, typer.Option(option, metavar="ID")], None)
    if get_origin(kind) is Literal:
        choices = "|".join(map(str, get_args(kind)))
        return _named(p.name, Annotated[str | None, typer.Option(option, metavar=choices)], None)
    if kind is bool:
        return _named(p.name, Annotated[bool | None, typer.Option(f"{option}/--no-{option[2:]}")], None)
    said = EXPECTED if p.name == "expected" else None
    return _named(p.name, Annotated[int | None, typer.Option(option, metavar="N", help=said)], None)


def _named(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _plain(annotation: Any) -> Any:
    """The annotation without None."""
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [a for a in get_args(annotation) if a is not type(None)]
        return rest[0] if len(rest) == 1 else annotation
    return annotation


def _is_reference(p: inspect.Parameter) -> bool:
    return p.name in REFERENCES and _plain(p.annotation) in (str, tuple[str, ...])


def _is_choice(p: inspect.Parameter) -> bool:
    kind = _plain(p.annotation)
    return kind in (int, bool) or get_origin(kind) is Literal or (get_origin(kind) is Annotated and get_args(kind)[0] is int)


def from_file(path: Path) -> dict[str, Any]:
    """The inputs in a TOML or JSON file, by name.

    Raises:
        BadInputError: it cannot be read so.
    """
    try:
        data = path.read_bytes()
        read: Any = msgspec.json.decode(data) if path.suffix == ".json" else tomllib.loads(data.decode())
    except OSError as exc:
        raise BadInputError(f"{path} cannot be read: {exc.strerror}.", advice="Check the path.") from exc
    except (msgspec.DecodeError, tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise BadInputError(f"{path} cannot be read as TOML or JSON: {exc}.", advice="Correct the file at that place.") from exc
    if not isinstance(read, dict):
        raise BadInputError(f"{path} holds no inputs by name.", advice="Write them as name = value.")
    return dict(msgspec.to_builtins(read))  # a date that TOML knows is its ISO words


def _asked(door: Door, p: inspect.Parameter) -> Any:
    """One input, asked for; several words are given on one line, with commas between them."""
    kind, name = _plain(p.annotation), p.name.replace("_", " ")
    hint = " / ".join(map(str, get_args(kind))) if get_origin(kind) is Literal else ""
    said = session.ask(name, session.FOR_GOOD if LEDGERED.get(door.verb) == p.name else hint)
    if get_origin(kind) is tuple:
        return [word for word in said.replace(",", " ").split() if word]
    return said
