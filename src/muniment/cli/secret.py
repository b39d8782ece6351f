"""A passphrase, from wherever it may come, and never from the command line; loads no archive."""

import os
import sys
from getpass import getpass
from pathlib import Path

from muniment.model.errors import BadInputError


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
