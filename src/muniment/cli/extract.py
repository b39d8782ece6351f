"""`muniment extract`: read files and propose claims without an archive, one JSON a file (contracts, section 1)."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from muniment.cli import show
from muniment.document import report
from muniment.document.readers.guard import read_file
from muniment.model.errors import BadInputError
from muniment.preserve.intake import shown

LARGEST = 64 << 20


def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Documents to read.")],
    out: Annotated[str, typer.Option("--out", help="Folder for the JSON files; “-” prints JSON Lines.")] = "-",
    date: Annotated[str | None, typer.Option("--date", help="The documents' date, YYYY-MM-DD.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Print only the text that spans point into.")] = False,
) -> None:
    """Read documents and propose claims on their passages; nothing is stored."""
    names = _names(files)
    for file in files:
        _readable(file)
    folder = None if out == "-" or text else Path(out)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    for file, name in zip(files, names, strict=True):
        data = _bytes(file)
        if text:
            sys.stdout.buffer.write(read_file(file.name, data).text.encode())
            sys.stdout.buffer.flush()
            continue
        found = msgspec.json.encode(report(file.name, data, date))
        if folder is None:
            print(found.decode())
        else:
            (folder / name).write_bytes(msgspec.json.format(found, indent=1) + b"\n")
            show.note(f"{shown(file.name)} -> {shown(str(folder / name))}")


def _readable(file: Path) -> None:
    """Said of every file before the first is read: a wrong path leaves no half of an answer behind."""
    with _said(file), file.open("rb"):
        size = file.stat().st_size
    if size > LARGEST:
        raise BadInputError(f"{shown(str(file))} holds {size:,} bytes; at most {LARGEST:,} are read.", advice="Split it.")


def _bytes(file: Path) -> bytes:
    with _said(file):
        return file.read_bytes()


@contextmanager
def _said(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise BadInputError(f"{shown(str(file))} cannot be read: {exc.strerror}.", advice="Check the path.") from exc


def _names(files: list[Path]) -> list[str]:
    """`<stem>.json`; where two inputs share a stem, `<name>.<ext>.json`; where they share that too, numbered from the second on:
    none is written over another."""
    stems, seen = Counter(file.stem for file in files), Counter[str]()
    names = []
    for file in files:
        name = file.stem if stems[file.stem] == 1 else file.name
        seen[name] += 1
        names.append(f"{name}.json" if seen[name] == 1 else f"{name}.{seen[name]}.json")
    return names
