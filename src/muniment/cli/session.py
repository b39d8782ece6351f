"""Opening an archive for one command: from the agent that holds its keys, or with a passphrase, asked once; and asking at all."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import Archive, Desk, archive_folder, mount, open_archive, owner
from muniment.cli import show
from muniment.model.errors import BadInputError, UnusableError

ArchiveOption = Annotated[
    str | None, typer.Option("--archive", metavar="DIR", help="The archive folder (else MUNIMENT_ARCHIVE, else ./archive).")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]
FdOption = Annotated[int | None, typer.Option("--passphrase-fd", metavar="N", help="Read the passphrase from this descriptor.")]

FOR_GOOD = "it stays in the ledger, where auditors read it: name nobody"
"""Said before a reason is typed that the ledger keeps."""


@contextmanager
def desk(archive: str | None, descriptor: int | None = None) -> Iterator[Desk]:
    """The owner's desk at an open archive; on leaving, what was done is logged and signed."""
    with desk_if(archive, lambda: passphrase(descriptor)) as sitting:
        yield sitting


@contextmanager
def desk_if(archive: str | None, ask: Callable[[], str]) -> Iterator[Desk]:
    """The same, with another way of asking for the passphrase."""
    held = open_archive(archive_folder(archive), ask)
    try:
        yield Desk(held, owner(held))
    finally:
        _close(held)


def _close(held: Archive) -> None:
    """Let go. On a disk that cannot be written what was shown stays shown, and that no ledger says so is told."""
    try:
        held.close()
    except UnusableError as exc:
        show.note(f"{exc} The ledger could not be written: that this was looked at stands nowhere.")


def opened(archive: str | None, descriptor: int | None = None) -> Archive:
    """The archive itself, for commands that keep it open."""
    return open_archive(archive_folder(archive), lambda: passphrase(descriptor))


def warn_of_disk(folder: Path) -> None:
    """Say so where an archive lies, or is about to lie, on a network file system."""
    if said := mount.warning(folder):
        show.note(said)


def ask(name: str, hint: str = "") -> str:
    """An answer in words: asked on the terminal, else the next line of standard input.

    Raises:
        BadInputError: nobody answered.
    """
    if sys.stdin.isatty():
        sys.stderr.write(f"{name[:1].upper()}{name[1:]}{f' ({hint})' if hint else ''}: ")
        sys.stderr.flush()
    said = sys.stdin.readline().strip()
    if not said:
        raise BadInputError(f"“{name}” is missing.", advice="Give it when asked, in --file, or as a line of standard input.")
    return said


def passphrase(descriptor: int | None = None, *, again: bool = False) -> str:
    """The passphrase: from a descriptor, from MUNIMENT_PASSPHRASE_FILE (mode 600), else asked on the terminal.

    Raises:
        BadInputError: none of these is there, or the file can be read by others.
    """
    if descriptor is not None:
        return _from_descriptor(descriptor)
    if named := os.environ.get("MUNIMENT_PASSPHRASE_FILE"):
        return _from_file(Path(named))
    if not sys.stdin.isatty():
        raise BadInputError(
            "The archive is locked and there is no terminal to ask for its passphrase.",
            advice="Run “muniment unlock”, or set MUNIMENT_PASSPHRASE_FILE, or give --passphrase-fd.",
        )
    first = getpass("Passphrase: ")
    if again and getpass("The same again: ") != first:
        raise BadInputError("The two passphrases differ.", advice="Try again.")
    return first


def _from_descriptor(descriptor: int) -> str:
    try:
        with os.fdopen(descriptor, encoding="utf-8") as stream:
            line = stream.readline().rstrip("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadInputError(f"No passphrase can be read from descriptor {descriptor}: {exc}.", advice="Open it: 3<FILE.") from exc
    if not line:
        raise BadInputError(f"Descriptor {descriptor} holds an empty line instead of a passphrase.", advice="Open it: 3<FILE.")
    return line


def _from_file(path: Path) -> str:
    try:
        if path.stat().st_mode & 0o077:
            raise BadInputError(f"{path} can be read by others.", advice=f"Run “chmod 600 {path}”.")
        return path.read_text(encoding="utf-8").splitlines()[0]
    except IndexError as exc:
        raise BadInputError(f"The passphrase file {path} is empty.", advice="Write the passphrase on its first line.") from exc
    except (OSError, UnicodeDecodeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "it is not UTF-8"
        raise BadInputError(f"The passphrase file {path} cannot be read: {reason}.", advice="Check MUNIMENT_PASSPHRASE_FILE.") from exc
