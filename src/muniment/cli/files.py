"""Files that commands read and write: what is written may name people, so only its owner can read it."""

import os
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from muniment.model.errors import BadInputError

OWNER_ONLY = 0o600


def read_bytes(path: Path) -> bytes:
    """A file.

    Raises:
        BadInputError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as exc:
        raise BadInputError(f"{path} cannot be read: {exc.strerror}.", advice="Check the path.") from exc


def read_text(path: Path) -> str:
    """A text file.

    Raises:
        BadInputError: it cannot be read, or is not UTF-8.
    """
    try:
        return read_bytes(path).decode()
    except UnicodeDecodeError as exc:
        raise BadInputError(f"{path} is not UTF-8 (byte {exc.start}).", advice="Save it as UTF-8.") from exc


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file.

    Raises:
        BadInputError: it cannot be read as TOML.
    """
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as exc:
        raise BadInputError(f"{path} cannot be read as TOML: {exc}.", advice="Correct the file at that place.") from exc


def write_new(path: Path, data: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all; an older one of the same name is replaced."""
    write_parts(path, (data,))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """The same, part by part; where a part fails nothing is left."""
    waiting = path.with_name(f".{path.name}.{os.getpid()}.new")
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.writelines(parts)
        waiting.replace(path)
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
