"""`muniment extract`: read files and propose claims without an archive, one JSON a file (contracts, section 1)."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from muniment.cli import show
from muniment.document import report
from muniment.document.readers.guard import read_file
from muniment.model.errors import BadInputError

LARGEST = 64 << 20


def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Documents to read.")],
    out: Annotated[str, typer.Option("--out", help="Folder for the JSON files; “-” prints JSON Lines.")] = "-",
    date: Annotated[str | None, typer.Option("--date", help="The documents' date, YYYY-MM-DD.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Print only the text that spans point into.")] = False,
) -> None:
    """Read documents and propose claims on their passages; nothing is stored."""
    names = _names(files)
    folder = None if out == "-" or text else Path(out)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        data = _bytes(file)
        if text:
            sys.stdout.buffer.write(read_file(file.name, data).text.encode())
            sys.stdout.buffer.flush()
            continue
        found = msgspec.json.encode(report(file.name, data, date))
        if folder is None:
            print(found.decode())
        else:
            (folder / names[file]).write_bytes(msgspec.json.format(found, indent=1) + b"\n")
            show.note(f"{file.name} -> {folder / names[file]}")


def _bytes(file: Path) -> bytes:
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise BadInputError(f"{file} holds {size:,} bytes; at most {LARGEST:,} are read.", advice="Split it.")
        return file.read_bytes()
    except OSError as exc:
        raise BadInputError(f"{file} cannot be read: {exc.strerror}.", advice="Check the path.") from exc


def _names(files: list[Path]) -> dict[Path, str]:
    """`<stem>.json`; where two inputs share a stem, `<name>.<ext>.json`."""
    stems = Counter(file.stem for file in files)
    return {file: f"{file.stem if stems[file.stem] == 1 else file.name}.json" for file in files}
