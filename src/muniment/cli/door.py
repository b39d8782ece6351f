"""A command made from the door table: identifiers are arguments, choices are options, words are asked for or read from a file.

Names and sources never become arguments that land in a shell's history: free text comes from `--file` (TOML or JSON, the
door's inputs by name), from standard input, or from a question on the terminal.
"""

import inspect
import sys
import tomllib
import types
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec
import typer

from muniment.archive import DOORS, Door
from muniment.cli import session, show
from muniment.model.errors import BadInputError

REFERENCES = frozenset({"id", "ids", "evidence", "text", "left", "right", "about", "of", "source", "after"})
"""Inputs that hold identifiers."""


def command(verb: str) -> Callable[..., None]:
    """The function that Typer runs for a door."""
    door = DOORS[verb]

    def run(**given: Any) -> None:
        archive, is_json, descriptor = (given.pop(name) for name in ("archive", "is_json", "passphrase_fd"))
        inputs = _inputs(door, given)
        with session.desk(archive, descriptor) as desk:
            show.answer(walk(door, desk, inputs), is_json=is_json)

    run.__signature__ = inspect.Signature(_parameters(door))  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in _parameters(door)}
    return run


def walk(door: Door, desk: Any, inputs: dict[str, Any]) -> Any:
    """Through the door with these inputs, each converted to its declared type."""
    return door.through(desk, inputs)


def _parameters(door: Door) -> list[inspect.Parameter]:
    """Typer's view of the door's inputs, with the options every command has."""
    made = [_parameter(p) for p in door.inputs if _is_reference(p) or _is_choice(p)]
    made += [
        _option("file", Annotated[Path | None, typer.Option("--file", help=_help(door))], None),
        _option("archive", session.ArchiveOption, None),
        _option("is_json", session.JsonOption, False),
        _option("passphrase_fd", session.FdOption, None),
    ]
    return sorted(made, key=lambda p: p.default is not inspect.Parameter.empty)


def _help(door: Door) -> str:
    words = ", ".join(p.name for p in door.inputs if not (_is_reference(p) or _is_choice(p)))
    return f"TOML or JSON with the inputs by name ({words or 'as above'})."


def _parameter(p: inspect.Parameter) -> inspect.Parameter:
    kind = _plain(p.annotation)
    if (_is_reference(p) and p.default is p.empty) or p.name == "ids":
        several = get_origin(kind) is tuple
        annotation = Annotated[list[str] if several else str, typer.Argument(metavar=p.name.upper() + ("..." if several else ""))]
        return _option(p.name, annotation, () if p.default == () else p.default, is_argument=True)
    if get_origin(kind) is Literal:
        annotation = Annotated[str, typer.Option("--" + p.name.replace("_", "-"), help=", ".join(map(str, get_args(kind))))]
        return _option(p.name, annotation, None if p.default is p.empty else p.default)
    if get_origin(kind) is tuple:  # several identifiers that may be left out: the option may be given again and again
        return _option(p.name, Annotated[list[str] | None, typer.Option("--" + p.name.replace("_", "-"))], None)
    typed: Any = kind | None
    annotation = Annotated[typed, typer.Option("--" + p.name.replace("_", "-"))]
    return _option(p.name, annotation, None if p.default is p.empty else p.default)


def _option(name: str, annotation: Any, default: Any, *, is_argument: bool = False) -> inspect.Parameter:
    given = inspect.Parameter.empty if is_argument and default is inspect.Parameter.empty else default
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=given, annotation=annotation)


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


def _inputs(door: Door, given: dict[str, Any]) -> dict[str, Any]:
    """What was given on the line, in the file, or when asked; a required word that nobody gave is an error."""
    path = given.pop("file", None)
    inputs = {name: value for name, value in given.items() if value is not None and value != []}
    inputs = {**_from_file(path), **inputs} if path else inputs
    for p in door.inputs:
        if p.default is p.empty and p.name not in inputs:
            inputs[p.name] = _asked(p.name)
    return inputs


def _from_file(path: Path) -> dict[str, Any]:
    try:
        data = path.read_bytes()
        read: dict[str, Any] = msgspec.json.decode(data) if path.suffix == ".json" else tomllib.loads(data.decode())
    except (OSError, msgspec.DecodeError, tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise BadInputError(f"{path} cannot be read as TOML or JSON: {exc}.") from exc
    return read


def _asked(name: str) -> str:
    if sys.stdin.isatty():
        return str(typer.prompt(name.replace("_", " ").capitalize()))
    words = sys.stdin.readline().rstrip("\n")
    if not words:
        raise BadInputError(f"“{name}” is missing.", advice="Give it in --file, or on standard input.")
    return words
