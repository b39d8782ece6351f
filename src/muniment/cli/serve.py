"""`muniment serve`: the web interface, on loopback only."""

from __future__ import annotations

from typing import Annotated

import typer

from muniment.archive import archive_folder
from muniment.cli import session, show
from muniment.cli.main import SERVE
from muniment.model.errors import BadInputError

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
    archive: session.ArchiveOption = None,
    port: Annotated[int, typer.Option("--port", help="The port to listen on.")] = 8765,
    host: Annotated[str, typer.Option("--host", help="Loopback only: 127.0.0.1, ::1 or localhost.")] = "127.0.0.1",
    passphrase_fd: session.FdOption = None,
) -> None:
    """Serve the web interface on this machine until stopped with Ctrl-C."""
    if host not in LOOPBACK:
        raise BadInputError(f"{host} is not loopback.", advice="Reach it from elsewhere through SSH or an onion service.")
    run = SERVE[0]
    run(archive_folder(archive), lambda: session.passphrase(passphrase_fd), host, port, lambda at: show.note(f"Open {at}"))
