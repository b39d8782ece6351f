"""`init`, `unlock`, `lock`, `recover`: an archive's keys, from the first minute to the last resort."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import archive_folder, found
from muniment.archive import keys as archive_keys
from muniment.cli import session, show
from muniment.model.errors import BadInputError


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the archive.")],
    alone: Annotated[bool, typer.Option("--alone", help="One person holds everything: declared, and said on every output.")] = False,
    custodian: Annotated[
        list[Path] | None, typer.Option("--custodian", help="A file with a custodian's public key (age1…); three.")
    ] = None,
    title: Annotated[str, typer.Option("--title", help="What the archive is called.")] = "",
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Make a new archive: keys, ledger, database."""
    if alone and custodian:
        raise BadInputError("An archive is held alone or with custodians, not both.", advice="Leave one of the two options out.")
    publics = () if alone else tuple(line_of(path) for path in custodian) if custodian else _asked()
    session.warn_of_disk(folder.absolute().parent)
    archive = found(folder, passphrase=session.passphrase(passphrase_fd, again=True), custodians_keys=publics, title=title)
    welcome = archive_keys.first_password(archive)
    archive.close()
    told = {"archive": str(folder), "id": archive.settings.id, "mode": archive.settings.mode, "login": welcome.agent.login,
            "one_time_password": welcome.password}  # fmt: skip
    show.answer(told, is_json=is_json)
    if archive.settings.mode == "alone":
        show.note("An archive of one: every output will say “second decision not held”.")


def unlock(
    archive: session.ArchiveOption = None,
    minutes: Annotated[int | None, typer.Option("--minutes", help="Lock after so many minutes without use.")] = None,
    together: Annotated[
        list[Path] | None, typer.Option("--with", help="A file with a custodian's secret key; two of them open sealed identities too.")
    ] = None,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Open the keys for a while: an agent process holds them until `lock` or until its time is up."""
    root = archive_folder(archive)
    if not together:
        held = archive_keys.unlock(root, lambda: session.passphrase(passphrase_fd), minutes)
        show.note(f"Unlocked. It locks {held} minutes after its last use, or with “muniment lock”.")
        return
    if len(together) != 2:
        raise BadInputError(f"Sealed identities open with two custodians, not {len(together)}.", advice="Give --with KEYFILE twice.")
    held = archive_keys.unseal(root, line_of(together[0]), line_of(together[1]), minutes or archive_keys.SEALED_MINUTES)
    show.note(f"Sealed identities are open, and the ledger says so. It locks {held} minutes after its last use, or with “muniment lock”.")


def lock(archive: session.ArchiveOption = None) -> None:
    """Close the keys again."""
    was_open = archive_keys.lock(archive_folder(archive))
    show.note("Locked." if was_open else "It was locked already.")


def recover(
    first: Annotated[Path, typer.Argument(metavar="KEY1", help="A file with the first custodian's secret key.")],
    second: Annotated[Path, typer.Argument(metavar="KEY2", help="A file with the second custodian's secret key.")],
    archive: session.ArchiveOption = None,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Bring the keys back with two custodians, under a new passphrase."""
    root = archive_folder(archive)
    archive_keys.recover(root, line_of(first), line_of(second), lambda: session.passphrase(passphrase_fd, again=True))
    show.note("The keys are back, under the new passphrase. Nothing in the archive was changed.")


def _asked() -> tuple[str, ...]:
    """The custodians' public keys, asked for one by one."""
    if not sys.stdin.isatty():
        raise BadInputError(
            "Who are the custodians? Two of three can bring the keys back; there is no terminal to ask for their keys.",
            advice="Give --custodian FILE three times, or --alone to hold everything yourself.",
        )
    show.note("Two of three custodians can bring the keys back. Each made a key with “age-keygen” and gives you its public line.")
    return tuple(str(typer.prompt(f"Public key of custodian {n} (age1…)")) for n in (1, 2, 3))


def line_of(path: Path) -> str:
    """The key in a file: its one line that is not a comment."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as exc:
        raise BadInputError(f"{path} cannot be read: {exc}.") from exc
    keys = [line for line in lines if line and not line.startswith("#")]
    if len(keys) != 1:
        raise BadInputError(f"{path} should hold one key on one line; it holds {len(keys)}.")
    return keys[0]
