"""`muniment form blank`: a form to be filled in with any editor."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from muniment.archive import DOORS
from muniment.cli import session


def blank(
    form: Annotated[str, typer.Argument(metavar="FORM", help="A form by its name: “muniment form list”.", show_default=False)],
    archive: session.ArchiveOption = None,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Print a blank form as TOML, to be filled in and given back to `form fill`."""
    with session.desk(archive, passphrase_fd) as desk:
        sys.stdout.write(DOORS["form-blank"].through(desk, {"form": form}))
