"""`muniment import-list`: a list sealed and read into records; rows with an error are written beside it with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from muniment.archive import DOORS, Desk
from muniment.archive.lists import ListPreview, ListResult, preview, rehearse
from muniment.cli import session, show
from muniment.cli.files import read_bytes, read_text, write_new
from muniment.model.errors import BadInputError
from muniment.preserve.intake import walk


def import_list(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="CSV, XLSX or JSON lines, sealed first, or evidence (ev-…).", show_default=False)
    ],
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="M.toml", help="The list's name, and [columns] ours = theirs.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would become of it; change nothing.")] = False,
    guess: Annotated[bool, typer.Option("--guess", help="Print the mapping that its headings may mean; change nothing.")] = False,
    archive: session.ArchiveOption = None,
    is_json: session.JsonOption = False,
    passphrase_fd: session.FdOption = None,
) -> None:
    """Read a list into records. A row with an error is left out whole and named; nothing is half-imported."""
    plan = read_text(mapping) if mapping else ""
    is_sealed = file.startswith("ev-") and not Path(file).exists()
    if guess:
        _guess(file, is_sealed, archive, passphrase_fd, is_json=is_json)
        return
    if dry_run and not is_sealed:
        result = rehearse(Path(file).name, read_bytes(Path(file)), plan)
    else:
        with session.desk(archive, passphrase_fd) as desk:
            if not is_sealed:
                rehearse(Path(file).name, read_bytes(Path(file)), plan)  # a list that cannot be read is not sealed by this command
            id = file if is_sealed else _sealed(desk, Path(file))
            result = DOORS["import-list"].through(desk, {"evidence": id, "mapping": plan, "dry_run": dry_run})
    show.answer(result, is_json=is_json)
    if result.rejected:
        _write_rejected(result, Path(f"{Path(file).stem}.rejected.csv"))


def _guess(file: str, is_sealed: bool, archive: str | None, passphrase_fd: int | None, *, is_json: bool) -> None:
    """A mapping to be looked through, changed and given with --mapping."""
    if is_sealed:
        with session.desk(archive, passphrase_fd) as desk:
            found: ListPreview = DOORS["preview-list"].through(desk, {"evidence": file})
    else:
        found = preview(Path(file).stem, read_bytes(Path(file)))
    if is_json:
        show.answer(found, is_json=True)
    else:
        print(found.mapping, end="")
        show.note(f"{found.count} rows; the headings are {', '.join(found.headings)}. Look the mapping through before it is used.")


def _sealed(desk: Desk, path: Path) -> str:
    """Take the list in, or find it where it already is."""
    (receipt,) = DOORS["take-in"].through(desk, {"files": walk([path])})
    if receipt.id is None:
        raise BadInputError(f"{path} was not taken in: {receipt.reason}.")
    return str(receipt.id)


def _write_rejected(result: ListResult, path: Path) -> None:
    """The rows that were left out, as they came, with the reasons: to be corrected and imported again."""
    write_new(path, result.rejected_csv.encode())
    show.note(f"{len({row.row for row in result.rejected})} rows were left out: correct them in {path} and import that.")
