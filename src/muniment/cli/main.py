"""Chooses the command, runs it, and turns what it met into a sentence and an exit code."""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from muniment.cli import help
from muniment.cli.stop import SAID, Stops
from muniment.cli.verbs import FAMILIES, VERBS

OK, NO, USAGE, INTERNAL, UNCHECKED = 0, 1, 2, 3, 4
STOPPED = 130
"""Ctrl-C, by the custom of shells: 128 and the number of the signal."""
HELP = {"--help", "-h", "help"}

Serve = Callable[[Path, Callable[[], str], str, int, Callable[[str], None]], None]
"""The web interface, handed in by the program: folder, passphrase, host, port, and what to say once it is up."""
SERVE: list[Serve] = []


def main(argv: list[str] | None = None, *, serve: Serve | None = None) -> int:
    """Run one command; answers the exit code and prints no traceback."""
    SERVE[:] = [serve] if serve else []
    with Stops() as stops:
        code = _ended(list(sys.argv[1:] if argv is None else argv))
    _let_go()
    if stops.came:
        return _say(f"\n{SAID}" if sys.stderr.isatty() else SAID, STOPPED)
    return code


def _ended(words: list[str]) -> int:
    """The command done, and standard output written to the last byte."""
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output went away (`| head`): that is no error
        return OK
    except OSError as exc:
        return _told(exc)
    return code


def _run(words: list[str]) -> int:
    """The front page and wrong words are answered here, without loading anything."""
    if words and words[0] in FAMILIES and not _is_itself(words):
        family, known = words[0], FAMILIES[words[0]]
        if len(words) == 1 or words[1] in HELP:
            return _print(help.of(family))
        if words[1] not in known:
            return _say(f"There is no “{family} {words[1]}”.{help.nearest(words[1], known)}", USAGE)
        words = [known[words[1]], *words[2:]]
    if not words or words[0] in HELP:
        return _print(help.front()) if words else _say(help.front(), USAGE)
    if words[0] not in VERBS:
        what, near = ("option", ["--help", "--version"]) if words[0].startswith("-") else ("command", [*VERBS, *FAMILIES])
        return _say(f"There is no {what} “{words[0]}”.{help.nearest(words[0], near)}", USAGE)
    return _command(words[0], words[1:])


def _is_itself(words: list[str]) -> bool:
    """Whether a word that begins a family is meant as the command it also is."""
    return words[0] in VERBS and (len(words) == 1 or words[1].startswith("-"))


def _command(verb: str, words: list[str]) -> int:
    """Only the command that is wanted is loaded."""
    import typer

    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(help=VERBS[verb].summary, epilog=help.examples(verb))(_function(verb))
    try:
        command = typer.main.get_command(app)
        with command.make_context(f"muniment {verb}", words) as context:  # the library's own `main` would decide exit codes
            command.invoke(context)
    except typer.Exit as exc:
        return exc.exit_code
    except typer.Abort as exc:
        raise KeyboardInterrupt from exc
    except OSError:
        raise
    except Exception as exc:
        return _told(exc)
    return OK


def _function(verb: str) -> Callable[..., None]:
    """The function behind a verb: its own, or one made from the door table."""
    module, name = VERBS[verb].handler.split(":")
    if module == "door":
        made: Callable[..., None] = import_module("muniment.cli.door").command(verb)
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
        return _say(_usage(str(exc.format_message())), USAGE)
    if isinstance(exc, OSError):
        return _say(f"{exc.strerror or exc}: {exc.filename or ''}. Nothing was half-done; try again when it is mended.", USAGE)
    if os.environ.get("MUNIMENT_TRACEBACK"):
        raise exc
    return _say(f"Something went wrong inside ({type(exc).__name__}). Nothing was half-done. Please report it.", INTERNAL)


def _usage(said: str) -> str:
    """The parser's words as a sentence that says what to do."""
    return f"{said.strip().rstrip('.')}. “muniment COMMAND --help” says what it takes."


def _print(text: str) -> int:
    sys.stdout.write(text)
    return OK


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _let_go() -> None:
    """What standard output does not take any more goes nowhere, or Python would complain of it at the very end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
