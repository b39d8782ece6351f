"""Chooses the command, runs it, and turns what it met into a sentence and an exit code."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import typer

from muniment.cli.verbs import VERBS

OK, NO, USAGE, INTERNAL, UNCHECKED = 0, 1, 2, 3, 4


Serve = Callable[[Path, Callable[[], str], str, int, Callable[[str], None]], None]
"""The web interface, handed in by the program: folder, passphrase, host, port, and what to say once it is up."""
SERVE: list[Serve] = []


def main(argv: list[str] | None = None, *, serve: Serve | None = None) -> int:
    """Run one command; answers the exit code and prints no traceback."""
    SERVE[:] = [serve] if serve else []
    words = sys.argv[1:] if argv is None else argv
    app = _app(next((word for word in words if not word.startswith("-")), ""))
    try:
        app(words, standalone_mode=False, prog_name="muniment")
    except typer.Exit as exc:
        return exc.exit_code
    except typer.Abort:
        return _say("Stopped. Nothing after the last receipt was kept.", NO)
    except Exception as exc:
        return _told(exc)
    return OK


def _app(verb: str) -> typer.Typer:
    """Only the command that is wanted is loaded; for help, the names and summaries of all."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)
    app.callback(help="Muniment: evidence sealed, claims reviewed, a register, and letters that walk back to bytes.")(_root)
    for name in (verb,) if verb in VERBS else VERBS:
        run = _command(name) if name == verb else _unloaded
        app.command(name, help=VERBS[name].summary)(run)
    return app


def _root() -> None:
    pass


def _unloaded() -> None:
    pass


def _command(verb: str) -> Callable[..., None]:
    """The function behind a verb: its own, or one made from the door table."""
    module, name = VERBS[verb].handler.split(":")
    if module == "door":
        module, name = "muniment.cli.door", "command"
        made: Callable[..., None] = getattr(import_module(module), name)(verb)
        return made
    own: Callable[..., None] = getattr(import_module(module), name)
    return own


def _told(exc: Exception) -> int:
    """Every error as one plain sentence: ours by their kind, the parser's as usage, the rest as internal."""
    from muniment.model.errors import BadInputError, MunimentError

    if isinstance(exc, MunimentError):
        missing = getattr(exc, "missing", ())
        return _say(str(exc) + "".join(f"\n  missing: {each}" for each in missing), USAGE if isinstance(exc, BadInputError) else NO)
    if hasattr(exc, "format_message"):
        return _say(str(exc.format_message()), USAGE)
    if isinstance(exc, BrokenPipeError):
        return OK
    if isinstance(exc, OSError):
        return _say(f"{exc.strerror or exc}: {exc.filename or ''}. Nothing was half-done; try again when it is mended.", USAGE)
    return _say(f"Something went wrong inside ({type(exc).__name__}). Nothing was half-done. “muniment doctor” may say more.", INTERNAL)


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code
