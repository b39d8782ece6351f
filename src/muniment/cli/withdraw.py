"""`muniment withdraw`: what would go is shown first, and the word that cannot be taken back is asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import DOORS
from muniment.cli import plain, session, show
from muniment.cli.door import inputs
from muniment.model.errors import BadInputError


def withdraw(
    id: Annotated[str, typer.Argument(metavar="ID", help="Evidence (ev-…).", show_default=False)],
    expected: Annotated[int | None, typer.Option("--expected", metavar="N", help="The version you read; without a terminal it must be given.")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="TOML or JSON with the inputs by name: reason.")] = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:  # fmt: skip
    """Destroy the key of an item: its bytes and all that rests on them become unreadable, for ever."""
    if expected is None and not sys.stdin.isatty():
        raise BadInputError("A withdrawal cannot be taken back.", advice="Look with “muniment rests ID”, then give --expected N.")
    with session.desk(archive, passphrase_fd) as desk:
        if expected is None:
            show.note("\n".join(plain.lines(DOORS["rests"].through(desk, {"id": id}))))
            if session.ask("type the last four signs of its identifier to withdraw it for ever") != id[-4:]:
                raise BadInputError("Nothing was withdrawn.", advice="Begin again when you are sure.")
        gone = DOORS["withdraw"].through(desk, inputs(DOORS["withdraw"], desk, {"id": id, "expected": expected}, file))
    show.answer(gone, is_json=is_json)
