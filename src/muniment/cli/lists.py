"""`muniment import-list`: a list sealed and read into records; rows with an error are written beside it with the reason."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import DOORS, Desk
from muniment.archive.lists import ListResult, rehearse
from muniment.cli import session, show
from muniment.cli.files import read_text, write_new
from muniment.model.errors import BadInputError
from muniment.preserve.intake import read_whole, walk

HEADING = ("row", "column", "found", "reason")


def import_list(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A CSV file, which is sealed first, or evidence (ev-…).", show_default=False)],
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="M.toml", help="The list's name, and [columns] ours = theirs.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would become of it; change nothing.")] = False,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Read a CSV list into records. A row with an error is left out whole and named; nothing is half-imported."""
    plan = read_text(mapping) if mapping else ""
    is_sealed = file.startswith("ev-") and not Path(file).exists()
    if dry_run and not is_sealed:
        result = rehearse(Path(file).name, read_whole(_there(file)), plan)
    else:
        with session.desk(archive, passphrase_fd) as desk:
            if not is_sealed:
                rehearse(Path(file).name, read_whole(_there(file)), plan)  # a list that cannot be read is not sealed by this command
            id = file if is_sealed else _sealed(desk, Path(file))
            result = DOORS["import-list"].through(desk, {"evidence": id, "mapping": plan, "dry_run": dry_run})
    show.answer(result, is_json=is_json)
    if result.rejected:
        _write_rejected(result, Path(f"{Path(file).stem}.rejected.csv"))


def _there(file: str) -> Path:
    if not Path(file).is_file():
        raise BadInputError(f"There is no file {file}.", advice="Name a CSV file, or evidence by its id (ev-…).")
    return Path(file)


def _sealed(desk: Desk, path: Path) -> str:
    """Take the list in, or find it where it already is."""
    (receipt,) = DOORS["take-in"].through(desk, {"files": walk([path])})
    if receipt.id is None:
        raise BadInputError(f"{path} was not taken in: {receipt.reason}.")
    return str(receipt.id)


def _write_rejected(result: ListResult, path: Path) -> None:
    """The cells that were not read, with reasons; a leading = + - @ is made harmless for spreadsheets."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADING)
    for row in result.rejected:
        rows.writerow([row.row, row.column, f"'{row.found}" if row.found[:1] in "=+-@\t\r" and row.found else row.found, row.reason])
    write_new(path, out.getvalue().encode())
    show.note(f"{len(result.rejected)} cells were not read: see {path}.")
