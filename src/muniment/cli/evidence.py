"""`muniment take-in`: seal files and folders, with a receipt for each and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from muniment.archive import DOORS, Desk, acknowledged, logged
from muniment.cli import session, show
from muniment.cli.files import read_toml
from muniment.preserve.intake import Receipt, shown, walk


def take_in(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.")],
    source: Annotated[str | None, typer.Option("--source", help="A source's id, or a TOML file describing one.")] = None,
    compartment: Annotated[str, typer.Option("--compartment", help="open, restricted or sealed-identity.")] = "open",
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Seal files and folders: digest, time and custody from this moment on; a receipt for each."""
    receipts: list[Receipt] = []
    with session.desk(archive, passphrase_fd) as desk:
        files = list(walk(paths))
        resume = "\n".join([*(shown(str(path.absolute())) for path in paths), source or "", compartment])
        try:
            with _bar(len(files)) as advance:
                given = {"files": files, "source": _source(desk, source), "compartment": compartment, "resume": resume, "progress": advance}
                receipts.extend(DOORS["take-in"].through(desk, given))
            desk.archive.log()
            receipts = [logged(desk.archive, receipt) for receipt in receipts]
        finally:  # whatever broke off, what was taken in has its receipt; the same command goes on from there
            if receipts:
                show.answer(receipts if is_json else [_line(receipt) for receipt in receipts], is_json=is_json)
        sys.stdout.flush()
        acknowledged(desk, resume)
    if any(receipt.state == "refused" for receipt in receipts):
        raise typer.Exit(1)


def _source(desk: Desk, named: str | None) -> str | None:
    if named is None or named.startswith("so-"):
        return named
    made = DOORS["source"].through(desk, read_toml(Path(named)))
    return str(made.id)


@contextmanager
def _bar(total: int) -> Iterator[object]:
    console = Console(stderr=True)
    columns = (TextColumn("sealing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("sealing", total=total)
        yield lambda items, _size: progress.advance(task, items)


def _line(receipt: Receipt) -> str:
    said = f"{receipt.state:<10} {receipt.name or ''}"
    return f"{said}\n           {receipt.id}  sha256 {receipt.sha256}" if receipt.id else f"{said}: {receipt.reason}"
