"""`muniment package` and `muniment rebuild`: what leaves, and what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import DOORS, archive_folder, rebuild_archive
from muniment.archive.act import files_sent
from muniment.cli import session, show
from muniment.model.errors import BadInputError
from muniment.preserve.package import unpacked


def package(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Evidence, claims, entries or a submission.")],
    out: Annotated[Path, typer.Option("--out", help="The zip to write; a name without .zip makes a folder.")],
    profile: Annotated[str, typer.Option("--profile", help="court, partner or public: which ledger fields are opened.")] = "partner",
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Make a disclosure package that a stranger can check offline, with what is in it."""
    if out.exists():
        raise BadInputError(f"{out} exists already.", advice="Name another file: a package is never written over.")
    with session.desk(archive, passphrase_fd) as desk:
        made = DOORS["package"].through(desk, {"ids": tuple(ids), "profile": profile, "letters": files_sent(desk, ids)})
    if out.suffix == ".zip":
        out.write_bytes(made.zip)
    else:
        unpacked(made.bag, out)
    told = {"id": made.id, "file": str(out), "items": made.items, "nouns": made.nouns}
    show.answer(told, is_json=is_json)
    if not is_json:
        show.note(f"Check it with “muniment verify {out}”, or with the verify.py inside it.")


def rebuild(
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Make the database again from vault, ledger and keys."""
    made = rebuild_archive(archive_folder(archive), lambda: session.passphrase(passphrase_fd))
    show.answer(made, is_json=is_json)
    if not is_json:
        show.note("Passwords are not in the vault: give everyone a new one with “muniment user-password ID”.")
