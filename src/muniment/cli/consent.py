"""`muniment consent`: what a person allows, asked purpose by purpose on the terminal, or read from a file.

A purpose that was not spoken of stays unanswered: later, a door that needs it will refuse and name it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from muniment.archive import DOORS
from muniment.cli import session, show
from muniment.cli.door import from_file, inputs
from muniment.model.errors import BadInputError
from muniment.model.terms import Basis, Purpose

ASKED = {
    "given_by": "who gave it",
    "capacity": "in what capacity (the person, a sister, a lawyer)",
    "how": "how (in writing, by telephone, in person)",
    "language": "in which language",
    "given_on": "on which day (YYYY-MM-DD)",
}


def consent(
    about: Annotated[list[str], typer.Argument(metavar="PERSON...", help="Register entries (en-…).", show_default=False)],
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="TOML or JSON with the inputs by name; without it you are asked.")] = None,
    evidence: Annotated[list[str] | None, typer.Option("--evidence", metavar="ID", help="The sealed document that shows it.")] = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:  # fmt: skip
    """Write down what a person allows, purpose by purpose: by whom, in what capacity, how, in which language."""
    if file is None and not sys.stdin.isatty():
        raise BadInputError(
            "There is no terminal to ask for the answers.", advice="Give them in --file; docs/guide/letters.md has an example."
        )
    given: dict[str, Any] = {"about": about, "evidence": evidence, **(from_file(file) if file else _asked())}
    with session.desk(archive, passphrase_fd) as desk:
        made = DOORS["consent"].through(desk, inputs(DOORS["consent"], desk, given))
    show.answer(made, is_json=is_json)


def _asked() -> dict[str, Any]:
    """The questions, one a line; a purpose left empty stays unanswered."""
    said: dict[str, Any] = {name: session.ask(question) for name, question in ASKED.items()}
    show.note(f"For each purpose: {', '.join(get_args(Basis))}; empty where it was not spoken of.")
    answers = {purpose: typer.prompt(f"  {purpose}", default="", show_default=False, err=True) for purpose in get_args(Purpose)}
    said["answers"] = [{"purpose": purpose, "basis": basis.strip()} for purpose, basis in answers.items() if basis.strip()]
    return said
