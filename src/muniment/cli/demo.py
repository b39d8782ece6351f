"""`muniment demo`: the demonstration archive, and the story of one case from bytes to a released letter, with real counts.

Run again on its own folder, it changes nothing and serves what is there; `--again` throws that away and builds anew. It refuses a
folder that holds anything else.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import keys as archive_keys
from muniment.archive import settings as at
from muniment.archive.story import tell
from muniment.archive.users import Welcome
from muniment.cli import show
from muniment.cli.main import SERVE
from muniment.cli.serve import LOOPBACK
from muniment.model.errors import BadInputError, MunimentError


def demo(
    folder: Annotated[Path, typer.Option("--dir", help="Where the demonstration archive goes.")] = Path("demonstration"),
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Build and tell, do not serve.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Throw an earlier demonstration away and build it anew.")] = False,
    port: Annotated[int, typer.Option("--port", help="The port to serve on.")] = 8765,
) -> None:
    """Build the demonstration archive, tell the story of one case, serve it."""
    is_there = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if is_there:
        _only_ours(folder)
    if is_there and again:
        _throw_away(folder)
    if is_there and not again:
        show.note(f"{folder} is there already and is left as it is. Build it anew with --again.")
        welcome = archive_keys.new_password(folder)
    else:
        welcome = _built(folder)
    print(f"\nLog in as “{welcome.agent.login}” with the one-time password  {welcome.password}")
    if no_serve:
        print(f"Serve it with “muniment demo --dir {folder}”, check it with “muniment verify {folder}”.")
        return
    print("Stop with Ctrl-C.")
    SERVE[0](folder, lambda: "", LOOPBACK[0], port, lambda address: print(f"Open {address}", flush=True))


def _built(folder: Path) -> Welcome:
    """The demonstration, whole: what was begun is thrown away when it cannot be finished, or half of it would be served next time."""
    try:
        return tell(folder, lambda line: print(line, flush=True))
    except BaseException:
        _throw_away(folder)
        raise


def _only_ours(folder: Path) -> None:
    """Nothing but a demonstration is ever served, or thrown away, from here.

    Raises:
        BadInputError: the folder holds something else.
    """
    try:
        mode = at.read(folder).mode
    except MunimentError:
        mode = None
    if mode != "demonstration":
        what = f"an archive (mode {mode})" if mode else "something else"
        raise BadInputError(f"{folder} holds {what}, not a demonstration.", advice="Name another folder with --dir; nothing was touched.")


def _throw_away(folder: Path) -> None:
    if (folder / at.FILE).is_file():
        shutil.rmtree(at.keys_folder(at.read(folder).id), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
