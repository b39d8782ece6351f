"""`muniment key copy`, `key bring`, `key rotate`: the custodians' copies of the keys, and new keys for compartments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import archive_folder
from muniment.archive import keycopies as archive_keys
from muniment.cli import session, show
from muniment.cli.keys import line_of
from muniment.model.errors import BadInputError

Together = Annotated[list[Path] | None, typer.Option("--with", help="A file with a custodian's secret key; two of them.")]


def pair(together: list[Path] | None) -> tuple[str, str] | None:
    """The keys of two custodians, or nobody's."""
    if not together:
        return None
    if len(together) != 2:
        raise BadInputError(f"Two custodians are needed, not {len(together)}.", advice="Give --with KEYFILE twice.")
    return line_of(together[0]), line_of(together[1])


def copy(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A folder on the custodian's medium: new, or a copy of these keys.")],
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Make a copy of the keys for a custodian, or bring one up to now: a withdrawal reaches it too."""
    with session.desk(archive, passphrase_fd) as desk:
        made = archive_keys.copy_keys(desk, target)
    if is_json:
        show.answer(made, is_json=True)
        return
    print(f"copy {made.copy}: {made.sheets:,} key sheets; {made.destroyed:,} keys destroyed by order are in it no more")
    show.note("Keep it apart from every backup of the archive. Bring it up to now after each withdrawal and each intake.")


def bring(
    source: Annotated[Path, typer.Argument(metavar="DIR", help="A folder with a copy of the keys.")],
    together: Together = None,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Bring an archive's keys to this machine from a copy: with two custodians and a new passphrase; of an archive of one, as they are."""
    found = archive_keys.bring_keys(source, pair(together), lambda: session.passphrase(passphrase_fd, again=True))
    show.note(f"The keys of archive {found.archive}, as copied {found.made_at:%Y-%m-%d %H:%M}Z, are on this machine.")


def rotate(
    compartments: Annotated[list[str] | None, typer.Argument(metavar="[COMPARTMENT]...", help="open, restricted, sealed-identity.")] = None,
    together: Together = None,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Give compartments a new key: key sheets and wraps are written anew, not a byte of the vault. Without a name, all."""
    root = archive_folder(archive)
    made = archive_keys.rotate(root, tuple(compartments or ()), pair(together), lambda: session.passphrase(passphrase_fd))
    if is_json:
        show.answer(made, is_json=True)
        return
    print(f"new keys for {', '.join(made.compartments)}: {made.sheets:,} sheets and {made.wraps:,} wraps written anew")
    show.note("It is locked. Every copy of the keys is behind now: “muniment key copy DIR” for each.")
