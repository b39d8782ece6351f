"""`muniment demo`: the demonstration archive, and the story of one case from bytes to a released letter, with real counts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import keys as archive_keys
from muniment.archive import settings as at
from muniment.archive.story import tell
from muniment.cli import show
from muniment.cli.main import SERVE
from muniment.cli.serve import LOOPBACK
from muniment.model.errors import BadInputError


def demo(
    folder: Annotated[Path, typer.Option("--dir", help="Where the demonstration archive goes.")] = Path("demonstration"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Build and tell, do not serve.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Throw an earlier demonstration away and build it anew.")] = False,
    port: Annotated[int, typer.Option("--port", help="The port to serve on.")] = 8765,
) -> None:
    """Build the demonstration archive, tell the story of one case, serve it."""
    if again and folder.exists():
        _throw_away(folder)
    if folder.exists() and any(folder.iterdir()):
        show.note(f"{folder} is there already: it is served as it is. Build it anew with --again.")
        welcome = archive_keys.new_password(folder)
    else:
        welcome = tell(folder, lambda line: print(line, flush=True))
    print(f"\nLog in as “{welcome.agent.login}” with the one-time password  {welcome.password}")
    if not no_serve:
        print("Stop with Ctrl-C.")
        SERVE[0](folder, lambda: "", LOOPBACK[0], port, lambda address: print(f"Open {address}", flush=True))


def _throw_away(folder: Path) -> None:
    """Only a demonstration is ever thrown away."""
    if at.read(folder).mode != "demonstration":
        raise BadInputError(f"{folder} is not a demonstration.", advice="Name another folder; nothing was touched.")
    shutil.rmtree(at.keys_folder(at.read(folder).id), ignore_errors=True)
    shutil.rmtree(folder)
