"""`muniment take-in`: seal files and folders, with a receipt for each and a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from muniment.archive import DOORS, Desk, acknowledged, described, logged
from muniment.archive.examine import looked_into
from muniment.archive.intake import RESUMED
from muniment.cli import plain, session, show
from muniment.cli.files import read_bytes, read_toml, write_new
from muniment.model.errors import BadInputError, MunimentError
from muniment.preserve.intake import Incoming, Receipt, shown, walk


def take_in(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.")],
    source: Annotated[str | None, typer.Option("--source", help="A source's id, or a TOML file describing one.")] = None,
    compartment: Annotated[str, typer.Option("--compartment", help="open, restricted or sealed-identity.")] = "open",
    metadata: Annotated[
        Path | None, typer.Option("--metadata", metavar="FILE.csv", help="A sheet that says, a row a file, what its giver knows of it.")
    ] = None,
    keep_columns: Annotated[
        bool, typer.Option("--keep-columns", help="Keep columns of the sheet that are not known here, as stated, instead of refusing them.")
    ] = False,
    receipt: Annotated[
        Path | None, typer.Option("--receipt", metavar="FILE", help="Write the giver's receipt there: .pdf to print, or .json.")
    ] = None,
    language: Annotated[Literal["en", "fa"], typer.Option("--language", help="Of the printed receipt.")] = "en",
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Seal files and folders: digest, time and custody from this moment on; a receipt for each."""
    if receipt is not None and receipt.suffix not in (".pdf", ".json"):
        raise BadInputError(f"A receipt is written as .pdf or .json, not as “{receipt.name}”.", advice="Nothing was taken in.")
    receipts: list[Receipt] = []
    with session.desk(archive, passphrase_fd) as desk:
        session.warn_of_disk(desk.archive.root)
        files = [file for file in walk(paths) if metadata is None or file.path != metadata.absolute()]
        group = described.Group(_source(desk, source), compartment, files)
        made = _described(desk, metadata, group, keep=keep_columns) if metadata else None
        groups = _resumable(made.groups if made else [group], paths, source, compartment, metadata)
        try:
            handed = described.seal_sheet(desk, made) if made else None
            receipts.extend(_sealed(desk, groups))
            desk.archive.log()
            receipts = [logged(desk.archive, one) for one in receipts]
            if made and handed:
                described.write_stated(desk, made, handed, receipts)
        finally:  # whatever broke off, what was taken in has its receipt; the same command goes on from there
            if receipts:
                show.answer(receipts if is_json else [_line(one) for one in receipts], is_json=is_json)
        sys.stdout.flush()
        for words in groups:
            acknowledged(desk, words)
        if receipt is not None and (ids := [one.id for one in receipts if one.id]):
            write_new(receipt, DOORS["receipt"].through(desk, {"ids": ids, "language": language, "form": receipt.suffix[1:]}))
        for line in [*_already(receipts), *_looked_into(desk, receipts)]:
            show.note(line)
    if any(one.state == "refused" for one in receipts):
        raise typer.Exit(1)


def _described(desk: Desk, metadata: Path, group: described.Group, *, keep: bool) -> described.Plan:
    made = described.plan(desk, Incoming(metadata.name, metadata.absolute()), read_bytes(metadata), group, keep=keep)
    for sentence in made.notes:
        show.note(sentence)
    return made


def _resumable(
    groups: list[described.Group], paths: list[Path], source: str | None, compartment: str, metadata: Path | None
) -> dict[str, described.Group]:
    """Each group by the words that its run is known by when it is asked for again."""
    words = "\n".join([*(shown(str(path.absolute())) for path in paths), source or "", compartment, str(metadata or "")])
    return {f"{words}\n{group.source or ''}\n{group.compartment}" if metadata else words: group for group in groups}


def _sealed(desk: Desk, groups: dict[str, described.Group]) -> Iterator[Receipt]:
    """Each group through the door, under one bar."""
    with _bar(sum(len(group.files) for group in groups.values())) as advance:
        for words, group in groups.items():
            given = {"files": group.files, "source": group.source, "compartment": group.compartment, "resume": words, "progress": advance}
            yield from DOORS["take-in"].through(desk, given)


def _already(receipts: list[Receipt]) -> list[str]:
    """How far an interrupted run had come."""
    before = sum((receipt.reason or "").startswith(RESUMED) for receipt in receipts)
    return [f"{before:,} of these {len(receipts):,} were taken in before the run was interrupted; it went on from there."] if before else []


def item(
    id: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """One piece of evidence with its chain of custody, and what was found inside it."""
    with session.desk(archive, passphrase_fd) as desk:
        shown_ = (*DOORS["show"].through(desk, {"id": id}), DOORS["inside"].through(desk, {"id": id}))
    show.answer(shown_, is_json=is_json)


def _looked_into(desk: Desk, receipts: list[Receipt]) -> list[str]:
    """Bundles are looked into as soon as they are sealed, a few lines for each; what hinders that hinders nothing else."""
    try:
        return [line for one in looked_into(desk, receipts) for line in plain.lines(one)]
    except MunimentError as exc:
        return [f"Sealed, and not looked into: {exc}"]


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
