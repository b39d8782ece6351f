"""`muniment backup` and `muniment restore`: the archive on another disk, and back from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import back_up, restore_archive
from muniment.cli import session, show
from muniment.cli.keycopies import Together, pair
from muniment.cli.progress import bytes_bar
from muniment.cli.words import size


def backup(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A folder on another disk: new, or a backup of this archive.")],
    quick: Annotated[bool, typer.Option("--quick", help="Look only at what was copied now, not at all that is there.")] = False,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Copy vault, ledger and public keys to another disk: only what is new, checked there without a key. No private key is in it."""
    with session.desk(archive, passphrase_fd) as desk, bytes_bar() as progress:
        made = back_up(desk, target, progress=progress, is_quick=quick)
    if is_json:
        show.answer(made, is_json=True)
        return
    print(
        f"{made.entries:,} ledger entries in {made.files:,} files ({size(made.bytes)}); {made.copied:,} copied now ({size(made.copied_bytes)})"
    )
    for name in made.mended:
        print(f"copied again, it had gone bad on that disk: {name}")
    if made.is_same_disk:
        show.note("It lies on the disk of the archive: one fault takes both. Use another disk.")
    show.note("The keys are not in it: “muniment key copy DIR”, to be kept elsewhere.")


def restore(
    backup: Annotated[Path, typer.Argument(metavar="BACKUP", help="The folder of a backup.")],
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the archive.")],
    accept_older: Annotated[
        bool, typer.Option("--accept-older", help="Bring it back though more was signed since: that is given up, and the ledger says so.")
    ] = False,
    together: Together = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Make an archive again from a backup and its keys; everything is checked before and after. The database is made anew."""
    with bytes_bar() as progress:
        made = restore_archive(
            backup, target, lambda: session.passphrase(passphrase_fd), together=pair(together), accept_older=accept_older, progress=progress
        )
    if is_json:
        show.answer(made, is_json=True)
        return
    print(f"{made.nouns:,} noun versions and {made.entries:,} ledger entries, as they were at {made.made_at}, are back in {made.folder}")
    if made.given_up:
        print(f"given up: {made.given_up:,} ledger entries signed after the backup")
    for id in made.withdrawn:
        print(f"withdrawn after the backup, and still withdrawn: {id}")
    show.note("Passwords are not in a backup: give everyone a new one with “muniment user password ID”.")
