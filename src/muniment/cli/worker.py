"""`muniment worker`: does the work that waits, in a process of its own, beside `serve` or without it."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from muniment.archive.work import once
from muniment.cli import session, show

PAUSE = 1.0


def worker(
    archive: session.ArchiveOption = None,
    until_empty: Annotated[bool, typer.Option("--until-empty", help="Stop when nothing waits.")] = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Do what waits (reading, time stamps), in the name of whoever asked for it; stop with Ctrl-C."""
    opened = session.opened(archive, passphrase_fd)
    done = 0
    try:
        while opened.is_unlocked():
            if once(opened):
                done += 1
                opened.log()
            elif until_empty:
                break
            else:
                time.sleep(PAUSE)
    finally:
        opened.close()
    show.note(f"{done} done")
